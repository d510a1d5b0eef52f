//! [`PyMemoryView`]: Python's `memoryview`.

use super::any::owned;
use super::PyAny;
use crate::err::{PyErr, PyResult};
use crate::ffi;
use crate::instance::Bound;

native_type!(
    /// Python's `memoryview`.
    PyMemoryView = "memoryview", PyMemoryView_Type, final
);

impl PyMemoryView {
    /// `memoryview(src)`.
    ///
    /// # Errors
    /// `TypeError` if the object gives no buffer.
    pub fn from<'py>(src: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyMemoryView>> {
        // SAFETY: attached; the object is alive; the result is a memoryview.
        unsafe { Ok(owned(src, ffi::PyMemoryView_FromObject(src.as_ptr()))?.cast_into_unchecked()) }
    }
}

impl<'py> TryFrom<&Bound<'py, PyAny>> for Bound<'py, PyMemoryView> {
    type Error = PyErr;

    fn try_from(value: &Bound<'py, PyAny>) -> PyResult<Self> {
        PyMemoryView::from(value)
    }
}
