//! `indexmap::IndexMap`: `dict`, in its order.

use ::indexmap::IndexMap;
use core::hash::{BuildHasher, Hash};

use super::common::*;
use crate::conversion::map::{make, map_into_py, Entries};
use crate::types::PyDict;

impl<'py, K, V, S> FromPyObject<'_, 'py> for IndexMap<K, V, S>
where
    K: FromPyObjectOwned<'py> + Eq + Hash,
    V: FromPyObjectOwned<'py>,
    S: BuildHasher + Default,
{
    type Error = PyErr;

    fn extract(obj: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        let mut map = IndexMap::with_hasher(S::default());
        Entries::of(obj)?.each(|key, value| {
            map.insert(key, value);
        })?;
        Ok(map)
    }
}

map_into_py!(IndexMap<K, V, S> where K: Eq + Hash, S: BuildHasher);
