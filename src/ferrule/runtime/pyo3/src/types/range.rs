//! [`PyRange`]: Python's `range`.

use super::sealed::AsBound;
use super::PyAnyMethods;
use crate::err::PyResult;
use crate::instance::Bound;
use crate::intern;
use crate::marker::Python;
use crate::type_object::PyTypeInfo;

native_type!(
    /// Python's `range`.
    PyRange = "range", PyRange_Type, final
);

impl PyRange {
    /// `range(start, stop)`.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn new(py: Python<'_>, start: isize, stop: isize) -> PyResult<Bound<'_, PyRange>> {
        PyRange::new_with_step(py, start, stop, 1)
    }

    /// `range(start, stop, step)`.
    ///
    /// # Errors
    /// `ValueError` if the step is 0.
    pub fn new_with_step(
        py: Python<'_>,
        start: isize,
        stop: isize,
        step: isize,
    ) -> PyResult<Bound<'_, PyRange>> {
        let range = PyRange::type_object(py).call1((start, stop, step))?;
        // SAFETY: calling `range` makes one.
        Ok(unsafe { range.cast_into_unchecked() })
    }
}

/// A range's methods.
pub trait PyRangeMethods<'py>: AsBound<'py, PyRange> {
    /// `self.start`.
    ///
    /// # Errors
    /// `OverflowError` if it does not fit.
    fn start(&self) -> PyResult<isize> {
        let range = self.bound();
        range.getattr(intern!(range.py(), "start"))?.extract()
    }

    /// `self.stop`.
    ///
    /// # Errors
    /// `OverflowError` if it does not fit.
    fn stop(&self) -> PyResult<isize> {
        let range = self.bound();
        range.getattr(intern!(range.py(), "stop"))?.extract()
    }

    /// `self.step`.
    ///
    /// # Errors
    /// `OverflowError` if it does not fit.
    fn step(&self) -> PyResult<isize> {
        let range = self.bound();
        range.getattr(intern!(range.py(), "step"))?.extract()
    }
}

impl<'py> PyRangeMethods<'py> for Bound<'py, PyRange> {}
