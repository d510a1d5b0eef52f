//! What a constructor may return, and the instance made of it.

use core::marker::PhantomData;

use super::guard::raise;
use super::Raw;
use crate::class::init::PyClassInitializer;
use crate::class::PyClass;
use crate::err::PyErr;
use crate::ffi;
use crate::instance::{Bound, Py};
use crate::marker::Python;
use crate::types::PyAny;

/// What a constructor may return for a class `T`.
#[diagnostic::on_unimplemented(
    message = "a constructor of `{T}` cannot return `{Self}`",
    label = "expected `{T}`, `PyClassInitializer<{T}>`, `Py<{T}>`, `Bound<{T}>`, or a `Result` of one"
)]
pub trait NewOutput<T: PyClass> {
    /// The instance; null with an exception pending if it cannot be made.
    ///
    /// # Safety
    /// `class` is the class of `T` or a subclass of it.
    unsafe fn into_instance(self, py: Python<'_>, class: *mut ffi::PyTypeObject) -> Raw;
}

impl<T: PyClass, V: Into<PyClassInitializer<T>>> NewOutput<T> for V {
    #[inline]
    unsafe fn into_instance(self, py: Python<'_>, class: *mut ffi::PyTypeObject) -> Raw {
        // SAFETY: the caller's contract.
        unsafe { self.into().create_raw(py, class) }
    }
}

impl<T: PyClass> NewOutput<T> for Py<PyAny> {
    unsafe fn into_instance(self, py: Python<'_>, _class: *mut ffi::PyTypeObject) -> Raw {
        self.into_bound(py).into_ptr()
    }
}

impl<T: PyClass> NewOutput<T> for Bound<'_, PyAny> {
    unsafe fn into_instance(self, _py: Python<'_>, _class: *mut ffi::PyTypeObject) -> Raw {
        self.into_ptr()
    }
}

impl<T: PyClass, V: NewOutput<T>, E: Into<PyErr>> NewOutput<T> for Result<V, E> {
    #[inline]
    unsafe fn into_instance(self, py: Python<'_>, class: *mut ffi::PyTypeObject) -> Raw {
        match self {
            // SAFETY: the caller's contract.
            Ok(value) => unsafe { value.into_instance(py, class) },
            Err(error) => raise(py, error.into()),
        }
    }
}

/// Makes the instance that a constructor returned; null with its error pending, or that of making the instance.
///
/// # Safety
/// `class` is the class of `T` or a subclass of it.
#[inline]
pub unsafe fn new_object<T: PyClass, V: NewOutput<T>>(
    py: Python<'_>,
    class: *mut ffi::PyObject,
    value: V,
) -> Raw {
    // SAFETY: the caller's contract.
    unsafe { value.into_instance(py, class.cast()) }
}

/// Makes what a constructor of `T` returned: an instance, or else any object of Python's, whose `__init__` Python then
/// does not call.
///
/// The inherent method is preferred where its bound holds; then a conversion; what has neither gets the error of the
/// first.
pub struct NewProbe<T, V>(V, PhantomData<T>);

impl<T, V> NewProbe<T, V> {
    /// A probe of a constructor's result.
    #[inline(always)]
    pub fn new(value: V) -> Self {
        NewProbe(value, PhantomData)
    }
}

impl<T: PyClass, V: NewOutput<T>> NewProbe<T, V> {
    /// The instance, as [`new_object`] makes it.
    ///
    /// # Safety
    /// As for [`new_object`].
    #[inline(always)]
    pub unsafe fn create(self, py: Python<'_>, class: *mut ffi::PyObject) -> Raw {
        // SAFETY: the caller's contract.
        unsafe { new_object::<T, V>(py, class, self.0) }
    }
}

/// The first fallback of [`NewProbe`].
pub trait NewUnrelated<'py> {
    /// The object; null with the constructor's own error pending, or that of the conversion.
    ///
    /// # Safety
    /// None: unsafe as what it stands in for.
    unsafe fn create(self, py: Python<'py>, class: *mut ffi::PyObject) -> Raw;
}

impl<'py, T, V: super::Output<'py>> NewUnrelated<'py> for NewProbe<T, V> {
    unsafe fn create(self, py: Python<'py>, _class: *mut ffi::PyObject) -> Raw {
        super::give(py, self.0)
    }
}

/// The second fallback of [`NewProbe`], which never compiles.
pub trait NewRefused<T: PyClass, V> {
    /// Says what a constructor may return. It cannot be called.
    ///
    /// # Safety
    /// None.
    unsafe fn create(&self, py: Python<'_>, class: *mut ffi::PyObject) -> Raw
    where
        V: NewOutput<T>;
}

impl<T: PyClass, V> NewRefused<T, V> for NewProbe<T, V> {
    unsafe fn create(&self, _: Python<'_>, _: *mut ffi::PyObject) -> Raw
    where
        V: NewOutput<T>,
    {
        unreachable!("a value of that bound is taken by the probe itself")
    }
}
