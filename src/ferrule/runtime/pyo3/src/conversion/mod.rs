//! The conversion traits: [`FromPyObject`] (Python to Rust) and [`IntoPyObject`] (Rust to Python).
//!
//! The traits live here, their implementations in one file per Python type. The hidden items are how a conversion
//! offers a prebuilt or bulk form; each has a default that works for every type.

#[macro_use]
pub(crate) mod bulk;
mod items;
pub(crate) mod read;

mod array;
mod bool;
mod buffer;
mod bytes;
mod cell;
mod char;
mod cstr;
mod external;
mod float;
mod ipaddr;
mod map;
mod num;
mod option;
mod osstr;
mod path;
mod reference;
mod set;
mod slice;
mod string;
mod time;
mod tuple;
mod vec;

use core::convert::Infallible;
use core::ptr::NonNull;

use crate::err::{PyErr, PyResult};
use crate::ffi;
use crate::glue::Convert;
use crate::inspect::PyStaticExpr;
use crate::instance::{Borrowed, Bound, BoundObject, Py};
use crate::marker::Python;
use crate::types::PyAny;

/// Keeps the hidden trait items out of reach of other crates.
#[doc(hidden)]
pub mod private {
    pub struct Token;

    /// What a reference refers to.
    pub trait Reference {
        type Base;
    }

    impl<T> Reference for &T {
        type Base = T;
    }
}
use private::Token;

/// Conversion of a Python object to a Rust value, which may borrow from the object for `'a`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be made from a Python object",
    label = "the trait `FromPyObject` is not implemented for `{Self}`",
    note = "a class needs `#[pyclass(from_py_object)]` and `Clone` to be taken by value; take `&{Self}`, `PyRef<{Self}>` or `Py<{Self}>` otherwise",
    note = "for a type of your own, write `impl FromPyObject for {Self}` or `#[derive(FromPyObject)]`"
)]
pub trait FromPyObject<'a, 'py>: Sized {
    /// What a failed conversion gives.
    type Error: Into<PyErr>;

    /// The Python type that is accepted, for code that asks for it.
    const INPUT_TYPE: PyStaticExpr = PyStaticExpr::UNKNOWN;

    /// How the argument tables convert: writes the value through a pointer.
    #[doc(hidden)]
    const CONVERT: Convert = Convert::generic::<Self>();

    /// Likewise for an `Option` of these, where there is a prebuilt form.
    #[doc(hidden)]
    const CONVERT_OPTION: Option<Convert> = None;

    /// Likewise for a `Vec` of these, where there is a prebuilt form.
    #[doc(hidden)]
    const CONVERT_VEC: Option<Convert> = None;

    /// Converts.
    ///
    /// # Errors
    /// If the object has another type or its value does not fit.
    fn extract(obj: Borrowed<'a, 'py, PyAny>) -> Result<Self, Self::Error>;

    /// Reads an object of exactly the expected type without running any Python code; `None` for all others, which
    /// [`extract`](FromPyObject::extract) then converts or refuses.
    #[doc(hidden)]
    #[inline(always)]
    fn read(_obj: Borrowed<'a, 'py, PyAny>, _: Token) -> Option<Self> {
        None
    }

    /// Likewise for a `Vec` of these.
    #[doc(hidden)]
    #[inline(always)]
    fn read_vec(_obj: Borrowed<'a, 'py, PyAny>, _: Token) -> Option<Vec<Self>> {
        None
    }

    /// Converts a whole sequence of these at once; `None` to convert item by item.
    #[doc(hidden)]
    #[inline]
    fn extract_vec(_obj: Borrowed<'a, 'py, PyAny>, _: Token) -> Option<PyResult<Vec<Self>>> {
        None
    }
}

/// Types whose conversion borrows nothing from the object.
pub trait FromPyObjectOwned<'py>: for<'a> FromPyObject<'a, 'py> {}
impl<'py, T> FromPyObjectOwned<'py> for T where T: for<'a> FromPyObject<'a, 'py> {}

/// Conversion of a Rust value to a Python object.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be turned into a Python object",
    label = "the trait `IntoPyObject` is not implemented for `{Self}`",
    note = "write `impl IntoPyObject for {Self}` or `#[derive(IntoPyObject)]`, or make it a `#[pyclass]`"
)]
pub trait IntoPyObject<'py>: Sized {
    /// The Python type that comes out, or `PyAny`.
    type Target;
    /// The smart pointer that holds it.
    type Output: BoundObject<'py, Self::Target>;
    /// What a failed conversion gives.
    type Error: Into<PyErr>;

    /// The Python type that comes out, for code that asks for it.
    const OUTPUT_TYPE: PyStaticExpr = PyStaticExpr::UNKNOWN;

    /// Converts.
    ///
    /// # Errors
    /// If the value has no Python form.
    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Self::Error>;

    /// Converts a function's result to an owned pointer. Differs from `into_pyobject` for `()` alone: `None`.
    #[doc(hidden)]
    #[inline]
    fn into_return(self, py: Python<'py>, _: Token) -> PyResult<NonNull<ffi::PyObject>> {
        match self.into_pyobject(py) {
            Ok(object) => Ok(object.into_bound().into_non_null()),
            Err(error) => Err(error.into()),
        }
    }

    /// Likewise, to what Python is given: null with an exception pending where that fails.
    #[doc(hidden)]
    #[inline]
    fn into_raw_return(self, py: Python<'py>, token: Token) -> *mut ffi::PyObject {
        crate::glue::made(py, self.into_return(py, token))
    }

    /// Converts a slice of these that is owned or borrowed; bytes for `u8`, else a list.
    #[doc(hidden)]
    #[inline]
    fn sequence_into_pyobject<I>(iter: I, py: Python<'py>, _: Token) -> PyResult<Bound<'py, PyAny>>
    where
        I: IntoIterator<Item = Self>,
        I::IntoIter: ExactSizeIterator,
    {
        crate::types::list::list_from_iter(py, iter.into_iter())
    }

    /// Whether slices of these are converted at once. A constant, so that the way not taken is not even compiled.
    #[doc(hidden)]
    const AT_ONCE: bool = false;

    /// Converts a slice of these at once, where [`AT_ONCE`](Self::AT_ONCE) says so.
    #[doc(hidden)]
    #[inline]
    fn slice_into_pyobject(
        _slice: &[Self],
        _py: Python<'py>,
        _: Token,
    ) -> PyResult<Bound<'py, PyAny>> {
        unreachable!("not at once")
    }

    /// Likewise for a slice of what these refer to.
    #[doc(hidden)]
    #[inline]
    fn borrowed_slice_into_pyobject(
        _slice: &[<Self as private::Reference>::Base],
        _py: Python<'py>,
        _: Token,
    ) -> PyResult<Bound<'py, PyAny>>
    where
        Self: private::Reference,
    {
        unreachable!("not at once")
    }
}

/// Converts an object to a value that does not borrow from it.
#[inline]
pub(crate) fn extract_owned<'py, T: FromPyObjectOwned<'py>>(
    object: &Bound<'py, PyAny>,
) -> PyResult<T> {
    match <T as FromPyObject<'_, 'py>>::extract(object.as_borrowed()) {
        Ok(value) => Ok(value),
        Err(error) => Err(error.into()),
    }
}

/// `value` as an owned object of any type.
#[inline]
pub(crate) fn into_owned_any<'py, T: IntoPyObject<'py>>(
    value: T,
    py: Python<'py>,
) -> PyResult<Bound<'py, PyAny>> {
    match value.into_pyobject(py) {
        Ok(object) => Ok(object.into_bound().into_any()),
        Err(error) => Err(error.into()),
    }
}

/// Shorter spellings of [`IntoPyObject::into_pyobject`].
pub trait IntoPyObjectExt<'py>: IntoPyObject<'py> + into_ext::Sealed {
    /// Converts, with the error as a [`PyErr`].
    ///
    /// # Errors
    /// If the value has no Python form.
    fn into_pyobject_or_pyerr(self, py: Python<'py>) -> PyResult<Self::Output> {
        self.into_pyobject(py).map_err(Into::into)
    }

    /// Converts to an owned object of any type.
    ///
    /// # Errors
    /// If the value has no Python form.
    fn into_bound_py_any(self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        into_owned_any(self, py)
    }

    /// Converts to an unbound object of any type.
    ///
    /// # Errors
    /// If the value has no Python form.
    fn into_py_any(self, py: Python<'py>) -> PyResult<Py<PyAny>> {
        into_owned_any(self, py).map(Bound::unbind)
    }
}

mod into_ext {
    pub trait Sealed {}
    impl<'py, T: super::IntoPyObject<'py>> Sealed for T {}
}

impl<'py, T: IntoPyObject<'py>> IntoPyObjectExt<'py> for T {}

impl From<Infallible> for PyErr {
    fn from(value: Infallible) -> PyErr {
        match value {}
    }
}
