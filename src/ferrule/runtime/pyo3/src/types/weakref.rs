//! Weak references: [`PyWeakref`] of either kind, [`PyWeakrefReference`] and [`PyWeakrefProxy`].

use super::any::owned;
use super::PyAny;
#[cfg(Py_LIMITED_API)]
use super::PyAnyMethods;
use crate::conversion::{IntoPyObject, IntoPyObjectExt};
use crate::err::PyResult;
use crate::ffi;
use crate::instance::{Bound, BoundObject};
use crate::marker::Python;
use crate::type_object::{PyTypeCheck, PyTypeInfo};
use crate::types::PyTuple;

marker_type!(
    /// A weak reference of either kind.
    PyWeakref
);

#[cfg(not(Py_LIMITED_API))]
native_type!(
    /// Python's `weakref.ReferenceType`.
    PyWeakrefReference = "ReferenceType", _PyWeakref_RefType, PyWeakref_CheckRef, PyWeakref_CheckRefExact
);

#[cfg(Py_LIMITED_API)]
marker_type!(
    /// Python's `weakref.ReferenceType`.
    PyWeakrefReference
);
#[cfg(Py_LIMITED_API)]
imported_type_info!(PyWeakrefReference = "ref" in "weakref");

marker_type!(
    /// Python's `weakref.ProxyType` or `weakref.CallableProxyType`.
    PyWeakrefProxy
);

/// The classes of proxies, as `isinstance` takes them.
fn proxy_types(py: Python<'_>) -> [Bound<'_, PyAny>; 2] {
    ["ProxyType", "CallableProxyType"].map(|name| {
        let module = py.import("weakref").expect("part of the standard library");
        super::PyAnyMethods::getattr(module.as_any(), name).expect("part of the module")
    })
}

// SAFETY: the interpreter's own check.
unsafe impl PyTypeCheck for PyWeakrefProxy {
    #[inline]
    fn type_check(object: &Bound<'_, PyAny>) -> bool {
        // SAFETY: attached, and the object is alive.
        #[cfg(not(Py_LIMITED_API))]
        unsafe {
            ffi::PyWeakref_CheckProxy(object.as_ptr()) != 0
        }
        #[cfg(Py_LIMITED_API)]
        proxy_types(object.py())
            .iter()
            .any(|class| object.is_exact_instance(class))
    }

    fn classinfo_object(py: Python<'_>) -> Bound<'_, PyAny> {
        PyTuple::new(py, proxy_types(py))
            .expect("a tuple of two")
            .into_any()
    }
}

// SAFETY: the checks of both kinds.
unsafe impl PyTypeCheck for PyWeakref {
    #[inline]
    fn type_check(object: &Bound<'_, PyAny>) -> bool {
        PyWeakrefReference::type_check(object) || PyWeakrefProxy::type_check(object)
    }

    fn classinfo_object(py: Python<'_>) -> Bound<'_, PyAny> {
        let [proxy, callable] = proxy_types(py);
        let classes = [
            proxy,
            callable,
            PyWeakrefReference::type_object(py).into_any(),
        ];
        PyTuple::new(py, classes)
            .expect("a tuple of three")
            .into_any()
    }
}

impl PyWeakrefReference {
    /// `weakref.ref(object)`.
    ///
    /// # Errors
    /// `TypeError` if the class does not support weak references.
    pub fn new<'py>(object: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyWeakrefReference>> {
        // SAFETY: attached; the object is alive; no callback; the result is a reference.
        unsafe {
            let reference = ffi::PyWeakref_NewRef(object.as_ptr(), core::ptr::null_mut());
            Ok(owned(object, reference)?.cast_into_unchecked())
        }
    }

    /// `weakref.ref(object, callback)`.
    ///
    /// # Errors
    /// `TypeError` if the class does not support weak references.
    pub fn new_with<'py, C>(
        object: &Bound<'py, PyAny>,
        callback: C,
    ) -> PyResult<Bound<'py, PyWeakrefReference>>
    where
        C: IntoPyObject<'py>,
    {
        let callback = callback.into_pyobject_or_pyerr(object.py())?;
        // SAFETY: attached; both are alive; the result is a reference.
        unsafe {
            let reference = ffi::PyWeakref_NewRef(object.as_ptr(), callback.as_ptr());
            Ok(owned(object, reference)?.cast_into_unchecked())
        }
    }
}

impl PyWeakrefProxy {
    /// `weakref.proxy(object)`.
    ///
    /// # Errors
    /// `TypeError` if the class does not support weak references.
    pub fn new<'py>(object: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyWeakrefProxy>> {
        // SAFETY: attached; the object is alive; no callback; the result is a proxy.
        unsafe {
            let proxy = ffi::PyWeakref_NewProxy(object.as_ptr(), core::ptr::null_mut());
            Ok(owned(object, proxy)?.cast_into_unchecked())
        }
    }

    /// `weakref.proxy(object, callback)`.
    ///
    /// # Errors
    /// `TypeError` if the class does not support weak references.
    pub fn new_with<'py, C>(
        object: &Bound<'py, PyAny>,
        callback: C,
    ) -> PyResult<Bound<'py, PyWeakrefProxy>>
    where
        C: IntoPyObject<'py>,
    {
        let callback = callback.into_pyobject_or_pyerr(object.py())?;
        // SAFETY: attached; both are alive; the result is a proxy.
        unsafe {
            let proxy = ffi::PyWeakref_NewProxy(object.as_ptr(), callback.as_ptr());
            Ok(owned(object, proxy)?.cast_into_unchecked())
        }
    }
}

/// A weak reference's methods. Each gives `None` once the object is gone.
pub trait PyWeakrefMethods<'py> {
    /// The object.
    fn upgrade(&self) -> Option<Bound<'py, PyAny>>;

    /// The object as a `T`.
    ///
    /// # Errors
    /// If it is not an instance of `T`.
    fn upgrade_as<T>(&self) -> PyResult<Option<Bound<'py, T>>>
    where
        T: PyTypeCheck,
    {
        self.upgrade()
            .map(Bound::cast_into::<T>)
            .transpose()
            .map_err(Into::into)
    }

    /// The object as a `T`, refusing instances of subclasses.
    ///
    /// # Errors
    /// If its type is not exactly `T`.
    fn upgrade_as_exact<T>(&self) -> PyResult<Option<Bound<'py, T>>>
    where
        T: PyTypeInfo,
    {
        self.upgrade()
            .map(Bound::cast_into_exact::<T>)
            .transpose()
            .map_err(Into::into)
    }

    /// The object as a `T`, unchecked.
    ///
    /// # Safety
    /// The object is a `T`.
    unsafe fn upgrade_as_unchecked<T>(&self) -> Option<Bound<'py, T>> {
        // SAFETY: the caller's contract.
        self.upgrade()
            .map(|object| unsafe { object.cast_into_unchecked() })
    }
}

macro_rules! weakref_methods {
    ($($Ref:ident),+) => {
        $(impl<'py> PyWeakrefMethods<'py> for Bound<'py, $Ref> {
            fn upgrade(&self) -> Option<Bound<'py, PyAny>> {
                upgrade(self.as_any())
            }
        })+
    };
}

weakref_methods!(PyWeakref, PyWeakrefReference, PyWeakrefProxy);

fn upgrade<'py>(reference: &Bound<'py, PyAny>) -> Option<Bound<'py, PyAny>> {
    let py = reference.py();
    #[cfg(Py_3_13)]
    // SAFETY: attached; a weak reference, alive; the new reference is ours.
    unsafe {
        let mut object = core::ptr::null_mut();
        let found = ffi::PyWeakref_GetRef(reference.as_ptr(), &mut object);
        debug_assert!(found >= 0, "not a weak reference");
        Bound::from_owned_ptr_or_opt(py, object)
    }
    #[cfg(not(Py_3_13))]
    // SAFETY: attached; a weak reference, alive; the object is owned before other code can run.
    unsafe {
        let object = ffi::PyWeakref_GetObject(reference.as_ptr());
        debug_assert!(!object.is_null(), "not a weak reference");
        Bound::from_borrowed_ptr_or_opt(py, object)
            .filter(|object| object.as_ptr() != ffi::Py_None())
    }
}
