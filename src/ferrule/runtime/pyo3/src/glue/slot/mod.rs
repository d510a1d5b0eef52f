//! C functions for the slots of a type: one generic function for each shape of slot, over the methods that fill it.
//!
//! Glue gives each special method a type of its own that implements [`Call`]; what slots share (fallbacks, missing
//! halves, the limits of C types) lives here. Slots filled by two methods are in [`pairs`], and found over all blocks by [`halves`]; the garbage collector's and
//! the buffer protocol's in [`memory`], what options of the class ask for in [`derived`].

mod derived;
mod halves;
pub mod joined;
mod memory;
mod pairs;

use core::ffi::c_int;
use core::ptr::{self, NonNull};

pub use derived::{
    derived_compare, derived_compare_int, Comparison, Displayed, Equality, Hashed, Order,
    VariantInt, VariantRepr,
};
pub use halves::{Half, Halves, JOINED};
pub use memory::{clear, collector, traverse, value, TraverseMethod};
#[cfg(any(not(Py_LIMITED_API), Py_3_11))]
pub use memory::{get_buffer, release_buffer, BufferMethod};
pub use pairs::{
    binary, compare, compare_raw, descr_set, getattr, power, set_item, setattr, Absent,
    BinaryMethod, CompareMethod, Has, SetMethod,
};

use super::guard::{guard, guard_or};
use super::Raw;
use crate::err::{PyErr, PyResult};
use crate::exceptions::{PyOverflowError, PyStopAsyncIteration};
use crate::ffi;
use crate::marker::Python;

type Object = NonNull<ffi::PyObject>;

/// A special method: `A` is what it takes beside the receiver, `R` what the slot needs back.
pub trait Call<A, R> {
    /// Converts the arguments, borrows the receiver, calls, converts the result.
    ///
    /// # Errors
    /// What any of these reports.
    ///
    /// # Safety
    /// `slf` and every object in `args` is alive; `slf` is an instance of the method's class.
    unsafe fn call(py: Python<'_>, slf: Raw, args: A) -> PyResult<R>;
}

/// An owned reference to `NotImplemented`.
#[inline]
pub fn not_implemented() -> Object {
    // SAFETY: a singleton that is never null; the new reference is handed out.
    unsafe { NonNull::new_unchecked(ffi::Py_NewRef(ffi::Py_NotImplemented())) }
}

/// `None` where C passes null.
#[inline]
pub fn or_none(object: Raw) -> Raw {
    if object.is_null() {
        // SAFETY: a singleton.
        unsafe { ffi::Py_None() }
    } else {
        object
    }
}

/// `reprfunc`, `unaryfunc`, `getiterfunc`.
///
/// # Safety
/// Called by Python with an instance of the method's class.
pub unsafe extern "C" fn unary<M: Call<(), Object>>(slf: Raw) -> Raw {
    // SAFETY: Python's contract.
    guard(|py| unsafe { M::call(py, slf, ()) })
}

/// `hashfunc`: −1 means an error and so is never a hash.
///
/// # Safety
/// As for [`unary`].
pub unsafe extern "C" fn hash<M: Call<(), ffi::Py_hash_t>>(slf: Raw) -> ffi::Py_hash_t {
    guard_or(-1, |py| {
        // SAFETY: Python's contract.
        unsafe { M::call(py, slf, ()) }.map(|hash| if hash == -1 { -2 } else { hash })
    })
}

/// Integers that a `__hash__` may return; wider ones than C's are cut.
pub trait HashOutput {
    /// As C wants it.
    fn into_hash(self) -> ffi::Py_hash_t;
}

macro_rules! hash_output {
    ($($int:ty),*) => {$(
        impl HashOutput for $int {
            #[inline]
            fn into_hash(self) -> ffi::Py_hash_t {
                self as ffi::Py_hash_t
            }
        }
    )*};
}
hash_output!(u8, u16, u32, u64, usize, i8, i16, i32, i64, isize);

/// `lenfunc`.
///
/// # Safety
/// As for [`unary`].
pub unsafe extern "C" fn length<M: Call<(), usize>>(slf: Raw) -> ffi::Py_ssize_t {
    guard_or(-1, |py| {
        // SAFETY: Python's contract.
        let length = unsafe { M::call(py, slf, ()) }?;
        isize::try_from(length).map_err(|_| PyOverflowError::new_err(()))
    })
}

/// `inquiry`.
///
/// # Safety
/// As for [`unary`].
pub unsafe extern "C" fn inquiry<M: Call<(), bool>>(slf: Raw) -> c_int {
    // SAFETY: Python's contract.
    guard_or(-1, |py| unsafe { M::call(py, slf, ()) }.map(c_int::from))
}

/// `objobjproc`.
///
/// # Safety
/// As for [`unary`].
pub unsafe extern "C" fn contains<M: Call<(Raw,), bool>>(slf: Raw, item: Raw) -> c_int {
    guard_or(-1, |py| {
        // SAFETY: Python's contract.
        unsafe { M::call(py, slf, (item,)) }.map(c_int::from)
    })
}

/// `binaryfunc` whose first operand is the instance.
///
/// # Safety
/// As for [`unary`].
pub unsafe extern "C" fn binary_self<M: Call<(Raw,), Object>>(slf: Raw, other: Raw) -> Raw {
    // SAFETY: Python's contract.
    guard(|py| unsafe { M::call(py, slf, (other,)) })
}

/// `ssizeargfunc`.
///
/// # Safety
/// As for [`unary`].
pub unsafe extern "C" fn repeat<M: Call<(isize,), Object>>(
    slf: Raw,
    count: ffi::Py_ssize_t,
) -> Raw {
    // SAFETY: Python's contract.
    guard(|py| unsafe { M::call(py, slf, (count,)) })
}

/// The instance again, or `NotImplemented` where the operand was not understood.
///
/// # Safety
/// `slf` is alive.
#[inline]
unsafe fn itself(slf: Raw, done: bool) -> Object {
    if done {
        // SAFETY: the caller's contract.
        unsafe { NonNull::new_unchecked(ffi::Py_NewRef(slf)) }
    } else {
        not_implemented()
    }
}

/// In-place `binaryfunc`.
///
/// # Safety
/// As for [`unary`].
pub unsafe extern "C" fn in_place<M: Call<(Raw,), bool>>(slf: Raw, other: Raw) -> Raw {
    // SAFETY: Python's contract.
    guard(|py| unsafe { Ok(itself(slf, M::call(py, slf, (other,))?)) })
}

/// In-place `ternaryfunc`.
///
/// # Safety
/// As for [`unary`].
pub unsafe extern "C" fn in_place_power<M: Call<(Raw, Raw), bool>>(
    slf: Raw,
    other: Raw,
    modulo: Raw,
) -> Raw {
    // SAFETY: Python's contract.
    guard(|py| unsafe { Ok(itself(slf, M::call(py, slf, (other, or_none(modulo)))?)) })
}

/// `iternextfunc`: null without an exception ends the iteration.
///
/// # Safety
/// As for [`unary`].
pub unsafe extern "C" fn next<M: Call<(), Option<Object>>>(slf: Raw) -> Raw {
    guard_or(ptr::null_mut(), |py| {
        // SAFETY: Python's contract.
        Ok(unsafe { M::call(py, slf, ()) }?.map_or(ptr::null_mut(), NonNull::as_ptr))
    })
}

/// `__anext__`: `None` ends the iteration by an exception.
///
/// # Safety
/// As for [`unary`].
pub unsafe extern "C" fn anext<M: Call<(), Option<Object>>>(slf: Raw) -> Raw {
    // SAFETY: Python's contract.
    guard(|py| unsafe { M::call(py, slf, ()) }?.ok_or_else(|| PyStopAsyncIteration::new_err(())))
}

/// `descrgetfunc`.
///
/// # Safety
/// As for [`unary`].
pub unsafe extern "C" fn descr_get<M: Call<(Raw, Raw), Object>>(
    slf: Raw,
    object: Raw,
    class: Raw,
) -> Raw {
    // SAFETY: Python's contract; either argument may be null.
    guard(|py| unsafe { M::call(py, slf, (or_none(object), or_none(class))) })
}

/// What a `__next__` may return, as an optional owned object: a plain value never ends the iteration.
pub trait NextOutput<'py> {
    /// The object, or the end.
    ///
    /// # Errors
    /// The method's own error, or that of the conversion.
    fn into_next(self, py: Python<'py>) -> PyResult<Option<Object>>;
}

impl<'py, T: super::Output<'py>> NextOutput<'py> for Option<T> {
    #[inline]
    fn into_next(self, py: Python<'py>) -> PyResult<Option<Object>> {
        self.map(|value| super::returns(py, value)).transpose()
    }
}

impl<'py, T: crate::IntoPyObject<'py>, E: Into<PyErr>> NextOutput<'py> for Result<Option<T>, E> {
    #[inline]
    fn into_next(self, py: Python<'py>) -> PyResult<Option<Object>> {
        self.map_err(Into::into)?.into_next(py)
    }
}

/// A plain value of `__next__`: always one more item.
pub struct NextProbe<T>(pub T);

impl<'py, T: NextOutput<'py>> NextProbe<T> {
    /// The object, or the end.
    ///
    /// # Errors
    /// The method's own error, or that of the conversion.
    #[inline]
    pub fn into_next(self, py: Python<'py>) -> PyResult<Option<Object>> {
        self.0.into_next(py)
    }
}

/// The fallback of [`NextProbe`].
pub trait NextValue<'py> {
    /// The object.
    ///
    /// # Errors
    /// The method's own error, or that of the conversion.
    fn into_next(self, py: Python<'py>) -> PyResult<Option<Object>>;
}

impl<'py, T: super::Output<'py>> NextValue<'py> for NextProbe<T> {
    #[inline]
    fn into_next(self, py: Python<'py>) -> PyResult<Option<Object>> {
        super::returns(py, self.0).map(Some)
    }
}

/// `sq_item` of a class whose `__getitem__` fills `mp_subscript`.
///
/// # Safety
/// `slf` is an instance of a class with `mp_subscript`.
pub(crate) unsafe extern "C" fn item_by_subscript(slf: Raw, index: ffi::Py_ssize_t) -> Raw {
    // SAFETY: attached; a failed allocation leaves an exception.
    unsafe {
        let key = ffi::PyLong_FromSsize_t(index);
        if key.is_null() {
            return ptr::null_mut();
        }
        let item = ffi::PyObject_GetItem(slf, key);
        ffi::Py_DECREF(key);
        item
    }
}

/// `sq_ass_item` of a class whose `__setitem__` or `__delitem__` fills `mp_ass_subscript`.
///
/// # Safety
/// `slf` is an instance of a class with `mp_ass_subscript`; `value` is null to delete.
pub(crate) unsafe extern "C" fn set_item_by_subscript(
    slf: Raw,
    index: ffi::Py_ssize_t,
    value: Raw,
) -> c_int {
    // SAFETY: attached; a failed allocation leaves an exception.
    unsafe {
        let key = ffi::PyLong_FromSsize_t(index);
        if key.is_null() {
            return -1;
        }
        let done = if value.is_null() {
            ffi::PyObject_DelItem(slf, key)
        } else {
            ffi::PyObject_SetItem(slf, key, value)
        };
        ffi::Py_DECREF(key);
        done
    }
}
