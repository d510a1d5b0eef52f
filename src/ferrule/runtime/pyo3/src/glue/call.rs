//! The entry points behind every function: parse, convert, call, guard. Compiled once, driven by descriptors.
//!
//! Arguments that fill the parameters one for one go to the body as they came. All others are bound first, by
//! [`bind`](super::bind); then the entry point is called once more, with what each parameter is bound to.

use core::ffi::c_int;
use core::mem::MaybeUninit;
use core::ptr;

use super::bind::{self, Bindings, Items, Vector};
use super::function::{Body, FastCall, Function, FunctionDef};
use super::guard::{guard, guard_or};
use super::{interned, keyword, scalar, Raw};
use crate::err::PyResult;
use crate::ffi;

/// Parameters that are bound and converted without touching the heap.
pub(super) const INLINE: usize = 12;

/// Calls a function whose arguments do not fill its parameters one for one: binds them, and goes back to the entry
/// point with what they are bound to.
///
/// # Safety
/// Python's vectorcall contract for `args`, `count` and `names`; `entry` is the entry point of `def`.
#[inline(never)]
unsafe fn bound(
    slf: Raw,
    args: *const Raw,
    count: ffi::Py_ssize_t,
    names: Raw,
    def: &'static FunctionDef,
    entry: FastCall,
) -> Raw {
    let given = count as usize;
    let mut objects: [Raw; INLINE] = [ptr::null_mut(); INLINE];
    // SAFETY: the caller's contract; the entry point's, with an object for each parameter.
    unsafe {
        if bind_usual(&mut objects, args, given, names, def) {
            return entry(slf, objects.as_ptr(), def.shape.exact(), ptr::null_mut());
        }
    }
    // SAFETY: the caller's contract.
    unsafe {
        bound_otherwise(
            slf,
            Vector {
                args,
                count: given,
                names,
            },
            def,
            entry,
        )
    }
}

/// [`bound`] where something is unusual.
///
/// # Safety
/// As for [`bound`].
#[cold]
#[inline(never)]
unsafe fn bound_otherwise(
    slf: Raw,
    vector: Vector,
    def: &'static FunctionDef,
    entry: FastCall,
) -> Raw {
    // SAFETY: the caller's contract.
    guard_or(ptr::null_mut(), |py| unsafe {
        let mut bindings = Bindings::new(def, vector.count);
        bind::bind_vector(py, def, &mut bindings, vector)?;
        complete(def, slf, bindings, entry)
    })
}

/// Binds the arguments of a call that is as it should be, of a function without `*args` and `**kwargs`. Says no where
/// anything is unusual; then nothing has happened yet.
///
/// # Safety
/// As for [`bound`]; the objects are null.
#[inline(always)]
unsafe fn bind_usual(
    objects: &mut [Raw; INLINE],
    args: *const Raw,
    given: usize,
    names: Raw,
    def: &'static FunctionDef,
) -> bool {
    let shape = &def.shape;
    let (positional, required) = (
        shape.positional as usize,
        shape.required_positional as usize,
    );
    if shape.varargs | shape.varkeywords || shape.named() > INLINE || given > positional {
        return false;
    }
    for (index, object) in objects.iter_mut().enumerate().take(given) {
        // SAFETY: the caller's contract: so many objects.
        *object = unsafe { *args.add(index) };
        // None is null. Asking keeps the compiler from calling `memcpy` for one or two.
        if object.is_null() {
            return false;
        }
    }
    if names.is_null() {
        if given < required {
            return false;
        }
    } else {
        // SAFETY: the caller's contract: one object for each name, behind the others.
        if !unsafe { keyword::bind_usual(def, objects.as_mut_ptr(), given, names, args.add(given)) }
        {
            return false;
        }
        for index in given..required {
            if objects[index].is_null() {
                return false;
            }
        }
    }
    shape.keyword_only == 0 || keyword_only_usual(objects, def)
}

/// Whether no keyword-only parameter lacks an argument, but such as have defaults.
#[inline(never)]
fn keyword_only_usual(objects: &[Raw; INLINE], def: &'static FunctionDef) -> bool {
    let shape = &def.shape;
    interned::names(def).is_some_and(|names| {
        (shape.positional as usize..shape.named())
            .all(|index| !objects[index].is_null() || !names.required(index))
    })
}

/// Calls with what is bound.
///
/// # Errors
/// If arguments are missing. What the function raises is pending already, and the result null.
///
/// # Safety
/// As for [`bound`].
#[inline]
unsafe fn complete(
    def: &'static FunctionDef,
    slf: Raw,
    mut bindings: Bindings<'_>,
    entry: FastCall,
) -> PyResult<Raw> {
    let objects = bind::complete(def, &mut bindings)?;
    // SAFETY: the caller's contract; bindings outlive the call, because converted values may borrow from them.
    Ok(unsafe { entry(slf, objects, def.shape.exact(), ptr::null_mut()) })
}

/// Calls a function whose arguments came as a tuple and a dict, as constructors' and `__call__`'s do.
///
/// # Safety
/// `args` is a tuple, `kwargs` a dict or null; `entry` is the entry point of `def`.
#[inline(never)]
unsafe fn tuple(
    slf: Raw,
    args: Raw,
    kwargs: Raw,
    def: &'static FunctionDef,
    entry: FastCall,
) -> Raw {
    // SAFETY: the caller's contract; the items are the tuple's own or a copy that outlives the call.
    unsafe {
        let items = Items::of(args);
        if kwargs.is_null() || ffi::PyDict_Size(kwargs) == 0 {
            return entry(slf, items.as_ptr(), items.count() as isize, ptr::null_mut());
        }
        guard_or(ptr::null_mut(), |py| {
            let mut bindings = Bindings::new(def, items.count());
            bind::bind_dict(py, def, &mut bindings, &items, kwargs)?;
            complete(def, slf, bindings, entry)
        })
    }
}

/// Calls a function of scalars, whose arguments came as a vector.
///
/// # Safety
/// As for [`bound`]; `body` is that of `def`.
#[inline(never)]
unsafe fn scalars(
    slf: Raw,
    args: *const Raw,
    count: ffi::Py_ssize_t,
    names: Raw,
    def: &'static FunctionDef,
    body: Body,
) -> Raw {
    // SAFETY: the caller's contract; there is room for each scalar.
    unsafe {
        if !names.is_null() || count != def.shape.positional as isize || count as usize > INLINE {
            let vector = Vector {
                args,
                count: count as usize,
                names,
            };
            return bound_scalars(slf, vector, def, body);
        }
        guard(|py| {
            let mut values = [MaybeUninit::<u64>::uninit(); INLINE];
            scalar::convert(py, def, args, values.as_mut_ptr().cast())?;
            body(py, slf, values.as_ptr().cast())
        })
    }
}

/// [`scalars`] where arguments do not match the parameters one for one, or are many.
///
/// # Safety
/// As for [`scalars`].
#[inline(never)]
unsafe fn bound_scalars(slf: Raw, vector: Vector, def: &'static FunctionDef, body: Body) -> Raw {
    let mut objects: [Raw; INLINE] = [ptr::null_mut(); INLINE];
    let Vector { args, count, names } = vector;
    // SAFETY: the caller's contract; there is room for each scalar.
    guard(|py| unsafe {
        if bind_usual(&mut objects, args, count, names, def) {
            let mut values = [MaybeUninit::<u64>::uninit(); INLINE];
            scalar::convert(py, def, objects.as_ptr(), values.as_mut_ptr().cast())?;
            return body(py, slf, values.as_ptr().cast());
        }
        let mut values = vec![0_u64; def.shape.positional as usize];
        let mut bindings = Bindings::new(def, count);
        bind::bind_vector(py, def, &mut bindings, vector)?;
        let objects = bind::complete(def, &mut bindings)?;
        scalar::convert(py, def, objects, values.as_mut_ptr())?;
        body(py, slf, values.as_ptr().cast())
    })
}

/// The entry point of a function, with the body compiled in. A count of [`Function::EXACT`] says that there is an
/// object for each parameter, or null for one that is missing and has a default.
///
/// # Safety
/// Called by Python, or by [`bound`].
pub unsafe extern "C" fn enter<F: Function>(
    slf: Raw,
    args: *const Raw,
    count: isize,
    names: Raw,
) -> Raw {
    // SAFETY: the callers' contract.
    unsafe {
        if !names.is_null() || count != F::EXACT {
            return bound(slf, args, count, names, F::DEF, enter::<F>);
        }
        guard(|py| F::body(py, slf, args))
    }
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

/// The entry point of a function without parameters.
///
/// # Safety
/// Called by Python.
pub unsafe extern "C" fn enter_noargs<F: Function>(slf: Raw, _none: Raw) -> Raw {
    // SAFETY: Python's contract; without parameters the body reads no argument.
    guard(|py| unsafe { F::body(py, slf, ptr::null()) })
}

/// The entry point of `__call__`: arguments as a tuple and a dict.
///
/// # Safety
/// Called by Python.
pub unsafe extern "C" fn enter_tuple<F: Function>(slf: Raw, args: Raw, kwargs: Raw) -> Raw {
    // SAFETY: Python's contract.
    unsafe { tuple(slf, args, kwargs, F::DEF, F::ENTRY) }
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
    unsafe { (F::ENTRY)(class, args, (count & (usize::MAX >> 1)) as isize, names) }
}

/// `tp_init`, whose result is ignored.
///
/// # Safety
/// Called by Python.
pub unsafe extern "C" fn enter_init<F: Function>(slf: Raw, args: Raw, kwargs: Raw) -> c_int {
    // SAFETY: as in `enter_tuple`; the result is an owned reference.
    unsafe {
        let result = enter_tuple::<F>(slf, args, kwargs);
        if result.is_null() {
            return -1;
        }
        ffi::Py_DECREF(result);
        0
    }
}
