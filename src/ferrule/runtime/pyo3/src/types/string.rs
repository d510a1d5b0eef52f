//! [`PyString`]: Python's `str`.
//!
//! Its internal storage is in [`data`].

#[cfg(any(Py_3_10, not(Py_LIMITED_API)))]
use core::ffi::c_char;
use core::ffi::CStr;
use core::fmt;
use core::ptr;
use std::borrow::Cow;

use super::sealed::AsBound;
use super::{PyAny, PyBytes, PyBytesMethods};
#[cfg(any(Py_3_10, not(Py_LIMITED_API)))]
use crate::err::PyErr;
use crate::err::PyResult;
use crate::ffi;
use crate::instance::{Borrowed, Bound, Py};
use crate::marker::Python;

#[cfg(not(any(Py_LIMITED_API, PyPy)))]
pub mod data;

native_type!(
    /// Python's `str`.
    PyString = "str", PyUnicode_Type, PyUnicode_Check, PyUnicode_CheckExact
);

impl PyString {
    /// A `str` of the same text.
    ///
    /// # Panics
    /// If out of memory.
    #[inline]
    pub fn new<'py>(py: Python<'py>, s: &str) -> Bound<'py, PyString> {
        // SAFETY: attached; pointer and length are of valid UTF-8.
        unsafe {
            Bound::from_owned_ptr(
                py,
                ffi::PyUnicode_FromStringAndSize(s.as_ptr().cast(), s.len() as isize),
            )
            .cast_into_unchecked()
        }
    }

    /// A `str` of the same text, decoded from UTF-8.
    ///
    /// # Errors
    /// `UnicodeDecodeError` if the bytes are not UTF-8.
    pub fn from_bytes<'py>(py: Python<'py>, s: &[u8]) -> PyResult<Bound<'py, PyString>> {
        // SAFETY: attached; pointer and length are of one slice.
        unsafe {
            let text = ffi::PyUnicode_FromStringAndSize(s.as_ptr().cast(), s.len() as isize);
            Ok(Bound::from_owned_ptr_or_err(py, text)?.cast_into_unchecked())
        }
    }

    /// The interned `str` of this text: the same object each time.
    ///
    /// # Panics
    /// If out of memory.
    pub fn intern<'py>(py: Python<'py>, s: &str) -> Bound<'py, PyString> {
        let mut text = PyString::new(py, s).into_ptr();
        // SAFETY: attached; the call exchanges our reference for one to the interned object.
        unsafe {
            ffi::PyUnicode_InternInPlace(&mut text);
            Bound::from_owned_ptr(py, text).cast_into_unchecked()
        }
    }

    /// `str(src, encoding, errors)`, for objects that hold encoded text.
    ///
    /// # Errors
    /// `TypeError` if the object holds no bytes, or what decoding raises.
    pub fn from_encoded_object<'py>(
        src: &Bound<'py, PyAny>,
        encoding: Option<&CStr>,
        errors: Option<&CStr>,
    ) -> PyResult<Bound<'py, PyString>> {
        let encoding = encoding.map_or(ptr::null(), CStr::as_ptr);
        let errors = errors.map_or(ptr::null(), CStr::as_ptr);
        // SAFETY: attached; the object is alive; both texts are NUL-terminated or null.
        unsafe {
            let text = ffi::PyUnicode_FromEncodedObject(src.as_ptr(), encoding, errors);
            Ok(Bound::from_owned_ptr_or_err(src.py(), text)?.cast_into_unchecked())
        }
    }

    /// A `str` of formatted text.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn from_fmt<'py>(
        py: Python<'py>,
        args: fmt::Arguments<'_>,
    ) -> PyResult<Bound<'py, PyString>> {
        let text: Cow<'_, str> = match args.as_str() {
            Some(text) => text.into(),
            None => args.to_string().into(),
        };
        PyString::from_bytes(py, text.as_bytes())
    }
}

/// A `str`'s methods.
pub trait PyStringMethods<'py>: AsBound<'py, PyString> {
    /// The text, without a copy.
    ///
    /// # Errors
    /// `UnicodeEncodeError` if it holds lone surrogates.
    #[cfg(any(Py_3_10, not(Py_LIMITED_API)))]
    #[inline]
    fn to_str(&self) -> PyResult<&str> {
        self.borrowed().to_str()
    }

    /// The text, without a copy where the ABI allows.
    ///
    /// # Errors
    /// `UnicodeEncodeError` if it holds lone surrogates.
    #[inline]
    fn to_cow(&self) -> PyResult<Cow<'_, str>> {
        self.borrowed().to_cow()
    }

    /// The text, with U+FFFD for what cannot be encoded.
    fn to_string_lossy(&self) -> Cow<'_, str> {
        self.borrowed().to_string_lossy()
    }

    /// The text as UTF-8 in a `bytes` object.
    ///
    /// # Errors
    /// `UnicodeEncodeError` if it holds lone surrogates.
    fn encode_utf8(&self) -> PyResult<Bound<'py, PyBytes>> {
        let text = self.bound();
        // SAFETY: attached; the text is alive.
        unsafe {
            let bytes = ffi::PyUnicode_AsUTF8String(text.as_ptr());
            Ok(Bound::from_owned_ptr_or_err(text.py(), bytes)?.cast_into_unchecked())
        }
    }

    /// The text as the interpreter stores it.
    ///
    /// # Errors
    /// `MemoryError`, before 3.12.
    ///
    /// # Safety
    /// On a big-endian machine the layout of the object's flags is not guaranteed.
    #[cfg(not(any(Py_LIMITED_API, PyPy)))]
    unsafe fn data(&self) -> PyResult<data::PyStringData<'_>> {
        // SAFETY: the caller's contract.
        unsafe { data::of(self.borrowed()) }
    }
}

impl<'py> PyStringMethods<'py> for Bound<'py, PyString> {}

impl<'a> Borrowed<'a, '_, PyString> {
    /// As [`PyStringMethods::to_str`], living as long as the borrow.
    #[cfg(any(Py_3_10, not(Py_LIMITED_API)))]
    #[inline]
    pub(crate) fn to_str(self) -> PyResult<&'a str> {
        let mut size = 0;
        // SAFETY: attached; the text is alive for `'a` and keeps its UTF-8 form, which Python checks on making it.
        unsafe {
            let text: *const c_char = ffi::PyUnicode_AsUTF8AndSize(self.as_ptr(), &mut size);
            if text.is_null() {
                return Err(PyErr::fetch(self.py()));
            }
            Ok(core::str::from_utf8_unchecked(core::slice::from_raw_parts(
                text.cast(),
                size as usize,
            )))
        }
    }

    /// As [`PyStringMethods::to_cow`], living as long as the borrow.
    #[inline]
    pub(crate) fn to_cow(self) -> PyResult<Cow<'a, str>> {
        #[cfg(any(Py_3_10, not(Py_LIMITED_API)))]
        {
            self.to_str().map(Cow::Borrowed)
        }
        #[cfg(not(any(Py_3_10, not(Py_LIMITED_API))))]
        {
            let bytes = self.encode_utf8()?;
            // SAFETY: Python encodes to valid UTF-8.
            Ok(Cow::Owned(
                unsafe { core::str::from_utf8_unchecked(bytes.as_bytes()) }.to_owned(),
            ))
        }
    }

    /// As [`PyStringMethods::to_string_lossy`], living as long as the borrow.
    pub(crate) fn to_string_lossy(self) -> Cow<'a, str> {
        if let Ok(text) = self.to_cow() {
            return text;
        }
        // SAFETY: attached; the text is alive; both names are NUL-terminated.
        let bytes = unsafe {
            let bytes = ffi::PyUnicode_AsEncodedString(
                self.as_ptr(),
                c"utf-8".as_ptr(),
                c"surrogatepass".as_ptr(),
            );
            Bound::from_owned_ptr(self.py(), bytes).cast_into_unchecked::<PyBytes>()
        };
        Cow::Owned(String::from_utf8_lossy(bytes.as_bytes()).into_owned())
    }
}

impl Py<PyString> {
    /// As [`PyStringMethods::to_str`].
    ///
    /// # Errors
    /// `UnicodeEncodeError` if it holds lone surrogates.
    #[cfg(any(Py_3_10, not(Py_LIMITED_API)))]
    pub fn to_str<'a>(&'a self, py: Python<'_>) -> PyResult<&'a str> {
        self.bind_borrowed(py).to_str()
    }

    /// As [`PyStringMethods::to_cow`].
    ///
    /// # Errors
    /// `UnicodeEncodeError` if it holds lone surrogates.
    pub fn to_cow<'a>(&'a self, py: Python<'_>) -> PyResult<Cow<'a, str>> {
        self.bind_borrowed(py).to_cow()
    }

    /// As [`PyStringMethods::to_string_lossy`].
    pub fn to_string_lossy<'a>(&'a self, py: Python<'_>) -> Cow<'a, str> {
        self.bind_borrowed(py).to_string_lossy()
    }
}

/// Comparison in both directions; `&Bound` with a reference is what the standard library derives from this.
macro_rules! compare_with_str {
    ($Object:ty) => {
        impl PartialEq<str> for $Object {
            #[inline]
            fn eq(&self, other: &str) -> bool {
                self.as_borrowed().to_cow().is_ok_and(|text| text == other)
            }
        }
        impl PartialEq<$Object> for str {
            #[inline]
            fn eq(&self, other: &$Object) -> bool {
                other.as_borrowed().to_cow().is_ok_and(|text| text == self)
            }
        }
    };
    ($Object:ty, and by reference) => {
        compare_with_str!($Object);
        impl PartialEq<&str> for $Object {
            #[inline]
            fn eq(&self, other: &&str) -> bool {
                self.as_borrowed().to_cow().is_ok_and(|text| text == *other)
            }
        }
        impl PartialEq<$Object> for &str {
            #[inline]
            fn eq(&self, other: &$Object) -> bool {
                other.as_borrowed().to_cow().is_ok_and(|text| text == *self)
            }
        }
    };
}

compare_with_str!(Bound<'_, PyString>, and by reference);
compare_with_str!(Borrowed<'_, '_, PyString>, and by reference);
compare_with_str!(&Bound<'_, PyString>);

/// A `str` from a format string and its arguments: `py_format!(py, "{x}: {}", y)`, as
/// [`PyString::from_fmt`](crate::types::PyString::from_fmt) makes it.
#[macro_export]
macro_rules! py_format {
    ($py:expr, $($format:tt)*) => {
        $crate::types::PyString::from_fmt($py, ::core::format_args!($($format)*))
    };
}
