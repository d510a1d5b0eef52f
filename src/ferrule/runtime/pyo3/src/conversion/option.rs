//! `Option`: `None`, or as the value inside.

use super::private::Token;
use super::{FromPyObject, IntoPyObject};
use crate::ffi;
use crate::glue::Convert;
use crate::instance::{Borrowed, Bound, BoundObject};
use crate::marker::Python;
use crate::types::PyAny;

impl<'a, 'py, T: FromPyObject<'a, 'py>> FromPyObject<'a, 'py> for Option<T> {
    type Error = T::Error;

    const CONVERT: Convert = match T::CONVERT_OPTION {
        Some(convert) => convert,
        None => Convert::generic::<Self>(),
    };

    #[inline(always)]
    fn read(obj: Borrowed<'a, 'py, PyAny>, token: Token) -> Option<Self> {
        // SAFETY: attached, and the object is alive.
        if unsafe { ffi::Py_IsNone(obj.as_ptr()) } != 0 {
            Some(None)
        } else {
            T::read(obj, token).map(Some)
        }
    }

    #[inline]
    fn extract(obj: Borrowed<'a, 'py, PyAny>) -> Result<Self, T::Error> {
        // SAFETY: attached, and the object is alive.
        if unsafe { ffi::Py_IsNone(obj.as_ptr()) } != 0 {
            Ok(None)
        } else {
            obj.extract().map(Some)
        }
    }
}

/// A new reference to `None`.
fn none(py: Python<'_>) -> Bound<'_, PyAny> {
    py.None().into_bound(py)
}

impl<'py, T: IntoPyObject<'py>> IntoPyObject<'py> for Option<T> {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = T::Error;

    #[inline]
    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, T::Error> {
        match self {
            Some(value) => Ok(value.into_pyobject(py)?.into_bound().into_any()),
            None => Ok(none(py)),
        }
    }
}

impl<'a, 'py, T> IntoPyObject<'py> for &'a Option<T>
where
    &'a T: IntoPyObject<'py>,
{
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = <&'a T as IntoPyObject<'py>>::Error;

    #[inline]
    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Self::Error> {
        self.as_ref().into_pyobject(py)
    }
}
