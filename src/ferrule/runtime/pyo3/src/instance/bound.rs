//! [`Bound`]: an owned reference while attached.
//!
//! Dropping one decrements the count at once: the token inside proves that this thread is attached.

use core::fmt;
use core::marker::PhantomData;
use core::mem;
use core::ops::Deref;
use core::ptr::NonNull;

use super::{Borrowed, Py};
use crate::class::guard::{PyBorrowError, PyBorrowMutError, PyRef, PyRefMut};
use crate::class::init::PyClassInitializer;
use crate::class::{BooleanFalse, BooleanTrue, PyClass};
use crate::err::{PyErr, PyResult};
use crate::ffi;
use crate::marker::Python;
use crate::type_object::DerefToPyAny;
use crate::types::PyAny;

/// An owned reference to a Python object of type `T`, valid while attached for `'py`.
#[repr(transparent)]
pub struct Bound<'py, T>(NonNull<ffi::PyObject>, PhantomData<(Python<'py>, Py<T>)>);

impl<'py> Bound<'py, PyAny> {
    /// Takes over one reference.
    ///
    /// # Safety
    /// `ptr` is a valid object and the caller gives up one reference to it.
    ///
    /// # Panics
    /// With the pending Python exception if `ptr` is null.
    #[inline]
    #[track_caller]
    pub unsafe fn from_owned_ptr(py: Python<'py>, ptr: *mut ffi::PyObject) -> Self {
        match NonNull::new(ptr) {
            Some(ptr) => Bound(ptr, PhantomData),
            None => crate::err::panic_after_error(py),
        }
    }

    /// Like [`Bound::from_owned_ptr`], `None` if null.
    ///
    /// # Safety
    /// `ptr` is null, or valid with one reference to give up.
    #[inline]
    pub unsafe fn from_owned_ptr_or_opt(_py: Python<'py>, ptr: *mut ffi::PyObject) -> Option<Self> {
        NonNull::new(ptr).map(|ptr| Bound(ptr, PhantomData))
    }

    /// Like [`Bound::from_owned_ptr`], the pending exception if null.
    ///
    /// # Safety
    /// `ptr` is null with an exception set, or valid with one reference to give up.
    #[inline]
    pub unsafe fn from_owned_ptr_or_err(
        py: Python<'py>,
        ptr: *mut ffi::PyObject,
    ) -> PyResult<Self> {
        match NonNull::new(ptr) {
            Some(ptr) => Ok(Bound(ptr, PhantomData)),
            None => Err(PyErr::fetch(py)),
        }
    }

    /// Makes a new reference.
    ///
    /// # Safety
    /// `ptr` is a valid object.
    ///
    /// # Panics
    /// With the pending Python exception if `ptr` is null.
    #[inline]
    #[track_caller]
    pub unsafe fn from_borrowed_ptr(py: Python<'py>, ptr: *mut ffi::PyObject) -> Self {
        // SAFETY: the new reference is ours.
        unsafe {
            ffi::Py_XINCREF(ptr);
            Self::from_owned_ptr(py, ptr)
        }
    }

    /// Like [`Bound::from_borrowed_ptr`], `None` if null.
    ///
    /// # Safety
    /// `ptr` is null or a valid object.
    #[inline]
    pub unsafe fn from_borrowed_ptr_or_opt(
        py: Python<'py>,
        ptr: *mut ffi::PyObject,
    ) -> Option<Self> {
        // SAFETY: the new reference is ours.
        unsafe {
            ffi::Py_XINCREF(ptr);
            Self::from_owned_ptr_or_opt(py, ptr)
        }
    }

    /// Like [`Bound::from_borrowed_ptr`], the pending exception if null.
    ///
    /// # Safety
    /// `ptr` is null with an exception set, or a valid object.
    #[inline]
    pub unsafe fn from_borrowed_ptr_or_err(
        py: Python<'py>,
        ptr: *mut ffi::PyObject,
    ) -> PyResult<Self> {
        // SAFETY: the new reference is ours.
        unsafe {
            ffi::Py_XINCREF(ptr);
            Self::from_owned_ptr_or_err(py, ptr)
        }
    }

    /// Sees the pointer variable itself as a reference to a `Bound`.
    ///
    /// # Safety
    /// `*slot` is a valid object for as long as it is borrowed, and the thread is attached for all of `'py`.
    #[inline]
    pub(crate) unsafe fn ref_from_slot(slot: &*mut ffi::PyObject) -> &Self {
        // SAFETY: `Bound` is `repr(transparent)` over a non-null pointer; a shared borrow never drops it.
        unsafe { &*(slot as *const *mut ffi::PyObject).cast::<Self>() }
    }
}

impl<'py, T> Bound<'py, T> {
    /// Wraps an owned pointer already known to be a `T`.
    ///
    /// # Safety
    /// One reference to a valid object of type `T` is given up; the thread is attached.
    #[inline]
    pub(crate) unsafe fn from_non_null(ptr: NonNull<ffi::PyObject>) -> Self {
        Bound(ptr, PhantomData)
    }

    /// The attachment.
    #[inline]
    pub fn py(&self) -> Python<'py> {
        // SAFETY: a `Bound<'py, _>` only exists while attached for `'py`.
        unsafe { Python::assume_attached() }
    }

    /// The object's address, borrowed.
    #[inline]
    pub fn as_ptr(&self) -> *mut ffi::PyObject {
        self.0.as_ptr()
    }

    /// The object's address, with the reference handed to the caller.
    #[inline]
    pub fn into_ptr(self) -> *mut ffi::PyObject {
        self.into_non_null().as_ptr()
    }

    #[inline]
    pub(crate) fn into_non_null(self) -> NonNull<ffi::PyObject> {
        let ptr = self.0;
        mem::forget(self);
        ptr
    }

    /// The same reference, its type forgotten.
    #[inline]
    pub fn as_any(&self) -> &Bound<'py, PyAny> {
        // SAFETY: same representation, and every object is a `PyAny`.
        unsafe { &*(self as *const Self).cast() }
    }

    /// The same reference, its type forgotten.
    #[inline]
    pub fn into_any(self) -> Bound<'py, PyAny> {
        // SAFETY: every object is a `PyAny`.
        unsafe { Bound::from_non_null(self.into_non_null()) }
    }

    /// A borrow that can be passed by value.
    #[inline]
    pub fn as_borrowed<'a>(&'a self) -> Borrowed<'a, 'py, T> {
        // SAFETY: `self` keeps the object alive for `'a`.
        unsafe { Borrowed::from_non_null(self.0) }
    }

    /// A reference that outlives the attachment.
    #[inline]
    pub fn unbind(self) -> Py<T> {
        // SAFETY: the reference moves over.
        unsafe { Py::from_non_null(self.into_non_null()) }
    }

    /// The same reference, seen without its attachment.
    #[inline]
    pub fn as_unbound(&self) -> &Py<T> {
        // SAFETY: same representation; a shared borrow never drops it.
        unsafe { &*(self as *const Self).cast() }
    }
}

impl<'py, T: PyClass> Bound<'py, T> {
    /// Makes a new instance of the class.
    ///
    /// # Errors
    /// What allocating or initialising the class raises.
    pub fn new(
        py: Python<'py>,
        value: impl Into<PyClassInitializer<T>>,
    ) -> PyResult<Bound<'py, T>> {
        value.into().create_class_object(py)
    }

    /// Borrows the Rust value.
    ///
    /// # Panics
    /// If it is mutably borrowed.
    #[inline]
    #[track_caller]
    pub fn borrow(&self) -> PyRef<'py, T> {
        self.try_borrow().expect("Already mutably borrowed")
    }

    /// Borrows the Rust value mutably.
    ///
    /// # Panics
    /// If it is borrowed.
    #[inline]
    #[track_caller]
    pub fn borrow_mut(&self) -> PyRefMut<'py, T>
    where
        T: PyClass<Frozen = BooleanFalse>,
    {
        self.try_borrow_mut().expect("Already borrowed")
    }

    /// Borrows the Rust value.
    ///
    /// # Errors
    /// If it is mutably borrowed.
    #[inline]
    pub fn try_borrow(&self) -> Result<PyRef<'py, T>, PyBorrowError> {
        PyRef::try_borrow(self)
    }

    /// Borrows the Rust value mutably.
    ///
    /// # Errors
    /// If it is borrowed.
    #[inline]
    pub fn try_borrow_mut(&self) -> Result<PyRefMut<'py, T>, PyBorrowMutError>
    where
        T: PyClass<Frozen = BooleanFalse>,
    {
        PyRefMut::try_borrow(self)
    }

    /// The Rust value of a frozen class, without bookkeeping.
    #[inline]
    pub fn get(&self) -> &T
    where
        T: PyClass<Frozen = BooleanTrue> + Sync,
    {
        // SAFETY: nothing ever borrows a frozen class mutably.
        unsafe { &*crate::class::object::value_ptr::<T>(self.as_ptr()) }
    }
}

impl<'py, T: DerefToPyAny> Deref for Bound<'py, T> {
    type Target = Bound<'py, PyAny>;
    #[inline]
    fn deref(&self) -> &Bound<'py, PyAny> {
        self.as_any()
    }
}

impl<'py, T> AsRef<Bound<'py, PyAny>> for Bound<'py, T> {
    #[inline]
    fn as_ref(&self) -> &Bound<'py, PyAny> {
        self.as_any()
    }
}

impl<T> Clone for Bound<'_, T> {
    #[inline]
    fn clone(&self) -> Self {
        // SAFETY: attached, and the object is alive.
        unsafe { ffi::Py_INCREF(self.as_ptr()) };
        Bound(self.0, PhantomData)
    }
}

impl<T> Drop for Bound<'_, T> {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: attached, and this reference is ours.
        unsafe { ffi::Py_DECREF(self.0.as_ptr()) };
    }
}

impl<T> fmt::Debug for Bound<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        crate::types::any::fmt_with(self.as_any(), ffi::PyObject_Repr, f)
    }
}

impl<T> fmt::Display for Bound<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        crate::types::any::fmt_with(self.as_any(), ffi::PyObject_Str, f)
    }
}

impl<'py, T> From<Borrowed<'_, 'py, T>> for Bound<'py, T> {
    #[inline]
    fn from(value: Borrowed<'_, 'py, T>) -> Self {
        value.to_owned()
    }
}

impl<'py, T: DerefToPyAny> From<&Bound<'py, T>> for Bound<'py, PyAny> {
    #[inline]
    fn from(value: &Bound<'py, T>) -> Self {
        value.as_any().clone()
    }
}

impl<'py, T: DerefToPyAny> From<Bound<'py, T>> for Bound<'py, PyAny> {
    #[inline]
    fn from(value: Bound<'py, T>) -> Self {
        value.into_any()
    }
}
