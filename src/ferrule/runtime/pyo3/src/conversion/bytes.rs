//! Bytes: `bytes` without a copy, `bytes` and `bytearray` with one.

use std::borrow::Cow;

use super::{read, FromPyObject};
use crate::err::{CastError, PyErr, PyResult};
use crate::ffi;
use crate::instance::{Borrowed, Bound};
use crate::marker::Python;
use crate::type_object::PyTypeInfo;
use crate::types::{PyAny, PyBytes};

/// The contents of a `bytes` or `bytearray`, or the numbers in a buffer of bytes.
pub fn copy(object: Borrowed<'_, '_, PyAny>) -> Option<Vec<u8>> {
    // SAFETY: attached, and the object is alive; a bytearray cannot change while its contents are copied.
    unsafe {
        if let Some(bytes) = read::bytes(object.as_ptr()) {
            return Some(bytes.to_vec());
        }
        if ffi::PyByteArray_Check(object.as_ptr()) != 0 {
            let len = ffi::PyByteArray_Size(object.as_ptr()) as usize;
            let data = ffi::PyByteArray_AsString(object.as_ptr()).cast::<u8>();
            return Some(core::slice::from_raw_parts(data, len).to_vec());
        }
    }
    super::buffer::read(object)
}

/// A `bytes` with this content.
pub fn make<'py>(py: Python<'py>, content: &[u8]) -> PyResult<Bound<'py, PyAny>> {
    let (data, len) = (content.as_ptr().cast(), content.len() as ffi::Py_ssize_t);
    // SAFETY: attached; Python copies `len` bytes.
    unsafe { Bound::from_owned_ptr_or_err(py, ffi::PyBytes_FromStringAndSize(data, len)) }
}

impl<'a, 'py> FromPyObject<'a, 'py> for &'a [u8] {
    type Error = CastError<'a, 'py>;

    #[inline]
    fn extract(obj: Borrowed<'a, 'py, PyAny>) -> Result<Self, Self::Error> {
        // SAFETY: attached; the object is alive for `'a`, and a `bytes` never changes.
        match unsafe { read::bytes(obj.as_ptr()) } {
            Some(bytes) => Ok(bytes),
            None => Err(CastError::new(
                obj,
                PyBytes::type_object(obj.py()).into_any(),
            )),
        }
    }
}

/// A `bytes` is borrowed; a `bytearray`, which may change, and any sequence of ints are copied.
impl<'a, 'py> FromPyObject<'a, 'py> for Cow<'a, [u8]> {
    type Error = PyErr;

    fn extract(obj: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        // SAFETY: attached; the object is alive for `'a`, and a `bytes` never changes.
        match unsafe { read::bytes(obj.as_ptr()) } {
            Some(bytes) => Ok(Cow::Borrowed(bytes)),
            None => obj.extract::<Vec<u8>>().map(Cow::Owned),
        }
    }
}
