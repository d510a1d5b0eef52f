//! `bytesobject.h`: immutable bytes.

use super::*;
use core::ffi::{c_char, c_int};

/// A bytes object; the data ends with a zero that is not counted.
#[cfg(not(Py_LIMITED_API))]
#[repr(C)]
pub struct PyBytesObject {
    pub ob_base: PyVarObject,
    pub ob_shash: Py_hash_t,
    pub ob_sval: [core::ffi::c_char; 1],
}

type_checks! {
    PyBytes_Check: flag Py_TPFLAGS_BYTES_SUBCLASS;
    PyBytes_CheckExact: exact PyBytes_Type;
}

/// The data of `op`, without any check.
///
/// # Safety
/// `op` must be a live bytes object.
#[cfg(not(Py_LIMITED_API))]
#[inline(always)]
pub unsafe fn PyBytes_AS_STRING(op: *mut PyObject) -> *mut core::ffi::c_char {
    // SAFETY: the caller passes a bytes object.
    unsafe { (&raw mut (*op.cast::<PyBytesObject>()).ob_sval).cast() }
}

/// The length of `op`, without any check.
///
/// # Safety
/// `op` must be a live bytes object.
#[cfg(not(Py_LIMITED_API))]
#[inline(always)]
pub unsafe fn PyBytes_GET_SIZE(op: *mut PyObject) -> Py_ssize_t {
    // SAFETY: the caller passes a bytes object.
    unsafe { Py_SIZE(op) }
}

#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub static mut PyBytesIter_Type: PyTypeObject;
    pub static mut PyBytes_Type: PyTypeObject;
    pub fn PyBytes_AsString(arg1: *mut PyObject) -> *mut c_char;
    pub fn PyBytes_AsStringAndSize(
        obj: *mut PyObject,
        s: *mut *mut c_char,
        len: *mut Py_ssize_t,
    ) -> c_int;
    pub fn PyBytes_Concat(arg1: *mut *mut PyObject, arg2: *mut PyObject);
    pub fn PyBytes_ConcatAndDel(arg1: *mut *mut PyObject, arg2: *mut PyObject);
    pub fn PyBytes_DecodeEscape(
        arg1: *const c_char,
        arg2: Py_ssize_t,
        arg3: *const c_char,
        arg4: Py_ssize_t,
        arg5: *const c_char,
    ) -> *mut PyObject;
    pub fn PyBytes_FromFormat(arg1: *const c_char, ...) -> *mut PyObject;
    pub fn PyBytes_FromObject(arg1: *mut PyObject) -> *mut PyObject;
    pub fn PyBytes_FromString(arg1: *const c_char) -> *mut PyObject;
    pub fn PyBytes_FromStringAndSize(arg1: *const c_char, arg2: Py_ssize_t) -> *mut PyObject;
    pub fn PyBytes_Repr(arg1: *mut PyObject, arg2: c_int) -> *mut PyObject;
    pub fn PyBytes_Size(arg1: *mut PyObject) -> Py_ssize_t;
}

#[cfg(not(Py_LIMITED_API))]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn _PyBytes_Resize(arg1: *mut *mut PyObject, arg2: Py_ssize_t) -> c_int;
}

#[cfg(all(Py_3_14, not(Py_LIMITED_API)))]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn PyBytes_Join(sep: *mut PyObject, iterable: *mut PyObject) -> *mut PyObject;
}
