//! [`Borrowed`]: a reference without ownership, while attached.

use core::fmt;
use core::marker::PhantomData;
use core::ops::Deref;
use core::ptr::NonNull;

use super::{Bound, Py};
use crate::class::{BooleanTrue, PyClass};
use crate::conversion::FromPyObject;
use crate::err::{PyErr, PyResult};
use crate::ffi;
use crate::marker::Python;
use crate::types::PyAny;

/// A reference to an object that something else keeps alive for `'a`.
#[repr(transparent)]
pub struct Borrowed<'a, 'py, T>(
    NonNull<ffi::PyObject>,
    PhantomData<(&'a Py<T>, Python<'py>)>,
);

impl<'a, 'py> Borrowed<'a, 'py, PyAny> {
    /// Borrows the object at `ptr`.
    ///
    /// # Safety
    /// `ptr` is a valid object for all of `'a`.
    ///
    /// # Panics
    /// With the pending Python exception if `ptr` is null.
    #[inline]
    #[track_caller]
    pub unsafe fn from_ptr(py: Python<'py>, ptr: *mut ffi::PyObject) -> Self {
        match NonNull::new(ptr) {
            Some(ptr) => Borrowed(ptr, PhantomData),
            None => crate::err::panic_after_error(py),
        }
    }

    /// Like [`Borrowed::from_ptr`], `None` if null.
    ///
    /// # Safety
    /// `ptr` is null, or a valid object for all of `'a`.
    #[inline]
    pub unsafe fn from_ptr_or_opt(_py: Python<'py>, ptr: *mut ffi::PyObject) -> Option<Self> {
        NonNull::new(ptr).map(|ptr| Borrowed(ptr, PhantomData))
    }

    /// Like [`Borrowed::from_ptr`], the pending exception if null.
    ///
    /// # Safety
    /// `ptr` is null with an exception set, or a valid object for all of `'a`.
    #[inline]
    pub unsafe fn from_ptr_or_err(py: Python<'py>, ptr: *mut ffi::PyObject) -> PyResult<Self> {
        match NonNull::new(ptr) {
            Some(ptr) => Ok(Borrowed(ptr, PhantomData)),
            None => Err(PyErr::fetch(py)),
        }
    }
}

impl<'a, 'py, T> Borrowed<'a, 'py, T> {
    /// Wraps a pointer already known to be a `T`.
    ///
    /// # Safety
    /// The object is a valid `T` for all of `'a`; the thread is attached.
    #[inline]
    pub(crate) unsafe fn from_non_null(ptr: NonNull<ffi::PyObject>) -> Self {
        Borrowed(ptr, PhantomData)
    }

    /// The attachment.
    #[inline]
    pub fn py(self) -> Python<'py> {
        // SAFETY: exists only while attached for `'py`.
        unsafe { Python::assume_attached() }
    }

    /// The object's address, borrowed.
    #[inline]
    pub fn as_ptr(self) -> *mut ffi::PyObject {
        self.0.as_ptr()
    }

    #[inline]
    pub(crate) fn as_non_null(self) -> NonNull<ffi::PyObject> {
        self.0
    }

    /// A new owned reference.
    #[inline]
    pub fn to_owned(self) -> Bound<'py, T> {
        (*self).clone()
    }

    /// The same, its type forgotten.
    #[inline]
    pub fn to_any(self) -> Borrowed<'a, 'py, PyAny> {
        Borrowed(self.0, PhantomData)
    }

    /// The same, its type forgotten.
    #[inline]
    pub(crate) fn into_any(self) -> Borrowed<'a, 'py, PyAny> {
        self.to_any()
    }

    /// Converts the object to a Rust value, which may borrow from it for `'a`.
    ///
    /// # Errors
    /// What the conversion reports.
    #[inline]
    pub fn extract<D: FromPyObject<'a, 'py>>(self) -> Result<D, D::Error> {
        D::extract(self.to_any())
    }

    /// The same object as a `U`, unchecked.
    ///
    /// # Safety
    /// The object is a `U`.
    #[inline]
    pub unsafe fn cast_unchecked<U>(self) -> Borrowed<'a, 'py, U> {
        Borrowed(self.0, PhantomData)
    }

    /// The Rust value of a frozen class, without bookkeeping.
    #[inline]
    pub fn get(self) -> &'a T
    where
        T: PyClass<Frozen = BooleanTrue> + Sync,
    {
        // SAFETY: alive for `'a`, and nothing ever borrows a frozen class mutably.
        unsafe { &*crate::class::object::value_ptr::<T>(self.as_ptr()) }
    }
}

impl<'py, T> Deref for Borrowed<'_, 'py, T> {
    type Target = Bound<'py, T>;
    #[inline]
    fn deref(&self) -> &Bound<'py, T> {
        // SAFETY: same representation; a shared borrow never drops it.
        unsafe { &*(self as *const Self).cast() }
    }
}

impl<T> Clone for Borrowed<'_, '_, T> {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Borrowed<'_, '_, T> {}

impl<T> fmt::Debug for Borrowed<'_, '_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

impl<T> fmt::Display for Borrowed<'_, '_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&**self, f)
    }
}

impl<'a, 'py, T> From<&'a Bound<'py, T>> for Borrowed<'a, 'py, T> {
    #[inline]
    fn from(value: &'a Bound<'py, T>) -> Self {
        value.as_borrowed()
    }
}
