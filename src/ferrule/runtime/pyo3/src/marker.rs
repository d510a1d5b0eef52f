//! [`Python`], the zero-sized proof that this thread is attached to the interpreter.
//!
//! Code execution (`eval`, `run`) and imports live here as methods; object access lives in [`crate::types`].

use core::ffi::{c_char, c_int, CStr};
use core::marker::PhantomData;

use crate::err::{self, PyErr, PyResult};
use crate::ffi;
use crate::gil;
use crate::instance::{Borrowed, Bound, Py};
use crate::type_object::PyTypeInfo;
use crate::types::{
    PyAny, PyDict, PyEllipsis, PyModule, PyNone, PyNotImplemented, PyString, PyType,
};

/// A proof that the current thread is attached to the Python interpreter (holds the GIL where there is one).
///
/// Copied freely; never leaves the thread nor outlives the attachment `'py`.
#[derive(Clone, Copy)]
pub struct Python<'py>(PhantomData<(&'py gil::Attached, *mut ())>);

/// Types that may cross into [`Python::detach`]: those that are `Send`.
///
/// # Safety
/// An implementor must not give access to Python objects without a [`Python`] token.
pub unsafe trait Ungil {}
// SAFETY: tokens and bound references hold a raw pointer marker and so are not `Send`.
unsafe impl<T: Send> Ungil for T {}

impl Python<'_> {
    /// Attaches this thread to the interpreter and runs `f`. Nested calls are allowed and cheap.
    ///
    /// # Panics
    /// If no interpreter is running, inside `__traverse__`, or while the interpreter is finalising.
    #[inline]
    pub fn attach<F, R>(f: F) -> R
    where
        F: for<'py> FnOnce(Python<'py>) -> R,
    {
        let guard = gil::AttachGuard::acquire();
        f(guard.python())
    }

    /// Like [`Python::attach`], but `None` where attaching is impossible instead of a panic.
    #[inline]
    pub fn try_attach<F, R>(f: F) -> Option<R>
    where
        F: for<'py> FnOnce(Python<'py>) -> R,
    {
        let guard = gil::AttachGuard::try_acquire().ok()?;
        Some(f(guard.python()))
    }

    /// Starts an interpreter in this process if there is none (for embedding).
    pub fn initialize() {
        gil::initialize();
    }

    /// Attaches without checking that attaching is possible.
    ///
    /// # Safety
    /// The interpreter is initialised and not finalising, and no `__traverse__` is running on this thread.
    #[inline]
    pub unsafe fn attach_unchecked<F, R>(f: F) -> R
    where
        F: for<'py> FnOnce(Python<'py>) -> R,
    {
        // SAFETY: the caller's contract is exactly the callee's.
        let guard = unsafe { gil::AttachGuard::acquire_unchecked() };
        f(guard.python())
    }
}

impl<'py> Python<'py> {
    /// Makes a token out of nothing.
    ///
    /// # Safety
    /// The thread is attached, and stays so for all of `'py`.
    #[inline(always)]
    pub const unsafe fn assume_attached() -> Python<'py> {
        Python(PhantomData)
    }

    /// Detaches from the interpreter while `f` runs, so that other Python threads can.
    pub fn detach<T, F>(self, f: F) -> T
    where
        F: Ungil + FnOnce() -> T,
        T: Ungil,
    {
        let _guard = gil::DetachGuard::new(self);
        f()
    }

    /// Evaluates a Python expression; `globals` defaults to `__main__`'s, `locals` to `globals`.
    ///
    /// # Errors
    /// Whatever compiling or evaluating raises.
    pub fn eval(
        self,
        code: &CStr,
        globals: Option<&Bound<'py, PyDict>>,
        locals: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        self.run_code(code, ffi::Py_eval_input, globals, locals)
    }

    /// Executes Python statements; namespaces as in [`Python::eval`].
    ///
    /// # Errors
    /// Whatever compiling or executing raises.
    pub fn run(
        self,
        code: &CStr,
        globals: Option<&Bound<'py, PyDict>>,
        locals: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<()> {
        self.run_code(code, ffi::Py_file_input, globals, locals)
            .map(drop)
    }

    fn run_code(
        self,
        code: &CStr,
        start: c_int,
        globals: Option<&Bound<'py, PyDict>>,
        locals: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        // SAFETY: attached; every pointer comes from a live reference, and results are checked for null.
        unsafe {
            let main;
            let globals = match globals {
                Some(dict) => dict.as_ptr(),
                None => {
                    main = Borrowed::<PyAny>::from_ptr_or_err(
                        self,
                        ffi::PyImport_AddModule(c"__main__".as_ptr()),
                    )?
                    .to_owned();
                    ffi::PyModule_GetDict(main.as_ptr())
                }
            };
            let locals = locals.map_or(globals, |dict| dict.as_ptr());
            let builtins = c"__builtins__".as_ptr();
            let key = Bound::<PyAny>::from_owned_ptr_or_err(
                self,
                ffi::PyUnicode_InternFromString(builtins),
            )?;
            match ffi::PyDict_Contains(globals, key.as_ptr()) {
                0 => err::error_on_minus_one(
                    self,
                    ffi::PyDict_SetItem(globals, key.as_ptr(), ffi::PyEval_GetBuiltins()),
                )?,
                1 => {}
                _ => return Err(PyErr::fetch(self)),
            }
            let compiled = Bound::<PyAny>::from_owned_ptr_or_err(
                self,
                ffi::Py_CompileString(code.as_ptr(), c"<string>".as_ptr(), start),
            )?;
            Bound::from_owned_ptr_or_err(
                self,
                ffi::PyEval_EvalCode(compiled.as_ptr(), globals, locals),
            )
        }
    }

    /// The type object of `T`.
    #[inline]
    pub fn get_type<T: PyTypeInfo>(self) -> Bound<'py, PyType> {
        T::type_object(self)
    }

    /// Imports the module `name`.
    ///
    /// # Errors
    /// Whatever the import raises.
    pub fn import<N>(self, name: N) -> PyResult<Bound<'py, PyModule>>
    where
        N: crate::conversion::IntoPyObject<'py, Target = PyString>,
    {
        PyModule::import(self, name)
    }

    /// Python's `None`.
    #[allow(non_snake_case)]
    #[inline]
    pub fn None(self) -> Py<PyAny> {
        PyNone::get(self).to_owned().into_any().unbind()
    }

    /// Python's `Ellipsis`.
    #[allow(non_snake_case)]
    #[inline]
    pub fn Ellipsis(self) -> Py<PyAny> {
        PyEllipsis::get(self).to_owned().into_any().unbind()
    }

    /// Python's `NotImplemented`.
    #[allow(non_snake_case)]
    #[inline]
    pub fn NotImplemented(self) -> Py<PyAny> {
        PyNotImplemented::get(self).to_owned().into_any().unbind()
    }

    /// The interpreter's version text, such as `3.11.7 (main, …)`.
    pub fn version_str() -> &'static str {
        // SAFETY: Py_GetVersion returns a static NUL-terminated text.
        unsafe { CStr::from_ptr(ffi::Py_GetVersion() as *const c_char) }
            .to_str()
            .unwrap_or("")
    }

    /// The interpreter's version, taken apart.
    pub fn version_info(self) -> PythonVersionInfo<'static> {
        PythonVersionInfo::parse(Python::version_str())
    }

    /// Runs pending signal handlers, so that Ctrl-C reaches a long Rust loop.
    ///
    /// # Errors
    /// `KeyboardInterrupt`, or what a handler raises.
    pub fn check_signals(self) -> PyResult<()> {
        // SAFETY: attached.
        err::error_on_minus_one(self, unsafe { ffi::PyErr_CheckSignals() })
    }
}

/// A Python version: numbers and what follows them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PythonVersionInfo<'a> {
    /// Major number.
    pub major: u8,
    /// Minor number.
    pub minor: u8,
    /// Patch number.
    pub patch: u8,
    /// What follows the patch number, such as `rc1`.
    pub suffix: Option<&'a str>,
}

impl<'a> PythonVersionInfo<'a> {
    fn parse(text: &'a str) -> Self {
        let text = text.split_whitespace().next().unwrap_or("");
        let mut parts = text.splitn(3, '.');
        let major = parts.next().and_then(|s| s.parse().ok()).unwrap_or(0);
        let minor = parts.next().and_then(|s| s.parse().ok()).unwrap_or(0);
        let rest = parts.next().unwrap_or("");
        let digits = rest
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(rest.len());
        PythonVersionInfo {
            major,
            minor,
            patch: rest[..digits].parse().unwrap_or(0),
            suffix: Some(&rest[digits..]).filter(|s| !s.is_empty()),
        }
    }
}

impl PartialEq<(u8, u8)> for PythonVersionInfo<'_> {
    fn eq(&self, other: &(u8, u8)) -> bool {
        (self.major, self.minor) == *other
    }
}

impl PartialEq<(u8, u8, u8)> for PythonVersionInfo<'_> {
    fn eq(&self, other: &(u8, u8, u8)) -> bool {
        (self.major, self.minor, self.patch) == *other
    }
}

impl PartialOrd<(u8, u8)> for PythonVersionInfo<'_> {
    fn partial_cmp(&self, other: &(u8, u8)) -> Option<core::cmp::Ordering> {
        (self.major, self.minor).partial_cmp(other)
    }
}

impl PartialOrd<(u8, u8, u8)> for PythonVersionInfo<'_> {
    fn partial_cmp(&self, other: &(u8, u8, u8)) -> Option<core::cmp::Ordering> {
        (self.major, self.minor, self.patch).partial_cmp(other)
    }
}
