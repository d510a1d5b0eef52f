//! `tupleobject.h` and `structseq.h`: tuples and tuples with named fields.

use super::*;
use core::ffi::{c_char, c_int};

/// A tuple.
#[cfg(not(Py_LIMITED_API))]
#[repr(C)]
pub struct PyTupleObject {
    pub ob_base: PyVarObject,
    /// The hash, kept since 3.14.
    #[cfg(Py_3_14)]
    pub ob_hash: Py_hash_t,
    pub ob_item: [*mut PyObject; 1],
}

type_checks! {
    PyTuple_Check: flag Py_TPFLAGS_TUPLE_SUBCLASS;
    PyTuple_CheckExact: exact PyTuple_Type;
}

/// Item `i` of `op`, borrowed, without any check.
///
/// # Safety
/// `op` must be a live tuple with more than `i` items.
#[cfg(not(Py_LIMITED_API))]
#[inline(always)]
pub unsafe fn PyTuple_GET_ITEM(op: *mut PyObject, i: Py_ssize_t) -> *mut PyObject {
    // SAFETY: the caller passes a tuple and an index within it.
    unsafe {
        *(&raw const (*op.cast::<PyTupleObject>()).ob_item)
            .cast::<*mut PyObject>()
            .offset(i)
    }
}

/// Number of items of `op`, without any check.
///
/// # Safety
/// `op` must be a live tuple.
#[cfg(not(Py_LIMITED_API))]
#[inline(always)]
pub unsafe fn PyTuple_GET_SIZE(op: *mut PyObject) -> Py_ssize_t {
    // SAFETY: the caller passes a tuple.
    unsafe { Py_SIZE(op) }
}

/// Fills slot `i` of a tuple under construction, taking over the reference to `v`.
///
/// # Safety
/// `op` must be a tuple nobody else sees yet, with more than `i` slots, and slot `i` must be empty.
#[cfg(not(Py_LIMITED_API))]
#[inline(always)]
pub unsafe fn PyTuple_SET_ITEM(op: *mut PyObject, i: Py_ssize_t, v: *mut PyObject) {
    // SAFETY: the caller passes a tuple of its own and an empty slot of it.
    unsafe {
        *(&raw mut (*op.cast::<PyTupleObject>()).ob_item)
            .cast::<*mut PyObject>()
            .offset(i) = v
    }
}

/// A named field of a struct sequence.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct PyStructSequence_Field {
    pub name: *const c_char,
    pub doc: *const c_char,
}

/// Describes a struct sequence type.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct PyStructSequence_Desc {
    pub name: *const c_char,
    pub doc: *const c_char,
    pub fields: *mut PyStructSequence_Field,
    pub n_in_sequence: c_int,
}

#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub static mut PyTupleIter_Type: PyTypeObject;
    pub static mut PyTuple_Type: PyTypeObject;
    pub fn PyStructSequence_GetItem(arg1: *mut PyObject, arg2: Py_ssize_t) -> *mut PyObject;
    pub fn PyStructSequence_New(type_: *mut PyTypeObject) -> *mut PyObject;
    pub fn PyStructSequence_NewType(desc: *mut PyStructSequence_Desc) -> *mut PyTypeObject;
    pub fn PyStructSequence_SetItem(arg1: *mut PyObject, arg2: Py_ssize_t, arg3: *mut PyObject);
    pub fn PyTuple_GetItem(arg1: *mut PyObject, arg2: Py_ssize_t) -> *mut PyObject;
    pub fn PyTuple_GetSlice(
        arg1: *mut PyObject,
        arg2: Py_ssize_t,
        arg3: Py_ssize_t,
    ) -> *mut PyObject;
    pub fn PyTuple_New(size: Py_ssize_t) -> *mut PyObject;
    pub fn PyTuple_Pack(arg1: Py_ssize_t, ...) -> *mut PyObject;
    pub fn PyTuple_SetItem(arg1: *mut PyObject, arg2: Py_ssize_t, arg3: *mut PyObject) -> c_int;
    pub fn PyTuple_Size(arg1: *mut PyObject) -> Py_ssize_t;
}

#[cfg(not(Py_LIMITED_API))]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn PyStructSequence_InitType(type_: *mut PyTypeObject, desc: *mut PyStructSequence_Desc);
    pub fn PyStructSequence_InitType2(
        type_: *mut PyTypeObject,
        desc: *mut PyStructSequence_Desc,
    ) -> c_int;
    pub fn _PyTuple_Resize(arg1: *mut *mut PyObject, arg2: Py_ssize_t) -> c_int;
}
