//! Counting references (`object.h`, since 3.14 `refcount.h`).
//!
//! Inline on the version-specific ABI with a GIL; function calls on the stable ABI and on free-threaded
//! interpreters, where the count is split between an owner thread and the others.

use super::*;

/// Immortal objects of 3.12 and 3.13 hold this in the low half of their count (64 bits) or in all of it.
#[cfg(all(Py_3_12, not(Py_3_14), target_pointer_width = "64"))]
pub const _Py_IMMORTAL_REFCNT: Py_ssize_t = u32::MAX as Py_ssize_t;
#[cfg(all(Py_3_12, not(Py_3_14), not(target_pointer_width = "64")))]
pub const _Py_IMMORTAL_REFCNT: Py_ssize_t = (u32::MAX >> 2) as Py_ssize_t;

/// 3.14: increments stop here, decrements at the minimum below, so that small drifts do no harm.
#[cfg(all(Py_3_14, target_pointer_width = "64"))]
pub const _Py_IMMORTAL_INITIAL_REFCNT: Py_ssize_t = 3 << 30;
#[cfg(all(Py_3_14, not(target_pointer_width = "64")))]
pub const _Py_IMMORTAL_INITIAL_REFCNT: Py_ssize_t = 5 << 28;
#[cfg(all(Py_3_14, not(target_pointer_width = "64")))]
pub const _Py_IMMORTAL_MINIMUM_REFCNT: Py_ssize_t = 1 << 30;

/// The reference count of `ob`. Immortal objects report a large fixed number.
///
/// # Safety
/// `ob` must point to a live Python object.
#[cfg(not(all(Py_LIMITED_API, Py_3_14)))]
#[inline]
pub unsafe fn Py_REFCNT(ob: *mut PyObject) -> Py_ssize_t {
    // SAFETY: the caller passes a live object; each version's head is read as its header does.
    unsafe {
        #[cfg(Py_GIL_DISABLED)]
        {
            use core::sync::atomic::Ordering::Relaxed;
            let local = (*ob).ob_ref_local.load(Relaxed);
            if local == u32::MAX {
                return local as Py_ssize_t;
            }
            local as Py_ssize_t + ((*ob).ob_ref_shared.load(Relaxed) >> 2)
        }
        #[cfg(all(not(Py_GIL_DISABLED), Py_3_14, target_pointer_width = "64"))]
        {
            (*ob).ob_refcnt.refcnt_and_flags.ob_refcnt as Py_ssize_t
        }
        #[cfg(all(
            not(Py_GIL_DISABLED),
            Py_3_12,
            not(all(Py_3_14, target_pointer_width = "64"))
        ))]
        {
            (*ob).ob_refcnt.ob_refcnt
        }
        #[cfg(not(Py_3_12))]
        {
            (*ob).ob_refcnt
        }
    }
}

#[cfg(all(Py_LIMITED_API, Py_3_14))]
extern "C" {
    pub fn Py_REFCNT(ob: *mut PyObject) -> Py_ssize_t;
}

/// Whether the interpreter never counts references to `op`.
///
/// # Safety
/// `op` must point to a live Python object.
#[cfg(all(Py_3_12, not(Py_GIL_DISABLED)))]
#[inline(always)]
pub unsafe fn _Py_IsImmortal(op: *mut PyObject) -> core::ffi::c_int {
    // SAFETY: the caller passes a live object; the head is read as `_Py_IsImmortal` in the header does.
    unsafe {
        #[cfg(target_pointer_width = "64")]
        {
            (((*op).ob_refcnt.ob_refcnt as i32) < 0) as core::ffi::c_int
        }
        #[cfg(all(not(target_pointer_width = "64"), not(Py_3_14)))]
        {
            ((*op).ob_refcnt.ob_refcnt == _Py_IMMORTAL_REFCNT) as core::ffi::c_int
        }
        #[cfg(all(not(target_pointer_width = "64"), Py_3_14))]
        {
            ((*op).ob_refcnt.ob_refcnt >= _Py_IMMORTAL_MINIMUM_REFCNT) as core::ffi::c_int
        }
    }
}

/// Takes one more reference to `op`.
///
/// # Safety
/// `op` must point to a live Python object; the thread must be attached.
#[inline(always)]
pub unsafe fn Py_INCREF(op: *mut PyObject) {
    // SAFETY: the caller passes a live object while attached, so nobody else changes the count.
    unsafe {
        #[cfg(any(Py_LIMITED_API, Py_GIL_DISABLED, py_sys_config = "Py_REF_DEBUG"))]
        {
            #[cfg(Py_3_10)]
            _Py_IncRef(op);
            #[cfg(not(Py_3_10))]
            Py_IncRef(op);
        }
        #[cfg(not(any(Py_LIMITED_API, Py_GIL_DISABLED, py_sys_config = "Py_REF_DEBUG")))]
        {
            #[cfg(all(Py_3_14, target_pointer_width = "64"))]
            {
                let count = (*op).ob_refcnt.refcnt_and_flags.ob_refcnt;
                if count < _Py_IMMORTAL_INITIAL_REFCNT as u32 {
                    (*op).ob_refcnt.refcnt_and_flags.ob_refcnt = count + 1;
                }
            }
            #[cfg(all(Py_3_12, not(Py_3_14), target_pointer_width = "64"))]
            {
                const LOW: usize = cfg!(target_endian = "big") as usize;
                let count = (*op).ob_refcnt.ob_refcnt_split[LOW].wrapping_add(1);
                if count != 0 {
                    (*op).ob_refcnt.ob_refcnt_split[LOW] = count;
                }
            }
            #[cfg(all(Py_3_12, not(target_pointer_width = "64")))]
            if _Py_IsImmortal(op) == 0 {
                (*op).ob_refcnt.ob_refcnt += 1;
            }
            #[cfg(not(Py_3_12))]
            {
                (*op).ob_refcnt += 1;
            }
        }
    }
}

/// Gives up one reference to `op`; the last one destroys the object.
///
/// # Safety
/// `op` must point to a live Python object of which the caller owns a reference; the thread must be attached.
#[inline(always)]
pub unsafe fn Py_DECREF(op: *mut PyObject) {
    // SAFETY: the caller owns a reference and is attached.
    unsafe {
        #[cfg(any(Py_LIMITED_API, Py_GIL_DISABLED, py_sys_config = "Py_REF_DEBUG"))]
        {
            #[cfg(Py_3_10)]
            _Py_DecRef(op);
            #[cfg(not(Py_3_10))]
            Py_DecRef(op);
        }
        #[cfg(not(any(Py_LIMITED_API, Py_GIL_DISABLED, py_sys_config = "Py_REF_DEBUG")))]
        {
            #[cfg(Py_3_12)]
            if _Py_IsImmortal(op) != 0 {
                return;
            }
            #[cfg(all(Py_3_14, target_pointer_width = "64"))]
            {
                (*op).ob_refcnt.refcnt_and_flags.ob_refcnt -= 1;
                if (*op).ob_refcnt.refcnt_and_flags.ob_refcnt == 0 {
                    _Py_Dealloc(op);
                }
            }
            #[cfg(all(Py_3_12, not(all(Py_3_14, target_pointer_width = "64"))))]
            {
                (*op).ob_refcnt.ob_refcnt -= 1;
                if (*op).ob_refcnt.ob_refcnt == 0 {
                    _Py_Dealloc(op);
                }
            }
            #[cfg(not(Py_3_12))]
            {
                (*op).ob_refcnt -= 1;
                if (*op).ob_refcnt == 0 {
                    _Py_Dealloc(op);
                }
            }
        }
    }
}

/// Takes one more reference to `op`, unless it is null.
///
/// # Safety
/// As for `Py_INCREF`, null allowed.
#[inline(always)]
pub unsafe fn Py_XINCREF(op: *mut PyObject) {
    if !op.is_null() {
        // SAFETY: not null, otherwise the same contract.
        unsafe { Py_INCREF(op) }
    }
}

/// Gives up one reference to `op`, unless it is null.
///
/// # Safety
/// As for `Py_DECREF`, null allowed.
#[inline(always)]
pub unsafe fn Py_XDECREF(op: *mut PyObject) {
    if !op.is_null() {
        // SAFETY: not null, otherwise the same contract.
        unsafe { Py_DECREF(op) }
    }
}

/// Sets the place to null, then gives up the reference that it held.
///
/// # Safety
/// `place` must be valid for reads and writes and hold null or an owned reference.
#[inline]
pub unsafe fn Py_CLEAR(place: *mut *mut PyObject) {
    // SAFETY: the place is valid and owns what it holds; it is emptied before any destructor runs.
    unsafe {
        let old = core::ptr::replace(place, core::ptr::null_mut());
        Py_XDECREF(old);
    }
}

/// A new reference to `obj`.
///
/// # Safety
/// As for `Py_INCREF`.
#[inline(always)]
pub unsafe fn Py_NewRef(obj: *mut PyObject) -> *mut PyObject {
    // SAFETY: same contract.
    unsafe { Py_INCREF(obj) };
    obj
}

/// A new reference to `obj`, or null for null.
///
/// # Safety
/// As for `Py_XINCREF`.
#[inline(always)]
pub unsafe fn Py_XNewRef(obj: *mut PyObject) -> *mut PyObject {
    // SAFETY: same contract.
    unsafe { Py_XINCREF(obj) };
    obj
}
