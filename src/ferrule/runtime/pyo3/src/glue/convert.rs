//! Prebuilt converters: one object to one value written through a pointer.

use core::ffi::CStr;
use core::mem::{needs_drop, transmute_copy, MaybeUninit};

use crate::conversion::bulk::Scalar;
#[cfg(not(Py_LIMITED_API))]
use crate::conversion::read;
use crate::conversion::FromPyObject;
use crate::err::{PyErr, PyResult};
use crate::ffi;
use crate::instance::{Borrowed, Bound};
use crate::marker::Python;
use crate::types::PyAny;

/// The raw form of a conversion: reads the object, writes the value to `out`.
pub(crate) type RawConvert = unsafe fn(obj: *mut ffi::PyObject, out: *mut u8) -> Result<(), PyErr>;

/// The form of a conversion that gives its value in a register: the error, or the value's bits.
pub(crate) type BitsConvert = unsafe fn(obj: *mut ffi::PyObject) -> (Option<PyErr>, u64);

/// A conversion as data, so that argument tables need no code of their own.
#[derive(Clone, Copy)]
pub struct Convert {
    pub(crate) raw: RawConvert,
    form: Form,
}

/// How a function that converts one argument by itself gets the value.
#[derive(Clone, Copy)]
enum Form {
    /// By [`RawConvert`], as any can be had.
    Memory,
    /// By a call, in a register.
    Register(BitsConvert),
    /// A `double`: in place if the object is exactly a `float`, which is a comparison and a load; else by a call.
    Double(BitsConvert),
}

impl Convert {
    /// The conversion of any type through its trait method.
    pub const fn generic<'a, 'py, T: FromPyObject<'a, 'py>>() -> Convert {
        Convert::new(generic::<T>)
    }

    /// A conversion through a pointer.
    pub(crate) const fn new(raw: RawConvert) -> Convert {
        Convert {
            raw,
            form: Form::Memory,
        }
    }

    /// A conversion to a `T`, which comes in a register if it fits one.
    pub(crate) const fn scalar<T: Scalar>(raw: RawConvert, bits: BitsConvert) -> Convert {
        let form = if size_of::<T>() > size_of::<u64>() {
            Form::Memory
        } else if T::DOUBLE {
            Form::Double(bits)
        } else {
            Form::Register(bits)
        };
        Convert { raw, form }
    }

    /// Converts one object.
    ///
    /// # Errors
    /// What the conversion reports.
    ///
    /// # Safety
    /// Attached; `object` is alive for as long as the value; the conversion is one to a `T`.
    #[inline(always)]
    pub(crate) unsafe fn value<T>(self, object: *mut ffi::PyObject) -> PyResult<T> {
        // SAFETY: the caller's contract. A conversion through a pointer writes the whole value on success. A scalar's
        // bits are those of a `T`, and a double is one.
        unsafe {
            if const { size_of::<T>() <= size_of::<u64>() && !needs_drop::<T>() } {
                #[cfg(not(Py_LIMITED_API))]
                if let Form::Double(_) = self.form {
                    if let Some(value) = read::float(object) {
                        return Ok(transmute_copy::<f64, T>(&value));
                    }
                }
                if let Form::Register(convert) | Form::Double(convert) = self.form {
                    return match convert(object) {
                        (None, bits) => Ok(from_bits(bits)),
                        (Some(error), _) => Err(error),
                    };
                }
            }
            let mut value = MaybeUninit::<T>::uninit();
            match (self.raw)(object, value.as_mut_ptr().cast()) {
                Ok(()) => Ok(value.assume_init()),
                Err(error) => Err(error),
            }
        }
    }
}

/// The bits of a scalar of at most 8 bytes.
#[inline(always)]
pub(crate) fn to_bits<T: Scalar>(value: T) -> u64 {
    // SAFETY: reads all of a scalar, which has no padding, as an integer of its size.
    unsafe {
        match size_of::<T>() {
            1 => transmute_copy::<T, u8>(&value).into(),
            2 => transmute_copy::<T, u16>(&value).into(),
            4 => transmute_copy::<T, u32>(&value).into(),
            8 => transmute_copy::<T, u64>(&value),
            _ => unreachable!("not in a register"),
        }
    }
}

/// The scalar of these bits.
///
/// # Safety
/// They are those of a `T`, by [`to_bits`].
#[inline(always)]
unsafe fn from_bits<T>(bits: u64) -> T {
    // SAFETY: the caller's contract.
    unsafe {
        match size_of::<T>() {
            1 => transmute_copy::<u8, T>(&(bits as u8)),
            2 => transmute_copy::<u16, T>(&(bits as u16)),
            4 => transmute_copy::<u32, T>(&(bits as u32)),
            8 => transmute_copy::<u64, T>(&bits),
            _ => unreachable!("not in a register"),
        }
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
        Convert::new(raw)
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
