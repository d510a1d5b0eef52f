//! Characters: a `str` of length one.

use core::convert::Infallible;

use super::bulk::Scalar;
use super::{read, string, FromPyObject, IntoPyObject};
use crate::err::{PyErr, PyResult};
use crate::exceptions::PyValueError;
use crate::ffi;
use crate::instance::{Borrowed, Bound};
use crate::marker::Python;
use crate::types::{PyAny, PyString};

#[cold]
fn wrong_length() -> PyErr {
    PyValueError::new_err("expected a string of length 1")
}

impl Scalar for char {
    #[inline(always)]
    unsafe fn read(object: *mut ffi::PyObject) -> Option<Self> {
        // SAFETY: the caller's contract.
        let mut chars = unsafe { read::text(object) }?.chars();
        match (chars.next(), chars.next()) {
            (Some(char), None) => Some(char),
            _ => None,
        }
    }

    fn convert(object: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        // SAFETY: attached, and the object is alive.
        if unsafe { ffi::PyUnicode_Check(object.as_ptr()) } == 0 {
            return Err(string::not_a_str(object));
        }
        let text = object.extract::<String>()?;
        let mut chars = text.chars();
        match (chars.next(), chars.next()) {
            (Some(char), None) => Ok(char),
            _ => Err(wrong_length()),
        }
    }
}

fn make(char: char) -> *mut ffi::PyObject {
    // SAFETY: whoever converts is attached.
    unsafe { string::make(char.encode_utf8(&mut [0; 4])) }
}

prebuilt!(char_in: char, |char| make(*char));

impl FromPyObject<'_, '_> for char {
    from_py_by_prebuilt!(char_in: char);
}

impl<'py> IntoPyObject<'py> for char {
    type Target = PyString;
    type Output = Bound<'py, PyString>;
    type Error = Infallible;

    #[inline]
    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Infallible> {
        string::str_into(self.encode_utf8(&mut [0; 4]), py)
    }

    into_py_by_prebuilt!(char_in::list);
}

impl<'py> IntoPyObject<'py> for &char {
    type Target = PyString;
    type Output = Bound<'py, PyString>;
    type Error = Infallible;

    #[inline]
    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Infallible> {
        (*self).into_pyobject(py)
    }

    into_py_by_prebuilt!(&char_in::list);
}
