//! Conversions of other crates' types, one file per crate, each behind the feature of its name.
//!
//! The crate itself has no dependency: the table `external.toml` says which crate a feature brings in where cargo
//! builds, and only there are these files compiled.

#[cfg(feature = "anyhow")]
mod anyhow;
#[cfg(feature = "bigdecimal")]
mod bigdecimal;
#[cfg(feature = "bytes")]
mod bytes;
#[cfg(any(feature = "chrono", feature = "time", feature = "jiff-02"))]
#[allow(dead_code)] // what is needed depends on the features
mod calendar;
#[cfg(feature = "chrono")]
mod chrono;
#[cfg(feature = "chrono-tz")]
mod chrono_tz;
#[cfg(any(feature = "bigdecimal", feature = "rust_decimal"))]
mod decimal;
#[cfg(feature = "either")]
mod either;
#[cfg(feature = "eyre")]
mod eyre;
#[cfg(feature = "hashbrown")]
mod hashbrown;
#[cfg(feature = "indexmap")]
mod indexmap;
#[cfg(feature = "jiff-02")]
mod jiff;
#[cfg(feature = "num-bigint")]
mod num_bigint;
#[cfg(feature = "num-complex")]
mod num_complex;
#[cfg(feature = "num-rational")]
mod num_rational;
#[cfg(feature = "ordered-float")]
mod ordered_float;
#[cfg(feature = "rust_decimal")]
mod rust_decimal;
#[cfg(feature = "serde")]
mod serde;
#[cfg(feature = "smallvec")]
mod smallvec;
#[cfg(feature = "time")]
mod time;
#[cfg(feature = "uuid")]
mod uuid;

#[allow(unused_imports)] // which of them are needed depends on the features
mod common {
    //! What most of the files need.
    pub use crate::conversion::{FromPyObject, FromPyObjectOwned, IntoPyObject};
    pub use crate::err::{CastError, PyErr, PyResult};
    pub use crate::instance::{Borrowed, Bound, Py};
    pub use crate::marker::Python;
    pub use crate::sync::PyOnceLock;
    pub use crate::types::{PyAny, PyAnyMethods, PyType};
}

/// The conversion of a reference to a `Copy` type, by value.
#[allow(unused_macros)]
macro_rules! into_by_copy {
    ($type:ty) => {
        impl<'py> IntoPyObject<'py> for &$type {
            type Target = <$type as IntoPyObject<'py>>::Target;
            type Output = <$type as IntoPyObject<'py>>::Output;
            type Error = <$type as IntoPyObject<'py>>::Error;

            #[inline]
            fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Self::Error> {
                (*self).into_pyobject(py)
            }
        }
    };
}
#[allow(unused_imports)]
use into_by_copy;

/// The conversions of `Copy` types, each by an expression, and those of their references.
#[allow(unused_macros)]
macro_rules! into_python {
    ($($type:ty => $target:ty, |$value:ident, $py:ident| $made:expr;)+) => { $(
        impl<'py> IntoPyObject<'py> for $type {
            type Target = $target;
            type Output = Bound<'py, $target>;
            type Error = PyErr;

            fn into_pyobject(self, $py: Python<'py>) -> PyResult<Self::Output> {
                let $value = self;
                $made
            }
        }

        into_by_copy!($type);
    )+ };
}
#[allow(unused_imports)]
use into_python;

/// The conversion of a value by that of its reference.
#[allow(unused_macros)]
macro_rules! into_by_reference {
    ($type:ty => $target:ty) => {
        impl<'py> IntoPyObject<'py> for $type {
            type Target = $target;
            type Output = Bound<'py, $target>;
            type Error = PyErr;

            #[inline]
            fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
                (&self).into_pyobject(py)
            }
        }
    };
}
#[allow(unused_imports)]
use into_by_reference;

/// A report of errors as `RuntimeError` with the whole chain of causes in its text; a `PyErr` inside comes out as it is.
#[allow(unused_macros)]
macro_rules! report_into_err {
    ($report:ty) => {
        impl From<$report> for PyErr {
            fn from(error: $report) -> Self {
                let mut error = error;
                // What was added around an exception would be lost with it.
                if error.source().is_none() {
                    error = match error.downcast::<PyErr>() {
                        Ok(inner) => return inner,
                        Err(other) => other,
                    };
                }
                crate::exceptions::PyRuntimeError::new_err(format!("{error:?}"))
            }
        }
    };
}
#[allow(unused_imports)]
use report_into_err;

/// A hash map with a hasher of its own from any mapping.
#[allow(unused_macros)]
macro_rules! hash_map_from_py {
    ($map:ident) => {
        impl<'py, K, V, S> FromPyObject<'_, 'py> for $map<K, V, S>
        where
            K: FromPyObjectOwned<'py> + Eq + Hash,
            V: FromPyObjectOwned<'py>,
            S: BuildHasher + Default,
        {
            type Error = PyErr;

            fn extract(obj: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
                let mut map = $map::with_hasher(S::default());
                Entries::of(obj)?.each(|key, value| {
                    map.insert(key, value);
                })?;
                Ok(map)
            }
        }
    };
}
#[allow(unused_imports)]
use hash_map_from_py;

/// Refuses an object that is no instance of a class.
#[allow(dead_code)]
fn require<'py>(
    object: common::Borrowed<'_, 'py, common::PyAny>,
    class: &common::Bound<'py, common::PyType>,
) -> common::PyResult<()> {
    use common::PyAnyMethods;
    if object.is_instance(class.as_any())? {
        return Ok(());
    }
    Err(common::CastError::new(object, class.clone().into_any()).into())
}
