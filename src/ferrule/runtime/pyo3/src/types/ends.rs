//! Iteration by index from both ends, as lists and tuples have it, and the two ways to ask an object for its iterator.

/// The indices that an iterator has still to give.
///
/// The container may have become shorter meanwhile; each step is told its present length.
pub(super) struct Ends {
    start: usize,
    end: usize,
}

impl Ends {
    /// All indices of a container of `len` elements.
    #[inline]
    pub(super) fn new(len: usize) -> Self {
        Ends { start: 0, end: len }
    }

    /// How many indices are left; all are less than `len`.
    #[inline]
    pub(super) fn left(&self, len: usize) -> usize {
        self.end.min(len).saturating_sub(self.start)
    }

    /// The first of the indices left, which is less than `len`. Once there is none, there is none also if the container grows.
    #[inline]
    pub(super) fn first(&mut self, len: usize) -> Option<usize> {
        if self.left(len) == 0 {
            self.end = self.start;
            return None;
        }
        self.start += 1;
        Some(self.start - 1)
    }

    /// The last of the indices left, which is less than `len`.
    #[inline]
    pub(super) fn last(&mut self, len: usize) -> Option<usize> {
        self.end = self.end.min(len);
        if self.start >= self.end {
            return None;
        }
        self.end -= 1;
        Some(self.end)
    }

    /// Leaves out the first `n`.
    #[inline]
    pub(super) fn skip_first(&mut self, n: usize) {
        self.start = self.start.saturating_add(n).min(self.end);
    }

    /// Leaves out the last `n`.
    #[inline]
    pub(super) fn skip_last(&mut self, n: usize, len: usize) {
        self.end = self.end.min(len).saturating_sub(n).max(self.start);
    }
}

/// Implements the iterator traits for a type with a field `ends`, by its methods `get(index)`, which gives an option, and
/// `present_len()`.
macro_rules! iterate_by_index {
    ([$($generics:tt)*] $Iterator:ty, $Item:ty) => {
        impl<$($generics)*> Iterator for $Iterator {
            type Item = $Item;

            #[inline]
            fn next(&mut self) -> Option<Self::Item> {
                let index = self.ends.first(self.present_len())?;
                self.get(index)
            }

            #[inline]
            fn nth(&mut self, n: usize) -> Option<Self::Item> {
                self.ends.skip_first(n);
                self.next()
            }

            #[inline]
            fn size_hint(&self) -> (usize, Option<usize>) {
                (self.len(), Some(self.len()))
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

        impl<$($generics)*> DoubleEndedIterator for $Iterator {
            #[inline]
            fn next_back(&mut self) -> Option<Self::Item> {
                let index = self.ends.last(self.present_len())?;
                self.get(index)
            }

            #[inline]
            fn nth_back(&mut self, n: usize) -> Option<Self::Item> {
                self.ends.skip_last(n, self.present_len());
                self.next_back()
            }
        }

        impl<$($generics)*> ExactSizeIterator for $Iterator {
            #[inline]
            fn len(&self) -> usize {
                self.ends.left(self.present_len())
            }
        }

        impl<$($generics)*> core::iter::FusedIterator for $Iterator {}
    };
}
pub(super) use iterate_by_index;

/// Makes `for item in object` and `for item in &object` work for a Python type by its iterator.
macro_rules! into_iterator {
    ($Type:ty => $Iterator:ident, $Item:ty) => {
        impl<'py> IntoIterator for Bound<'py, $Type> {
            type Item = $Item;
            type IntoIter = $Iterator<'py>;
            #[inline]
            fn into_iter(self) -> Self::IntoIter {
                $Iterator::new(self)
            }
        }

        impl<'py> IntoIterator for &Bound<'py, $Type> {
            type Item = $Item;
            type IntoIter = $Iterator<'py>;
            #[inline]
            fn into_iter(self) -> Self::IntoIter {
                self.iter()
            }
        }
    };
}
pub(super) use into_iterator;
