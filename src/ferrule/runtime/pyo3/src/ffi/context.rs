//! `context.h`: context variables.

use super::*;
use core::ffi::{c_char, c_int};

type_checks! {
    PyContext_CheckExact: exact PyContext_Type;
    PyContextVar_CheckExact: exact PyContextVar_Type;
    PyContextToken_CheckExact: exact PyContextToken_Type;
}

#[cfg(not(Py_LIMITED_API))]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub static mut PyContextToken_Type: PyTypeObject;
    pub static mut PyContextVar_Type: PyTypeObject;
    pub static mut PyContext_Type: PyTypeObject;
    pub fn PyContextVar_Get(
        var: *mut PyObject,
        default_value: *mut PyObject,
        value: *mut *mut PyObject,
    ) -> c_int;
    pub fn PyContextVar_New(name: *const c_char, default_value: *mut PyObject) -> *mut PyObject;
    pub fn PyContextVar_Reset(var: *mut PyObject, token: *mut PyObject) -> c_int;
    pub fn PyContextVar_Set(var: *mut PyObject, value: *mut PyObject) -> *mut PyObject;
    pub fn PyContext_Copy(arg1: *mut PyObject) -> *mut PyObject;
    pub fn PyContext_CopyCurrent() -> *mut PyObject;
    pub fn PyContext_Enter(arg1: *mut PyObject) -> c_int;
    pub fn PyContext_Exit(arg1: *mut PyObject) -> c_int;
    pub fn PyContext_New() -> *mut PyObject;
}
