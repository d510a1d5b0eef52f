//! [`PyTraceback`]: where an exception passed through.

use super::sealed::AsBound;
#[cfg(not(Py_LIMITED_API))]
use super::PyFrame;
use super::{PyAnyMethods, PyString, PyStringMethods};
use crate::err::{error_on_minus_one, PyResult};
use crate::ffi;
use crate::instance::Bound;
#[cfg(not(Py_LIMITED_API))]
use crate::marker::Python;
#[cfg(not(Py_LIMITED_API))]
use crate::type_object::PyTypeInfo;

native_type!(
    /// Python's traceback object.
    PyTraceback = "traceback", PyTraceBack_Type, final
);

#[cfg(not(Py_LIMITED_API))]
impl PyTraceback {
    /// `types.TracebackType(next, frame, instruction_index, line_number)`: one more place in front of `next`.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn new<'py>(
        py: Python<'py>,
        next: Option<Bound<'py, PyTraceback>>,
        frame: Bound<'py, PyFrame>,
        instruction_index: i32,
        line_number: i32,
    ) -> PyResult<Bound<'py, PyTraceback>> {
        let traceback =
            PyTraceback::type_object(py).call1((next, frame, instruction_index, line_number))?;
        // SAFETY: calling the class makes one.
        Ok(unsafe { traceback.cast_into_unchecked() })
    }
}

/// A traceback's methods.
pub trait PyTracebackMethods<'py>: AsBound<'py, PyTraceback> {
    /// The text that Python prints above the exception.
    ///
    /// # Errors
    /// What formatting raises.
    fn format(&self) -> PyResult<String> {
        let traceback = self.bound();
        let py = traceback.py();
        let file = py.import("io")?.getattr("StringIO")?.call0()?;
        // SAFETY: attached; both are alive.
        error_on_minus_one(py, unsafe {
            ffi::PyTraceBack_Print(traceback.as_ptr(), file.as_ptr())
        })?;
        let text = file.call_method0("getvalue")?.cast_into::<PyString>()?;
        Ok(text.to_cow()?.into_owned())
    }
}

impl<'py> PyTracebackMethods<'py> for Bound<'py, PyTraceback> {}
