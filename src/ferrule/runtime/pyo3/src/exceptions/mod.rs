//! Python's exception classes, and the macros that make or import more of them.
//!
//! A class is an empty marker type: the Python class behind it is found or made on first use. The table of built-in
//! classes is in [`native`], the constructors of `UnicodeDecodeError` in [`unicode`], the lazy class cells that the
//! macros use in [`lazy`].

mod asyncio_socket;
#[doc(hidden)]
pub mod lazy;
mod native;
mod unicode;

pub(crate) use unicode::failed_range as unicode_failed_range;

pub use asyncio_socket::{asyncio, socket};
pub use native::*;

/// The methods and traits of one exception class: everything but how its type object is found.
#[doc(hidden)]
#[macro_export]
macro_rules! __exception_methods {
    ($name:ident) => {
        impl $name {
            #[doc(hidden)]
            pub const __FERRULE_EXPORT: $crate::glue::Export =
                $crate::glue::Export::native::<$name>();

            /// An exception of this class, created when needed by calling the class with `args`.
            #[inline]
            #[allow(dead_code)]
            pub fn new_err<A>(args: A) -> $crate::PyErr
            where
                A: $crate::PyErrArguments + ::core::marker::Send + ::core::marker::Sync + 'static,
            {
                $crate::PyErr::new::<$name, A>(args)
            }
        }

        impl $crate::ToPyErr for $name {}
        impl $crate::type_object::DerefToPyAny for $name {}
    };
}

/// Defines an exception class: `create_exception!(module, Name, Base)`, with an optional docstring at the end.
///
/// The Python class `module.Name` is made on first use. Add it to a module with
/// `m.add("Name", py.get_type::<Name>())`.
#[macro_export]
macro_rules! create_exception {
    ($module:expr, $name:ident, $base:ty $(,)?) => {
        $crate::__create_exception!($module, $name, $base, ::core::option::Option::None);
    };
    ($module:expr, $name:ident, $base:ty, $doc:expr $(,)?) => {
        $crate::__create_exception!(
            $module,
            $name,
            $base,
            ::core::option::Option::Some(::core::concat!($doc, "\0"))
        );
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __create_exception {
    ($module:expr, $name:ident, $base:ty, $doc:expr) => {
        #[allow(non_camel_case_types, missing_docs)]
        pub struct $name($crate::exceptions::lazy::Marker);

        $crate::__exception_methods!($name);

        // SAFETY: the cell makes one exception class and keeps it for ever.
        unsafe impl $crate::type_object::PyTypeInfo for $name {
            const NAME: &'static str = ::core::stringify!($name);
            const MODULE: ::core::option::Option<&'static str> =
                ::core::option::Option::Some(::core::stringify!($module));

            #[inline]
            fn type_object_raw(py: $crate::Python<'_>) -> *mut $crate::ffi::PyTypeObject {
                static CLASS: $crate::exceptions::lazy::LazyClass =
                    $crate::exceptions::lazy::LazyClass::new();
                CLASS.get_or_create::<$base>(
                    py,
                    ::core::concat!(
                        ::core::stringify!($module),
                        ".",
                        ::core::stringify!($name),
                        "\0"
                    ),
                    $doc,
                )
            }
        }
    };
}

/// Names an exception class that Python code defines: `import_exception!(package.module, Name)`.
///
/// # Panics
/// On first use, if the import fails or what it gives is no exception class.
#[macro_export]
macro_rules! import_exception {
    ($module:expr, $name:ident $(,)?) => {
        #[allow(non_camel_case_types, missing_docs)]
        pub struct $name($crate::exceptions::lazy::Marker);

        $crate::__exception_methods!($name);

        // SAFETY: the cell imports one exception class and keeps it for ever.
        unsafe impl $crate::type_object::PyTypeInfo for $name {
            const NAME: &'static str = ::core::stringify!($name);
            const MODULE: ::core::option::Option<&'static str> =
                ::core::option::Option::Some(::core::stringify!($module));

            #[inline]
            fn type_object_raw(py: $crate::Python<'_>) -> *mut $crate::ffi::PyTypeObject {
                static CLASS: $crate::exceptions::lazy::LazyClass =
                    $crate::exceptions::lazy::LazyClass::new();
                CLASS.get_or_import(py, ::core::stringify!($module), ::core::stringify!($name))
            }
        }
    };
}
