//! [`PyFrame`]: a running or finished call of Python code.

use core::ffi::CStr;

#[cfg(Py_3_12)]
use super::any::owned;
use super::sealed::AsBound;
use super::{PyAny, PyAnyMethods, PyCode, PyDict};
use crate::err::PyResult;
use crate::ffi;
use crate::instance::Bound;
use crate::intern;
use crate::marker::Python;

native_type!(
    /// A Python frame.
    PyFrame = "frame", PyFrame_Type, final
);

impl PyFrame {
    /// A frame that stands for a place in a source file, for tracebacks.
    ///
    /// # Errors
    /// `MemoryError`, or `UnicodeDecodeError` if a name is not UTF-8.
    pub fn new<'py>(
        py: Python<'py>,
        file_name: &CStr,
        func_name: &CStr,
        line_number: i32,
    ) -> PyResult<Bound<'py, PyFrame>> {
        let globals = PyDict::new(py);
        // SAFETY: attached; both texts are NUL-terminated; all objects are alive during the calls; the thread state of
        // an attached thread is valid.
        unsafe {
            let code = ffi::PyCode_NewEmpty(file_name.as_ptr(), func_name.as_ptr(), line_number);
            let code = Bound::from_owned_ptr_or_err(py, code.cast())?;
            let frame = ffi::PyFrame_New(
                ffi::PyThreadState_Get(),
                code.as_ptr().cast(),
                globals.as_ptr(),
                core::ptr::null_mut(),
            );
            Ok(Bound::from_owned_ptr_or_err(py, frame.cast())?.cast_into_unchecked())
        }
    }
}

/// A frame's methods.
pub trait PyFrameMethods<'py>: AsBound<'py, PyFrame> {
    /// The line that runs now, counted from 1.
    fn line_number(&self) -> i32 {
        // SAFETY: attached; a frame, alive.
        unsafe { ffi::PyFrame_GetLineNumber(self.bound().as_ptr().cast()) }
    }

    /// The caller's frame.
    fn outer(&self) -> Option<Bound<'py, PyFrame>> {
        let frame = self.bound();
        // SAFETY: attached; a frame, alive; the new reference is ours and is a frame.
        unsafe {
            let outer = ffi::PyFrame_GetBack(frame.as_ptr().cast());
            Bound::from_owned_ptr_or_opt(frame.py(), outer.cast())
                .map(|outer| outer.cast_into_unchecked())
        }
    }

    /// The code that runs.
    fn code(&self) -> Bound<'py, PyCode> {
        let frame = self.bound();
        // SAFETY: attached; a frame, alive, has code.
        unsafe {
            let code = ffi::PyFrame_GetCode(frame.as_ptr().cast());
            Bound::from_owned_ptr(frame.py(), code.cast()).cast_into_unchecked()
        }
    }

    /// The local variable `name`.
    ///
    /// # Errors
    /// `NameError` if it has no value.
    #[cfg(Py_3_12)]
    fn var(&self, name: &CStr) -> PyResult<Bound<'py, PyAny>> {
        let frame = self.bound();
        // SAFETY: attached; a frame, alive; the name is NUL-terminated.
        owned(frame, unsafe {
            ffi::PyFrame_GetVarString(frame.as_ptr().cast(), name.as_ptr().cast_mut())
        })
    }

    /// The built-in names.
    ///
    /// # Panics
    /// If `__builtins__` is no dict.
    fn builtins(&self) -> Bound<'py, PyDict> {
        dict_attribute(self.bound(), intern!(self.bound().py(), "f_builtins"))
    }

    /// The global names.
    fn globals(&self) -> Bound<'py, PyDict> {
        dict_attribute(self.bound(), intern!(self.bound().py(), "f_globals"))
    }

    /// The local names: a dict, or from 3.13 on a proxy that writes through.
    fn locals(&self) -> Bound<'py, PyAny> {
        let frame = self.bound();
        let locals = frame.getattr(intern!(frame.py(), "f_locals"));
        locals.expect("every frame has it")
    }
}

impl<'py> PyFrameMethods<'py> for Bound<'py, PyFrame> {}

/// An attribute that every frame has.
///
/// # Panics
/// If it is no dict, which Python allows of `__builtins__`.
fn dict_attribute<'py>(
    frame: &Bound<'py, PyFrame>,
    name: &Bound<'py, super::PyString>,
) -> Bound<'py, PyDict> {
    let value = frame.getattr(name).expect("every frame has it");
    value.cast_into().expect("the namespace is a dict")
}
