//! `listobject.h`: lists.

use super::*;
use core::ffi::c_int;

/// A list.
#[cfg(not(Py_LIMITED_API))]
#[repr(C)]
pub struct PyListObject {
    pub ob_base: PyVarObject,
    pub ob_item: *mut *mut PyObject,
    pub allocated: Py_ssize_t,
}

type_checks! {
    PyList_Check: flag Py_TPFLAGS_LIST_SUBCLASS;
    PyList_CheckExact: exact PyList_Type;
}

/// Item `i` of `op`, borrowed, without any check.
///
/// # Safety
/// `op` must be a live list with more than `i` items.
#[cfg(not(Py_LIMITED_API))]
#[inline(always)]
pub unsafe fn PyList_GET_ITEM(op: *mut PyObject, i: Py_ssize_t) -> *mut PyObject {
    // SAFETY: the caller passes a list and an index within it.
    unsafe { *(*op.cast::<PyListObject>()).ob_item.offset(i) }
}

/// Number of items of `op`, without any check.
///
/// # Safety
/// `op` must be a live list.
#[cfg(not(Py_LIMITED_API))]
#[inline(always)]
pub unsafe fn PyList_GET_SIZE(op: *mut PyObject) -> Py_ssize_t {
    // SAFETY: the caller passes a list.
    unsafe { Py_SIZE(op) }
}

/// Fills slot `i` of a list under construction, taking over the reference to `v`.
///
/// # Safety
/// `op` must be a live list with more than `i` slots, and slot `i` must be empty.
#[cfg(not(Py_LIMITED_API))]
#[inline(always)]
pub unsafe fn PyList_SET_ITEM(op: *mut PyObject, i: Py_ssize_t, v: *mut PyObject) {
    // SAFETY: the caller passes a list and an empty slot of it.
    unsafe { *(*op.cast::<PyListObject>()).ob_item.offset(i) = v }
}

#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub static mut PyListIter_Type: PyTypeObject;
    pub static mut PyListRevIter_Type: PyTypeObject;
    pub static mut PyList_Type: PyTypeObject;
    pub fn PyList_Append(arg1: *mut PyObject, arg2: *mut PyObject) -> c_int;
    pub fn PyList_AsTuple(arg1: *mut PyObject) -> *mut PyObject;
    pub fn PyList_GetItem(arg1: *mut PyObject, arg2: Py_ssize_t) -> *mut PyObject;
    pub fn PyList_GetSlice(
        arg1: *mut PyObject,
        arg2: Py_ssize_t,
        arg3: Py_ssize_t,
    ) -> *mut PyObject;
    pub fn PyList_Insert(arg1: *mut PyObject, arg2: Py_ssize_t, arg3: *mut PyObject) -> c_int;
    pub fn PyList_New(size: Py_ssize_t) -> *mut PyObject;
    pub fn PyList_Reverse(arg1: *mut PyObject) -> c_int;
    pub fn PyList_SetItem(arg1: *mut PyObject, arg2: Py_ssize_t, arg3: *mut PyObject) -> c_int;
    pub fn PyList_SetSlice(
        arg1: *mut PyObject,
        arg2: Py_ssize_t,
        arg3: Py_ssize_t,
        arg4: *mut PyObject,
    ) -> c_int;
    pub fn PyList_Size(arg1: *mut PyObject) -> Py_ssize_t;
    pub fn PyList_Sort(arg1: *mut PyObject) -> c_int;
}

#[cfg(Py_3_13)]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn PyList_GetItemRef(arg1: *mut PyObject, arg2: Py_ssize_t) -> *mut PyObject;
}

#[cfg(all(not(Py_LIMITED_API), Py_3_13))]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn PyList_Clear(self_: *mut PyObject) -> c_int;
    pub fn PyList_Extend(self_: *mut PyObject, iterable: *mut PyObject) -> c_int;
}

#[cfg(all(not(Py_LIMITED_API), not(Py_3_13)))]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn _PyList_Extend(arg1: *mut PyListObject, arg2: *mut PyObject) -> *mut PyObject;
}
