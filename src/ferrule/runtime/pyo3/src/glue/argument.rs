//! Parameters of reference type: what is stored in the slot, and how the reference is made from it.

use core::marker::PhantomData;
use core::mem::MaybeUninit;
use core::ptr::NonNull;

use super::function::{Arguments, FunctionDef, WriteDefault};
use super::guard::raise;
use super::{errors, Convert};
use crate::class::guard::ClassMut;
use crate::class::like::ClassLike;
use crate::class::{BooleanFalse, PyClass};
use crate::conversion::FromPyObject;
use crate::err::PyErr;
use crate::ffi;
use crate::instance::{Borrowed, Bound};
use crate::marker::Python;
use crate::type_object::PyTypeCheck;
use crate::types::PyAny;

/// Converts one argument; `None` with an exception pending: what the conversion reports, with a note that names the
/// argument.
///
/// # Safety
/// Attached; a live object stands at `index`, and `convert` converts to a `T`.
#[inline(always)]
pub unsafe fn argument<T>(
    def: &'static FunctionDef,
    arguments: Arguments,
    index: usize,
    convert: Convert,
) -> Option<T> {
    // SAFETY: the caller's contract.
    unsafe {
        match convert.value(*arguments.add(index)) {
            Ok(value) => Some(value),
            Err(error) => {
                failed(error, def, index);
                None
            }
        }
    }
}

/// Makes the error of an argument pending. Never unwinds, so that callers need no way out for that.
#[cold]
#[inline(never)]
#[allow(improper_ctypes_definitions)]
extern "C" fn failed(error: PyErr, def: &'static FunctionDef, index: usize) {
    // SAFETY: conversions run while attached.
    let py = unsafe { Python::assume_attached() };
    errors::parameter(py, error, def, index).restore(py);
}

/// Whether there is an argument for a parameter with a default.
///
/// # Safety
/// There are more than `index` arguments.
#[inline(always)]
pub unsafe fn given(arguments: Arguments, index: usize) -> bool {
    // SAFETY: the caller's contract.
    unsafe { !(*arguments.add(index)).is_null() }
}

/// A default that a function writes; `None` with its error pending.
///
/// # Safety
/// `write` writes a `T` whenever it returns `Ok`.
#[inline(always)]
pub unsafe fn written<T>(py: Python<'_>, write: WriteDefault) -> Option<T> {
    let mut value = MaybeUninit::<T>::uninit();
    // SAFETY: the caller's contract.
    unsafe {
        match write(py, value.as_mut_ptr().cast()) {
            Ok(()) => Some(value.assume_init()),
            Err(error) => {
                raise(py, error);
                None
            }
        }
    }
}

/// Targets of `&T` and `&mut T` parameters.
#[diagnostic::on_unimplemented(
    message = "`&{Self}` cannot be the type of an argument",
    label = "not a class, nor a type that can be borrowed from a Python object",
    note = "`{Self}` needs `#[pyclass]`; other types are taken by value: `{Self}`"
)]
pub trait RefArgument<'py> {
    /// What is stored.
    type Slot;
    /// The conversion into the slot.
    const CONVERT: Convert;
    /// The reference.
    fn get(slot: &Self::Slot) -> &Self;
}

macro_rules! borrowed_argument {
    ($($target:ty),*) => {$(
        impl<'py> RefArgument<'py> for $target {
            type Slot = &'py $target;
            const CONVERT: Convert = <&'py $target as FromPyObject<'py, 'py>>::CONVERT;
            #[inline(always)]
            fn get(slot: &Self::Slot) -> &Self {
                slot
            }
        }
    )*};
}
#[cfg(any(not(Py_LIMITED_API), Py_3_10))]
borrowed_argument!(str);
borrowed_argument!([u8]);

macro_rules! owned_argument {
    ($($target:ty => $owned:ty),*) => {$(
        impl<'py> RefArgument<'py> for $target {
            type Slot = $owned;
            const CONVERT: Convert = <$owned as FromPyObject<'py, 'py>>::CONVERT;
            #[inline(always)]
            fn get(slot: &Self::Slot) -> &Self {
                slot
            }
        }
    )*};
}
owned_argument!(
    std::path::Path => std::path::PathBuf,
    std::ffi::OsStr => std::ffi::OsString,
    core::ffi::CStr => std::ffi::CString
);

// Older stable ABIs cannot lend a string's text.
#[cfg(not(any(not(Py_LIMITED_API), Py_3_10)))]
owned_argument!(str => std::borrow::Cow<'py, str>);

impl<'py, T: PyTypeCheck + 'py> RefArgument<'py> for Bound<'py, T> {
    type Slot = Borrowed<'py, 'py, T>;
    const CONVERT: Convert = Convert::new(checked::<T>);
    #[inline(always)]
    fn get(slot: &Self::Slot) -> &Self {
        slot
    }
}

impl<'py, T: PyTypeCheck + 'py> RefArgument<'py> for crate::Py<T> {
    type Slot = Borrowed<'py, 'py, T>;
    const CONVERT: Convert = Convert::new(checked::<T>);
    #[inline(always)]
    fn get(slot: &Self::Slot) -> &Self {
        slot.as_unbound()
    }
}

/// Stores a borrowed object after a type check.
///
/// # Safety
/// Attached; `obj` outlives the slot; `out` is valid for one pointer.
unsafe fn checked<T: PyTypeCheck>(obj: *mut ffi::PyObject, out: *mut u8) -> Result<(), PyErr> {
    // SAFETY: the caller's contract.
    unsafe {
        let object = Borrowed::<PyAny>::from_ptr(Python::assume_attached(), obj);
        out.cast::<Borrowed<'_, '_, T>>().write(object.cast::<T>()?);
    }
    Ok(())
}

impl<'py, T: ClassLike> RefArgument<'py> for T {
    type Slot = T::Ref<'py>;
    const CONVERT: Convert = Convert::new(class_ref::<T>);
    #[inline(always)]
    fn get(slot: &Self::Slot) -> &Self {
        slot
    }
}

/// Borrows an instance's value.
///
/// # Safety
/// Attached; `obj` outlives the slot; `out` is valid for one guard.
unsafe fn class_ref<T: ClassLike>(obj: *mut ffi::PyObject, out: *mut u8) -> Result<(), PyErr> {
    // SAFETY: the caller's contract.
    unsafe { T::lend(obj, out) }
}

/// A parameter of type `&mut T`.
pub struct MutArgument<T>(PhantomData<T>);

impl<T: PyClass<Frozen = BooleanFalse>> MutArgument<T> {
    /// The conversion into a [`ClassMut`].
    pub const CONVERT: Convert = Convert::new(class_mut::<T>);
}

/// Borrows an instance's value mutably.
///
/// # Safety
/// Attached; `obj` outlives the slot; `out` is valid for one guard.
unsafe fn class_mut<T: PyClass<Frozen = BooleanFalse>>(
    obj: *mut ffi::PyObject,
    out: *mut u8,
) -> Result<(), PyErr> {
    // SAFETY: the caller's contract.
    unsafe {
        T::check(obj)?;
        out.cast::<ClassMut<'_, T>>()
            .write(ClassMut::new(NonNull::new_unchecked(obj))?);
    }
    Ok(())
}

/// A parameter of type `Option<&mut T>`.
pub struct OptionalMut<T>(PhantomData<T>);

impl<T: PyClass<Frozen = BooleanFalse>> OptionalMut<T> {
    /// The conversion into an `Option` of a [`ClassMut`].
    pub const CONVERT: Convert = Convert::new(optional_class_mut::<T>);
}

/// `None` for None, else the instance's value, borrowed mutably.
///
/// # Safety
/// Attached; `obj` outlives the slot; `out` is valid for one `Option` of a guard.
unsafe fn optional_class_mut<T: PyClass<Frozen = BooleanFalse>>(
    obj: *mut ffi::PyObject,
    out: *mut u8,
) -> Result<(), PyErr> {
    // SAFETY: the caller's contract.
    unsafe {
        out.cast::<Option<ClassMut<'_, T>>>()
            .write(if obj == ffi::Py_None() {
                None
            } else {
                T::check(obj)?;
                Some(ClassMut::new(NonNull::new_unchecked(obj))?)
            });
    }
    Ok(())
}

/// A parameter of type `Option<&T>`.
pub struct OptionalRef<T: ?Sized>(PhantomData<T>);

impl<'py, T: RefArgument<'py> + ?Sized> OptionalRef<T> {
    /// The conversion into an `Option` of the slot.
    pub const CONVERT: Convert = Convert::new(optional::<T>);
}

/// `None` for None, else the inner slot.
///
/// # Safety
/// Attached; `obj` outlives the slot; `out` is valid for one `Option` of the slot.
unsafe fn optional<'py, T: RefArgument<'py> + ?Sized>(
    obj: *mut ffi::PyObject,
    out: *mut u8,
) -> Result<(), PyErr> {
    let out = out.cast::<Option<T::Slot>>();
    // SAFETY: the caller's contract; the inner conversion writes a whole slot on success.
    unsafe {
        if obj == ffi::Py_None() {
            out.write(None);
            return Ok(());
        }
        let mut slot = MaybeUninit::<T::Slot>::uninit();
        (T::CONVERT.raw)(obj, slot.as_mut_ptr().cast())?;
        out.write(Some(slot.assume_init()));
    }
    Ok(())
}
