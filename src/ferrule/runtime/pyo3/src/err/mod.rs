//! [`PyErr`], the Rust side of a Python exception, and the helpers that turn C API failures into one.
//!
//! How an exception is stored lives in [`state`], casting errors in [`cast`], conversions from the standard library's
//! errors in [`convert`].

mod cast;
mod convert;
mod methods;
mod path;
mod state;

use core::ffi::c_int;
use core::ops::Neg;

pub use cast::{CastError, CastIntoError};

use crate::conversion::IntoPyObject;
use crate::ffi;
use crate::instance::{Borrowed, Bound, Py};
use crate::marker::Python;
use crate::panic::PanicException;
use crate::type_object::PyTypeInfo;
use crate::types::{PyAny, PyType};
use state::{Lazy, State};

/// What fallible operations on Python objects return.
pub type PyResult<T> = Result<T, PyErr>;

/// A Python exception, raised or to be raised.
///
/// Created lazily where possible: no Python object exists until the exception reaches Python or is looked at. One
/// pointer wide, so that `PyResult<()>` fits a register.
pub struct PyErr(Box<State>);

/// What the exception is called with.
pub trait PyErrArguments: Send + Sync {
    /// The argument object: a tuple is spread, anything else is the only argument.
    fn arguments(self, py: Python<'_>) -> Py<PyAny>;
}

impl<T> PyErrArguments for T
where
    T: for<'py> IntoPyObject<'py> + Send + Sync,
{
    fn arguments(self, py: Python<'_>) -> Py<PyAny> {
        match crate::conversion::into_owned_any(self, py) {
            Ok(object) => object.unbind(),
            // An argument that cannot be converted is replaced by the reason why.
            Err(error) => error.into_value(py).into_any(),
        }
    }
}

impl PyErr {
    /// An exception of class `T`, created when needed by calling `T` with `args`.
    #[inline]
    pub fn new<T, A>(args: A) -> PyErr
    where
        T: PyTypeInfo,
        A: PyErrArguments + Send + Sync + 'static,
    {
        PyErr::from_lazy(Box::new(move |py| {
            (T::type_object(py).into_any().unbind(), args.arguments(py))
        }))
    }

    /// An exception of class `ty`; a `TypeError` if `ty` is no exception class.
    pub fn from_type<A>(ty: Bound<'_, PyType>, args: A) -> PyErr
    where
        A: PyErrArguments + Send + Sync + 'static,
    {
        let ty = ty.into_any().unbind();
        PyErr::from_lazy(Box::new(move |py| (ty, args.arguments(py))))
    }

    /// Wraps an exception instance. An exception class is taken as one to instantiate; anything else gives a
    /// `TypeError`.
    pub fn from_value(value: Bound<'_, PyAny>) -> PyErr {
        // SAFETY: checks on a live object.
        unsafe {
            if ffi::PyExceptionInstance_Check(value.as_ptr()) != 0 {
                return PyErr::from_normalized(value.cast_into_unchecked().unbind());
            }
        }
        let none = value.py().None();
        let value = value.unbind();
        PyErr::from_lazy(Box::new(move |_| (value, none)))
    }

    pub(crate) fn from_lazy(lazy: Lazy) -> PyErr {
        PyErr(Box::new(State::lazy(lazy)))
    }

    pub(crate) fn from_normalized(value: Py<crate::exceptions::PyBaseException>) -> PyErr {
        PyErr(Box::new(State::normalized(value)))
    }

    /// Takes the exception that Python has pending, if any. A `PanicException` resumes the Rust panic it came from.
    pub fn take(py: Python<'_>) -> Option<PyErr> {
        let value = state::take_raised(py)?;
        if PanicException::is_class_of(&value) {
            resume_panic(py, value);
        }
        // SAFETY: what is raised is an exception instance.
        Some(PyErr::from_normalized(
            unsafe { value.cast_into_unchecked() }.unbind(),
        ))
    }

    /// Takes the exception that Python has pending; a `SystemError` if there is none.
    #[cold]
    pub fn fetch(py: Python<'_>) -> PyErr {
        PyErr::take(py).unwrap_or_else(|| {
            const MESSAGE: &str = "attempted to fetch exception but none was set";
            debug_assert!(false, "{MESSAGE}");
            crate::exceptions::PySystemError::new_err(MESSAGE)
        })
    }

    /// Makes the exception the one that Python has pending.
    pub fn restore(self, py: Python<'_>) {
        self.0.restore(py);
    }

    /// Adds a note to the exception, where Python has notes (3.11 and later). Failing to is no failure.
    pub(crate) fn note(&self, py: Python<'_>, text: &str) {
        if cfg!(Py_3_11) {
            self.note_object(crate::types::PyString::new(py, text).as_any().as_borrowed());
        }
    }

    /// [`note`](Self::note) with a string of Python's.
    pub(crate) fn note_object(&self, text: Borrowed<'_, '_, PyAny>) {
        #[cfg(Py_3_11)]
        if let Err(error) = self.note_quickly(text) {
            drop(error);
        }
        #[cfg(not(Py_3_11))]
        let _ = text;
    }

    pub(crate) fn state(&self) -> &State {
        &self.0
    }

    pub(crate) fn into_state(self) -> State {
        *self.0
    }
}

/// Prints what Python knows of the panic, then continues it.
#[cold]
fn resume_panic(py: Python<'_>, value: Bound<'_, PyAny>) -> ! {
    let message = crate::types::any::display(&value);
    eprintln!("--- Ferrule is resuming a panic after fetching a PanicException from Python. ---");
    eprintln!("Python stack trace below:");
    // SAFETY: the value is an exception instance.
    PyErr::from_normalized(unsafe { value.cast_into_unchecked() }.unbind()).print(py);
    std::panic::resume_unwind(Box::new(message))
}

/// Something that may be pending: used where a C API call promised an exception by its result.
#[cold]
#[track_caller]
pub(crate) fn panic_after_error(py: Python<'_>) -> ! {
    match PyErr::take(py) {
        Some(error) => {
            error.print(py);
            panic!("Python API call failed")
        }
        None => panic!("Python API call failed without setting an exception"),
    }
}

/// `Err` with the pending exception if `result` is −1.
#[inline]
pub(crate) fn error_on_minus_one<N>(py: Python<'_>, result: N) -> PyResult<()>
where
    N: PartialEq + Neg<Output = N> + From<bool>,
{
    if result == -N::from(true) {
        Err(PyErr::fetch(py))
    } else {
        Ok(())
    }
}

/// The pending exception if a C API call returned −1 and there is one; else its result.
#[inline]
pub(crate) fn error_if_pending(py: Python<'_>) -> PyResult<()> {
    // SAFETY: attached.
    if unsafe { ffi::PyErr_Occurred() }.is_null() {
        Ok(())
    } else {
        Err(PyErr::fetch(py))
    }
}

/// A result of −1 is an error, 0 is false and anything else true.
#[inline]
pub(crate) fn bool_or_error(py: Python<'_>, result: c_int) -> PyResult<bool> {
    if result < 0 {
        Err(PyErr::fetch(py))
    } else {
        Ok(result != 0)
    }
}

/// Marks exception classes: a bound instance of one converts into [`PyErr`].
pub trait ToPyErr {}
