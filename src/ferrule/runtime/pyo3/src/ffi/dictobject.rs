//! `dictobject.h`: dictionaries and their views.

use super::*;
use core::ffi::{c_char, c_int, c_void};

#[cfg(not(Py_LIMITED_API))]
opaque!(
    /// The hash table of a dictionary.
    PyDictKeysObject
);

/// A dictionary. Reading more than the length from it means following the interpreter's version.
#[cfg(not(Py_LIMITED_API))]
#[repr(C)]
pub struct PyDictObject {
    pub ob_base: PyObject,
    pub ma_used: Py_ssize_t,
    #[cfg(Py_3_14)]
    pub _ma_watcher_tag: u64,
    #[cfg(not(Py_3_14))]
    pub ma_version_tag: u64,
    pub ma_keys: *mut PyDictKeysObject,
    pub ma_values: *mut core::ffi::c_void,
}

type_checks! {
    PyDict_Check: flag Py_TPFLAGS_DICT_SUBCLASS;
    PyDict_CheckExact: exact PyDict_Type;
    PyDictKeys_Check: subtype PyDictKeys_Type;
    PyDictValues_Check: subtype PyDictValues_Type;
    PyDictItems_Check: subtype PyDictItems_Type;
}

/// Whether `op` is one of the set-like views.
///
/// # Safety
/// `op` must point to a live object.
#[inline]
pub unsafe fn PyDictViewSet_Check(op: *mut PyObject) -> core::ffi::c_int {
    // SAFETY: same contract.
    unsafe { (PyDictKeys_Check(op) != 0 || PyDictItems_Check(op) != 0) as core::ffi::c_int }
}

/// Number of items of `op`, without any check.
///
/// # Safety
/// `op` must be a live dictionary.
#[cfg(not(any(Py_LIMITED_API, Py_GIL_DISABLED)))]
#[inline]
pub unsafe fn PyDict_GET_SIZE(op: *mut PyObject) -> Py_ssize_t {
    // SAFETY: the caller passes a dictionary.
    unsafe { (*op.cast::<PyDictObject>()).ma_used }
}

#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub static mut PyDictItems_Type: PyTypeObject;
    pub static mut PyDictIterItem_Type: PyTypeObject;
    pub static mut PyDictIterKey_Type: PyTypeObject;
    pub static mut PyDictIterValue_Type: PyTypeObject;
    pub static mut PyDictKeys_Type: PyTypeObject;
    pub static mut PyDictRevIterItem_Type: PyTypeObject;
    pub static mut PyDictRevIterKey_Type: PyTypeObject;
    pub static mut PyDictRevIterValue_Type: PyTypeObject;
    pub static mut PyDictValues_Type: PyTypeObject;
    pub static mut PyDict_Type: PyTypeObject;
    pub fn PyDict_Clear(mp: *mut PyObject);
    pub fn PyDict_Contains(mp: *mut PyObject, key: *mut PyObject) -> c_int;
    pub fn PyDict_Copy(mp: *mut PyObject) -> *mut PyObject;
    pub fn PyDict_DelItem(mp: *mut PyObject, key: *mut PyObject) -> c_int;
    pub fn PyDict_DelItemString(dp: *mut PyObject, key: *const c_char) -> c_int;
    pub fn PyDict_GetItem(mp: *mut PyObject, key: *mut PyObject) -> *mut PyObject;
    pub fn PyDict_GetItemString(dp: *mut PyObject, key: *const c_char) -> *mut PyObject;
    pub fn PyDict_GetItemWithError(mp: *mut PyObject, key: *mut PyObject) -> *mut PyObject;
    pub fn PyDict_Items(mp: *mut PyObject) -> *mut PyObject;
    pub fn PyDict_Keys(mp: *mut PyObject) -> *mut PyObject;
    pub fn PyDict_Merge(mp: *mut PyObject, other: *mut PyObject, override_: c_int) -> c_int;
    pub fn PyDict_MergeFromSeq2(d: *mut PyObject, seq2: *mut PyObject, override_: c_int) -> c_int;
    pub fn PyDict_New() -> *mut PyObject;
    pub fn PyDict_Next(
        mp: *mut PyObject,
        pos: *mut Py_ssize_t,
        key: *mut *mut PyObject,
        value: *mut *mut PyObject,
    ) -> c_int;
    pub fn PyDict_SetItem(mp: *mut PyObject, key: *mut PyObject, item: *mut PyObject) -> c_int;
    pub fn PyDict_SetItemString(
        dp: *mut PyObject,
        key: *const c_char,
        item: *mut PyObject,
    ) -> c_int;
    pub fn PyDict_Size(mp: *mut PyObject) -> Py_ssize_t;
    pub fn PyDict_Update(mp: *mut PyObject, other: *mut PyObject) -> c_int;
    pub fn PyDict_Values(mp: *mut PyObject) -> *mut PyObject;
}

#[cfg(Py_3_13)]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn PyDict_GetItemRef(
        mp: *mut PyObject,
        key: *mut PyObject,
        result: *mut *mut PyObject,
    ) -> c_int;
    pub fn PyDict_GetItemStringRef(
        mp: *mut PyObject,
        key: *const c_char,
        result: *mut *mut PyObject,
    ) -> c_int;
}

#[cfg(all(not(Py_LIMITED_API), Py_3_10, not(Py_3_13)))]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn _PyDict_Contains_KnownHash(
        arg1: *mut PyObject,
        arg2: *mut PyObject,
        arg3: Py_hash_t,
    ) -> c_int;
}

#[cfg(all(not(Py_LIMITED_API), Py_3_12))]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn PyDict_ClearWatcher(watcher_id: c_int) -> c_int;
    pub fn PyDict_Unwatch(watcher_id: c_int, dict: *mut PyObject) -> c_int;
    pub fn PyDict_Watch(watcher_id: c_int, dict: *mut PyObject) -> c_int;
}

#[cfg(all(not(Py_LIMITED_API), Py_3_13))]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn PyDict_ContainsString(mp: *mut PyObject, key: *const c_char) -> c_int;
    pub fn PyDict_Pop(dict: *mut PyObject, key: *mut PyObject, result: *mut *mut PyObject)
        -> c_int;
    pub fn PyDict_PopString(
        dict: *mut PyObject,
        key: *const c_char,
        result: *mut *mut PyObject,
    ) -> c_int;
    pub fn PyDict_SetDefaultRef(
        mp: *mut PyObject,
        key: *mut PyObject,
        default_value: *mut PyObject,
        result: *mut *mut PyObject,
    ) -> c_int;
}

#[cfg(all(not(Py_LIMITED_API), not(Py_3_13)))]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn _PyDict_SetItem_KnownHash(
        mp: *mut PyObject,
        key: *mut PyObject,
        item: *mut PyObject,
        hash: Py_hash_t,
    ) -> c_int;
}

#[cfg(any(not(Py_LIMITED_API), Py_3_10))]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn PyObject_GenericGetDict(arg1: *mut PyObject, arg2: *mut c_void) -> *mut PyObject;
}

#[cfg(not(Py_LIMITED_API))]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub static mut PyODictItems_Type: PyTypeObject;
    pub static mut PyODictIter_Type: PyTypeObject;
    pub static mut PyODictKeys_Type: PyTypeObject;
    pub static mut PyODictValues_Type: PyTypeObject;
    pub static mut PyODict_Type: PyTypeObject;
    pub fn PyDict_SetDefault(
        mp: *mut PyObject,
        key: *mut PyObject,
        defaultobj: *mut PyObject,
    ) -> *mut PyObject;
    pub fn PyODict_DelItem(od: *mut PyObject, key: *mut PyObject) -> c_int;
    pub fn PyODict_New() -> *mut PyObject;
    pub fn PyODict_SetItem(od: *mut PyObject, key: *mut PyObject, item: *mut PyObject) -> c_int;
    pub fn _PyDict_GetItemStringWithError(
        arg1: *mut PyObject,
        arg2: *const c_char,
    ) -> *mut PyObject;
    pub fn _PyDict_GetItem_KnownHash(
        mp: *mut PyObject,
        key: *mut PyObject,
        hash: Py_hash_t,
    ) -> *mut PyObject;
    pub fn _PyDict_NewPresized(minused: Py_ssize_t) -> *mut PyObject;
    pub fn _PyDict_Pop(
        dict: *mut PyObject,
        key: *mut PyObject,
        default_value: *mut PyObject,
    ) -> *mut PyObject;
}
