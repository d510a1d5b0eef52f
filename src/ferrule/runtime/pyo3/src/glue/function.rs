//! Descriptors of functions: all that the runtime must know to call one, as constant data.

use core::ffi::{c_int, CStr};
use core::ptr::NonNull;

use super::call;
use super::Convert;
use crate::conversion::FromPyObject;
use crate::err::{PyErr, PyResult};
use crate::ffi;
use crate::marker::Python;

/// Reads converted arguments from `slots`, calls the user's function and converts its result.
pub type Body =
    unsafe fn(Python<'_>, *mut ffi::PyObject, *mut u8) -> PyResult<NonNull<ffi::PyObject>>;

/// Writes the default of a parameter to its slot.
pub type WriteDefault = unsafe fn(Python<'_>, *mut u8) -> Result<(), PyErr>;

/// One parameter.
pub struct Parameter {
    /// Its name in Python.
    pub name: &'static str,
    /// How an argument is converted.
    pub convert: Convert,
    /// Where the converted value goes, in bytes from the start of the slots. Given by [`layout`].
    pub offset: usize,
    size: usize,
    align: usize,
    /// Drops a converted value that is not used, if it needs that.
    pub drop: Option<unsafe fn(*mut u8)>,
    /// Writes the default, if there is one.
    pub default: Option<WriteDefault>,
}

impl Parameter {
    /// A parameter whose slot is the argument itself.
    pub const fn value<'a, 'py, T: FromPyObject<'a, 'py>>(name: &'static str) -> Self {
        Self::of::<T>(name, T::CONVERT)
    }

    /// A parameter whose slot holds a `T`, which `convert` writes.
    pub const fn of<T>(name: &'static str, convert: Convert) -> Self {
        Parameter {
            name,
            convert,
            offset: 0,
            size: size_of::<T>(),
            align: align_of::<T>(),
            drop: drop_slot::<T>(),
            default: None,
        }
    }

    /// With a default.
    pub const fn or(self, default: WriteDefault) -> Self {
        Parameter {
            default: Some(default),
            ..self
        }
    }
}

/// Memory for slots, in pieces that are aligned for any scalar.
#[derive(Clone, Copy)]
#[repr(C, align(16))]
pub struct Chunk([u8; CHUNK]);

const CHUNK: usize = 16;

/// Gives each parameter its place.
///
/// # Panics
/// At compile time if a type wants a stricter alignment than [`Chunk`] has.
pub const fn layout<const N: usize>(mut parameters: [Parameter; N]) -> [Parameter; N] {
    let mut end: usize = 0;
    let mut index = 0;
    while index < N {
        let align = parameters[index].align;
        assert!(
            align <= CHUNK,
            "the type of an argument is aligned to more than 16 bytes"
        );
        parameters[index].offset = end.next_multiple_of(align);
        end = parameters[index].offset + parameters[index].size;
        index += 1;
    }
    parameters
}

/// How many [`Chunk`]s hold the slots of parameters that [`layout`] has placed.
pub const fn chunks(parameters: &[Parameter]) -> usize {
    match parameters {
        [.., last] => (last.offset + last.size).div_ceil(CHUNK),
        [] => 0,
    }
}

/// Moves a converted value out of its slot.
///
/// # Safety
/// A `T` was written at `offset`, and nothing moves it out again.
#[inline(always)]
pub unsafe fn take<T>(slots: *mut u8, offset: usize) -> T {
    // SAFETY: the caller's contract.
    unsafe { slots.add(offset).cast::<T>().read() }
}

/// How many parameters of which kind, in the order: positional, keyword-only, `*args`, `**kwargs`.
pub struct Shape {
    /// Parameters that a position can fill.
    pub positional: usize,
    /// How many of them only a position can fill.
    pub positional_only: usize,
    /// How many of them have no default.
    pub required_positional: usize,
    /// Parameters that only a keyword can fill.
    pub keyword_only: usize,
    /// Whether surplus positions go into a tuple.
    pub varargs: bool,
    /// Whether surplus keywords go into a dict.
    pub varkeywords: bool,
    /// The number of positional arguments that fills every parameter, or −1 if there is no such number.
    pub exact: isize,
}

impl Shape {
    /// The shape, with what follows from it worked out.
    pub const fn new(
        positional: usize,
        positional_only: usize,
        required_positional: usize,
        keyword_only: usize,
        varargs: bool,
        varkeywords: bool,
    ) -> Self {
        let plain = keyword_only == 0 && !varargs && !varkeywords;
        Shape {
            positional,
            positional_only,
            required_positional,
            keyword_only,
            varargs,
            varkeywords,
            exact: if plain { positional as isize } else { -1 },
        }
    }
}

/// A function or method, named by a type: what the generic entry points are made for.
pub trait Function {
    /// Memory for its slots.
    type Slots;
    /// Its descriptor.
    const DEF: &'static FunctionDef;
}

/// A function or method as data.
pub struct FunctionDef {
    /// The class that it is a method of.
    pub class: Option<&'static str>,
    /// Its name in Python.
    pub name: &'static str,
    /// `(a, b=1)` for a constructor, which has no method definition to carry it.
    pub text_signature: Option<&'static str>,
    /// Its parameters: positional, keyword-only, then `*args` and `**kwargs` where present.
    pub parameters: &'static [Parameter],
    /// Their kinds.
    pub shape: Shape,
    /// The call itself.
    pub body: Body,
    /// The name, documentation and entry point that Python reads.
    pub method: MethodDef,
}

/// A method definition in Python's own form.
#[repr(transparent)]
pub struct MethodDef(ffi::PyMethodDef);

// SAFETY: points to constant text and code only.
unsafe impl Sync for MethodDef {}
// SAFETY: as above.
unsafe impl Send for MethodDef {}

/// An entry point that takes arguments by vector.
pub type FastCall = unsafe extern "C" fn(
    *mut ffi::PyObject,
    *const *mut ffi::PyObject,
    ffi::Py_ssize_t,
    *mut ffi::PyObject,
) -> *mut ffi::PyObject;
/// An entry point that takes no arguments.
pub type NoArgs =
    unsafe extern "C" fn(*mut ffi::PyObject, *mut ffi::PyObject) -> *mut ffi::PyObject;

/// The stable ABI lists this calling convention from 3.10 on; every interpreter since 3.7 has it under this number.
const METH_FASTCALL: c_int = 0x0080;

impl MethodDef {
    /// No entry point: a constructor.
    pub const NONE: MethodDef = MethodDef(ffi::PyMethodDef {
        ml_name: core::ptr::null(),
        ml_meth: ffi::PyMethodDefPointer {
            Void: core::ptr::null_mut(),
        },
        ml_flags: 0,
        ml_doc: core::ptr::null(),
    });

    /// Called with a vector of arguments and the names of keywords; conversions are driven by the table.
    pub const fn fastcall<F: Function>(name: &'static CStr, doc: &'static CStr) -> Self {
        Self::fastcall_entry(name, doc, call::enter::<F>)
    }

    /// The same with the conversions compiled into the entry point, for few parameters.
    pub const fn inlined<F: Function>(name: &'static CStr, doc: &'static CStr) -> Self {
        Self::fastcall_entry(name, doc, call::enter_inlined::<F>)
    }

    /// Called without arguments; Python itself refuses any.
    pub const fn noargs<F: Function>(name: &'static CStr, doc: &'static CStr) -> Self {
        Self::noargs_entry(name, doc, call::enter_noargs::<F>)
    }

    /// Called without arguments, by an entry point of its own.
    pub const fn noargs_entry(name: &'static CStr, doc: &'static CStr, entry: NoArgs) -> Self {
        Self::new(
            name,
            doc,
            ffi::PyMethodDefPointer { PyCFunction: entry },
            ffi::METH_NOARGS,
        )
    }

    /// Called with a vector of arguments and the names of keywords, by an entry point of its own.
    pub const fn fastcall_entry(name: &'static CStr, doc: &'static CStr, entry: FastCall) -> Self {
        let entry = ffi::PyMethodDefPointer {
            PyCFunctionFastWithKeywords: entry,
        };
        Self::new(name, doc, entry, METH_FASTCALL | ffi::METH_KEYWORDS)
    }

    /// Called with one argument, by position.
    pub const fn one_argument(name: &'static CStr, doc: &'static CStr, entry: NoArgs) -> Self {
        Self::new(
            name,
            doc,
            ffi::PyMethodDefPointer { PyCFunction: entry },
            ffi::METH_O,
        )
    }

    const fn new(
        name: &'static CStr,
        doc: &'static CStr,
        entry: ffi::PyMethodDefPointer,
        flags: c_int,
    ) -> Self {
        MethodDef(ffi::PyMethodDef {
            ml_name: name.as_ptr(),
            ml_meth: entry,
            ml_flags: flags,
            ml_doc: if doc.is_empty() {
                core::ptr::null()
            } else {
                doc.as_ptr()
            },
        })
    }

    /// As a class method.
    pub const fn class_method(mut self) -> Self {
        self.0.ml_flags |= ffi::METH_CLASS;
        self
    }

    /// As a static method.
    pub const fn static_method(mut self) -> Self {
        self.0.ml_flags |= ffi::METH_STATIC;
        self
    }

    pub(crate) fn as_ffi(&self) -> ffi::PyMethodDef {
        self.0
    }

    pub(crate) fn as_ptr(&'static self) -> *mut ffi::PyMethodDef {
        core::ptr::from_ref(&self.0).cast_mut()
    }
}

/// What drops a slot of type `T`, if `T` needs dropping.
const fn drop_slot<T>() -> Option<unsafe fn(*mut u8)> {
    /// # Safety
    /// `slot` points at a `T` that is not used again.
    unsafe fn drop_in_place<T>(slot: *mut u8) {
        // SAFETY: the caller's contract.
        unsafe { core::ptr::drop_in_place(slot.cast::<T>()) }
    }
    if core::mem::needs_drop::<T>() {
        Some(drop_in_place::<T>)
    } else {
        None
    }
}
