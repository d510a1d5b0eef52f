//! Slots that two or more methods share: operators with their reflections, comparisons, setting with deleting.

use core::ffi::c_int;
use core::marker::PhantomData;
use core::ptr::NonNull;

use super::{not_implemented, or_none, Call, Raw};
use crate::class::like::ClassLike;
use crate::class::CompareOp;
use crate::err::PyResult;
use crate::exceptions::{PyAttributeError, PyNotImplementedError};
use crate::ffi;
use crate::glue::guard::{guard, guard_int};
use crate::marker::Python;
use crate::PyErr;

type Object = NonNull<ffi::PyObject>;

/// A method that the class does not have.
pub struct Absent;

/// A method that the class has.
pub struct Has<M>(PhantomData<M>);

/// Half of an operator: [`Absent`] understands no operand.
pub trait BinaryMethod<A> {
    /// The result, or `NotImplemented`.
    ///
    /// # Errors
    /// What the method raises.
    ///
    /// # Safety
    /// As for [`Call::call`].
    unsafe fn apply(py: Python<'_>, slf: Raw, args: A) -> PyResult<Object>;
}

impl<A> BinaryMethod<A> for Absent {
    #[inline]
    unsafe fn apply(_py: Python<'_>, _slf: Raw, _args: A) -> PyResult<Object> {
        Ok(not_implemented())
    }
}

impl<A, M: Call<A, Object>> BinaryMethod<A> for Has<M> {
    #[inline]
    unsafe fn apply(py: Python<'_>, slf: Raw, args: A) -> PyResult<Object> {
        // SAFETY: the caller's contract.
        unsafe { M::call(py, slf, args) }
    }
}

#[inline]
fn is_not_implemented(object: Object) -> bool {
    // SAFETY: compares with a singleton's address.
    object.as_ptr() == unsafe { ffi::Py_NotImplemented() }
}

/// A binary operator: the forward method if the left operand is ours, then the reflected one if the right one is.
///
/// # Safety
/// Called by Python with two live objects, one of which is an instance of `T`.
pub unsafe extern "C" fn binary<T, F, R>(left: Raw, right: Raw) -> Raw
where
    T: ClassLike,
    F: BinaryMethod<(Raw,)>,
    R: BinaryMethod<(Raw,)>,
{
    // SAFETY: Python's contract; each method only gets an instance of its class as receiver.
    guard(|py| unsafe {
        if T::is_instance(left) {
            let result = F::apply(py, left, (right,))?;
            if !is_not_implemented(result) {
                return Ok(result);
            }
            ffi::Py_DECREF(result.as_ptr());
        }
        if T::is_instance(right) {
            return R::apply(py, right, (left,));
        }
        Ok(not_implemented())
    })
}

/// `**` and three-argument `pow`, as [`binary`].
///
/// # Safety
/// As for [`binary`]; `modulo` may be null.
pub unsafe extern "C" fn power<T, F, R>(left: Raw, right: Raw, modulo: Raw) -> Raw
where
    T: ClassLike,
    F: BinaryMethod<(Raw, Raw)>,
    R: BinaryMethod<(Raw, Raw)>,
{
    // SAFETY: as in `binary`.
    guard(|py| unsafe {
        let modulo = or_none(modulo);
        if T::is_instance(left) {
            let result = F::apply(py, left, (right, modulo))?;
            if !is_not_implemented(result) {
                return Ok(result);
            }
            ffi::Py_DECREF(result.as_ptr());
        }
        if T::is_instance(right) {
            return R::apply(py, right, (left, modulo));
        }
        Ok(not_implemented())
    })
}

/// One of the six comparisons.
pub trait CompareMethod {
    /// Whether the class has it.
    const PRESENT: bool;
    /// The result, or `NotImplemented`.
    ///
    /// # Errors
    /// What the method raises.
    ///
    /// # Safety
    /// As for [`Call::call`].
    unsafe fn compare(py: Python<'_>, slf: Raw, other: Raw) -> PyResult<Object>;
}

impl CompareMethod for Absent {
    const PRESENT: bool = false;
    unsafe fn compare(_py: Python<'_>, _slf: Raw, _other: Raw) -> PyResult<Object> {
        Ok(not_implemented())
    }
}

impl<M: Call<(Raw,), Object>> CompareMethod for Has<M> {
    const PRESENT: bool = true;
    #[inline]
    unsafe fn compare(py: Python<'_>, slf: Raw, other: Raw) -> PyResult<Object> {
        // SAFETY: the caller's contract.
        unsafe { M::call(py, slf, (other,)) }
    }
}

/// `richcmpfunc` over single methods. Without `__ne__`, `!=` is the opposite of `==`; operators that have no method
/// are left to the comparison that the class derives, if any.
///
/// # Safety
/// Called by Python with an instance of the methods' class first.
pub unsafe extern "C" fn compare<T, Lt, Le, Eq, Ne, Gt, Ge>(slf: Raw, other: Raw, op: c_int) -> Raw
where
    T: ClassLike,
    Lt: CompareMethod,
    Le: CompareMethod,
    Eq: CompareMethod,
    Ne: CompareMethod,
    Gt: CompareMethod,
    Ge: CompareMethod,
{
    if let Some(derived) = T::COMPARE {
        let present = match op {
            ffi::Py_LT => Lt::PRESENT,
            ffi::Py_LE => Le::PRESENT,
            ffi::Py_EQ => Eq::PRESENT,
            ffi::Py_NE => Ne::PRESENT || Eq::PRESENT,
            ffi::Py_GT => Gt::PRESENT,
            _ => Ge::PRESENT,
        };
        if !present {
            // SAFETY: Python's contract, passed on.
            return unsafe { derived(slf, other, op) };
        }
    }
    // SAFETY: Python's contract.
    guard(|py| unsafe {
        match op {
            ffi::Py_LT => Lt::compare(py, slf, other),
            ffi::Py_LE => Le::compare(py, slf, other),
            ffi::Py_EQ => Eq::compare(py, slf, other),
            ffi::Py_NE if Ne::PRESENT || !Eq::PRESENT => Ne::compare(py, slf, other),
            ffi::Py_NE => opposite(py, Eq::compare(py, slf, other)?),
            ffi::Py_GT => Gt::compare(py, slf, other),
            _ => Ge::compare(py, slf, other),
        }
    })
}

/// `not result`, or `NotImplemented` if that is what it is.
///
/// # Safety
/// `result` is an owned reference.
unsafe fn opposite(py: Python<'_>, result: Object) -> PyResult<Object> {
    if is_not_implemented(result) {
        return Ok(result);
    }
    // SAFETY: the reference is given up after use; the singletons are never null.
    unsafe {
        let truth = ffi::PyObject_IsTrue(result.as_ptr());
        ffi::Py_DECREF(result.as_ptr());
        match truth {
            0 => Ok(NonNull::new_unchecked(ffi::Py_NewRef(ffi::Py_True()))),
            1 => Ok(NonNull::new_unchecked(ffi::Py_NewRef(ffi::Py_False()))),
            _ => Err(PyErr::fetch(py)),
        }
    }
}

/// `richcmpfunc` over one `__richcmp__`.
///
/// # Safety
/// As for [`compare`].
pub unsafe extern "C" fn compare_raw<M: Call<(Raw, CompareOp), Object>>(
    slf: Raw,
    other: Raw,
    op: c_int,
) -> Raw {
    guard(|py| match CompareOp::from_raw(op) {
        // SAFETY: Python's contract.
        Some(op) => unsafe { M::call(py, slf, (other, op)) },
        None => Ok(not_implemented()),
    })
}

/// `getattrofunc`: `__getattribute__` or the ordinary lookup, then `__getattr__` if that found nothing.
///
/// # Safety
/// Called by Python with an instance of the methods' class first.
pub unsafe extern "C" fn getattr<First, Fallback>(slf: Raw, name: Raw) -> Raw
where
    First: CompareMethod,
    Fallback: CompareMethod,
{
    // SAFETY: Python's contract.
    guard(|py| unsafe {
        let found = if First::PRESENT {
            First::compare(py, slf, name)
        } else {
            NonNull::new(ffi::PyObject_GenericGetAttr(slf, name)).ok_or_else(|| PyErr::fetch(py))
        };
        match found {
            Err(error) if Fallback::PRESENT && error.is_instance_of::<PyAttributeError>(py) => {
                Fallback::compare(py, slf, name)
            }
            found => found,
        }
    })
}

/// Setting or deleting something by a key.
macro_rules! set_or_delete {
    ($(#[$doc:meta])* $name:ident, $error:ident, $what:literal) => {
        $(#[$doc])*
        ///
        /// # Safety
        /// Called by Python with an instance of the methods' class first; `value` is null to delete.
        pub unsafe extern "C" fn $name<S, D>(slf: Raw, key: Raw, value: Raw) -> c_int
        where
            S: SetMethod<(Raw, Raw)>,
            D: SetMethod<(Raw,)>,
        {
            // SAFETY: Python's contract.
            guard_int(|py| unsafe {
                if value.is_null() {
                    if D::PRESENT {
                        return D::set(py, slf, (key,));
                    }
                    return Err($error::new_err(concat!("can't delete ", $what)));
                }
                if S::PRESENT {
                    return S::set(py, slf, (key, value));
                }
                Err($error::new_err(concat!("can't set ", $what)))
            })
        }
    };
}

/// Half of a slot that sets and deletes.
pub trait SetMethod<A> {
    /// Whether the class has it.
    const PRESENT: bool;
    /// Sets or deletes.
    ///
    /// # Errors
    /// What the method raises.
    ///
    /// # Safety
    /// As for [`Call::call`].
    unsafe fn set(py: Python<'_>, slf: Raw, args: A) -> PyResult<()>;
}

impl<A> SetMethod<A> for Absent {
    const PRESENT: bool = false;
    unsafe fn set(_py: Python<'_>, _slf: Raw, _args: A) -> PyResult<()> {
        Ok(())
    }
}

impl<A, M: Call<A, ()>> SetMethod<A> for Has<M> {
    const PRESENT: bool = true;
    #[inline]
    unsafe fn set(py: Python<'_>, slf: Raw, args: A) -> PyResult<()> {
        // SAFETY: the caller's contract.
        unsafe { M::call(py, slf, args) }
    }
}

set_or_delete!(
    /// `setattrofunc`.
    setattr,
    PyAttributeError,
    "attribute"
);
set_or_delete!(
    /// `descrsetfunc`.
    descr_set,
    PyNotImplementedError,
    "descriptor"
);
set_or_delete!(
    /// `objobjargproc`.
    set_item,
    PyNotImplementedError,
    "item"
);
