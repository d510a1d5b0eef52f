//! Prebuilt converters: one object to one value written through a pointer.

use crate::conversion::FromPyObject;
use crate::err::PyErr;
use crate::ffi;
use crate::instance::Borrowed;
use crate::marker::Python;

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
unsafe fn generic<'a, 'py, T: FromPyObject<'a, 'py>>(obj: *mut ffi::PyObject, out: *mut u8) -> Result<(), PyErr> {
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
