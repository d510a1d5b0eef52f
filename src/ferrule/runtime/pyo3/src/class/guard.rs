//! Guards over the Rust value of an instance.
//!
//! [`PyRef`] and [`PyRefMut`] own a reference to the instance; [`ClassRef`] and [`ClassMut`] lean on a reference that
//! the caller of a function holds anyway, which spares two count changes a call.

use core::fmt;
use core::marker::PhantomData;
use core::ops::{Deref, DerefMut};
use core::ptr::NonNull;
use std::panic::{catch_unwind, AssertUnwindSafe};

use super::borrow::BorrowFlag;
use super::lazy::LazyClass;
use super::object::{check_thread, guarding, value_ptr, ClassObject};
use super::{BooleanFalse, PyClass};
use crate::conversion::{FromPyObject, IntoPyObject};
use crate::err::{PyErr, PyResult};
use crate::exceptions::PyRuntimeError;
use crate::ffi;
use crate::instance::{Borrowed, Bound};
use crate::marker::Python;
use crate::panic::PanicException;
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

/// Makes it pending that a value is mutably borrowed. Never unwinds, so that callers need no way out for that.
#[cold]
pub(super) extern "C" fn reading_refused() {
    // SAFETY: borrows begin while attached.
    PyErr::from(PyBorrowError(())).restore(unsafe { Python::assume_attached() });
}

/// Makes it pending that a value is borrowed. Never unwinds, as above.
#[cold]
pub(super) extern "C" fn writing_refused() {
    // SAFETY: borrows begin while attached.
    PyErr::from(PyBorrowMutError(())).restore(unsafe { Python::assume_attached() });
}

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
            if !ClassObject::<T>::SENDABLE {
                check_thread::<T>(object.as_ptr());
            }
            if ClassObject::<T>::GUARDED && !guarding::<T>(object.as_ptr()).try_read() {
                return Err(PyBorrowError(()));
            }
            Ok(ClassRef(object, PhantomData))
        }
    }

    /// Borrows the value of an instance; `None` with an exception pending if it is mutably borrowed.
    ///
    /// # Safety
    /// Attached; `object` is an instance of `T` that outlives the guard.
    #[inline(always)]
    pub(crate) unsafe fn take(object: NonNull<ffi::PyObject>) -> Option<Self> {
        // SAFETY: the caller's contract.
        unsafe {
            if !ClassObject::<T>::SENDABLE {
                check_thread::<T>(object.as_ptr());
            }
            if ClassObject::<T>::GUARDED && !guarding::<T>(object.as_ptr()).try_read() {
                reading_refused();
                return None;
            }
            Some(ClassRef(object, PhantomData))
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
            if !ClassObject::<T>::SENDABLE {
                check_thread::<T>(object.as_ptr());
            }
            if !guarding::<T>(object.as_ptr()).try_write() {
                return Err(PyBorrowMutError(()));
            }
            Ok(ClassMut(object, PhantomData))
        }
    }

    /// Borrows the value of an instance mutably; `None` with an exception pending if it is borrowed.
    ///
    /// # Safety
    /// Attached; `object` is an instance of `T` that outlives the guard.
    #[inline(always)]
    pub(crate) unsafe fn take(object: NonNull<ffi::PyObject>) -> Option<Self> {
        // SAFETY: the caller's contract.
        unsafe {
            if !ClassObject::<T>::SENDABLE {
                check_thread::<T>(object.as_ptr());
            }
            if !guarding::<T>(object.as_ptr()).try_write() {
                writing_refused();
                return None;
            }
            Some(ClassMut(object, PhantomData))
        }
    }
}

impl LazyClass {
    /// Lends the value of an instance of any type: writes a [`ClassRef`] to `out`. `flag` is
    /// where instances have their borrow bookkeeping, 0 for none.
    ///
    /// # Errors
    /// A cast error for an object of another class; that the value is mutably borrowed.
    ///
    /// # Safety
    /// As for [`covers`](Self::covers); `object` outlives the guard, for which there is room.
    #[inline(never)]
    #[allow(improper_ctypes_definitions)]
    pub(crate) unsafe extern "C" fn lend(
        &'static self,
        object: *mut ffi::PyObject,
        out: *mut u8,
        flag: usize,
    ) -> PyResult<()> {
        // A class that cannot be made panics; callers need no way out for that.
        let lent = catch_unwind(AssertUnwindSafe(|| {
            // SAFETY: the caller's contract; a guard is transparent over the address of the instance.
            unsafe {
                self.check(object)?;
                if flag != 0 && !(*object.byte_add(flag).cast::<BorrowFlag>()).try_read() {
                    return Err(PyBorrowError::new().into());
                }
                out.cast::<*mut ffi::PyObject>().write(object);
            }
            Ok(())
        }));
        match lent {
            Ok(result) => result,
            Err(payload) => Err(PanicException::from_panic_payload(payload)),
        }
    }
}

/// A shared borrow of a class instance's Rust value.
#[repr(transparent)]
pub struct PyRef<'py, T: PyClass>(Bound<'py, T>);

/// An exclusive borrow of a class instance's Rust value.
#[repr(transparent)]
pub struct PyRefMut<'py, T: PyClass<Frozen = BooleanFalse>>(Bound<'py, T>);

/// Access to the value of a guard's instance, and the end of the borrow with the guard.
macro_rules! guards {
    ($([$($generics:tt)*] $guard:ty, $end:ident;)+) => { $(
        impl<$($generics)*> Deref for $guard {
            type Target = T;
            #[inline(always)]
            fn deref(&self) -> &T {
                // SAFETY: while the guard lives, the flag keeps out every borrow that would be in conflict.
                unsafe { &*value_ptr::<T>(self.0.as_ptr()) }
            }
        }

        impl<$($generics)*> Drop for $guard {
            #[inline(always)]
            fn drop(&mut self) {
                if ClassObject::<T>::GUARDED {
                    // SAFETY: pairs with the borrow that made the guard.
                    unsafe { guarding::<T>(self.0.as_ptr()) }.$end();
                }
            }
        }
    )+ };
}

guards! {
    [T: PyClass] ClassRef<'_, T>, end_read;
    [T: PyClass] ClassMut<'_, T>, end_write;
    [T: PyClass] PyRef<'_, T>, end_read;
    [T: PyClass<Frozen = BooleanFalse>] PyRefMut<'_, T>, end_write;
}

/// Writing to the value of an exclusive guard's instance.
macro_rules! exclusive_guards {
    ($([$($generics:tt)*] $guard:ty;)+) => { $(
        impl<$($generics)*> DerefMut for $guard {
            #[inline(always)]
            fn deref_mut(&mut self) -> &mut T {
                // SAFETY: the flag keeps every other borrow out while the guard lives.
                unsafe { &mut *value_ptr::<T>(self.0.as_ptr()) }
            }
        }
    )+ };
}

exclusive_guards! {
    [T: PyClass] ClassMut<'_, T>;
    [T: PyClass<Frozen = BooleanFalse>] PyRefMut<'_, T>;
}

/// The methods and conversions of a guard that owns a reference, made by way of one that leans on it.
macro_rules! owning_guard {
    ($guard:ident by $leaning:ident, $error:ident, $try_borrow:ident, [$($frozen:tt)*]) => {
        impl<'py, T: PyClass $($frozen)*> $guard<'py, T> {
            pub(crate) fn try_borrow(object: &Bound<'py, T>) -> Result<Self, $error> {
                let guard = $leaning::<T>::new(object.as_borrowed().as_non_null())?;
                core::mem::forget(guard); // ended by our own drop
                Ok($guard(object.clone()))
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

        impl<'py, T: PyClass $($frozen)*> FromPyObject<'_, 'py> for $guard<'py, T> {
            type Error = PyErr;
            fn extract(obj: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
                Ok(obj.cast::<T>()?.$try_borrow()?)
            }
        }

        impl<'py, T: PyClass $($frozen)*> TryFrom<&Bound<'py, T>> for $guard<'py, T> {
            type Error = $error;
            fn try_from(object: &Bound<'py, T>) -> Result<Self, $error> {
                $guard::try_borrow(object)
            }
        }

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
owning_guard!(PyRef by ClassRef, PyBorrowError, try_borrow, []);
owning_guard!(PyRefMut by ClassMut, PyBorrowMutError, try_borrow_mut, [<Frozen = BooleanFalse>]);
