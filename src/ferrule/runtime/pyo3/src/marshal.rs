//! Python's `marshal` format: fast, tied to the interpreter's version, and not safe against hostile data.

use crate::err::PyResult;
use crate::instance::Bound;
use crate::marker::Python;
use crate::types::{PyAny, PyAnyMethods, PyBytes};

/// The format that the running interpreters write.
pub const VERSION: i32 = 4;

/// `marshal.dumps(object, version)`.
///
/// # Errors
/// `ValueError` if the object, or one inside it, is of a kind that the format lacks.
pub fn dumps<'py>(object: &Bound<'py, PyAny>, version: i32) -> PyResult<Bound<'py, PyBytes>> {
    let bytes = object
        .py()
        .import("marshal")?
        .call_method1("dumps", (object, version))?;
    Ok(bytes.cast_into()?)
}

/// `marshal.loads(data)`.
///
/// # Errors
/// `EOFError`, `ValueError` or `TypeError` if the data are not in the format.
pub fn loads<'py, B>(py: Python<'py>, data: &B) -> PyResult<Bound<'py, PyAny>>
where
    B: AsRef<[u8]> + ?Sized,
{
    py.import("marshal")?
        .call_method1("loads", (PyBytes::new(py, data.as_ref()),))
}
