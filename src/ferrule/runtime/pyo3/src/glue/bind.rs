//! Binding arguments to parameters: by position at full speed, in every other way correctly.

use core::ptr::{self, NonNull};

use super::errors;
use super::function::{FunctionDef, Parameter};
use super::keyword::{bind_keyword, Keyword};
use super::tuple::{tuple_item, tuple_size};
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
    #[inline(always)]
    fn drop(&mut self) {
        // Passed by value, so that the struct itself need not be in memory while all goes well.
        // SAFETY: these slots were written and nobody has read them.
        unsafe { drop_slots(self.parameters, self.slots, self.done) };
    }
}

/// Drops the first `done` slots.
///
/// # Safety
/// They have been written, and nobody reads them again.
#[cold]
#[inline(never)]
unsafe fn drop_slots(parameters: &[Parameter], slots: *mut u8, done: usize) {
    for parameter in &parameters[..done] {
        if let Some(drop) = parameter.drop {
            // SAFETY: the caller's contract.
            unsafe { drop(slots.add(parameter.offset)) };
        }
    }
}

/// Converts arguments that fill the parameters one for one.
///
/// # Safety
/// `args` holds as many objects as there are parameters; `slots` has room for them.
#[inline(always)]
pub unsafe fn convert_exact(
    py: Python<'_>,
    def: &'static FunctionDef,
    args: *const *mut ffi::PyObject,
    slots: *mut u8,
) -> PyResult<()> {
    let mut progress = Progress {
        parameters: def.parameters,
        slots,
        done: 0,
    };
    for (index, parameter) in def.parameters.iter().enumerate() {
        // SAFETY: the caller's contract; converters write within their slot.
        unsafe {
            if let Err(error) = (parameter.convert.0)(*args.add(index), slots.add(parameter.offset))
            {
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
    pub(super) misused: Vec<&'static str>,
    varargs: Option<Bound<'py, PyAny>>,
    pub(super) varkeywords: Option<Bound<'py, PyAny>>,
}

impl Bindings<'_> {
    /// Nothing bound yet, of `nargs` positional arguments.
    #[inline]
    pub fn new(def: &FunctionDef, nargs: usize) -> Self {
        let count = def.shape.positional + def.shape.keyword_only;
        Bindings {
            nargs,
            inline: [ptr::null_mut(); INLINE],
            heap: if count > INLINE {
                vec![ptr::null_mut(); count]
            } else {
                Vec::new()
            },
            misused: Vec::new(),
            varargs: None,
            varkeywords: None,
        }
    }

    #[inline]
    pub(super) fn objects(&mut self) -> &mut [*mut ffi::PyObject] {
        if self.heap.is_empty() {
            &mut self.inline
        } else {
            &mut self.heap
        }
    }
}

/// Arguments as Python's vectorcall convention passes them: the positional ones, then one for each name.
pub struct Vector {
    /// The objects.
    pub args: *const *mut ffi::PyObject,
    /// How many are positional.
    pub nargs: usize,
    /// A tuple of the others' names, or null.
    pub kwnames: *mut ffi::PyObject,
}

/// Binds arguments from a vector with keywords.
///
/// # Safety
/// Python's vectorcall contract.
#[inline]
pub unsafe fn bind_vector<'py>(
    py: Python<'py>,
    def: &'static FunctionDef,
    bindings: &mut Bindings<'py>,
    vector: Vector,
) -> PyResult<()> {
    let Vector {
        args,
        nargs,
        kwnames,
    } = vector;
    // SAFETY: the vector holds `nargs` positional arguments, then one for each keyword.
    let (positional, keywords) = unsafe {
        let keywords = if kwnames.is_null() {
            0
        } else {
            tuple_size(kwnames) as usize
        };
        (
            slice(args, nargs),
            slice(args.wrapping_add(nargs), keywords),
        )
    };
    bind_positional(py, def, bindings, positional)?;
    for (index, value) in keywords.iter().enumerate() {
        // SAFETY: `kwnames` has as many names as there are keyword values.
        let name = unsafe { tuple_item(kwnames, index as ffi::Py_ssize_t) };
        // SAFETY: both are live objects of this call.
        unsafe {
            bind_keyword(
                py,
                def,
                bindings,
                Keyword {
                    name,
                    value: *value,
                    likely: nargs + index,
                },
            )?
        };
    }
    Ok(())
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
        let nargs = tuple_size(args);
        items.extend((0..nargs).map(|index| tuple_item(args, index)));
    }
    let mut bindings = Bindings::new(def, items.len());
    bind_positional(py, def, &mut bindings, &items)?;
    if !kwargs.is_null() {
        let (mut position, mut name, mut value) = (0, ptr::null_mut(), ptr::null_mut());
        // SAFETY: a dict that nothing changes meanwhile: binding runs no foreign code but hashing of exact strings.
        unsafe {
            while ffi::PyDict_Next(kwargs, &mut position, &mut name, &mut value) != 0 {
                bind_keyword(
                    py,
                    def,
                    &mut bindings,
                    Keyword {
                        name,
                        value,
                        likely: 0,
                    },
                )?;
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

#[inline]
fn bind_positional<'py>(
    py: Python<'py>,
    def: &'static FunctionDef,
    bindings: &mut Bindings<'py>,
    positional: &[*mut ffi::PyObject],
) -> PyResult<()> {
    let shape = &def.shape;
    let (direct, surplus) = positional.split_at(positional.len().min(shape.positional));
    for (bound, object) in bindings.objects().iter_mut().zip(direct) {
        *bound = *object;
    }
    if shape.varargs {
        bindings.varargs = Some(tuple_of(py, surplus)?);
    } else if !surplus.is_empty() {
        return Err(errors::too_many_positional(def, positional.len()));
    }
    Ok(())
}

fn tuple_of<'py>(py: Python<'py>, items: &[*mut ffi::PyObject]) -> PyResult<Bound<'py, PyAny>> {
    // SAFETY: a new tuple of that size is filled with new references before anyone sees it.
    unsafe {
        let tuple =
            Bound::from_owned_ptr_or_err(py, ffi::PyTuple_New(items.len() as ffi::Py_ssize_t))?;
        for (index, item) in items.iter().enumerate() {
            ffi::Py_INCREF(*item);
            ffi::PyTuple_SetItem(tuple.as_ptr(), index as ffi::Py_ssize_t, *item);
        }
        Ok(tuple)
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
    let nargs = bindings.nargs;
    if !bindings.misused.is_empty() {
        return Err(errors::positional_only_as_keyword(def, &bindings.misused));
    }
    let objects = bindings.objects();
    check_missing(def, objects, nargs)?;
    let mut progress = Progress {
        parameters: def.parameters,
        slots,
        done: 0,
    };
    let named = def.shape.positional + def.shape.keyword_only;
    for (parameter, object) in def.parameters[..named].iter().zip(&*objects) {
        // SAFETY: the caller's contract; converters and defaults write within their slot.
        unsafe { convert_one(py, parameter, *object, slots)? };
        progress.done += 1;
    }
    for parameter in &def.parameters[named..] {
        let variadic = match progress.done == named && def.shape.varargs {
            true => &bindings.varargs,
            false => &bindings.varkeywords,
        };
        let object = variadic.as_ref().map_or(ptr::null_mut(), Bound::as_ptr);
        // SAFETY: as above.
        unsafe { convert_one(py, parameter, object, slots)? };
        progress.done += 1;
    }
    core::mem::forget(progress);
    Ok(())
}

/// Converts one object, or applies the default where there is none.
///
/// # Safety
/// `object` is alive or null; `slots` has room for the parameter.
#[inline(always)]
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
                (parameter.convert.0)(none, slot)
                    .map_err(|error| errors::argument(py, error, parameter.name))
            }
        }
    }
}

#[inline]
fn check_missing(
    def: &'static FunctionDef,
    objects: &[*mut ffi::PyObject],
    nargs: usize,
) -> PyResult<()> {
    let shape = &def.shape;
    let lacks =
        |&index: &usize| objects[index].is_null() && def.parameters[index].default.is_none();
    let positional = nargs.min(shape.positional)..shape.positional;
    let keyword_only = shape.positional..shape.positional + shape.keyword_only;
    if positional.clone().any(|index| lacks(&index))
        || keyword_only.clone().any(|index| lacks(&index))
    {
        return Err(missing(
            def,
            positional.filter(lacks),
            keyword_only.filter(lacks),
        ));
    }
    Ok(())
}

/// Positional parameters are named first, and the keyword-only ones only when none of those lacks an argument.
#[cold]
#[inline(never)]
fn missing(
    def: &'static FunctionDef,
    positional: impl Iterator<Item = usize>,
    keyword_only: impl Iterator<Item = usize>,
) -> PyErr {
    let name = |index: usize| def.parameters[index].name;
    let names: Vec<&str> = positional.map(name).collect();
    if names.is_empty() {
        errors::missing(
            def,
            "keyword",
            &keyword_only.map(name).collect::<Vec<&str>>(),
        )
    } else {
        errors::missing(def, "positional", &names)
    }
}
