//! Python's per-object locks. Where there is a GIL, it excludes other threads already and these do nothing.

use crate::instance::Bound;
use crate::types::PyAny;

/// Runs `f` with `object` locked.
///
/// The lock is given up where the thread detaches or blocks, as the GIL is.
#[inline]
pub fn with_critical_section<F, R>(object: &Bound<'_, PyAny>, f: F) -> R
where
    F: FnOnce() -> R,
{
    #[cfg(Py_GIL_DISABLED)]
    {
        struct Guard(crate::ffi::PyCriticalSection);
        impl Drop for Guard {
            fn drop(&mut self) {
                // SAFETY: pairs with the begin below, on the same thread and at the same address.
                unsafe { crate::ffi::PyCriticalSection_End(&mut self.0) };
            }
        }
        // SAFETY: plain data, which begin fills in.
        let mut guard = Guard(unsafe { core::mem::zeroed() });
        // SAFETY: attached; the object is alive for the whole section.
        unsafe { crate::ffi::PyCriticalSection_Begin(&mut guard.0, object.as_ptr()) };
        f()
    }
    #[cfg(not(Py_GIL_DISABLED))]
    {
        let _ = object;
        f()
    }
}

/// Runs `f` with both objects locked, in an order that cannot deadlock.
#[inline]
pub fn with_critical_section2<F, R>(a: &Bound<'_, PyAny>, b: &Bound<'_, PyAny>, f: F) -> R
where
    F: FnOnce() -> R,
{
    #[cfg(Py_GIL_DISABLED)]
    {
        struct Guard(crate::ffi::PyCriticalSection2);
        impl Drop for Guard {
            fn drop(&mut self) {
                // SAFETY: pairs with the begin below, on the same thread and at the same address.
                unsafe { crate::ffi::PyCriticalSection2_End(&mut self.0) };
            }
        }
        // SAFETY: plain data, which begin fills in.
        let mut guard = Guard(unsafe { core::mem::zeroed() });
        // SAFETY: attached; both objects are alive for the whole section.
        unsafe { crate::ffi::PyCriticalSection2_Begin(&mut guard.0, a.as_ptr(), b.as_ptr()) };
        f()
    }
    #[cfg(not(Py_GIL_DISABLED))]
    {
        let _ = (a, b);
        f()
    }
}
