//! Binding arguments to parameters: by position at full speed, in every other way correctly.

use core::ptr::{self, NonNull};

use super::errors;
use super::function::{FunctionDef, Parameter};
use crate::err::{PyErr, PyResult};
use crate::ffi;
use crate::instance::Bound;
use crate::marker::Python;
use crate::types::PyAny;

/// Slots written so far; drops them again unless all were.
struct Progress<'a> {
    parameters: &'a [Parameter],
    slots: *mut u8,
    done: usize,
}

impl Drop for Progress<'_> {
    #[cold]
    fn drop(&mut self) {
        for parameter in &self.parameters[..self.done] {
            if let Some(drop) = parameter.drop {
                // SAFETY: this slot was written and nobody has read it.
                unsafe { drop(self.slots.add(parameter.offset)) };
            }
        }
    }
}

/// Converts arguments that fill the parameters one for one.
///
/// # Safety
/// `args` holds as many objects as there are parameters; `slots` has room for them.
#[inline]
pub unsafe fn convert_exact(
    py: Python<'_>,
    def: &'static FunctionDef,
    args: *const *mut ffi::PyObject,
    slots: *mut u8,
) -> PyResult<()> {
    let mut progress = Progress { parameters: def.parameters, slots, done: 0 };
    for (index, parameter) in def.parameters.iter().enumerate() {
        // SAFETY: the caller's contract; converters write within their slot.
        unsafe {
            if let Err(error) = (parameter.convert.0)(*args.add(index), slots.add(parameter.offset)) {
                return Err(errors::argument(py, error, parameter.name));
            }
        }
        progress.done = index + 1;
    }
    core::mem::forget(progress);
    Ok(())
}

/// Parameters that are bound without touching the heap.
const INLINE: usize = 12;

/// What each parameter is bound to. Converted values may borrow from it until the call is over.
pub struct Bindings<'py> {
    nargs: usize,
    inline: [*mut ffi::PyObject; INLINE],
    heap: Vec<*mut ffi::PyObject>,
    /// Positional-only parameters that were passed by keyword.
    misused: Vec<&'static str>,
    varargs: Option<Bound<'py, PyAny>>,
    varkeywords: Option<Bound<'py, PyAny>>,
}

impl Bindings<'_> {
    fn new(count: usize, nargs: usize) -> Self {
        Bindings {
            nargs,
            inline: [ptr::null_mut(); INLINE],
            heap: if count > INLINE { vec![ptr::null_mut(); count] } else { Vec::new() },
            misused: Vec::new(),
            varargs: None,
            varkeywords: None,
        }
    }

    fn objects(&mut self) -> &mut [*mut ffi::PyObject] {
        if self.heap.is_empty() {
            &mut self.inline
        } else {
            &mut self.heap
        }
    }
}

/// Binds arguments from a vector with keywords.
///
/// # Safety
/// Python's vectorcall contract.
pub unsafe fn bind_vector<'py>(
    py: Python<'py>,
    def: &'static FunctionDef,
    args: *const *mut ffi::PyObject,
    nargs: usize,
    kwnames: *mut ffi::PyObject,
) -> PyResult<Bindings<'py>> {
    // SAFETY: the vector holds `nargs` positional arguments, then one for each keyword.
    let (positional, keywords) = unsafe {
        let keywords = if kwnames.is_null() { 0 } else { ffi::PyTuple_GET_SIZE(kwnames) as usize };
        (slice(args, nargs), slice(args.wrapping_add(nargs), keywords))
    };
    let mut bindings = bind_positional(py, def, positional)?;
    for (index, value) in keywords.iter().enumerate() {
        // SAFETY: `kwnames` has as many names as there are keyword values.
        let name = unsafe { ffi::PyTuple_GET_ITEM(kwnames, index as ffi::Py_ssize_t) };
        // SAFETY: both are live objects of this call.
        unsafe { bind_keyword(py, def, &mut bindings, name, *value)? };
    }
    Ok(bindings)
}

/// Binds arguments from a tuple and a dict.
///
/// # Safety
/// `args` is a tuple, `kwargs` a dict or null; both outlive the bindings.
pub unsafe fn bind_tuple<'py>(
    py: Python<'py>,
    def: &'static FunctionDef,
    args: *mut ffi::PyObject,
    kwargs: *mut ffi::PyObject,
) -> PyResult<Bindings<'py>> {
    let mut items = Vec::new();
    // SAFETY: a tuple of that size; its items live as long as it does.
    unsafe {
        let nargs = ffi::PyTuple_GET_SIZE(args);
        items.extend((0..nargs).map(|index| ffi::PyTuple_GET_ITEM(args, index)));
    }
    let mut bindings = bind_positional(py, def, &items)?;
    if !kwargs.is_null() {
        let (mut position, mut name, mut value) = (0, ptr::null_mut(), ptr::null_mut());
        // SAFETY: a dict that nothing changes meanwhile: binding runs no foreign code but hashing of exact strings.
        unsafe {
            while ffi::PyDict_Next(kwargs, &mut position, &mut name, &mut value) != 0 {
                bind_keyword(py, def, &mut bindings, name, value)?;
            }
        }
    }
    Ok(bindings)
}

/// A slice from a pointer that may be null if empty.
///
/// # Safety
/// `pointer` points at `length` objects that live for `'a`.
unsafe fn slice<'a>(pointer: *const *mut ffi::PyObject, length: usize) -> &'a [*mut ffi::PyObject] {
    if length == 0 {
        &[]
    } else {
        // SAFETY: the caller's contract.
        unsafe { core::slice::from_raw_parts(pointer, length) }
    }
}

fn bind_positional<'py>(
    py: Python<'py>,
    def: &'static FunctionDef,
    positional: &[*mut ffi::PyObject],
) -> PyResult<Bindings<'py>> {
    let shape = &def.shape;
    let mut bindings = Bindings::new(shape.positional + shape.keyword_only, positional.len());
    let direct = positional.len().min(shape.positional);
    bindings.objects()[..direct].copy_from_slice(&positional[..direct]);
    let surplus = &positional[direct..];
    if shape.varargs {
        bindings.varargs = Some(tuple_of(py, surplus)?);
    } else if !surplus.is_empty() {
        return Err(errors::too_many_positional(def, positional.len()));
    }
    Ok(bindings)
}

fn tuple_of<'py>(py: Python<'py>, items: &[*mut ffi::PyObject]) -> PyResult<Bound<'py, PyAny>> {
    // SAFETY: a new tuple of that size is filled with new references before anyone sees it.
    unsafe {
        let tuple = Bound::from_owned_ptr_or_err(py, ffi::PyTuple_New(items.len() as ffi::Py_ssize_t))?;
        for (index, item) in items.iter().enumerate() {
            ffi::Py_INCREF(*item);
            ffi::PyTuple_SetItem(tuple.as_ptr(), index as ffi::Py_ssize_t, *item);
        }
        Ok(tuple)
    }
}

/// Binds one keyword.
///
/// # Safety
/// `name` and `value` are live objects.
unsafe fn bind_keyword<'py>(
    py: Python<'py>,
    def: &'static FunctionDef,
    bindings: &mut Bindings<'py>,
    name: *mut ffi::PyObject,
    value: *mut ffi::PyObject,
) -> PyResult<()> {
    let shape = &def.shape;
    // SAFETY: the caller's contract.
    let text = unsafe { keyword_text(py, name)? };
    let named = shape.positional + shape.keyword_only;
    let found = def.parameters[..named].iter().position(|parameter| Some(parameter.name) == text);
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
            if bindings.varkeywords.is_none() {
                // SAFETY: a new dict.
                bindings.varkeywords = Some(unsafe { Bound::from_owned_ptr_or_err(py, ffi::PyDict_New())? });
            }
            let Some(dict) = &bindings.varkeywords else { unreachable!("made above") };
            // SAFETY: live objects; an error sets an exception.
            crate::err::error_on_minus_one(py, unsafe { ffi::PyDict_SetItem(dict.as_ptr(), name, value) })
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

/// The text of a keyword; `None` if it has no UTF-8 form (and so can be no parameter's name).
///
/// # Safety
/// `name` is a live object.
unsafe fn keyword_text<'a>(py: Python<'_>, name: *mut ffi::PyObject) -> PyResult<Option<&'a str>> {
    // SAFETY: a live object; the text lives as long as the string, which outlives the binding.
    unsafe {
        if ffi::PyUnicode_Check(name) == 0 {
            return Err(crate::exceptions::PyTypeError::new_err("keywords must be strings"));
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
            let text = core::ffi::CStr::from_ptr(ffi::PyBytes_AsString(bytes)).to_string_lossy().into_owned();
            ffi::Py_DECREF(bytes);
            Ok(Some(Box::leak(text.into_boxed_str())))
        }
    }
}

/// Converts what has been bound, applying defaults.
///
/// # Safety
/// Bound objects are alive; `slots` has room for the parameters.
pub unsafe fn convert_bindings(
    py: Python<'_>,
    def: &'static FunctionDef,
    bindings: &mut Bindings<'_>,
    slots: *mut u8,
) -> PyResult<()> {
    let named = def.shape.positional + def.shape.keyword_only;
    let nargs = bindings.nargs;
    if !bindings.misused.is_empty() {
        return Err(errors::positional_only_as_keyword(def, &bindings.misused));
    }
    check_missing(def, bindings.objects(), nargs)?;
    let mut progress = Progress { parameters: def.parameters, slots, done: 0 };
    for (index, parameter) in def.parameters.iter().enumerate() {
        let object = if index < named {
            bindings.objects()[index]
        } else if index == named && def.shape.varargs {
            bindings.varargs.as_ref().map_or(ptr::null_mut(), Bound::as_ptr)
        } else {
            bindings.varkeywords.as_ref().map_or(ptr::null_mut(), Bound::as_ptr)
        };
        // SAFETY: the caller's contract; converters and defaults write within their slot.
        unsafe { convert_one(py, parameter, object, slots)? };
        progress.done = index + 1;
    }
    core::mem::forget(progress);
    Ok(())
}

/// Converts one object, or applies the default where there is none.
///
/// # Safety
/// `object` is alive or null; `slots` has room for the parameter.
unsafe fn convert_one(
    py: Python<'_>,
    parameter: &Parameter,
    object: *mut ffi::PyObject,
    slots: *mut u8,
) -> PyResult<()> {
    // SAFETY: the caller's contract.
    unsafe {
        let slot = slots.add(parameter.offset);
        match (NonNull::new(object), parameter.default) {
            (Some(object), _) => (parameter.convert.0)(object.as_ptr(), slot)
                .map_err(|error| errors::argument(py, error, parameter.name)),
            (None, Some(default)) => default(py, slot),
            (None, None) => {
                let none = ffi::Py_None();
                (parameter.convert.0)(none, slot).map_err(|error| errors::argument(py, error, parameter.name))
            }
        }
    }
}

fn check_missing(def: &'static FunctionDef, objects: &[*mut ffi::PyObject], nargs: usize) -> PyResult<()> {
    let shape = &def.shape;
    let missing = |range: core::ops::Range<usize>| -> Vec<&'static str> {
        range
            .filter(|&index| objects[index].is_null() && def.parameters[index].default.is_none())
            .map(|index| def.parameters[index].name)
            .collect()
    };
    if nargs < shape.positional {
        let names = missing(0..shape.positional);
        if !names.is_empty() {
            return Err(errors::missing(def, "positional", &names));
        }
    }
    if shape.keyword_only > 0 {
        let names = missing(shape.positional..shape.positional + shape.keyword_only);
        if !names.is_empty() {
            return Err(errors::missing(def, "keyword", &names));
        }
    }
    Ok(())
}
