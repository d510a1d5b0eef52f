//! [`PyClassInitializer`]: the Rust values of a new instance, one for each class in its chain of bases.

use core::marker::PhantomData;
use core::ptr::NonNull;

use super::{object, ClassBase, PyClass};
use crate::err::PyResult;
use crate::ffi;
use crate::instance::{Bound, Py};
use crate::marker::Python;

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

impl<T> BaseInitializer for NativeInitializer<T> {
    unsafe fn allocate(
        self,
        py: Python<'_>,
        subtype: *mut ffi::PyTypeObject,
    ) -> PyResult<NonNull<ffi::PyObject>> {
        // SAFETY: the caller's contract: a type object whose allocator can be called.
        unsafe { object::allocate_raw(py, subtype) }
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
