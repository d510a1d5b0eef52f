//! `memoryobject.h`: memory views.

use super::*;
use core::ffi::{c_char, c_int};

type_checks! {
    PyMemoryView_Check: exact PyMemoryView_Type;
}

#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub static mut PyMemoryView_Type: PyTypeObject;
    pub fn PyMemoryView_FromMemory(
        mem: *mut c_char,
        size: Py_ssize_t,
        flags: c_int,
    ) -> *mut PyObject;
    pub fn PyMemoryView_FromObject(base: *mut PyObject) -> *mut PyObject;
    pub fn PyMemoryView_GetContiguous(
        base: *mut PyObject,
        buffertype: c_int,
        order: c_char,
    ) -> *mut PyObject;
}

#[cfg(any(not(Py_LIMITED_API), Py_3_11))]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn PyMemoryView_FromBuffer(info: *const Py_buffer) -> *mut PyObject;
}

#[cfg(not(Py_LIMITED_API))]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub static mut PyPickleBuffer_Type: PyTypeObject;
    pub fn PyPickleBuffer_FromObject(arg1: *mut PyObject) -> *mut PyObject;
    pub fn PyPickleBuffer_GetBuffer(arg1: *mut PyObject) -> *const Py_buffer;
    pub fn PyPickleBuffer_Release(arg1: *mut PyObject) -> c_int;
}
