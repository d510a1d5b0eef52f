//! Prebuilt converters: one object to one value written through a pointer.

use core::ffi::CStr;

use crate::conversion::FromPyObject;
use crate::err::PyErr;
use crate::ffi;
use crate::instance::{Borrowed, Bound};
use crate::marker::Python;
use crate::types::PyAny;

/// The raw form of a conversion: reads the object, writes the value to `out`.
pub(crate) type RawConvert = unsafe fn(obj: *mut ffi::PyObject, out: *mut u8) -> Result<(), PyErr>;

/// A conversion as data, so that argument tables need no code of their own.
#[derive(Clone, Copy)]
pub struct Convert(pub(crate) RawConvert);

impl Convert {
    /// The conversion of any type through its trait method.
    pub const fn generic<'a, 'py, T: FromPyObject<'a, 'py>>() -> Convert {
        Convert(generic::<T>)
    }
}

/// Converts by [`FromPyObject::extract`].
///
/// # Safety
/// Attached; `obj` outlives `'a`; `out` is valid for writing one `T`.
unsafe fn generic<'a, 'py, T: FromPyObject<'a, 'py>>(
    obj: *mut ffi::PyObject,
    out: *mut u8,
) -> Result<(), PyErr> {
    // SAFETY: the caller's contract.
    unsafe {
        let obj = Borrowed::from_ptr(Python::assume_attached(), obj);
        match T::extract(obj) {
            Ok(value) => {
                out.cast::<T>().write(value);
                Ok(())
            }
            Err(error) => Err(error.into()),
        }
    }
}

impl Convert {
    /// A conversion by a function of the user's.
    ///
    /// # Safety
    /// `raw` writes a whole value of the slot's type to its second argument whenever it returns `Ok`.
    pub const unsafe fn raw(
        raw: unsafe fn(*mut ffi::PyObject, *mut u8) -> Result<(), PyErr>,
    ) -> Convert {
        Convert(raw)
    }
}

/// Converts by `function`, the target of a `from_py_with`.
///
/// # Errors
/// The function's own error.
///
/// # Safety
/// Attached; `obj` points at a live object; `out` is valid for writing one `T`.
pub unsafe fn convert_with<'a, 'py: 'a, T, E: Into<PyErr>>(
    obj: &'a *mut ffi::PyObject,
    out: *mut u8,
    function: impl FnOnce(&'a Bound<'py, PyAny>) -> Result<T, E>,
) -> Result<(), PyErr> {
    // SAFETY: the caller's contract; a `Bound` is one pointer that is not null. Here it is borrowed, and never dropped.
    unsafe {
        let obj = &*core::ptr::from_ref(obj).cast::<Bound<'py, PyAny>>();
        out.cast::<T>().write(function(obj).map_err(Into::into)?);
    }
    Ok(())
}

/// A default for an optional parameter, written with or without `Some`.
pub trait IntoOption<T> {
    /// The option.
    fn into_option(self) -> Option<T>;
}

impl<T> IntoOption<T> for T {
    #[inline]
    fn into_option(self) -> Option<T> {
        Some(self)
    }
}

impl<T> IntoOption<T> for Option<T> {
    #[inline]
    fn into_option(self) -> Option<T> {
        self
    }
}

/// A NUL-terminated constant text.
///
/// # Panics
/// At compile time if the text has a NUL inside, or none at its end.
pub const fn cstr(text: &'static str) -> &'static CStr {
    match CStr::from_bytes_with_nul(text.as_bytes()) {
        Ok(text) => text,
        Err(_) => panic!("a name or a doc comment holds a NUL character"),
    }
}
