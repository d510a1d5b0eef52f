//! Iteration over a tuple, from both ends, with and without new references.

use super::{PyTuple, PyTupleMethods};
use crate::instance::{Borrowed, Bound};
use crate::types::ends::{into_iterator, iterate_by_index, Ends};
use crate::types::PyAny;

/// An iterator over a tuple's elements that owns the tuple.
pub struct BoundTupleIterator<'py> {
    tuple: Bound<'py, PyTuple>,
    ends: Ends,
}

impl<'py> BoundTupleIterator<'py> {
    #[inline]
    pub(super) fn new(tuple: Bound<'py, PyTuple>) -> Self {
        let ends = Ends::new(tuple.len());
        BoundTupleIterator { tuple, ends }
    }

    /// A tuple's length does not change.
    #[inline]
    fn present_len(&self) -> usize {
        usize::MAX
    }

    #[inline]
    fn get(&self, index: usize) -> Option<Bound<'py, PyAny>> {
        // SAFETY: the index is one of `ends`, which began with the length.
        Some(unsafe { self.tuple.as_borrowed().get_borrowed_unchecked(index) }.to_owned())
    }
}

/// An iterator over a tuple's elements that borrows the tuple.
pub struct BorrowedTupleIterator<'a, 'py> {
    tuple: Borrowed<'a, 'py, PyTuple>,
    ends: Ends,
}

impl<'a, 'py> BorrowedTupleIterator<'a, 'py> {
    #[inline]
    pub(crate) fn new(tuple: Borrowed<'a, 'py, PyTuple>) -> Self {
        let ends = Ends::new(tuple.len());
        BorrowedTupleIterator { tuple, ends }
    }

    /// A tuple's length does not change.
    #[inline]
    fn present_len(&self) -> usize {
        usize::MAX
    }

    #[inline]
    fn get(&self, index: usize) -> Option<Borrowed<'a, 'py, PyAny>> {
        // SAFETY: the index is one of `ends`, which began with the length.
        Some(unsafe { self.tuple.get_borrowed_unchecked(index) })
    }
}

iterate_by_index!(['py] BoundTupleIterator<'py>, Bound<'py, PyAny>);
iterate_by_index!(['a, 'py] BorrowedTupleIterator<'a, 'py>, Borrowed<'a, 'py, PyAny>);
into_iterator!(PyTuple => BoundTupleIterator, Bound<'py, PyAny>);
