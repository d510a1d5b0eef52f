//! `complexobject.h`: complex numbers.

use super::*;
use core::ffi::c_double;

/// The value of a complex number.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Py_complex {
    pub real: c_double,
    pub imag: c_double,
}

/// A complex number object.
#[cfg(not(Py_LIMITED_API))]
#[repr(C)]
pub struct PyComplexObject {
    pub ob_base: PyObject,
    pub cval: Py_complex,
}

type_checks! {
    PyComplex_Check: subtype PyComplex_Type;
    PyComplex_CheckExact: exact PyComplex_Type;
}

#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub static mut PyComplex_Type: PyTypeObject;
    pub fn PyComplex_FromDoubles(real: c_double, imag: c_double) -> *mut PyObject;
    pub fn PyComplex_ImagAsDouble(op: *mut PyObject) -> c_double;
    pub fn PyComplex_RealAsDouble(op: *mut PyObject) -> c_double;
}

#[cfg(not(Py_LIMITED_API))]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn PyComplex_AsCComplex(op: *mut PyObject) -> Py_complex;
    pub fn PyComplex_FromCComplex(arg1: Py_complex) -> *mut PyObject;
}
