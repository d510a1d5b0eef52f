//! What `#[pymethods]`, arguments and modules need of a type, whether its instances hold Rust values ([`PyClass`]) or
//! are members of an enum that Python made ([`PythonEnum`](super::python_enum::PythonEnum)).

use core::ops::Deref;
use core::ptr::NonNull;

use super::guard::ClassRef;
use super::lazy::LazyClass;
use super::object::{guarding, ClassObject};
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

    /// Borrows the value of an object that may be an instance, into `out`.
    ///
    /// # Errors
    /// As [`check`](Self::check) and [`borrow`](Self::borrow).
    ///
    /// # Safety
    /// Attached; `object` outlives the borrow, for which there is room at `out`.
    #[inline(always)]
    unsafe fn lend(object: *mut ffi::PyObject, out: *mut u8) -> PyResult<()> {
        // SAFETY: the caller's contract; what has been checked is no null.
        unsafe {
            Self::check(object)?;
            match Self::borrow(NonNull::new_unchecked(object)) {
                Ok(guard) => out.cast::<Self::Ref<'_>>().write(guard),
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Borrows the value of an instance.
    ///
    /// # Errors
    /// If it is mutably borrowed, or the instance stands for no value.
    ///
    /// # Safety
    /// Attached; `object` is an instance of the class or, for an enum, of what holds its methods, and lives for `'a`.
    unsafe fn borrow<'a>(object: NonNull<ffi::PyObject>) -> PyResult<Self::Ref<'a>>;

    /// Likewise, with the error pending.
    ///
    /// # Safety
    /// As for [`borrow`](Self::borrow).
    #[inline]
    unsafe fn take<'a>(object: NonNull<ffi::PyObject>) -> Option<Self::Ref<'a>> {
        // SAFETY: the caller's contract.
        match unsafe { Self::borrow(object) } {
            Ok(value) => Some(value),
            Err(error) => {
                // SAFETY: the caller's contract: attached.
                crate::glue::raise(unsafe { Python::assume_attached() }, error);
                None
            }
        }
    }

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

    #[inline(always)]
    unsafe fn lend(object: *mut ffi::PyObject, out: *mut u8) -> PyResult<()> {
        // SAFETY: the caller's contract; the constant says where the bookkeeping is.
        unsafe {
            if ClassObject::<T>::LENT {
                if T::lazy_class().is_exact(object) {
                    let object = NonNull::new_unchecked(object);
                    if !ClassObject::<T>::GUARDED || guarding::<T>(object.as_ptr()).try_read() {
                        out.cast::<NonNull<ffi::PyObject>>().write(object);
                        return Ok(());
                    }
                }
                return T::lazy_class().lend(object, out, ClassObject::<T>::LENT_FLAG);
            }
            Self::check(object)?;
            out.cast::<ClassRef<'_, T>>()
                .write(ClassRef::new(NonNull::new_unchecked(object))?);
        }
        Ok(())
    }

    #[inline]
    unsafe fn borrow<'a>(object: NonNull<ffi::PyObject>) -> PyResult<ClassRef<'a, T>> {
        match ClassRef::new(object) {
            Ok(guard) => Ok(guard),
            Err(error) => Err(error.into()),
        }
    }

    #[inline(always)]
    unsafe fn take<'a>(object: NonNull<ffi::PyObject>) -> Option<ClassRef<'a, T>> {
        // SAFETY: the caller's contract.
        unsafe { ClassRef::take(object) }
    }

    fn methods() -> &'static LazyClass {
        T::lazy_class()
    }

    #[inline]
    fn add_to(module: &Bound<'_, PyModule>) -> PyResult<()> {
        T::lazy_class().add_to(module)
    }
}
