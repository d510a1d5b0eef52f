//! `setobject.h`: sets.

use super::*;
use core::ffi::c_int;

pub const PySet_MINSIZE: usize = 8;

/// An entry of a set.
#[cfg(not(Py_LIMITED_API))]
#[repr(C)]
#[derive(Clone, Copy)]
pub struct setentry {
    pub key: *mut PyObject,
    pub hash: Py_hash_t,
}

/// A set or frozenset.
#[cfg(not(Py_LIMITED_API))]
#[repr(C)]
pub struct PySetObject {
    pub ob_base: PyObject,
    pub fill: Py_ssize_t,
    pub used: Py_ssize_t,
    pub mask: Py_ssize_t,
    pub table: *mut setentry,
    pub hash: Py_hash_t,
    pub finger: Py_ssize_t,
    pub smalltable: [setentry; PySet_MINSIZE],
    pub weakreflist: *mut PyObject,
}

type_checks! {
    PySet_Check: subtype PySet_Type;
    PySet_CheckExact: exact PySet_Type;
    PyFrozenSet_Check: subtype PyFrozenSet_Type;
    PyFrozenSet_CheckExact: exact PyFrozenSet_Type;
}

/// Whether `ob` is exactly a set or a frozenset.
///
/// # Safety
/// `ob` must point to a live object.
#[inline]
pub unsafe fn PyAnySet_CheckExact(ob: *mut PyObject) -> c_int {
    // SAFETY: same contract.
    unsafe { (PySet_CheckExact(ob) != 0 || PyFrozenSet_CheckExact(ob) != 0) as c_int }
}

/// Whether `ob` is a set, a frozenset or an instance of a subtype.
///
/// # Safety
/// `ob` must point to a live object; the thread must be attached.
#[inline]
pub unsafe fn PyAnySet_Check(ob: *mut PyObject) -> c_int {
    // SAFETY: same contract.
    unsafe { (PySet_Check(ob) != 0 || PyFrozenSet_Check(ob) != 0) as c_int }
}

/// Number of items of a set, without any check.
///
/// # Safety
/// `so` must be a live set or frozenset.
#[cfg(not(any(Py_LIMITED_API, Py_GIL_DISABLED)))]
#[inline]
pub unsafe fn PySet_GET_SIZE(so: *mut PyObject) -> Py_ssize_t {
    // SAFETY: the caller passes a set.
    unsafe { (*so.cast::<PySetObject>()).used }
}

#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub static mut PyFrozenSet_Type: PyTypeObject;
    pub static mut PySetIter_Type: PyTypeObject;
    pub static mut PySet_Type: PyTypeObject;
    pub fn PyFrozenSet_New(arg1: *mut PyObject) -> *mut PyObject;
    pub fn PySet_Add(set: *mut PyObject, key: *mut PyObject) -> c_int;
    pub fn PySet_Clear(set: *mut PyObject) -> c_int;
    pub fn PySet_Contains(anyset: *mut PyObject, key: *mut PyObject) -> c_int;
    pub fn PySet_Discard(set: *mut PyObject, key: *mut PyObject) -> c_int;
    pub fn PySet_New(arg1: *mut PyObject) -> *mut PyObject;
    pub fn PySet_Pop(set: *mut PyObject) -> *mut PyObject;
    pub fn PySet_Size(anyset: *mut PyObject) -> Py_ssize_t;
}

#[cfg(all(not(Py_LIMITED_API), not(Py_3_13)))]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn _PySet_NextEntry(
        set: *mut PyObject,
        pos: *mut Py_ssize_t,
        key: *mut *mut PyObject,
        hash: *mut Py_hash_t,
    ) -> c_int;
}
