//! Sets: `set` or `frozenset` on the way in, `set` on the way out.

use core::hash::{BuildHasher, Hash};
use std::collections::{BTreeSet, HashSet};

use super::{extract_owned, into_owned_any, FromPyObject, FromPyObjectOwned, IntoPyObject};
use crate::err::{CastError, PyErr, PyResult};
use crate::ffi;
use crate::instance::{Borrowed, Bound};
use crate::marker::Python;
use crate::type_object::PyTypeInfo;
use crate::types::{PyAny, PySet};

/// Converts every item of a set or frozenset and hands it on.
pub(super) fn each<'py, K>(set: Borrowed<'_, 'py, PyAny>, mut insert: impl FnMut(K)) -> PyResult<()>
where
    K: FromPyObjectOwned<'py>,
{
    let iterator = iterate(set)?;
    while let Some(item) = next(&iterator)? {
        insert(extract_owned(&item)?);
    }
    Ok(())
}

/// # Errors
/// `TypeError` if it is neither set nor frozenset.
fn iterate<'py>(set: Borrowed<'_, 'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    // SAFETY: attached, and the object is alive; the result is null or a new reference.
    unsafe {
        if ffi::PyAnySet_Check(set.as_ptr()) == 0 {
            return Err(CastError::new(set, PySet::type_object(set.py()).into_any()).into());
        }
        Bound::from_owned_ptr_or_err(set.py(), ffi::PyObject_GetIter(set.as_ptr()))
    }
}

fn next<'py>(iterator: &Bound<'py, PyAny>) -> PyResult<Option<Bound<'py, PyAny>>> {
    // SAFETY: attached, and an iterator; the result is null or a new reference.
    match unsafe {
        Bound::from_owned_ptr_or_opt(iterator.py(), ffi::PyIter_Next(iterator.as_ptr()))
    } {
        Some(item) => Ok(Some(item)),
        None => crate::err::error_if_pending(iterator.py()).map(|()| None),
    }
}

impl<'py, K, S> FromPyObject<'_, 'py> for HashSet<K, S>
where
    K: FromPyObjectOwned<'py> + Eq + Hash,
    S: BuildHasher + Default,
{
    type Error = PyErr;

    fn extract(obj: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        let mut set = HashSet::default();
        each(obj, |item| {
            set.insert(item);
        })?;
        Ok(set)
    }
}

impl<'py, K: FromPyObjectOwned<'py> + Ord> FromPyObject<'_, 'py> for BTreeSet<K> {
    type Error = PyErr;

    fn extract(obj: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        let mut set = BTreeSet::new();
        each(obj, |item| {
            set.insert(item);
        })?;
        Ok(set)
    }
}

/// A set of these items.
pub(super) fn make<'py, K: IntoPyObject<'py>>(
    py: Python<'py>,
    items: impl Iterator<Item = K>,
) -> PyResult<Bound<'py, PySet>> {
    // SAFETY: attached; the result is null or a new reference to a set.
    let set = unsafe { Bound::from_owned_ptr_or_err(py, ffi::PySet_New(core::ptr::null_mut()))? };
    for item in items {
        let item = into_owned_any(item, py)?;
        // SAFETY: attached; live objects; the set takes a reference of its own.
        crate::err::error_on_minus_one(py, unsafe { ffi::PySet_Add(set.as_ptr(), item.as_ptr()) })?;
    }
    // SAFETY: a set.
    Ok(unsafe { set.cast_into_unchecked() })
}

macro_rules! set_into_py {
    ($set:ident<$($param:ident),*> where $($bound:tt)*) => {
        impl<'py, $($param),*> IntoPyObject<'py> for $set<$($param),*>
        where
            K: IntoPyObject<'py>,
            $($bound)*
        {
            type Target = PySet;
            type Output = Bound<'py, PySet>;
            type Error = PyErr;

            fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
                make(py, self.into_iter())
            }
        }

        impl<'a, 'py, $($param),*> IntoPyObject<'py> for &'a $set<$($param),*>
        where
            &'a K: IntoPyObject<'py>,
            $($bound)*
        {
            type Target = PySet;
            type Output = Bound<'py, PySet>;
            type Error = PyErr;

            fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
                make(py, self.iter())
            }
        }
    };
}

set_into_py!(HashSet<K, S> where K: Eq + Hash, S: BuildHasher);
set_into_py!(BTreeSet<K> where K: Ord);
