//! `#[pyclass(immutable_type)]`: attributes of the class itself are read-only once it is made.

use crate::err::PyResult;
use crate::ffi;
use crate::marker::Python;
#[cfg(all(Py_LIMITED_API, Py_3_14))]
use crate::PyErr;

/// Whether the interpreter that this is built for has immutable classes made at run time.
pub const IMMUTABLE_TYPES: bool = cfg!(any(
    all(Py_LIMITED_API, Py_3_14),
    all(not(Py_LIMITED_API), Py_3_10)
));

/// Makes the attributes of a class read-only. `last` is false if `__module__` has yet to be set.
pub(super) fn freeze(py: Python<'_>, class: *mut ffi::PyTypeObject, last: bool) -> PyResult<()> {
    #[cfg(all(not(Py_LIMITED_API), Py_3_10))]
    // SAFETY: a live heap type; the flag may be changed at any time while attached.
    unsafe {
        let _ = (py, last);
        (*class).tp_flags |= ffi::Py_TPFLAGS_IMMUTABLETYPE;
        ffi::PyType_Modified(class);
    }
    #[cfg(all(Py_LIMITED_API, Py_3_14))]
    // SAFETY: a live type object.
    if last && unsafe { ffi::PyType_Freeze(class) } != 0 {
        return Err(PyErr::fetch(py));
    }
    #[cfg(any(all(Py_LIMITED_API, not(Py_3_14)), not(Py_3_10)))]
    let _ = (py, class, last); // refused at compile time
    Ok(())
}

/// Undoes [`freeze`], for a moment, where that can be undone.
pub(super) fn thaw(class: *mut ffi::PyTypeObject) {
    #[cfg(all(not(Py_LIMITED_API), Py_3_10))]
    // SAFETY: a live heap type; the flag may be changed at any time while attached.
    unsafe {
        (*class).tp_flags &= !ffi::Py_TPFLAGS_IMMUTABLETYPE;
    }
    #[cfg(any(Py_LIMITED_API, not(Py_3_10)))]
    let _ = class;
}
