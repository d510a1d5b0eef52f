//! Floats: `float`, and on the way in whatever has `__float__` or `__index__`.

use core::convert::Infallible;

use super::bulk::Scalar;
use super::{buffer, read, FromPyObject, IntoPyObject};
use crate::err::PyResult;
use crate::ffi;
use crate::instance::{Borrowed, Bound};
use crate::marker::Python;
use crate::types::{PyAny, PyFloat};

fn double(object: Borrowed<'_, '_, PyAny>) -> PyResult<f64> {
    // SAFETY: attached, and the object is alive.
    let value = unsafe { ffi::PyFloat_AsDouble(object.as_ptr()) };
    if value == -1.0 {
        crate::err::error_if_pending(object.py())?;
    }
    Ok(value)
}

#[inline(always)]
fn make(value: f64) -> *mut ffi::PyObject {
    // SAFETY: whoever makes a float is attached.
    unsafe { ffi::PyFloat_FromDouble(value) }
}

macro_rules! float {
    ($type:ident, $module:ident) => {
        impl Scalar for $type {
            const DOUBLE: bool = size_of::<$type>() == size_of::<f64>();

            #[inline(always)]
            unsafe fn read(object: *mut ffi::PyObject) -> Option<Self> {
                // SAFETY: the caller's contract.
                Some(unsafe { read::float(object) }? as $type)
            }

            fn convert(object: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
                Ok(double(object)? as $type)
            }

            fn read_buffer(object: Borrowed<'_, '_, PyAny>) -> Option<Vec<Self>> {
                buffer::read(object)
            }
        }

        prebuilt!($module: $type, |value| make((*value).into()));

        impl FromPyObject<'_, '_> for $type {
            from_py_by_prebuilt!($module: $type);
        }

        impl<'py> IntoPyObject<'py> for $type {
            type Target = PyFloat;
            type Output = Bound<'py, PyFloat>;
            type Error = Infallible;

            #[inline]
            fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Infallible> {
                // SAFETY: a new reference to a float; null only without memory.
                Ok(unsafe { Bound::from_owned_ptr(py, make(self.into())).cast_into_unchecked() })
            }

            into_raw_by!(|value| make(value.into()));
            into_py_by_prebuilt!($module::list);
        }

        impl<'py> IntoPyObject<'py> for &$type {
            type Target = PyFloat;
            type Output = Bound<'py, PyFloat>;
            type Error = Infallible;

            #[inline]
            fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Infallible> {
                (*self).into_pyobject(py)
            }

            into_raw_by!(|value| make((*value).into()));
            into_py_by_prebuilt!(&$module::list);
        }
    };
}

float!(f64, f64_in);
float!(f32, f32_in);
