//! [`PyInt`]: Python's `int`.

use super::PyAnyMethods;
use crate::instance::{Borrowed, Bound};
use crate::marker::Python;

native_type!(
    /// Python's `int`.
    PyInt = "int", PyLong_Type, PyLong_Check, PyLong_CheckExact
);

impl PyInt {
    /// An `int` of the same value.
    pub fn new<'py, T>(py: Python<'py>, value: T) -> Bound<'py, PyInt>
    where
        T: crate::IntoPyObject<'py, Target = PyInt, Error = core::convert::Infallible>,
    {
        match value.into_pyobject(py) {
            Ok(value) => crate::BoundObject::into_bound(value),
            Err(error) => match error {},
        }
    }
}

macro_rules! compare_with_int {
    ($($int:ty),+) => {
        $(impl PartialEq<$int> for Bound<'_, PyInt> {
            #[inline]
            fn eq(&self, other: &$int) -> bool {
                self.as_any().extract::<$int>().is_ok_and(|value| value == *other)
            }
        }
        impl PartialEq<Bound<'_, PyInt>> for $int {
            #[inline]
            fn eq(&self, other: &Bound<'_, PyInt>) -> bool {
                *other == *self
            }
        }
        impl PartialEq<$int> for Borrowed<'_, '_, PyInt> {
            #[inline]
            fn eq(&self, other: &$int) -> bool {
                **self == *other
            }
        }
        impl PartialEq<Borrowed<'_, '_, PyInt>> for $int {
            #[inline]
            fn eq(&self, other: &Borrowed<'_, '_, PyInt>) -> bool {
                **other == *self
            }
        })+
    };
}

compare_with_int!(i8, i16, i32, i64, i128, isize, u8, u16, u32, u64, u128, usize);
