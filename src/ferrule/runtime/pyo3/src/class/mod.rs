//! Rust types as Python classes: the [`PyClass`] trait and what generated glue implements it with.
//!
//! Layout of instances lives in [`object`] and [`layout`], their end in [`dealloc`], borrow bookkeeping in [`borrow`], [`guard`] and [`class_guard`], the type object's making
//! in [`lazy`], the joining of `#[pymethods]` blocks in [`blocks`], constructors in [`init`], attribute access in [`property`] and [`field`], variants of enums in [`enums`],
//! Python's own enums in [`python_enum`], what all kinds have in common in [`like`], memory kept for
//! new instances in [`freelist`], values in other instances in [`store`] and live views of fields in [`view`], the end of deeply nested instances in [`nesting`], classes that cannot be changed in [`immutable`],
//! classes as records of their fields in [`record`].

mod base;
pub mod blocks;
pub mod borrow;
pub mod class_guard;
mod dealloc;
pub mod enums;
pub mod field;
pub mod freelist;
pub mod gc;
pub mod guard;
pub mod immutable;
pub mod init;
mod layout;
pub mod lazy;
pub mod like;
mod nesting;
pub mod object;
pub mod property;
pub mod python_enum;
pub mod record;
mod slot_names;
pub mod store;
mod typespec;
mod upcast;
pub mod view;

pub use gc::{PyTraverseError, PyVisit};

use crate::conversion::FromPyObject;
use crate::err::{PyErr, PyResult};
use crate::ffi;
use crate::instance::{Borrowed, Bound};
use crate::marker::Python;
use crate::type_object::{DerefToPyAny, PyTypeInfo};
use crate::types::{PyAny, PyModule};

/// A Rust type with a Python class of its own. Implemented by `#[pyclass]` alone.
///
/// # Safety
/// Every instance of the class (or of a subclass) has the layout of [`object::ClassObject`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a Python class whose instances hold a value",
    label = "needs `#[pyclass]` on `{Self}`, without `python_enum`",
    note = "an enum with `python_enum` is Python's: there is nothing to borrow or to change. Methods take `&self` or \
            `&Bound<Self>`, functions `{Self}` or `&{Self}`"
)]
pub unsafe trait PyClass: PyTypeInfo + Sized + 'static {
    /// [`PyTypeInfo::NAME`].
    #[doc(hidden)]
    const CLASS_NAME: &'static str;
    /// [`PyTypeInfo::MODULE`].
    #[doc(hidden)]
    const CLASS_MODULE: Option<&'static str> = None;
    /// Whether the Rust value is never borrowed mutably.
    type Frozen: Boolean;
    /// The base class.
    #[doc(hidden)]
    type Base: ClassBase;
    /// Where the value is.
    #[doc(hidden)]
    type Store: store::Store<Self>;
    /// Which threads may touch the value.
    #[doc(hidden)]
    type Thread: object::ThreadCheck;
    /// Room for `__dict__`, or none.
    #[doc(hidden)]
    type Dict: object::ObjectSlot;
    /// Room for the list of weak references, or none.
    #[doc(hidden)]
    type WeakRef: object::ObjectSlot;

    /// The comparison that options such as `eq` ask for: what `#[pymethods]` does not define falls back to it.
    #[doc(hidden)]
    const COMPARE: Option<ffi::richcmpfunc> = None;

    /// Whether a copy of the value can be changed, so that someone may take it for the value itself.
    #[doc(hidden)]
    const CHANGES: bool = !<Self::Frozen as Boolean>::VALUE;

    /// The type object and how to make it.
    #[doc(hidden)]
    fn lazy_class() -> &'static lazy::LazyClass;
}

// SAFETY: the class's own type object, of which every instance holds a value.
unsafe impl<T: PyClass> PyTypeInfo for T {
    const NAME: &'static str = T::CLASS_NAME;
    const MODULE: Option<&'static str> = T::CLASS_MODULE;

    #[inline]
    fn type_object_raw(py: Python<'_>) -> *mut ffi::PyTypeObject {
        T::lazy_class().get(py)
    }
}

impl<T: PyClass> DerefToPyAny for T {}

pub use base::{ClassBase, Subclass};

/// A type-level flag.
pub trait Boolean: sealed::Sealed {
    /// Its value.
    const VALUE: bool;
    /// The borrow bookkeeping that a class with this `Frozen` needs.
    #[doc(hidden)]
    type Flag: borrow::Flag;
}

/// Type-level `true`.
pub struct BooleanTrue;
/// Type-level `false`.
pub struct BooleanFalse;

impl Boolean for BooleanTrue {
    const VALUE: bool = true;
    type Flag = borrow::NoFlag;
}

impl Boolean for BooleanFalse {
    const VALUE: bool = false;
    type Flag = borrow::BorrowFlag;
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for super::BooleanTrue {}
    impl Sealed for super::BooleanFalse {}
}

/// Type-level flags under the path that PyO3 gives them.
pub mod boolean_struct {
    pub use super::{BooleanFalse as False, BooleanTrue as True};
}

/// Classes that may be taken by value: the value is cloned. Implemented by `#[pyclass]`, for all classes that do not
/// say `skip_from_py_object`.
#[doc(hidden)]
pub trait FromPyObjectByClone: PyClass + Clone {}

impl<'a, 'py, T> FromPyObject<'a, 'py> for T
where
    // One bound: rustc reports each that does not hold.
    T: FromPyObjectByClone,
{
    type Error = PyErr;

    fn extract(obj: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        let bound = obj.cast::<T>()?;
        let guard = guard::ClassRef::<T>::new(bound.as_non_null())?;
        Ok((*guard).clone())
    }
}

/// One of Python's six comparison operators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompareOp {
    /// `<`
    Lt = ffi::Py_LT as isize,
    /// `<=`
    Le = ffi::Py_LE as isize,
    /// `==`
    Eq = ffi::Py_EQ as isize,
    /// `!=`
    Ne = ffi::Py_NE as isize,
    /// `>`
    Gt = ffi::Py_GT as isize,
    /// `>=`
    Ge = ffi::Py_GE as isize,
}

impl CompareOp {
    /// From the number that Python's comparison slot gets.
    pub fn from_raw(op: core::ffi::c_int) -> Option<Self> {
        Some(match op {
            ffi::Py_LT => CompareOp::Lt,
            ffi::Py_LE => CompareOp::Le,
            ffi::Py_EQ => CompareOp::Eq,
            ffi::Py_NE => CompareOp::Ne,
            ffi::Py_GT => CompareOp::Gt,
            ffi::Py_GE => CompareOp::Ge,
            _ => return None,
        })
    }

    /// Whether the operator holds for two values that compare as `result`.
    pub fn matches(&self, result: core::cmp::Ordering) -> bool {
        match self {
            CompareOp::Lt => result.is_lt(),
            CompareOp::Le => result.is_le(),
            CompareOp::Eq => result.is_eq(),
            CompareOp::Ne => result.is_ne(),
            CompareOp::Gt => result.is_gt(),
            CompareOp::Ge => result.is_ge(),
        }
    }
}

/// The path that PyO3 gives [`CompareOp`] beside others.
pub mod basic {
    pub use super::CompareOp;
}

/// Adds the class to a module; a class that names no module of its own gets this one as `__module__`.
///
/// # Errors
/// If making the class fails.
#[inline]
pub fn add_class<T: like::ClassLike>(module: &Bound<'_, PyModule>) -> PyResult<()> {
    T::add_to(module)
}

/// Whether an object is an instance of a class.
#[inline]
pub(crate) fn is_instance<T: PyTypeInfo>(object: Borrowed<'_, '_, PyAny>) -> bool {
    let class = T::type_object_raw(object.py());
    // SAFETY: both pointers are valid while attached.
    unsafe {
        let actual = ffi::Py_TYPE(object.as_ptr());
        actual == class || ffi::PyType_IsSubtype(actual, class) != 0
    }
}

/// Checks that an object is an instance of a class.
///
/// # Errors
/// A cast error if it is not.
///
/// # Safety
/// Attached; both are alive.
pub(crate) unsafe fn check_subclass(
    object: *mut ffi::PyObject,
    class: *mut ffi::PyTypeObject,
) -> PyResult<()> {
    // SAFETY: the caller's contract.
    unsafe {
        if ffi::PyType_IsSubtype(ffi::Py_TYPE(object), class) != 0 {
            return Ok(());
        }
        let py = Python::assume_attached();
        let class = Bound::from_borrowed_ptr(py, class.cast());
        Err(crate::err::CastError::new(Borrowed::from_ptr(py, object), class).into())
    }
}
