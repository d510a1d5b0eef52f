//! `anyhow::Error` as `RuntimeError` with the whole chain of causes in its text; a `PyErr` inside comes out as it is.

use crate::err::PyErr;
use crate::exceptions::PyRuntimeError;

impl From<::anyhow::Error> for PyErr {
    fn from(error: ::anyhow::Error) -> Self {
        let mut error = error;
        // What was added around an exception would be lost with it.
        if error.source().is_none() {
            error = match error.downcast::<PyErr>() {
                Ok(inner) => return inner,
                Err(other) => other,
            };
        }
        PyRuntimeError::new_err(format!("{error:?}"))
    }
}
