//! The result of a body that may fail, written either as the value or as a `Result`.

use crate::err::{PyErr, PyResult};

/// What the last expression of such a body may be, where its function gives a `T`.
#[diagnostic::on_unimplemented(
    message = "mismatched types: the function gives `{T}`, and its body `{Self}`",
    label = "expected `{T}` or a `Result` of it"
)]
pub trait Outcome<T> {
    /// The value or the error.
    fn outcome(self) -> PyResult<T>;
}

impl<T> Outcome<T> for T {
    #[inline]
    fn outcome(self) -> PyResult<T> {
        Ok(self)
    }
}

impl<T, E: Into<PyErr>> Outcome<T> for Result<T, E> {
    #[inline]
    fn outcome(self) -> PyResult<T> {
        self.map_err(Into::into)
    }
}

/// The result of a body as its function returns it.
///
/// # Errors
/// The body's own.
#[inline]
pub fn outcome<T, V: Outcome<T>>(value: V) -> PyResult<T> {
    value.outcome()
}
