//! What the glue of `#[pymodule]` and `wrap_pyfunction!` names.

use core::cell::UnsafeCell;
use core::ffi::{c_int, c_void, CStr};
use core::ptr::{self, NonNull};
use std::sync::atomic::{AtomicI64, Ordering};

use super::function::{Function, FunctionDef};
use super::guard::guard_int;
use super::output::Output;
use super::registry;
use crate::class::like::ClassLike;
use crate::conversion::IntoPyObject;
use crate::err::{PyErr, PyResult};
use crate::exceptions::PyImportError;
use crate::ffi;
use crate::instance::{Borrowed, Bound, Py};
use crate::marker::Python;
use crate::type_object::PyTypeInfo;
use crate::types::any::PyAnyMethods;
use crate::types::module::PyModuleMethods;
use crate::types::{PyAny, PyCFunction, PyModule};

/// A `#[pymodule]`, named by the type in its side module.
pub trait Module {
    /// Its definition.
    fn def() -> &'static ModuleDef;
}

/// Fills a module.
pub type Exec = for<'a, 'py> fn(&'a Bound<'py, PyModule>) -> PyResult<()>;

/// A module as data.
pub struct ModuleDef {
    name: &'static CStr,
    doc: &'static CStr,
    exec: Exec,
    def: UnsafeCell<ffi::PyModuleDef>,
    slots: UnsafeCell<[ffi::PyModuleDef_Slot; 3]>,
}

// SAFETY: CPython changes the definition only while it imports, under the import lock or the GIL.
unsafe impl Sync for ModuleDef {}

impl ModuleDef {
    /// A definition. `entry` is the C function that Python runs to fill the module: it calls [`exec`].
    pub const fn new(
        name: &'static CStr,
        doc: &'static CStr,
        exec: Exec,
        entry: unsafe extern "C" fn(*mut ffi::PyObject) -> c_int,
    ) -> Self {
        const END: ffi::PyModuleDef_Slot = ffi::PyModuleDef_Slot {
            slot: 0,
            value: ptr::null_mut(),
        };
        // There is no `Py_mod_gil`, so a free-threaded interpreter turns its GIL on for this module. That the author
        // could do without it would not help: this runtime has not been proved without it.
        let mut slots = [END, END, END];
        slots[0] = ffi::PyModuleDef_Slot {
            slot: ffi::Py_mod_exec,
            value: entry as *mut c_void,
        };
        #[cfg(Py_3_12)]
        {
            slots[1] = ffi::PyModuleDef_Slot {
                slot: ffi::Py_mod_multiple_interpreters,
                value: ffi::Py_MOD_MULTIPLE_INTERPRETERS_NOT_SUPPORTED,
            };
        }
        ModuleDef {
            name,
            doc,
            exec,
            def: UnsafeCell::new(ffi::PyModuleDef {
                m_base: ffi::PyModuleDef_HEAD_INIT,
                m_name: name.as_ptr(),
                m_doc: doc.as_ptr(),
                m_size: 0,
                m_methods: ptr::null_mut(),
                m_slots: ptr::null_mut(),
                m_traverse: None,
                m_clear: None,
                m_free: None,
            }),
            slots: UnsafeCell::new(slots),
        }
    }

    /// What `PyInit_<name>` returns: the definition, for Python to make the module in two phases (PEP 489).
    pub fn init(&'static self) -> *mut ffi::PyObject {
        // SAFETY: called by Python's import machinery while attached; the definition is static.
        unsafe {
            (*self.def.get()).m_slots = self.slots.get().cast();
            ffi::PyModuleDef_Init(self.def.get())
        }
    }

    /// The last part of the name.
    fn last_name(&self) -> &'static CStr {
        let bytes = self.name.to_bytes_with_nul();
        let start = bytes
            .iter()
            .rposition(|byte| *byte == b'.')
            .map_or(0, |dot| dot + 1);
        CStr::from_bytes_with_nul(&bytes[start..]).unwrap_or(self.name)
    }

    /// Makes the module in one go, for use inside another one.
    ///
    /// # Errors
    /// What filling it raises.
    pub fn make<'py>(&'static self, py: Python<'py>) -> PyResult<Bound<'py, PyModule>> {
        let module = PyModule::new(py, self.name.to_str().unwrap_or(""))?;
        module.setattr("__doc__", self.doc.to_str().unwrap_or(""))?;
        (self.exec)(&module)?;
        Ok(module)
    }
}

/// Runs the function that fills a module, as Python's `Py_mod_exec` slot.
///
/// # Safety
/// `module` is the module object that Python made.
pub unsafe fn exec(def: &'static ModuleDef, module: *mut ffi::PyObject) -> c_int {
    guard_int(|py| {
        crate::gil::apply_deferred(py);
        check_interpreter(def)?;
        #[cfg(Py_GIL_DISABLED)]
        check_gil(py, def)?;
        // SAFETY: the caller's contract.
        let module =
            unsafe { Borrowed::<PyAny>::from_ptr(py, module).cast_unchecked::<PyModule>() };
        (def.exec)(&module)?;
        super::package::enter_twice(&module)
    })
}

/// The interpreter that first imported a module of this library; −1 before.
static INTERPRETER: AtomicI64 = AtomicI64::new(-1);

/// Refuses a second interpreter: classes and interned texts belong to the first. The text is CPython's own for this.
fn check_interpreter(def: &'static ModuleDef) -> PyResult<()> {
    // SAFETY: attached.
    let id = unsafe { ffi::PyInterpreterState_GetID(ffi::PyInterpreterState_Get()) };
    match INTERPRETER.compare_exchange(-1, id, Ordering::Relaxed, Ordering::Relaxed) {
        Err(first) if first != id => Err(PyImportError::new_err(format!(
            "module {} does not support loading in subinterpreters",
            def.name.to_str().unwrap_or("")
        ))),
        _ => Ok(()),
    }
}

/// Refuses an interpreter that was told to keep its GIL off: everything here relies on it.
#[cfg(Py_GIL_DISABLED)]
fn check_gil(py: Python<'_>, def: &ModuleDef) -> PyResult<()> {
    if crate::gil::gil_is_on(py)? {
        return Ok(());
    }
    Err(PyImportError::new_err(format!(
        "module {} needs the GIL: start Python without PYTHON_GIL=0 and -X gil=0, and it is turned on by the import",
        def.name.to_str().unwrap_or("")
    )))
}

/// The result of a module function: nothing, or a `Result` of nothing.
///
/// # Errors
/// The function's own error.
pub fn exec_result<'py, T: Output<'py>>(result: T) -> PyResult<()> {
    result.into_value().map(drop)
}

/// Makes a callable of a descriptor, with the module as its `__self__`.
pub(crate) fn make_function<'py>(
    py: Python<'py>,
    def: &'static FunctionDef,
    module: Option<Borrowed<'_, 'py, PyModule>>,
) -> PyResult<Bound<'py, PyCFunction>> {
    let name = match &module {
        Some(module) => Some(module.name()?),
        None => None,
    };
    // SAFETY: the method definition is static; the function takes its own references to the other two.
    unsafe {
        let function = ffi::PyCFunction_NewEx(
            registry::method(def),
            module.map_or(ptr::null_mut(), Borrowed::as_ptr),
            name.map_or(ptr::null_mut(), |name| name.into_ptr()),
        );
        Ok(Bound::from_owned_ptr_or_err(py, function)?.cast_into_unchecked())
    }
}

/// Adds a function to a module.
///
/// # Errors
/// If it cannot be made or added.
pub fn add_function<F: Function>(module: &Bound<'_, PyModule>) -> PyResult<()> {
    let function = make_function(module.py(), F::DEF, Some(module.as_borrowed()))?;
    module.add_function(function)
}

/// Adds a module to a module, and makes it importable by its dotted name.
///
/// # Errors
/// If it cannot be made or added.
pub fn add_submodule<M: Module>(module: &Bound<'_, PyModule>) -> PyResult<()> {
    let child = M::def().make(module.py())?;
    module.add_submodule(&child)
}

/// Gives classes their [`Export`].
pub trait ClassExport {
    /// How the class is added to a module.
    const __FERRULE_EXPORT: Export;
}

impl<T: ClassLike> ClassExport for T {
    const __FERRULE_EXPORT: Export = Export(crate::class::add_class::<T>);
}

/// How an item is added to a module, whatever it is. Found as an associated constant of a type, or as a constant of a
/// side module, under one path: `item::__FERRULE_EXPORT`.
pub struct Export(Exec);

impl Export {
    /// Of a function.
    pub const fn function<F: Function>() -> Self {
        Export(add_function::<F>)
    }

    /// Of a type without a `#[pyclass]`: an exception.
    pub const fn native<T: PyTypeInfo>() -> Self {
        Export(|module| module.add(T::NAME, T::type_object(module.py())))
    }

    /// Of a module.
    pub const fn module<M: Module>() -> Self {
        Export(add_submodule::<M>)
    }

    /// Adds the item, under its own name in Python.
    ///
    /// # Errors
    /// If it cannot be made or added.
    pub fn add(&self, module: &Bound<'_, PyModule>) -> PyResult<()> {
        (self.0)(module)
    }
}

/// Adds a value to a module.
///
/// # Errors
/// If it cannot be converted or added.
pub fn add_value<'py, V: IntoPyObject<'py>>(
    module: &Bound<'py, PyModule>,
    name: &str,
    value: V,
) -> PyResult<()> {
    module.add(name, value)
}

/// Issues the warning of a `#[pyo3(warn(...))]`.
///
/// # Errors
/// If a filter turns the warning into an exception.
pub fn warn(py: Python<'_>, category: &Bound<'_, PyAny>, message: &CStr) -> PyResult<()> {
    PyErr::warn(py, category, message, 1)
}

/// What `wrap_pyfunction!` may be given besides the function.
pub trait WrapArgument<'py> {
    /// The callable.
    ///
    /// # Errors
    /// If it cannot be made.
    fn wrap(self, def: &'static FunctionDef) -> PyResult<Bound<'py, PyCFunction>>;
}

impl<'py> WrapArgument<'py> for Python<'py> {
    fn wrap(self, def: &'static FunctionDef) -> PyResult<Bound<'py, PyCFunction>> {
        make_function(self, def, None)
    }
}

impl<'py> WrapArgument<'py> for &Bound<'py, PyModule> {
    fn wrap(self, def: &'static FunctionDef) -> PyResult<Bound<'py, PyCFunction>> {
        make_function(self.py(), def, Some(self.as_borrowed()))
    }
}

impl<'py> WrapArgument<'py> for &&Bound<'py, PyModule> {
    fn wrap(self, def: &'static FunctionDef) -> PyResult<Bound<'py, PyCFunction>> {
        make_function(self.py(), def, Some(self.as_borrowed()))
    }
}

impl<'py> WrapArgument<'py> for Bound<'py, PyModule> {
    fn wrap(self, def: &'static FunctionDef) -> PyResult<Bound<'py, PyCFunction>> {
        make_function(self.py(), def, Some(self.as_borrowed()))
    }
}

impl<'py> WrapArgument<'py> for Borrowed<'_, 'py, PyModule> {
    fn wrap(self, def: &'static FunctionDef) -> PyResult<Bound<'py, PyCFunction>> {
        make_function(self.py(), def, Some(self))
    }
}

/// The callable of the function `F`.
///
/// # Errors
/// If it cannot be made.
pub fn wrap_function<'py, F: Function>(
    argument: impl WrapArgument<'py>,
) -> PyResult<Bound<'py, PyCFunction>> {
    argument.wrap(F::DEF)
}

/// The module `M`.
///
/// # Panics
/// If filling it fails, after printing why.
pub fn wrap_module<M: Module>(py: Python<'_>) -> Py<PyModule> {
    match M::def().make(py) {
        Ok(module) => module.unbind(),
        Err(error) => {
            error.print(py);
            panic!("failed to wrap module")
        }
    }
}

/// `PyInit_<name>` for [`append_to_inittab!`](crate::append_to_inittab).
///
/// # Panics
/// If an interpreter is running already, or memory runs out.
pub fn append_to_inittab<M: Module>() {
    extern "C" fn init<M: Module>() -> *mut ffi::PyObject {
        M::def().init()
    }
    // SAFETY: checked to be before initialisation; the name is static.
    unsafe {
        assert!(
            ffi::Py_IsInitialized() == 0,
            "called `append_to_inittab` but a Python interpreter is already running."
        );
        assert!(
            ffi::PyImport_AppendInittab(M::def().last_name().as_ptr(), Some(init::<M>)) == 0,
            "out of memory"
        );
    }
}

/// A pointer that Python never makes null, as the return type of bodies.
pub type Object = NonNull<ffi::PyObject>;

/// Makes a callable from a `#[pyfunction]`: `wrap_pyfunction!(path)` gives a function of a module or token,
/// `wrap_pyfunction!(path, module)` the callable.
#[macro_export]
macro_rules! wrap_pyfunction {
    ($function:path) => {{
        #[allow(unused_imports)]
        use $function as __ferrule_function;
        &|argument| $crate::glue::wrap_function::<__ferrule_function::__FerruleDef>(argument)
    }};
    ($function:path, $argument:expr) => {{
        #[allow(unused_imports)]
        use $function as __ferrule_function;
        $crate::glue::wrap_function::<__ferrule_function::__FerruleDef>($argument)
    }};
}

/// Makes a module object from a `#[pymodule]`.
#[macro_export]
macro_rules! wrap_pymodule {
    ($module:path) => {
        &|py| {
            #[allow(unused_imports)]
            use $module as __ferrule_module;
            $crate::glue::wrap_module::<__ferrule_module::__FerruleDef>(py)
        }
    };
}

/// Registers a `#[pymodule]` as a built-in module; to be called before the interpreter starts.
#[macro_export]
macro_rules! append_to_inittab {
    ($module:path) => {{
        #[allow(unused_imports)]
        use $module as __ferrule_module;
        $crate::glue::append_to_inittab::<__ferrule_module::__FerruleDef>()
    }};
}
