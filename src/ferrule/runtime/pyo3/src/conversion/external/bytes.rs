//! `bytes::Bytes`: `bytes`, and on the way in also `bytearray`; copied both ways.

use ::bytes::Bytes;
use core::convert::Infallible;

use super::common::*;
use crate::pybacked::PyBackedBytes;
use crate::types::PyBytes;

impl FromPyObject<'_, '_> for Bytes {
    type Error = PyErr;

    fn extract(obj: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        let backed = obj.extract::<PyBackedBytes>()?;
        Ok(Bytes::copy_from_slice(&backed))
    }
}

impl<'py> IntoPyObject<'py> for &Bytes {
    type Target = PyBytes;
    type Output = Bound<'py, PyBytes>;
    type Error = Infallible;

    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Infallible> {
        Ok(PyBytes::new(py, self))
    }
}

impl<'py> IntoPyObject<'py> for Bytes {
    type Target = PyBytes;
    type Output = Bound<'py, PyBytes>;
    type Error = Infallible;

    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Infallible> {
        (&self).into_pyobject(py)
    }
}
