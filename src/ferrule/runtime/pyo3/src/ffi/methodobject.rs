//! `methodobject.h`: built-in functions and their descriptors.

use super::*;
use core::ffi::{c_char, c_int, c_void};

pub type PyCFunction =
    unsafe extern "C" fn(slf: *mut PyObject, args: *mut PyObject) -> *mut PyObject;
pub type PyCFunctionFast = unsafe extern "C" fn(
    slf: *mut PyObject,
    args: *mut *mut PyObject,
    nargs: Py_ssize_t,
) -> *mut PyObject;
pub type PyCFunctionWithKeywords = unsafe extern "C" fn(
    slf: *mut PyObject,
    args: *mut PyObject,
    kwds: *mut PyObject,
) -> *mut PyObject;
pub type PyCFunctionFastWithKeywords = unsafe extern "C" fn(
    slf: *mut PyObject,
    args: *const *mut PyObject,
    nargs: Py_ssize_t,
    kwnames: *mut PyObject,
) -> *mut PyObject;
pub type PyCMethod = unsafe extern "C" fn(
    slf: *mut PyObject,
    defining_class: *mut PyTypeObject,
    args: *const *mut PyObject,
    nargs: usize,
    kwnames: *mut PyObject,
) -> *mut PyObject;
/// The name of `PyCFunctionFast` before 3.13.
pub type _PyCFunctionFast = PyCFunctionFast;
/// The name of `PyCFunctionFastWithKeywords` before 3.13.
pub type _PyCFunctionFastWithKeywords = PyCFunctionFastWithKeywords;

/// The function of a method definition; the flags say which variant is meant.
#[repr(C)]
#[derive(Clone, Copy)]
pub union PyMethodDefPointer {
    pub PyCFunction: PyCFunction,
    pub PyCFunctionWithKeywords: PyCFunctionWithKeywords,
    pub PyCFunctionFast: PyCFunctionFast,
    pub PyCFunctionFastWithKeywords: PyCFunctionFastWithKeywords,
    pub PyCMethod: PyCMethod,
    pub Void: *mut c_void,
}

impl PyMethodDefPointer {
    /// The bits of the pointer.
    pub fn as_ptr(&self) -> *mut c_void {
        // SAFETY: every variant is one pointer wide and any pointer may be read as `*mut c_void`.
        unsafe { self.Void }
    }

    /// Whether no function is set.
    pub fn is_null(&self) -> bool {
        self.as_ptr().is_null()
    }

    /// No function.
    pub const fn zeroed() -> Self {
        Self {
            Void: core::ptr::null_mut(),
        }
    }
}

impl PartialEq for PyMethodDefPointer {
    fn eq(&self, other: &Self) -> bool {
        self.as_ptr() == other.as_ptr()
    }
}

impl Eq for PyMethodDefPointer {}

/// Describes a built-in function or method.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PyMethodDef {
    pub ml_name: *const c_char,
    pub ml_meth: PyMethodDefPointer,
    pub ml_flags: c_int,
    pub ml_doc: *const c_char,
}

impl PyMethodDef {
    /// The entry that ends a table.
    pub const fn zeroed() -> Self {
        Self {
            ml_name: core::ptr::null(),
            ml_meth: PyMethodDefPointer::zeroed(),
            ml_flags: 0,
            ml_doc: core::ptr::null(),
        }
    }
}

impl Default for PyMethodDef {
    fn default() -> Self {
        Self::zeroed()
    }
}

// SAFETY: a definition is plain data; what its pointers lead to is read-only by the contract of the C API.
unsafe impl Sync for PyMethodDef {}
// SAFETY: as above.
unsafe impl Send for PyMethodDef {}

pub const METH_VARARGS: c_int = 0x0001;
pub const METH_KEYWORDS: c_int = 0x0002;
pub const METH_NOARGS: c_int = 0x0004;
pub const METH_O: c_int = 0x0008;
pub const METH_CLASS: c_int = 0x0010;
pub const METH_STATIC: c_int = 0x0020;
pub const METH_COEXIST: c_int = 0x0040;
/// Stable ABI since 3.10, available before.
#[cfg(any(not(Py_LIMITED_API), Py_3_10))]
pub const METH_FASTCALL: c_int = 0x0080;
#[cfg(not(Py_LIMITED_API))]
pub const METH_METHOD: c_int = 0x0200;

/// A built-in function object.
#[cfg(not(Py_LIMITED_API))]
#[repr(C)]
pub struct PyCFunctionObject {
    pub ob_base: PyObject,
    pub m_ml: *mut PyMethodDef,
    pub m_self: *mut PyObject,
    pub m_module: *mut PyObject,
    pub m_weakreflist: *mut PyObject,
    pub vectorcall: Option<vectorcallfunc>,
}

/// A built-in method object that knows its class.
#[cfg(not(Py_LIMITED_API))]
#[repr(C)]
pub struct PyCMethodObject {
    pub func: PyCFunctionObject,
    pub mm_class: *mut PyTypeObject,
}

type_checks! {
    PyCFunction_CheckExact: exact PyCFunction_Type;
    PyCFunction_Check: subtype PyCFunction_Type;
}

/// A built-in function object for `ml`.
///
/// # Safety
/// `ml` must outlive the function object; `slf` may be null; the thread must be attached.
#[inline]
pub unsafe fn PyCFunction_New(ml: *mut PyMethodDef, slf: *mut PyObject) -> *mut PyObject {
    // SAFETY: same contract.
    unsafe { PyCFunction_NewEx(ml, slf, core::ptr::null_mut()) }
}

#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub static mut PyCFunction_Type: PyTypeObject;
    pub fn PyCFunction_GetFlags(arg1: *mut PyObject) -> c_int;
    pub fn PyCFunction_GetFunction(arg1: *mut PyObject) -> Option<PyCFunction>;
    pub fn PyCFunction_GetSelf(arg1: *mut PyObject) -> *mut PyObject;
    pub fn PyCFunction_NewEx(
        arg1: *mut PyMethodDef,
        arg2: *mut PyObject,
        arg3: *mut PyObject,
    ) -> *mut PyObject;
    pub fn PyCMethod_New(
        arg1: *mut PyMethodDef,
        arg2: *mut PyObject,
        arg3: *mut PyObject,
        arg4: *mut PyTypeObject,
    ) -> *mut PyObject;
}

#[cfg(all(not(Py_LIMITED_API), not(Py_3_13)))]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn PyCFunction_Call(
        arg1: *mut PyObject,
        arg2: *mut PyObject,
        arg3: *mut PyObject,
    ) -> *mut PyObject;
}

#[cfg(not(Py_LIMITED_API))]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub static mut PyCMethod_Type: PyTypeObject;
}
