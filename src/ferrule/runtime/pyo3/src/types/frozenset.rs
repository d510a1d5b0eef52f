//! [`PyFrozenSet`]: Python's `frozenset`, and a builder for it.

use core::iter::FusedIterator;

use super::ends::into_iterator;
use super::sealed::AsBound;
use super::set::{set_iterator, set_queries};
use super::{PyAny, PyIterator};
use crate::conversion::{IntoPyObject, IntoPyObjectExt};
use crate::err::{bool_or_error, error_on_minus_one, PyResult};
use crate::ffi;
use crate::instance::{Bound, BoundObject};
use crate::marker::Python;

native_type!(
    /// Python's `frozenset`.
    PyFrozenSet = "frozenset", PyFrozenSet_Type, PyFrozenSet_Check, PyFrozenSet_CheckExact
);

impl PyFrozenSet {
    /// A frozenset of the elements, each converted.
    ///
    /// # Errors
    /// `TypeError` if an element is unhashable, or what converting, hashing or comparing raises.
    #[inline]
    pub fn new<'py, T>(
        py: Python<'py>,
        elements: impl IntoIterator<Item = T>,
    ) -> PyResult<Bound<'py, PyFrozenSet>>
    where
        T: IntoPyObject<'py>,
    {
        let mut builder = PyFrozenSetBuilder::new(py)?;
        elements
            .into_iter()
            .try_for_each(|element| builder.add(element))?;
        Ok(builder.finalize())
    }

    /// The frozenset without elements.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn empty(py: Python<'_>) -> PyResult<Bound<'_, PyFrozenSet>> {
        // SAFETY: attached; the result is a frozenset.
        unsafe {
            let set = ffi::PyFrozenSet_New(core::ptr::null_mut());
            Ok(Bound::from_owned_ptr_or_err(py, set)?.cast_into_unchecked())
        }
    }
}

/// A frozenset in the making, which Python code cannot see yet.
pub struct PyFrozenSetBuilder<'py> {
    set: Bound<'py, PyFrozenSet>,
}

impl<'py> PyFrozenSetBuilder<'py> {
    /// Starts without elements.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn new(py: Python<'py>) -> PyResult<PyFrozenSetBuilder<'py>> {
        // The empty frozenset may be shared, and then must not be filled: an empty tuple makes no difference before
        // 3.10, and from then on `PySet_Add` refuses an object with other references.
        Ok(PyFrozenSetBuilder {
            set: PyFrozenSet::empty(py)?,
        })
    }

    /// Adds `key` unless it is there.
    ///
    /// # Errors
    /// `TypeError` if the key is unhashable, or what converting, hashing or comparing raises.
    pub fn add<K>(&mut self, key: K) -> PyResult<()>
    where
        K: IntoPyObject<'py>,
    {
        let py = self.set.py();
        let key = key.into_pyobject_or_pyerr(py)?;
        // SAFETY: attached; both are alive; nothing else refers to the set yet.
        error_on_minus_one(py, unsafe {
            ffi::PySet_Add(self.set.as_ptr(), key.as_ptr())
        })
    }

    /// The frozenset.
    pub fn finalize(self) -> Bound<'py, PyFrozenSet> {
        self.set
    }
}

/// The methods of `frozenset`.
pub trait PyFrozenSetMethods<'py>: AsBound<'py, PyFrozenSet> {
    set_queries!();

    /// The elements, one after another.
    fn iter(&self) -> BoundFrozenSetIterator<'py> {
        BoundFrozenSetIterator::new(self.bound().clone())
    }
}

impl<'py> PyFrozenSetMethods<'py> for Bound<'py, PyFrozenSet> {}

set_iterator!(
    /// An iterator over a frozenset's elements.
    BoundFrozenSetIterator over PyFrozenSet
);
