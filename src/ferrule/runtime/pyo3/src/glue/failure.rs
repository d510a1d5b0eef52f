//! An exception made of any error that a plain function returns, without a bound on the error's type.
//!
//! The traits below are implemented for one reference less each, and a method call takes the one that fits the
//! most references: the error's own conversion, else its text, else its debug form, else its type's name.

use std::any::type_name;
use std::cell::Cell;
use std::fmt::{Debug, Display};

use crate::err::PyErr;
use crate::exceptions::PyValueError;

/// An error that is to become an exception, by `(&&&&Failure::new(error)).to_error()`.
pub struct Failure<E>(Cell<Option<E>>);

impl<E> Failure<E> {
    /// Holds an error until `to_error`.
    pub fn new(error: E) -> Self {
        Failure(Cell::new(Some(error)))
    }

    fn take(&self) -> E {
        self.0.take().expect("an error becomes an exception once")
    }
}

/// The error converts itself: what Rust and the user say of it.
pub trait OwnConversion {
    /// The exception.
    fn to_error(&self) -> PyErr;
}

impl<E: Into<PyErr>> OwnConversion for &&&Failure<E> {
    fn to_error(&self) -> PyErr {
        self.take().into()
    }
}

/// The error has a text.
pub trait ByText {
    /// A `ValueError`.
    fn to_error(&self) -> PyErr;
}

impl<E: Display> ByText for &&Failure<E> {
    fn to_error(&self) -> PyErr {
        PyValueError::new_err(self.take().to_string())
    }
}

/// The error has a debug form.
pub trait ByDebug {
    /// A `ValueError`.
    fn to_error(&self) -> PyErr;
}

impl<E: Debug> ByDebug for &Failure<E> {
    fn to_error(&self) -> PyErr {
        PyValueError::new_err(format!("{:?}", self.take()))
    }
}

/// Nothing is known of the error.
pub trait ByName {
    /// A `ValueError`.
    fn to_error(&self) -> PyErr;
}

impl<E> ByName for Failure<E> {
    fn to_error(&self) -> PyErr {
        PyValueError::new_err(type_name::<E>())
    }
}

#[cfg(test)]
#[allow(clippy::needless_borrow)] // which reference fits is what the call is about
mod tests {
    use super::*;

    #[derive(Debug)]
    struct Bare;
    struct Unknown;

    #[test]
    fn the_best_form_is_taken() {
        crate::Python::initialize();
        let texts = [
            (&&&&Failure::new("text")).to_error(),
            (&&&&Failure::new(Bare)).to_error(),
            (&&&&Failure::new(Unknown)).to_error(),
        ];
        let shown = texts.map(|error| error.to_string());
        assert_eq!(shown[0], "ValueError: text");
        assert_eq!(shown[1], "ValueError: Bare");
        assert!(shown[2].ends_with("Unknown"), "{}", shown[2]);
        let own = (&&&&Failure::new(std::io::Error::from(std::io::ErrorKind::NotFound))).to_error();
        assert!(own.to_string().contains("FileNotFoundError"), "{own}");
    }
}
