//! What Python calls: generic over the function, each a few instructions that lead to what all share, or with the body
//! compiled in.
//!
//! The entry point of a function has the body compiled in, which is as fast as can be. In a large crate it passes the
//! body on to code that all functions share, which is some instructions more: what a function then has of its own
//! neither checks anything nor catches a panic, so that it is less for the compiler, and seldom needs a table for
//! unwinding. Constructors are always entered that way.

use core::ffi::c_int;
use core::ptr;

use super::call::{alone, bound_again, scalars, tuple, vector};
use super::function::Function;
use super::guard::guard_raw;
use super::Raw;
use crate::ffi;

/// The entry point of a function, with the body compiled in.
///
/// # Safety
/// Called by Python.
pub unsafe extern "C" fn enter<F: Function>(
    slf: Raw,
    args: *const Raw,
    count: isize,
    names: Raw,
) -> Raw {
    // SAFETY: Python's contract; as many objects as parameters.
    unsafe {
        if !names.is_null() || count != F::DEF.exact as isize {
            return bound_again(slf, args, count, names, F::DEF, enter::<F>);
        }
        guard_raw(|py| F::body(py, slf, args))
    }
}

/// The entry point of a function in a large crate: the body stands by itself.
///
/// # Safety
/// Called by Python.
pub unsafe extern "C" fn enter_shared<F: Function>(
    slf: Raw,
    args: *const Raw,
    count: isize,
    names: Raw,
) -> Raw {
    // SAFETY: Python's contract.
    unsafe { vector(slf, args, count, names, F::DEF, F::body) }
}

/// The entry point of a function of scalars.
///
/// # Safety
/// Called by Python.
pub unsafe extern "C" fn enter_scalars<F: Function>(
    slf: Raw,
    args: *const Raw,
    count: isize,
    names: Raw,
) -> Raw {
    // SAFETY: Python's contract.
    unsafe { scalars(slf, args, count, names, F::DEF, F::body) }
}

/// The entry point of a function without parameters, with the body compiled in.
///
/// # Safety
/// Called by Python.
pub unsafe extern "C" fn enter_noargs<F: Function>(slf: Raw, _none: Raw) -> Raw {
    // SAFETY: Python's contract; without parameters the body reads no argument.
    guard_raw(|py| unsafe { F::body(py, slf, ptr::null()) })
}

/// Likewise in a large crate.
///
/// # Safety
/// Called by Python.
pub unsafe extern "C" fn enter_shared_noargs<F: Function>(slf: Raw, _none: Raw) -> Raw {
    // SAFETY: Python's contract.
    unsafe { alone(slf, F::body) }
}

/// The entry point of `__call__`: arguments as a tuple and a dict.
///
/// # Safety
/// Called by Python.
pub unsafe extern "C" fn enter_tuple<F: Function>(slf: Raw, args: Raw, kwargs: Raw) -> Raw {
    // SAFETY: Python's contract.
    unsafe { tuple(slf, args, kwargs, F::DEF, F::body) }
}

/// `tp_new`.
///
/// # Safety
/// Called by Python.
pub unsafe extern "C" fn enter_new<F: Function>(
    class: *mut ffi::PyTypeObject,
    args: Raw,
    kwargs: Raw,
) -> Raw {
    // SAFETY: Python's contract: a type is an object.
    unsafe { tuple(class.cast(), args, kwargs, F::DEF, F::body) }
}

/// `tp_vectorcall`, whose count carries a flag bit.
///
/// # Safety
/// Called by Python.
pub unsafe extern "C" fn enter_class<F: Function>(
    class: Raw,
    args: *const Raw,
    count: usize,
    names: Raw,
) -> Raw {
    // SAFETY: Python's contract.
    unsafe {
        vector(
            class,
            args,
            (count & (usize::MAX >> 1)) as isize,
            names,
            F::DEF,
            F::body,
        )
    }
}

/// `tp_init`, whose result is ignored.
///
/// # Safety
/// Called by Python.
pub unsafe extern "C" fn enter_init<F: Function>(slf: Raw, args: Raw, kwargs: Raw) -> c_int {
    // SAFETY: as in `enter_tuple`; the result is an owned reference.
    unsafe {
        let result = tuple(slf, args, kwargs, F::DEF, F::body);
        if result.is_null() {
            return -1;
        }
        ffi::Py_DECREF(result);
        0
    }
}
