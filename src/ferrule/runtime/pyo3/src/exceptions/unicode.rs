//! Constructors of `UnicodeDecodeError`.

use core::ffi::CStr;
use core::ops::Range;
use core::str::Utf8Error;

use super::PyUnicodeDecodeError;
use crate::err::{PyErr, PyResult};
use crate::instance::Bound;
use crate::marker::Python;
use crate::types::{PyAnyMethods, PyBytes};

impl PyUnicodeDecodeError {
    /// The error of decoding `input` by `encoding`, which failed in `range` for `reason`.
    ///
    /// # Errors
    /// `MemoryError`, or `UnicodeDecodeError` if `encoding` or `reason` is not UTF-8.
    pub fn new<'py>(
        py: Python<'py>,
        encoding: &CStr,
        input: &[u8],
        range: Range<usize>,
        reason: &CStr,
    ) -> PyResult<Bound<'py, PyUnicodeDecodeError>> {
        let args = (
            encoding,
            PyBytes::new(py, input),
            range.start,
            range.end,
            reason,
        );
        let error = py
            .get_type::<PyUnicodeDecodeError>()
            .into_any()
            .call1(args)?;
        // SAFETY: an instance of the class just called; the built-in class has no `__new__` that returns another.
        Ok(unsafe { error.cast_into_unchecked() })
    }

    /// The error of decoding `input` as UTF-8, taken from Rust's.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn new_utf8<'py>(
        py: Python<'py>,
        input: &[u8],
        error: Utf8Error,
    ) -> PyResult<Bound<'py, PyUnicodeDecodeError>> {
        Self::new(py, c"utf-8", input, failed_range(error), c"invalid utf-8")
    }

    /// The error of decoding `bytes` as UTF-8, taken from Rust's, ready to be raised.
    pub fn new_err_from_utf8(py: Python<'_>, bytes: &[u8], error: Utf8Error) -> PyErr {
        match Self::new_utf8(py, bytes, error) {
            Ok(error) => PyErr::from_value(error.into_any()),
            Err(error) => error,
        }
    }
}

/// The first undecodable byte.
pub(crate) fn failed_range(error: Utf8Error) -> Range<usize> {
    let start = error.valid_up_to();
    start..start + 1
}
