//! [`PyClassGuard`] and [`PyClassGuardMut`]: borrows that lean on a reference to the instance, not on the attachment.

use core::fmt;
use core::ptr::NonNull;

use super::guard::{ClassMut, ClassRef, PyBorrowError, PyBorrowMutError};
use super::{BooleanFalse, PyClass};
use crate::conversion::FromPyObject;
use crate::err::{PyErr, PyResult};
use crate::instance::{Borrowed, Bound, Py};
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
