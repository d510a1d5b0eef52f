//! The end of an instance: its value is dropped, its memory given back.

use core::ptr;
use std::panic::{catch_unwind, AssertUnwindSafe};

use super::nesting::Nested;
use super::object::{contents, ClassObject, ObjectSlot, ThreadCheck};
use super::store::Store;
use super::{ClassBase, PyClass};
use crate::exceptions::PyRuntimeError;
use crate::ffi;
use crate::marker::Python;

/// `tp_dealloc`.
pub type Dealloc = unsafe extern "C" fn(*mut ffi::PyObject);

/// The `tp_dealloc` of a class that has more to end than its memory.
///
/// # Safety
/// Called by Python with the last reference to an instance of `T` or of a subclass.
pub(super) unsafe extern "C" fn dealloc<T: PyClass>(object: *mut ffi::PyObject) {
    // SAFETY: Python's contract; the memory is freed only after everything in it has been dropped.
    unsafe {
        let class = untracked(object);
        if ClassObject::<T>::NESTS && !Nested::begin(object, dealloc::<T>) {
            return;
        }
        drop_value::<T>(object);
        T::Base::end(object, class);
        if ClassObject::<T>::NESTS {
            Nested::end();
        }
    }
}

/// The `tp_dealloc` of all other classes.
///
/// # Safety
/// Called by Python with the last reference to an instance of such a class or of a subclass.
pub(super) unsafe extern "C" fn dealloc_plain(object: *mut ffi::PyObject) {
    // SAFETY: Python's contract; there is nothing to drop.
    unsafe { free(object, untracked(object)) }
}

/// The class of an instance that is being deallocated, which the collector shall not find any more.
///
/// # Safety
/// `object` is such an instance.
#[inline]
unsafe fn untracked(object: *mut ffi::PyObject) -> *mut ffi::PyTypeObject {
    // SAFETY: the caller's contract.
    unsafe {
        let class = ffi::Py_TYPE(object);
        if ffi::PyType_IS_GC(class) != 0 {
            ffi::PyObject_GC_UnTrack(object.cast());
        }
        class
    }
}

/// Drops the Rust value, the dictionary and the weak references. A panic is reported, never passed on.
///
/// # Safety
/// `object` is an instance of `T` being deallocated.
pub unsafe fn drop_value<T: PyClass>(object: *mut ffi::PyObject) {
    // SAFETY: the trait's contract fixes the layout; nothing else can reach the object any more.
    unsafe {
        let contents = contents::<T>(object);
        if T::WeakRef::PRESENT {
            clear_weakrefs(object, (*contents).weakrefs.slot());
        }
        let owner = match T::Store::VIEWS {
            true => (*contents).store.owner(),
            false => ptr::null_mut(),
        };
        if T::Store::VIEWS && !owner.is_null() {
            ffi::Py_DECREF(owner);
        } else if !T::Thread::ANY && !(*contents).thread.allowed() {
            dropped_elsewhere(core::any::type_name::<T>());
        } else if ClassObject::<T>::DROPS {
            let value = T::Store::value(&raw mut (*contents).store);
            guarded(drop_in_place::<T>, value.cast());
        }
        if T::Dict::PRESENT {
            clear_dict((*contents).dict.slot());
        }
    }
}

/// # Safety
/// `value` points at a `T` that nothing refers to.
unsafe fn drop_in_place<T>(value: *mut u8) {
    // SAFETY: the caller's contract.
    unsafe { ptr::drop_in_place(value.cast::<T>()) }
}

/// Drops a value by its function; a panic is reported.
///
/// # Safety
/// What the function asks for.
unsafe fn guarded(drop: unsafe fn(*mut u8), value: *mut u8) {
    // SAFETY: the caller's contract.
    if catch_unwind(AssertUnwindSafe(|| unsafe { drop(value) })).is_err() {
        // SAFETY: instances are deallocated while attached.
        let py = unsafe { Python::assume_attached() };
        PyRuntimeError::new_err("a Rust destructor panicked").write_unraisable(py, None);
    }
}

#[cold]
fn dropped_elsewhere(name: &str) {
    // SAFETY: instances are deallocated while attached.
    let py = unsafe { Python::assume_attached() };
    PyRuntimeError::new_err(format!(
        "{name} is unsendable, but is being dropped on another thread"
    ))
    .write_unraisable(py, None);
}

/// # Safety
/// `slot` is where the instance's list of weak references is.
unsafe fn clear_weakrefs(object: *mut ffi::PyObject, slot: Option<&mut *mut ffi::PyObject>) {
    if slot.is_some_and(|list| !list.is_null()) {
        // SAFETY: the caller's contract: it has such a list.
        unsafe { ffi::PyObject_ClearWeakRefs(object) };
    }
}

/// # Safety
/// `slot` is where an instance's dictionary is.
unsafe fn clear_dict(slot: Option<&mut *mut ffi::PyObject>) {
    if let Some(dict) = slot {
        // SAFETY: the caller's contract: null or an owned reference.
        unsafe { ffi::Py_CLEAR(dict) };
    }
}

/// Frees the memory and gives up the instance's reference to its type.
///
/// # Safety
/// `object`, of exact type `class`, has been emptied.
pub(super) unsafe fn free(object: *mut ffi::PyObject, class: *mut ffi::PyTypeObject) {
    // SAFETY: the caller's contract; heap types are referenced by their instances.
    unsafe {
        #[cfg(not(Py_LIMITED_API))]
        let free = (*class).tp_free;
        #[cfg(Py_LIMITED_API)]
        let free = core::mem::transmute::<*mut core::ffi::c_void, Option<ffi::freefunc>>(
            ffi::PyType_GetSlot(class, ffi::Py_tp_free),
        );
        match free {
            Some(free) => free(object.cast()),
            None => ffi::PyObject_Free(object.cast()),
        }
        ffi::Py_DECREF(class.cast());
    }
}
