//! [`Py`]: an owned reference that outlives the attachment and may cross threads.
//!
//! Dropped while detached, its reference is handed to [`crate::gil::release`].

use core::fmt;
use core::marker::PhantomData;
use core::mem;
use core::ptr::NonNull;

use super::{Borrowed, Bound};
use crate::class::guard::{PyBorrowError, PyBorrowMutError, PyRef, PyRefMut};
use crate::class::init::PyClassInitializer;
use crate::class::{BooleanFalse, BooleanTrue, PyClass};
use crate::conversion::{FromPyObject, IntoPyObject};
use crate::err::{CastError, PyResult};
use crate::ffi;
use crate::gil;
use crate::marker::Python;
use crate::type_object::{DerefToPyAny, PyTypeCheck};
use crate::types::any::PyAnyMethods;
use crate::types::call::PyCallArgs;
use crate::types::{PyAny, PyDict, PyString};

/// An owned reference to a Python object of type `T`, independent of attachment.
#[repr(transparent)]
pub struct Py<T>(NonNull<ffi::PyObject>, PhantomData<T>);

// SAFETY: the object itself is only reached through a token, which proves attachment; drops are deferred if detached.
unsafe impl<T> Send for Py<T> {}
// SAFETY: as above.
unsafe impl<T> Sync for Py<T> {}

impl<T> Py<T> {
    /// Wraps an owned pointer already known to be a `T`.
    ///
    /// # Safety
    /// One reference to a valid object of type `T` is given up.
    #[inline]
    pub(crate) unsafe fn from_non_null(ptr: NonNull<ffi::PyObject>) -> Self {
        Py(ptr, PhantomData)
    }

    /// Takes over one reference.
    ///
    /// # Safety
    /// `ptr` is a valid object of type `T` and the caller gives up one reference to it.
    ///
    /// # Panics
    /// With the pending Python exception if `ptr` is null.
    #[inline]
    #[track_caller]
    pub unsafe fn from_owned_ptr(py: Python<'_>, ptr: *mut ffi::PyObject) -> Py<T> {
        // SAFETY: the caller vouches for the pointer and its type.
        unsafe { Bound::from_owned_ptr(py, ptr).cast_into_unchecked() }.unbind()
    }

    /// Like [`Py::from_owned_ptr`], the pending exception if null.
    ///
    /// # Errors
    /// The pending exception.
    ///
    /// # Safety
    /// `ptr` is null with an exception set, or as for [`Py::from_owned_ptr`].
    #[inline]
    pub unsafe fn from_owned_ptr_or_err(
        py: Python<'_>,
        ptr: *mut ffi::PyObject,
    ) -> PyResult<Py<T>> {
        // SAFETY: the caller vouches for the pointer and its type.
        Ok(unsafe { Bound::from_owned_ptr_or_err(py, ptr)?.cast_into_unchecked() }.unbind())
    }

    /// Makes a new reference.
    ///
    /// # Safety
    /// `ptr` is a valid object of type `T`.
    ///
    /// # Panics
    /// With the pending Python exception if `ptr` is null.
    #[inline]
    #[track_caller]
    pub unsafe fn from_borrowed_ptr(py: Python<'_>, ptr: *mut ffi::PyObject) -> Py<T> {
        // SAFETY: the caller vouches for the pointer and its type.
        unsafe { Bound::from_borrowed_ptr(py, ptr).cast_into_unchecked() }.unbind()
    }

    /// Like [`Py::from_owned_ptr`], `None` if null; a pending exception stays.
    ///
    /// # Safety
    /// `ptr` is null, or as for [`Py::from_owned_ptr`].
    #[inline]
    pub unsafe fn from_owned_ptr_or_opt(py: Python<'_>, ptr: *mut ffi::PyObject) -> Option<Py<T>> {
        // SAFETY: the caller vouches for the pointer and its type.
        Some(unsafe { Bound::from_owned_ptr_or_opt(py, ptr)?.cast_into_unchecked() }.unbind())
    }

    /// Like [`Py::from_borrowed_ptr`], the pending exception if null.
    ///
    /// # Errors
    /// The pending exception.
    ///
    /// # Safety
    /// `ptr` is null with an exception set, or as for [`Py::from_borrowed_ptr`].
    #[inline]
    pub unsafe fn from_borrowed_ptr_or_err(
        py: Python<'_>,
        ptr: *mut ffi::PyObject,
    ) -> PyResult<Py<T>> {
        // SAFETY: the caller vouches for the pointer and its type.
        Ok(unsafe { Bound::from_borrowed_ptr_or_err(py, ptr)?.cast_into_unchecked() }.unbind())
    }

    /// Like [`Py::from_borrowed_ptr`], `None` if null; a pending exception stays.
    ///
    /// # Safety
    /// `ptr` is null, or as for [`Py::from_borrowed_ptr`].
    #[inline]
    pub unsafe fn from_borrowed_ptr_or_opt(
        py: Python<'_>,
        ptr: *mut ffi::PyObject,
    ) -> Option<Py<T>> {
        // SAFETY: the caller vouches for the pointer and its type.
        Some(unsafe { Bound::from_borrowed_ptr_or_opt(py, ptr)?.cast_into_unchecked() }.unbind())
    }

    /// The object's address, borrowed.
    #[inline]
    pub fn as_ptr(&self) -> *mut ffi::PyObject {
        self.0.as_ptr()
    }

    /// The object's address, with the reference handed to the caller.
    #[inline]
    pub fn into_ptr(self) -> *mut ffi::PyObject {
        let ptr = self.0.as_ptr();
        mem::forget(self);
        ptr
    }

    /// The same reference, its type forgotten.
    #[inline]
    pub fn as_any(&self) -> &Py<PyAny> {
        // SAFETY: same representation, and every object is a `PyAny`.
        unsafe { &*(self as *const Self).cast() }
    }

    /// The same reference, its type forgotten.
    #[inline]
    pub fn into_any(self) -> Py<PyAny> {
        let ptr = self.0;
        mem::forget(self);
        Py(ptr, PhantomData)
    }

    /// Sees the reference with an attachment.
    #[inline]
    pub fn bind<'py>(&self, _py: Python<'py>) -> &Bound<'py, T> {
        // SAFETY: same representation; a shared borrow never drops it; `_py` proves attachment.
        unsafe { &*(self as *const Self).cast() }
    }

    /// Gives the reference an attachment.
    #[inline]
    pub fn into_bound(self, _py: Python<'_>) -> Bound<'_, T> {
        let ptr = self.0;
        mem::forget(self);
        // SAFETY: the reference moves over; `_py` proves attachment.
        unsafe { Bound::from_non_null(ptr) }
    }

    /// A borrow with an attachment.
    #[inline]
    pub fn bind_borrowed<'a, 'py>(&'a self, _py: Python<'py>) -> Borrowed<'a, 'py, T> {
        // SAFETY: `self` keeps the object alive for `'a`; the token proves attachment.
        unsafe { Borrowed::from_non_null(self.0) }
    }

    /// Whether both are the same object.
    #[inline]
    pub fn is<U: AsRef<Py<PyAny>>>(&self, other: U) -> bool {
        self.as_ptr() == other.as_ref().as_ptr()
    }

    /// The object's reference count.
    pub fn get_refcnt(&self, _py: Python<'_>) -> isize {
        // SAFETY: attached, and the object is alive.
        unsafe { ffi::Py_REFCNT(self.as_ptr()) }
    }

    /// A second reference.
    #[inline]
    pub fn clone_ref(&self, _py: Python<'_>) -> Py<T> {
        // SAFETY: attached, and the object is alive.
        unsafe { ffi::Py_INCREF(self.as_ptr()) };
        Py(self.0, PhantomData)
    }

    /// Drops the reference at once, without asking whether the thread is attached.
    #[inline]
    pub fn drop_ref(self, py: Python<'_>) {
        drop(self.into_bound(py));
    }

    /// Whether the object is `None`.
    #[inline]
    pub fn is_none(&self, _py: Python<'_>) -> bool {
        // SAFETY: the singleton's address is constant while attached.
        unsafe { ffi::Py_None() == self.as_ptr() }
    }

    /// The object's truth value.
    ///
    /// # Errors
    /// What `__bool__` or `__len__` raises.
    pub fn is_truthy(&self, py: Python<'_>) -> PyResult<bool> {
        self.bind(py).as_any().is_truthy()
    }

    /// Converts the object to a Rust value.
    ///
    /// # Errors
    /// What the conversion reports.
    pub fn extract<'a, 'py, D>(&'a self, py: Python<'py>) -> Result<D, D::Error>
    where
        D: FromPyObject<'a, 'py>,
        'py: 'a,
    {
        self.bind_borrowed(py).extract()
    }

    /// `self.name`.
    ///
    /// # Errors
    /// What the attribute access raises.
    pub fn getattr<'py, N>(&self, py: Python<'py>, name: N) -> PyResult<Py<PyAny>>
    where
        N: IntoPyObject<'py, Target = PyString>,
    {
        self.bind(py).as_any().getattr(name).map(Bound::unbind)
    }

    /// `self.name = value`.
    ///
    /// # Errors
    /// What the assignment raises.
    pub fn setattr<'py, N, V>(&self, py: Python<'py>, name: N, value: V) -> PyResult<()>
    where
        N: IntoPyObject<'py, Target = PyString>,
        V: IntoPyObject<'py>,
    {
        self.bind(py).as_any().setattr(name, value)
    }

    /// `self(*args, **kwargs)`.
    ///
    /// # Errors
    /// What the call raises.
    pub fn call<'py, A>(
        &self,
        py: Python<'py>,
        args: A,
        kwargs: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Py<PyAny>>
    where
        A: PyCallArgs<'py>,
    {
        self.bind(py).as_any().call(args, kwargs).map(Bound::unbind)
    }

    /// `self(*args)`.
    ///
    /// # Errors
    /// What the call raises.
    pub fn call1<'py, A: PyCallArgs<'py>>(&self, py: Python<'py>, args: A) -> PyResult<Py<PyAny>> {
        self.bind(py).as_any().call1(args).map(Bound::unbind)
    }

    /// `self()`.
    ///
    /// # Errors
    /// What the call raises.
    pub fn call0(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        self.bind(py).as_any().call0().map(Bound::unbind)
    }

    /// `self.name(*args, **kwargs)`.
    ///
    /// # Errors
    /// What the lookup or the call raises.
    pub fn call_method<'py, N, A>(
        &self,
        py: Python<'py>,
        name: N,
        args: A,
        kwargs: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Py<PyAny>>
    where
        N: IntoPyObject<'py, Target = PyString>,
        A: PyCallArgs<'py>,
    {
        self.bind(py)
            .as_any()
            .call_method(name, args, kwargs)
            .map(Bound::unbind)
    }

    /// `self.name(*args)`.
    ///
    /// # Errors
    /// What the lookup or the call raises.
    pub fn call_method1<'py, N, A>(&self, py: Python<'py>, name: N, args: A) -> PyResult<Py<PyAny>>
    where
        N: IntoPyObject<'py, Target = PyString>,
        A: PyCallArgs<'py>,
    {
        self.bind(py)
            .as_any()
            .call_method1(name, args)
            .map(Bound::unbind)
    }

    /// `self.name()`.
    ///
    /// # Errors
    /// What the lookup or the call raises.
    pub fn call_method0<'py, N>(&self, py: Python<'py>, name: N) -> PyResult<Py<PyAny>>
    where
        N: IntoPyObject<'py, Target = PyString>,
    {
        self.bind(py).as_any().call_method0(name).map(Bound::unbind)
    }
}

impl Py<PyAny> {
    /// The same object as a `U`, with an attachment.
    ///
    /// # Errors
    /// If it is not an instance of `U`.
    pub fn cast_bound<'py, U: PyTypeCheck>(
        &self,
        py: Python<'py>,
    ) -> Result<&Bound<'py, U>, CastError<'_, 'py>> {
        self.bind(py).cast()
    }

    /// The same object as a `U`, unchecked.
    ///
    /// # Safety
    /// The object is a `U`.
    pub unsafe fn cast_bound_unchecked<'py, U>(&self, py: Python<'py>) -> &Bound<'py, U> {
        // SAFETY: the caller's contract.
        unsafe { self.bind(py).cast_unchecked() }
    }
}

impl<T: PyClass> Py<T> {
    /// Makes a new instance of the class.
    ///
    /// # Errors
    /// What allocating or initialising the class raises.
    pub fn new(py: Python<'_>, value: impl Into<PyClassInitializer<T>>) -> PyResult<Py<T>> {
        Bound::new(py, value).map(Bound::unbind)
    }

    /// Borrows the Rust value.
    ///
    /// # Panics
    /// If it is mutably borrowed.
    #[track_caller]
    pub fn borrow<'py>(&'py self, py: Python<'py>) -> PyRef<'py, T> {
        self.bind(py).borrow()
    }

    /// Borrows the Rust value mutably.
    ///
    /// # Panics
    /// If it is borrowed.
    #[track_caller]
    pub fn borrow_mut<'py>(&'py self, py: Python<'py>) -> PyRefMut<'py, T>
    where
        T: PyClass<Frozen = BooleanFalse>,
    {
        self.bind(py).borrow_mut()
    }

    /// Borrows the Rust value.
    ///
    /// # Errors
    /// If it is mutably borrowed.
    pub fn try_borrow<'py>(&'py self, py: Python<'py>) -> Result<PyRef<'py, T>, PyBorrowError> {
        self.bind(py).try_borrow()
    }

    /// Borrows the Rust value mutably.
    ///
    /// # Errors
    /// If it is borrowed.
    pub fn try_borrow_mut<'py>(
        &'py self,
        py: Python<'py>,
    ) -> Result<PyRefMut<'py, T>, PyBorrowMutError>
    where
        T: PyClass<Frozen = BooleanFalse>,
    {
        self.bind(py).try_borrow_mut()
    }

    /// The Rust value of a frozen class, without a token.
    pub fn get(&self) -> &T
    where
        T: PyClass<Frozen = BooleanTrue> + Sync,
    {
        // SAFETY: alive while `self` is, and nothing ever borrows a frozen class mutably.
        unsafe { &*crate::class::object::value_ptr::<T>(self.as_ptr()) }
    }
}

impl<T> Drop for Py<T> {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: this reference is ours.
        unsafe { gil::release(self.0) };
    }
}

#[cfg(feature = "py-clone")]
impl<T> Clone for Py<T> {
    /// # Panics
    /// If this thread is not attached.
    #[inline]
    fn clone(&self) -> Self {
        assert!(
            gil::is_attached(),
            "Cannot clone pointer into Python heap without the thread being attached."
        );
        // SAFETY: attached, and the object is alive.
        unsafe { ffi::Py_INCREF(self.as_ptr()) };
        Py(self.0, PhantomData)
    }
}

impl<T> AsRef<Py<PyAny>> for Py<T> {
    #[inline]
    fn as_ref(&self) -> &Py<PyAny> {
        self.as_any()
    }
}

impl<T> AsRef<Py<PyAny>> for Bound<'_, T> {
    #[inline]
    fn as_ref(&self) -> &Py<PyAny> {
        self.as_any().as_unbound()
    }
}

impl<T> AsRef<Py<PyAny>> for Borrowed<'_, '_, T> {
    #[inline]
    fn as_ref(&self) -> &Py<PyAny> {
        self.as_any().as_unbound()
    }
}

impl<T> fmt::Debug for Py<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Py").field(&self.0).finish()
    }
}

impl<T> fmt::Display for Py<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Python::attach(|py| fmt::Display::fmt(self.bind(py), f))
    }
}

impl<T: DerefToPyAny> From<Py<T>> for Py<PyAny> {
    #[inline]
    fn from(value: Py<T>) -> Self {
        value.into_any()
    }
}

impl<T: DerefToPyAny> From<Bound<'_, T>> for Py<PyAny> {
    #[inline]
    fn from(value: Bound<'_, T>) -> Self {
        value.into_any().unbind()
    }
}

impl<T: DerefToPyAny> From<&Bound<'_, T>> for Py<PyAny> {
    #[inline]
    fn from(value: &Bound<'_, T>) -> Self {
        value.as_any().clone().unbind()
    }
}

impl<T> From<&Bound<'_, T>> for Py<T> {
    #[inline]
    fn from(value: &Bound<'_, T>) -> Self {
        value.clone().unbind()
    }
}

impl<T> From<Bound<'_, T>> for Py<T> {
    #[inline]
    fn from(value: Bound<'_, T>) -> Self {
        value.unbind()
    }
}

impl<T> From<Borrowed<'_, '_, T>> for Py<T> {
    #[inline]
    fn from(value: Borrowed<'_, '_, T>) -> Self {
        value.to_owned().unbind()
    }
}

impl<T: PyClass> From<PyRef<'_, T>> for Py<T> {
    fn from(value: PyRef<'_, T>) -> Self {
        value.into_bound().unbind()
    }
}

impl<T: PyClass<Frozen = BooleanFalse>> From<PyRefMut<'_, T>> for Py<T> {
    fn from(value: PyRefMut<'_, T>) -> Self {
        value.into_bound().unbind()
    }
}
