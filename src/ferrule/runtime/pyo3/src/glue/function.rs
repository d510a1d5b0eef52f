//! Descriptors of functions: all that the runtime must know to call one, as constant data.
//!
//! Pointers are dear in them: each takes 8 bytes and a relocation of 24. So what is text stands in one, and a method
//! definition in Python's own form is made of it when a callable or a class is.

use core::ffi::c_int;

use super::enter;
use super::Raw;
use crate::err::PyErr;
use crate::ffi;
use crate::marker::Python;

/// What a function's arguments are given to its body in: pointers to objects, null where one is missing and has a
/// default; for a function that [`Entry::scalars`] serves, the converted values, in 8 bytes each.
pub type Arguments = *const Raw;

/// Converts the arguments, calls the user's function and converts its result; null with an exception pending.
pub type Body = unsafe fn(Python<'_>, Raw, Arguments) -> Raw;

/// Writes the default of a parameter.
pub type WriteDefault = unsafe fn(Python<'_>, *mut u8) -> Result<(), PyErr>;

/// How many parameters of which kind, in the order: positional, keyword-only, `*args`, `**kwargs`.
pub struct Shape {
    /// Parameters that a position can fill.
    pub positional: u16,
    /// How many of them only a position can fill.
    pub positional_only: u16,
    /// How many of them have no default.
    pub required_positional: u16,
    /// Parameters that only a keyword can fill.
    pub keyword_only: u16,
    /// Whether surplus positions go into a tuple.
    pub varargs: bool,
    /// Whether surplus keywords go into a dict.
    pub varkeywords: bool,
}

impl Shape {
    /// Parameters that all are filled by position, and required.
    pub const fn exactly(positional: u16) -> Self {
        Shape {
            positional,
            positional_only: 0,
            required_positional: positional,
            keyword_only: 0,
            varargs: false,
            varkeywords: false,
        }
    }

    /// Whether positions alone can fill all parameters.
    #[inline(always)]
    pub const fn plain(&self) -> bool {
        self.keyword_only == 0 && !self.varargs && !self.varkeywords
    }

    /// Parameters with a name that a caller can use.
    #[inline]
    pub const fn named(&self) -> usize {
        self.positional as usize + self.keyword_only as usize
    }

    /// All parameters.
    #[inline]
    pub const fn count(&self) -> usize {
        self.named() + self.varargs as usize + self.varkeywords as usize
    }
}

/// A function or method, named by a type: what the generic entry points are made for.
pub trait Function: Sized {
    /// Its descriptor.
    const DEF: &'static FunctionDef;
    /// Converts the arguments, calls the user's function and converts its result: an owned object, or null with an
    /// exception pending.
    ///
    /// # Safety
    /// `slf` is what the function is a method of, if it is one; `arguments` are as the descriptor has them.
    unsafe fn body(py: Python<'_>, slf: Raw, arguments: Arguments) -> Raw;
}

/// A function or method as data.
pub struct FunctionDef {
    /// Its name in Python, its parameters' names, and its documentation, each with a NUL at its end. The documentation
    /// starts with the signature as CPython wants it; a constructor's is its signature alone. Parameters stand in the
    /// order of [`Shape`], and a `=` follows the name of one with a default. Before all that, if the arguments are
    /// scalars, stands one letter for each, as in [`scalar`](super::scalar).
    pub text: &'static str,
    /// Where in the text the parameters' names begin.
    pub names: u16,
    /// How Python calls it.
    pub entry: Entry,
    /// Its parameters' kinds.
    pub shape: Shape,
    /// How many positional arguments fill the parameters one for one, for the body to be called at once: −1 if that
    /// cannot be, or if the runtime converts the arguments.
    pub exact: i16,
    /// Whether every parameter is required and of a primitive type, for the runtime to convert.
    pub scalars: bool,
}

impl FunctionDef {
    /// A method that its entry point serves alone. `text` is its name and its documentation.
    pub const fn plain(text: &'static str, entry: Entry) -> Self {
        FunctionDef {
            text,
            names: 0,
            entry,
            shape: Shape::exactly(0),
            exact: -1,
            scalars: false,
        }
    }

    /// The text behind the letters of scalars.
    #[inline]
    fn words(&self) -> &'static str {
        let letters = if self.scalars {
            self.shape.positional
        } else {
            0
        };
        self.text.get(letters as usize..).unwrap_or("")
    }

    /// Its name in Python.
    pub(crate) fn name(&self) -> &'static str {
        self.words().split('\0').next().unwrap_or("")
    }

    /// Its documentation; a constructor's signature.
    pub(crate) fn doc(&self) -> &'static str {
        self.text.rsplit('\0').nth(1).unwrap_or("")
    }

    /// The parameters' names, and what follows them.
    #[inline]
    pub(super) fn names(&self) -> &'static [u8] {
        self.text
            .as_bytes()
            .get(self.names as usize..)
            .unwrap_or(&[])
    }

    /// The name of one parameter.
    #[cold]
    pub(super) fn parameter(&self, index: usize) -> &'static str {
        let text = self.parameter_text(index);
        text.strip_suffix('=').unwrap_or(text)
    }

    /// Whether a call must fill the parameter.
    pub(super) fn required(&self, index: usize) -> bool {
        !self.parameter_text(index).ends_with('=')
    }

    /// The name of one parameter, and what follows it.
    fn parameter_text(&self, index: usize) -> &'static str {
        // By bytes: the searches of `str` take longer to begin than names are.
        let (mut begin, mut left) = (self.names as usize, index);
        let bytes = self.text.as_bytes();
        for (at, byte) in bytes.iter().enumerate().skip(begin) {
            if *byte == 0 {
                if left == 0 {
                    return self.text.get(begin..at).unwrap_or("");
                }
                (begin, left) = (at + 1, left - 1);
            }
        }
        ""
    }

    /// In Python's own form.
    pub(crate) fn method(&self) -> ffi::PyMethodDef {
        let (name, doc) = (self.name(), self.doc());
        ffi::PyMethodDef {
            ml_name: name.as_ptr().cast(),
            ml_meth: self.entry.pointer,
            ml_flags: self.entry.flags,
            ml_doc: if doc.is_empty() {
                core::ptr::null()
            } else {
                doc.as_ptr().cast()
            },
        }
    }
}

/// The text of a descriptor whose documentation is not known to the macro: `count` NULs, and nothing more, end parts.
///
/// # Panics
/// At compile time if the documentation has a NUL inside.
pub const fn text(text: &'static str, count: usize) -> &'static str {
    let (bytes, mut index, mut found) = (text.as_bytes(), 0, 0);
    while index < bytes.len() {
        found += (bytes[index] == 0) as usize;
        index += 1;
    }
    assert!(
        found == count,
        "a name or a doc comment holds a NUL character"
    );
    text
}

/// An entry point, and how Python is to call it.
#[derive(Clone, Copy)]
pub struct Entry {
    pointer: ffi::PyMethodDefPointer,
    flags: c_int,
}

// SAFETY: points to code only.
unsafe impl Sync for Entry {}
// SAFETY: as above.
unsafe impl Send for Entry {}

/// An entry point that takes arguments by vector.
pub type FastCall =
    unsafe extern "C" fn(Raw, *const Raw, ffi::Py_ssize_t, *mut ffi::PyObject) -> Raw;
/// An entry point that takes no arguments.
pub type NoArgs = unsafe extern "C" fn(Raw, Raw) -> Raw;

/// The stable ABI lists this calling convention from 3.10 on; every interpreter since 3.7 has it under this number.
const METH_FASTCALL: c_int = 0x0080;

impl Entry {
    /// None: Python comes to the function by a slot of its class.
    pub const NONE: Entry = Entry {
        pointer: ffi::PyMethodDefPointer {
            Void: core::ptr::null_mut(),
        },
        flags: 0,
    };

    /// Called with a vector of arguments and the names of keywords.
    pub const fn fastcall<F: Function>() -> Self {
        Self::vector(enter::enter::<F>)
    }

    /// As [`fastcall`](Self::fastcall), in a large crate.
    pub const fn shared<F: Function>() -> Self {
        Self::vector(enter::enter_shared::<F>)
    }

    /// As [`fastcall`](Self::fastcall), of scalars that the runtime converts.
    pub const fn scalars<F: Function>() -> Self {
        Self::vector(enter::enter_scalars::<F>)
    }

    /// As [`noargs`](Self::noargs), in a large crate.
    pub const fn shared_noargs<F: Function>() -> Self {
        Self::alone(enter::enter_shared_noargs::<F>)
    }

    /// Called without arguments; Python itself refuses any.
    pub const fn noargs<F: Function>() -> Self {
        Self::alone(enter::enter_noargs::<F>)
    }

    /// Called without arguments, by an entry point of its own.
    pub const fn alone(entry: NoArgs) -> Self {
        let pointer = ffi::PyMethodDefPointer { PyCFunction: entry };
        Entry {
            pointer,
            flags: ffi::METH_NOARGS,
        }
    }

    /// Called with a vector of arguments and the names of keywords, by an entry point of its own.
    pub const fn vector(entry: FastCall) -> Self {
        Entry {
            pointer: ffi::PyMethodDefPointer {
                PyCFunctionFastWithKeywords: entry,
            },
            flags: METH_FASTCALL | ffi::METH_KEYWORDS,
        }
    }

    /// Called with one argument, by position.
    pub const fn one_argument(entry: NoArgs) -> Self {
        let pointer = ffi::PyMethodDefPointer { PyCFunction: entry };
        Entry {
            pointer,
            flags: ffi::METH_O,
        }
    }

    /// As a class method.
    pub const fn class_method(self) -> Self {
        self.with(ffi::METH_CLASS)
    }

    /// As a static method.
    pub const fn static_method(self) -> Self {
        self.with(ffi::METH_STATIC)
    }

    const fn with(self, flag: c_int) -> Self {
        Entry {
            flags: self.flags | flag,
            ..self
        }
    }

    /// Whether it is that of a method that is called on an instance.
    pub(crate) fn on_instance(&self) -> bool {
        !self.is_none() && self.flags & (ffi::METH_CLASS | ffi::METH_STATIC) == 0
    }

    /// Whether there is none.
    pub(crate) fn is_none(&self) -> bool {
        self.flags == 0
    }
}
