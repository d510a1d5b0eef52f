//! Marker types for Python's own classes: one macro per way of finding the type object.
//!
//! Such a type is never constructed in Rust: it stands behind [`Bound`](crate::Bound), [`Borrowed`](crate::Borrowed)
//! and [`Py`](crate::Py), and gives them the class's checks.

/// A marker type without type information: for protocols whose check is written by hand.
macro_rules! marker_type {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[repr(transparent)]
        pub struct $name(#[allow(dead_code)] core::cell::UnsafeCell<$crate::ffi::PyObject>);

        impl $crate::type_object::DerefToPyAny for $name {}
    };
}

/// A class whose type object is a static of the interpreter, checked by `PyX_Check` where there is one.
///
/// `native_type!(PyList = "list", PyList_Type, PyList_Check, PyList_CheckExact)`; a class that cannot be subclassed
/// gives no functions, and the check compares the type's address.
macro_rules! native_type {
    ($(#[$meta:meta])* $name:ident = $class:literal, $object:ident, $check:ident, $exact:ident) => {
        marker_type!($(#[$meta])* $name);
        native_type!(@info $name, $class, $object, {
            #[inline]
            fn is_type_of(object: &$crate::Bound<'_, $crate::PyAny>) -> bool {
                // SAFETY: attached, and the object is alive.
                unsafe { $crate::ffi::$check(object.as_ptr()) != 0 }
            }
            #[inline]
            fn is_exact_type_of(object: &$crate::Bound<'_, $crate::PyAny>) -> bool {
                // SAFETY: attached, and the object is alive.
                unsafe { $crate::ffi::$exact(object.as_ptr()) != 0 }
            }
        });
    };
    ($(#[$meta:meta])* $name:ident = $class:literal, $object:ident, final) => {
        marker_type!($(#[$meta])* $name);
        native_type!(@info $name, $class, $object, {
            #[inline]
            fn is_type_of(object: &$crate::Bound<'_, $crate::PyAny>) -> bool {
                Self::is_exact_type_of(object)
            }
        });
    };
    ($(#[$meta:meta])* $name:ident = $class:literal, $object:ident) => {
        marker_type!($(#[$meta])* $name);
        native_type!(@info $name, $class, $object, {});
    };
    (@info $name:ident, $class:literal, $object:ident, { $($check:item)* }) => {
        // SAFETY: the address of the interpreter's own static type, and its own checks.
        unsafe impl $crate::type_object::PyTypeInfo for $name {
            const NAME: &'static str = $class;
            const MODULE: Option<&'static str> = Some("builtins");
            #[inline]
            fn type_object_raw(_py: $crate::Python<'_>) -> *mut $crate::ffi::PyTypeObject {
                &raw mut $crate::ffi::$object
            }
            $($check)*
        }
    };
}

/// Type information of a class that a Python module provides, imported on first use.
///
/// An optional last block overrides the checks of [`PyTypeInfo`](crate::PyTypeInfo).
macro_rules! imported_type_info {
    ($name:ident = $class:literal in $module:literal $(, { $($check:item)* })?) => {
        // SAFETY: what is imported has been checked to be a type, and the static keeps it alive.
        unsafe impl $crate::type_object::PyTypeInfo for $name {
            const NAME: &'static str = $class;
            const MODULE: Option<&'static str> = Some($module);
            fn type_object_raw(py: $crate::Python<'_>) -> *mut $crate::ffi::PyTypeObject {
                static TYPE: $crate::sync::PyOnceLock<$crate::Py<$crate::types::PyType>> =
                    $crate::sync::PyOnceLock::new();
                match TYPE.import(py, $module, $class) {
                    Ok(class) => class.as_ptr().cast(),
                    Err(error) => panic!(concat!("failed to import `", $module, ".", $class, "`: {}"), error),
                }
            }
            $($($check)*)?
        }
    };
}
