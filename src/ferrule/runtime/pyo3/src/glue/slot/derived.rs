//! Special methods that options of `#[pyclass]` take from Rust traits: `eq`, `ord`, `eq_int`, `hash`, `str`.

use core::ffi::c_int;
use core::fmt::Display;
use core::hash::{Hash, Hasher};
use core::marker::PhantomData;
use core::ptr::NonNull;
use std::collections::hash_map::DefaultHasher;

use super::{not_implemented, Call, Raw};
use crate::class::enums::SimpleEnum;
use crate::class::guard::ClassRef;
use crate::class::like::ClassLike;
use crate::class::{CompareOp, PyClass};
use crate::conversion::FromPyObject;
use crate::err::PyResult;
use crate::ffi;
use crate::glue::guard::guard;
use crate::glue::{borrow, returns};
use crate::instance::Borrowed;
use crate::marker::Python;

type Object = NonNull<ffi::PyObject>;

/// How two Rust values compare.
pub trait Comparison<T> {
    /// The result; `None` for an operator that is not supported.
    fn compare(left: &T, right: &T, op: CompareOp) -> Option<bool>;
}

/// `==` and `!=` only.
pub struct Equality;
/// All six operators.
pub struct Order;

impl<T: PartialEq> Comparison<T> for Equality {
    #[inline]
    fn compare(left: &T, right: &T, op: CompareOp) -> Option<bool> {
        match op {
            CompareOp::Eq => Some(left == right),
            CompareOp::Ne => Some(left != right),
            _ => None,
        }
    }
}

impl<T: PartialOrd> Comparison<T> for Order {
    #[inline]
    fn compare(left: &T, right: &T, op: CompareOp) -> Option<bool> {
        Some(match op {
            CompareOp::Lt => left < right,
            CompareOp::Le => left <= right,
            CompareOp::Eq => left == right,
            CompareOp::Ne => left != right,
            CompareOp::Gt => left > right,
            CompareOp::Ge => left >= right,
        })
    }
}

/// Borrows the value of an operand; `None` if it is of another class, or mutably borrowed.
///
/// # Safety
/// `object` is alive for `'a`.
#[inline]
unsafe fn operand<'a, T: PyClass>(object: Raw) -> Option<ClassRef<'a, T>> {
    // SAFETY: the caller's contract; the class is checked before the value is borrowed.
    unsafe {
        if !T::is_instance(object) {
            return None;
        }
        ClassRef::new(NonNull::new_unchecked(object)).ok()
    }
}

/// An owned truth value, or `NotImplemented` for none.
#[inline]
fn answer(result: Option<bool>) -> Object {
    match result {
        // SAFETY: singletons, never null; the new reference is handed out.
        Some(true) => unsafe { NonNull::new_unchecked(ffi::Py_NewRef(ffi::Py_True())) },
        // SAFETY: as above.
        Some(false) => unsafe { NonNull::new_unchecked(ffi::Py_NewRef(ffi::Py_False())) },
        None => not_implemented(),
    }
}

/// `richcmpfunc` of a class with `eq`, and perhaps `ord`: compares with instances of the same class.
///
/// # Safety
/// Called by Python with an instance of `T` first.
pub unsafe extern "C" fn derived_compare<T: PyClass, C: Comparison<T>>(
    slf: Raw,
    other: Raw,
    op: c_int,
) -> Raw {
    // SAFETY: Python's contract.
    guard(|_py| unsafe {
        Ok(answer(CompareOp::from_raw(op).and_then(|op| {
            let left = operand::<T>(slf)?;
            let right = operand::<T>(other)?;
            C::compare(&left, &right, op)
        })))
    })
}

/// `richcmpfunc` of an enum with `eq_int`: compares with integers too, by discriminant.
///
/// # Safety
/// Called by Python with an instance of `T` first.
pub unsafe extern "C" fn derived_compare_int<T, C>(slf: Raw, other: Raw, op: c_int) -> Raw
where
    T: SimpleEnum,
    C: Comparison<T> + Comparison<T::Int>,
{
    // SAFETY: Python's contract.
    guard(|py| unsafe {
        Ok(answer(CompareOp::from_raw(op).and_then(|op| {
            let left = operand::<T>(slf)?;
            if let Some(right) = operand::<T>(other) {
                return C::compare(&*left, &*right, op);
            }
            let right = T::Int::extract(Borrowed::from_ptr(py, other)).ok()?;
            C::compare(&left.discriminant(), &right, op)
        })))
    })
}

/// `__hash__` by [`Hash`] with the standard library's default hasher.
pub struct Hashed<T>(PhantomData<T>);

impl<T: PyClass + Hash> Call<(), ffi::Py_hash_t> for Hashed<T> {
    unsafe fn call(_py: Python<'_>, slf: Raw, _args: ()) -> PyResult<ffi::Py_hash_t> {
        let mut hasher = DefaultHasher::new();
        // SAFETY: the caller's contract.
        unsafe { borrow::<T>(slf) }?.hash(&mut hasher);
        Ok(hasher.finish() as ffi::Py_hash_t)
    }
}

/// `__str__` by [`Display`].
pub struct Displayed<T>(PhantomData<T>);

impl<T: PyClass + Display> Call<(), Object> for Displayed<T> {
    unsafe fn call(py: Python<'_>, slf: Raw, _args: ()) -> PyResult<Object> {
        // SAFETY: the caller's contract.
        returns(py, unsafe { borrow::<T>(slf) }?.to_string())
    }
}

/// `__repr__` of an enum: `Class.Variant`.
pub struct VariantRepr<T>(PhantomData<T>);

impl<T: SimpleEnum> Call<(), Object> for VariantRepr<T> {
    unsafe fn call(py: Python<'_>, slf: Raw, _args: ()) -> PyResult<Object> {
        // SAFETY: the caller's contract.
        returns(py, unsafe { borrow::<T>(slf) }?.repr())
    }
}

/// `__int__` of an enum: its discriminant.
pub struct VariantInt<T>(PhantomData<T>);

impl<T: SimpleEnum> Call<(), Object> for VariantInt<T> {
    unsafe fn call(py: Python<'_>, slf: Raw, _args: ()) -> PyResult<Object> {
        // SAFETY: the caller's contract.
        returns(py, unsafe { borrow::<T>(slf) }?.discriminant())
    }
}
