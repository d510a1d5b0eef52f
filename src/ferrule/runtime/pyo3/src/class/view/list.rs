//! `ListView`: a `Vec` in its owner as a mutable sequence.
//!
//! Values are converted before the owner is borrowed, and what was removed is dropped afterwards, so that Python code
//! which either runs finds the owner free. What `list` does to many elements at once is done to a copy, which then
//! takes the place of all.

mod entries;

use core::ffi::c_void;
use core::ops::Range;
use core::ptr::{self, NonNull};
use std::sync::atomic::AtomicPtr;

use super::live::{class_of, live, Live};
use super::{Boolean, Element, LiveField, Owner};
use crate::conversion::extract_owned;
use crate::err::{PyErr, PyResult};
use crate::exceptions::{PyIndexError, PyRuntimeError};
use crate::ffi;
use crate::instance::{Borrowed, Bound};
use crate::marker::Python;
use crate::types::list::PyListMethods;
use crate::types::{PyAny, PyList};

type Object = NonNull<ffi::PyObject>;
type View<'a> = &'a Live<Operations>;

/// Where one value goes.
enum Put {
    Over(usize),
    Before(usize),
}

/// Finds a place in a `Vec` of some length.
type Plan<'a, P> = &'a dyn Fn(usize) -> PyResult<P>;

type Splice =
    unsafe fn(View<'_>, Option<&Bound<'_, PyAny>>, Plan<'_, Range<usize>>) -> PyResult<()>;

/// What can be done with a `Vec` of one type. Places are those of such a `Vec`, borrowed as the function needs.
struct Operations {
    len: unsafe fn(*mut c_void) -> usize,
    get: unsafe fn(Python<'_>, *mut c_void, usize) -> PyResult<Object>,
    put: unsafe fn(View<'_>, &Bound<'_, PyAny>, Plan<'_, Put>) -> PyResult<()>,
    /// Puts the items of a list, or nothing, in the place of a range.
    splice: Splice,
}

impl Operations {
    const fn of<T: Element>() -> &'static Operations {
        &Operations {
            // SAFETY: the caller's contract: a place of a `Vec<T>` that is borrowed.
            len: |place| unsafe { (*place.cast::<Vec<T>>()).len() },
            // SAFETY: as above, and an index inside.
            get: |py, place, index| unsafe { (&*place.cast::<Vec<T>>())[index].to_object(py) },
            put: put::<T>,
            splice: splice::<T>,
        }
    }
}

unsafe fn put<T: Element>(
    view: View<'_>,
    value: &Bound<'_, PyAny>,
    plan: Plan<'_, Put>,
) -> PyResult<()> {
    let value: T = extract_owned(value)?;
    let _old = view.write(|place| {
        // SAFETY: the operations of a `Vec<T>`, borrowed exclusively.
        let values = unsafe { &mut *place.cast::<Vec<T>>() };
        Ok(match plan(values.len())? {
            Put::Over(index) => Some(core::mem::replace(&mut values[index], value)),
            Put::Before(index) => {
                values.insert(index, value);
                None
            }
        })
    })?;
    Ok(())
}

unsafe fn splice<T: Element>(
    view: View<'_>,
    list: Option<&Bound<'_, PyAny>>,
    plan: Plan<'_, Range<usize>>,
) -> PyResult<()> {
    let new: Vec<T> = match list {
        Some(list) => extract_owned(list)?,
        None => Vec::new(),
    };
    let _old = view.write(|place| {
        // SAFETY: as in `put`.
        let values = unsafe { &mut *place.cast::<Vec<T>>() };
        let range = plan(values.len())?;
        Ok(values.splice(range, new).collect::<Vec<T>>())
    })?;
    Ok(())
}

impl<F: Boolean, T: Element> LiveField<F> for Vec<T> {
    unsafe fn view(py: Python<'_>, owner: Owner<'_>, place: *mut Self) -> PyResult<Object> {
        let class = class_of(py, &CLASS, entries::parts)?;
        // SAFETY: the caller's contract.
        unsafe { Live::create(py, class, owner, place.cast(), Operations::of::<T>()) }
    }
}

static CLASS: AtomicPtr<ffi::PyTypeObject> = AtomicPtr::new(ptr::null_mut());

/// A list with what a view holds now; `None` for any other object.
fn plain<'py>(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Option<Bound<'py, PyAny>>> {
    // SAFETY: a live object; instances of the class are views.
    unsafe {
        let class = CLASS.load(core::sync::atomic::Ordering::Acquire);
        if ffi::Py_TYPE(object.as_ptr()) != class {
            return Ok(None);
        }
        copy(object.py(), live(object.as_ptr())).map(|list| Some(list.into_any()))
    }
}

fn copy<'py>(py: Python<'py>, view: View<'_>) -> PyResult<Bound<'py, PyList>> {
    view.read(|place| {
        let list = PyList::empty(py);
        // SAFETY: the operations of what is at the place; nothing changes it while it is borrowed.
        unsafe {
            for index in 0..(view.operations.len)(place) {
                let item = (view.operations.get)(py, place, index)?;
                list.append(Bound::<PyAny>::from_non_null(item))?;
            }
        }
        Ok(list)
    })
}

/// Where a Python index points, if that is inside.
fn inside(index: isize, len: usize) -> Option<usize> {
    let index = if index < 0 {
        index + len as isize
    } else {
        index
    };
    (index >= 0 && (index as usize) < len).then_some(index as usize)
}

fn out_of_range(what: &'static str) -> PyErr {
    PyIndexError::new_err(what)
}

fn get(py: Python<'_>, view: View<'_>, index: isize) -> PyResult<Object> {
    view.read(|place| {
        // SAFETY: the operations of what is at the place, and an index inside.
        unsafe {
            let index = inside(index, (view.operations.len)(place))
                .ok_or_else(|| out_of_range("list index out of range"))?;
            (view.operations.get)(py, place, index)
        }
    })
}

/// Sets an element, or deletes it where there is no value.
fn set(view: View<'_>, index: isize, value: Option<&Bound<'_, PyAny>>) -> PyResult<()> {
    let find =
        |len| inside(index, len).ok_or_else(|| out_of_range("list assignment index out of range"));
    // SAFETY: the view's own operations.
    unsafe {
        match value {
            Some(value) => (view.operations.put)(view, value, &|len| Ok(Put::Over(find(len)?))),
            None => {
                (view.operations.splice)(view, None, &|len| find(len).map(|index| index..index + 1))
            }
        }
    }
}

/// Does to the whole what `change` does to a copy.
fn change(
    py: Python<'_>,
    view: View<'_>,
    change: impl FnOnce(&Bound<'_, PyAny>) -> PyResult<()>,
) -> PyResult<()> {
    let list = copy(py, view)?;
    let before = list.len();
    change(list.as_any())?;
    // SAFETY: the view's own operations.
    unsafe {
        (view.operations.splice)(view, Some(list.as_any()), &|len| {
            if len == before {
                return Ok(0..len);
            }
            Err(PyRuntimeError::new_err("the field changed size meanwhile"))
        })
    }
}
