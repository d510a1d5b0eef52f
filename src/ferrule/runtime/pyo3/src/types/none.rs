//! [`PyNone`]: the type of `None`.

use crate::ffi;
use crate::instance::{Borrowed, Bound};
use crate::marker::Python;
use crate::type_object::PyTypeInfo;
use crate::types::PyAny;

marker_type!(
    /// The type of `None`.
    PyNone
);

impl PyNone {
    /// `None`.
    #[inline]
    pub fn get(py: Python<'_>) -> Borrowed<'_, '_, PyNone> {
        // SAFETY: attached; the singleton lives as long as the interpreter.
        unsafe { Borrowed::from_ptr(py, ffi::Py_None()).cast_unchecked() }
    }
}

// SAFETY: `None` is the only instance of its type.
unsafe impl PyTypeInfo for PyNone {
    const NAME: &'static str = "NoneType";
    const MODULE: Option<&'static str> = Some("types");
    #[inline]
    fn type_object_raw(_py: Python<'_>) -> *mut ffi::PyTypeObject {
        // SAFETY: the singleton is alive.
        unsafe { ffi::Py_TYPE(ffi::Py_None()) }
    }
    #[inline]
    fn is_type_of(object: &Bound<'_, PyAny>) -> bool {
        // SAFETY: the singleton's address is constant while attached.
        object.as_ptr() == unsafe { ffi::Py_None() }
    }
    #[inline]
    fn is_exact_type_of(object: &Bound<'_, PyAny>) -> bool {
        Self::is_type_of(object)
    }
}
