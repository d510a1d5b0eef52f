//! `weakrefobject.h`: weak references.

use super::*;
use core::ffi::c_int;

#[cfg(not(Py_LIMITED_API))]
opaque!(
    /// A weak reference.
    PyWeakReference
);

type_checks! {
    PyWeakref_CheckRef: subtype _PyWeakref_RefType;
    PyWeakref_CheckRefExact: exact _PyWeakref_RefType;
}

/// Whether `op` is one of the two kinds of weak proxies.
///
/// # Safety
/// `op` must point to a live object.
#[inline]
pub unsafe fn PyWeakref_CheckProxy(op: *mut PyObject) -> c_int {
    // SAFETY: same contract.
    unsafe {
        (Py_IS_TYPE(op, &raw mut _PyWeakref_ProxyType) != 0
            || Py_IS_TYPE(op, &raw mut _PyWeakref_CallableProxyType) != 0) as c_int
    }
}

/// Whether `op` is a weak reference or a weak proxy.
///
/// # Safety
/// `op` must point to a live object; the thread must be attached.
#[inline]
pub unsafe fn PyWeakref_Check(op: *mut PyObject) -> c_int {
    // SAFETY: same contract.
    unsafe { (PyWeakref_CheckRef(op) != 0 || PyWeakref_CheckProxy(op) != 0) as c_int }
}

#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub static mut _PyWeakref_CallableProxyType: PyTypeObject;
    pub static mut _PyWeakref_ProxyType: PyTypeObject;
    pub static mut _PyWeakref_RefType: PyTypeObject;
    pub fn PyWeakref_GetObject(ref_: *mut PyObject) -> *mut PyObject;
    pub fn PyWeakref_NewProxy(ob: *mut PyObject, callback: *mut PyObject) -> *mut PyObject;
    pub fn PyWeakref_NewRef(ob: *mut PyObject, callback: *mut PyObject) -> *mut PyObject;
}

#[cfg(Py_3_13)]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn PyWeakref_GetRef(ref_: *mut PyObject, pobj: *mut *mut PyObject) -> c_int;
}
