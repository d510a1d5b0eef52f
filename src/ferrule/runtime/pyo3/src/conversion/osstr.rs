//! The operating system's text: `str`, with the bytes that are not UTF-8 as lone surrogates (PEP 383).

use core::convert::Infallible;
use std::borrow::Cow;
use std::ffi::{OsStr, OsString};

use super::{string, FromPyObject, IntoPyObject};
use crate::err::{PyErr, PyResult};
use crate::ffi;
use crate::instance::{Borrowed, Bound};
use crate::marker::Python;
use crate::types::{PyAny, PyString};

#[cfg(not(windows))]
fn decode(object: Borrowed<'_, '_, PyAny>) -> PyResult<OsString> {
    use std::os::unix::ffi::OsStringExt;
    // SAFETY: attached; a `str`; the result is null or a new reference to a `bytes`.
    unsafe {
        let encoded = ffi::PyUnicode_EncodeFSDefault(object.as_ptr());
        let encoded = Bound::<PyAny>::from_owned_ptr_or_err(object.py(), encoded)?;
        let bytes = super::read::bytes(encoded.as_ptr()).unwrap_or(&[]);
        Ok(OsString::from_vec(bytes.to_vec()))
    }
}

#[cfg(windows)]
fn decode(object: Borrowed<'_, '_, PyAny>) -> PyResult<OsString> {
    use std::os::windows::ffi::OsStringExt;
    // SAFETY: attached; a `str`. The first call gives the room needed, with the closing NUL.
    unsafe {
        let room = ffi::PyUnicode_AsWideChar(object.as_ptr(), core::ptr::null_mut(), 0);
        crate::err::error_on_minus_one(object.py(), room)?;
        let mut wide = vec![0u16; room as usize];
        let len = ffi::PyUnicode_AsWideChar(object.as_ptr(), wide.as_mut_ptr().cast(), room);
        crate::err::error_on_minus_one(object.py(), len)?;
        Ok(OsString::from_wide(&wide[..len as usize]))
    }
}

#[cfg(not(windows))]
fn encode(py: Python<'_>, text: &OsStr) -> *mut ffi::PyObject {
    use std::os::unix::ffi::OsStrExt;
    let _ = py;
    let bytes = text.as_bytes();
    // SAFETY: attached; Python copies the bytes.
    unsafe {
        ffi::PyUnicode_DecodeFSDefaultAndSize(bytes.as_ptr().cast(), bytes.len() as ffi::Py_ssize_t)
    }
}

#[cfg(windows)]
fn encode(py: Python<'_>, text: &OsStr) -> *mut ffi::PyObject {
    use std::os::windows::ffi::OsStrExt;
    let _ = py;
    let wide: Vec<u16> = text.encode_wide().collect();
    // SAFETY: attached; Python copies the characters.
    unsafe { ffi::PyUnicode_FromWideChar(wide.as_ptr().cast(), wide.len() as ffi::Py_ssize_t) }
}

impl FromPyObject<'_, '_> for OsString {
    type Error = PyErr;

    fn extract(obj: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        // SAFETY: attached, and the object is alive.
        if unsafe { ffi::PyUnicode_Check(obj.as_ptr()) } == 0 {
            return Err(string::not_a_str(obj));
        }
        decode(obj)
    }
}

impl<'a> FromPyObject<'a, '_> for Cow<'a, OsStr> {
    type Error = PyErr;

    fn extract(obj: Borrowed<'a, '_, PyAny>) -> PyResult<Self> {
        // SAFETY: attached; the object is alive for `'a`.
        match unsafe { super::read::text(obj.as_ptr()) } {
            // ASCII is the same in every file system encoding that Python supports.
            Some(text) if text.is_ascii() => Ok(Cow::Borrowed(OsStr::new(text))),
            _ => obj.extract::<OsString>().map(Cow::Owned),
        }
    }
}

macro_rules! os_text_into_py {
    ($($type:ty)*) => { $(
        impl<'py> IntoPyObject<'py> for $type {
            type Target = PyString;
            type Output = Bound<'py, PyString>;
            type Error = Infallible;

            fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Infallible> {
                let text: &OsStr = self.as_ref();
                // SAFETY: a new reference to a `str`; null only without memory.
                Ok(unsafe { Bound::from_owned_ptr(py, encode(py, text)).cast_into_unchecked() })
            }
        }
    )* };
}

os_text_into_py!(&OsStr OsString &OsString Cow<'_, OsStr> &Cow<'_, OsStr>);
