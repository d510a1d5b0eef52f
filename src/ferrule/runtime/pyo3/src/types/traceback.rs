//! [`PyTraceback`]: where an exception passed through.

use super::sealed::AsBound;
use super::{PyAnyMethods, PyString, PyStringMethods};
use crate::err::{error_on_minus_one, PyResult};
use crate::ffi;
use crate::instance::Bound;

native_type!(
    /// Python's traceback object.
    PyTraceback = "traceback", PyTraceBack_Type, final
);

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
