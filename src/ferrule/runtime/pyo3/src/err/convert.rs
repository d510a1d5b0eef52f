//! Errors of the standard library as Python exceptions, and [`PyErr`] as `io::Error`.

use std::io::{Error as IoError, ErrorKind, IntoInnerError};

use super::{PyErr, PyErrArguments};
use crate::exceptions::{
    self, PyBlockingIOError, PyBrokenPipeError, PyConnectionAbortedError, PyConnectionRefusedError,
    PyConnectionResetError, PyFileExistsError, PyFileNotFoundError, PyInterruptedError,
    PyIsADirectoryError, PyMemoryError, PyNotADirectoryError, PyOSError, PyPermissionError,
    PyTimeoutError, PyUnicodeDecodeError,
};
use crate::instance::Py;
use crate::marker::Python;
use crate::types::{PyAny, PyBytes};

/// One table, read in both directions.
macro_rules! io_kinds {
    ($($kind:ident = $class:ident,)*) => {
        fn class_of(kind: ErrorKind) -> fn(String) -> PyErr {
            match kind {
                $(ErrorKind::$kind => $class::new_err::<String>,)*
                _ => PyOSError::new_err::<String>,
            }
        }

        fn kind_of(error: &PyErr, py: Python<'_>) -> ErrorKind {
            $(if error.is_instance_of::<$class>(py) {
                return ErrorKind::$kind;
            })*
            ErrorKind::Other
        }
    };
}

io_kinds! {
    BrokenPipe = PyBrokenPipeError,
    ConnectionRefused = PyConnectionRefusedError,
    ConnectionAborted = PyConnectionAbortedError,
    ConnectionReset = PyConnectionResetError,
    Interrupted = PyInterruptedError,
    NotFound = PyFileNotFoundError,
    PermissionDenied = PyPermissionError,
    AlreadyExists = PyFileExistsError,
    WouldBlock = PyBlockingIOError,
    TimedOut = PyTimeoutError,
    OutOfMemory = PyMemoryError,
    IsADirectory = PyIsADirectoryError,
    NotADirectory = PyNotADirectoryError,
}

/// By kind; a wrapped [`PyErr`] comes out as it went in.
impl From<IoError> for PyErr {
    fn from(error: IoError) -> PyErr {
        if error.get_ref().is_some_and(|inner| inner.is::<PyErr>()) {
            return match error.into_inner().map(|inner| inner.downcast::<PyErr>()) {
                Some(Ok(inner)) => *inner,
                _ => unreachable!("just seen to be a PyErr"),
            };
        }
        class_of(error.kind())(error.to_string())
    }
}

/// By exception class; the exception is kept as the inner error.
impl From<PyErr> for IoError {
    fn from(error: PyErr) -> IoError {
        let kind = Python::attach(|py| kind_of(&error, py));
        IoError::new(kind, error)
    }
}

impl PyErrArguments for IoError {
    fn arguments(self, py: Python<'_>) -> Py<PyAny> {
        self.to_string().arguments(py)
    }
}

impl<W> From<IntoInnerError<W>> for PyErr {
    fn from(error: IntoInnerError<W>) -> PyErr {
        error.into_error().into()
    }
}

impl<W: Send + Sync> PyErrArguments for IntoInnerError<W> {
    fn arguments(self, py: Python<'_>) -> Py<PyAny> {
        self.into_error().arguments(py)
    }
}

/// The five arguments of `UnicodeDecodeError`, for what is not UTF-8.
struct Undecodable {
    bytes: Vec<u8>,
    error: core::str::Utf8Error,
}

impl PyErrArguments for Undecodable {
    fn arguments(self, py: Python<'_>) -> Py<PyAny> {
        let range = exceptions::unicode_failed_range(self.error);
        let bytes = PyBytes::new(py, &self.bytes).unbind();
        ("utf-8", bytes, range.start, range.end, "invalid utf-8").arguments(py)
    }
}

impl From<std::string::FromUtf8Error> for PyErr {
    fn from(error: std::string::FromUtf8Error) -> PyErr {
        let utf8 = error.utf8_error();
        PyUnicodeDecodeError::new_err(Undecodable {
            bytes: error.into_bytes(),
            error: utf8,
        })
    }
}

impl PyErrArguments for std::string::FromUtf8Error {
    fn arguments(self, py: Python<'_>) -> Py<PyAny> {
        let error = self.utf8_error();
        Undecodable {
            bytes: self.into_bytes(),
            error,
        }
        .arguments(py)
    }
}

impl From<std::ffi::IntoStringError> for PyErr {
    fn from(error: std::ffi::IntoStringError) -> PyErr {
        let utf8 = error.utf8_error();
        PyUnicodeDecodeError::new_err(Undecodable {
            bytes: error.into_cstring().into_bytes(),
            error: utf8,
        })
    }
}

impl PyErrArguments for std::ffi::IntoStringError {
    fn arguments(self, py: Python<'_>) -> Py<PyAny> {
        let error = self.utf8_error();
        Undecodable {
            bytes: self.into_cstring().into_bytes(),
            error,
        }
        .arguments(py)
    }
}

/// Errors that carry nothing but their text.
macro_rules! by_text {
    ($($error:ty => $class:ident,)*) => { $(
        impl From<$error> for PyErr {
            fn from(error: $error) -> PyErr {
                exceptions::$class::new_err(error.to_string())
            }
        }

        impl PyErrArguments for $error {
            fn arguments(self, py: Python<'_>) -> Py<PyAny> {
                self.to_string().arguments(py)
            }
        }
    )* };
}

by_text! {
    core::num::ParseIntError => PyValueError,
    core::num::ParseFloatError => PyValueError,
    core::num::TryFromIntError => PyValueError,
    core::str::ParseBoolError => PyValueError,
    core::array::TryFromSliceError => PyValueError,
    core::char::ParseCharError => PyValueError,
    core::char::CharTryFromError => PyValueError,
    core::char::DecodeUtf16Error => PyValueError,
    core::time::TryFromFloatSecsError => PyValueError,
    std::ffi::NulError => PyValueError,
    std::string::FromUtf16Error => PyValueError,
    std::net::AddrParseError => PyValueError,
    std::path::StripPrefixError => PyValueError,
    std::env::JoinPathsError => PyValueError,
    std::time::SystemTimeError => PyValueError,
}
