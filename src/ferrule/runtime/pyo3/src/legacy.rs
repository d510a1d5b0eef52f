//! Names that earlier versions of the API had and that projects written for them still use, in terms of today's.
//!
//! Hidden from the documentation, and without warnings: at the version that such a project asks for they were right.

use core::ffi::CStr;

use crate::conversion::IntoPyObject;
use crate::err::{CastError, CastIntoError, PyResult};
use crate::instance::{Bound, Py};
use crate::marker::{Python, Ungil};
use crate::type_object::{PyTypeCheck, PyTypeInfo};
use crate::types::{
    PyAny, PyBytes, PyDict, PyFrozenSet, PyInt, PyList, PyModule, PySet, PyString, PyTuple, PyType,
};

/// An object of any type.
#[doc(hidden)]
pub type PyObject = Py<PyAny>;

/// See [`CastError`].
#[doc(hidden)]
pub type DowncastError<'a, 'py> = CastError<'a, 'py>;

/// See [`CastIntoError`].
#[doc(hidden)]
pub type DowncastIntoError<'py> = CastIntoError<'py>;

/// See [`PyInt`].
#[doc(hidden)]
pub type PyLong = PyInt;

/// See [`Python::initialize`].
#[doc(hidden)]
pub fn prepare_freethreaded_python() {
    Python::initialize();
}

#[doc(hidden)]
impl Python<'_> {
    /// See [`Python::version_str`].
    pub fn version(self) -> &'static str {
        Python::version_str()
    }

    /// See [`Python::attach`].
    #[inline]
    pub fn with_gil<F, R>(f: F) -> R
    where
        F: for<'py> FnOnce(Python<'py>) -> R,
    {
        Python::attach(f)
    }

    /// See [`Python::attach_unchecked`].
    ///
    /// # Safety
    /// As there.
    #[inline]
    pub unsafe fn with_gil_unchecked<F, R>(f: F) -> R
    where
        F: for<'py> FnOnce(Python<'py>) -> R,
    {
        // SAFETY: the caller's contract.
        unsafe { Python::attach_unchecked(f) }
    }
}

#[doc(hidden)]
impl<'py> Python<'py> {
    /// See [`Python::assume_attached`].
    ///
    /// # Safety
    /// As there.
    #[inline]
    pub unsafe fn assume_gil_acquired() -> Python<'py> {
        // SAFETY: the caller's contract.
        unsafe { Python::assume_attached() }
    }

    /// See [`Python::detach`].
    pub fn allow_threads<T, F>(self, f: F) -> T
    where
        F: Ungil + FnOnce() -> T,
        T: Ungil,
    {
        self.detach(f)
    }

    /// See [`Python::import`].
    ///
    /// # Errors
    /// Whatever the import raises.
    pub fn import_bound<N>(self, name: N) -> PyResult<Bound<'py, PyModule>>
    where
        N: IntoPyObject<'py, Target = PyString>,
    {
        self.import(name)
    }

    /// See [`Python::get_type`].
    pub fn get_type_bound<T: PyTypeInfo>(self) -> Bound<'py, PyType> {
        self.get_type::<T>()
    }

    /// See [`Python::eval`].
    ///
    /// # Errors
    /// Whatever evaluating raises.
    pub fn eval_bound(
        self,
        code: &str,
        globals: Option<&Bound<'py, PyDict>>,
        locals: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        self.eval(&c_text(code)?, globals, locals)
    }

    /// See [`Python::run`].
    ///
    /// # Errors
    /// Whatever executing raises.
    pub fn run_bound(
        self,
        code: &str,
        globals: Option<&Bound<'py, PyDict>>,
        locals: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<()> {
        self.run(&c_text(code)?, globals, locals)
    }
}

/// A text for C.
fn c_text(text: &str) -> PyResult<std::ffi::CString> {
    std::ffi::CString::new(text).map_err(Into::into)
}

#[doc(hidden)]
impl<'py, T> Bound<'py, T> {
    /// See [`Bound::cast`].
    ///
    /// # Errors
    /// If it is not an instance of `U`.
    #[inline]
    pub fn downcast<U: PyTypeCheck>(&self) -> Result<&Bound<'py, U>, CastError<'_, 'py>> {
        self.cast()
    }

    /// See [`Bound::cast_into`].
    ///
    /// # Errors
    /// If it is not an instance of `U`.
    #[inline]
    pub fn downcast_into<U: PyTypeCheck>(self) -> Result<Bound<'py, U>, CastIntoError<'py>> {
        self.cast_into()
    }

    /// See [`Bound::cast_exact`].
    ///
    /// # Errors
    /// If its type is not exactly `U`.
    #[inline]
    pub fn downcast_exact<U: PyTypeInfo>(&self) -> Result<&Bound<'py, U>, CastError<'_, 'py>> {
        self.cast_exact()
    }

    /// See [`Bound::cast_into_exact`].
    ///
    /// # Errors
    /// If its type is not exactly `U`.
    #[inline]
    pub fn downcast_into_exact<U: PyTypeInfo>(self) -> Result<Bound<'py, U>, CastIntoError<'py>> {
        self.cast_into_exact()
    }

    /// See [`Bound::cast_unchecked`].
    ///
    /// # Safety
    /// The object is a `U`.
    #[inline]
    pub unsafe fn downcast_unchecked<U>(&self) -> &Bound<'py, U> {
        // SAFETY: the caller's contract.
        unsafe { self.cast_unchecked() }
    }

    /// See [`Bound::cast_into_unchecked`].
    ///
    /// # Safety
    /// The object is a `U`.
    #[inline]
    pub unsafe fn downcast_into_unchecked<U>(self) -> Bound<'py, U> {
        // SAFETY: the caller's contract.
        unsafe { self.cast_into_unchecked() }
    }
}

#[doc(hidden)]
impl Py<PyAny> {
    /// See [`Py::cast_bound`].
    ///
    /// # Errors
    /// If it is not an instance of `U`.
    pub fn downcast_bound<'py, U: PyTypeCheck>(
        &self,
        py: Python<'py>,
    ) -> Result<&Bound<'py, U>, CastError<'_, 'py>> {
        self.cast_bound(py)
    }
}

#[doc(hidden)]
impl PyDict {
    /// See [`PyDict::new`].
    pub fn new_bound(py: Python<'_>) -> Bound<'_, PyDict> {
        PyDict::new(py)
    }
}

#[doc(hidden)]
impl PyBytes {
    /// See [`PyBytes::new`].
    pub fn new_bound<'p>(py: Python<'p>, s: &[u8]) -> Bound<'p, PyBytes> {
        PyBytes::new(py, s)
    }
}

#[doc(hidden)]
impl PyString {
    /// See [`PyString::new`].
    pub fn new_bound<'py>(py: Python<'py>, s: &str) -> Bound<'py, PyString> {
        PyString::new(py, s)
    }

    /// See [`PyString::intern`].
    pub fn intern_bound<'py>(py: Python<'py>, s: &str) -> Bound<'py, PyString> {
        PyString::intern(py, s)
    }
}

/// `new_bound` of a container, which panicked where `new` gives an error.
macro_rules! containers {
    ($($Container:ident, $Elements:ident;)+) => { $(
        #[doc(hidden)]
        impl $Container {
            /// The same as `new`, for elements that convert.
            ///
            /// # Panics
            /// If an element cannot be converted or does not fit.
            #[track_caller]
            pub fn new_bound<'py, T, U>(
                py: Python<'py>,
                elements: impl IntoIterator<Item = T, IntoIter = U>,
            ) -> Bound<'py, $Container>
            where
                T: IntoPyObject<'py>,
                U: $Elements<Item = T>,
            {
                $Container::new(py, elements).unwrap_or_else(|error| panic!("{error}"))
            }
        }
    )+ };
}
containers! {
    PyTuple, ExactSizeIterator;
    PyList, ExactSizeIterator;
    PySet, Iterator;
    PyFrozenSet, Iterator;
}

#[doc(hidden)]
impl PyList {
    /// See [`PyList::empty`].
    pub fn empty_bound(py: Python<'_>) -> Bound<'_, PyList> {
        PyList::empty(py)
    }
}

#[doc(hidden)]
impl PyTuple {
    /// See [`PyTuple::empty`].
    pub fn empty_bound(py: Python<'_>) -> Bound<'_, PyTuple> {
        PyTuple::empty(py)
    }
}

#[doc(hidden)]
impl PyType {
    /// See [`PyType::new`].
    pub fn new_bound<T: PyTypeInfo>(py: Python<'_>) -> Bound<'_, PyType> {
        PyType::new::<T>(py)
    }
}

#[doc(hidden)]
impl PyModule {
    /// See [`PyModule::new`].
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn new_bound<'py>(py: Python<'py>, name: &str) -> PyResult<Bound<'py, PyModule>> {
        PyModule::new(py, name)
    }

    /// See [`PyModule::import`].
    ///
    /// # Errors
    /// Whatever the import raises.
    pub fn import_bound<'py, N>(py: Python<'py>, name: N) -> PyResult<Bound<'py, PyModule>>
    where
        N: IntoPyObject<'py, Target = PyString>,
    {
        PyModule::import(py, name)
    }

    /// See [`PyModule::from_code`].
    ///
    /// # Errors
    /// Whatever the code raises.
    pub fn from_code_bound<'py>(
        py: Python<'py>,
        code: &str,
        file_name: &str,
        module_name: &str,
    ) -> PyResult<Bound<'py, PyModule>> {
        let texts = [c_text(code)?, c_text(file_name)?, c_text(module_name)?];
        let [code, file_name, module_name]: [&CStr; 3] = [&texts[0], &texts[1], &texts[2]];
        PyModule::from_code(py, code, file_name, module_name)
    }
}
