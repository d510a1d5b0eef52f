//! Truth values: `bool`, and NumPy's own on the way in. Nothing else is taken as one.

use core::convert::Infallible;

use super::bulk::Scalar;
use super::{FromPyObject, IntoPyObject};
use crate::err::{CastError, PyResult};
use crate::ffi;
use crate::instance::Borrowed;
use crate::marker::Python;
use crate::type_object::PyTypeInfo;
use crate::types::{PyAny, PyBool};

impl Scalar for bool {
    #[inline(always)]
    unsafe fn read(object: *mut ffi::PyObject) -> Option<Self> {
        // SAFETY: attached; the two objects live for ever.
        unsafe {
            if object == ffi::Py_True() {
                Some(true)
            } else if object == ffi::Py_False() {
                Some(false)
            } else {
                None
            }
        }
    }

    fn convert(object: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        if is_numpy_bool(object) {
            // SAFETY: attached, and the object is alive.
            return crate::err::bool_or_error(object.py(), unsafe {
                ffi::PyObject_IsTrue(object.as_ptr())
            });
        }
        Err(CastError::new(object, PyBool::type_object(object.py()).into_any()).into())
    }
}

/// Whether the object is a `numpy.bool` (2.x) or `numpy.bool_` (1.x).
fn is_numpy_bool(object: Borrowed<'_, '_, PyAny>) -> bool {
    #[cfg(not(Py_LIMITED_API))]
    {
        // SAFETY: attached; a type's name is a NUL-terminated text that lives as long as the type.
        let name = unsafe { core::ffi::CStr::from_ptr((*ffi::Py_TYPE(object.as_ptr())).tp_name) };
        matches!(name.to_bytes(), b"numpy.bool" | b"numpy.bool_")
    }
    #[cfg(Py_LIMITED_API)]
    {
        use crate::types::{PyAnyMethods, PyTypeMethods};
        let class = object.get_type();
        let is = |text: PyResult<crate::Bound<'_, crate::types::PyString>>, names: &[&str]| {
            text.is_ok_and(|text| names.contains(&text.to_string().as_str()))
        };
        is(class.module(), &["numpy"]) && is(class.name(), &["bool", "bool_"])
    }
}

/// A new reference.
fn make(value: bool) -> *mut ffi::PyObject {
    // SAFETY: whoever converts is attached.
    unsafe {
        let object = if value {
            ffi::Py_True()
        } else {
            ffi::Py_False()
        };
        ffi::Py_INCREF(object);
        object
    }
}

prebuilt!(bool_in: bool, |value| make(*value));

impl FromPyObject<'_, '_> for bool {
    from_py_by_prebuilt!(bool_in: bool);
}

/// `True` or `False`.
#[inline(always)]
fn object(value: bool) -> *mut ffi::PyObject {
    // SAFETY: the two objects live for ever.
    unsafe {
        if value {
            ffi::Py_True()
        } else {
            ffi::Py_False()
        }
    }
}

impl<'py> IntoPyObject<'py> for bool {
    type Target = PyBool;
    type Output = Borrowed<'py, 'py, PyBool>;
    type Error = Infallible;

    #[inline]
    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Infallible> {
        // SAFETY: the two objects live for ever.
        Ok(unsafe { Borrowed::from_ptr(py, object(self)).cast_unchecked() })
    }

    into_raw_by!(|value| {
        // SAFETY: attached; the objects are alive.
        unsafe { ffi::Py_NewRef(object(value)) }
    });
    into_py_by_prebuilt!(bool_in::list);
}

impl<'py> IntoPyObject<'py> for &bool {
    type Target = PyBool;
    type Output = Borrowed<'py, 'py, PyBool>;
    type Error = Infallible;

    #[inline]
    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Infallible> {
        (*self).into_pyobject(py)
    }

    into_py_by_prebuilt!(&bool_in::list);
}
