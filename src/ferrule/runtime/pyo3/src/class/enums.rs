//! Enums as classes: the instances that stand for unit variants, and the subclasses that stand for variants with data.

use core::ptr::{self, NonNull};
use core::sync::atomic::{AtomicPtr, Ordering};

use super::init::PyClassInitializer;
use super::lazy::LazyClass;
use super::property::Getter;
use super::PyClass;
use crate::conversion::{FromPyObject, IntoPyObject};
use crate::err::PyResult;
use crate::exceptions::{PyIndexError, PyTypeError};
use crate::ffi;
use crate::glue::slot::Call;
use crate::glue::Raw;
use crate::instance::{Borrowed, Bound};
use crate::marker::Python;
use crate::types::PyAny;

type Object = NonNull<ffi::PyObject>;

/// An enum whose variants have no data.
pub trait SimpleEnum: PyClass {
    /// The type of its discriminants.
    type Int: for<'a, 'py> FromPyObject<'a, 'py> + for<'py> IntoPyObject<'py> + PartialOrd;
    /// The variant's number in Rust.
    fn discriminant(&self) -> Self::Int;
    /// `Class.Variant`.
    fn repr(&self) -> &'static str;
    /// The variant's place among [`singletons`](Self::singletons).
    fn index(&self) -> usize;
    /// One object for each variant.
    fn singletons() -> &'static [Singleton];
}

/// The one object that Python sees for a variant, once it is made. It lives forever, as its class does.
pub struct Singleton(AtomicPtr<ffi::PyObject>);

impl Singleton {
    /// Not made yet.
    #[allow(clippy::declare_interior_mutable_const)]
    pub const NEW: Self = Singleton(AtomicPtr::new(ptr::null_mut()));

    /// The object, or null.
    #[inline]
    pub(super) fn get(&self) -> *mut ffi::PyObject {
        self.0.load(Ordering::Acquire)
    }

    /// Enters the object, unless one is there already, and returns the one that counts.
    pub(super) fn keep(&self, object: Bound<'_, PyAny>) -> *mut ffi::PyObject {
        let made = object.as_ptr();
        match self
            .0
            .compare_exchange(ptr::null_mut(), made, Ordering::AcqRel, Ordering::Acquire)
        {
            Ok(_) => object.into_ptr(),
            // Made meanwhile, by another thread or while the class itself was made.
            Err(other) => other,
        }
    }
}

/// The object that stands for a variant, made on first use.
///
/// # Errors
/// If the class cannot be made or there is no memory.
pub fn singleton<T>(py: Python<'_>, value: T) -> PyResult<Bound<'_, T>>
where
    T: SimpleEnum,
    PyClassInitializer<T>: From<T>,
{
    let cell = &T::singletons()[value.index()];
    let mut object = cell.get();
    if object.is_null() {
        object = cell.keep(Bound::new(py, value)?.into_any());
    }
    // SAFETY: an instance of `T` that the cell keeps alive.
    unsafe { Ok(Bound::from_borrowed_ptr(py, object).cast_into_unchecked()) }
}

/// The value of the class attribute of a unit variant.
///
/// # Errors
/// If there is no memory.
pub fn singleton_attribute<T>(py: Python<'_>, value: T) -> PyResult<Object>
where
    T: SimpleEnum,
    PyClassInitializer<T>: From<T>,
{
    Ok(singleton(py, value)?.into_non_null())
}

/// The value of the class attribute of a variant with data: its subclass.
///
/// # Errors
/// If the subclass cannot be made.
pub fn variant_class(py: Python<'_>, class: &'static LazyClass) -> PyResult<Object> {
    let class = class.get_or_try_init(py)?;
    // SAFETY: a live type object, never null; the new reference is handed out.
    Ok(unsafe { NonNull::new_unchecked(ffi::Py_NewRef(class.cast())) })
}

/// An instance of a variant's subclass.
///
/// # Errors
/// If a class cannot be made or there is no memory.
pub fn variant_object<'py, T>(
    py: Python<'py>,
    value: T,
    class: &'static LazyClass,
) -> PyResult<Bound<'py, T>>
where
    T: PyClass,
    PyClassInitializer<T>: From<T>,
{
    // The base first: it makes the classes of its variants.
    T::lazy_class().get_or_try_init(py)?;
    let class = class.get_or_try_init(py)?;
    // SAFETY: `class` is a subclass of the class of `T`, so its instances are instances of `T`.
    unsafe {
        let object = PyClassInitializer::from(value).create_of_type(py, class)?;
        Ok(Bound::from_owned_ptr(py, object.as_ptr()).cast_into_unchecked())
    }
}

/// A variant whose fields have no names: a sequence of them.
pub trait TupleVariant {
    /// The getters of the fields, in order.
    const FIELDS: &'static [Getter];
}

/// `__len__` and `__getitem__` of a tuple variant.
pub struct TupleItems<V>(V);

impl<V: TupleVariant> Call<(), usize> for TupleItems<V> {
    unsafe fn call(_py: Python<'_>, _slf: Raw, _args: ()) -> PyResult<usize> {
        Ok(V::FIELDS.len())
    }
}

impl<V: TupleVariant> Call<(Raw,), Object> for TupleItems<V> {
    unsafe fn call(py: Python<'_>, slf: Raw, (index,): (Raw,)) -> PyResult<Object> {
        // SAFETY: the caller's contract: a live object.
        let index = isize::extract(unsafe { Borrowed::from_ptr(py, index) })?;
        let index = if index < 0 {
            index + V::FIELDS.len() as isize
        } else {
            index
        };
        match usize::try_from(index)
            .ok()
            .and_then(|index| V::FIELDS.get(index))
        {
            // SAFETY: the caller's contract: an instance of the variant's class.
            Some(getter) => unsafe { getter(py, slf) },
            None => Err(PyIndexError::new_err("tuple index out of range")),
        }
    }
}

/// What the getter of a variant's field raises where the value is another variant: no constructor makes such an
/// instance, but `__class__` can be assigned to.
///
/// # Errors
/// Always.
#[cold]
pub fn wrong_variant<T>() -> PyResult<T> {
    Err(PyTypeError::new_err(
        "the instance holds another variant than its class says",
    ))
}
