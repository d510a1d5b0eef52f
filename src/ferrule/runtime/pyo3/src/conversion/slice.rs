//! Slices, which go out only: a list, or `bytes`.

use std::borrow::Cow;

use super::private::Token;
use super::IntoPyObject;
use crate::err::{PyErr, PyResult};
use crate::instance::Bound;
use crate::marker::Python;
use crate::types::PyAny;

impl<'a, 'py, T> IntoPyObject<'py> for &'a [T]
where
    &'a T: IntoPyObject<'py>,
{
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    #[inline]
    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        if <&'a T>::AT_ONCE {
            <&'a T>::borrowed_slice_into_pyobject(self, py, Token)
        } else {
            <&'a T>::sequence_into_pyobject(self, py, Token)
        }
    }
}

impl<'py, T> IntoPyObject<'py> for Cow<'_, [T]>
where
    T: Clone,
    for<'a> &'a T: IntoPyObject<'py>,
{
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    #[inline]
    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        <&[T]>::into_pyobject(&self, py)
    }
}
