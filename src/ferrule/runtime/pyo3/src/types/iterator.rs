//! [`PyIterator`]: any object with `__next__`.

#[cfg(any(Py_3_10, not(Py_LIMITED_API)))]
use crate::err::PyErr;
use crate::err::{error_if_pending, PyResult};
use crate::ffi;
use crate::instance::Bound;
use crate::types::PyAny;

marker_type!(
    /// Any Python iterator.
    PyIterator
);

imported_type_info!(PyIterator = "Iterator" in "collections.abc", {
    #[inline]
    fn is_type_of(object: &Bound<'_, PyAny>) -> bool {
        // SAFETY: attached, and the object is alive.
        unsafe { ffi::PyIter_Check(object.as_ptr()) != 0 }
    }
});

impl PyIterator {
    /// `iter(obj)`.
    ///
    /// # Errors
    /// `TypeError` if the object is not iterable, or what `__iter__` raises.
    #[inline]
    pub fn from_object<'py>(obj: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyIterator>> {
        // SAFETY: attached; the object is alive; `iter` checks that its result is an iterator.
        unsafe {
            let iterator = ffi::PyObject_GetIter(obj.as_ptr());
            Ok(Bound::from_owned_ptr_or_err(obj.py(), iterator)?.cast_into_unchecked())
        }
    }
}

/// What a generator does next.
#[cfg(Py_3_10)]
#[derive(Debug)]
pub enum PySendResult<'py> {
    /// It yields a value.
    Next(Bound<'py, PyAny>),
    /// It returns a value.
    Return(Bound<'py, PyAny>),
}

impl<'py> Bound<'py, PyIterator> {
    /// `self.send(value)`.
    ///
    /// # Errors
    /// What the generator raises, or `AttributeError` if the iterator is none.
    #[cfg(Py_3_10)]
    pub fn send(&self, value: &Bound<'py, PyAny>) -> PyResult<PySendResult<'py>> {
        let py = self.py();
        let mut result = core::ptr::null_mut();
        // SAFETY: attached; both are alive; the new reference is ours.
        unsafe {
            match ffi::PyIter_Send(self.as_ptr(), value.as_ptr(), &mut result) {
                ffi::PySendResult::PYGEN_ERROR => Err(PyErr::fetch(py)),
                ffi::PySendResult::PYGEN_RETURN => {
                    Ok(PySendResult::Return(Bound::from_owned_ptr(py, result)))
                }
                ffi::PySendResult::PYGEN_NEXT => {
                    Ok(PySendResult::Next(Bound::from_owned_ptr(py, result)))
                }
            }
        }
    }
}

impl<'py> Iterator for Bound<'py, PyIterator> {
    type Item = PyResult<Bound<'py, PyAny>>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        (&*self).next()
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        (length_hint(self), None)
    }
}

impl<'py> Iterator for &Bound<'py, PyIterator> {
    type Item = PyResult<Bound<'py, PyAny>>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let py = self.py();
        // SAFETY: attached; an iterator, alive.
        match unsafe { Bound::from_owned_ptr_or_opt(py, ffi::PyIter_Next(self.as_ptr())) } {
            Some(item) => Some(Ok(item)),
            None => error_if_pending(py).err().map(Err),
        }
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        (length_hint(self), None)
    }
}

/// What the iterator says of its length; 0 if it says nothing, or fails to.
fn length_hint(iterator: &Bound<'_, PyIterator>) -> usize {
    #[cfg(not(Py_LIMITED_API))]
    {
        // SAFETY: attached; an iterator, alive.
        let hint = unsafe { ffi::PyObject_LengthHint(iterator.as_ptr(), 0) };
        usize::try_from(hint).unwrap_or_else(|_| {
            drop(PyErr::take(iterator.py()));
            0
        })
    }
    #[cfg(Py_LIMITED_API)]
    {
        let _ = iterator;
        0
    }
}
