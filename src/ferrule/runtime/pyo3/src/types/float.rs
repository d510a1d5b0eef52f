//! [`PyFloat`]: Python's `float`.

use core::ffi::c_double;

use super::sealed::AsBound;
use crate::ffi;
use crate::instance::{Borrowed, Bound};
use crate::marker::Python;

native_type!(
    /// Python's `float`.
    PyFloat = "float", PyFloat_Type, PyFloat_Check, PyFloat_CheckExact
);

impl PyFloat {
    /// A `float` of the same value.
    ///
    /// # Panics
    /// If out of memory.
    #[inline]
    pub fn new(py: Python<'_>, val: c_double) -> Bound<'_, PyFloat> {
        // SAFETY: attached.
        unsafe { Bound::from_owned_ptr(py, ffi::PyFloat_FromDouble(val)).cast_into_unchecked() }
    }
}

/// A `float`'s methods.
pub trait PyFloatMethods<'py>: AsBound<'py, PyFloat> {
    /// The number.
    #[inline]
    fn value(&self) -> c_double {
        let object = self.bound().as_ptr();
        #[cfg(not(Py_LIMITED_API))]
        // SAFETY: a `float`, alive.
        unsafe {
            ffi::PyFloat_AS_DOUBLE(object)
        }
        #[cfg(Py_LIMITED_API)]
        // SAFETY: a `float`, alive: the call cannot fail.
        unsafe {
            ffi::PyFloat_AsDouble(object)
        }
    }
}

impl<'py> PyFloatMethods<'py> for Bound<'py, PyFloat> {}

/// Comparison in both directions; `&Bound` with a reference is what the standard library derives from this.
macro_rules! compare_with_float {
    ($Object:ty: $($float:ty),+) => {
        $(impl PartialEq<$float> for $Object {
            #[inline]
            fn eq(&self, other: &$float) -> bool {
                self.value() as $float == *other
            }
        }
        impl PartialEq<$Object> for $float {
            #[inline]
            fn eq(&self, other: &$Object) -> bool {
                other.value() as $float == *self
            }
        })+
    };
}

/// As above, with a reference to the number.
macro_rules! compare_with_float_by_reference {
    ($Object:ty: $($float:ty),+) => {
        $(impl PartialEq<&$float> for $Object {
            #[inline]
            fn eq(&self, other: &&$float) -> bool {
                *self == **other
            }
        }
        impl PartialEq<$Object> for &$float {
            #[inline]
            fn eq(&self, other: &$Object) -> bool {
                *other == **self
            }
        })+
    };
}

compare_with_float!(Bound<'_, PyFloat>: f32, f64);
compare_with_float!(&Bound<'_, PyFloat>: f32, f64);
compare_with_float!(Borrowed<'_, '_, PyFloat>: f32, f64);
compare_with_float_by_reference!(Bound<'_, PyFloat>: f32, f64);
compare_with_float_by_reference!(Borrowed<'_, '_, PyFloat>: f32, f64);
