//! Iteration over a tuple, from both ends, with and without new references.

use core::iter::FusedIterator;

use super::{PyTuple, PyTupleMethods};
use crate::instance::{Borrowed, Bound};
use crate::types::PyAny;

/// An iterator over a tuple's elements that owns the tuple.
pub struct BoundTupleIterator<'py> {
    tuple: Bound<'py, PyTuple>,
    index: usize,
    end: usize,
}

impl<'py> BoundTupleIterator<'py> {
    #[inline]
    pub(super) fn new(tuple: Bound<'py, PyTuple>) -> Self {
        let end = tuple.len();
        BoundTupleIterator {
            tuple,
            index: 0,
            end,
        }
    }
}

/// An iterator over a tuple's elements that borrows the tuple.
pub struct BorrowedTupleIterator<'a, 'py> {
    tuple: Borrowed<'a, 'py, PyTuple>,
    index: usize,
    end: usize,
}

impl<'a, 'py> BorrowedTupleIterator<'a, 'py> {
    #[inline]
    pub(crate) fn new(tuple: Borrowed<'a, 'py, PyTuple>) -> Self {
        BorrowedTupleIterator {
            tuple,
            index: 0,
            end: tuple.len(),
        }
    }
}

macro_rules! iterate_tuple {
    ([$($generics:tt)*] $Iterator:ty, $Item:ty, $borrow:expr, |$item:ident| $finish:expr) => {
        impl<$($generics)*> Iterator for $Iterator {
            type Item = $Item;

            #[inline]
            fn next(&mut self) -> Option<Self::Item> {
                if self.index >= self.end {
                    return None;
                }
                // SAFETY: `end` never exceeds the length, which does not change.
                let $item = unsafe { ($borrow)(&self.tuple).get_borrowed_unchecked(self.index) };
                self.index += 1;
                Some($finish)
            }

            #[inline]
            fn nth(&mut self, n: usize) -> Option<Self::Item> {
                self.index = self.index.saturating_add(n).min(self.end);
                self.next()
            }

            #[inline]
            fn size_hint(&self) -> (usize, Option<usize>) {
                (self.end - self.index, Some(self.end - self.index))
            }

            #[inline]
            fn count(self) -> usize {
                self.end - self.index
            }

            #[inline]
            fn last(mut self) -> Option<Self::Item> {
                self.next_back()
            }
        }

        impl<$($generics)*> DoubleEndedIterator for $Iterator {
            #[inline]
            fn next_back(&mut self) -> Option<Self::Item> {
                if self.index >= self.end {
                    return None;
                }
                self.end -= 1;
                // SAFETY: `end` was at most the length, which does not change, and is now less.
                let $item = unsafe { ($borrow)(&self.tuple).get_borrowed_unchecked(self.end) };
                Some($finish)
            }

            #[inline]
            fn nth_back(&mut self, n: usize) -> Option<Self::Item> {
                self.end = self.end.saturating_sub(n).max(self.index);
                self.next_back()
            }
        }

        impl<$($generics)*> ExactSizeIterator for $Iterator {
            #[inline]
            fn len(&self) -> usize {
                self.end - self.index
            }
        }

        impl<$($generics)*> FusedIterator for $Iterator {}
    };
}

iterate_tuple!(['py] BoundTupleIterator<'py>, Bound<'py, PyAny>, Bound::as_borrowed, |item| item.to_owned());
iterate_tuple!(['a, 'py] BorrowedTupleIterator<'a, 'py>, Borrowed<'a, 'py, PyAny>, |tuple: &Borrowed<'a, 'py, PyTuple>| *tuple, |item| item);

impl<'py> IntoIterator for Bound<'py, PyTuple> {
    type Item = Bound<'py, PyAny>;
    type IntoIter = BoundTupleIterator<'py>;
    #[inline]
    fn into_iter(self) -> Self::IntoIter {
        BoundTupleIterator::new(self)
    }
}

impl<'py> IntoIterator for &Bound<'py, PyTuple> {
    type Item = Bound<'py, PyAny>;
    type IntoIter = BoundTupleIterator<'py>;
    #[inline]
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
