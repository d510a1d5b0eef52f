//! `iterobject.h`, `enumobject.h` and `rangeobject.h`: iterators and ranges.

use super::*;

type_checks! {
    PySeqIter_Check: exact PySeqIter_Type;
    PyCallIter_Check: exact PyCallIter_Type;
    PyRange_Check: exact PyRange_Type;
}

#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub static mut PyCallIter_Type: PyTypeObject;
    pub static mut PyEnum_Type: PyTypeObject;
    pub static mut PyFilter_Type: PyTypeObject;
    pub static mut PyLongRangeIter_Type: PyTypeObject;
    pub static mut PyMap_Type: PyTypeObject;
    pub static mut PyRangeIter_Type: PyTypeObject;
    pub static mut PyRange_Type: PyTypeObject;
    pub static mut PyReversed_Type: PyTypeObject;
    pub static mut PySeqIter_Type: PyTypeObject;
    pub static mut PyZip_Type: PyTypeObject;
    pub fn PyCallIter_New(arg1: *mut PyObject, arg2: *mut PyObject) -> *mut PyObject;
    pub fn PySeqIter_New(arg1: *mut PyObject) -> *mut PyObject;
}
