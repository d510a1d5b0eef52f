//! [`PyClassInitializer`]: the Rust values of a new instance, one for each class in its chain of bases.

use core::marker::PhantomData;
use core::ptr::NonNull;

use super::{object, ClassBase, PyClass, Subclass};
#[cfg(not(Py_LIMITED_API))]
use crate::err::PyErr;
use crate::err::PyResult;
#[cfg(not(Py_LIMITED_API))]
use crate::exceptions::PyTypeError;
use crate::ffi;
use crate::instance::{Bound, Py};
use crate::marker::Python;
use crate::type_object::PyTypeInfo;
#[cfg(not(Py_LIMITED_API))]
use crate::types::PyTuple;

/// Initialises the base part of new memory.
pub trait BaseInitializer {
    /// Allocates an instance of `subtype` and initialises the base part.
    ///
    /// # Errors
    /// If allocation or the base's own initialisation fails.
    ///
    /// # Safety
    /// `subtype` is a subclass of the base.
    unsafe fn allocate(
        self,
        py: Python<'_>,
        subtype: *mut ffi::PyTypeObject,
    ) -> PyResult<NonNull<ffi::PyObject>>;
}

/// The initialiser of a base that needs no Rust value.
pub struct NativeInitializer<T>(pub(crate) PhantomData<T>);

impl<T: PyTypeInfo> BaseInitializer for NativeInitializer<T> {
    unsafe fn allocate(
        self,
        py: Python<'_>,
        subtype: *mut ffi::PyTypeObject,
    ) -> PyResult<NonNull<ffi::PyObject>> {
        // SAFETY: the caller's contract: a type object whose allocator, or whose base's `tp_new`, can be called.
        unsafe {
            let base = T::type_object_raw(py);
            if base == &raw mut ffi::PyBaseObject_Type {
                object::allocate_raw(py, subtype)
            } else {
                native_new(py, base, subtype)
            }
        }
    }
}

/// A new instance by the `tp_new` of a class of Python's own, without arguments: `__init__` gets those of the call.
///
/// # Errors
/// What it raises.
///
/// # Safety
/// `subtype` derives from `base`.
unsafe fn native_new(
    py: Python<'_>,
    base: *mut ffi::PyTypeObject,
    subtype: *mut ffi::PyTypeObject,
) -> PyResult<NonNull<ffi::PyObject>> {
    #[cfg(not(Py_LIMITED_API))]
    // SAFETY: the caller's contract; a ready type's slot can be read.
    unsafe {
        let new = (*base)
            .tp_new
            .ok_or_else(|| PyTypeError::new_err("base type without tp_new"))?;
        let no_arguments = PyTuple::empty(py);
        NonNull::new(new(subtype, no_arguments.as_ptr(), core::ptr::null_mut()))
            .ok_or_else(|| PyErr::fetch(py))
    }
    #[cfg(Py_LIMITED_API)]
    {
        let _ = (py, base, subtype);
        unreachable!("no class of Python's own is a base under the stable ABI")
    }
}

impl<T: PyClass> BaseInitializer for PyClassInitializer<T> {
    unsafe fn allocate(
        self,
        py: Python<'_>,
        subtype: *mut ffi::PyTypeObject,
    ) -> PyResult<NonNull<ffi::PyObject>> {
        // SAFETY: the caller's contract.
        unsafe { self.create_of_type(py, subtype) }
    }
}

/// What a new instance starts with.
pub struct PyClassInitializer<T: PyClass>(Kind<T>);

enum Kind<T: PyClass> {
    New {
        value: T,
        base: <T::Base as ClassBase>::Initializer,
    },
    Existing(Py<T>),
}

impl<T: PyClass> PyClassInitializer<T> {
    /// From the value and what initialises its base.
    pub fn new(value: T, base: <T::Base as ClassBase>::Initializer) -> Self {
        PyClassInitializer(Kind::New { value, base })
    }

    /// Makes the instance.
    ///
    /// # Errors
    /// If the class cannot be made or there is no memory.
    pub(crate) fn create_class_object(self, py: Python<'_>) -> PyResult<Bound<'_, T>> {
        let class = T::lazy_class().get_or_try_init(py)?;
        // SAFETY: the class of `T` itself.
        unsafe { Ok(Bound::from_non_null(self.create_of_type(py, class)?)) }
    }

    /// Makes the instance, of `subtype`.
    ///
    /// # Errors
    /// If there is no memory.
    ///
    /// # Safety
    /// `subtype` is the class of `T` or a subclass of it.
    pub(crate) unsafe fn create_of_type(
        self,
        py: Python<'_>,
        subtype: *mut ffi::PyTypeObject,
    ) -> PyResult<NonNull<ffi::PyObject>> {
        match self.0 {
            Kind::Existing(object) => Ok(object.into_bound(py).into_non_null()),
            Kind::New { value, base } => {
                // SAFETY: `subtype` derives from `T`, hence from its base; the memory is new.
                unsafe {
                    let object = base.allocate(py, subtype)?;
                    object::write_contents(object, value);
                    Ok(object)
                }
            }
        }
    }
}

impl<T> From<T> for PyClassInitializer<T>
where
    T: PyClass,
    T::Base: ClassBase<Initializer = NativeInitializer<T::Base>>,
{
    #[inline]
    fn from(value: T) -> Self {
        PyClassInitializer::new(value, NativeInitializer(PhantomData))
    }
}

impl<T: Subclass> PyClassInitializer<T> {
    /// Adds the value of a class that extends this one.
    pub fn add_subclass<S>(self, value: S) -> PyClassInitializer<S>
    where
        S: PyClass<Base = T>,
    {
        PyClassInitializer::new(value, self)
    }
}

impl<S, B> From<(S, B)> for PyClassInitializer<S>
where
    S: PyClass,
    S::Base: Subclass + ClassBase<Initializer = PyClassInitializer<S::Base>>,
    B: Into<PyClassInitializer<S::Base>>,
{
    fn from((value, base): (S, B)) -> Self {
        PyClassInitializer::new(value, base.into())
    }
}

impl<T: PyClass> From<Py<T>> for PyClassInitializer<T> {
    #[inline]
    fn from(value: Py<T>) -> Self {
        PyClassInitializer(Kind::Existing(value))
    }
}

impl<T: PyClass> From<Bound<'_, T>> for PyClassInitializer<T> {
    #[inline]
    fn from(value: Bound<'_, T>) -> Self {
        PyClassInitializer(Kind::Existing(value.unbind()))
    }
}
