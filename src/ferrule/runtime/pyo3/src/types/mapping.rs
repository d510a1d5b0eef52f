//! [`PyMapping`]: a `dict`, or an instance of `collections.abc.Mapping`.

use super::any::owned;
use super::sealed::AsBound;
use super::{PyAny, PyAnyMethods, PyDict, PyList};
use crate::conversion::IntoPyObject;
use crate::err::PyResult;
use crate::ffi;
use crate::instance::Bound;
use crate::marker::Python;
use crate::type_object::PyTypeInfo;

marker_type!(
    /// A `dict`, or an instance of a class registered with `collections.abc.Mapping`.
    PyMapping
);

imported_type_info!(PyMapping = "Mapping" in "collections.abc", {
    #[inline]
    fn is_type_of(object: &Bound<'_, PyAny>) -> bool {
        PyDict::is_type_of(object) || is_instance_of_abc::<PyMapping>(object)
    }
});

/// `isinstance(object, T)`; an exception counts as no and is reported as unraisable.
pub(super) fn is_instance_of_abc<T: PyTypeInfo>(object: &Bound<'_, PyAny>) -> bool {
    let py = object.py();
    object
        .is_instance(T::type_object(py).as_any())
        .unwrap_or_else(|error| {
            error.write_unraisable(py, Some(object));
            false
        })
}

impl PyMapping {
    /// `collections.abc.Mapping.register(T)`.
    ///
    /// # Errors
    /// What the call raises.
    pub fn register<T: PyTypeInfo>(py: Python<'_>) -> PyResult<()> {
        PyMapping::type_object(py)
            .call_method1("register", (T::type_object(py),))
            .map(drop)
    }
}

/// A mapping's methods.
pub trait PyMappingMethods<'py>: AsBound<'py, PyMapping> {
    /// `len(self)`.
    ///
    /// # Errors
    /// What `__len__` raises.
    #[inline]
    fn len(&self) -> PyResult<usize> {
        PyAnyMethods::len(self.bound().as_any())
    }

    /// `len(self) == 0`.
    ///
    /// # Errors
    /// What `__len__` raises.
    fn is_empty(&self) -> PyResult<bool> {
        self.len().map(|len| len == 0)
    }

    /// `key in self`.
    ///
    /// # Errors
    /// What the test raises.
    fn contains<K>(&self, key: K) -> PyResult<bool>
    where
        K: IntoPyObject<'py>,
    {
        PyAnyMethods::contains(self.bound().as_any(), key)
    }

    /// `self[key]`.
    ///
    /// # Errors
    /// `KeyError`, or what the access raises.
    #[inline]
    fn get_item<K>(&self, key: K) -> PyResult<Bound<'py, PyAny>>
    where
        K: IntoPyObject<'py>,
    {
        PyAnyMethods::get_item(self.bound().as_any(), key)
    }

    /// `self[key] = value`.
    ///
    /// # Errors
    /// What the assignment raises.
    #[inline]
    fn set_item<K, V>(&self, key: K, value: V) -> PyResult<()>
    where
        K: IntoPyObject<'py>,
        V: IntoPyObject<'py>,
    {
        PyAnyMethods::set_item(self.bound().as_any(), key, value)
    }

    /// `del self[key]`.
    ///
    /// # Errors
    /// `KeyError`, or what the deletion raises.
    fn del_item<K>(&self, key: K) -> PyResult<()>
    where
        K: IntoPyObject<'py>,
    {
        PyAnyMethods::del_item(self.bound().as_any(), key)
    }

    /// A list of the keys.
    ///
    /// # Errors
    /// What `keys` or iterating its result raises.
    fn keys(&self) -> PyResult<Bound<'py, PyList>> {
        let mapping = self.bound();
        // SAFETY: attached; the object is alive; the result is a list.
        unsafe { Ok(owned(mapping, ffi::PyMapping_Keys(mapping.as_ptr()))?.cast_into_unchecked()) }
    }

    /// A list of the values.
    ///
    /// # Errors
    /// What `values` or iterating its result raises.
    fn values(&self) -> PyResult<Bound<'py, PyList>> {
        let mapping = self.bound();
        // SAFETY: attached; the object is alive; the result is a list.
        unsafe {
            Ok(owned(mapping, ffi::PyMapping_Values(mapping.as_ptr()))?.cast_into_unchecked())
        }
    }

    /// A list of the `(key, value)` tuples.
    ///
    /// # Errors
    /// What `items` or iterating its result raises.
    fn items(&self) -> PyResult<Bound<'py, PyList>> {
        let mapping = self.bound();
        // SAFETY: attached; the object is alive; the result is a list.
        unsafe { Ok(owned(mapping, ffi::PyMapping_Items(mapping.as_ptr()))?.cast_into_unchecked()) }
    }
}

impl<'py> PyMappingMethods<'py> for Bound<'py, PyMapping> {}
