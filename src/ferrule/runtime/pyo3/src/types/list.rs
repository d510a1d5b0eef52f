//! [`PyList`]: Python's `list`.
//!
//! Its iterator is in [`iter`].

use core::ptr::NonNull;

use super::any::size_or_error;
use super::sealed::AsBound;
use super::{PyAny, PySequence, PyTuple};
use crate::conversion::{IntoPyObject, IntoPyObjectExt};
use crate::err::{bool_or_error, error_on_minus_one, PyResult};
use crate::ffi::{self, Py_ssize_t};
use crate::instance::{Borrowed, Bound, BoundObject};
use crate::marker::Python;

pub mod iter;
use iter::BoundListIterator;

native_type!(
    /// Python's `list`.
    PyList = "list", PyList_Type, PyList_Check, PyList_CheckExact
);

/// `index` for the C API, where whatever is too big is as good as the biggest.
#[inline]
pub(crate) fn ssize(index: usize) -> Py_ssize_t {
    Py_ssize_t::try_from(index).unwrap_or(Py_ssize_t::MAX)
}

/// A list of the iterator's items, each converted.
///
/// # Panics
/// If the iterator gives fewer items than its `size_hint` promised.
#[inline]
#[track_caller]
pub(crate) fn list_from_iter<'py, I>(py: Python<'py>, mut iter: I) -> PyResult<Bound<'py, PyAny>>
where
    I: Iterator,
    I::Item: IntoPyObject<'py>,
{
    let len = iter.size_hint().0;
    // SAFETY: attached; the length is not negative.
    let list = unsafe { Bound::from_owned_ptr_or_err(py, ffi::PyList_New(new_length(len)))? };
    let mut filled = 0;
    // Not `take`, whose own length would hide that the iterator's is wrong.
    while filled < len {
        let Some(item) = iter.next() else {
            promised_more("PyList", "size_hint")
        };
        let item = item.into_pyobject_or_pyerr(py)?.into_ptr();
        // SAFETY: the slot is within the new list and empty; the list takes over the reference.
        unsafe {
            #[cfg(not(Py_LIMITED_API))]
            ffi::PyList_SET_ITEM(list.as_ptr(), filled as Py_ssize_t, item);
            #[cfg(Py_LIMITED_API)]
            ffi::PyList_SetItem(list.as_ptr(), filled as Py_ssize_t, item);
        }
        filled += 1;
    }
    for item in iter {
        let item = item.into_pyobject_or_pyerr(py)?;
        // SAFETY: attached; both are alive.
        error_on_minus_one(py, unsafe {
            ffi::PyList_Append(list.as_ptr(), item.as_ptr())
        })?;
    }
    Ok(list)
}

/// The length of a new collection for the C API.
///
/// # Panics
/// If it is larger than any collection can be.
#[inline]
#[track_caller]
pub(super) fn new_length(len: usize) -> Py_ssize_t {
    len.try_into()
        .expect("out of range integral type conversion attempted on `elements.len()`")
}

/// Stops for an iterator that gave fewer items than it promised.
#[cold]
#[track_caller]
pub(super) fn promised_more(class: &str, promise: &str) -> ! {
    panic!(
        "Attempted to create {class} but `elements` was smaller than reported by its `{promise}` implementation."
    );
}

impl PyList {
    /// A list of the elements, each converted.
    ///
    /// # Errors
    /// What converting an element reports; `MemoryError`.
    ///
    /// # Panics
    /// If the iterator gives fewer elements than its `size_hint` promised.
    #[inline]
    #[track_caller]
    pub fn new<'py, T>(
        py: Python<'py>,
        elements: impl IntoIterator<Item = T>,
    ) -> PyResult<Bound<'py, PyList>>
    where
        T: IntoPyObject<'py>,
    {
        // SAFETY: what is made is a list.
        list_from_iter(py, elements.into_iter()).map(|list| unsafe { list.cast_into_unchecked() })
    }

    /// A list without elements.
    ///
    /// # Panics
    /// If out of memory.
    #[inline]
    pub fn empty(py: Python<'_>) -> Bound<'_, PyList> {
        // SAFETY: attached.
        unsafe { Bound::from_owned_ptr(py, ffi::PyList_New(0)).cast_into_unchecked() }
    }
}

/// A list's methods. Indices beyond the end raise `IndexError`, slices are clipped, as in Python.
pub trait PyListMethods<'py>: AsBound<'py, PyList> {
    /// The number of elements.
    #[inline]
    fn len(&self) -> usize {
        let list = self.bound().as_ptr();
        // SAFETY: a list, alive: neither form fails.
        unsafe {
            #[cfg(not(Py_LIMITED_API))]
            let size = ffi::PyList_GET_SIZE(list);
            #[cfg(Py_LIMITED_API)]
            let size = ffi::PyList_Size(list);
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
        // SAFETY: a list is a sequence.
        unsafe { self.bound().cast_unchecked() }
    }

    /// The same object as a sequence.
    fn into_sequence(self) -> Bound<'py, PySequence>;

    /// `self[index]`.
    ///
    /// # Errors
    /// `IndexError`.
    #[inline]
    fn get_item(&self, index: usize) -> PyResult<Bound<'py, PyAny>> {
        let list = self.bound();
        // SAFETY: attached; a list, alive; a borrowed result is owned before other code can run.
        unsafe {
            #[cfg(Py_3_13)]
            let item = Bound::from_owned_ptr_or_err(
                list.py(),
                ffi::PyList_GetItemRef(list.as_ptr(), ssize(index)),
            );
            #[cfg(not(Py_3_13))]
            let item = Bound::from_borrowed_ptr_or_err(
                list.py(),
                ffi::PyList_GetItem(list.as_ptr(), ssize(index)),
            );
            item
        }
    }

    /// `self[index]`, unchecked.
    ///
    /// # Safety
    /// `index` is less than the list's length, also while other threads run.
    #[cfg(not(Py_LIMITED_API))]
    #[inline]
    unsafe fn get_item_unchecked(&self, index: usize) -> Bound<'py, PyAny> {
        let list = self.bound().as_ptr();
        // SAFETY: the caller vouches for the index; a list's slots are filled.
        unsafe {
            let item = ffi::PyList_GET_ITEM(list, index as Py_ssize_t);
            Borrowed::from_non_null(NonNull::new_unchecked(item)).to_owned()
        }
    }

    /// `self[low:high]`.
    fn get_slice(&self, low: usize, high: usize) -> Bound<'py, PyList> {
        let list = self.bound();
        // SAFETY: attached; a list, alive.
        unsafe {
            let slice = ffi::PyList_GetSlice(list.as_ptr(), ssize(low), ssize(high));
            Bound::from_owned_ptr(list.py(), slice).cast_into_unchecked()
        }
    }

    /// `self[index] = item`.
    ///
    /// # Errors
    /// `IndexError`, or what converting the item reports.
    fn set_item<I>(&self, index: usize, item: I) -> PyResult<()>
    where
        I: IntoPyObject<'py>,
    {
        let list = self.bound();
        let item = item.into_pyobject_or_pyerr(list.py())?.into_ptr();
        // SAFETY: attached; a list, alive; the reference is given up also on failure.
        error_on_minus_one(list.py(), unsafe {
            ffi::PyList_SetItem(list.as_ptr(), ssize(index), item)
        })
    }

    /// `del self[index]`.
    ///
    /// # Errors
    /// `IndexError`.
    fn del_item(&self, index: usize) -> PyResult<()> {
        let list = self.bound();
        // SAFETY: attached; a list, alive.
        error_on_minus_one(list.py(), unsafe {
            ffi::PySequence_DelItem(list.as_ptr(), ssize(index))
        })
    }

    /// `self[low:high] = seq`.
    ///
    /// # Errors
    /// `TypeError` if `seq` is not iterable, or what iterating raises.
    fn set_slice(&self, low: usize, high: usize, seq: &Bound<'_, PyAny>) -> PyResult<()> {
        let list = self.bound();
        // SAFETY: attached; both are alive.
        error_on_minus_one(list.py(), unsafe {
            ffi::PyList_SetSlice(list.as_ptr(), ssize(low), ssize(high), seq.as_ptr())
        })
    }

    /// `del self[low:high]`.
    ///
    /// # Errors
    /// `MemoryError`.
    fn del_slice(&self, low: usize, high: usize) -> PyResult<()> {
        let list = self.bound();
        // SAFETY: attached; a list, alive; no replacement deletes.
        error_on_minus_one(list.py(), unsafe {
            ffi::PyList_SetSlice(
                list.as_ptr(),
                ssize(low),
                ssize(high),
                core::ptr::null_mut(),
            )
        })
    }

    /// Adds `item` at the end.
    ///
    /// # Errors
    /// What converting the item reports; `MemoryError`.
    #[inline]
    fn append<I>(&self, item: I) -> PyResult<()>
    where
        I: IntoPyObject<'py>,
    {
        let list = self.bound();
        let item = item.into_pyobject_or_pyerr(list.py())?;
        // SAFETY: attached; both are alive.
        error_on_minus_one(list.py(), unsafe {
            ffi::PyList_Append(list.as_ptr(), item.as_ptr())
        })
    }

    /// Adds `item` before `index`.
    ///
    /// # Errors
    /// What converting the item reports; `MemoryError`.
    fn insert<I>(&self, index: usize, item: I) -> PyResult<()>
    where
        I: IntoPyObject<'py>,
    {
        let list = self.bound();
        let item = item.into_pyobject_or_pyerr(list.py())?;
        // SAFETY: attached; both are alive.
        error_on_minus_one(list.py(), unsafe {
            ffi::PyList_Insert(list.as_ptr(), ssize(index), item.as_ptr())
        })
    }

    /// `value in self`.
    ///
    /// # Errors
    /// What a comparison raises.
    fn contains<V>(&self, value: V) -> PyResult<bool>
    where
        V: IntoPyObject<'py>,
    {
        let list = self.bound();
        let value = value.into_pyobject_or_pyerr(list.py())?;
        // SAFETY: attached; both are alive.
        bool_or_error(list.py(), unsafe {
            ffi::PySequence_Contains(list.as_ptr(), value.as_ptr())
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
        let list = self.bound();
        let value = value.into_pyobject_or_pyerr(list.py())?;
        // SAFETY: attached; both are alive.
        size_or_error(list, unsafe {
            ffi::PySequence_Index(list.as_ptr(), value.as_ptr())
        })
    }

    /// The elements, one after another. Elements removed meanwhile are not seen.
    #[inline]
    fn iter(&self) -> BoundListIterator<'py> {
        BoundListIterator::new(self.bound().clone())
    }

    /// Runs `closure` for each element, with the list locked where there is no GIL.
    ///
    /// # Errors
    /// The first error that `closure` returns.
    fn locked_for_each<F>(&self, closure: F) -> PyResult<()>
    where
        F: Fn(Bound<'py, PyAny>) -> PyResult<()>,
    {
        crate::sync::critical_section::with_critical_section(self.bound(), || {
            self.iter().try_for_each(closure)
        })
    }

    /// Sorts in place.
    ///
    /// # Errors
    /// What a comparison raises.
    fn sort(&self) -> PyResult<()> {
        let list = self.bound();
        // SAFETY: attached; a list, alive.
        error_on_minus_one(list.py(), unsafe { ffi::PyList_Sort(list.as_ptr()) })
    }

    /// Reverses in place.
    ///
    /// # Errors
    /// None that Python documents.
    fn reverse(&self) -> PyResult<()> {
        let list = self.bound();
        // SAFETY: attached; a list, alive.
        error_on_minus_one(list.py(), unsafe { ffi::PyList_Reverse(list.as_ptr()) })
    }

    /// A tuple of the elements.
    ///
    /// # Panics
    /// If out of memory.
    fn to_tuple(&self) -> Bound<'py, PyTuple> {
        let list = self.bound();
        // SAFETY: attached; a list, alive; the result is a tuple.
        unsafe {
            Bound::from_owned_ptr(list.py(), ffi::PyList_AsTuple(list.as_ptr()))
                .cast_into_unchecked()
        }
    }
}

impl<'py> PyListMethods<'py> for Bound<'py, PyList> {
    fn into_sequence(self) -> Bound<'py, PySequence> {
        // SAFETY: a list is a sequence.
        unsafe { self.cast_into_unchecked() }
    }
}
