//! Casting errors: cheap to make, turned into a `TypeError` only if they reach Python.

use core::fmt;

use super::PyErr;
use crate::exceptions::PyTypeError;
use crate::instance::{Borrowed, Bound, Py};
use crate::types::any::PyAnyMethods;
use crate::types::typeobject::PyTypeMethods;
use crate::types::{PyAny, PyTuple, PyType};

/// A cast of a borrowed object failed.
#[derive(Debug)]
pub struct CastError<'a, 'py> {
    from: Borrowed<'a, 'py, PyAny>,
    to: Bound<'py, PyAny>,
}

impl<'a, 'py> CastError<'a, 'py> {
    /// `to` is what `isinstance` would have been given.
    #[inline]
    pub fn new(from: Borrowed<'a, 'py, PyAny>, to: Bound<'py, PyAny>) -> Self {
        CastError { from, to }
    }
}

/// A cast of an owned object failed; the object can be had back.
#[derive(Debug)]
pub struct CastIntoError<'py> {
    from: Bound<'py, PyAny>,
    to: Bound<'py, PyAny>,
}

impl<'py> CastIntoError<'py> {
    /// `to` is what `isinstance` would have been given.
    #[inline]
    pub fn new(from: Bound<'py, PyAny>, to: Bound<'py, PyAny>) -> Self {
        CastIntoError { from, to }
    }

    /// The object that could not be cast.
    pub fn into_inner(self) -> Bound<'py, PyAny> {
        self.from
    }
}

/// `'X' object is not an instance of 'Y'`; `None` is named as itself.
fn message(
    from: &Bound<'_, PyAny>,
    to: &Bound<'_, PyAny>,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    if from.is_none() {
        write!(f, "'None' is not an instance of '")?;
    } else {
        match from.get_type().qualname() {
            Ok(name) => write!(f, "'{name}' object is not an instance of '")?,
            Err(_) => write!(f, "object is not an instance of '")?,
        }
    }
    class_names(to, f)?;
    f.write_str("'")?;
    if is_other_build(&from.get_type(), to) {
        f.write_str(" of the module as it is now: it was made before the module was built again")?;
    }
    Ok(())
}

/// Whether two classes are the same one of two builds, as after a reload.
fn is_other_build(made: &Bound<'_, PyType>, wanted: &Bound<'_, PyAny>) -> bool {
    let Ok(wanted) = wanted.cast::<PyType>() else {
        return false;
    };
    let name = |class: &Bound<'_, PyType>| {
        let module = class.module().ok()?.to_string();
        Some((module, class.qualname().ok()?.to_string()))
    };
    let found = name(made);
    found.is_some() && found == name(wanted) && !made.is(wanted)
}

fn class_names(to: &Bound<'_, PyAny>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    if let Ok(class) = to.cast::<PyType>() {
        return match class.qualname() {
            Ok(name) => write!(f, "{name}"),
            Err(_) => write!(f, "{class}"),
        };
    }
    if let Ok(classes) = to.cast::<PyTuple>() {
        for (index, class) in classes
            .as_any()
            .try_iter()
            .into_iter()
            .flatten()
            .flatten()
            .enumerate()
        {
            if index > 0 {
                f.write_str(" | ")?;
            }
            class_names(&class, f)?;
        }
        return Ok(());
    }
    write!(f, "{to}")
}

impl fmt::Display for CastError<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        message(&self.from, &self.to, f)
    }
}

impl fmt::Display for CastIntoError<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        message(&self.from, &self.to, f)
    }
}

impl std::error::Error for CastError<'_, '_> {}
impl std::error::Error for CastIntoError<'_> {}

/// Keeps both ends until the message is wanted.
fn into_pyerr(from: Py<PyAny>, to: Py<PyAny>) -> PyErr {
    PyErr::from_lazy(Box::new(move |py| {
        let text = Message(from.bind(py), to.bind(py)).to_string();
        let class = py.get_type::<PyTypeError>().into_any().unbind();
        (
            class,
            crate::types::PyString::new(py, &text).into_any().unbind(),
        )
    }))
}

struct Message<'a, 'py>(&'a Bound<'py, PyAny>, &'a Bound<'py, PyAny>);

impl fmt::Display for Message<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        message(self.0, self.1, f)
    }
}

impl From<CastError<'_, '_>> for PyErr {
    fn from(error: CastError<'_, '_>) -> PyErr {
        into_pyerr(error.from.to_owned().unbind(), error.to.unbind())
    }
}

impl From<CastIntoError<'_>> for PyErr {
    fn from(error: CastIntoError<'_>) -> PyErr {
        into_pyerr(error.from.unbind(), error.to.unbind())
    }
}
