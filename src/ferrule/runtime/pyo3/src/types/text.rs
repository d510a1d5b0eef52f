//! Text of arbitrary objects for Rust's formatter: never fails, whatever `__repr__` and `__str__` do.

use core::fmt;

use crate::err::PyErr;
use crate::ffi;
use crate::instance::Bound;
use crate::types::string::PyStringMethods;
use crate::types::typeobject::PyTypeMethods;
use crate::types::{PyAny, PyString};

/// Writes what `convert` (`PyObject_Repr` or `PyObject_Str`) makes of `object`.
///
/// If that raises, the exception is reported as unraisable and the class is named instead.
pub(crate) fn fmt_with(
    object: &Bound<'_, PyAny>,
    convert: unsafe extern "C" fn(*mut ffi::PyObject) -> *mut ffi::PyObject,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    let py = object.py();
    // SAFETY: attached, the object is alive, and both conversions return a new `str` or raise.
    let text = unsafe { Bound::from_owned_ptr_or_err(py, convert(object.as_ptr())) };
    match text {
        Ok(text) => {
            // SAFETY: `repr` and `str` check that they return a `str`.
            let text = unsafe { text.cast_into_unchecked::<PyString>() };
            f.write_str(&text.to_string_lossy())
        }
        Err(error) => write_class(object, error, f),
    }
}

#[cold]
fn write_class(object: &Bound<'_, PyAny>, error: PyErr, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let py = object.py();
    error.restore(py);
    // SAFETY: an exception is pending, and the object is alive.
    unsafe { ffi::PyErr_WriteUnraisable(object.as_ptr()) };
    match super::any::PyAnyMethods::get_type(object).name() {
        Ok(name) => write!(f, "<unprintable {} object>", name.to_string_lossy()),
        Err(_) => f.write_str("<unprintable object>"),
    }
}

/// What `str` makes of `object`, or a placeholder that names its class.
pub(crate) fn display(object: &Bound<'_, PyAny>) -> String {
    struct Str<'a, 'py>(&'a Bound<'py, PyAny>);
    impl fmt::Display for Str<'_, '_> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            fmt_with(self.0, ffi::PyObject_Str, f)
        }
    }
    Str(object).to_string()
}
