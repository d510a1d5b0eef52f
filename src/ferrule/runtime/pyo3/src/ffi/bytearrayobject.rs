//! `bytearrayobject.h`: mutable bytes.

use super::*;
use core::ffi::{c_char, c_int};

/// A bytearray object.
#[cfg(not(Py_LIMITED_API))]
#[repr(C)]
pub struct PyByteArrayObject {
    pub ob_base: PyVarObject,
    pub ob_alloc: Py_ssize_t,
    pub ob_bytes: *mut core::ffi::c_char,
    pub ob_start: *mut core::ffi::c_char,
    pub ob_exports: Py_ssize_t,
}

type_checks! {
    PyByteArray_Check: subtype PyByteArray_Type;
    PyByteArray_CheckExact: exact PyByteArray_Type;
}

/// The length of `op`, without any check.
///
/// # Safety
/// `op` must be a live bytearray.
#[cfg(not(Py_LIMITED_API))]
#[inline]
pub unsafe fn PyByteArray_GET_SIZE(op: *mut PyObject) -> Py_ssize_t {
    // SAFETY: the caller passes a bytearray.
    unsafe { Py_SIZE(op) }
}

/// The data of `op`, without any check.
///
/// # Safety
/// `op` must be a live bytearray; the pointer is valid until it is resized.
#[cfg(not(Py_LIMITED_API))]
#[inline]
pub unsafe fn PyByteArray_AS_STRING(op: *mut PyObject) -> *mut core::ffi::c_char {
    // SAFETY: the caller passes a bytearray; an empty one is asked through the API for its static data.
    unsafe {
        if Py_SIZE(op) != 0 {
            (*op.cast::<PyByteArrayObject>()).ob_start
        } else {
            PyByteArray_AsString(op)
        }
    }
}

#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub static mut PyByteArrayIter_Type: PyTypeObject;
    pub static mut PyByteArray_Type: PyTypeObject;
    pub fn PyByteArray_AsString(arg1: *mut PyObject) -> *mut c_char;
    pub fn PyByteArray_Concat(arg1: *mut PyObject, arg2: *mut PyObject) -> *mut PyObject;
    pub fn PyByteArray_FromObject(arg1: *mut PyObject) -> *mut PyObject;
    pub fn PyByteArray_FromStringAndSize(arg1: *const c_char, arg2: Py_ssize_t) -> *mut PyObject;
    pub fn PyByteArray_Resize(arg1: *mut PyObject, arg2: Py_ssize_t) -> c_int;
    pub fn PyByteArray_Size(arg1: *mut PyObject) -> Py_ssize_t;
}
