//! The texts of call errors, as CPython words them for functions written in Python.

use std::fmt::Write;

use super::function::FunctionDef;
use super::{interned, registry};
use crate::err::PyErr;
use crate::exceptions::PyTypeError;
use crate::instance::{Borrowed, Bound};
use crate::marker::Python;
use crate::types::PyAny;

/// A conversion failed: the exception stays what it is, with a note that names the argument (Python 3.11 and later),
/// and one that names the element of it that failed, if it was not the argument itself.
#[cold]
pub fn argument(py: Python<'_>, error: PyErr, name: &str) -> PyErr {
    error.note(py, &processing(name));
    at_element(py, error, || name)
}

/// [`argument`] for a parameter of a function.
#[cold]
pub fn parameter(py: Python<'_>, error: PyErr, def: &'static FunctionDef, index: usize) -> PyErr {
    if !cfg!(Py_3_11) {
        return error;
    }
    match interned::note(def, index) {
        // SAFETY: a string that is kept for good.
        Some(note) => error.note_object(unsafe { Borrowed::from_ptr(py, note) }),
        None => error.note(py, &processing(def.parameter(index))),
    }
    at_element(py, error, || def.parameter(index))
}

#[inline]
fn at_element<'a>(py: Python<'_>, mut error: PyErr, name: impl FnOnce() -> &'a str) -> PyErr {
    let path = error.take_path();
    if !path.is_empty() {
        let name = name();
        error.note(py, &format!("at {name}{path}"));
    }
    error
}

/// The note on an argument.
pub(super) fn processing(name: &str) -> String {
    format!("while processing '{name}'")
}

#[cold]
pub fn too_many_positional(def: &FunctionDef, given: usize) -> PyErr {
    let shape = &def.shape;
    let was = if given == 1 { "was" } else { "were" };
    let takes = if shape.required_positional < shape.positional {
        format!("from {} to {}", shape.required_positional, shape.positional)
    } else {
        shape.positional.to_string()
    };
    type_error(
        def,
        format_args!("takes {takes} positional arguments but {given} {was} given"),
    )
}

#[cold]
pub fn multiple_values(def: &FunctionDef, name: &str) -> PyErr {
    type_error(
        def,
        format_args!("got multiple values for argument '{name}'"),
    )
}

#[cold]
pub fn unexpected_keyword(def: &FunctionDef, name: &Bound<'_, PyAny>) -> PyErr {
    type_error(
        def,
        format_args!("got an unexpected keyword argument '{name}'"),
    )
}

/// Names every positional-only parameter, as the one that was passed by keyword is among them.
#[cold]
pub fn positional_only_as_keyword(def: &FunctionDef, names: &[&str]) -> PyErr {
    type_error(
        def,
        format_args!(
            "got some positional-only arguments passed as keyword arguments: {}",
            listed(names)
        ),
    )
}

#[cold]
pub fn missing(def: &FunctionDef, kind: &str, names: &[&str]) -> PyErr {
    let plural = if names.len() == 1 { "" } else { "s" };
    type_error(
        def,
        format_args!(
            "missing {} required {kind} argument{plural}: {}",
            names.len(),
            listed(names)
        ),
    )
}

fn type_error(def: &FunctionDef, text: core::fmt::Arguments<'_>) -> PyErr {
    let name = def.name();
    PyTypeError::new_err(match registry::class(def) {
        Some(class) => format!("{class}.{name}() {text}"),
        None => format!("{name}() {text}"),
    })
}

/// `'a'`, `'a' and 'b'`, `'a', 'b', and 'c'`.
fn listed(names: &[&str]) -> String {
    let mut text = String::new();
    for (index, name) in names.iter().enumerate() {
        let separator = match (index, names.len()) {
            (0, _) => "",
            (1, 2) => " and ",
            (i, n) if i + 1 == n => ", and ",
            _ => ", ",
        };
        // Writing to a String cannot fail.
        let _ = write!(text, "{separator}'{name}'");
    }
    text
}
