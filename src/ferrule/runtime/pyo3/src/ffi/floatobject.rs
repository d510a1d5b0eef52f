//! `floatobject.h`: floating point numbers.

use super::*;
use core::ffi::{c_char, c_double, c_int, c_uchar};

/// A float.
#[cfg(not(Py_LIMITED_API))]
#[repr(C)]
pub struct PyFloatObject {
    pub ob_base: PyObject,
    pub ob_fval: core::ffi::c_double,
}

type_checks! {
    PyFloat_Check: subtype PyFloat_Type;
    PyFloat_CheckExact: exact PyFloat_Type;
}

/// The value of a float, without any check.
///
/// # Safety
/// `op` must point to a live float or an instance of a subtype.
#[cfg(not(Py_LIMITED_API))]
#[inline(always)]
pub unsafe fn PyFloat_AS_DOUBLE(op: *mut PyObject) -> core::ffi::c_double {
    // SAFETY: the caller passes a float.
    unsafe { (*op.cast::<PyFloatObject>()).ob_fval }
}

#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub static mut PyFloat_Type: PyTypeObject;
    pub fn PyFloat_AsDouble(arg1: *mut PyObject) -> c_double;
    pub fn PyFloat_FromDouble(arg1: c_double) -> *mut PyObject;
    pub fn PyFloat_FromString(arg1: *mut PyObject) -> *mut PyObject;
    pub fn PyFloat_GetInfo() -> *mut PyObject;
    pub fn PyFloat_GetMax() -> c_double;
    pub fn PyFloat_GetMin() -> c_double;
}

#[cfg(all(not(Py_LIMITED_API), Py_3_11))]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn PyFloat_Pack2(x: c_double, p: *mut c_char, le: c_int) -> c_int;
    pub fn PyFloat_Pack4(x: c_double, p: *mut c_char, le: c_int) -> c_int;
    pub fn PyFloat_Pack8(x: c_double, p: *mut c_char, le: c_int) -> c_int;
    pub fn PyFloat_Unpack2(p: *const c_char, le: c_int) -> c_double;
    pub fn PyFloat_Unpack4(p: *const c_char, le: c_int) -> c_double;
    pub fn PyFloat_Unpack8(p: *const c_char, le: c_int) -> c_double;
}

#[cfg(all(not(Py_LIMITED_API), not(Py_3_11)))]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn _PyFloat_Pack8(x: c_double, p: *mut c_uchar, le: c_int) -> c_int;
    pub fn _PyFloat_Unpack8(p: *const c_uchar, le: c_int) -> c_double;
}
