//! [`PyClassInitializer`]: the Rust values of a new instance, one for each class in its chain of bases.

use core::marker::PhantomData;
use core::mem::ManuallyDrop;
#[cfg(not(Py_LIMITED_API))]
use core::ptr;
use core::ptr::NonNull;

use super::{object, ClassBase, PyClass, Subclass};
use crate::err::{PyErr, PyResult};
#[cfg(not(Py_LIMITED_API))]
use crate::exceptions::PyTypeError;
use crate::ffi;
use crate::instance::{Bound, Py};
use crate::marker::Python;
#[cfg(not(Py_LIMITED_API))]
use crate::types::PyTuple;

/// Initialises the base part of new memory.
pub trait BaseInitializer {
    /// Whether all there is to it is to allocate memory.
    const PLAIN: bool = false;

    /// Allocates an instance of `subtype` and initialises the base part; null with an exception pending if that fails.
    ///
    /// # Safety
    /// `subtype` is a subclass of the base.
    unsafe fn allocate(self, py: Python<'_>, subtype: *mut ffi::PyTypeObject)
        -> *mut ffi::PyObject;
}

/// The initialiser of a base that needs no Rust value.
pub struct NativeInitializer<T>(pub(crate) PhantomData<T>);

impl<T: ClassBase> BaseInitializer for NativeInitializer<T> {
    const PLAIN: bool = T::CLASS.is_none();

    unsafe fn allocate(
        self,
        py: Python<'_>,
        subtype: *mut ffi::PyTypeObject,
    ) -> *mut ffi::PyObject {
        // SAFETY: the caller's contract: a type object whose allocator, or whose base's `tp_new`, can be called.
        unsafe {
            match T::CLASS {
                None => object::allocate_raw(subtype),
                Some(base) => native_new(py, base(py), subtype),
            }
        }
    }
}

/// A new instance by the `tp_new` of a class of Python's own, without arguments: `__init__` gets those of the call.
/// Null with an exception pending where it raises one.
///
/// # Safety
/// `subtype` derives from `base`.
unsafe fn native_new(
    py: Python<'_>,
    base: *mut ffi::PyTypeObject,
    subtype: *mut ffi::PyTypeObject,
) -> *mut ffi::PyObject {
    #[cfg(not(Py_LIMITED_API))]
    // SAFETY: the caller's contract; a ready type's slot can be read.
    unsafe {
        let Some(new) = (*base).tp_new else {
            PyTypeError::new_err("base type without tp_new").restore(py);
            return ptr::null_mut();
        };
        let no_arguments = PyTuple::empty(py);
        new(subtype, no_arguments.as_ptr(), ptr::null_mut())
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
    ) -> *mut ffi::PyObject {
        // SAFETY: the caller's contract.
        unsafe { self.create_raw(py, subtype) }
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
        // SAFETY: the caller's contract: a new reference, or null with an exception pending.
        unsafe { NonNull::new(self.create_raw(py, subtype)).ok_or_else(|| PyErr::fetch(py)) }
    }

    /// The same; null with an exception pending if it fails.
    ///
    /// # Safety
    /// As for [`create_of_type`](Self::create_of_type).
    #[inline]
    pub(crate) unsafe fn create_raw(
        self,
        py: Python<'_>,
        subtype: *mut ffi::PyTypeObject,
    ) -> *mut ffi::PyObject {
        // SAFETY: the caller's contract.
        unsafe {
            match self.0 {
                Kind::Existing(object) => object.into_ptr(),
                Kind::New { value, base } => {
                    if <T::Base as ClassBase>::Initializer::PLAIN {
                        create_plain(subtype, value, base)
                    } else {
                        create_on(py, subtype, value, base)
                    }
                }
            }
        }
    }
}

/// An instance of a class that extends `object` alone.
///
/// # Safety
/// `subtype` is the class of `T` or a subclass of it; `base` is plain.
#[inline]
unsafe fn create_plain<T: PyClass, B>(
    subtype: *mut ffi::PyTypeObject,
    value: T,
    base: B,
) -> *mut ffi::PyObject {
    let value = ManuallyDrop::new(value);
    let _base = ManuallyDrop::new(base);
    // SAFETY: the caller's contract; the memory is new.
    unsafe {
        let object = object::allocate_raw(subtype);
        if object.is_null() {
            drop(ManuallyDrop::into_inner(value));
        } else {
            object::write_contents(object, value);
        }
        object
    }
}

/// An instance of a class that extends another.
///
/// # Safety
/// `subtype` is the class of `T` or a subclass of it.
unsafe fn create_on<T: PyClass>(
    py: Python<'_>,
    subtype: *mut ffi::PyTypeObject,
    value: T,
    base: <T::Base as ClassBase>::Initializer,
) -> *mut ffi::PyObject {
    // SAFETY: `subtype` derives from `T`, hence from its base; the memory is new.
    unsafe {
        let object = base.allocate(py, subtype);
        if !object.is_null() {
            object::write_contents(object, ManuallyDrop::new(value));
        }
        object
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
