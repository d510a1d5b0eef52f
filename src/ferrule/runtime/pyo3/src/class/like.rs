//! What `#[pymethods]`, arguments and modules need of a type, whether its instances hold Rust values ([`PyClass`]) or
//! are members of an enum that Python made ([`PythonEnum`](super::python_enum::PythonEnum)).

use core::ops::Deref;
use core::ptr::NonNull;

use super::guard::ClassRef;
use super::lazy::LazyClass;
use super::{check_subclass, is_instance, PyClass};
use crate::err::PyResult;
use crate::ffi;
use crate::instance::{Borrowed, Bound};
use crate::marker::Python;
use crate::type_object::PyTypeInfo;
use crate::types::PyModule;

/// A Rust type behind a Python class that `#[pyclass]` makes.
///
/// # Safety
/// [`borrow`](Self::borrow) is sound for every instance of the class.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a Python class",
    label = "needs `#[pyclass]` on `{Self}`"
)]
pub unsafe trait ClassLike: PyTypeInfo + 'static {
    /// A shared borrow of an instance's value.
    type Ref<'a>: Deref<Target = Self>;

    /// The comparison that options such as `eq` ask for.
    const COMPARE: Option<ffi::richcmpfunc>;

    /// Whether an object is an instance of the class.
    ///
    /// # Safety
    /// Attached; `object` is alive.
    #[inline]
    unsafe fn is_instance(object: *mut ffi::PyObject) -> bool {
        // SAFETY: the caller's contract.
        is_instance::<Self>(unsafe { Borrowed::from_ptr(Python::assume_attached(), object) })
    }

    /// Checks that an object is an instance of the class.
    ///
    /// # Errors
    /// A cast error if it is not.
    ///
    /// # Safety
    /// Attached; `object` is alive.
    #[inline]
    unsafe fn check(object: *mut ffi::PyObject) -> PyResult<()> {
        // SAFETY: the caller's contract; a live type object.
        unsafe { check_subclass(object, Self::type_object_raw(Python::assume_attached())) }
    }

    /// Borrows the value of an instance.
    ///
    /// # Errors
    /// If it is mutably borrowed, or the instance stands for no value.
    ///
    /// # Safety
    /// Attached; `object` is an instance of the class or, for an enum, of what holds its methods, and lives for `'a`.
    unsafe fn borrow<'a>(object: NonNull<ffi::PyObject>) -> PyResult<Self::Ref<'a>>;

    /// The class that `#[pymethods]` blocks join.
    fn methods() -> &'static LazyClass;

    /// Makes the class and adds it to a module, which becomes its `__module__` if it names none.
    ///
    /// # Errors
    /// If making the class or adding it fails.
    fn add_to(module: &Bound<'_, PyModule>) -> PyResult<()>;
}

// SAFETY: every instance of the class holds a `T`.
unsafe impl<T: PyClass> ClassLike for T {
    type Ref<'a> = ClassRef<'a, T>;

    const COMPARE: Option<ffi::richcmpfunc> = <T as PyClass>::COMPARE;

    #[inline(always)]
    unsafe fn is_instance(object: *mut ffi::PyObject) -> bool {
        // SAFETY: the caller's contract.
        unsafe { T::lazy_class().covers(object) }
    }

    #[inline(always)]
    unsafe fn check(object: *mut ffi::PyObject) -> PyResult<()> {
        // SAFETY: the caller's contract.
        unsafe { T::lazy_class().check(object) }
    }

    #[inline]
    unsafe fn borrow<'a>(object: NonNull<ffi::PyObject>) -> PyResult<ClassRef<'a, T>> {
        match ClassRef::new(object) {
            Ok(guard) => Ok(guard),
            Err(error) => Err(error.into()),
        }
    }

    fn methods() -> &'static LazyClass {
        T::lazy_class()
    }

    #[inline]
    fn add_to(module: &Bound<'_, PyModule>) -> PyResult<()> {
        T::lazy_class().add_to(module)
    }
}
