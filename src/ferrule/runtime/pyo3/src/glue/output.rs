//! What a user's function may return.

use core::ptr::NonNull;

use super::guard::raise;
use super::{Made, Raw};
use crate::conversion::private::Token;
use crate::conversion::IntoPyObject;
use crate::err::{PyErr, PyResult};
use crate::ffi;
use crate::instance::BoundObject;
use crate::marker::Python;

/// A function's result: a value, or a `Result` of one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be returned to Python",
    label = "neither `IntoPyObject` nor a `Result` of it with an error that converts to `PyErr`",
    note = "write `impl IntoPyObject for {Self}` or `#[derive(IntoPyObject)]`, or make it a `#[pyclass]`"
)]
pub trait Output<'py> {
    /// The value without the `Result`.
    type Value;
    /// An owned object, or what went wrong.
    ///
    /// # Errors
    /// The function's own error, or that of the conversion.
    fn into_object(self, py: Python<'py>) -> PyResult<NonNull<ffi::PyObject>>;
    /// An owned object, or null with what went wrong pending.
    fn into_raw(self, py: Python<'py>) -> Raw;
    /// The value before conversion.
    ///
    /// # Errors
    /// The function's own error.
    fn into_value(self) -> PyResult<Self::Value>;
}

impl<'py, T: IntoPyObject<'py>> Output<'py> for T {
    type Value = T;
    #[inline]
    fn into_object(self, py: Python<'py>) -> PyResult<NonNull<ffi::PyObject>> {
        self.into_return(py, Token)
    }
    #[inline(always)]
    fn into_raw(self, py: Python<'py>) -> Raw {
        self.into_raw_return(py, Token)
    }
    #[inline]
    fn into_value(self) -> PyResult<T> {
        Ok(self)
    }
}

impl<'py, T: IntoPyObject<'py>, E: Into<PyErr>> Output<'py> for Result<T, E> {
    type Value = T;
    #[inline]
    fn into_object(self, py: Python<'py>) -> PyResult<NonNull<ffi::PyObject>> {
        match self {
            Ok(value) => value.into_return(py, Token),
            Err(error) => Err(error.into()),
        }
    }
    #[inline]
    fn into_raw(self, py: Python<'py>) -> Raw {
        match self {
            Ok(value) => value.into_raw_return(py, Token),
            Err(error) => raise(py, error.into()),
        }
    }
    #[inline]
    fn into_value(self) -> PyResult<T> {
        self.map_err(Into::into)
    }
}

/// Converts a function's result.
///
/// # Errors
/// The function's own error, or that of the conversion.
#[inline]
pub fn returns<'py, T: Output<'py>>(py: Python<'py>, value: T) -> PyResult<NonNull<ffi::PyObject>> {
    value.into_object(py)
}

/// Converts a function's result for Python: null with an exception pending where that fails.
#[inline(always)]
pub fn give<'py, T: Output<'py>>(py: Python<'py>, value: T) -> Raw {
    value.into_raw(py)
}

/// What was made, for Python: null with the error pending.
#[inline]
pub fn made(py: Python<'_>, made: Made) -> Raw {
    match made {
        Ok(object) => object.as_ptr(),
        Err(error) => raise(py, error),
    }
}

/// Converts what a getter returns. Differs from [`returns`] for `()` alone: an empty tuple.
///
/// # Errors
/// The getter's own error, or that of the conversion.
#[inline]
pub fn property_value<'py, T>(py: Python<'py>, value: T) -> PyResult<NonNull<ffi::PyObject>>
where
    T: Output<'py>,
    T::Value: IntoPyObject<'py>,
{
    match value.into_value()?.into_pyobject(py) {
        Ok(object) => Ok(object.into_bound().into_non_null()),
        Err(error) => Err(error.into()),
    }
}
