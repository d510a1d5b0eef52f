//! `either::Either`: whichever of the two types takes the object, the left one first.

use ::either::Either;

use super::common::*;
use crate::conversion::into_owned_any;
use crate::exceptions::PyTypeError;

impl<'a, 'py, L, R> FromPyObject<'a, 'py> for Either<L, R>
where
    L: FromPyObject<'a, 'py>,
    R: FromPyObject<'a, 'py>,
{
    type Error = PyErr;

    fn extract(obj: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        if let Ok(left) = L::extract(obj) {
            return Ok(Either::Left(left));
        }
        if let Ok(right) = R::extract(obj) {
            return Ok(Either::Right(right));
        }
        let (left, right) = (core::any::type_name::<L>(), core::any::type_name::<R>());
        Err(PyTypeError::new_err(format!(
            "failed to convert the value to 'Union[{left}, {right}]'"
        )))
    }
}

impl<'py, L, R> IntoPyObject<'py> for Either<L, R>
where
    L: IntoPyObject<'py>,
    R: IntoPyObject<'py>,
{
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        match self {
            Either::Left(left) => into_owned_any(left, py),
            Either::Right(right) => into_owned_any(right, py),
        }
    }
}

impl<'a, 'py, L, R> IntoPyObject<'py> for &'a Either<L, R>
where
    &'a L: IntoPyObject<'py>,
    &'a R: IntoPyObject<'py>,
{
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        match self {
            Either::Left(left) => into_owned_any(left, py),
            Either::Right(right) => into_owned_any(right, py),
        }
    }
}
