//! C strings: a `str` without NUL characters.

use core::ffi::CStr;
use std::borrow::Cow;
use std::ffi::CString;

use super::{FromPyObject, IntoPyObject};
use crate::err::{PyErr, PyResult};
use crate::exceptions::PyValueError;
use crate::ffi;
use crate::instance::{Borrowed, Bound};
use crate::marker::Python;
use crate::types::{PyAny, PyString};

/// `text_with_nul` up to its end, which must hold the only NUL.
fn checked(text_with_nul: &[u8]) -> PyResult<&CStr> {
    CStr::from_bytes_with_nul(text_with_nul)
        .map_err(|error| PyValueError::new_err(error.to_string()))
}

#[cfg(any(Py_3_10, not(Py_LIMITED_API)))]
impl<'a> FromPyObject<'a, '_> for &'a CStr {
    type Error = PyErr;

    fn extract(obj: Borrowed<'a, '_, PyAny>) -> PyResult<Self> {
        let text = super::string::utf8(obj)?;
        // SAFETY: the API promises a NUL after the text.
        checked(unsafe { core::slice::from_raw_parts(text.as_ptr(), text.len() + 1) })
    }
}

impl<'a> FromPyObject<'a, '_> for Cow<'a, CStr> {
    type Error = PyErr;

    fn extract(obj: Borrowed<'a, '_, PyAny>) -> PyResult<Self> {
        #[cfg(any(Py_3_10, not(Py_LIMITED_API)))]
        {
            obj.extract::<&CStr>().map(Cow::Borrowed)
        }
        #[cfg(not(any(Py_3_10, not(Py_LIMITED_API))))]
        {
            obj.extract::<CString>().map(Cow::Owned)
        }
    }
}

impl FromPyObject<'_, '_> for CString {
    type Error = PyErr;

    fn extract(obj: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        #[cfg(any(Py_3_10, not(Py_LIMITED_API)))]
        {
            obj.extract::<&CStr>().map(CStr::to_owned)
        }
        #[cfg(not(any(Py_3_10, not(Py_LIMITED_API))))]
        {
            let mut text = obj.extract::<String>()?;
            text.push('\0');
            checked(text.as_bytes()).map(CStr::to_owned)
        }
    }
}

macro_rules! cstr_into_py {
    ($($type:ty)*) => { $(
        impl<'py> IntoPyObject<'py> for $type {
            type Target = PyString;
            type Output = Bound<'py, PyString>;
            type Error = PyErr;

            fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
                let bytes = self.to_bytes();
                // SAFETY: attached; Python copies the bytes and raises if they are not UTF-8.
                unsafe {
                    let text = ffi::PyUnicode_FromStringAndSize(bytes.as_ptr().cast(), bytes.len() as ffi::Py_ssize_t);
                    Ok(Bound::from_owned_ptr_or_err(py, text)?.cast_into_unchecked())
                }
            }
        }
    )* };
}

cstr_into_py!(&CStr CString &CString Cow<'_, CStr> &Cow<'_, CStr>);
