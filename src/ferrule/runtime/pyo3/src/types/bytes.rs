//! [`PyBytes`]: Python's `bytes`.

use core::ops::Index;
use core::slice::SliceIndex;

use super::sealed::AsBound;
use crate::err::PyResult;
use crate::ffi;
use crate::instance::{Borrowed, Bound, Py};
use crate::marker::Python;

native_type!(
    /// Python's `bytes`.
    PyBytes = "bytes", PyBytes_Type, PyBytes_Check, PyBytes_CheckExact
);

impl PyBytes {
    /// A copy of `s`.
    ///
    /// # Panics
    /// If out of memory.
    #[inline]
    pub fn new<'p>(py: Python<'p>, s: &[u8]) -> Bound<'p, PyBytes> {
        // SAFETY: attached; pointer and length are of one slice.
        unsafe { PyBytes::from_ptr(py, s.as_ptr(), s.len()) }
    }

    /// `len` bytes, zero at first, that `init` fills in place.
    ///
    /// # Errors
    /// What `init` returns; `MemoryError`.
    #[inline]
    pub fn new_with<F>(py: Python<'_>, len: usize, init: F) -> PyResult<Bound<'_, PyBytes>>
    where
        F: FnOnce(&mut [u8]) -> PyResult<()>,
    {
        let bytes = PyBytes::uninit(py, len)?;
        // SAFETY: a new object of `len` bytes that nothing else has seen yet.
        let buffer = unsafe {
            let start = ffi::PyBytes_AsString(bytes.as_ptr()).cast::<u8>();
            start.write_bytes(0, len);
            core::slice::from_raw_parts_mut(start, len)
        };
        init(buffer)?;
        Ok(bytes)
    }

    /// What `write` writes; `reserved` is the expected number of bytes.
    ///
    /// # Errors
    /// What `write` returns; `MemoryError`.
    pub fn new_with_writer<F>(
        py: Python<'_>,
        reserved: usize,
        write: F,
    ) -> PyResult<Bound<'_, PyBytes>>
    where
        F: FnOnce(&mut dyn std::io::Write) -> PyResult<()>,
    {
        let mut buffer = Vec::with_capacity(reserved);
        write(&mut buffer)?;
        Ok(PyBytes::new(py, &buffer))
    }

    /// A copy of `len` bytes at `ptr`.
    ///
    /// # Safety
    /// `ptr` is valid for reading `len` bytes.
    ///
    /// # Panics
    /// If out of memory.
    #[inline]
    pub unsafe fn from_ptr(py: Python<'_>, ptr: *const u8, len: usize) -> Bound<'_, PyBytes> {
        // SAFETY: attached; the caller's contract.
        unsafe {
            Bound::from_owned_ptr(py, ffi::PyBytes_FromStringAndSize(ptr.cast(), len as isize))
                .cast_into_unchecked()
        }
    }

    /// A new object whose `len` bytes are yet to be written.
    pub(crate) fn uninit(py: Python<'_>, len: usize) -> PyResult<Bound<'_, PyBytes>> {
        // SAFETY: attached; a null source leaves the bytes unwritten; a length beyond `isize` is refused by Python.
        unsafe {
            let bytes = ffi::PyBytes_FromStringAndSize(core::ptr::null(), len as isize);
            Ok(Bound::from_owned_ptr_or_err(py, bytes)?.cast_into_unchecked())
        }
    }
}

/// The methods of `bytes`.
pub trait PyBytesMethods<'py>: AsBound<'py, PyBytes> {
    /// The bytes, without a copy.
    #[inline]
    fn as_bytes(&self) -> &[u8] {
        self.borrowed().as_bytes()
    }
}

impl<'py> PyBytesMethods<'py> for Bound<'py, PyBytes> {}

impl<'a> Borrowed<'a, '_, PyBytes> {
    /// As [`PyBytesMethods::as_bytes`], living as long as the borrow.
    #[inline]
    pub(crate) fn as_bytes(self) -> &'a [u8] {
        #[cfg(not(Py_LIMITED_API))]
        // SAFETY: a `bytes` object, alive for `'a` and immutable.
        unsafe {
            let object = self.as_ptr();
            core::slice::from_raw_parts(
                ffi::PyBytes_AS_STRING(object).cast(),
                ffi::PyBytes_GET_SIZE(object) as usize,
            )
        }
        #[cfg(Py_LIMITED_API)]
        // SAFETY: as above; neither call fails on a `bytes` object.
        unsafe {
            let object = self.as_ptr();
            core::slice::from_raw_parts(
                ffi::PyBytes_AsString(object).cast(),
                ffi::PyBytes_Size(object) as usize,
            )
        }
    }
}

impl Py<PyBytes> {
    /// The bytes, without a copy.
    #[inline]
    pub fn as_bytes<'a>(&'a self, py: Python<'_>) -> &'a [u8] {
        self.bind_borrowed(py).as_bytes()
    }
}

impl AsRef<[u8]> for Bound<'_, PyBytes> {
    #[inline]
    fn as_ref(&self) -> &[u8] {
        self.as_bytes()
    }
}

impl AsRef<[u8]> for Borrowed<'_, '_, PyBytes> {
    #[inline]
    fn as_ref(&self) -> &[u8] {
        (*self).as_bytes()
    }
}

impl<I: SliceIndex<[u8]>> Index<I> for Bound<'_, PyBytes> {
    type Output = I::Output;
    fn index(&self, index: I) -> &Self::Output {
        &self.as_bytes()[index]
    }
}

/// Comparison in both directions; `&Bound` with a reference is what the standard library derives from this.
macro_rules! compare_with_bytes {
    ($Object:ty) => {
        impl PartialEq<[u8]> for $Object {
            #[inline]
            fn eq(&self, other: &[u8]) -> bool {
                self.as_borrowed().as_bytes() == other
            }
        }
        impl PartialEq<$Object> for [u8] {
            #[inline]
            fn eq(&self, other: &$Object) -> bool {
                self == other.as_borrowed().as_bytes()
            }
        }
    };
    ($Object:ty, and by reference) => {
        compare_with_bytes!($Object);
        impl PartialEq<&[u8]> for $Object {
            #[inline]
            fn eq(&self, other: &&[u8]) -> bool {
                self.as_borrowed().as_bytes() == *other
            }
        }
        impl PartialEq<$Object> for &[u8] {
            #[inline]
            fn eq(&self, other: &$Object) -> bool {
                *self == other.as_borrowed().as_bytes()
            }
        }
    };
}

compare_with_bytes!(Bound<'_, PyBytes>, and by reference);
compare_with_bytes!(Borrowed<'_, '_, PyBytes>, and by reference);
compare_with_bytes!(&Bound<'_, PyBytes>);
