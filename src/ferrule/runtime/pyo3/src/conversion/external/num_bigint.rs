//! `num_bigint::BigInt` and `BigUint`: `int` of any size, and on the way in what has `__index__`.

use ::num_bigint::{BigInt, BigUint};

use super::common::*;
use super::into_by_reference;
use crate::ffi;
use crate::intern;
use crate::types::{PyBytes, PyBytesMethods, PyInt};

/// The number's bytes, least significant first, one bit more than it needs if it has a sign.
fn bytes<'py>(object: Borrowed<'_, 'py, PyAny>, signed: bool) -> PyResult<Bound<'py, PyBytes>> {
    let py = object.py();
    // SAFETY: attached; a new reference to an `int`, or an exception.
    let number = unsafe { Bound::from_owned_ptr_or_err(py, ffi::PyNumber_Index(object.as_ptr()))? };
    let bits: usize = number.call_method0(intern!(py, "bit_length"))?.extract()?;
    let options = crate::types::PyDict::new(py);
    crate::types::PyDictMethods::set_item(&options, intern!(py, "signed"), signed)?;
    let made = number.call_method(
        intern!(py, "to_bytes"),
        (bits / 8 + 1, intern!(py, "little")),
        Some(&options),
    )?;
    Ok(made.cast_into()?)
}

fn number<'py>(py: Python<'py>, bytes: &[u8], signed: bool) -> PyResult<Bound<'py, PyInt>> {
    let options = crate::types::PyDict::new(py);
    crate::types::PyDictMethods::set_item(&options, intern!(py, "signed"), signed)?;
    let made = py.get_type::<PyInt>().as_any().call_method(
        intern!(py, "from_bytes"),
        (PyBytes::new(py, bytes), intern!(py, "little")),
        Some(&options),
    )?;
    Ok(made.cast_into()?)
}

impl FromPyObject<'_, '_> for BigInt {
    type Error = PyErr;

    fn extract(obj: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        Ok(BigInt::from_signed_bytes_le(bytes(obj, true)?.as_bytes()))
    }
}

impl FromPyObject<'_, '_> for BigUint {
    type Error = PyErr;

    fn extract(obj: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        Ok(BigUint::from_bytes_le(bytes(obj, false)?.as_bytes()))
    }
}

impl<'py> IntoPyObject<'py> for &BigInt {
    type Target = PyInt;
    type Output = Bound<'py, PyInt>;
    type Error = PyErr;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        number(py, &self.to_signed_bytes_le(), true)
    }
}

impl<'py> IntoPyObject<'py> for &BigUint {
    type Target = PyInt;
    type Output = Bound<'py, PyInt>;
    type Error = PyErr;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        number(py, &self.to_bytes_le(), false)
    }
}

into_by_reference!(BigInt => PyInt);
into_by_reference!(BigUint => PyInt);
