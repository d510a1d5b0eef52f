//! Guards over the Rust value of an instance.
//!
//! [`PyRef`] and [`PyRefMut`] own a reference to the instance; [`ClassRef`] and [`ClassMut`] lean on a reference that
//! the caller of a function holds anyway, which spares two count changes a call.

use core::fmt;
use core::marker::PhantomData;
use core::ops::{Deref, DerefMut};
use core::ptr::NonNull;

use super::borrow::BorrowFlag;
use super::object::{check_thread, flag, value_ptr};
use super::{BooleanFalse, PyClass};
use crate::conversion::{FromPyObject, IntoPyObject};
use crate::err::{PyErr, PyResult};
use crate::exceptions::PyRuntimeError;
use crate::ffi;
use crate::instance::{Borrowed, Bound};
use crate::marker::Python;
use crate::types::PyAny;

/// The value is mutably borrowed.
pub struct PyBorrowError(());
/// The value is borrowed.
pub struct PyBorrowMutError(());

macro_rules! borrow_error {
    ($error:ident, $text:literal) => {
        impl $error {
            pub(crate) fn new() -> Self {
                $error(())
            }
        }

        impl fmt::Debug for $error {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(stringify!($error))
            }
        }

        impl fmt::Display for $error {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str($text)
            }
        }

        impl std::error::Error for $error {}

        impl From<$error> for PyErr {
            #[cold]
            fn from(_: $error) -> PyErr {
                PyRuntimeError::new_err($text)
            }
        }
    };
}
borrow_error!(PyBorrowError, "Already mutably borrowed");
borrow_error!(PyBorrowMutError, "Already borrowed");

/// A shared borrow that leans on the caller's reference.
#[repr(transparent)]
pub struct ClassRef<'a, T: PyClass>(NonNull<ffi::PyObject>, PhantomData<(&'a T, *mut ())>);

impl<T: PyClass> ClassRef<'_, T> {
    /// Borrows the value of an instance.
    ///
    /// # Errors
    /// If it is mutably borrowed.
    #[inline]
    pub(crate) fn new(object: NonNull<ffi::PyObject>) -> Result<Self, PyBorrowError> {
        // SAFETY: callers pass an instance of `T` that outlives the guard.
        unsafe {
            check_thread::<T>(object.as_ptr());
            if flag::<T>(object.as_ptr()).is_none_or(BorrowFlag::try_read) {
                Ok(ClassRef(object, PhantomData))
            } else {
                Err(PyBorrowError(()))
            }
        }
    }
}

impl<T: PyClass> Deref for ClassRef<'_, T> {
    type Target = T;
    #[inline]
    fn deref(&self) -> &T {
        // SAFETY: the flag keeps writers out while the guard lives.
        unsafe { &*value_ptr::<T>(self.0.as_ptr()) }
    }
}

impl<T: PyClass> Drop for ClassRef<'_, T> {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: pairs with the borrow in `new`.
        if let Some(flag) = unsafe { flag::<T>(self.0.as_ptr()) } {
            flag.end_read();
        }
    }
}

/// An exclusive borrow that leans on the caller's reference.
#[repr(transparent)]
pub struct ClassMut<'a, T: PyClass>(NonNull<ffi::PyObject>, PhantomData<(&'a mut T, *mut ())>);

impl<T: PyClass<Frozen = BooleanFalse>> ClassMut<'_, T> {
    /// Borrows the value of an instance mutably.
    ///
    /// # Errors
    /// If it is borrowed.
    #[inline]
    pub(crate) fn new(object: NonNull<ffi::PyObject>) -> Result<Self, PyBorrowMutError> {
        // SAFETY: callers pass an instance of `T` that outlives the guard.
        unsafe {
            check_thread::<T>(object.as_ptr());
            if flag::<T>(object.as_ptr()).is_some_and(BorrowFlag::try_write) {
                Ok(ClassMut(object, PhantomData))
            } else {
                Err(PyBorrowMutError(()))
            }
        }
    }
}

impl<T: PyClass> Deref for ClassMut<'_, T> {
    type Target = T;
    #[inline]
    fn deref(&self) -> &T {
        // SAFETY: the flag keeps every other borrow out while the guard lives.
        unsafe { &*value_ptr::<T>(self.0.as_ptr()) }
    }
}

impl<T: PyClass> DerefMut for ClassMut<'_, T> {
    #[inline]
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: the flag keeps every other borrow out while the guard lives.
        unsafe { &mut *value_ptr::<T>(self.0.as_ptr()) }
    }
}

impl<T: PyClass> Drop for ClassMut<'_, T> {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: pairs with the borrow in `new`.
        if let Some(flag) = unsafe { flag::<T>(self.0.as_ptr()) } {
            flag.end_write();
        }
    }
}

/// A shared borrow of a class instance's Rust value.
#[repr(transparent)]
pub struct PyRef<'py, T: PyClass>(Bound<'py, T>);

/// An exclusive borrow of a class instance's Rust value.
#[repr(transparent)]
pub struct PyRefMut<'py, T: PyClass<Frozen = BooleanFalse>>(Bound<'py, T>);

impl<'py, T: PyClass> PyRef<'py, T> {
    pub(crate) fn try_borrow(object: &Bound<'py, T>) -> Result<Self, PyBorrowError> {
        let guard = ClassRef::<T>::new(object.as_borrowed().as_non_null())?;
        core::mem::forget(guard); // ended by our own drop
        Ok(PyRef(object.clone()))
    }

    /// The attachment.
    pub fn py(&self) -> Python<'py> {
        self.0.py()
    }

    /// The instance's address, borrowed.
    pub fn as_ptr(&self) -> *mut ffi::PyObject {
        self.0.as_ptr()
    }

    /// The instance's address, with a reference handed to the caller.
    pub fn into_ptr(self) -> *mut ffi::PyObject {
        self.0.clone().into_ptr()
    }

    pub(crate) fn into_bound(self) -> Bound<'py, T> {
        self.0.clone()
    }
}

impl<T: PyClass> Deref for PyRef<'_, T> {
    type Target = T;
    #[inline]
    fn deref(&self) -> &T {
        // SAFETY: the flag keeps writers out while the guard lives.
        unsafe { &*value_ptr::<T>(self.0.as_ptr()) }
    }
}

impl<T: PyClass> Drop for PyRef<'_, T> {
    fn drop(&mut self) {
        // SAFETY: pairs with the borrow in `try_borrow`.
        if let Some(flag) = unsafe { flag::<T>(self.0.as_ptr()) } {
            flag.end_read();
        }
    }
}

impl<'py, T: PyClass<Frozen = BooleanFalse>> PyRefMut<'py, T> {
    pub(crate) fn try_borrow(object: &Bound<'py, T>) -> Result<Self, PyBorrowMutError> {
        let guard = ClassMut::<T>::new(object.as_borrowed().as_non_null())?;
        core::mem::forget(guard); // ended by our own drop
        Ok(PyRefMut(object.clone()))
    }

    /// The attachment.
    pub fn py(&self) -> Python<'py> {
        self.0.py()
    }

    /// The instance's address, borrowed.
    pub fn as_ptr(&self) -> *mut ffi::PyObject {
        self.0.as_ptr()
    }

    /// The instance's address, with a reference handed to the caller.
    pub fn into_ptr(self) -> *mut ffi::PyObject {
        self.0.clone().into_ptr()
    }

    pub(crate) fn into_bound(self) -> Bound<'py, T> {
        self.0.clone()
    }
}

impl<T: PyClass<Frozen = BooleanFalse>> Deref for PyRefMut<'_, T> {
    type Target = T;
    #[inline]
    fn deref(&self) -> &T {
        // SAFETY: the flag keeps every other borrow out while the guard lives.
        unsafe { &*value_ptr::<T>(self.0.as_ptr()) }
    }
}

impl<T: PyClass<Frozen = BooleanFalse>> DerefMut for PyRefMut<'_, T> {
    #[inline]
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: the flag keeps every other borrow out while the guard lives.
        unsafe { &mut *value_ptr::<T>(self.0.as_ptr()) }
    }
}

impl<T: PyClass<Frozen = BooleanFalse>> Drop for PyRefMut<'_, T> {
    fn drop(&mut self) {
        // SAFETY: pairs with the borrow in `try_borrow`.
        if let Some(flag) = unsafe { flag::<T>(self.0.as_ptr()) } {
            flag.end_write();
        }
    }
}

impl<'py, T: PyClass> FromPyObject<'_, 'py> for PyRef<'py, T> {
    type Error = PyErr;
    fn extract(obj: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        Ok(obj.cast::<T>()?.try_borrow()?)
    }
}

impl<'py, T: PyClass<Frozen = BooleanFalse>> FromPyObject<'_, 'py> for PyRefMut<'py, T> {
    type Error = PyErr;
    fn extract(obj: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        Ok(obj.cast::<T>()?.try_borrow_mut()?)
    }
}

macro_rules! guard_into_pyobject {
    ($guard:ident, $($frozen:tt)*) => {
        impl<'py, T: PyClass $($frozen)*> IntoPyObject<'py> for $guard<'py, T> {
            type Target = T;
            type Output = Bound<'py, T>;
            type Error = core::convert::Infallible;
            fn into_pyobject(self, _py: Python<'py>) -> Result<Self::Output, Self::Error> {
                Ok(self.into_bound())
            }
        }

        impl<'a, 'py, T: PyClass $($frozen)*> IntoPyObject<'py> for &'a $guard<'py, T> {
            type Target = T;
            type Output = Borrowed<'a, 'py, T>;
            type Error = core::convert::Infallible;
            fn into_pyobject(self, _py: Python<'py>) -> Result<Self::Output, Self::Error> {
                Ok(self.0.as_borrowed())
            }
        }

        impl<T: PyClass $($frozen)* + fmt::Debug> fmt::Debug for $guard<'_, T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&**self, f)
            }
        }
    };
}
guard_into_pyobject!(PyRef,);
guard_into_pyobject!(PyRefMut, <Frozen = BooleanFalse>);
