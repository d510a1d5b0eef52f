//! `longobject.h`: integers.

use super::*;
use core::ffi::{
    c_char, c_double, c_int, c_long, c_longlong, c_uchar, c_ulong, c_ulonglong, c_void,
};

/// One digit of an integer in base 2**30.
pub type digit = u32;
/// Bits of a digit that are used.
pub const PyLong_SHIFT: u32 = 30;

/// An integer: sign and number of digits are the sign and the value of `ob_size`.
#[cfg(not(any(Py_LIMITED_API, Py_3_12)))]
#[repr(C)]
pub struct PyLongObject {
    pub ob_base: PyVarObject,
    pub ob_digit: [digit; 1],
}

/// Value of an integer: sign in the two low bits of the tag, number of digits above the third.
#[cfg(all(Py_3_12, not(Py_LIMITED_API)))]
#[repr(C)]
pub struct _PyLongValue {
    pub lv_tag: usize,
    pub ob_digit: [digit; 1],
}

/// An integer.
#[cfg(all(Py_3_12, not(Py_LIMITED_API)))]
#[repr(C)]
pub struct PyLongObject {
    pub ob_base: PyObject,
    pub long_value: _PyLongValue,
}

#[cfg(Py_LIMITED_API)]
opaque!(
    /// An integer, opaque on the stable ABI.
    PyLongObject
);

type_checks! {
    PyLong_Check: flag Py_TPFLAGS_LONG_SUBCLASS;
    PyLong_CheckExact: exact PyLong_Type;
}

#[cfg(Py_3_13)]
pub const Py_ASNATIVEBYTES_DEFAULTS: c_int = -1;
#[cfg(Py_3_13)]
pub const Py_ASNATIVEBYTES_BIG_ENDIAN: c_int = 0;
#[cfg(Py_3_13)]
pub const Py_ASNATIVEBYTES_LITTLE_ENDIAN: c_int = 1;
#[cfg(Py_3_13)]
pub const Py_ASNATIVEBYTES_NATIVE_ENDIAN: c_int = 3;
#[cfg(Py_3_13)]
pub const Py_ASNATIVEBYTES_UNSIGNED_BUFFER: c_int = 4;
#[cfg(Py_3_13)]
pub const Py_ASNATIVEBYTES_REJECT_NEGATIVE: c_int = 8;
#[cfg(Py_3_13)]
pub const Py_ASNATIVEBYTES_ALLOW_INDEX: c_int = 16;

#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn PyLong_AsDouble(arg1: *mut PyObject) -> c_double;
    pub fn PyLong_AsLong(arg1: *mut PyObject) -> c_long;
    pub fn PyLong_AsLongAndOverflow(arg1: *mut PyObject, arg2: *mut c_int) -> c_long;
    pub fn PyLong_AsLongLong(arg1: *mut PyObject) -> c_longlong;
    pub fn PyLong_AsLongLongAndOverflow(arg1: *mut PyObject, arg2: *mut c_int) -> c_longlong;
    pub fn PyLong_AsSize_t(arg1: *mut PyObject) -> usize;
    pub fn PyLong_AsSsize_t(arg1: *mut PyObject) -> Py_ssize_t;
    pub fn PyLong_AsUnsignedLong(arg1: *mut PyObject) -> c_ulong;
    pub fn PyLong_AsUnsignedLongLong(arg1: *mut PyObject) -> c_ulonglong;
    pub fn PyLong_AsUnsignedLongLongMask(arg1: *mut PyObject) -> c_ulonglong;
    pub fn PyLong_AsUnsignedLongMask(arg1: *mut PyObject) -> c_ulong;
    pub fn PyLong_AsVoidPtr(arg1: *mut PyObject) -> *mut c_void;
    pub fn PyLong_FromDouble(arg1: c_double) -> *mut PyObject;
    pub fn PyLong_FromLong(arg1: c_long) -> *mut PyObject;
    pub fn PyLong_FromLongLong(arg1: c_longlong) -> *mut PyObject;
    pub fn PyLong_FromSize_t(arg1: usize) -> *mut PyObject;
    pub fn PyLong_FromSsize_t(arg1: Py_ssize_t) -> *mut PyObject;
    pub fn PyLong_FromString(
        arg1: *const c_char,
        arg2: *mut *mut c_char,
        arg3: c_int,
    ) -> *mut PyObject;
    pub fn PyLong_FromUnsignedLong(arg1: c_ulong) -> *mut PyObject;
    pub fn PyLong_FromUnsignedLongLong(arg1: c_ulonglong) -> *mut PyObject;
    pub fn PyLong_FromVoidPtr(arg1: *mut c_void) -> *mut PyObject;
    pub fn PyLong_GetInfo() -> *mut PyObject;
    pub fn PyOS_strtol(arg1: *const c_char, arg2: *mut *mut c_char, arg3: c_int) -> c_long;
    pub fn PyOS_strtoul(arg1: *const c_char, arg2: *mut *mut c_char, arg3: c_int) -> c_ulong;
}

#[cfg(Py_3_13)]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn PyLong_AsInt(arg1: *mut PyObject) -> c_int;
}

#[cfg(all(not(Py_LIMITED_API), Py_3_12))]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn PyUnstable_Long_CompactValue(op: *const PyLongObject) -> Py_ssize_t;
    pub fn PyUnstable_Long_IsCompact(op: *const PyLongObject) -> c_int;
}

#[cfg(all(not(Py_LIMITED_API), Py_3_13))]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn PyLong_AsNativeBytes(
        v: *mut PyObject,
        buffer: *mut c_void,
        n_bytes: Py_ssize_t,
        flags: c_int,
    ) -> Py_ssize_t;
    pub fn PyLong_FromNativeBytes(
        buffer: *const c_void,
        n_bytes: usize,
        flags: c_int,
    ) -> *mut PyObject;
    pub fn PyLong_FromUnsignedNativeBytes(
        buffer: *const c_void,
        n_bytes: usize,
        flags: c_int,
    ) -> *mut PyObject;
    pub fn _PyLong_AsByteArray(
        v: *mut PyLongObject,
        bytes: *mut c_uchar,
        n: usize,
        little_endian: c_int,
        is_signed: c_int,
        with_exceptions: c_int,
    ) -> c_int;
}

#[cfg(all(not(Py_LIMITED_API), not(Py_3_13)))]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn _PyLong_AsByteArray(
        v: *mut PyLongObject,
        bytes: *mut c_uchar,
        n: usize,
        little_endian: c_int,
        is_signed: c_int,
    ) -> c_int;
    pub fn _PyLong_DivmodNear(arg1: *mut PyObject, arg2: *mut PyObject) -> *mut PyObject;
    pub fn _PyLong_Frexp(a: *mut PyLongObject, e: *mut Py_ssize_t) -> c_double;
}

#[cfg(not(Py_LIMITED_API))]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn PyLong_FromUnicodeObject(u: *mut PyObject, base: c_int) -> *mut PyObject;
    pub fn _PyLong_FromByteArray(
        bytes: *const c_uchar,
        n: usize,
        little_endian: c_int,
        is_signed: c_int,
    ) -> *mut PyObject;
    pub fn _PyLong_GCD(arg1: *mut PyObject, arg2: *mut PyObject) -> *mut PyObject;
    pub fn _PyLong_NumBits(v: *mut PyObject) -> usize;
    pub fn _PyLong_Sign(v: *mut PyObject) -> c_int;
}

#[cfg(all(Py_3_14, not(Py_LIMITED_API)))]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn PyLong_IsPositive(obj: *mut PyObject) -> c_int;
    pub fn PyLong_IsNegative(obj: *mut PyObject) -> c_int;
    pub fn PyLong_IsZero(obj: *mut PyObject) -> c_int;
}

#[cfg(Py_3_14)]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn PyLong_FromInt32(value: i32) -> *mut PyObject;
    pub fn PyLong_FromUInt32(value: u32) -> *mut PyObject;
    pub fn PyLong_FromInt64(value: i64) -> *mut PyObject;
    pub fn PyLong_FromUInt64(value: u64) -> *mut PyObject;
    pub fn PyLong_AsInt32(obj: *mut PyObject, value: *mut i32) -> c_int;
    pub fn PyLong_AsUInt32(obj: *mut PyObject, value: *mut u32) -> c_int;
    pub fn PyLong_AsInt64(obj: *mut PyObject, value: *mut i64) -> c_int;
    pub fn PyLong_AsUInt64(obj: *mut PyObject, value: *mut u64) -> c_int;
}
