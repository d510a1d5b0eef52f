//! [`PyByteArray`]: Python's `bytearray`.

use super::sealed::AsBound;
use super::PyAny;
use crate::err::{error_on_minus_one, PyResult};
use crate::ffi;
use crate::instance::Bound;
use crate::marker::Python;

native_type!(
    /// Python's `bytearray`.
    PyByteArray = "bytearray", PyByteArray_Type, PyByteArray_Check, PyByteArray_CheckExact
);

impl PyByteArray {
    /// A copy of `src`.
    ///
    /// # Panics
    /// If out of memory.
    pub fn new<'py>(py: Python<'py>, src: &[u8]) -> Bound<'py, PyByteArray> {
        // SAFETY: attached; pointer and length are of one slice.
        unsafe {
            let array = ffi::PyByteArray_FromStringAndSize(src.as_ptr().cast(), src.len() as isize);
            Bound::from_owned_ptr(py, array).cast_into_unchecked()
        }
    }

    /// `len` bytes, zero at first, that `init` fills in place.
    ///
    /// # Errors
    /// What `init` returns; `MemoryError`.
    pub fn new_with<F>(py: Python<'_>, len: usize, init: F) -> PyResult<Bound<'_, PyByteArray>>
    where
        F: FnOnce(&mut [u8]) -> PyResult<()>,
    {
        // SAFETY: attached; a null source leaves the bytes unwritten; nothing else has seen the object yet.
        unsafe {
            let array = ffi::PyByteArray_FromStringAndSize(core::ptr::null(), len as isize);
            let array =
                Bound::from_owned_ptr_or_err(py, array)?.cast_into_unchecked::<PyByteArray>();
            let start = array.data();
            start.write_bytes(0, len);
            init(core::slice::from_raw_parts_mut(start, len))?;
            Ok(array)
        }
    }

    /// `bytearray(src)` for an object that gives a buffer.
    ///
    /// # Errors
    /// `TypeError` if it does not.
    pub fn from<'py>(src: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyByteArray>> {
        // SAFETY: attached; the object is alive.
        unsafe {
            let array = ffi::PyByteArray_FromObject(src.as_ptr());
            Ok(Bound::from_owned_ptr_or_err(src.py(), array)?.cast_into_unchecked())
        }
    }
}

/// The methods of `bytearray`.
pub trait PyByteArrayMethods<'py>: AsBound<'py, PyByteArray> {
    /// The number of bytes.
    #[inline]
    fn len(&self) -> usize {
        // SAFETY: a `bytearray`, alive.
        unsafe { ffi::PyByteArray_Size(self.bound().as_ptr()) as usize }
    }

    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The address of the first byte; any Python code may move or free them.
    #[inline]
    fn data(&self) -> *mut u8 {
        // SAFETY: a `bytearray`, alive.
        unsafe { ffi::PyByteArray_AsString(self.bound().as_ptr()).cast() }
    }

    /// The bytes, without a copy.
    ///
    /// # Safety
    /// While the slice lives no Python code runs, and nothing changes the object.
    unsafe fn as_bytes(&self) -> &[u8] {
        // SAFETY: pointer and length are of the object's bytes; the caller excludes changes.
        unsafe { core::slice::from_raw_parts(self.data(), self.len()) }
    }

    /// The bytes, without a copy.
    ///
    /// # Safety
    /// While the slice lives no Python code runs, and nothing else reads or changes the object.
    #[allow(clippy::mut_from_ref)] // exclusivity is the caller's contract: the object is shared with Python
    unsafe fn as_bytes_mut(&self) -> &mut [u8] {
        // SAFETY: pointer and length are of the object's bytes; the caller excludes other access.
        unsafe { core::slice::from_raw_parts_mut(self.data(), self.len()) }
    }

    /// A copy of the bytes.
    fn to_vec(&self) -> Vec<u8> {
        // SAFETY: no Python code runs during the copy.
        unsafe { self.as_bytes() }.to_vec()
    }

    /// Changes the number of bytes; new ones have no defined value.
    ///
    /// # Errors
    /// `BufferError` while the object is exported; `MemoryError`.
    fn resize(&self, len: usize) -> PyResult<()> {
        let array = self.bound();
        // SAFETY: attached; a `bytearray`, alive.
        error_on_minus_one(array.py(), unsafe {
            ffi::PyByteArray_Resize(array.as_ptr(), len as isize)
        })
    }
}

impl<'py> PyByteArrayMethods<'py> for Bound<'py, PyByteArray> {}

impl<'py> TryFrom<&Bound<'py, PyAny>> for Bound<'py, PyByteArray> {
    type Error = crate::PyErr;
    fn try_from(value: &Bound<'py, PyAny>) -> PyResult<Self> {
        PyByteArray::from(value)
    }
}
