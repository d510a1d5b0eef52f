//! What the glue of `#[pyclass]` and `#[pymethods]` names: tables of members, receivers, constructors, field access.

use core::ffi::{c_int, c_void};
use core::marker::PhantomData;
use core::ptr::NonNull;

use super::enter;
use super::function::{Function, FunctionDef};
use super::guard::raise;
use super::Convert;
use crate::class::guard::ClassMut;
use crate::class::like::ClassLike;
use crate::class::property::Property;
use crate::class::{BooleanFalse, PyClass};
use crate::conversion::{FromPyObject, IntoPyObject};
use crate::err::PyResult;
use crate::ffi;
use crate::instance::{Borrowed, Py};
use crate::marker::Python;

/// What one attribute contributes to a class.
pub struct ClassItems {
    /// Methods, static methods and class methods.
    pub methods: &'static [&'static FunctionDef],
    /// Properties.
    pub properties: &'static [Property],
    /// Special methods in C slots.
    pub slots: &'static [Slot],
    /// Class attributes.
    pub attributes: &'static [Attribute],
    /// The constructor.
    pub new: Option<Constructor>,
}

impl ClassItems {
    /// Nothing.
    pub const NONE: ClassItems = ClassItems {
        methods: &[],
        properties: &[],
        slots: &[],
        attributes: &[],
        new: None,
    };
}

/// A C slot and the function in it.
pub struct Slot {
    /// The slot's number, such as `Py_tp_repr`; negative for a function that serves where nothing else fills the slot,
    /// with [`JOINED`](super::slot::JOINED) for one over all methods that share the slot, in whichever block.
    pub id: c_int,
    /// The function, of the C type that belongs to the slot.
    pub function: *const c_void,
}

// SAFETY: points to code only.
unsafe impl Sync for Slot {}
// SAFETY: as above.
unsafe impl Send for Slot {}

/// A class attribute.
pub struct Attribute {
    /// Its name.
    pub name: &'static str,
    /// Computes the value when the class is made; an owned reference.
    pub value: fn(Python<'_>) -> PyResult<NonNull<ffi::PyObject>>,
}

/// A constructor and its two entry points.
pub struct Constructor {
    /// Parameters and body.
    pub def: &'static FunctionDef,
    /// `tp_new`: for subclasses, and where the class is called with a tuple and a dict.
    pub tp_new: unsafe extern "C" fn(
        *mut ffi::PyTypeObject,
        *mut ffi::PyObject,
        *mut ffi::PyObject,
    ) -> *mut ffi::PyObject,
    /// `tp_vectorcall`: for the class itself.
    pub vectorcall: unsafe extern "C" fn(
        *mut ffi::PyObject,
        *const *mut ffi::PyObject,
        usize,
        *mut ffi::PyObject,
    ) -> *mut ffi::PyObject,
}

impl Constructor {
    /// A constructor by its function.
    pub const fn of<F: Function>() -> Self {
        Constructor {
            def: F::DEF,
            tp_new: enter::enter_new::<F>,
            vectorcall: enter::enter_class::<F>,
        }
    }
}

/// A class that has a constructor. A second one, in whatever block, is a second implementation, which rustc refuses.
pub trait HasConstructor {}

/// Borrows the receiver of a method.
///
/// # Errors
/// If it is mutably borrowed.
///
/// # Safety
/// `slf` is an instance of `T` that the caller keeps alive for `'a`.
#[inline]
pub unsafe fn borrow<'a, T: ClassLike>(slf: *mut ffi::PyObject) -> PyResult<T::Ref<'a>> {
    // SAFETY: the caller's contract; Python never passes null as a receiver.
    unsafe { T::borrow(NonNull::new_unchecked(slf)) }
}

/// Borrows the receiver of a method mutably.
///
/// # Errors
/// If it is borrowed.
///
/// # Safety
/// `slf` is an instance of `T` that the caller keeps alive for `'a`.
#[inline]
pub unsafe fn borrow_mut<'a, T: PyClass<Frozen = BooleanFalse>>(
    slf: *mut ffi::PyObject,
) -> PyResult<ClassMut<'a, T>> {
    // SAFETY: Python never passes null as a receiver.
    Ok(ClassMut::new(unsafe { NonNull::new_unchecked(slf) })?)
}

/// Borrows the receiver of a function's body; `None` with an exception pending if it is mutably borrowed.
///
/// # Safety
/// As for [`borrow`].
#[inline(always)]
pub unsafe fn take<'a, T: ClassLike>(slf: *mut ffi::PyObject) -> Option<T::Ref<'a>> {
    // SAFETY: the caller's contract; Python never passes null as a receiver.
    unsafe { T::take(NonNull::new_unchecked(slf)) }
}

/// Borrows the receiver of a function's body mutably; `None` with an exception pending if it is borrowed.
///
/// # Safety
/// As for [`borrow_mut`].
#[inline(always)]
pub unsafe fn take_mut<'a, T: PyClass<Frozen = BooleanFalse>>(
    slf: *mut ffi::PyObject,
) -> Option<ClassMut<'a, T>> {
    // SAFETY: the caller's contract; Python never passes null as a receiver.
    unsafe { ClassMut::take(NonNull::new_unchecked(slf)) }
}

/// Converts the receiver of a function's body to the type it is declared with; `None` with an exception pending.
///
/// # Safety
/// As for [`receiver`].
#[inline]
pub unsafe fn take_as<'a, 'py, R: FromPyObject<'a, 'py>>(
    py: Python<'py>,
    slf: *mut ffi::PyObject,
) -> Option<R> {
    // SAFETY: the caller's contract.
    match R::extract(unsafe { Borrowed::from_ptr(py, slf) }) {
        Ok(receiver) => Some(receiver),
        Err(error) => {
            raise(py, error.into());
            None
        }
    }
}

/// Converts the receiver of a method to the type it is declared with.
///
/// # Errors
/// What the conversion reports: a borrow error, for example.
///
/// # Safety
/// `slf` is a live object for `'a`.
#[inline]
pub unsafe fn receiver<'a, 'py, R: FromPyObject<'a, 'py>>(
    py: Python<'py>,
    slf: *mut ffi::PyObject,
) -> PyResult<R> {
    // SAFETY: the caller's contract.
    R::extract(unsafe { Borrowed::from_ptr(py, slf) }).map_err(Into::into)
}

/// The receiver of a method as a borrowed object of a type known to be right.
///
/// # Safety
/// `slf` is a live instance of `T` for `'a`.
#[inline]
pub unsafe fn receiver_bound<'a, 'py, T>(
    py: Python<'py>,
    slf: *mut ffi::PyObject,
) -> Borrowed<'a, 'py, T> {
    // SAFETY: the caller's contract.
    unsafe { Borrowed::from_ptr(py, slf).cast_unchecked() }
}

/// Converts the value given to a setter, or one argument of a special method.
///
/// # Errors
/// What the conversion reports, with a note that names the property or argument.
///
/// # Safety
/// `value` is a live object, and `convert` converts to a `T`.
#[inline]
pub unsafe fn setter_value<T>(
    py: Python<'_>,
    value: *mut ffi::PyObject,
    convert: Convert,
    name: &str,
) -> PyResult<T> {
    // SAFETY: the caller's contract.
    match unsafe { convert.value(value) } {
        Ok(value) => Ok(value),
        Err(error) => Err(super::errors::argument(py, error, name)),
    }
}

/// Reads a field for Python: the same object for a `Py`, else by reference, else by clone.
pub struct FieldGet<'a, T>(pub &'a T);

impl<T> FieldGet<'_, Py<T>> {
    /// A new reference to the same object.
    ///
    /// # Errors
    /// None.
    #[inline]
    pub fn convert(self, py: Python<'_>) -> PyResult<NonNull<ffi::PyObject>> {
        Ok(self.0.clone_ref(py).into_bound(py).into_non_null())
    }
}

/// Says whether reading a field of a type gives a copy that can be changed.
///
/// The inherent constant is preferred where its bound holds; the trait's is the fallback.
pub struct CopyProbe<T>(PhantomData<T>);

impl<T: PyClass> CopyProbe<T> {
    /// A class by value: a copy.
    pub const COPIED: bool = T::CHANGES;
}

/// The fallback of [`CopyProbe`].
pub trait NotCopied {
    /// What it is cannot be seen.
    const COPIED: bool = false;
}

impl<T> NotCopied for CopyProbe<T> {}

/// Conversion by reference.
pub trait FieldGetByRef<'py> {
    /// An owned object.
    ///
    /// # Errors
    /// What the conversion reports.
    fn convert(self, py: Python<'py>) -> PyResult<NonNull<ffi::PyObject>>;
}

impl<'a, 'py, T> FieldGetByRef<'py> for FieldGet<'a, T>
where
    &'a T: IntoPyObject<'py>,
{
    #[inline]
    fn convert(self, py: Python<'py>) -> PyResult<NonNull<ffi::PyObject>> {
        super::property_value(py, self.0)
    }
}

/// Conversion of a clone.
pub trait FieldGetByClone<'py> {
    /// An owned object.
    ///
    /// # Errors
    /// What the conversion reports.
    fn convert(&self, py: Python<'py>) -> PyResult<NonNull<ffi::PyObject>>;
}

impl<'py, T> FieldGetByClone<'py> for FieldGet<'_, T>
where
    T: IntoPyObject<'py> + Clone,
{
    #[inline]
    fn convert(&self, py: Python<'py>) -> PyResult<NonNull<ffi::PyObject>> {
        super::property_value(py, self.0.clone())
    }
}

/// Compiles only for classes that any thread may use.
pub const fn assert_send_sync<T: Send + Sync>() {}

/// Compiles only where immutable classes can be made.
///
/// # Panics
/// At compile time, elsewhere.
pub const fn assert_immutable_types() {
    if !crate::class::immutable::IMMUTABLE_TYPES {
        panic!("`immutable_type` needs Python 3.10, or 3.14 with the stable ABI");
    }
}

/// `__class_getitem__` of a class with `generic`: `Class[int]` is a `types.GenericAlias`.
pub static CLASS_GETITEM: FunctionDef = FunctionDef::plain(
    "__class_getitem__\0__class_getitem__($cls, key, /)\n--\n\n\0",
    super::Entry::one_argument(ffi::Py_GenericAlias).class_method(),
);
