//! [`PyTuple`]: Python's `tuple`.
//!
//! Its iterators are in [`iter`].

use core::ptr::NonNull;

use super::any::size_or_error;
use super::list::{new_length, promised_more, ssize};
use super::sealed::AsBound;
use super::{PyAny, PyList, PySequence};
use crate::conversion::{IntoPyObject, IntoPyObjectExt};
use crate::err::{bool_or_error, PyResult};
use crate::ffi::{self, Py_ssize_t};
use crate::instance::{Borrowed, Bound, BoundObject};
use crate::marker::Python;

pub mod iter;
use iter::{BorrowedTupleIterator, BoundTupleIterator};

native_type!(
    /// Python's `tuple`.
    PyTuple = "tuple", PyTuple_Type, PyTuple_Check, PyTuple_CheckExact
);

/// Puts an owned item into an empty slot of a new tuple.
///
/// # Safety
/// `tuple` is a tuple that nothing else has seen, `index` lies in it, and one reference to `item` is given up.
#[inline]
pub(crate) unsafe fn set_new_item(
    tuple: *mut ffi::PyObject,
    index: usize,
    item: *mut ffi::PyObject,
) {
    // SAFETY: the caller's contract.
    unsafe {
        #[cfg(not(Py_LIMITED_API))]
        ffi::PyTuple_SET_ITEM(tuple, index as Py_ssize_t, item);
        #[cfg(Py_LIMITED_API)]
        ffi::PyTuple_SetItem(tuple, index as Py_ssize_t, item);
    }
}

/// A new tuple with empty slots.
#[inline]
pub(crate) fn uninit(py: Python<'_>, len: usize) -> PyResult<Bound<'_, PyTuple>> {
    // SAFETY: attached; the result is a tuple.
    unsafe {
        Ok(
            Bound::from_owned_ptr_or_err(py, ffi::PyTuple_New(new_length(len)))?
                .cast_into_unchecked(),
        )
    }
}

/// A tuple of the given objects.
///
/// # Safety
/// The pointers are valid objects.
///
/// # Panics
/// If out of memory.
#[cfg(Py_LIMITED_API)]
pub(crate) unsafe fn from_borrowed_ptrs<'py>(
    py: Python<'py>,
    items: &[*mut ffi::PyObject],
) -> Bound<'py, PyTuple> {
    // SAFETY: the caller's contract; each slot is filled once with a reference of its own.
    unsafe {
        let tuple = Bound::from_owned_ptr(py, ffi::PyTuple_New(ssize(items.len())));
        for (index, item) in items.iter().enumerate() {
            ffi::Py_INCREF(*item);
            set_new_item(tuple.as_ptr(), index, *item);
        }
        tuple.cast_into_unchecked()
    }
}

/// A tuple of the iterator's items, each converted.
///
/// # Panics
/// If the iterator gives another number of items than its `len` said.
#[inline]
#[track_caller]
pub(crate) fn tuple_from_iter<'py, I>(py: Python<'py>, mut iter: I) -> PyResult<Bound<'py, PyTuple>>
where
    I: ExactSizeIterator,
    I::Item: IntoPyObject<'py>,
{
    let len = iter.len();
    let tuple = uninit(py, len)?;
    let mut filled = 0;
    while filled < len {
        let Some(item) = iter.next() else {
            promised_more("PyTuple", "ExactSizeIterator")
        };
        let item = item.into_pyobject_or_pyerr(py)?.into_ptr();
        // SAFETY: the slot is within the new tuple and empty; the tuple takes over the reference.
        unsafe { set_new_item(tuple.as_ptr(), filled, item) };
        filled += 1;
    }
    assert!(
        iter.next().is_none(),
        "Attempted to create PyTuple but `elements` was larger than reported by its `ExactSizeIterator` implementation."
    );
    Ok(tuple)
}

impl PyTuple {
    /// A tuple of the elements, each converted.
    ///
    /// # Errors
    /// What converting an element reports; `MemoryError`.
    ///
    /// # Panics
    /// If the iterator gives another number of elements than its `len` said.
    #[inline]
    #[track_caller]
    pub fn new<'py, T, U>(
        py: Python<'py>,
        elements: impl IntoIterator<Item = T, IntoIter = U>,
    ) -> PyResult<Bound<'py, PyTuple>>
    where
        T: IntoPyObject<'py>,
        U: ExactSizeIterator<Item = T>,
    {
        tuple_from_iter(py, elements.into_iter())
    }

    /// The tuple without elements.
    pub fn empty(py: Python<'_>) -> Bound<'_, PyTuple> {
        // SAFETY: attached; the result is a tuple.
        unsafe { Bound::from_owned_ptr(py, ffi::PyTuple_New(0)).cast_into_unchecked() }
    }
}

/// A tuple's methods. Indices beyond the end raise `IndexError`, slices are clipped, as in Python.
pub trait PyTupleMethods<'py>: AsBound<'py, PyTuple> {
    /// The number of elements.
    #[inline]
    fn len(&self) -> usize {
        let tuple = self.bound().as_ptr();
        // SAFETY: a tuple, alive: neither form fails.
        unsafe {
            #[cfg(not(Py_LIMITED_API))]
            let size = ffi::PyTuple_GET_SIZE(tuple);
            #[cfg(Py_LIMITED_API)]
            let size = ffi::PyTuple_Size(tuple);
            size as usize
        }
    }

    /// Whether there are none.
    #[inline]
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The same object as a sequence.
    fn as_sequence(&self) -> &Bound<'py, PySequence> {
        // SAFETY: a tuple is a sequence.
        unsafe { self.bound().cast_unchecked() }
    }

    /// The same object as a sequence.
    fn into_sequence(self) -> Bound<'py, PySequence>;

    /// `self[low:high]`.
    fn get_slice(&self, low: usize, high: usize) -> Bound<'py, PyTuple> {
        let tuple = self.bound();
        // SAFETY: attached; a tuple, alive.
        unsafe {
            let slice = ffi::PyTuple_GetSlice(tuple.as_ptr(), ssize(low), ssize(high));
            Bound::from_owned_ptr(tuple.py(), slice).cast_into_unchecked()
        }
    }

    /// `self[index]`.
    ///
    /// # Errors
    /// `IndexError`.
    #[inline]
    fn get_item(&self, index: usize) -> PyResult<Bound<'py, PyAny>> {
        self.get_borrowed_item(index).map(Borrowed::to_owned)
    }

    /// `self[index]`, without a new reference.
    ///
    /// # Errors
    /// `IndexError`.
    #[inline]
    fn get_borrowed_item<'a>(&'a self, index: usize) -> PyResult<Borrowed<'a, 'py, PyAny>> {
        self.borrowed().get_borrowed(index)
    }

    /// `self[index]`, unchecked.
    ///
    /// # Safety
    /// `index` is less than the tuple's length.
    #[cfg(not(Py_LIMITED_API))]
    #[inline]
    unsafe fn get_item_unchecked(&self, index: usize) -> Bound<'py, PyAny> {
        // SAFETY: the caller's contract.
        unsafe { self.get_borrowed_item_unchecked(index) }.to_owned()
    }

    /// `self[index]`, unchecked and without a new reference.
    ///
    /// # Safety
    /// `index` is less than the tuple's length.
    #[cfg(not(Py_LIMITED_API))]
    #[inline]
    unsafe fn get_borrowed_item_unchecked<'a>(&'a self, index: usize) -> Borrowed<'a, 'py, PyAny> {
        // SAFETY: the caller's contract.
        unsafe { self.borrowed().get_borrowed_unchecked(index) }
    }

    /// The elements, without a copy.
    #[cfg(not(Py_LIMITED_API))]
    fn as_slice(&self) -> &[Bound<'py, PyAny>] {
        let tuple = self.bound().as_ptr();
        // SAFETY: a tuple, alive and immutable; `Bound` is `repr(transparent)` over a pointer.
        unsafe {
            let items = (&raw const (*tuple.cast::<ffi::PyTupleObject>()).ob_item).cast();
            core::slice::from_raw_parts(items, self.len())
        }
    }

    /// `value in self`.
    ///
    /// # Errors
    /// What a comparison raises.
    fn contains<V>(&self, value: V) -> PyResult<bool>
    where
        V: IntoPyObject<'py>,
    {
        let tuple = self.bound();
        let value = value.into_pyobject_or_pyerr(tuple.py())?;
        // SAFETY: attached; both are alive.
        bool_or_error(tuple.py(), unsafe {
            ffi::PySequence_Contains(tuple.as_ptr(), value.as_ptr())
        })
    }

    /// Where `value` is first found.
    ///
    /// # Errors
    /// `ValueError` if it is not, or what a comparison raises.
    fn index<V>(&self, value: V) -> PyResult<usize>
    where
        V: IntoPyObject<'py>,
    {
        let tuple = self.bound();
        let value = value.into_pyobject_or_pyerr(tuple.py())?;
        // SAFETY: attached; both are alive.
        size_or_error(tuple, unsafe {
            ffi::PySequence_Index(tuple.as_ptr(), value.as_ptr())
        })
    }

    /// The elements, one after another.
    #[inline]
    fn iter(&self) -> BoundTupleIterator<'py> {
        BoundTupleIterator::new(self.bound().clone())
    }

    /// The elements, one after another, without new references.
    #[inline]
    fn iter_borrowed<'a>(&'a self) -> BorrowedTupleIterator<'a, 'py> {
        BorrowedTupleIterator::new(self.borrowed())
    }

    /// A list of the elements.
    ///
    /// # Panics
    /// If out of memory.
    fn to_list(&self) -> Bound<'py, PyList> {
        let tuple = self.bound();
        // SAFETY: attached; a tuple, alive; the result is a list.
        unsafe {
            Bound::from_owned_ptr(tuple.py(), ffi::PySequence_List(tuple.as_ptr()))
                .cast_into_unchecked()
        }
    }
}

impl<'py> PyTupleMethods<'py> for Bound<'py, PyTuple> {
    fn into_sequence(self) -> Bound<'py, PySequence> {
        // SAFETY: a tuple is a sequence.
        unsafe { self.cast_into_unchecked() }
    }
}

impl<'a, 'py> Borrowed<'a, 'py, PyTuple> {
    /// `self[index]`, living as long as the borrow.
    #[inline]
    pub(crate) fn get_borrowed(self, index: usize) -> PyResult<Borrowed<'a, 'py, PyAny>> {
        // SAFETY: attached; a tuple, alive for `'a`, keeps its elements alive.
        unsafe {
            Borrowed::from_ptr_or_err(self.py(), ffi::PyTuple_GetItem(self.as_ptr(), ssize(index)))
        }
    }

    /// `self[index]`, unchecked, living as long as the borrow.
    ///
    /// # Safety
    /// `index` is less than the tuple's length.
    #[inline]
    pub(crate) unsafe fn get_borrowed_unchecked(self, index: usize) -> Borrowed<'a, 'py, PyAny> {
        // SAFETY: the caller's contract; the tuple, whose slots are filled, keeps its elements alive for `'a`.
        unsafe {
            #[cfg(not(Py_LIMITED_API))]
            let item = ffi::PyTuple_GET_ITEM(self.as_ptr(), index as Py_ssize_t);
            #[cfg(Py_LIMITED_API)]
            let item = ffi::PyTuple_GetItem(self.as_ptr(), index as Py_ssize_t);
            Borrowed::from_non_null(NonNull::new_unchecked(item))
        }
    }
}
