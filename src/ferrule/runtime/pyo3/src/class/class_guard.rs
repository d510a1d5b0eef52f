//! [`PyClassGuard`] and [`PyClassGuardMut`]: borrows that lean on a reference to the instance, not on the attachment.

use core::convert::Infallible;
use core::fmt;
use core::marker::PhantomData;
use core::mem::ManuallyDrop;
use core::ops::{Deref, DerefMut};
use core::ptr::NonNull;

use super::borrow::BorrowFlag;
use super::guard::{ClassMut, ClassRef, PyBorrowError, PyBorrowMutError};
use super::object::flag;
use super::{BooleanFalse, PyClass};
use crate::conversion::{FromPyObject, IntoPyObject};
use crate::err::{PyErr, PyResult};
use crate::instance::{Borrowed, Bound, Py};
use crate::marker::Python;
use crate::types::PyAny;
use crate::{ffi, gil};

/// A shared borrow of an instance's Rust value, for as long as a reference to the instance.
pub type PyClassGuard<'a, T> = ClassRef<'a, T>;
/// An exclusive borrow of an instance's Rust value, for as long as a reference to the instance.
pub type PyClassGuardMut<'a, T> = ClassMut<'a, T>;

/// The instance, on a thread that may do its bookkeeping: an owned reference says nothing of that.
fn attached<T>(object: &Py<T>) -> NonNull<ffi::PyObject> {
    assert!(
        gil::is_attached(),
        "a borrow begins while the thread is attached to Python"
    );
    // SAFETY: an owned reference is never null.
    unsafe { NonNull::new_unchecked(object.as_ptr()) }
}

impl<'a, T: PyClass> ClassRef<'a, T> {
    /// Borrows the value behind an owned reference.
    ///
    /// # Errors
    /// If it is mutably borrowed.
    ///
    /// # Panics
    /// If the thread is not attached.
    pub fn try_borrow(object: &'a Py<T>) -> Result<Self, PyBorrowError> {
        ClassRef::new(attached(object))
    }

    /// Borrows the value behind a bound reference.
    ///
    /// # Errors
    /// If it is mutably borrowed.
    pub fn try_borrow_from_bound(object: &'a Bound<'_, T>) -> Result<Self, PyBorrowError> {
        ClassRef::new(object.as_borrowed().as_non_null())
    }

    /// The same borrow, of a part of the value.
    pub fn map<F, U: ?Sized>(self, part: F) -> PyClassGuardMap<'a, U>
    where
        F: FnOnce(&T) -> &U,
    {
        let value = NonNull::from(part(&self));
        PyClassGuardMap(value, ManuallyDrop::new(self).bookkeeping(), PhantomData)
    }
}

impl<'a, T: PyClass<Frozen = BooleanFalse>> ClassMut<'a, T> {
    /// Borrows the value behind an owned reference mutably.
    ///
    /// # Errors
    /// If it is borrowed.
    ///
    /// # Panics
    /// If the thread is not attached.
    pub fn try_borrow_mut(object: &'a Py<T>) -> Result<Self, PyBorrowMutError> {
        ClassMut::new(attached(object))
    }

    /// Borrows the value behind a bound reference mutably.
    ///
    /// # Errors
    /// If it is borrowed.
    pub fn try_borrow_mut_from_bound(object: &'a Bound<'_, T>) -> Result<Self, PyBorrowMutError> {
        ClassMut::new(object.as_borrowed().as_non_null())
    }

    /// The same borrow, of a part of the value.
    pub fn map<F, U: ?Sized>(mut self, part: F) -> PyClassGuardMapMut<'a, U>
    where
        F: FnOnce(&mut T) -> &mut U,
    {
        let value = NonNull::from(part(&mut self));
        PyClassGuardMapMut(value, ManuallyDrop::new(self).bookkeeping(), PhantomData)
    }
}

/// What a guard leans on.
macro_rules! leaning_on_instances {
    ($([$($generics:tt)*] $guard:ty;)+) => { $(
        impl<'a, $($generics)*> $guard {
            /// The instance, as long as the borrow is one of its reference.
            fn instance<'py>(&self, _py: Python<'py>) -> Borrowed<'a, 'py, T> {
                // SAFETY: transparent over the address of an instance that lives for `'a`; the token proves attachment.
                unsafe {
                    core::ptr::from_ref(self)
                        .cast::<Borrowed<'a, 'py, T>>()
                        .read()
                }
            }

            fn bookkeeping(&self) -> Option<&'a BorrowFlag> {
                // SAFETY: transparent over the address of an instance that lives for `'a`, as does its bookkeeping.
                unsafe {
                    flag::<T>(
                        core::ptr::from_ref(self)
                            .cast::<*mut ffi::PyObject>()
                            .read(),
                    )
                }
            }
        }
    )+ };
}

leaning_on_instances! {
    [T: PyClass] ClassRef<'a, T>;
    [T: PyClass<Frozen = BooleanFalse>] ClassMut<'a, T>;
}

impl<'a, 'py, T: PyClass> FromPyObject<'a, 'py> for ClassRef<'a, T> {
    type Error = PyErr;
    fn extract(obj: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        let _checked = obj.cast::<T>()?;
        Ok(ClassRef::new(obj.as_non_null())?)
    }
}

impl<'a, 'py, T: PyClass<Frozen = BooleanFalse>> FromPyObject<'a, 'py> for ClassMut<'a, T> {
    type Error = PyErr;
    fn extract(obj: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        let _checked = obj.cast::<T>()?;
        Ok(ClassMut::new(obj.as_non_null())?)
    }
}

impl<T: PyClass + fmt::Debug> fmt::Debug for ClassRef<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: PyClass<Frozen = BooleanFalse> + fmt::Debug> fmt::Debug for ClassMut<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

// SAFETY: a shared guard gives out shared references alone; the bookkeeping is touched where it is dropped, which is
// on the thread that made it, since it is not `Send`.
unsafe impl<T: PyClass + Sync> Sync for ClassRef<'_, T> {}
// SAFETY: as above.
unsafe impl<T: PyClass<Frozen = BooleanFalse> + Sync> Sync for ClassMut<'_, T> {}

/// A shared borrow of a part of an instance's Rust value.
pub struct PyClassGuardMap<'a, U: ?Sized>(NonNull<U>, Option<&'a BorrowFlag>, PhantomData<&'a U>);

/// An exclusive borrow of a part of an instance's Rust value.
pub struct PyClassGuardMapMut<'a, U: ?Sized>(
    NonNull<U>,
    Option<&'a BorrowFlag>,
    PhantomData<&'a mut U>,
);

impl<U: ?Sized> Deref for PyClassGuardMap<'_, U> {
    type Target = U;
    fn deref(&self) -> &U {
        // SAFETY: a part of a value that is borrowed while the guard lives.
        unsafe { self.0.as_ref() }
    }
}

impl<U: ?Sized> Deref for PyClassGuardMapMut<'_, U> {
    type Target = U;
    fn deref(&self) -> &U {
        // SAFETY: a part of a value that is borrowed exclusively while the guard lives.
        unsafe { self.0.as_ref() }
    }
}

impl<U: ?Sized> DerefMut for PyClassGuardMapMut<'_, U> {
    fn deref_mut(&mut self) -> &mut U {
        // SAFETY: a part of a value that is borrowed exclusively while the guard lives.
        unsafe { self.0.as_mut() }
    }
}

impl<U: ?Sized> Drop for PyClassGuardMap<'_, U> {
    fn drop(&mut self) {
        if let Some(flag) = self.1 {
            flag.end_read();
        }
    }
}

impl<U: ?Sized> Drop for PyClassGuardMapMut<'_, U> {
    fn drop(&mut self) {
        if let Some(flag) = self.1 {
            flag.end_write();
        }
    }
}

macro_rules! other_forms {
    ($guard:ident, $error:ident, [$($frozen:tt)*]) => {
        impl<'a, T: PyClass $($frozen)*> TryFrom<&'a Bound<'_, T>> for $guard<'a, T> {
            type Error = $error;
            fn try_from(object: &'a Bound<'_, T>) -> Result<Self, $error> {
                $guard::new(object.as_borrowed().as_non_null())
            }
        }

        impl<'a, 'py, T: PyClass $($frozen)*> IntoPyObject<'py> for $guard<'a, T> {
            type Target = T;
            type Output = Borrowed<'a, 'py, T>;
            type Error = Infallible;
            fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Infallible> {
                Ok(self.instance(py))
            }
        }

        impl<'a, 'py, T: PyClass $($frozen)*> IntoPyObject<'py> for &$guard<'a, T> {
            type Target = T;
            type Output = Borrowed<'a, 'py, T>;
            type Error = Infallible;
            fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Infallible> {
                Ok(self.instance(py))
            }
        }
    };
}
other_forms!(ClassRef, PyBorrowError, []);
other_forms!(ClassMut, PyBorrowMutError, [<Frozen = BooleanFalse>]);
