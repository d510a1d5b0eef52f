//! Arguments passed by name: which parameter is meant, and what becomes of names that no parameter has.

use super::bind::Bindings;
use super::function::FunctionDef;
use super::interned::{self, Names};
use super::tuple::{tuple_item, tuple_size};
use super::{errors, Raw};
use crate::conversion::read;
use crate::err::{PyErr, PyResult};
use crate::ffi;
use crate::instance::Bound;
use crate::marker::Python;
use crate::types::PyAny;

/// Finds parameters by their names. Begins behind the one found last, as callers mostly keep their order.
pub(super) struct Cursor {
    names: &'static [u8],
    /// Where in the text the next name begins, and which parameter it is.
    next: (usize, usize),
    /// How many parameters have a name that a caller can use.
    named: usize,
}

impl Cursor {
    /// Behind the parameters that `positional` arguments fill.
    #[inline]
    pub(super) fn new(def: &'static FunctionDef, positional: usize) -> Self {
        let mut cursor = Cursor {
            names: def.names(),
            next: (0, 0),
            named: def.shape.named(),
        };
        while cursor.next.1 < positional.min(cursor.named) {
            cursor.skip();
        }
        cursor
    }

    /// Passes over one name.
    #[inline]
    fn skip(&mut self) {
        let (mut at, index) = self.next;
        while self.names.get(at).is_some_and(|byte| *byte != 0) {
            at += 1;
        }
        self.next = (at + 1, index + 1);
    }

    /// Passes over the next name if it is `text`.
    #[inline]
    fn takes(&mut self, text: &[u8]) -> bool {
        let (at, index) = self.next;
        let rest = self.names.get(at..).unwrap_or(&[]);
        let Some((name, [end @ (0 | b'='), ..])) = rest.split_at_checked(text.len()) else {
            return false;
        };
        if name != text {
            return false;
        }
        self.next = (at + text.len() + 1 + usize::from(*end != 0), index + 1);
        true
    }

    /// The parameter of a name.
    #[inline]
    fn find(&mut self, text: &[u8]) -> Option<usize> {
        let next = self.next.1;
        if next < self.named && self.takes(text) {
            return Some(next);
        }
        self.find_elsewhere(text)
    }

    /// The parameter of a name that is not the next one.
    #[inline(never)]
    fn find_elsewhere(&mut self, text: &[u8]) -> Option<usize> {
        self.next = (0, 0);
        while self.next.1 < self.named {
            if self.takes(text) {
                return Some(self.next.1 - 1);
            }
            self.skip();
        }
        None
    }
}

/// Binds keywords of a call that has nothing unusual: every name is a parameter's, given once, and none is for a
/// position only. If not so it says no, and the objects are of no use.
///
/// # Safety
/// `names` is a tuple, and `values` holds as many live objects; `objects` has room for the named parameters, the first
/// `positional` of which are bound, the others null.
#[inline(always)]
pub(super) unsafe fn bind_usual(
    def: &'static FunctionDef,
    objects: *mut Raw,
    positional: usize,
    names: Raw,
    values: *const Raw,
) -> bool {
    if positional < def.shape.positional_only as usize {
        return false;
    }
    let Some(known) = interned::names(def) else {
        return false;
    };
    // Callers mostly keep the parameters' order.
    let mut next = positional;
    // SAFETY: the caller's contract; `next` is at most the number of names, and less where one was found.
    unsafe {
        for index in 0..tuple_size(names) {
            let name = tuple_item(names, index);
            if !known.is(next, name) {
                match find(def, known, name) {
                    Some(found) => next = found,
                    None => return false,
                }
            }
            // A parameter for a position only is bound already.
            if !(*objects.add(next)).is_null() {
                return false;
            }
            *objects.add(next) = *values.add(index as usize);
            next += 1;
        }
    }
    true
}

/// The parameter of a name that is not the next: by address if the name is interned, else by its text.
///
/// # Safety
/// `name` is a live object.
#[inline(never)]
unsafe fn find(def: &'static FunctionDef, known: &Names, name: Raw) -> Option<usize> {
    known.find(name).or_else(|| {
        // SAFETY: the caller's contract.
        let text = unsafe { read::text(name) }?;
        Cursor::new(def, 0).find(text.as_bytes())
    })
}

/// Binds one keyword: its name and its value.
///
/// # Safety
/// Both are live objects.
pub(super) unsafe fn bind_keyword<'py>(
    py: Python<'py>,
    def: &'static FunctionDef,
    bindings: &mut Bindings<'py>,
    cursor: &mut Cursor,
    (name, value): (Raw, Raw),
) -> PyResult<()> {
    let shape = &def.shape;
    // SAFETY: the caller's contract.
    let text = unsafe {
        match read::text(name) {
            Some(text) => Some(text),
            None => keyword_text(py, name)?,
        }
    };
    match text.and_then(|text| cursor.find(text.as_bytes())) {
        Some(index) if index >= shape.positional_only as usize => {
            let slot = &mut bindings.objects()[index];
            if slot.is_null() {
                *slot = value;
                Ok(())
            } else {
                Err(errors::multiple_values(def, def.parameter(index)))
            }
        }
        _ if shape.varkeywords => {
            // SAFETY: live objects, by the caller's contract.
            unsafe { add_surplus(py, bindings, name, value) }
        }
        Some(index) => {
            bindings.misused.push(def.parameter(index));
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
    name: Raw,
    value: Raw,
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
unsafe fn keyword_text<'a>(py: Python<'_>, name: Raw) -> PyResult<Option<&'a str>> {
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
