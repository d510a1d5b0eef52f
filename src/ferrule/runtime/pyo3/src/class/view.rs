//! `#[pyo3(get(view))]`: objects that read and write a field where it is, in its owner.
//!
//! A view of a nested class is an instance of that class whose value lies in the owner ([`Projected`]). Views of
//! containers are instances of the classes in [`list`] and [`map`]. Either holds a reference to the owner and borrows
//! by the owner's bookkeeping, so that a view is one more way to the same value, with the same rules.

pub mod list;
mod live;
pub mod map;

use core::ptr::NonNull;

use super::borrow::BorrowFlag;
use super::store::Projected;
use super::{object, Boolean, BooleanFalse, BooleanTrue, PyClass};
use crate::conversion::{FromPyObjectOwned, IntoPyObject};
use crate::err::PyResult;
use crate::ffi;
use crate::marker::Python;

/// An instance that has a field.
pub struct Owner<'a> {
    object: *mut ffi::PyObject,
    guard: Option<&'a BorrowFlag>,
    foreign: unsafe fn(*mut ffi::PyObject) -> Option<&'static str>,
}

/// A field that can be seen live in an owner which is frozen or not, as `Frozen` says.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no live view",
    label = "neither a `#[pyclass(view)]` nor a `Vec`, `HashMap` or `BTreeMap` of values that Python can set",
    note = "add `view` to the `#[pyclass]` of `{Self}`, or write `get` for a copy; both classes are `frozen`, or neither"
)]
pub trait LiveField<Frozen: Boolean> {
    /// A view of the field at `place`: a new object.
    ///
    /// # Errors
    /// If it cannot be made.
    ///
    /// # Safety
    /// The field stays at `place` for as long as the owner lives, and whoever borrows it borrows by the owner's
    /// bookkeeping.
    unsafe fn view(
        py: Python<'_>,
        owner: Owner<'_>,
        place: *mut Self,
    ) -> PyResult<NonNull<ffi::PyObject>>;
}

/// A view of a field of the instance `slf`.
///
/// # Errors
/// If it cannot be made.
///
/// # Panics
/// If the class is unsendable and this is another thread.
///
/// # Safety
/// `slf` is an instance of `O`, and `project` gives a field of the value that it is given.
pub unsafe fn field_view<O: PyClass, F: LiveField<O::Frozen>>(
    py: Python<'_>,
    slf: *mut ffi::PyObject,
    project: impl FnOnce(*mut O) -> *mut F,
) -> PyResult<NonNull<ffi::PyObject>> {
    // SAFETY: the caller's contract; the value of an instance never moves.
    unsafe {
        object::check_thread::<O>(slf);
        let owner = Owner {
            object: slf,
            guard: object::flag::<O>(slf),
            foreign: object::foreign::<O>,
        };
        F::view(py, owner, project(object::value_ptr::<O>(slf)))
    }
}

/// A class that says `view`. Implemented by `#[pyclass(view)]` alone, for the class's own `Frozen`: what is never
/// borrowed mutably may lie only where nothing is.
pub trait Viewed<Frozen: Boolean>: PyClass<Frozen = Frozen, Store = Projected<Self>> {}

// One implementation for each `Frozen`, since a generic one would meet those of the containers.
macro_rules! nested_class {
    ($frozen:ty) => {
        impl<T: Viewed<$frozen>> LiveField<$frozen> for T {
            unsafe fn view(
                py: Python<'_>,
                owner: Owner<'_>,
                place: *mut Self,
            ) -> PyResult<NonNull<ffi::PyObject>> {
                // SAFETY: the caller's contract; a class with views extends no other, so that its memory is ours alone.
                unsafe {
                    let class = T::lazy_class().get_or_try_init(py)?;
                    let object = object::allocate(py, class)?;
                    ffi::Py_INCREF(owner.object);
                    let store = Projected::view(owner.object, place, owner.guard);
                    object::write_store::<T>(object, store);
                    Ok(object)
                }
            }
        }
    };
}
nested_class!(BooleanTrue);
nested_class!(BooleanFalse);

/// What a container must hold to be seen live: values that are converted in both directions.
#[diagnostic::on_unimplemented(
    message = "a container of `{Self}` has no live view",
    label = "must be `Clone` and convert from Python and to Python"
)]
pub trait Element: for<'py> FromPyObjectOwned<'py> + 'static {
    /// The value for Python, an owned object.
    ///
    /// # Errors
    /// What the conversion reports.
    fn to_object(&self, py: Python<'_>) -> PyResult<NonNull<ffi::PyObject>>;
}

impl<T> Element for T
where
    T: Clone + for<'py> IntoPyObject<'py> + for<'py> FromPyObjectOwned<'py> + 'static,
{
    fn to_object(&self, py: Python<'_>) -> PyResult<NonNull<ffi::PyObject>> {
        crate::glue::property_value(py, self.clone())
    }
}

#[cfg(not(feature = "py-clone"))]
impl<T: 'static> Element for crate::instance::Py<T>
where
    crate::instance::Py<T>: for<'py> FromPyObjectOwned<'py>,
{
    fn to_object(&self, py: Python<'_>) -> PyResult<NonNull<ffi::PyObject>> {
        Ok(self.clone_ref(py).into_bound(py).into_non_null())
    }
}
