//! The entry points behind every function: parse, convert, call, guard. Compiled once, driven by descriptors.
//!
//! Arguments that fill the parameters one for one go to the body as they came. All others are bound first, by
//! [`bind`](super::bind).
//! The entry points themselves are in [`enter`](super::enter).

// `extern "C"` between functions of ours says that they do not unwind.
#![allow(improper_ctypes_definitions)]

use core::mem::MaybeUninit;
use core::ptr;

use super::bind::{self, Bindings, Items, Vector};
use super::function::{Body, FastCall, FunctionDef};
use super::guard::{guard_or, guard_raw, raise};
use super::{interned, keyword, scalar, Raw};
use crate::err::PyResult;
use crate::ffi;
use crate::marker::Python;

/// Parameters that are bound and converted without touching the heap.
pub(super) const INLINE: usize = 12;

/// What is called once there is an object for each parameter.
#[derive(Clone, Copy)]
enum Target {
    /// A body that stands by itself.
    Body(Body),
    /// The entry point that the body is compiled into, with the count that it expects.
    Entry(FastCall),
}

impl Target {
    /// Calls it.
    ///
    /// # Safety
    /// Attached; the target is that of `def`, and `objects` are as it has them.
    #[inline(always)]
    unsafe fn call(
        self,
        py: Python<'_>,
        slf: Raw,
        objects: *const Raw,
        def: &'static FunctionDef,
    ) -> Raw {
        // SAFETY: the caller's contract.
        unsafe {
            match self {
                Target::Body(body) => body(py, slf, objects),
                Target::Entry(entry) => entry(slf, objects, def.exact as isize, ptr::null_mut()),
            }
        }
    }
}

/// Calls a function whose arguments do not fill its parameters one for one, with what they are bound to.
///
/// # Safety
/// Python's vectorcall contract for `args`, `count` and `names`; `body` is that of `def`.
#[inline(never)]
unsafe extern "C" fn bound(
    slf: Raw,
    args: *const Raw,
    count: ffi::Py_ssize_t,
    names: Raw,
    def: &'static FunctionDef,
    body: Body,
) -> Raw {
    // SAFETY: the caller's contract.
    unsafe {
        if def.scalars {
            return scalars(slf, args, count, names, def, body);
        }
        bound_to(slf, args, count, names, def, Target::Body(body))
    }
}

/// [`bound`] for a function whose body is compiled into its entry point. What it is given fits registers, so that entry
/// points pass on what they have been given where it is.
///
/// # Safety
/// As for [`bound`]; `entry` is the entry point of `def`.
#[inline(never)]
pub(super) unsafe extern "C" fn bound_again(
    slf: Raw,
    args: *const Raw,
    count: ffi::Py_ssize_t,
    names: Raw,
    def: &'static FunctionDef,
    entry: FastCall,
) -> Raw {
    // SAFETY: the caller's contract.
    unsafe { bound_to(slf, args, count, names, def, Target::Entry(entry)) }
}

/// # Safety
/// As for [`bound`]; `target` is that of `def`.
#[inline(always)]
unsafe fn bound_to(
    slf: Raw,
    args: *const Raw,
    count: ffi::Py_ssize_t,
    names: Raw,
    def: &'static FunctionDef,
    target: Target,
) -> Raw {
    let given = count as usize;
    let mut objects: [Raw; INLINE] = [ptr::null_mut(); INLINE];
    // SAFETY: the caller's contract; the target's, with an object for each parameter.
    unsafe {
        if bind_usual(&mut objects, args, given, names, def) {
            return match target {
                Target::Body(body) => guard_raw(|py| body(py, slf, objects.as_ptr())),
                // It guards itself.
                Target::Entry(entry) => {
                    entry(slf, objects.as_ptr(), def.exact as isize, ptr::null_mut())
                }
            };
        }
    }
    // SAFETY: the caller's contract.
    unsafe {
        let vector = Vector {
            args,
            count: given,
            names,
        };
        bound_otherwise(slf, vector, def, target)
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
    target: Target,
) -> Raw {
    // SAFETY: the caller's contract.
    guard_or(ptr::null_mut(), |py| unsafe {
        let mut bindings = Bindings::new(def, vector.count);
        bind::bind_vector(py, def, &mut bindings, vector)?;
        complete(py, def, slf, bindings, target)
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
        for object in objects.iter().take(required).skip(given) {
            if object.is_null() {
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
    py: Python<'_>,
    def: &'static FunctionDef,
    slf: Raw,
    mut bindings: Bindings<'_>,
    target: Target,
) -> PyResult<Raw> {
    let objects = bind::complete(def, &mut bindings)?;
    // SAFETY: the caller's contract; bindings outlive the call, because converted values may borrow from them.
    unsafe {
        if !def.scalars {
            return Ok(target.call(py, slf, objects, def));
        }
        let mut values = vec![0_u64; def.shape.positional as usize];
        scalar::convert(py, def, objects, values.as_mut_ptr())?;
        Ok(target.call(py, slf, values.as_ptr().cast(), def))
    }
}

/// Calls a function whose arguments came as a tuple and a dict, as those of `tp_new` and of `__call__` do.
///
/// # Safety
/// `args` is a tuple, `kwargs` a dict or null; `body` is that of `def`.
#[inline(never)]
pub(super) unsafe extern "C" fn tuple(
    slf: Raw,
    args: Raw,
    kwargs: Raw,
    def: &'static FunctionDef,
    body: Body,
) -> Raw {
    // SAFETY: the caller's contract; the items are the tuple's own or a copy that outlives the call.
    unsafe {
        let items = Items::of(args);
        if kwargs.is_null() || ffi::PyDict_Size(kwargs) == 0 {
            return vector(
                slf,
                items.as_ptr(),
                items.count() as isize,
                ptr::null_mut(),
                def,
                body,
            );
        }
        guard_or(ptr::null_mut(), |py| {
            let mut bindings = Bindings::new(def, items.count());
            bind::bind_dict(py, def, &mut bindings, &items, kwargs)?;
            complete(py, def, slf, bindings, Target::Body(body))
        })
    }
}

/// Calls a function whose arguments came as a vector. The parameters stand as the entry points', so that these need not
/// move any.
///
/// # Safety
/// As for [`bound`].
#[inline(never)]
pub(super) unsafe extern "C" fn vector(
    slf: Raw,
    args: *const Raw,
    count: ffi::Py_ssize_t,
    names: Raw,
    def: &'static FunctionDef,
    body: Body,
) -> Raw {
    // SAFETY: the caller's contract; as many objects as parameters.
    unsafe {
        if !names.is_null() || count != def.exact as isize {
            return bound(slf, args, count, names, def, body);
        }
        guard_raw(|py| body(py, slf, args))
    }
}

/// Calls a function of scalars, whose arguments came as a vector.
///
/// # Safety
/// As for [`bound`].
#[inline(never)]
pub(super) unsafe extern "C" fn scalars(
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
        guard_raw(|py| convert_and_call(py, slf, args, def, body))
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
    unsafe {
        if !bind_usual(&mut objects, args, count, names, def) {
            return bound_otherwise(slf, vector, def, Target::Body(body));
        }
        guard_raw(|py| convert_and_call(py, slf, objects.as_ptr(), def, body))
    }
}

/// Converts at most [`INLINE`] scalars, and calls.
///
/// # Safety
/// As for [`scalars`]; there is an object for each parameter.
#[inline(always)]
unsafe fn convert_and_call(
    py: Python<'_>,
    slf: Raw,
    objects: *const Raw,
    def: &'static FunctionDef,
    body: Body,
) -> Raw {
    let mut values = [MaybeUninit::<u64>::uninit(); INLINE];
    // SAFETY: the caller's contract; there is room for each scalar.
    unsafe {
        match scalar::convert(py, def, objects, values.as_mut_ptr().cast()) {
            Ok(()) => body(py, slf, values.as_ptr().cast()),
            Err(error) => raise(py, error),
        }
    }
}

/// Calls a function without parameters.
///
/// # Safety
/// As for [`bound`].
#[inline(never)]
pub(super) unsafe extern "C" fn alone(slf: Raw, body: Body) -> Raw {
    // SAFETY: the caller's contract; without parameters the body reads no argument.
    guard_raw(|py| unsafe { body(py, slf, ptr::null()) })
}
