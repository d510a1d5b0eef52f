//! What Python calls on a `ListView`: its methods and slots, and the class made of them.

use core::ffi::{c_int, c_void};
use core::ptr;

use super::super::live::{arguments, bound, live, ClassParts};
use super::{change, copy, get, out_of_range, plain, set, Object, Operations, Put};
use crate::err::PyResult;
use crate::exceptions::PyIndexError;
use crate::ffi;
use crate::glue::{guard, guard_int, guard_or, returns, Raw};
use crate::instance::Bound;
use crate::marker::Python;
use crate::types::any::PyAnyMethods;
use crate::types::{PyAny, PyList, PyTuple};

/// `None` for Python.
fn none(py: Python<'_>) -> PyResult<Object> {
    returns(py, ())
}

/// Entry points: the receiver is a view, arguments are alive; null stands behind the `;`.
macro_rules! entries {
    ($($(#[$doc:meta])* fn $name:ident($py:ident, $view:ident $(, $arg:ident)* $(; $unused:ident)?) $body:block)*) => {$(
        unsafe extern "C" fn $name(slf: Raw $(, $arg: Raw)* $(, $unused: Raw)?) -> Raw {
            // SAFETY: Python's contract.
            guard(|$py| unsafe {
                let $view = live::<Operations>(slf);
                $(let $arg = bound($py, $arg);)*
                $body
            })
        }
    )*};
}

entries! {
    fn append(py, view, value) {
        (view.operations.put)(view, &value, &|len| Ok(Put::Before(len)))?;
        none(py)
    }
    fn extend(py, view, values) {
        let list = Bound::<PyAny>::from_owned_ptr_or_err(py, ffi::PySequence_List(values.as_ptr()))?;
        (view.operations.splice)(view, Some(&list), &|len| Ok(len..len))?;
        none(py)
    }
    fn insert(py, view, args) {
        let args = arguments(py, args.as_ptr(), "insert", 2..=2)?;
        let (index, value) = (position(&args[0])?, &args[1]);
        (view.operations.put)(view, value, &|len| {
            let index = if index < 0 { (index + len as isize).max(0) } else { index };
            Ok(Put::Before((index as usize).min(len)))
        })?;
        none(py)
    }
    fn pop(py, view, args) {
        let args = arguments(py, args.as_ptr(), "pop", 0..=1)?;
        let index = args.first().map_or(Ok(-1), position)?;
        let found = Bound::<PyAny>::from_non_null(get(py, view, index).map_err(|error| {
            if error.is_instance_of::<PyIndexError>(py) { out_of_range("pop index out of range") } else { error }
        })?);
        set(view, index, None)?;
        Ok(found.into_non_null())
    }
    fn remove(py, view, value) {
        change(py, view, |list| list.call_method1("remove", (value,)).map(drop))?;
        none(py)
    }
    fn reverse(py, view; _none) {
        change(py, view, |list| list.call_method0("reverse").map(drop))?;
        none(py)
    }
    fn clear(py, view; _none) {
        (view.operations.splice)(view, None, &|len| Ok(0..len))?;
        none(py)
    }
    fn copied(py, view; _none) {
        Ok(copy(py, view)?.into_any().into_non_null())
    }
    fn index(py, view, args) {
        let found = copy(py, view)?.as_any().getattr("index")?.call1(args.cast_into::<PyTuple>()?)?;
        Ok(found.into_non_null())
    }
    fn count(py, view, value) {
        Ok(copy(py, view)?.as_any().call_method1("count", (value,))?.into_non_null())
    }
    fn reduce(py, view; _none) {
        let list = copy(py, view)?;
        returns(py, (list.as_any().get_type(), (&list,)))
    }
    fn subscript(py, view, key) {
        if ffi::PyIndex_Check(key.as_ptr()) != 0 {
            return get(py, view, position(&key)?);
        }
        Ok(copy(py, view)?.as_any().get_item(key)?.into_non_null())
    }
    fn repr(py, view) {
        Ok(copy(py, view)?.as_any().repr()?.into_any().into_non_null())
    }
    fn concat(py, view, other) {
        Ok(copy(py, view)?.as_any().add(unviewed(other)?)?.into_non_null())
    }
}

/// An index given as any object.
fn position(key: &Bound<'_, PyAny>) -> PyResult<isize> {
    // SAFETY: attached, a live object.
    let index = unsafe { ffi::PyNumber_AsSsize_t(key.as_ptr(), ffi::PyExc_IndexError) };
    crate::err::error_if_pending(key.py()).map(|()| index)
}

/// The object, or a list in the place of a view.
fn unviewed(object: Bound<'_, PyAny>) -> PyResult<Bound<'_, PyAny>> {
    Ok(plain(object.as_borrowed())?.unwrap_or(object))
}

unsafe extern "C" fn sort(slf: Raw, _args: Raw, kwargs: Raw) -> Raw {
    // SAFETY: Python's contract: a tuple, which is empty as `list.sort` takes no positions, and a dict or null.
    guard(|py| unsafe {
        let args = bound(py, _args).cast_into::<PyTuple>()?;
        let kwargs = Bound::<PyAny>::from_borrowed_ptr_or_opt(py, kwargs);
        let kwargs = kwargs.map(|kwargs| kwargs.cast_into()).transpose()?;
        change(py, live(slf), |list| {
            list.getattr("sort")?.call(args, kwargs.as_ref()).map(drop)
        })?;
        none(py)
    })
}

unsafe extern "C" fn length(slf: Raw) -> ffi::Py_ssize_t {
    // SAFETY: Python's contract.
    guard_or(-1, |_| unsafe {
        let view = live::<Operations>(slf);
        view.read(|place| Ok((view.operations.len)(place) as ffi::Py_ssize_t))
    })
}

unsafe extern "C" fn item(slf: Raw, index: ffi::Py_ssize_t) -> Raw {
    // SAFETY: Python's contract; C callers have added the length to a negative index.
    guard(|py| unsafe {
        match index {
            0.. => get(py, live(slf), index),
            _ => Err(out_of_range("list index out of range")),
        }
    })
}

unsafe extern "C" fn set_item(slf: Raw, index: ffi::Py_ssize_t, value: Raw) -> c_int {
    // SAFETY: Python's contract; a null value deletes.
    guard_int(|py| unsafe {
        if index < 0 {
            return Err(out_of_range("list assignment index out of range"));
        }
        set(
            live(slf),
            index,
            Bound::from_borrowed_ptr_or_opt(py, value).as_ref(),
        )
    })
}

unsafe extern "C" fn set_subscript(slf: Raw, key: Raw, value: Raw) -> c_int {
    // SAFETY: Python's contract; a null value deletes.
    guard_int(|py| unsafe {
        let (view, key) = (live(slf), bound(py, key));
        let value = Bound::from_borrowed_ptr_or_opt(py, value);
        if ffi::PyIndex_Check(key.as_ptr()) != 0 {
            return set(view, position(&key)?, value.as_ref());
        }
        change(py, view, |list| match value {
            Some(value) => list.set_item(key, value),
            None => list.del_item(key),
        })
    })
}

unsafe extern "C" fn contains(slf: Raw, value: Raw) -> c_int {
    // SAFETY: Python's contract.
    guard_or(-1, |py| unsafe {
        Ok(copy(py, live(slf))?.as_any().contains(bound(py, value))? as c_int)
    })
}

unsafe extern "C" fn repeat(slf: Raw, times: ffi::Py_ssize_t) -> Raw {
    // SAFETY: Python's contract.
    guard(|py| unsafe { Ok(copy(py, live(slf))?.as_any().mul(times)?.into_non_null()) })
}

unsafe extern "C" fn add_in_place(slf: Raw, values: Raw) -> Raw {
    // SAFETY: Python's contract; the result is a new reference to the view.
    unsafe {
        let done = extend(slf, values);
        if done.is_null() {
            return done;
        }
        ffi::Py_DECREF(done);
        ffi::Py_INCREF(slf);
        slf
    }
}

unsafe extern "C" fn compare(slf: Raw, other: Raw, op: c_int) -> Raw {
    // SAFETY: Python's contract.
    guard(|py| unsafe {
        let (own, other) = (copy(py, live(slf))?, unviewed(bound(py, other))?);
        if other.cast::<PyList>().is_err() {
            return Ok(crate::glue::slot::not_implemented());
        }
        let result = ffi::PyObject_RichCompare(own.as_ptr(), other.as_ptr(), op);
        Ok(Bound::<PyAny>::from_owned_ptr_or_err(py, result)?.into_non_null())
    })
}

pub(super) fn parts() -> ClassParts {
    let slot = |slot, pfunc: *const c_void| ffi::PyType_Slot {
        slot,
        pfunc: pfunc.cast_mut(),
    };
    let method =
        |name: &'static core::ffi::CStr, entry: ffi::PyCFunction, flags| ffi::PyMethodDef {
            ml_name: name.as_ptr(),
            ml_meth: ffi::PyMethodDefPointer { PyCFunction: entry },
            ml_flags: flags,
            ml_doc: ptr::null(),
        };
    let sort = ffi::PyMethodDef {
        ml_meth: ffi::PyMethodDefPointer {
            PyCFunctionWithKeywords: sort,
        },
        ..method(c"sort", append, ffi::METH_VARARGS | ffi::METH_KEYWORDS)
    };
    ClassParts {
        name: c"ferrule.ListView",
        doc: c"A field that holds a list of values, read and written where it is.",
        slots: vec![
            slot(ffi::Py_sq_length, length as *const c_void),
            slot(ffi::Py_mp_length, length as *const c_void),
            slot(ffi::Py_sq_item, item as *const c_void),
            slot(ffi::Py_sq_ass_item, set_item as *const c_void),
            slot(ffi::Py_mp_subscript, subscript as *const c_void),
            slot(ffi::Py_mp_ass_subscript, set_subscript as *const c_void),
            slot(ffi::Py_sq_contains, contains as *const c_void),
            slot(ffi::Py_sq_concat, concat as *const c_void),
            slot(ffi::Py_sq_repeat, repeat as *const c_void),
            slot(ffi::Py_sq_inplace_concat, add_in_place as *const c_void),
            slot(ffi::Py_tp_iter, ffi::PySeqIter_New as *const c_void),
            slot(ffi::Py_tp_repr, repr as *const c_void),
            slot(ffi::Py_tp_richcompare, compare as *const c_void),
        ],
        methods: vec![
            method(c"append", append, ffi::METH_O),
            method(c"extend", extend, ffi::METH_O),
            method(c"insert", insert, ffi::METH_VARARGS),
            method(c"pop", pop, ffi::METH_VARARGS),
            method(c"remove", remove, ffi::METH_O),
            method(c"reverse", reverse, ffi::METH_NOARGS),
            method(c"clear", clear, ffi::METH_NOARGS),
            method(c"copy", copied, ffi::METH_NOARGS),
            method(c"index", index, ffi::METH_VARARGS),
            method(c"count", count, ffi::METH_O),
            method(c"__reduce__", reduce, ffi::METH_NOARGS),
            sort,
        ],
        abstract_class: "MutableSequence",
        inherited: &["__reversed__"],
    }
}
