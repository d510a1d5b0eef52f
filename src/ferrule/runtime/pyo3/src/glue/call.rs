//! The entry points behind every function: parse, convert, call, guard. Compiled once, driven by descriptors.

use core::ptr::NonNull;

use super::bind;
use super::function::FunctionDef;
use super::guard::guard;
use crate::err::PyResult;
use crate::ffi;
use crate::marker::Python;

/// Calls a function whose arguments came as a vector, driven by its descriptor.
///
/// # Safety
/// Python's vectorcall contract for `args`, `nargs` and `kwnames`; `slots` has room for the descriptor's parameters.
pub unsafe fn call(
    def: &'static FunctionDef,
    slf: *mut ffi::PyObject,
    args: *const *mut ffi::PyObject,
    nargs: ffi::Py_ssize_t,
    kwnames: *mut ffi::PyObject,
    slots: *mut u8,
) -> *mut ffi::PyObject {
    // SAFETY: the caller's contract.
    guard(move |py| unsafe { call_inline(py, def, slf, args, nargs, kwnames, slots) })
}

/// [`call`] for functions of few parameters, inlined into an entry point that guards it.
///
/// There the descriptor is a constant, so the loop over the parameters becomes direct calls of the converters and of
/// the body.
///
/// # Errors
/// Whatever binding, conversion or the function reports.
///
/// # Safety
/// As for [`call`].
#[inline(always)]
pub unsafe fn call_inline(
    py: Python<'_>,
    def: &'static FunctionDef,
    slf: *mut ffi::PyObject,
    args: *const *mut ffi::PyObject,
    nargs: ffi::Py_ssize_t,
    kwnames: *mut ffi::PyObject,
    slots: *mut u8,
) -> PyResult<NonNull<ffi::PyObject>> {
    // SAFETY: the caller's contract; `body` takes over the slots once all of them are written.
    unsafe {
        if nargs == def.shape.exact && kwnames.is_null() {
            bind::convert_exact(py, def, args, slots)?;
            (def.body)(py, slf, slots)
        } else {
            call_bound_vector(py, def, slf, bind::Vector { args, nargs: nargs as usize, kwnames }, slots)
        }
    }
}

/// Calls with arguments that do not match the parameters one for one.
///
/// # Safety
/// As for [`call`].
#[inline(never)]
unsafe fn call_bound_vector(
    py: Python<'_>,
    def: &'static FunctionDef,
    slf: *mut ffi::PyObject,
    vector: bind::Vector,
    slots: *mut u8,
) -> PyResult<NonNull<ffi::PyObject>> {
    // SAFETY: the caller's contract; the bindings outlive the call, because converted values may borrow from them.
    unsafe {
        let mut bindings = bind::Bindings::new(def, vector.nargs);
        bind::bind_vector(py, def, &mut bindings, vector)?;
        bind::convert_bindings(py, def, &mut bindings, slots)?;
        (def.body)(py, slf, slots)
    }
}

/// Calls a function without parameters. Inlined for the same reason as [`call`].
///
/// # Safety
/// `slf` is what Python passed.
#[inline(always)]
pub unsafe fn call_noargs(def: &'static FunctionDef, slf: *mut ffi::PyObject) -> *mut ffi::PyObject {
    // SAFETY: without parameters the body reads no slot.
    guard(|py| unsafe { (def.body)(py, slf, core::ptr::dangling_mut::<u64>().cast()) })
}

/// Calls a function whose arguments came as a tuple and a dict, as constructors' and `__call__`'s do.
///
/// # Safety
/// `args` is a tuple, `kwargs` a dict or null; `slots` has room for the descriptor's parameters.
pub unsafe fn call_tuple(
    def: &'static FunctionDef,
    slf: *mut ffi::PyObject,
    args: *mut ffi::PyObject,
    kwargs: *mut ffi::PyObject,
    slots: *mut u8,
) -> *mut ffi::PyObject {
    guard(|py| {
        // SAFETY: the caller's contract.
        unsafe {
            let bindings = bind::bind_tuple(py, def, args, kwargs)?;
            call_bound(py, def, slf, bindings, slots)
        }
    })
}

/// The count of arguments in a vectorcall of a class, which carries a flag bit.
#[inline(always)]
pub fn count(nargsf: usize) -> ffi::Py_ssize_t {
    (nargsf & (usize::MAX >> 1)) as ffi::Py_ssize_t
}

/// Converts what has been bound and calls. The bindings outlive the call, because converted values may borrow from them.
///
/// # Safety
/// As for [`call`].
#[inline(never)]
unsafe fn call_bound(
    py: Python<'_>,
    def: &'static FunctionDef,
    slf: *mut ffi::PyObject,
    mut bindings: bind::Bindings<'_>,
    slots: *mut u8,
) -> PyResult<NonNull<ffi::PyObject>> {
    // SAFETY: the caller's contract.
    unsafe {
        bind::convert_bindings(py, def, &mut bindings, slots)?;
        (def.body)(py, slf, slots)
    }
}
