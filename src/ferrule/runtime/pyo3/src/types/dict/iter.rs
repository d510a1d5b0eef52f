//! Iteration over a dict that notices when the dict changes.

use core::iter::FusedIterator;
use core::ptr::{self, NonNull};

use super::{PyDict, PyDictMethods};
use crate::ffi::{self, Py_ssize_t};
use crate::instance::{Borrowed, Bound};
use crate::types::ends::into_iterator;
use crate::types::PyAny;

/// An iterator over a dict's `(key, value)` pairs.
///
/// # Panics
/// `next` does if the dict has changed since the iterator was made: its size, or other keys at the same size.
pub struct BoundDictIterator<'py> {
    dict: Bound<'py, PyDict>,
    position: Py_ssize_t,
    /// The size at the start; `usize::MAX` once a change was seen, so that it stays seen.
    size: usize,
    remaining: usize,
}

impl<'py> BoundDictIterator<'py> {
    #[inline]
    pub(super) fn new(dict: Bound<'py, PyDict>) -> Self {
        let size = dict.len();
        BoundDictIterator {
            dict,
            position: 0,
            size,
            remaining: size,
        }
    }

    /// The next pair, borrowed from the dict.
    #[inline]
    fn advance(&mut self) -> Option<(Bound<'py, PyAny>, Bound<'py, PyAny>)> {
        let (mut key, mut value) = (ptr::null_mut(), ptr::null_mut());
        // SAFETY: attached; a dict, alive; both results are owned before other code can run.
        unsafe {
            if ffi::PyDict_Next(self.dict.as_ptr(), &mut self.position, &mut key, &mut value) == 0 {
                return None;
            }
            let owned = |object| Borrowed::from_non_null(NonNull::new_unchecked(object)).to_owned();
            Some((owned(key), owned(value)))
        }
    }

    /// One step, with the dict's own lock held where there is no GIL.
    #[inline]
    fn step(&mut self) -> Option<(Bound<'py, PyAny>, Bound<'py, PyAny>)> {
        if self.dict.len() != self.size {
            self.size = usize::MAX;
            panic!("dictionary changed size during iteration");
        }
        let pair = self.advance()?;
        match self.remaining.checked_sub(1) {
            Some(remaining) => self.remaining = remaining,
            None => {
                self.size = usize::MAX;
                panic!("dictionary keys changed during iteration");
            }
        }
        Some(pair)
    }
}

impl<'py> Iterator for BoundDictIterator<'py> {
    type Item = (Bound<'py, PyAny>, Bound<'py, PyAny>);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        #[cfg(Py_GIL_DISABLED)]
        {
            let dict = self.dict.clone();
            crate::sync::critical_section::with_critical_section(&dict, || self.step())
        }
        #[cfg(not(Py_GIL_DISABLED))]
        self.step()
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.remaining, Some(self.remaining))
    }

    #[inline]
    fn count(self) -> usize {
        self.remaining
    }
}

impl ExactSizeIterator for BoundDictIterator<'_> {
    #[inline]
    fn len(&self) -> usize {
        self.remaining
    }
}

impl FusedIterator for BoundDictIterator<'_> {}

into_iterator!(PyDict => BoundDictIterator, (Bound<'py, PyAny>, Bound<'py, PyAny>));
