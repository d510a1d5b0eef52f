//! `rust_decimal::Decimal`: `decimal.Decimal`, and on the way in `int`.

use ::rust_decimal::Decimal;

use super::common::*;
use super::decimal::{class, refused, text};
use super::into_by_reference;

impl FromPyObject<'_, '_> for Decimal {
    type Error = PyErr;

    fn extract(obj: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        let text = text(obj)?;
        text.parse()
            .or_else(|_| Decimal::from_scientific(&text))
            .map_err(refused)
    }
}

impl<'py> IntoPyObject<'py> for &Decimal {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        class(py)?.as_any().call1((self.to_string(),))
    }
}

into_by_reference!(Decimal => PyAny);
