//! `genericaliasobject.h`: `list[int]` and its like.

use super::*;

#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub static mut Py_GenericAliasType: PyTypeObject;
    pub fn Py_GenericAlias(arg1: *mut PyObject, arg2: *mut PyObject) -> *mut PyObject;
}

#[cfg(all(not(Py_LIMITED_API), not(Py_3_11)))]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub static mut _PyNamespace_Type: PyTypeObject;
    pub fn _PyNamespace_New(kwds: *mut PyObject) -> *mut PyObject;
}
