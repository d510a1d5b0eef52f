//! [`PySet`]: Python's `set`.

use core::iter::FusedIterator;

use super::ends::into_iterator;
use super::sealed::AsBound;
use super::{PyAny, PyIterator};
use crate::conversion::{IntoPyObject, IntoPyObjectExt};
use crate::err::{bool_or_error, error_on_minus_one, PyResult};
use crate::exceptions::PyKeyError;
use crate::ffi;
use crate::instance::{Bound, BoundObject};
use crate::marker::Python;

native_type!(
    /// Python's `set`.
    PySet = "set", PySet_Type, PySet_Check, PySet_CheckExact
);

impl PySet {
    /// A set of the elements, each converted.
    ///
    /// # Errors
    /// `TypeError` if an element is unhashable, or what converting, hashing or comparing raises.
    #[inline]
    pub fn new<'py, T>(
        py: Python<'py>,
        elements: impl IntoIterator<Item = T>,
    ) -> PyResult<Bound<'py, PySet>>
    where
        T: IntoPyObject<'py>,
    {
        let set = PySet::empty(py)?;
        elements
            .into_iter()
            .try_for_each(|element| set.add(element))?;
        Ok(set)
    }

    /// A set without elements.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn empty(py: Python<'_>) -> PyResult<Bound<'_, PySet>> {
        // SAFETY: attached; the result is a set.
        unsafe {
            Ok(
                Bound::from_owned_ptr_or_err(py, ffi::PySet_New(core::ptr::null_mut()))?
                    .cast_into_unchecked(),
            )
        }
    }
}

/// The methods that `set` and `frozenset` share, inside their traits.
macro_rules! set_queries {
    () => {
        /// The number of elements.
        #[inline]
        fn len(&self) -> usize {
            // SAFETY: alive, a set or frozenset: the call does not fail.
            unsafe { ffi::PySet_Size(self.bound().as_ptr()) as usize }
        }

        /// Whether there are none.
        fn is_empty(&self) -> bool {
            self.len() == 0
        }

        /// `key in self`.
        ///
        /// # Errors
        /// `TypeError` if the key is unhashable, or what hashing or comparing raises.
        fn contains<K>(&self, key: K) -> PyResult<bool>
        where
            K: IntoPyObject<'py>,
        {
            let set = self.bound();
            let key = key.into_pyobject_or_pyerr(set.py())?;
            // SAFETY: attached; both are alive.
            bool_or_error(set.py(), unsafe {
                ffi::PySet_Contains(set.as_ptr(), key.as_ptr())
            })
        }
    };
}
pub(super) use set_queries;

/// The methods of `set`.
pub trait PySetMethods<'py>: AsBound<'py, PySet> {
    /// Removes all elements.
    fn clear(&self) {
        // SAFETY: attached; a set, alive.
        unsafe { ffi::PySet_Clear(self.bound().as_ptr()) };
    }

    set_queries!();

    /// Removes `key`; whether it was there.
    ///
    /// # Errors
    /// `TypeError` if the key is unhashable, or what hashing or comparing raises.
    fn discard<K>(&self, key: K) -> PyResult<bool>
    where
        K: IntoPyObject<'py>,
    {
        let set = self.bound();
        let key = key.into_pyobject_or_pyerr(set.py())?;
        // SAFETY: attached; both are alive.
        bool_or_error(set.py(), unsafe {
            ffi::PySet_Discard(set.as_ptr(), key.as_ptr())
        })
    }

    /// Adds `key` unless it is there.
    ///
    /// # Errors
    /// `TypeError` if the key is unhashable, or what hashing or comparing raises.
    #[inline]
    fn add<K>(&self, key: K) -> PyResult<()>
    where
        K: IntoPyObject<'py>,
    {
        let set = self.bound();
        let key = key.into_pyobject_or_pyerr(set.py())?;
        // SAFETY: attached; both are alive.
        error_on_minus_one(set.py(), unsafe {
            ffi::PySet_Add(set.as_ptr(), key.as_ptr())
        })
    }

    /// Removes an arbitrary element; `None` if there are none.
    fn pop(&self) -> Option<Bound<'py, PyAny>> {
        let set = self.bound();
        // SAFETY: attached; a set, alive.
        match unsafe { Bound::from_owned_ptr_or_err(set.py(), ffi::PySet_Pop(set.as_ptr())) } {
            Ok(element) => Some(element),
            Err(error) => {
                debug_assert!(error.is_instance_of::<PyKeyError>(set.py()));
                None
            }
        }
    }

    /// The elements, one after another. Changing the set meanwhile makes the iterator panic.
    fn iter(&self) -> BoundSetIterator<'py> {
        BoundSetIterator::new(self.bound().clone())
    }
}

impl<'py> PySetMethods<'py> for Bound<'py, PySet> {}

/// Defines an iterator over a set-like class by Python's own iterator and a count.
macro_rules! set_iterator {
    ($(#[$meta:meta])* $Iterator:ident over $Set:ident) => {
        $(#[$meta])*
        ///
        /// # Panics
        /// `next` does if the object changes during iteration.
        pub struct $Iterator<'py> {
            iterator: Bound<'py, PyIterator>,
            remaining: usize,
        }

        impl<'py> $Iterator<'py> {
            pub(super) fn new(set: Bound<'py, $Set>) -> Self {
                let remaining = set.len();
                let iterator = PyIterator::from_object(set.as_any()).expect("a set can be iterated over");
                $Iterator { iterator, remaining }
            }
        }

        impl<'py> Iterator for $Iterator<'py> {
            type Item = Bound<'py, PyAny>;

            #[inline]
            fn next(&mut self) -> Option<Self::Item> {
                self.remaining = self.remaining.saturating_sub(1);
                self.iterator.next().map(|element| match element {
                    Ok(element) => element,
                    Err(error) => panic!("{error}"),
                })
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

        impl ExactSizeIterator for $Iterator<'_> {
            #[inline]
            fn len(&self) -> usize {
                self.remaining
            }
        }

        impl FusedIterator for $Iterator<'_> {}

        into_iterator!($Set => $Iterator, Bound<'py, PyAny>);
    };
}
pub(super) use set_iterator;

set_iterator!(
    /// An iterator over a set's elements.
    BoundSetIterator over PySet
);
