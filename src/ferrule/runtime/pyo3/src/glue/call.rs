//! The entry points behind every function: parse, convert, call, guard. Compiled once, driven by descriptors.

use core::ffi::c_int;
use core::mem::MaybeUninit;
use core::ptr::NonNull;

use super::bind;
use super::function::{Function, FunctionDef};
use super::guard::guard;
use super::Raw;
use crate::err::PyResult;
use crate::ffi;
use crate::marker::Python;

/// Calls a function whose arguments came as a vector, driven by its descriptor.
///
/// # Safety
/// Python's vectorcall contract for `args`, `nargs` and `kwnames`; `slots` has room for the descriptor's parameters.
unsafe fn call(
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
unsafe fn call_inline(
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
            call_bound_vector(
                py,
                def,
                slf,
                bind::Vector {
                    args,
                    nargs: nargs as usize,
                    kwnames,
                },
                slots,
            )
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
unsafe fn call_noargs(def: &'static FunctionDef, slf: *mut ffi::PyObject) -> *mut ffi::PyObject {
    // SAFETY: without parameters the body reads no slot.
    guard(|py| unsafe { (def.body)(py, slf, NonNull::<u64>::dangling().as_ptr().cast()) })
}

/// Calls a function whose arguments came as a tuple and a dict, as constructors' and `__call__`'s do.
///
/// # Safety
/// `args` is a tuple, `kwargs` a dict or null; `slots` has room for the descriptor's parameters.
unsafe fn call_tuple(
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

/// The entry point of a function: arguments as a vector.
///
/// # Safety
/// Called by Python.
pub unsafe extern "C" fn enter<F: Function>(
    slf: Raw,
    args: *const Raw,
    count: isize,
    names: Raw,
) -> Raw {
    let mut slots = MaybeUninit::<F::Slots>::uninit();
    // SAFETY: Python's contract; the slots have room for what the descriptor says.
    unsafe { call(F::DEF, slf, args, count, names, slots.as_mut_ptr().cast()) }
}

/// [`enter`] with the conversions compiled in.
///
/// # Safety
/// Called by Python.
pub unsafe extern "C" fn enter_inlined<F: Function>(
    slf: Raw,
    args: *const Raw,
    count: isize,
    names: Raw,
) -> Raw {
    let mut slots = MaybeUninit::<F::Slots>::uninit();
    // SAFETY: as in `enter`.
    guard(|py| unsafe {
        call_inline(
            py,
            F::DEF,
            slf,
            args,
            count,
            names,
            slots.as_mut_ptr().cast(),
        )
    })
}

/// The entry point of a function without parameters.
///
/// # Safety
/// Called by Python.
pub unsafe extern "C" fn enter_noargs<F: Function>(slf: Raw, _none: Raw) -> Raw {
    // SAFETY: Python's contract.
    unsafe { call_noargs(F::DEF, slf) }
}

/// The entry point of `__call__`: arguments as a tuple and a dict.
///
/// # Safety
/// Called by Python.
pub unsafe extern "C" fn enter_tuple<F: Function>(slf: Raw, args: Raw, kwargs: Raw) -> Raw {
    let mut slots = MaybeUninit::<F::Slots>::uninit();
    // SAFETY: as in `enter`.
    unsafe { call_tuple(F::DEF, slf, args, kwargs, slots.as_mut_ptr().cast()) }
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
    unsafe { enter_tuple::<F>(class.cast(), args, kwargs) }
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
    unsafe { enter::<F>(class, args, (count & (usize::MAX >> 1)) as isize, names) }
}

/// [`enter_class`] with the conversions compiled in.
///
/// # Safety
/// Called by Python.
pub unsafe extern "C" fn enter_class_inlined<F: Function>(
    class: Raw,
    args: *const Raw,
    count: usize,
    names: Raw,
) -> Raw {
    // SAFETY: Python's contract.
    unsafe { enter_inlined::<F>(class, args, (count & (usize::MAX >> 1)) as isize, names) }
}

/// `tp_init`, whose result is ignored.
///
/// # Safety
/// Called by Python.
pub unsafe extern "C" fn enter_init<F: Function>(slf: Raw, args: Raw, kwargs: Raw) -> c_int {
    // SAFETY: as in `enter`; the result is an owned reference.
    unsafe {
        let result = enter_tuple::<F>(slf, args, kwargs);
        if result.is_null() {
            return -1;
        }
        ffi::Py_DECREF(result);
        0
    }
}
