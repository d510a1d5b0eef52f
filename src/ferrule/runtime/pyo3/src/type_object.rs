//! The traits that tie a Rust marker type to its Python type: [`PyTypeInfo`] and [`PyTypeCheck`].

use crate::ffi;
use crate::inspect::PyStaticExpr;
use crate::instance::Bound;
use crate::marker::Python;
use crate::types::{PyAny, PyType};

/// A Rust type that stands for one Python type object.
///
/// # Safety
/// `type_object_raw` returns a valid type object, and `is_type_of` is true only for instances of it.
pub unsafe trait PyTypeInfo: Sized {
    /// The class's name.
    const NAME: &'static str;
    /// The class's module, `None` for built-ins.
    const MODULE: Option<&'static str>;
    /// The class as an annotation, for code that asks for it.
    const TYPE_HINT: PyStaticExpr = PyStaticExpr::class(Self::NAME, Self::MODULE);

    /// The type object's address, borrowed.
    fn type_object_raw(py: Python<'_>) -> *mut ffi::PyTypeObject;

    /// The type object.
    #[inline]
    fn type_object(py: Python<'_>) -> Bound<'_, PyType> {
        // SAFETY: the trait's contract: a valid type object.
        unsafe {
            Bound::from_borrowed_ptr(py, Self::type_object_raw(py).cast()).cast_into_unchecked()
        }
    }

    /// Whether `object` is an instance of this type or of a subtype.
    #[inline]
    fn is_type_of(object: &Bound<'_, PyAny>) -> bool {
        // SAFETY: both pointers are valid while attached.
        unsafe { ffi::PyObject_TypeCheck(object.as_ptr(), Self::type_object_raw(object.py())) != 0 }
    }

    /// Whether the type of `object` is exactly this one.
    #[inline]
    fn is_exact_type_of(object: &Bound<'_, PyAny>) -> bool {
        // SAFETY: both pointers are valid while attached.
        unsafe { ffi::Py_TYPE(object.as_ptr()) == Self::type_object_raw(object.py()) }
    }
}

/// A type that an object can be cast to after a check.
///
/// # Safety
/// `type_check` is true only if the object may be used as a `Self`.
pub unsafe trait PyTypeCheck {
    /// The type as an annotation, for code that asks for it.
    const TYPE_HINT: PyStaticExpr = PyStaticExpr::UNKNOWN;

    /// Whether `object` may be used as a `Self`.
    fn type_check(object: &Bound<'_, PyAny>) -> bool;

    /// What `isinstance` would be given: a type, or a union or tuple of types.
    fn classinfo_object(py: Python<'_>) -> Bound<'_, PyAny>;
}

// SAFETY: `PyTypeInfo`'s own contract.
unsafe impl<T: PyTypeInfo> PyTypeCheck for T {
    const TYPE_HINT: PyStaticExpr = <T as PyTypeInfo>::TYPE_HINT;

    #[inline]
    fn type_check(object: &Bound<'_, PyAny>) -> bool {
        T::is_type_of(object)
    }

    fn classinfo_object(py: Python<'_>) -> Bound<'_, PyAny> {
        T::type_object(py).into_any()
    }
}

/// Types whose bound references offer `PyAny`'s methods directly: all but `PyAny` itself.
pub trait DerefToPyAny {}

/// Makes a type that another crate declares for a Python class, with a `PyTypeInfo` of its own, one whose bound
/// references offer `PyAny`'s methods.
#[doc(hidden)]
#[macro_export]
macro_rules! pyobject_native_type_named {
    ($name:ty $(; $generic:ident)*) => {
        impl<$($generic),*> $crate::types::DerefToPyAny for $name {}
    };
}
