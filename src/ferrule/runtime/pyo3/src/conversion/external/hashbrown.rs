//! `hashbrown::HashMap` and `HashSet`: `dict`, and `set`, on the way in also `frozenset`.

use ::hashbrown::{HashMap, HashSet};
use core::hash::{BuildHasher, Hash};

use super::common::*;
use super::hash_map_from_py;
use crate::conversion::map::{make, map_into_py, Entries};
use crate::types::{PyDict, PySet};

hash_map_from_py!(HashMap);
map_into_py!(HashMap<K, V, S> where K: Eq + Hash, S: BuildHasher);

impl<'py, K, S> FromPyObject<'_, 'py> for HashSet<K, S>
where
    K: FromPyObjectOwned<'py> + Eq + Hash,
    S: BuildHasher + Default,
{
    type Error = PyErr;

    fn extract(obj: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        let mut set = HashSet::with_hasher(S::default());
        crate::conversion::set::each(obj, |key| {
            set.insert(key);
        })?;
        Ok(set)
    }
}

impl<'py, K, S> IntoPyObject<'py> for HashSet<K, S>
where
    K: IntoPyObject<'py> + Eq + Hash,
    S: BuildHasher,
{
    type Target = PySet;
    type Output = Bound<'py, PySet>;
    type Error = PyErr;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        crate::conversion::set::make(py, self.into_iter())
    }
}

impl<'a, 'py, K, S> IntoPyObject<'py> for &'a HashSet<K, S>
where
    &'a K: IntoPyObject<'py>,
    K: Eq + Hash,
    S: BuildHasher,
{
    type Target = PySet;
    type Output = Bound<'py, PySet>;
    type Error = PyErr;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        crate::conversion::set::make(py, self.into_iter())
    }
}
