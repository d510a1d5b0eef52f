//! `indexmap::IndexMap`: `dict`, in its order.

use ::indexmap::IndexMap;
use core::hash::{BuildHasher, Hash};

use super::common::*;
use super::hash_map_from_py;
use crate::conversion::map::{make, map_into_py, Entries};
use crate::types::PyDict;

hash_map_from_py!(IndexMap);
map_into_py!(IndexMap<K, V, S> where K: Eq + Hash, S: BuildHasher);
