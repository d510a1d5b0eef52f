//! Arguments passed by name: which parameter is meant, and what becomes of names that no parameter has.

use super::bind::Bindings;
use super::errors;
use super::function::FunctionDef;
use crate::conversion::read;
use crate::err::{PyErr, PyResult};
use crate::ffi;
use crate::instance::Bound;
use crate::marker::Python;
use crate::types::PyAny;

/// An argument passed by name.
pub(super) struct Keyword {
    pub(super) name: *mut ffi::PyObject,
    pub(super) value: *mut ffi::PyObject,
    /// The parameter that is meant if names come in the order of parameters, as they mostly do.
    pub(super) likely: usize,
}

/// Binds one keyword.
///
/// # Safety
/// Name and value are live objects.
pub(super) unsafe fn bind_keyword<'py>(
    py: Python<'py>,
    def: &'static FunctionDef,
    bindings: &mut Bindings<'py>,
    keyword: Keyword,
) -> PyResult<()> {
    let shape = &def.shape;
    let Keyword {
        name,
        value,
        likely,
    } = keyword;
    // SAFETY: the caller's contract.
    let text = unsafe {
        match read::text(name) {
            Some(text) => Some(text),
            None => keyword_text(py, name)?,
        }
    };
    let named = &def.parameters[..shape.positional + shape.keyword_only];
    let found = match named.get(likely) {
        Some(parameter) if Some(parameter.name) == text => Some(likely),
        _ => named
            .iter()
            .position(|parameter| Some(parameter.name) == text),
    };
    match found {
        Some(index) if index >= shape.positional_only => {
            let slot = &mut bindings.objects()[index];
            if slot.is_null() {
                *slot = value;
                Ok(())
            } else {
                Err(errors::multiple_values(def, def.parameters[index].name))
            }
        }
        _ if shape.varkeywords => {
            // SAFETY: live objects, by the caller's contract.
            unsafe { add_surplus(py, bindings, name, value) }
        }
        Some(index) => {
            bindings.misused.push(def.parameters[index].name);
            Ok(())
        }
        None => {
            // SAFETY: a live object.
            let name = unsafe { Bound::<PyAny>::from_borrowed_ptr(py, name) };
            Err(errors::unexpected_keyword(def, &name))
        }
    }
}

/// Puts a keyword that no parameter has into the dict of such, made with the first.
///
/// # Safety
/// Name and value are live objects.
unsafe fn add_surplus<'py>(
    py: Python<'py>,
    bindings: &mut Bindings<'py>,
    name: *mut ffi::PyObject,
    value: *mut ffi::PyObject,
) -> PyResult<()> {
    if bindings.varkeywords.is_none() {
        // SAFETY: a new dict.
        bindings.varkeywords =
            Some(unsafe { Bound::from_owned_ptr_or_err(py, ffi::PyDict_New())? });
    }
    let Some(dict) = &bindings.varkeywords else {
        unreachable!("made above")
    };
    // SAFETY: live objects; an error sets an exception.
    crate::err::error_on_minus_one(py, unsafe {
        ffi::PyDict_SetItem(dict.as_ptr(), name, value)
    })
}

/// The text of a keyword; `None` if it has no UTF-8 form (and so can be no parameter's name).
///
/// # Safety
/// `name` is a live object.
unsafe fn keyword_text<'a>(py: Python<'_>, name: *mut ffi::PyObject) -> PyResult<Option<&'a str>> {
    // SAFETY: a live object; the text lives as long as the string, which outlives the binding.
    unsafe {
        if ffi::PyUnicode_Check(name) == 0 {
            return Err(crate::exceptions::PyTypeError::new_err(
                "keywords must be strings",
            ));
        }
        #[cfg(any(not(Py_LIMITED_API), Py_3_10))]
        {
            let mut size = 0;
            let data = ffi::PyUnicode_AsUTF8AndSize(name, &mut size);
            if data.is_null() {
                drop(PyErr::take(py));
                return Ok(None);
            }
            let bytes = core::slice::from_raw_parts(data.cast::<u8>(), size as usize);
            Ok(Some(core::str::from_utf8_unchecked(bytes)))
        }
        #[cfg(not(any(not(Py_LIMITED_API), Py_3_10)))]
        {
            let bytes = ffi::PyUnicode_AsUTF8String(name);
            if bytes.is_null() {
                drop(PyErr::take(py));
                return Ok(None);
            }
            let text = core::ffi::CStr::from_ptr(ffi::PyBytes_AsString(bytes))
                .to_string_lossy()
                .into_owned();
            ffi::Py_DECREF(bytes);
            Ok(Some(Box::leak(text.into_boxed_str())))
        }
    }
}
