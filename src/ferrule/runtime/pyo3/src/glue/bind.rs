//! Binding arguments to parameters: by position at full speed, in every other way correctly.

use core::ptr;

use super::call::INLINE;
use super::function::{Arguments, FunctionDef};
use super::keyword::{bind_keyword, Cursor};
use super::tuple::{tuple_item, tuple_size};
use super::{errors, Raw};
use crate::err::{PyErr, PyResult};
use crate::ffi;
use crate::instance::Bound;
use crate::marker::Python;
use crate::types::PyAny;

/// What each parameter is bound to. Converted values may borrow from it until the call is over.
pub struct Bindings<'py> {
    nargs: usize,
    inline: [Raw; INLINE],
    heap: Vec<Raw>,
    /// Positional-only parameters that were passed by keyword.
    pub(super) misused: Vec<&'static str>,
    varargs: Option<Bound<'py, PyAny>>,
    pub(super) varkeywords: Option<Bound<'py, PyAny>>,
}

impl Bindings<'_> {
    /// Nothing bound yet, of `nargs` positional arguments.
    #[inline]
    pub fn new(def: &FunctionDef, nargs: usize) -> Self {
        let count = def.shape.count();
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
    pub(super) fn objects(&mut self) -> &mut [Raw] {
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
    pub args: *const Raw,
    /// How many are positional.
    pub count: usize,
    /// A tuple of the others' names, or null.
    pub names: Raw,
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
    let Vector { args, count, names } = vector;
    // SAFETY: the vector holds `count` positional arguments, then one for each keyword.
    let (positional, keywords) = unsafe {
        let keywords = if names.is_null() {
            0
        } else {
            tuple_size(names) as usize
        };
        (
            slice(args, count),
            slice(args.wrapping_add(count), keywords),
        )
    };
    bind_positional(py, def, bindings, positional)?;
    let mut cursor = Cursor::new(def, count);
    for (index, value) in keywords.iter().enumerate() {
        // SAFETY: `names` has as many names as there are keyword values; both are live objects of this call.
        unsafe {
            let name = tuple_item(names, index as ffi::Py_ssize_t);
            bind_keyword(py, def, bindings, &mut cursor, (name, *value))?
        };
    }
    Ok(())
}

/// The items of a tuple of arguments, side by side.
pub struct Items {
    #[cfg(not(Py_LIMITED_API))]
    tuple: Raw,
    #[cfg(Py_LIMITED_API)]
    copy: Vec<Raw>,
}

impl Items {
    /// Those of `tuple`, borrowed.
    ///
    /// # Safety
    /// `tuple` is a tuple that outlives the items.
    #[inline]
    pub unsafe fn of(tuple: Raw) -> Self {
        #[cfg(not(Py_LIMITED_API))]
        return Items { tuple };
        // SAFETY: a tuple of that size.
        #[cfg(Py_LIMITED_API)]
        unsafe {
            let copy = (0..tuple_size(tuple))
                .map(|index| tuple_item(tuple, index))
                .collect();
            Items { copy }
        }
    }

    /// How many.
    #[inline]
    pub fn count(&self) -> usize {
        // SAFETY: a tuple, by the contract of `of`.
        #[cfg(not(Py_LIMITED_API))]
        return unsafe { tuple_size(self.tuple) as usize };
        #[cfg(Py_LIMITED_API)]
        self.copy.len()
    }

    /// The first of them.
    #[inline]
    pub fn as_ptr(&self) -> *const Raw {
        // SAFETY: a tuple, by the contract of `of`.
        #[cfg(not(Py_LIMITED_API))]
        return unsafe { super::tuple::tuple_items(self.tuple) };
        #[cfg(Py_LIMITED_API)]
        self.copy.as_ptr()
    }
}

/// Binds the items of a tuple, and a dict.
///
/// # Safety
/// `items` are live, `kwargs` is a dict; both outlive the bindings.
pub unsafe fn bind_dict<'py>(
    py: Python<'py>,
    def: &'static FunctionDef,
    bindings: &mut Bindings<'py>,
    items: &Items,
    kwargs: Raw,
) -> PyResult<()> {
    // SAFETY: the caller's contract.
    let positional = unsafe { slice(items.as_ptr(), items.count()) };
    bind_positional(py, def, bindings, positional)?;
    let mut cursor = Cursor::new(def, positional.len());
    let (mut position, mut name, mut value) = (0, ptr::null_mut(), ptr::null_mut());
    // SAFETY: a dict that nothing changes meanwhile: binding runs no foreign code but hashing of exact strings.
    unsafe {
        while ffi::PyDict_Next(kwargs, &mut position, &mut name, &mut value) != 0 {
            bind_keyword(py, def, bindings, &mut cursor, (name, value))?;
        }
    }
    Ok(())
}

/// A slice from a pointer that may be null if empty.
///
/// # Safety
/// `pointer` points at `length` objects that live for `'a`.
unsafe fn slice<'a>(pointer: *const Raw, length: usize) -> &'a [Raw] {
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
    positional: &[Raw],
) -> PyResult<()> {
    let shape = &def.shape;
    let (direct, surplus) = positional.split_at(positional.len().min(shape.positional as usize));
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

fn tuple_of<'py>(py: Python<'py>, items: &[Raw]) -> PyResult<Bound<'py, PyAny>> {
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

/// One object for each parameter, once all are bound; null where one is missing and has a default. The objects live as
/// long as the bindings.
///
/// # Errors
/// If a required parameter has no argument, or a positional-only one was passed by keyword.
pub fn complete(def: &'static FunctionDef, bindings: &mut Bindings<'_>) -> PyResult<Arguments> {
    if !bindings.misused.is_empty() {
        return Err(errors::positional_only_as_keyword(def, &bindings.misused));
    }
    check_missing(def, bindings)?;
    let mut next = def.shape.named();
    let varargs = bindings.varargs.as_ref().map(Bound::as_ptr);
    if let Some(tuple) = varargs {
        bindings.objects()[next] = tuple;
        next += 1;
    }
    if def.shape.varkeywords {
        let dict = bindings.varkeywords.as_ref().map(Bound::as_ptr);
        // SAFETY: a singleton.
        bindings.objects()[next] = dict.unwrap_or_else(|| unsafe { ffi::Py_None() });
    }
    Ok(bindings.objects().as_ptr())
}

#[inline]
fn check_missing(def: &'static FunctionDef, bindings: &mut Bindings<'_>) -> PyResult<()> {
    let (shape, nargs) = (&def.shape, bindings.nargs);
    let objects = bindings.objects();
    let (positional, required) = (
        shape.positional as usize,
        shape.required_positional as usize,
    );
    let lacks = |&index: &usize| objects[index].is_null();
    let keyword_only = positional..shape.named();
    let lacking = nargs.min(required)..required;
    if lacking.clone().any(|index| lacks(&index))
        || keyword_only
            .clone()
            .any(|index| lacks(&index) && def.required(index))
    {
        let keywords = keyword_only.filter(|index| lacks(index) && def.required(*index));
        return Err(missing(def, lacking.filter(lacks), keywords));
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
    let name = |index: usize| def.parameter(index);
    let names: Vec<&str> = positional.map(name).collect();
    if names.is_empty() {
        let names: Vec<&str> = keyword_only.map(name).collect();
        errors::missing(def, "keyword", &names)
    } else {
        errors::missing(def, "positional", &names)
    }
}
