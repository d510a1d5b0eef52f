//! `ordered_float::OrderedFloat` and `NotNan`: `float`.

use ::ordered_float::{NotNan, OrderedFloat};
use core::convert::Infallible;

use super::common::*;
use super::into_by_copy;
use crate::exceptions::PyValueError;
use crate::types::PyFloat;

macro_rules! floats {
    ($number:ident) => {
        impl FromPyObject<'_, '_> for OrderedFloat<$number> {
            type Error = PyErr;

            fn extract(obj: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
                Ok(OrderedFloat(obj.extract::<$number>()?))
            }
        }

        impl FromPyObject<'_, '_> for NotNan<$number> {
            type Error = PyErr;

            fn extract(obj: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
                NotNan::new(obj.extract::<$number>()?)
                    .map_err(|error| PyValueError::new_err(error.to_string()))
            }
        }

        impl<'py> IntoPyObject<'py> for OrderedFloat<$number> {
            type Target = PyFloat;
            type Output = Bound<'py, PyFloat>;
            type Error = Infallible;

            fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Infallible> {
                self.0.into_pyobject(py)
            }
        }

        impl<'py> IntoPyObject<'py> for NotNan<$number> {
            type Target = PyFloat;
            type Output = Bound<'py, PyFloat>;
            type Error = Infallible;

            fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Infallible> {
                self.into_inner().into_pyobject(py)
            }
        }

        into_by_copy!(OrderedFloat<$number>);
        into_by_copy!(NotNan<$number>);
    };
}

floats!(f32);
floats!(f64);
