//! The C API of CPython, declared by hand from its headers (3.9 to 3.14, version-specific and stable ABI).
//!
//! Names are C's. One file per header, or per small group of headers; inline functions of the headers are inline
//! functions here. What no header promises (reading object layouts on the hot paths) is in `layout`, for this crate only.
//! Nothing here is safe: see CPython's documentation for what each function asks of its caller.

#![allow(
    non_camel_case_types,
    non_snake_case,
    non_upper_case_globals,
    clippy::upper_case_acronyms,
    clippy::missing_safety_doc, // declarations: CPython documents them
    clippy::too_many_arguments,
    unused_imports, // which of them are needed depends on the version
    improper_ctypes // zero-sized opaque types behind pointers
)]

/// Type tests as the headers define them: by a flag of the type, by identity, or by walking the base classes.
macro_rules! type_checks {
    ($($name:ident: $how:ident $what:ident;)*) => {$(
        #[doc = concat!("`", stringify!($name), "`: tests against `", stringify!($what), "` (", stringify!($how), ").")]
        ///
        /// # Safety
        /// `op` must point to a live object; the thread must be attached.
        #[inline(always)]
        pub unsafe fn $name(op: *mut PyObject) -> core::ffi::c_int {
            // SAFETY: same contract; the type tested against lives as long as the interpreter.
            unsafe { type_checks!(@$how op, $what) }
        }
    )*};
    (@flag $op:ident, $flag:ident) => { PyType_FastSubclass(Py_TYPE($op), $flag) };
    (@exact $op:ident, $ty:ident) => { Py_IS_TYPE($op, &raw mut $ty) };
    (@subtype $op:ident, $ty:ident) => { PyObject_TypeCheck($op, &raw mut $ty) };
}

mod abstract_;
mod boolobject;
mod bytearrayobject;
mod bytesobject;
mod complexobject;
#[cfg(not(Py_LIMITED_API))]
mod context;
#[cfg(not(Py_LIMITED_API))]
mod datetime;
mod descrobject;
mod dictobject;
mod floatobject;
mod frameobject;
mod genericaliasobject;
mod import;
mod iterobject;
#[cfg(not(Py_LIMITED_API))]
pub(crate) mod layout;
mod listobject;
mod longobject;
mod memoryobject;
mod methodobject;
mod moduleobject;
mod object;
#[cfg(any(not(Py_LIMITED_API), Py_3_11))]
mod pybuffer;
mod pycapsule;
mod pyerrors;
mod pymem;
mod pyport;
mod pystate;
mod refcount;
mod setobject;
mod sliceobject;
mod sysmodule;
mod traceback;
mod tupleobject;
mod typeobject;
mod typeslots;
mod unicodeobject;
mod weakrefobject;

/// A text literal as a `&'static CStr`; reached as `ffi::c_str!`. `c"text"` says the same.
#[doc(hidden)]
#[macro_export]
macro_rules! __c_str {
    ($text:expr) => {
        const {
            match ::core::ffi::CStr::from_bytes_with_nul(::core::concat!($text, "\0").as_bytes()) {
                ::core::result::Result::Ok(text) => text,
                ::core::result::Result::Err(_) => ::core::panic!("the text contains a NUL"),
            }
        }
    };
}

pub use crate::__c_str as c_str;

pub use abstract_::*;
pub use boolobject::*;
pub use bytearrayobject::*;
pub use bytesobject::*;
pub use complexobject::*;
#[cfg(not(Py_LIMITED_API))]
pub use context::*;
#[cfg(not(Py_LIMITED_API))]
pub use datetime::*;
pub use descrobject::*;
pub use dictobject::*;
pub use floatobject::*;
pub use frameobject::*;
pub use genericaliasobject::*;
pub use import::*;
pub use iterobject::*;
pub use listobject::*;
pub use longobject::*;
pub use memoryobject::*;
pub use methodobject::*;
pub use moduleobject::*;
pub use object::*;
#[cfg(any(not(Py_LIMITED_API), Py_3_11))]
pub use pybuffer::*;
pub use pycapsule::*;
pub use pyerrors::*;
pub use pymem::*;
pub use pyport::*;
pub use pystate::*;
pub use refcount::*;
pub use setobject::*;
pub use sliceobject::*;
pub use sysmodule::*;
pub use traceback::*;
pub use tupleobject::*;
pub use typeobject::*;
pub use typeslots::*;
pub use unicodeobject::*;
pub use weakrefobject::*;
