//! How the interpreter stores a `str`: one, two or four bytes per character.

use std::borrow::Cow;

use super::PyString;
use crate::err::{PyErr, PyResult};
use crate::exceptions::PyUnicodeDecodeError;
use crate::ffi;
use crate::instance::Borrowed;
use crate::marker::Python;

/// The characters of a `str`, in the width that the interpreter chose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PyStringData<'a> {
    /// Latin-1.
    Ucs1(&'a [u8]),
    /// UTF-16 code units, without surrogate pairs.
    Ucs2(&'a [u16]),
    /// Code points.
    Ucs4(&'a [u32]),
}

impl<'a> PyStringData<'a> {
    /// The storage as bytes.
    pub fn as_bytes(&self) -> &[u8] {
        // SAFETY: any integer may be read as its bytes.
        unsafe {
            match self {
                PyStringData::Ucs1(units) => units,
                PyStringData::Ucs2(units) => {
                    core::slice::from_raw_parts(units.as_ptr().cast(), units.len() * 2)
                }
                PyStringData::Ucs4(units) => {
                    core::slice::from_raw_parts(units.as_ptr().cast(), units.len() * 4)
                }
            }
        }
    }

    /// Bytes per character.
    pub fn value_width_bytes(&self) -> usize {
        match self {
            PyStringData::Ucs1(_) => 1,
            PyStringData::Ucs2(_) => 2,
            PyStringData::Ucs4(_) => 4,
        }
    }

    /// The text; `None` in place of a unit that is no character.
    fn chars(self) -> impl Iterator<Item = Option<char>> + 'a {
        let (one, two, four): (&'a [u8], &'a [u16], &'a [u32]) = match self {
            PyStringData::Ucs1(units) => (units, &[], &[]),
            PyStringData::Ucs2(units) => (&[], units, &[]),
            PyStringData::Ucs4(units) => (&[], &[], units),
        };
        let one = one.iter().map(|unit| Some(char::from(*unit)));
        let two = two.iter().map(|unit| char::from_u32(u32::from(*unit)));
        let four = four.iter().map(|unit| char::from_u32(*unit));
        one.chain(two).chain(four)
    }

    /// The text.
    ///
    /// # Errors
    /// `UnicodeDecodeError` if it holds lone surrogates.
    pub fn to_string(self, py: Python<'_>) -> PyResult<Cow<'a, str>> {
        if let Some(text) = self.ascii() {
            return Ok(Cow::Borrowed(text));
        }
        if let Some(text) = self.chars().collect() {
            return Ok(Cow::Owned(text));
        }
        let codec = match self {
            PyStringData::Ucs4(_) => c"utf-32",
            _ => c"utf-16",
        };
        let bytes = self.as_bytes();
        let error = PyUnicodeDecodeError::new(py, codec, bytes, 0..bytes.len(), c"lone surrogate")?;
        Err(PyErr::from_value(error.into_any()))
    }

    /// The text, with U+FFFD for lone surrogates.
    pub fn to_string_lossy(self) -> Cow<'a, str> {
        match self.ascii() {
            Some(text) => Cow::Borrowed(text),
            None => self
                .chars()
                .map(|character| character.unwrap_or(char::REPLACEMENT_CHARACTER))
                .collect(),
        }
    }

    fn ascii(self) -> Option<&'a str> {
        match self {
            PyStringData::Ucs1(units) if units.is_ascii() => core::str::from_utf8(units).ok(),
            _ => None,
        }
    }
}

/// The storage of `text`.
///
/// # Safety
/// The flags of the object are laid out as the C compiler does on a little-endian machine.
pub(super) unsafe fn of<'a>(text: Borrowed<'a, '_, PyString>) -> PyResult<PyStringData<'a>> {
    let object = text.as_ptr();
    // SAFETY: attached; the text is alive for `'a` and immutable; kind and length describe its storage.
    unsafe {
        #[cfg(not(Py_3_12))]
        if ffi::PyUnicode_READY(object) != 0 {
            return Err(PyErr::fetch(text.py()));
        }
        let length = ffi::PyUnicode_GET_LENGTH(object) as usize;
        let data = ffi::PyUnicode_DATA(object);
        Ok(match ffi::PyUnicode_KIND(object) {
            ffi::PyUnicode_1BYTE_KIND => {
                PyStringData::Ucs1(core::slice::from_raw_parts(data.cast(), length))
            }
            ffi::PyUnicode_2BYTE_KIND => {
                PyStringData::Ucs2(core::slice::from_raw_parts(data.cast(), length))
            }
            ffi::PyUnicode_4BYTE_KIND => {
                PyStringData::Ucs4(core::slice::from_raw_parts(data.cast(), length))
            }
            kind => unreachable!("unknown kind of str: {kind}"),
        })
    }
}
