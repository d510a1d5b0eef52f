//! [`PyDict`]: Python's `dict`, and its views.
//!
//! Its iterator is in [`iter`].

use super::any::owned;
use super::sealed::AsBound;
use super::{PyAny, PyList, PyMapping};
use crate::conversion::{IntoPyObject, IntoPyObjectExt};
use crate::err::{bool_or_error, error_on_minus_one, PyResult};
use crate::ffi;
use crate::instance::{Bound, BoundObject};
use crate::marker::Python;

mod into;
pub mod iter;

pub use into::IntoPyDict;
use iter::BoundDictIterator;

native_type!(
    /// Python's `dict`.
    PyDict = "dict", PyDict_Type, PyDict_Check, PyDict_CheckExact
);
native_type!(
    /// What `dict.keys()` returns.
    PyDictKeys = "dict_keys", PyDictKeys_Type
);
native_type!(
    /// What `dict.values()` returns.
    PyDictValues = "dict_values", PyDictValues_Type
);
native_type!(
    /// What `dict.items()` returns.
    PyDictItems = "dict_items", PyDictItems_Type
);

impl PyDict {
    /// A dict without items.
    ///
    /// # Panics
    /// If out of memory.
    #[inline]
    pub fn new(py: Python<'_>) -> Bound<'_, PyDict> {
        // SAFETY: attached; the result is a dict.
        unsafe { Bound::from_owned_ptr(py, ffi::PyDict_New()).cast_into_unchecked() }
    }

    /// A dict of the pairs that iterating `seq` gives; of equal keys the last one counts.
    ///
    /// # Errors
    /// `TypeError` or `ValueError` if an element is no pair, or what iterating raises.
    pub fn from_sequence<'py>(seq: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyDict>> {
        let py = seq.py();
        let dict = PyDict::new(py);
        // SAFETY: attached; both are alive.
        error_on_minus_one(py, unsafe {
            ffi::PyDict_MergeFromSeq2(dict.as_ptr(), seq.as_ptr(), 1)
        })?;
        Ok(dict)
    }
}

/// A dict's methods.
pub trait PyDictMethods<'py>: AsBound<'py, PyDict> {
    /// A shallow copy.
    ///
    /// # Errors
    /// `MemoryError`.
    fn copy(&self) -> PyResult<Bound<'py, PyDict>> {
        let dict = self.bound();
        // SAFETY: attached; a dict, alive; the result is a dict.
        unsafe { Ok(owned(dict, ffi::PyDict_Copy(dict.as_ptr()))?.cast_into_unchecked()) }
    }

    /// Removes all items.
    fn clear(&self) {
        // SAFETY: attached; a dict, alive.
        unsafe { ffi::PyDict_Clear(self.bound().as_ptr()) }
    }

    /// The number of items.
    #[inline]
    fn len(&self) -> usize {
        let dict = self.bound().as_ptr();
        // SAFETY: a dict, alive: neither form fails.
        unsafe {
            #[cfg(not(any(Py_LIMITED_API, Py_GIL_DISABLED)))]
            let size = ffi::PyDict_GET_SIZE(dict);
            #[cfg(any(Py_LIMITED_API, Py_GIL_DISABLED))]
            let size = ffi::PyDict_Size(dict);
            size as usize
        }
    }

    /// Whether there are none.
    #[inline]
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// `key in self`.
    ///
    /// # Errors
    /// `TypeError` if the key is unhashable, or what hashing or comparing raises.
    fn contains<K>(&self, key: K) -> PyResult<bool>
    where
        K: IntoPyObject<'py>,
    {
        let dict = self.bound();
        let key = key.into_pyobject_or_pyerr(dict.py())?;
        // SAFETY: attached; both are alive.
        bool_or_error(dict.py(), unsafe {
            ffi::PyDict_Contains(dict.as_ptr(), key.as_ptr())
        })
    }

    /// The value of `key`, `None` if there is none.
    ///
    /// # Errors
    /// `TypeError` if the key is unhashable, or what hashing or comparing raises.
    #[inline]
    fn get_item<K>(&self, key: K) -> PyResult<Option<Bound<'py, PyAny>>>
    where
        K: IntoPyObject<'py>,
    {
        let dict = self.bound();
        let key = key.into_pyobject_or_pyerr(dict.py())?;
        get_item(dict, key.as_ptr())
    }

    /// `self[key] = value`.
    ///
    /// # Errors
    /// `TypeError` if the key is unhashable, or what hashing or comparing raises.
    #[inline]
    fn set_item<K, V>(&self, key: K, value: V) -> PyResult<()>
    where
        K: IntoPyObject<'py>,
        V: IntoPyObject<'py>,
    {
        let dict = self.bound();
        let key = key.into_pyobject_or_pyerr(dict.py())?;
        let value = value.into_pyobject_or_pyerr(dict.py())?;
        // SAFETY: attached; all three are alive.
        error_on_minus_one(dict.py(), unsafe {
            ffi::PyDict_SetItem(dict.as_ptr(), key.as_ptr(), value.as_ptr())
        })
    }

    /// `del self[key]`.
    ///
    /// # Errors
    /// `KeyError`, `TypeError` if the key is unhashable, or what hashing or comparing raises.
    fn del_item<K>(&self, key: K) -> PyResult<()>
    where
        K: IntoPyObject<'py>,
    {
        let dict = self.bound();
        let key = key.into_pyobject_or_pyerr(dict.py())?;
        // SAFETY: attached; both are alive.
        error_on_minus_one(dict.py(), unsafe {
            ffi::PyDict_DelItem(dict.as_ptr(), key.as_ptr())
        })
    }

    /// A list of the keys.
    fn keys(&self) -> Bound<'py, PyList> {
        let dict = self.bound();
        // SAFETY: attached; a dict, alive; the result is a list.
        unsafe {
            Bound::from_owned_ptr(dict.py(), ffi::PyDict_Keys(dict.as_ptr())).cast_into_unchecked()
        }
    }

    /// A list of the values.
    fn values(&self) -> Bound<'py, PyList> {
        let dict = self.bound();
        // SAFETY: attached; a dict, alive; the result is a list.
        unsafe {
            Bound::from_owned_ptr(dict.py(), ffi::PyDict_Values(dict.as_ptr()))
                .cast_into_unchecked()
        }
    }

    /// A list of the `(key, value)` tuples.
    fn items(&self) -> Bound<'py, PyList> {
        let dict = self.bound();
        // SAFETY: attached; a dict, alive; the result is a list.
        unsafe {
            Bound::from_owned_ptr(dict.py(), ffi::PyDict_Items(dict.as_ptr())).cast_into_unchecked()
        }
    }

    /// The `(key, value)` pairs, one after another. Changing the dict meanwhile makes the iterator panic.
    #[inline]
    fn iter(&self) -> BoundDictIterator<'py> {
        BoundDictIterator::new(self.bound().clone())
    }

    /// Runs `closure` for each item, with the dict locked where there is no GIL.
    ///
    /// # Errors
    /// The first error that `closure` returns.
    fn locked_for_each<F>(&self, closure: F) -> PyResult<()>
    where
        F: Fn(Bound<'py, PyAny>, Bound<'py, PyAny>) -> PyResult<()>,
    {
        crate::sync::critical_section::with_critical_section(self.bound(), || {
            self.iter().try_for_each(|(key, value)| closure(key, value))
        })
    }

    /// The same object as a mapping.
    fn as_mapping(&self) -> &Bound<'py, PyMapping> {
        // SAFETY: a dict is a mapping.
        unsafe { self.bound().cast_unchecked() }
    }

    /// The same object as a mapping.
    fn into_mapping(self) -> Bound<'py, PyMapping>;

    /// Takes over the items of `other`, whose values win.
    ///
    /// # Errors
    /// What reading `other`, hashing or comparing raises.
    fn update(&self, other: &Bound<'_, PyMapping>) -> PyResult<()> {
        let dict = self.bound();
        // SAFETY: attached; both are alive.
        error_on_minus_one(dict.py(), unsafe {
            ffi::PyDict_Update(dict.as_ptr(), other.as_ptr())
        })
    }

    /// Takes over those items of `other` whose keys are missing.
    ///
    /// # Errors
    /// What reading `other`, hashing or comparing raises.
    fn update_if_missing(&self, other: &Bound<'_, PyMapping>) -> PyResult<()> {
        let dict = self.bound();
        // SAFETY: attached; both are alive.
        error_on_minus_one(dict.py(), unsafe {
            ffi::PyDict_Merge(dict.as_ptr(), other.as_ptr(), 0)
        })
    }

    /// `self[key] = default_value` if there is no such key; whether that was so.
    ///
    /// # Errors
    /// `TypeError` if the key is unhashable, or what hashing or comparing raises.
    fn set_default<K, V>(&self, key: K, default_value: V) -> PyResult<bool>
    where
        K: IntoPyObject<'py>,
        V: IntoPyObject<'py>,
    {
        self.set_default_with_result(key, default_value)
            .map(|(inserted, _)| inserted)
    }

    /// As [`set_default`](PyDictMethods::set_default), with the value that the key has afterwards.
    ///
    /// # Errors
    /// `TypeError` if the key is unhashable, or what hashing or comparing raises.
    fn set_default_with_result<K, V>(
        &self,
        key: K,
        default_value: V,
    ) -> PyResult<(bool, Bound<'py, PyAny>)>
    where
        K: IntoPyObject<'py>,
        V: IntoPyObject<'py>,
    {
        let dict = self.bound();
        let key = key.into_pyobject_or_pyerr(dict.py())?;
        let default = default_value.into_pyobject_or_pyerr(dict.py())?;
        set_default(dict, key.as_ptr(), default.into_any().into_bound())
    }
}

impl<'py> PyDictMethods<'py> for Bound<'py, PyDict> {
    fn into_mapping(self) -> Bound<'py, PyMapping> {
        // SAFETY: a dict is a mapping.
        unsafe { self.cast_into_unchecked() }
    }
}

#[inline]
fn get_item<'py>(
    dict: &Bound<'py, PyDict>,
    key: *mut ffi::PyObject,
) -> PyResult<Option<Bound<'py, PyAny>>> {
    let py = dict.py();
    #[cfg(Py_3_13)]
    // SAFETY: attached; both are alive; the new reference is ours.
    unsafe {
        let mut value = core::ptr::null_mut();
        bool_or_error(py, ffi::PyDict_GetItemRef(dict.as_ptr(), key, &mut value))?;
        Ok(Bound::from_owned_ptr_or_opt(py, value))
    }
    #[cfg(not(Py_3_13))]
    // SAFETY: attached; both are alive; the result is owned before other code can run.
    unsafe {
        match Bound::from_borrowed_ptr_or_opt(py, ffi::PyDict_GetItemWithError(dict.as_ptr(), key))
        {
            Some(value) => Ok(Some(value)),
            None => crate::err::error_if_pending(py).map(|()| None),
        }
    }
}

fn set_default<'py>(
    dict: &Bound<'py, PyDict>,
    key: *mut ffi::PyObject,
    default: Bound<'py, PyAny>,
) -> PyResult<(bool, Bound<'py, PyAny>)> {
    #[cfg(all(Py_3_13, not(Py_LIMITED_API)))]
    // SAFETY: attached; all three are alive; the new reference is ours.
    unsafe {
        let mut value = core::ptr::null_mut();
        let found = ffi::PyDict_SetDefaultRef(dict.as_ptr(), key, default.as_ptr(), &mut value);
        let found = bool_or_error(dict.py(), found)?;
        Ok((!found, Bound::from_owned_ptr(dict.py(), value)))
    }
    #[cfg(not(all(Py_3_13, not(Py_LIMITED_API))))]
    {
        if let Some(value) = get_item(dict, key)? {
            return Ok((false, value));
        }
        // SAFETY: attached; all three are alive.
        error_on_minus_one(dict.py(), unsafe {
            ffi::PyDict_SetItem(dict.as_ptr(), key, default.as_ptr())
        })?;
        Ok((true, default))
    }
}
