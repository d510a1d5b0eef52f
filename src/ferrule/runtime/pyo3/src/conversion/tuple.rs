//! Tuples of 1 to 12 items: `tuple` of exactly that length. The empty one is `None` as a function's result.

use core::convert::Infallible;
use core::ptr::NonNull;

use super::private::Token;
use super::read::{Run, Storage};
use super::{into_owned_any, FromPyObject, IntoPyObject};
use crate::err::{CastError, PyErr, PyResult};
use crate::exceptions::PyValueError;
use crate::ffi;
use crate::instance::{Borrowed, Bound};
use crate::marker::Python;
use crate::type_object::PyTypeInfo;
use crate::types::{PyAny, PyTuple};

/// # Safety
/// Attached; the object is a tuple.
#[inline(always)]
unsafe fn items(tuple: *mut ffi::PyObject) -> Run {
    // SAFETY: the caller's contract.
    unsafe { Run::of(Storage::Tuple, tuple) }
}

/// The object as a tuple of `len` items, if it is one.
#[inline(always)]
fn as_tuple<'a, 'py>(
    object: Borrowed<'a, 'py, PyAny>,
    len: usize,
) -> Option<Borrowed<'a, 'py, PyTuple>> {
    // SAFETY: attached, and the object is alive; the length of nothing but a tuple is asked.
    unsafe {
        if ffi::PyTuple_Check(object.as_ptr()) != 0 && items(object.as_ptr()).len() == len {
            return Some(object.cast_unchecked());
        }
    }
    None
}

/// The object as a tuple of `len` items.
#[inline]
fn of_length<'a, 'py>(
    object: Borrowed<'a, 'py, PyAny>,
    len: usize,
) -> PyResult<Borrowed<'a, 'py, PyTuple>> {
    as_tuple(object, len).ok_or_else(|| not_of_length(object, len))
}

#[cold]
fn not_of_length(object: Borrowed<'_, '_, PyAny>, len: usize) -> PyErr {
    // SAFETY: attached, and the object is alive; the length of nothing but a tuple is asked.
    unsafe {
        if ffi::PyTuple_Check(object.as_ptr()) == 0 {
            return CastError::new(object, PyTuple::type_object(object.py()).into_any()).into();
        }
        let actual = items(object.as_ptr()).len();
        PyValueError::new_err(format!(
            "expected tuple of length {len}, but got tuple of length {actual}"
        ))
    }
}

/// One item, which lives as long as the tuple: tuples never change.
///
/// # Safety
/// `index` is below the tuple's length.
#[inline(always)]
unsafe fn borrow<'a, 'py>(
    tuple: Borrowed<'a, 'py, PyTuple>,
    index: usize,
) -> Borrowed<'a, 'py, PyAny> {
    // SAFETY: the caller's contract.
    unsafe { Borrowed::from_ptr(tuple.py(), items(tuple.as_ptr()).get(index)) }
}

/// Converts one item.
///
/// # Safety
/// `index` is below the tuple's length.
#[inline]
unsafe fn item<'a, 'py, T: FromPyObject<'a, 'py>>(
    tuple: Borrowed<'a, 'py, PyTuple>,
    index: usize,
) -> PyResult<T> {
    // SAFETY: the caller's contract.
    T::extract(unsafe { borrow(tuple, index) })
        .map_err(|error| Into::<PyErr>::into(error).at_index(index))
}

/// A tuple that takes over the references.
pub(crate) fn from_array<'py, const N: usize>(
    py: Python<'py>,
    items: [Bound<'py, PyAny>; N],
) -> PyResult<Bound<'py, PyTuple>> {
    let tuple = new(py, N)?;
    for (index, item) in items.into_iter().enumerate() {
        // SAFETY: a new tuple of `N` items that nobody else sees; each is filled once.
        unsafe {
            #[cfg(not(Py_LIMITED_API))]
            ffi::PyTuple_SET_ITEM(tuple.as_ptr(), index as ffi::Py_ssize_t, item.into_ptr());
            #[cfg(Py_LIMITED_API)]
            ffi::PyTuple_SetItem(tuple.as_ptr(), index as ffi::Py_ssize_t, item.into_ptr());
        }
    }
    Ok(tuple)
}

/// A tuple whose items are still to be filled.
fn new(py: Python<'_>, len: usize) -> PyResult<Bound<'_, PyTuple>> {
    // SAFETY: attached; the result is null or a new reference to a tuple.
    unsafe {
        Ok(
            Bound::from_owned_ptr_or_err(py, ffi::PyTuple_New(len as ffi::Py_ssize_t))?
                .cast_into_unchecked(),
        )
    }
}

macro_rules! tuple {
    ($len:literal: $($type:ident $index:tt)*) => {
        impl<'a, 'py, $($type: FromPyObject<'a, 'py>),*> FromPyObject<'a, 'py> for ($($type,)*) {
            type Error = PyErr;

            #[inline(always)]
            fn read(obj: Borrowed<'a, 'py, PyAny>, _: Token) -> Option<Self> {
                let tuple = as_tuple(obj, $len)?;
                // SAFETY: the length has been checked.
                unsafe { Some(($($type::read(borrow(tuple, $index), Token)?,)*)) }
            }

            fn extract(obj: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
                let tuple = of_length(obj, $len)?;
                // SAFETY: the length has been checked.
                unsafe { Ok(($(item::<$type>(tuple, $index)?,)*)) }
            }
        }

        impl<'py, $($type: IntoPyObject<'py>),*> IntoPyObject<'py> for ($($type,)*) {
            type Target = PyTuple;
            type Output = Bound<'py, PyTuple>;
            type Error = PyErr;

            #[inline]
            fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
                from_array(py, [$(into_owned_any(self.$index, py)?),*])
            }
        }

        impl<'a, 'py, $($type),*> IntoPyObject<'py> for &'a ($($type,)*)
        where
            $(&'a $type: IntoPyObject<'py>,)*
        {
            type Target = PyTuple;
            type Output = Bound<'py, PyTuple>;
            type Error = PyErr;

            #[inline]
            fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
                from_array(py, [$(into_owned_any(&self.$index, py)?),*])
            }
        }
    };
}

tuple!(1: T0 0);
tuple!(2: T0 0 T1 1);
tuple!(3: T0 0 T1 1 T2 2);
tuple!(4: T0 0 T1 1 T2 2 T3 3);
tuple!(5: T0 0 T1 1 T2 2 T3 3 T4 4);
tuple!(6: T0 0 T1 1 T2 2 T3 3 T4 4 T5 5);
tuple!(7: T0 0 T1 1 T2 2 T3 3 T4 4 T5 5 T6 6);
tuple!(8: T0 0 T1 1 T2 2 T3 3 T4 4 T5 5 T6 6 T7 7);
tuple!(9: T0 0 T1 1 T2 2 T3 3 T4 4 T5 5 T6 6 T7 7 T8 8);
tuple!(10: T0 0 T1 1 T2 2 T3 3 T4 4 T5 5 T6 6 T7 7 T8 8 T9 9);
tuple!(11: T0 0 T1 1 T2 2 T3 3 T4 4 T5 5 T6 6 T7 7 T8 8 T9 9 T10 10);
tuple!(12: T0 0 T1 1 T2 2 T3 3 T4 4 T5 5 T6 6 T7 7 T8 8 T9 9 T10 10 T11 11);

impl<'py> IntoPyObject<'py> for () {
    type Target = PyTuple;
    type Output = Bound<'py, PyTuple>;
    type Error = Infallible;

    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Infallible> {
        match new(py, 0) {
            Ok(tuple) => Ok(tuple),
            Err(error) => panic!("the empty tuple exists already: {error}"),
        }
    }

    #[inline]
    fn into_return(self, _py: Python<'py>, _: Token) -> PyResult<NonNull<ffi::PyObject>> {
        // SAFETY: attached; `None` lives for ever, and the new reference is the result's.
        unsafe {
            let none = ffi::Py_None();
            ffi::Py_INCREF(none);
            Ok(NonNull::new_unchecked(none))
        }
    }

    #[inline(always)]
    fn into_raw_return(self, _py: Python<'py>, _: Token) -> *mut ffi::PyObject {
        // SAFETY: as above.
        unsafe { ffi::Py_NewRef(ffi::Py_None()) }
    }
}
