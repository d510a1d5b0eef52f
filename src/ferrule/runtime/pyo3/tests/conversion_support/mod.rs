//! What the conversion tests share: expressions in, values or the text of the exception out.
#![allow(dead_code)]

use std::ffi::CString;

use pyo3::prelude::*;
use pyo3::types::PyDict;

/// Attached, with an interpreter, whatever the test's features.
pub fn attached<R>(test: impl FnOnce(Python<'_>) -> R) -> R {
    Python::initialize();
    Python::attach(test)
}

/// The value of a Python expression.
pub fn eval<'py>(py: Python<'py>, expression: &str) -> Bound<'py, PyAny> {
    let code = CString::new(expression).unwrap();
    py.eval(&code, None, None)
        .unwrap_or_else(|error| panic!("{expression}: {error}"))
}

/// Runs statements, then evaluates an expression in their namespace.
pub fn run<'py>(py: Python<'py>, statements: &str, expression: &str) -> Bound<'py, PyAny> {
    let namespace = PyDict::new(py);
    py.run(&CString::new(statements).unwrap(), Some(&namespace), None)
        .unwrap_or_else(|error| panic!("{statements}: {error}"));
    py.eval(&CString::new(expression).unwrap(), Some(&namespace), None)
        .unwrap_or_else(|error| panic!("{expression}: {error}"))
}

/// The Python object that a value becomes.
pub fn object<'py, T: IntoPyObject<'py>>(py: Python<'py>, value: T) -> Bound<'py, PyAny> {
    pyo3::IntoPyObjectExt::into_bound_py_any(value, py).unwrap()
}

/// The converted value, or the exception as `Type: text`.
pub fn extract<'py, T: FromPyObjectOwned<'py>>(object: &Bound<'py, PyAny>) -> Result<T, String> {
    T::extract(object.as_borrowed()).map_err(|error| Into::<PyErr>::into(error).to_string())
}

/// Converts expressions and compares: `type: expression => value; expression => ! exception;`.
#[macro_export]
macro_rules! accepts {
    ($py:expr, $type:ty: $($expression:expr => $value:expr;)*) => { $(
        let result = $crate::conversion_support::extract::<$type>(&$crate::conversion_support::eval($py, $expression));
        assert_eq!(result, Ok($value), "{} as {}", $expression, stringify!($type));
    )* };
}

/// Converts expressions and compares the exceptions.
#[macro_export]
macro_rules! refuses {
    ($py:expr, $type:ty: $($expression:expr => $exception:expr;)*) => { $(
        let result = $crate::conversion_support::extract::<$type>(&$crate::conversion_support::eval($py, $expression));
        assert_eq!(result.err().as_deref(), Some($exception), "{} as {}", $expression, stringify!($type));
    )* };
}

/// Converts values and compares with expressions, in type and value.
#[macro_export]
macro_rules! becomes {
    ($py:expr, $($value:expr => $expression:expr;)*) => { $(
        let object = $crate::conversion_support::object($py, $value);
        let expected = $crate::conversion_support::eval($py, $expression);
        assert!(
            object.eq(&expected).unwrap() && object.get_type().is(&expected.get_type()),
            "{} became {object:?}, not {expected:?}",
            stringify!($value),
        );
    )* };
}
