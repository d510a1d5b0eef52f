//! [`PyModule`]: Python's modules, made, imported and filled.

use core::ffi::CStr;

use super::any::owned;
use super::sealed::AsBound;
use super::submodule;
use super::{PyAny, PyAnyMethods, PyCFunction, PyDict, PyList, PyListMethods, PyString};
use crate::class::like::ClassLike;
use crate::conversion::{IntoPyObject, IntoPyObjectExt};
use crate::err::PyResult;
use crate::ffi;
use crate::instance::{Bound, BoundObject, Py};
use crate::intern;
use crate::marker::Python;

native_type!(
    /// A Python module.
    PyModule = "module", PyModule_Type, PyModule_Check, PyModule_CheckExact
);

impl PyModule {
    /// A module without attributes, registered nowhere.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn new<'py>(py: Python<'py>, name: &str) -> PyResult<Bound<'py, PyModule>> {
        let name = PyString::new(py, name);
        // SAFETY: attached; the name is alive; the result is a module.
        unsafe {
            let module = ffi::PyModule_NewObject(name.as_ptr());
            Ok(Bound::from_owned_ptr_or_err(py, module)?.cast_into_unchecked())
        }
    }

    /// `importlib.import_module(name)`.
    ///
    /// # Errors
    /// `ModuleNotFoundError`, or what the import raises.
    pub fn import<'py, N>(py: Python<'py>, name: N) -> PyResult<Bound<'py, PyModule>>
    where
        N: IntoPyObject<'py, Target = PyString>,
    {
        let name = name.into_pyobject_or_pyerr(py)?;
        // SAFETY: attached; the name is alive.
        let module =
            unsafe { Bound::from_owned_ptr_or_err(py, ffi::PyImport_Import(name.as_ptr()))? };
        // SAFETY: whatever stands in `sys.modules` is used as a module, also if its class is another.
        Ok(unsafe { module.cast_into_unchecked() })
    }

    /// Runs `code` as the body of a module of that name, and registers it in `sys.modules`. An empty file name is
    /// taken for `<string>`.
    ///
    /// # Errors
    /// `SyntaxError`, or what the code raises.
    pub fn from_code<'py>(
        py: Python<'py>,
        code: &CStr,
        file_name: &CStr,
        module_name: &CStr,
    ) -> PyResult<Bound<'py, PyModule>> {
        let file_name = if file_name.is_empty() {
            c"<string>"
        } else {
            file_name
        };
        // SAFETY: attached; all texts are NUL-terminated.
        unsafe {
            let compiled =
                ffi::Py_CompileString(code.as_ptr(), file_name.as_ptr(), ffi::Py_file_input);
            let compiled = Bound::from_owned_ptr_or_err(py, compiled)?;
            let module = ffi::PyImport_ExecCodeModuleEx(
                module_name.as_ptr(),
                compiled.as_ptr(),
                file_name.as_ptr(),
            );
            Ok(Bound::from_owned_ptr_or_err(py, module)?.cast_into()?)
        }
    }
}

/// A module's methods. Whatever is added is listed in the module's `__all__`.
pub trait PyModuleMethods<'py>: AsBound<'py, PyModule> {
    /// The module's `__dict__`.
    fn dict(&self) -> Bound<'py, PyDict> {
        let module = self.bound();
        // SAFETY: attached; a module, alive, has a dict.
        unsafe {
            Bound::from_borrowed_ptr(module.py(), ffi::PyModule_GetDict(module.as_ptr()))
                .cast_into_unchecked()
        }
    }

    /// The module's `__all__`, made if there is none.
    ///
    /// # Errors
    /// `TypeError` if it is no list.
    fn index(&self) -> PyResult<Bound<'py, PyList>> {
        index(self.bound())
    }

    /// The module's `__name__`.
    ///
    /// # Errors
    /// `SystemError` if there is none.
    fn name(&self) -> PyResult<Bound<'py, PyString>> {
        let module = self.bound();
        // SAFETY: attached; a module, alive; the result is a `str`.
        unsafe {
            Ok(owned(module, ffi::PyModule_GetNameObject(module.as_ptr()))?.cast_into_unchecked())
        }
    }

    /// The module's `__file__`.
    ///
    /// # Errors
    /// `SystemError` if there is none.
    fn filename(&self) -> PyResult<Bound<'py, PyString>> {
        let module = self.bound();
        // SAFETY: attached; a module, alive; the result is a `str`.
        unsafe {
            Ok(
                owned(module, ffi::PyModule_GetFilenameObject(module.as_ptr()))?
                    .cast_into_unchecked(),
            )
        }
    }

    /// Adds an attribute.
    ///
    /// # Errors
    /// What converting the value or the assignment raises.
    fn add<N, V>(&self, name: N, value: V) -> PyResult<()>
    where
        N: IntoPyObject<'py, Target = PyString>,
        V: IntoPyObject<'py>,
    {
        let py = self.bound().py();
        let name = name.into_pyobject_or_pyerr(py)?.into_bound();
        let value = value.into_pyobject_or_pyerr(py)?.into_any().into_bound();
        add(self.bound(), name, value)
    }

    /// Adds the class `T` by its Python name.
    ///
    /// # Errors
    /// What making the class or the assignment raises.
    fn add_class<T: ClassLike>(&self) -> PyResult<()> {
        crate::class::add_class::<T>(self.bound())
    }

    /// Adds the function or module that `wrapper` makes, by its Python name.
    ///
    /// # Errors
    /// What making it or the assignment raises.
    fn add_wrapped<T>(&self, wrapper: &impl Fn(Python<'py>) -> T) -> PyResult<()>
    where
        T: WrapOutput<'py>,
    {
        let module = self.bound();
        let object = wrapper(module.py()).into_wrapped(module.py())?;
        if let Ok(child) = object.cast::<PyModule>() {
            return submodule::add(module, child);
        }
        add_named(module, object.unbind())
    }

    /// Adds a module as an attribute, so that `import parent.child` finds it too.
    ///
    /// # Errors
    /// What reading the names or an assignment raises.
    fn add_submodule(&self, module: &Bound<'_, PyModule>) -> PyResult<()> {
        submodule::add(self.bound(), module)
    }

    /// Adds a function by its Python name.
    ///
    /// # Errors
    /// What the assignment raises.
    fn add_function(&self, fun: Bound<'_, PyCFunction>) -> PyResult<()> {
        add_named(self.bound(), fun.unbind().into_any())
    }

    /// Says whether the module needs the GIL. Without effect: in free-threaded interpreters, modules of Ferrule turn
    /// it on.
    ///
    /// # Errors
    /// None.
    fn gil_used(&self, gil_used: bool) -> PyResult<()> {
        let _ = gil_used;
        Ok(())
    }
}

impl<'py> PyModuleMethods<'py> for Bound<'py, PyModule> {}

// Methods that a trait provides are compiled again in each crate that uses them; what follows is compiled once.

fn index<'py>(module: &Bound<'py, PyModule>) -> PyResult<Bound<'py, PyList>> {
    let name = intern!(module.py(), "__all__");
    if let Some(all) = module.as_any().getattr_opt(name)? {
        return Ok(all.cast_into()?);
    }
    let all = PyList::empty(module.py());
    module.as_any().setattr(name, &all)?;
    Ok(all)
}

/// Adds what has a `__name__` by that name.
fn add_named(module: &Bound<'_, PyModule>, object: Py<PyAny>) -> PyResult<()> {
    let object = object.into_bound(module.py());
    let name = object
        .getattr(intern!(module.py(), "__name__"))?
        .cast_into::<PyString>()?;
    add(module, name, object)
}

/// Adds an attribute and lists it in `__all__`.
pub(super) fn add<'py>(
    module: &Bound<'py, PyModule>,
    name: Bound<'py, PyString>,
    value: Bound<'py, PyAny>,
) -> PyResult<()> {
    index(module)?.append(&name)?;
    module.as_any().setattr(name, value)
}

/// What a function given to [`PyModuleMethods::add_wrapped`] may return.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is nothing that `add_wrapped` could add",
    note = "give it what `wrap_pyfunction!` or `wrap_pymodule!` makes"
)]
pub trait WrapOutput<'py> {
    /// The object to add.
    #[doc(hidden)]
    fn into_wrapped(self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>>;
}

impl<'py, T> WrapOutput<'py> for Bound<'py, T> {
    fn into_wrapped(self, _py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(self.into_any())
    }
}

impl<'py, T> WrapOutput<'py> for Py<T> {
    fn into_wrapped(self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(self.into_any().into_bound(py))
    }
}

impl<'py, T, E> WrapOutput<'py> for Result<T, E>
where
    T: WrapOutput<'py>,
    E: Into<crate::PyErr>,
{
    fn into_wrapped(self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.map_err(Into::into)?.into_wrapped(py)
    }
}
