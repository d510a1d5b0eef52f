//! Iteration over a list, from both ends.

use super::{PyList, PyListMethods};
use crate::instance::Bound;
use crate::types::ends::{into_iterator, iterate_by_index, Ends};
use crate::types::PyAny;

/// An iterator over a list's elements.
///
/// The end is the length at the start, or the present one if that is less: a shrinking list ends the iteration early.
pub struct BoundListIterator<'py> {
    list: Bound<'py, PyList>,
    ends: Ends,
}

impl<'py> BoundListIterator<'py> {
    #[inline]
    pub(super) fn new(list: Bound<'py, PyList>) -> Self {
        let ends = Ends::new(list.len());
        BoundListIterator { list, ends }
    }

    #[inline]
    fn present_len(&self) -> usize {
        self.list.len()
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

iterate_by_index!(['py] BoundListIterator<'py>, Bound<'py, PyAny>);
into_iterator!(PyList => BoundListIterator, Bound<'py, PyAny>);
