//! Reading argument tuples: directly where the ABI allows, by function elsewhere.

use crate::ffi;

/// The number of items in a tuple.
///
/// # Safety
/// `tuple` is a tuple.
#[inline]
pub(super) unsafe fn tuple_size(tuple: *mut ffi::PyObject) -> ffi::Py_ssize_t {
    // SAFETY: the caller's contract.
    #[cfg(not(Py_LIMITED_API))]
    unsafe {
        ffi::PyTuple_GET_SIZE(tuple)
    }
    // SAFETY: the caller's contract.
    #[cfg(Py_LIMITED_API)]
    unsafe {
        ffi::PyTuple_Size(tuple)
    }
}

/// An item of a tuple, borrowed.
///
/// # Safety
/// `tuple` is a tuple with more than `index` items.
#[inline]
pub(super) unsafe fn tuple_item(
    tuple: *mut ffi::PyObject,
    index: ffi::Py_ssize_t,
) -> *mut ffi::PyObject {
    // SAFETY: the caller's contract.
    #[cfg(not(Py_LIMITED_API))]
    unsafe {
        ffi::PyTuple_GET_ITEM(tuple, index)
    }
    // SAFETY: the caller's contract.
    #[cfg(Py_LIMITED_API)]
    unsafe {
        ffi::PyTuple_GetItem(tuple, index)
    }
}

/// The items of a tuple, side by side, borrowed.
///
/// # Safety
/// `tuple` is a tuple.
#[cfg(not(Py_LIMITED_API))]
#[inline]
pub(super) unsafe fn tuple_items(tuple: *mut ffi::PyObject) -> *const *mut ffi::PyObject {
    // SAFETY: the caller's contract; the array may be empty, and is never read then.
    unsafe { (&raw const (*tuple.cast::<ffi::PyTupleObject>()).ob_item).cast() }
}
