//! The boundary: no panic leaves Rust, and every error becomes Python's pending exception.

use core::any::Any;
use core::ffi::c_int;
use core::ptr::{self, NonNull};
use std::panic::{catch_unwind, AssertUnwindSafe};

use crate::err::{PyErr, PyResult};
use crate::ffi;
use crate::gil;
use crate::marker::Python;
use crate::panic::PanicException;
use crate::stack;

/// Runs the body of a function that Python has called, and gives Python its result: null with an exception pending on
/// an error or a panic.
#[inline(always)]
pub fn guard(
    body: impl FnOnce(Python<'_>) -> PyResult<NonNull<ffi::PyObject>>,
) -> *mut ffi::PyObject {
    if stack::is_short() {
        return fail_for_stack();
    }
    guard_unmeasured(body)
}

/// [`guard`] for who has looked at the stack.
#[inline(always)]
pub(crate) fn guard_unmeasured(
    body: impl FnOnce(Python<'_>) -> PyResult<NonNull<ffi::PyObject>>,
) -> *mut ffi::PyObject {
    // SAFETY: Python calls only while attached.
    let py = unsafe { Python::assume_attached() };
    let _entry = gil::Entry::new(py);
    // Within, so that what is caught is plain.
    let called = catch_unwind(AssertUnwindSafe(|| match body(py) {
        Ok(object) => object.as_ptr(),
        Err(error) => fail(py, error),
    }));
    match called {
        Ok(object) => object,
        Err(payload) => fail_panic(py, payload),
    }
}

/// Like [`guard`] for a body that has made errors pending itself.
#[inline(always)]
pub fn guard_raw(body: impl FnOnce(Python<'_>) -> *mut ffi::PyObject) -> *mut ffi::PyObject {
    if stack::is_short() {
        return fail_for_stack();
    }
    // SAFETY: Python calls only while attached.
    let py = unsafe { Python::assume_attached() };
    let _entry = gil::Entry::new(py);
    match catch_unwind(AssertUnwindSafe(|| body(py))) {
        Ok(object) => object,
        Err(payload) => fail_panic(py, payload),
    }
}

/// Like [`guard`] for slots that return 0, or −1 on failure.
#[inline(always)]
pub fn guard_int(body: impl FnOnce(Python<'_>) -> PyResult<()>) -> c_int {
    guard_or(-1, |py| body(py).map(|()| 0))
}

/// Like [`guard`] for slots of any result type: `failed` with an exception pending on an error or a panic.
#[inline(always)]
pub fn guard_or<R>(failed: R, body: impl FnOnce(Python<'_>) -> PyResult<R>) -> R {
    if stack::is_short() {
        fail_for_stack();
        return failed;
    }
    // SAFETY: Python calls only while attached.
    let py = unsafe { Python::assume_attached() };
    let _entry = gil::Entry::new(py);
    let called = catch_unwind(AssertUnwindSafe(|| match body(py) {
        Ok(result) => Ok(result),
        Err(error) => {
            fail(py, error);
            Err(())
        }
    }));
    match called {
        Ok(Ok(result)) => return result,
        Ok(Err(())) => {}
        Err(payload) => {
            fail_panic(py, payload);
        }
    }
    failed
}

/// Makes an exception pending; null, which tells Python of it.
#[cold]
#[inline(never)]
pub fn raise(py: Python<'_>, error: PyErr) -> *mut ffi::PyObject {
    fail(py, error)
}

#[cold]
fn fail(py: Python<'_>, error: PyErr) -> *mut ffi::PyObject {
    error.restore(py);
    ptr::null_mut()
}

#[cold]
fn fail_for_stack() -> *mut ffi::PyObject {
    // SAFETY: Python calls only while attached.
    let py = unsafe { Python::assume_attached() };
    let _entry = gil::Entry::new(py);
    fail(py, stack::exhausted())
}

#[cold]
fn fail_panic(py: Python<'_>, payload: Box<dyn Any + Send>) -> *mut ffi::PyObject {
    fail(py, PanicException::from_panic_payload(payload))
}
