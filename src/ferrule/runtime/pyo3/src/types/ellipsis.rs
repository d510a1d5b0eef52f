//! [`PyEllipsis`] and [`PyNotImplemented`]: the types of the two singletons that mean "the rest" and "ask the other".

use crate::ffi;
use crate::instance::{Borrowed, Bound};
use crate::marker::Python;
use crate::type_object::PyTypeInfo;
use crate::types::PyAny;

macro_rules! singleton {
    ($(#[$meta:meta])* $name:ident = $class:literal in $module:literal, $get:ident) => {
        marker_type!($(#[$meta])* $name);

        impl $name {
            /// The only instance.
            #[inline]
            pub fn get(py: Python<'_>) -> Borrowed<'_, '_, $name> {
                // SAFETY: attached; the singleton lives as long as the interpreter.
                unsafe { Borrowed::from_ptr(py, ffi::$get()).cast_unchecked() }
            }
        }

        // SAFETY: the singleton is the only instance of its type.
        unsafe impl PyTypeInfo for $name {
            const NAME: &'static str = $class;
            const MODULE: Option<&'static str> = Some($module);
            #[inline]
            fn type_object_raw(_py: Python<'_>) -> *mut ffi::PyTypeObject {
                // SAFETY: the singleton is alive.
                unsafe { ffi::Py_TYPE(ffi::$get()) }
            }
            #[inline]
            fn is_type_of(object: &Bound<'_, PyAny>) -> bool {
                // SAFETY: the singleton's address is constant while attached.
                object.as_ptr() == unsafe { ffi::$get() }
            }
            #[inline]
            fn is_exact_type_of(object: &Bound<'_, PyAny>) -> bool {
                Self::is_type_of(object)
            }
        }
    };
}

singleton!(
    /// The type of `Ellipsis`, also written `...`.
    PyEllipsis = "ellipsis" in "builtins", Py_Ellipsis
);
singleton!(
    /// The type of `NotImplemented`.
    PyNotImplemented = "NotImplementedType" in "types", Py_NotImplemented
);
