//! `descrobject.h` and `structmember.h`: attributes of extension types.

use super::*;
use core::ffi::{c_char, c_int, c_void};

pub type getter = unsafe extern "C" fn(slf: *mut PyObject, closure: *mut c_void) -> *mut PyObject;
pub type setter =
    unsafe extern "C" fn(slf: *mut PyObject, value: *mut PyObject, closure: *mut c_void) -> c_int;

/// Describes a computed attribute.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct PyGetSetDef {
    pub name: *const c_char,
    pub get: Option<getter>,
    pub set: Option<setter>,
    pub doc: *const c_char,
    pub closure: *mut c_void,
}

impl PyGetSetDef {
    /// The entry that ends a table.
    pub const fn zeroed() -> Self {
        Self {
            name: core::ptr::null(),
            get: None,
            set: None,
            doc: core::ptr::null(),
            closure: core::ptr::null_mut(),
        }
    }
}

impl Default for PyGetSetDef {
    fn default() -> Self {
        Self::zeroed()
    }
}

// SAFETY: a definition is plain data; what its pointers lead to is read-only by the contract of the C API.
unsafe impl Sync for PyGetSetDef {}
// SAFETY: as above.
unsafe impl Send for PyGetSetDef {}

/// Describes an attribute stored in the object's own memory.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct PyMemberDef {
    pub name: *const c_char,
    pub type_code: c_int,
    pub offset: Py_ssize_t,
    pub flags: c_int,
    pub doc: *const c_char,
}

impl PyMemberDef {
    /// The entry that ends a table.
    pub const fn zeroed() -> Self {
        Self {
            name: core::ptr::null(),
            type_code: 0,
            offset: 0,
            flags: 0,
            doc: core::ptr::null(),
        }
    }
}

impl Default for PyMemberDef {
    fn default() -> Self {
        Self::zeroed()
    }
}

// SAFETY: a definition is plain data; what its pointers lead to is read-only by the contract of the C API.
unsafe impl Sync for PyMemberDef {}
// SAFETY: as above.
unsafe impl Send for PyMemberDef {}

pub const Py_T_SHORT: c_int = 0;
pub const Py_T_INT: c_int = 1;
pub const Py_T_LONG: c_int = 2;
pub const Py_T_FLOAT: c_int = 3;
pub const Py_T_DOUBLE: c_int = 4;
pub const Py_T_STRING: c_int = 5;
pub const _Py_T_OBJECT: c_int = 6;
pub const Py_T_CHAR: c_int = 7;
pub const Py_T_BYTE: c_int = 8;
pub const Py_T_UBYTE: c_int = 9;
pub const Py_T_USHORT: c_int = 10;
pub const Py_T_UINT: c_int = 11;
pub const Py_T_ULONG: c_int = 12;
pub const Py_T_STRING_INPLACE: c_int = 13;
pub const Py_T_BOOL: c_int = 14;
pub const Py_T_OBJECT_EX: c_int = 16;
pub const Py_T_LONGLONG: c_int = 17;
pub const Py_T_ULONGLONG: c_int = 18;
pub const Py_T_PYSSIZET: c_int = 19;
pub const _Py_T_NONE: c_int = 20;

pub const Py_READONLY: c_int = 1;
pub const Py_AUDIT_READ: c_int = 2;
#[cfg(Py_3_12)]
pub const Py_RELATIVE_OFFSET: c_int = 8;

// The spellings of `structmember.h`, older than the ones above.
pub const T_SHORT: c_int = Py_T_SHORT;
pub const T_INT: c_int = Py_T_INT;
pub const T_LONG: c_int = Py_T_LONG;
pub const T_FLOAT: c_int = Py_T_FLOAT;
pub const T_DOUBLE: c_int = Py_T_DOUBLE;
pub const T_STRING: c_int = Py_T_STRING;
pub const T_OBJECT: c_int = _Py_T_OBJECT;
pub const T_CHAR: c_int = Py_T_CHAR;
pub const T_BYTE: c_int = Py_T_BYTE;
pub const T_UBYTE: c_int = Py_T_UBYTE;
pub const T_USHORT: c_int = Py_T_USHORT;
pub const T_UINT: c_int = Py_T_UINT;
pub const T_ULONG: c_int = Py_T_ULONG;
pub const T_STRING_INPLACE: c_int = Py_T_STRING_INPLACE;
pub const T_BOOL: c_int = Py_T_BOOL;
pub const T_OBJECT_EX: c_int = Py_T_OBJECT_EX;
pub const T_LONGLONG: c_int = Py_T_LONGLONG;
pub const T_ULONGLONG: c_int = Py_T_ULONGLONG;
pub const T_PYSSIZET: c_int = Py_T_PYSSIZET;
pub const T_NONE: c_int = _Py_T_NONE;
pub const READONLY: c_int = Py_READONLY;

opaque!(wrapperbase);

#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub static mut PyClassMethodDescr_Type: PyTypeObject;
    pub static mut PyDictProxy_Type: PyTypeObject;
    pub static mut PyGetSetDescr_Type: PyTypeObject;
    pub static mut PyMemberDescr_Type: PyTypeObject;
    pub static mut PyMethodDescr_Type: PyTypeObject;
    pub static mut PyProperty_Type: PyTypeObject;
    pub static mut PyWrapperDescr_Type: PyTypeObject;
    pub fn PyDescr_NewClassMethod(arg1: *mut PyTypeObject, arg2: *mut PyMethodDef)
        -> *mut PyObject;
    pub fn PyDescr_NewGetSet(arg1: *mut PyTypeObject, arg2: *mut PyGetSetDef) -> *mut PyObject;
    pub fn PyDescr_NewMember(arg1: *mut PyTypeObject, arg2: *mut PyMemberDef) -> *mut PyObject;
    pub fn PyDescr_NewMethod(arg1: *mut PyTypeObject, arg2: *mut PyMethodDef) -> *mut PyObject;
    pub fn PyDictProxy_New(arg1: *mut PyObject) -> *mut PyObject;
    pub fn PyMember_GetOne(arg1: *const c_char, arg2: *mut PyMemberDef) -> *mut PyObject;
    pub fn PyMember_SetOne(arg1: *mut c_char, arg2: *mut PyMemberDef, arg3: *mut PyObject)
        -> c_int;
    pub fn PyWrapper_New(arg1: *mut PyObject, arg2: *mut PyObject) -> *mut PyObject;
}

#[cfg(all(not(Py_LIMITED_API), Py_3_10))]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn PyDescr_IsData(arg1: *mut PyObject) -> c_int;
}

#[cfg(not(Py_LIMITED_API))]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn PyDescr_NewWrapper(
        arg1: *mut PyTypeObject,
        arg2: *mut wrapperbase,
        arg3: *mut c_void,
    ) -> *mut PyObject;
}
