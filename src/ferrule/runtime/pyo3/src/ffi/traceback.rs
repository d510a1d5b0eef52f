//! `traceback.h`: tracebacks.

use super::*;
use core::ffi::c_int;

type_checks! {
    PyTraceBack_Check: exact PyTraceBack_Type;
}

#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub static mut PyTraceBack_Type: PyTypeObject;
    pub fn PyTraceBack_Here(arg1: *mut PyFrameObject) -> c_int;
    pub fn PyTraceBack_Print(arg1: *mut PyObject, arg2: *mut PyObject) -> c_int;
}
