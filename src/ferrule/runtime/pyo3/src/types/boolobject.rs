//! [`PyBool`]: Python's `bool`.

use super::sealed::AsBound;
use crate::ffi;
use crate::instance::{Borrowed, Bound};
use crate::marker::Python;

native_type!(
    /// Python's `bool`.
    PyBool = "bool", PyBool_Type, final
);

impl PyBool {
    /// `True` or `False`.
    #[inline]
    pub fn new(py: Python<'_>, val: bool) -> Borrowed<'_, '_, PyBool> {
        // SAFETY: attached; both singletons live as long as the interpreter.
        unsafe {
            Borrowed::from_ptr(py, if val { ffi::Py_True() } else { ffi::Py_False() })
                .cast_unchecked()
        }
    }
}

/// A `bool`'s methods.
pub trait PyBoolMethods<'py>: AsBound<'py, PyBool> {
    /// Whether it is `True`.
    #[inline]
    fn is_true(&self) -> bool {
        // SAFETY: the singleton's address is constant while attached.
        self.bound().as_ptr() == unsafe { ffi::Py_True() }
    }
}

impl<'py> PyBoolMethods<'py> for Bound<'py, PyBool> {}

/// Comparison in both directions; `&Bound` with a reference is what the standard library derives from this.
macro_rules! compare_with_bool {
    ($Object:ty) => {
        impl PartialEq<bool> for $Object {
            #[inline]
            fn eq(&self, other: &bool) -> bool {
                self.is_true() == *other
            }
        }
        impl PartialEq<$Object> for bool {
            #[inline]
            fn eq(&self, other: &$Object) -> bool {
                other.is_true() == *self
            }
        }
    };
    ($Object:ty, and by reference) => {
        compare_with_bool!($Object);
        impl PartialEq<&bool> for $Object {
            #[inline]
            fn eq(&self, other: &&bool) -> bool {
                self.is_true() == **other
            }
        }
        impl PartialEq<$Object> for &bool {
            #[inline]
            fn eq(&self, other: &$Object) -> bool {
                other.is_true() == **self
            }
        }
    };
}

compare_with_bool!(Bound<'_, PyBool>, and by reference);
compare_with_bool!(Borrowed<'_, '_, PyBool>, and by reference);
compare_with_bool!(&Bound<'_, PyBool>);
