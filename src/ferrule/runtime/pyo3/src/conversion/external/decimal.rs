//! `decimal.Decimal` as text: what the crates for decimal numbers have in common.

use super::common::*;
use crate::exceptions::PyValueError;

/// `decimal.Decimal`.
pub(super) fn class<'py>(py: Python<'py>) -> PyResult<&'py Bound<'py, PyType>> {
    static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    CLASS.import(py, "decimal", "Decimal")
}

/// The text of a `Decimal`, or of an `int`.
pub(super) fn text(object: Borrowed<'_, '_, PyAny>) -> PyResult<String> {
    if !object.is_instance_of::<crate::types::PyInt>() {
        super::require(object, class(object.py())?)?;
    }
    Ok(object.str()?.to_string())
}

/// What a text is that spells no such number.
#[cold]
pub(super) fn refused(error: impl std::fmt::Display) -> PyErr {
    PyValueError::new_err(error.to_string())
}
