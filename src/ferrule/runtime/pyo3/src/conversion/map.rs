//! Maps: `dict`, and nothing else on the way in.

use core::hash::{BuildHasher, Hash};
use std::collections::{BTreeMap, HashMap};

use super::items::Depth;
use super::private::Token;
use super::{extract_owned, into_owned_any, FromPyObject, FromPyObjectOwned, IntoPyObject};
use crate::err::{CastError, PyErr, PyResult};
use crate::exceptions::PyRuntimeError;
use crate::ffi;
use crate::instance::{Borrowed, Bound};
use crate::marker::Python;
use crate::type_object::PyTypeInfo;
use crate::types::{PyAny, PyDict};

/// The entries of a dict, which must not change size meanwhile.
pub(super) struct Entries<'a, 'py> {
    dict: Borrowed<'a, 'py, PyAny>,
    len: ffi::Py_ssize_t,
    remaining: ffi::Py_ssize_t,
    position: ffi::Py_ssize_t,
    _depth: Depth,
}

impl<'a, 'py> Entries<'a, 'py> {
    /// # Errors
    /// `TypeError` if it is no dict.
    pub(super) fn of(dict: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        // SAFETY: attached, and the object is alive.
        unsafe {
            if ffi::PyDict_Check(dict.as_ptr()) == 0 {
                return Err(CastError::new(dict, PyDict::type_object(dict.py()).into_any()).into());
            }
            let len = ffi::PyDict_Size(dict.as_ptr());
            Ok(Entries {
                dict,
                len,
                remaining: len,
                position: 0,
                _depth: Depth::enter()?,
            })
        }
    }

    fn len(&self) -> usize {
        self.len as usize
    }

    /// The next entry, borrowed from the dict: good until anything runs that may change it.
    ///
    /// # Errors
    /// `RuntimeError` if converting the entries before has changed the dict.
    #[inline]
    fn next(&mut self) -> PyResult<Option<(*mut ffi::PyObject, *mut ffi::PyObject)>> {
        let (mut key, mut value) = (core::ptr::null_mut(), core::ptr::null_mut());
        // SAFETY: attached, and a dict; the position came from the same function, which bears any change of the dict.
        unsafe {
            if ffi::PyDict_Size(self.dict.as_ptr()) != self.len {
                return Err(changed("size"));
            }
            if ffi::PyDict_Next(self.dict.as_ptr(), &mut self.position, &mut key, &mut value) == 0 {
                return Ok(None);
            }
            if self.remaining == 0 {
                return Err(changed("keys"));
            }
            self.remaining -= 1;
            Ok(Some((key, value)))
        }
    }

    /// Converts every entry and hands it on.
    #[inline]
    pub(super) fn each<K, V>(mut self, mut insert: impl FnMut(K, V)) -> PyResult<()>
    where
        K: FromPyObjectOwned<'py>,
        V: FromPyObjectOwned<'py>,
    {
        let py = self.dict.py();
        while let Some((key, value)) = self.next()? {
            // SAFETY: both are alive, and reading runs no Python code; references are taken before anything else does.
            let (key, value) = unsafe {
                let new_key =
                    <K as FromPyObject<'_, 'py>>::read(Borrowed::from_ptr(py, key), Token);
                let new_value =
                    <V as FromPyObject<'_, 'py>>::read(Borrowed::from_ptr(py, value), Token);
                if let (Some(key), Some(value)) = (new_key, new_value) {
                    insert(key, value);
                    continue;
                }
                (
                    Bound::from_borrowed_ptr(py, key),
                    Bound::from_borrowed_ptr(py, value),
                )
            };
            let new_key = match extract_owned(&key) {
                Ok(key) => key,
                Err(error) => return Err(error.at_key(&key)),
            };
            match extract_owned(&value) {
                Ok(value) => insert(new_key, value),
                Err(error) => return Err(error.at_key(&key)),
            }
        }
        Ok(())
    }
}

/// A dict in the place of a live view of a map; `None` for a dict, and for what is neither.
#[inline]
fn viewed<'py>(obj: Borrowed<'_, 'py, PyAny>) -> PyResult<Option<Bound<'py, PyAny>>> {
    // SAFETY: attached, and the object is alive.
    match unsafe { ffi::PyDict_Check(obj.as_ptr()) } {
        0 => crate::class::view::map::plain(obj),
        _ => Ok(None),
    }
}

#[cold]
fn changed(what: &str) -> PyErr {
    PyRuntimeError::new_err(format!("dictionary {what} changed during iteration"))
}

impl<'py, K, V, S> FromPyObject<'_, 'py> for HashMap<K, V, S>
where
    K: FromPyObjectOwned<'py> + Eq + Hash,
    V: FromPyObjectOwned<'py>,
    S: BuildHasher + Default,
{
    type Error = PyErr;

    fn extract(obj: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if let Some(dict) = viewed(obj)? {
            return extract_owned(&dict);
        }
        let entries = Entries::of(obj)?;
        let mut map = HashMap::with_hasher(S::default());
        map.try_reserve(entries.len())
            .map_err(|_| super::items::out_of_memory())?;
        entries.each(|key, value| {
            map.insert(key, value);
        })?;
        Ok(map)
    }
}

impl<'py, K, V> FromPyObject<'_, 'py> for BTreeMap<K, V>
where
    K: FromPyObjectOwned<'py> + Ord,
    V: FromPyObjectOwned<'py>,
{
    type Error = PyErr;

    fn extract(obj: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if let Some(dict) = viewed(obj)? {
            return extract_owned(&dict);
        }
        let mut map = BTreeMap::new();
        Entries::of(obj)?.each(|key, value| {
            map.insert(key, value);
        })?;
        Ok(map)
    }
}

/// A dict of these entries.
pub(super) fn make<'py, K, V>(
    py: Python<'py>,
    entries: impl Iterator<Item = (K, V)>,
) -> PyResult<Bound<'py, PyDict>>
where
    K: IntoPyObject<'py>,
    V: IntoPyObject<'py>,
{
    let dict = PyDict::new(py);
    for (key, value) in entries {
        insert(&dict, into_owned_any(key, py)?, into_owned_any(value, py)?)?;
    }
    Ok(dict)
}

fn insert<'py>(
    dict: &Bound<'py, PyDict>,
    key: Bound<'py, PyAny>,
    value: Bound<'py, PyAny>,
) -> PyResult<()> {
    // SAFETY: attached; live objects; the dict takes references of its own.
    let result = unsafe { ffi::PyDict_SetItem(dict.as_ptr(), key.as_ptr(), value.as_ptr()) };
    crate::err::error_on_minus_one(dict.py(), result)
}

macro_rules! map_into_py {
    ($map:ident<$($param:ident),*> where $($bound:tt)*) => {
        impl<'py, $($param),*> IntoPyObject<'py> for $map<$($param),*>
        where
            K: IntoPyObject<'py>,
            V: IntoPyObject<'py>,
            $($bound)*
        {
            type Target = PyDict;
            type Output = Bound<'py, PyDict>;
            type Error = PyErr;

            fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
                make(py, self.into_iter())
            }
        }

        impl<'a, 'py, $($param),*> IntoPyObject<'py> for &'a $map<$($param),*>
        where
            &'a K: IntoPyObject<'py>,
            &'a V: IntoPyObject<'py>,
            $($bound)*
        {
            type Target = PyDict;
            type Output = Bound<'py, PyDict>;
            type Error = PyErr;

            fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
                make(py, self.iter())
            }
        }
    };
}

#[allow(unused_imports)] // for maps of other crates
pub(super) use map_into_py;
map_into_py!(HashMap<K, V, S> where K: Eq + Hash, S: BuildHasher);
map_into_py!(BTreeMap<K, V> where K: Ord);
