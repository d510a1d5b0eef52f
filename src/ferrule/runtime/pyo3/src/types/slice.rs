//! [`PySlice`]: Python's `slice`.

use super::sealed::AsBound;
use super::{PyRange, PyRangeMethods};
use crate::conversion::IntoPyObject;
use crate::err::{PyErr, PyResult};
use crate::ffi;
use crate::instance::Bound;
use crate::marker::Python;

native_type!(
    /// Python's `slice`.
    PySlice = "slice", PySlice_Type, final
);

/// A slice made to fit a sequence of a certain length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PySliceIndices {
    /// The first index.
    pub start: isize,
    /// The end, exclusive; −1 if a negative step runs to the beginning.
    pub stop: isize,
    /// The step, never 0.
    pub step: isize,
    /// How many elements there are from `start` to `stop`.
    pub slicelength: usize,
}

impl PySliceIndices {
    /// Indices whose `slicelength` is yet unknown, and said to be 0.
    pub fn new(start: isize, stop: isize, step: isize) -> PySliceIndices {
        PySliceIndices {
            start,
            stop,
            step,
            slicelength: 0,
        }
    }
}

impl PySlice {
    /// `slice(start, stop, step)`.
    ///
    /// # Panics
    /// If out of memory.
    pub fn new(py: Python<'_>, start: isize, stop: isize, step: isize) -> Bound<'_, PySlice> {
        // SAFETY: attached; the three numbers are new references that are alive during the call.
        unsafe {
            let [start, stop, step] = [start, stop, step]
                .map(|number| Bound::from_owned_ptr(py, ffi::PyLong_FromSsize_t(number)));
            let slice = ffi::PySlice_New(start.as_ptr(), stop.as_ptr(), step.as_ptr());
            Bound::from_owned_ptr(py, slice).cast_into_unchecked()
        }
    }

    /// `slice(None)`: everything.
    ///
    /// # Panics
    /// If out of memory.
    pub fn full(py: Python<'_>) -> Bound<'_, PySlice> {
        let null = core::ptr::null_mut();
        // SAFETY: attached; null stands for `None`.
        unsafe {
            Bound::from_owned_ptr(py, ffi::PySlice_New(null, null, null)).cast_into_unchecked()
        }
    }
}

/// A slice's methods.
pub trait PySliceMethods<'py>: AsBound<'py, PySlice> {
    /// What the slice selects in a sequence of `length` elements.
    ///
    /// # Errors
    /// `ValueError` if the step is 0, `TypeError` if a part is no integer.
    fn indices(&self, length: isize) -> PyResult<PySliceIndices> {
        let slice = self.bound();
        let (mut start, mut stop, mut step) = (0, 0, 0);
        // SAFETY: attached; a slice, alive.
        unsafe {
            if ffi::PySlice_Unpack(slice.as_ptr(), &mut start, &mut stop, &mut step) < 0 {
                return Err(PyErr::fetch(slice.py()));
            }
            let count = ffi::PySlice_AdjustIndices(length, &mut start, &mut stop, step);
            Ok(PySliceIndices {
                start,
                stop,
                step,
                slicelength: count.unsigned_abs(),
            })
        }
    }
}

impl<'py> PySliceMethods<'py> for Bound<'py, PySlice> {}

impl<'py> IntoPyObject<'py> for PySliceIndices {
    type Target = PySlice;
    type Output = Bound<'py, PySlice>;
    type Error = core::convert::Infallible;

    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Self::Error> {
        Ok(PySlice::new(py, self.start, self.stop, self.step))
    }
}

impl<'py> IntoPyObject<'py> for &PySliceIndices {
    type Target = PySlice;
    type Output = Bound<'py, PySlice>;
    type Error = core::convert::Infallible;

    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Self::Error> {
        (*self).into_pyobject(py)
    }
}

impl<'py> TryFrom<Bound<'py, PyRange>> for Bound<'py, PySlice> {
    type Error = PyErr;

    fn try_from(range: Bound<'py, PyRange>) -> PyResult<Self> {
        Ok(PySlice::new(
            range.py(),
            range.start()?,
            range.stop()?,
            range.step()?,
        ))
    }
}
