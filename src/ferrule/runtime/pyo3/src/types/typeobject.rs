//! [`PyType`]: Python's `type`.

use super::any::PyAnyMethods;
use super::sealed::AsBound;
use super::{PyAny, PyString, PyTuple};
use crate::err::{bool_or_error, PyResult};
use crate::ffi;
use crate::instance::Bound;
use crate::intern;
use crate::marker::Python;
use crate::type_object::PyTypeInfo;

native_type!(
    /// Python's `type`: any class.
    PyType = "type", PyType_Type, PyType_Check, PyType_CheckExact
);

impl PyType {
    /// The class of `T`.
    #[inline]
    pub fn new<T: PyTypeInfo>(py: Python<'_>) -> Bound<'_, PyType> {
        T::type_object(py)
    }

    /// The class at `p`.
    ///
    /// # Safety
    /// `p` is a valid type object.
    #[inline]
    pub unsafe fn from_borrowed_type_ptr(
        py: Python<'_>,
        p: *mut ffi::PyTypeObject,
    ) -> Bound<'_, PyType> {
        // SAFETY: the caller's contract.
        unsafe { Bound::from_borrowed_ptr(py, p.cast()).cast_into_unchecked() }
    }
}

/// A class's methods.
pub trait PyTypeMethods<'py>: AsBound<'py, PyType> {
    /// The type object's address, borrowed.
    #[inline]
    fn as_type_ptr(&self) -> *mut ffi::PyTypeObject {
        self.bound().as_ptr().cast()
    }

    /// `self.__name__`.
    ///
    /// # Errors
    /// What the access raises.
    fn name(&self) -> PyResult<Bound<'py, PyString>> {
        let class = self.bound();
        Ok(class
            .as_any()
            .getattr(intern!(class.py(), "__name__"))?
            .cast_into()?)
    }

    /// `self.__qualname__`.
    ///
    /// # Errors
    /// What the access raises.
    fn qualname(&self) -> PyResult<Bound<'py, PyString>> {
        let class = self.bound();
        Ok(class
            .as_any()
            .getattr(intern!(class.py(), "__qualname__"))?
            .cast_into()?)
    }

    /// `self.__module__`.
    ///
    /// # Errors
    /// What the access raises; `TypeError` if it is no `str`.
    fn module(&self) -> PyResult<Bound<'py, PyString>> {
        let class = self.bound();
        Ok(class
            .as_any()
            .getattr(intern!(class.py(), "__module__"))?
            .cast_into()?)
    }

    /// The module's and the qualified name with a dot between, without a module for built-ins and `__main__`.
    ///
    /// # Errors
    /// What reading the names raises.
    fn fully_qualified_name(&self) -> PyResult<Bound<'py, PyString>> {
        let class = self.bound();
        #[cfg(Py_3_13)]
        // SAFETY: attached; a type, alive; the result is a `str`.
        unsafe {
            let name = ffi::PyType_GetFullyQualifiedName(self.as_type_ptr());
            Ok(Bound::from_owned_ptr_or_err(class.py(), name)?.cast_into_unchecked())
        }
        #[cfg(not(Py_3_13))]
        {
            let name = self.qualname()?;
            match class
                .as_any()
                .getattr(intern!(class.py(), "__module__"))?
                .cast_into::<PyString>()
            {
                Ok(module) if module != "builtins" && module != "__main__" => {
                    PyString::from_fmt(class.py(), format_args!("{module}.{name}"))
                }
                _ => Ok(name),
            }
        }
    }

    /// `issubclass(self, other)`.
    ///
    /// # Errors
    /// `TypeError` if `other` is no class, union or tuple of classes, or what `__subclasscheck__` raises.
    fn is_subclass(&self, other: &Bound<'_, PyAny>) -> PyResult<bool> {
        let class = self.bound();
        // SAFETY: attached; both are alive.
        bool_or_error(class.py(), unsafe {
            ffi::PyObject_IsSubclass(class.as_ptr(), other.as_ptr())
        })
    }

    /// `issubclass(self, T)`.
    ///
    /// # Errors
    /// What `__subclasscheck__` raises.
    fn is_subclass_of<T: PyTypeInfo>(&self) -> PyResult<bool> {
        self.is_subclass(T::type_object(self.bound().py()).as_any())
    }

    /// `self.__mro__`.
    fn mro(&self) -> Bound<'py, PyTuple> {
        tuple_attribute(self.bound(), "__mro__")
    }

    /// `self.__bases__`.
    fn bases(&self) -> Bound<'py, PyTuple> {
        tuple_attribute(self.bound(), "__bases__")
    }
}

impl<'py> PyTypeMethods<'py> for Bound<'py, PyType> {}

/// An attribute that `type` itself defines as a tuple.
fn tuple_attribute<'py>(class: &Bound<'py, PyType>, name: &str) -> Bound<'py, PyTuple> {
    let value = class.as_any().getattr(name).expect("every class has it");
    value.cast_into().expect("`type` gives a tuple")
}
