//! What the tests of the built-in classes share.
#![allow(dead_code)]

use std::ffi::CString;

use pyo3::prelude::*;
use pyo3::types::PyDict;

/// Attached, with an interpreter, whatever the test's features. Afterwards the test must have left no exception.
pub fn attached(test: impl FnOnce(Python<'_>)) {
    Python::initialize();
    Python::attach(|py| {
        test(py);
        assert!(PyErr::take(py).is_none(), "an exception was left pending");
    });
}

/// The value of a Python expression.
pub fn eval<'py>(py: Python<'py>, expression: &str) -> Bound<'py, PyAny> {
    let code = CString::new(expression).unwrap();
    py.eval(&code, None, None)
        .unwrap_or_else(|error| panic!("{expression}: {error}"))
}

/// The names that running statements leaves.
pub fn run<'py>(py: Python<'py>, statements: &str) -> Bound<'py, PyDict> {
    let namespace = PyDict::new(py);
    py.run(&CString::new(statements).unwrap(), Some(&namespace), None)
        .unwrap_or_else(|error| panic!("{statements}: {error}"));
    namespace
}

/// One name that running statements leaves.
pub fn object<'py>(py: Python<'py>, statements: &str, name: &str) -> Bound<'py, PyAny> {
    run(py, statements)
        .get_item(name)
        .unwrap()
        .expect("the statements define it")
}

/// `repr` of what came out, or the exception as `Type: text`.
pub fn shown<'py, T>(result: PyResult<Bound<'py, T>>) -> String {
    match result {
        Ok(object) => object.as_any().repr().unwrap().to_string(),
        Err(error) => format!("! {error}"),
    }
}

/// The exception as `Type: text`.
#[track_caller]
pub fn error<T>(result: PyResult<T>) -> String {
    match result {
        Ok(_) => panic!("expected an exception"),
        Err(error) => error.to_string(),
    }
}

/// Whether the exception says that a list cannot be hashed; from 3.14 on it says what for.
#[track_caller]
pub fn unhashable<T>(result: PyResult<T>) -> bool {
    let text = error(result);
    text.starts_with("TypeError: ") && text.contains("unhashable type: 'list'")
}

/// The text of the panic.
#[track_caller]
pub fn panic_text(test: impl FnOnce()) -> String {
    let payload =
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(test)).expect_err("expected a panic");
    match payload.downcast::<String>() {
        Ok(text) => *text,
        Err(payload) => payload.downcast_ref::<&str>().expect("a text").to_string(),
    }
}
