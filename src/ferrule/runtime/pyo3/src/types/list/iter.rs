//! Iteration over a list, from both ends.

use core::iter::FusedIterator;

use super::{PyList, PyListMethods};
use crate::instance::Bound;
use crate::types::PyAny;

/// An iterator over a list's elements.
///
/// The end is the length at the start, or the present one if that is less: a shrinking list ends the iteration early.
pub struct BoundListIterator<'py> {
    list: Bound<'py, PyList>,
    index: usize,
    end: usize,
}

impl<'py> BoundListIterator<'py> {
    #[inline]
    pub(super) fn new(list: Bound<'py, PyList>) -> Self {
        let end = list.len();
        BoundListIterator {
            list,
            index: 0,
            end,
        }
    }

    /// The element at `index`, which the caller has just found to be less than the present length; `None` if another
    /// thread has meanwhile made the list shorter.
    #[inline]
    fn get(&self, index: usize) -> Option<Bound<'py, PyAny>> {
        #[cfg(not(any(Py_LIMITED_API, Py_GIL_DISABLED)))]
        // SAFETY: the index has been checked, and no other code can have run since.
        unsafe {
            Some(self.list.get_item_unchecked(index))
        }
        #[cfg(any(Py_LIMITED_API, Py_GIL_DISABLED))]
        self.list.get_item(index).ok()
    }
}

impl<'py> Iterator for BoundListIterator<'py> {
    type Item = Bound<'py, PyAny>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        if self.index >= self.end.min(self.list.len()) {
            self.end = self.index; // stays the end, also if the list grows again
            return None;
        }
        let item = self.get(self.index)?;
        self.index += 1;
        Some(item)
    }

    #[inline]
    fn nth(&mut self, n: usize) -> Option<Self::Item> {
        self.index = self.index.saturating_add(n).min(self.end);
        self.next()
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        let len = self.len();
        (len, Some(len))
    }

    #[inline]
    fn count(self) -> usize {
        self.len()
    }

    #[inline]
    fn last(mut self) -> Option<Self::Item> {
        self.next_back()
    }
}

impl DoubleEndedIterator for BoundListIterator<'_> {
    #[inline]
    fn next_back(&mut self) -> Option<Self::Item> {
        self.end = self.end.min(self.list.len());
        if self.index >= self.end {
            return None;
        }
        self.end -= 1;
        self.get(self.end)
    }

    #[inline]
    fn nth_back(&mut self, n: usize) -> Option<Self::Item> {
        self.end = self
            .end
            .min(self.list.len())
            .saturating_sub(n)
            .max(self.index);
        self.next_back()
    }
}

impl ExactSizeIterator for BoundListIterator<'_> {
    #[inline]
    fn len(&self) -> usize {
        self.end.min(self.list.len()).saturating_sub(self.index)
    }
}

impl FusedIterator for BoundListIterator<'_> {}

impl<'py> IntoIterator for Bound<'py, PyList> {
    type Item = Bound<'py, PyAny>;
    type IntoIter = BoundListIterator<'py>;
    #[inline]
    fn into_iter(self) -> Self::IntoIter {
        BoundListIterator::new(self)
    }
}

impl<'py> IntoIterator for &Bound<'py, PyList> {
    type Item = Bound<'py, PyAny>;
    type IntoIter = BoundListIterator<'py>;
    #[inline]
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
