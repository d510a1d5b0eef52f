//! `pymem.h` and `objimpl.h`: memory of the interpreter's allocators and of objects, and the collector.

use super::*;
use core::ffi::{c_int, c_uint, c_void};

/// Which of the allocators is meant.
#[cfg(not(Py_LIMITED_API))]
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PyMemAllocatorDomain {
    PYMEM_DOMAIN_RAW,
    PYMEM_DOMAIN_MEM,
    PYMEM_DOMAIN_OBJ,
}

/// The functions of an allocator.
#[cfg(not(Py_LIMITED_API))]
#[repr(C)]
#[derive(Clone, Copy)]
pub struct PyMemAllocatorEx {
    pub ctx: *mut c_void,
    pub malloc: Option<unsafe extern "C" fn(ctx: *mut c_void, size: usize) -> *mut c_void>,
    pub calloc:
        Option<unsafe extern "C" fn(ctx: *mut c_void, nelem: usize, elsize: usize) -> *mut c_void>,
    pub realloc: Option<
        unsafe extern "C" fn(ctx: *mut c_void, ptr: *mut c_void, new_size: usize) -> *mut c_void,
    >,
    pub free: Option<unsafe extern "C" fn(ctx: *mut c_void, ptr: *mut c_void)>,
}

#[cfg(Py_3_12)]
pub type gcvisitobjects_t = unsafe extern "C" fn(object: *mut PyObject, arg: *mut c_void) -> c_int;

/// Whether instances of `t` may take part in reference cycles.
///
/// # Safety
/// `t` must point to a live type object.
#[inline]
pub unsafe fn PyType_IS_GC(t: *mut PyTypeObject) -> c_int {
    // SAFETY: same contract.
    unsafe { PyType_HasFeature(t, Py_TPFLAGS_HAVE_GC) }
}

/// Allocates an object of type `type_` that takes no part in garbage collection.
///
/// # Safety
/// `type_` must be a live type fit for `T`; the thread must be attached.
#[inline]
pub unsafe fn PyObject_New<T>(type_: *mut PyTypeObject) -> *mut T {
    // SAFETY: same contract.
    unsafe { _PyObject_New(type_).cast() }
}

/// Allocates an object of type `type_` with `n` items.
///
/// # Safety
/// As for `PyObject_New`, with a type of variable size.
#[inline]
pub unsafe fn PyObject_NewVar<T>(type_: *mut PyTypeObject, n: Py_ssize_t) -> *mut T {
    // SAFETY: same contract.
    unsafe { _PyObject_NewVar(type_, n).cast() }
}

/// Allocates an object of a type that takes part in garbage collection.
///
/// # Safety
/// `type_` must be a live type with `Py_TPFLAGS_HAVE_GC`; the thread must be attached.
#[inline]
pub unsafe fn PyObject_GC_New<T>(type_: *mut PyTypeObject) -> *mut T {
    // SAFETY: same contract.
    unsafe { _PyObject_GC_New(type_).cast() }
}

/// Allocates an object with `n` items of a type that takes part in garbage collection.
///
/// # Safety
/// As for `PyObject_GC_New`, with a type of variable size.
#[inline]
pub unsafe fn PyObject_GC_NewVar<T>(type_: *mut PyTypeObject, n: Py_ssize_t) -> *mut T {
    // SAFETY: same contract.
    unsafe { _PyObject_GC_NewVar(type_, n).cast() }
}

#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn PyGC_Collect() -> Py_ssize_t;
    pub fn PyMem_Calloc(nelem: usize, elsize: usize) -> *mut c_void;
    pub fn PyMem_Free(ptr: *mut c_void);
    pub fn PyMem_Malloc(size: usize) -> *mut c_void;
    pub fn PyMem_Realloc(ptr: *mut c_void, new_size: usize) -> *mut c_void;
    pub fn PyObject_Calloc(nelem: usize, elsize: usize) -> *mut c_void;
    pub fn PyObject_Free(ptr: *mut c_void);
    pub fn PyObject_GC_Del(arg1: *mut c_void);
    pub fn PyObject_GC_IsFinalized(arg1: *mut PyObject) -> c_int;
    pub fn PyObject_GC_IsTracked(arg1: *mut PyObject) -> c_int;
    pub fn PyObject_GC_Track(arg1: *mut c_void);
    pub fn PyObject_GC_UnTrack(arg1: *mut c_void);
    pub fn PyObject_Init(arg1: *mut PyObject, arg2: *mut PyTypeObject) -> *mut PyObject;
    pub fn PyObject_InitVar(
        arg1: *mut PyVarObject,
        arg2: *mut PyTypeObject,
        arg3: Py_ssize_t,
    ) -> *mut PyVarObject;
    pub fn PyObject_Malloc(size: usize) -> *mut c_void;
    pub fn PyObject_Realloc(ptr: *mut c_void, new_size: usize) -> *mut c_void;
    pub fn _PyObject_GC_New(arg1: *mut PyTypeObject) -> *mut PyObject;
    pub fn _PyObject_GC_NewVar(arg1: *mut PyTypeObject, arg2: Py_ssize_t) -> *mut PyVarObject;
    pub fn _PyObject_GC_Resize(arg1: *mut PyVarObject, arg2: Py_ssize_t) -> *mut PyVarObject;
    pub fn _PyObject_New(arg1: *mut PyTypeObject) -> *mut PyObject;
    pub fn _PyObject_NewVar(arg1: *mut PyTypeObject, arg2: Py_ssize_t) -> *mut PyVarObject;
}

#[cfg(Py_3_10)]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn PyGC_Disable() -> c_int;
    pub fn PyGC_Enable() -> c_int;
    pub fn PyGC_IsEnabled() -> c_int;
}

#[cfg(all(not(Py_LIMITED_API), Py_3_11))]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn PyType_SUPPORTS_WEAKREFS(type_: *mut PyTypeObject) -> c_int;
}

#[cfg(all(not(Py_LIMITED_API), Py_3_12))]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn PyUnstable_GC_VisitObjects(callback: Option<gcvisitobjects_t>, arg: *mut c_void);
    pub fn PyUnstable_Object_GC_NewWithExtraData(
        arg1: *mut PyTypeObject,
        arg2: usize,
    ) -> *mut PyObject;
}

#[cfg(any(not(Py_LIMITED_API), Py_3_13))]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn PyMem_RawCalloc(nelem: usize, elsize: usize) -> *mut c_void;
    pub fn PyMem_RawFree(ptr: *mut c_void);
    pub fn PyMem_RawMalloc(size: usize) -> *mut c_void;
    pub fn PyMem_RawRealloc(ptr: *mut c_void, new_size: usize) -> *mut c_void;
}

#[cfg(not(Py_LIMITED_API))]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn PyMem_GetAllocator(domain: PyMemAllocatorDomain, allocator: *mut PyMemAllocatorEx);
    pub fn PyMem_SetAllocator(domain: PyMemAllocatorDomain, allocator: *mut PyMemAllocatorEx);
    pub fn PyMem_SetupDebugHooks();
    pub fn PyObject_GET_WEAKREFS_LISTPTR(op: *mut PyObject) -> *mut *mut PyObject;
    pub fn PyObject_IS_GC(obj: *mut PyObject) -> c_int;
    pub fn PyTraceMalloc_Track(domain: c_uint, ptr: usize, size: usize) -> c_int;
    pub fn PyTraceMalloc_Untrack(domain: c_uint, ptr: usize) -> c_int;
}
