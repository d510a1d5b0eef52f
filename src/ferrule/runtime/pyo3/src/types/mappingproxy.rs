//! [`PyMappingProxy`]: Python's `types.MappingProxyType`, a read-only view of a mapping.

use super::any::owned;
use super::sealed::AsBound;
use super::{PyAny, PyAnyMethods, PyIterator, PyList, PyMapping, PyMappingMethods};
use crate::err::PyResult;
use crate::ffi;
use crate::instance::Bound;
use crate::marker::Python;

native_type!(
    /// Python's `types.MappingProxyType`.
    PyMappingProxy = "mappingproxy", PyDictProxy_Type, final
);

impl PyMappingProxy {
    /// `types.MappingProxyType(elements)`.
    ///
    /// # Panics
    /// If out of memory.
    pub fn new<'py>(
        py: Python<'py>,
        elements: &Bound<'py, PyMapping>,
    ) -> Bound<'py, PyMappingProxy> {
        // SAFETY: attached; the mapping is alive; the result is a proxy.
        unsafe {
            Bound::from_owned_ptr(py, ffi::PyDictProxy_New(elements.as_ptr())).cast_into_unchecked()
        }
    }
}

/// A mapping proxy's methods.
pub trait PyMappingProxyMethods<'py>: AsBound<'py, PyMappingProxy> {
    /// Whether there are no items.
    ///
    /// # Errors
    /// What the mapping's `__len__` raises.
    fn is_empty(&self) -> PyResult<bool> {
        self.bound().as_any().is_empty()
    }

    /// A list of the keys.
    ///
    /// # Errors
    /// What `keys` or iterating its result raises.
    fn keys(&self) -> PyResult<Bound<'py, PyList>> {
        let proxy = self.bound();
        // SAFETY: attached; the object is alive; the result is a list.
        unsafe { Ok(owned(proxy, ffi::PyMapping_Keys(proxy.as_ptr()))?.cast_into_unchecked()) }
    }

    /// A list of the values.
    ///
    /// # Errors
    /// What `values` or iterating its result raises.
    fn values(&self) -> PyResult<Bound<'py, PyList>> {
        let proxy = self.bound();
        // SAFETY: attached; the object is alive; the result is a list.
        unsafe { Ok(owned(proxy, ffi::PyMapping_Values(proxy.as_ptr()))?.cast_into_unchecked()) }
    }

    /// A list of the `(key, value)` tuples.
    ///
    /// # Errors
    /// What `items` or iterating its result raises.
    fn items(&self) -> PyResult<Bound<'py, PyList>> {
        let proxy = self.bound();
        // SAFETY: attached; the object is alive; the result is a list.
        unsafe { Ok(owned(proxy, ffi::PyMapping_Items(proxy.as_ptr()))?.cast_into_unchecked()) }
    }

    /// The same object as a mapping.
    fn as_mapping(&self) -> &Bound<'py, PyMapping> {
        // SAFETY: a proxy is a mapping.
        unsafe { self.bound().cast_unchecked() }
    }

    /// The `(key, value)` pairs, one after another, each looked up when it is reached.
    ///
    /// # Errors
    /// What `__iter__` raises.
    fn try_iter<'a>(&'a self) -> PyResult<BoundMappingProxyIterator<'py, 'a>>;
}

impl<'py> PyMappingProxyMethods<'py> for Bound<'py, PyMappingProxy> {
    fn try_iter<'a>(&'a self) -> PyResult<BoundMappingProxyIterator<'py, 'a>> {
        Ok(BoundMappingProxyIterator {
            keys: self.as_any().try_iter()?,
            proxy: self,
        })
    }
}

/// An iterator over a mapping proxy's items.
pub struct BoundMappingProxyIterator<'py, 'a> {
    keys: Bound<'py, PyIterator>,
    proxy: &'a Bound<'py, PyMappingProxy>,
}

impl<'py> Iterator for BoundMappingProxyIterator<'py, '_> {
    type Item = PyResult<(Bound<'py, PyAny>, Bound<'py, PyAny>)>;

    fn next(&mut self) -> Option<Self::Item> {
        let key = self.keys.next()?;
        Some(key.and_then(|key| {
            let value = self.proxy.as_mapping().get_item(&key)?;
            Ok((key, value))
        }))
    }
}
