//! `boolobject.h`: `True` and `False`.

use super::*;
use core::ffi::{c_int, c_long};

type_checks! {
    PyBool_Check: exact PyBool_Type;
}

singleton!(
    /// `True`.
    Py_True, _Py_TrueStruct, Py_CONSTANT_TRUE
);
singleton!(
    /// `False`.
    Py_False, _Py_FalseStruct, Py_CONSTANT_FALSE
);

/// Whether `x` is `True`.
///
/// # Safety
/// The interpreter must be initialised.
#[inline(always)]
pub unsafe fn Py_IsTrue(x: *mut PyObject) -> c_int {
    // SAFETY: same contract.
    unsafe { (x == Py_True()) as c_int }
}

/// Whether `x` is `False`.
///
/// # Safety
/// The interpreter must be initialised.
#[inline(always)]
pub unsafe fn Py_IsFalse(x: *mut PyObject) -> c_int {
    // SAFETY: same contract.
    unsafe { (x == Py_False()) as c_int }
}

#[cfg(not(all(Py_LIMITED_API, Py_3_13)))]
extern "C" {
    pub static mut _Py_TrueStruct: PyLongObject;
    pub static mut _Py_FalseStruct: PyLongObject;
}

#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn PyBool_FromLong(arg1: c_long) -> *mut PyObject;
}
