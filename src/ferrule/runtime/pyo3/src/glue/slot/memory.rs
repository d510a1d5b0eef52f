//! Slots that are handed memory or run inside the garbage collector, where ordinary rules do not hold.

use core::ffi::{c_int, c_void};
use std::panic::{catch_unwind, AssertUnwindSafe};

use super::{Absent, Call, Raw};
use crate::class::gc::{PyTraverseError, PyVisit};
use crate::class::store::Store;
use crate::class::{object, ClassBase, PyClass};
use crate::err::PyResult;
use crate::ffi;
use crate::gil::TraverseGuard;
use crate::glue::guard::{guard_int, guard_or};
use crate::marker::Python;

/// `__traverse__`: names the objects that the instance owns. Neither Python nor a token may be used.
pub trait TraverseMethod {
    /// Visits.
    ///
    /// # Errors
    /// The visitor's wish to stop.
    ///
    /// # Safety
    /// `slf` is an instance of the method's class whose value is not borrowed mutably.
    unsafe fn traverse(slf: Raw, visit: PyVisit<'_>) -> Result<(), PyTraverseError>;
}

impl TraverseMethod for Absent {
    unsafe fn traverse(_slf: Raw, _visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        Ok(())
    }
}

impl Call<(), ()> for Absent {
    unsafe fn call(_py: Python<'_>, _slf: Raw, _args: ()) -> PyResult<()> {
        Ok(())
    }
}

/// The value of an instance, without bookkeeping.
///
/// # Safety
/// `slf` is an instance of `T`, alive for `'a`, whose value is not borrowed mutably meanwhile.
pub unsafe fn value<'a, T: PyClass>(slf: Raw) -> &'a T {
    // SAFETY: the caller's contract.
    unsafe { &*object::value_ptr::<T>(slf) }
}

/// Whether the value of an instance cannot be read now: it is borrowed mutably, or belongs to another thread.
///
/// # Safety
/// `slf` is an instance of `T`.
unsafe fn is_busy<T: PyClass>(slf: Raw) -> bool {
    // SAFETY: the caller's contract.
    let flag = unsafe {
        if object::foreign::<T>(slf).is_some() {
            return true;
        }
        object::flag::<T>(slf)
    };
    flag.is_some_and(|flag| {
        let free = flag.try_read();
        if free {
            flag.end_read();
        }
        !free
    })
}

/// `traverseproc`. The type and the instance's dictionary are visited too; a value that is borrowed mutably, or that
/// belongs to another thread, is passed over, so that its objects count as reachable from outside.
///
/// # Safety
/// Called by the garbage collector.
pub unsafe extern "C" fn traverse<T, M>(slf: Raw, visit: ffi::visitproc, arg: *mut c_void) -> c_int
where
    T: PyClass,
    M: TraverseMethod,
{
    // SAFETY: the collector's contract.
    unsafe {
        let mut stop = visit(ffi::Py_TYPE(slf).cast(), arg);
        if let Some(dict) = object::dict::<T>(slf).filter(|dict| stop == 0 && !dict.is_null()) {
            stop = visit(*dict, arg);
        }
        let owner = object::owner::<T>(slf);
        if stop == 0 && !owner.is_null() {
            // The value is the owner's to visit.
            return visit(owner, arg);
        }
        if stop == 0 {
            stop = T::Base::traverse(slf, visit, arg);
        }
        if stop != 0 || is_busy::<T>(slf) {
            return stop;
        }
        let _guard = TraverseGuard::new();
        match catch_unwind(AssertUnwindSafe(|| {
            M::traverse(slf, PyVisit::new(visit, arg))
        })) {
            Ok(Ok(())) => 0,
            Ok(Err(PyTraverseError(code))) => code.get(),
            Err(_) => -1,
        }
    }
}

/// `tp_clear`, which also lets go of the instance's dictionary.
///
/// # Safety
/// Called by the garbage collector.
pub unsafe extern "C" fn clear<T: PyClass, M: Call<(), ()>>(slf: Raw) -> c_int {
    // SAFETY: the collector's contract.
    guard_int(|py| unsafe {
        if let Some(dict) = object::dict::<T>(slf) {
            ffi::Py_CLEAR(dict);
        }
        if !object::owner::<T>(slf).is_null() {
            // A cycle through a view leads through what its owner holds.
            return Ok(());
        }
        T::Base::clear(slf);
        M::call(py, slf, ())
    })
}

/// The collector's functions for a class that has nothing to visit but a dictionary or the owner of a view; `None`
/// without either.
pub const fn collector<T: PyClass>() -> Option<&'static (*const c_void, *const c_void)> {
    if !<T::Dict as object::ObjectSlot>::PRESENT && !<T::Store as Store<T>>::VIEWS {
        return None;
    }
    Some(
        const {
            &(
                traverse::<T, Absent> as *const c_void,
                clear::<T, Absent> as *const c_void,
            )
        },
    )
}

/// A method of the buffer protocol.
#[cfg(any(not(Py_LIMITED_API), Py_3_11))]
pub trait BufferMethod {
    /// Fills or releases the view.
    ///
    /// # Errors
    /// What the method raises.
    ///
    /// # Safety
    /// `slf` is an instance of the method's class; `view` is what Python passed.
    unsafe fn apply(
        py: Python<'_>,
        slf: Raw,
        view: *mut ffi::Py_buffer,
        flags: c_int,
    ) -> PyResult<()>;
}

/// `getbufferproc`.
///
/// # Safety
/// Called by Python.
#[cfg(any(not(Py_LIMITED_API), Py_3_11))]
pub unsafe extern "C" fn get_buffer<M: BufferMethod>(
    slf: Raw,
    view: *mut ffi::Py_buffer,
    flags: c_int,
) -> c_int {
    guard_or(-1, |py| {
        // SAFETY: Python's contract.
        unsafe { M::apply(py, slf, view, flags) }.map(|()| 0)
    })
}

/// `releasebufferproc`: an error is reported, as there is nobody to raise it to.
///
/// # Safety
/// Called by Python.
#[cfg(any(not(Py_LIMITED_API), Py_3_11))]
pub unsafe extern "C" fn release_buffer<M: BufferMethod>(slf: Raw, view: *mut ffi::Py_buffer) {
    // SAFETY: Python's contract; whatever exception was pending stays so.
    unsafe {
        if guard_int(|py| M::apply(py, slf, view, 0)) != 0 {
            ffi::PyErr_WriteUnraisable(slf);
        }
    }
}
