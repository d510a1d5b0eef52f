//! `bigdecimal::BigDecimal`: `decimal.Decimal`, and on the way in `int`.

use ::bigdecimal::BigDecimal;

use super::common::*;
use super::decimal::{class, refused, text};
use super::into_by_reference;

impl FromPyObject<'_, '_> for BigDecimal {
    type Error = PyErr;

    fn extract(obj: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        let text = text(obj)?;
        text.parse().map_err(refused)
    }
}

impl<'py> IntoPyObject<'py> for &BigDecimal {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        class(py)?.as_any().call1((self.to_string(),))
    }
}

into_by_reference!(BigDecimal => PyAny);
