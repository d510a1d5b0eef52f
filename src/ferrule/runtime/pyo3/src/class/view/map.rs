//! `MapView`: a `HashMap` or `BTreeMap` in its owner as a mutable mapping.
//!
//! Keys and values are converted before the owner is borrowed, and what was removed is dropped afterwards.

use core::ffi::{c_int, c_void};
use core::hash::{BuildHasher, Hash};
use core::ptr::{self, NonNull};
use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicPtr, Ordering};

use super::live::{arguments, bound, class_of, live, ClassParts, Live};
use super::{Boolean, Element, LiveField, Owner};
use crate::conversion::extract_owned;
use crate::err::PyResult;
use crate::exceptions::{PyKeyError, PyOverflowError, PyTypeError, PyValueError};
use crate::ffi;
use crate::glue::{guard, guard_int, guard_or, returns, Raw};
use crate::instance::{Borrowed, Bound};
use crate::marker::Python;
use crate::types::any::PyAnyMethods;
use crate::types::dict::PyDictMethods;
use crate::types::{PyAny, PyDict};

type Object = NonNull<ffi::PyObject>;
type View<'a> = &'a Live<Operations>;

/// A map as far as a view needs it.
trait Map: Default + 'static {
    type Key: Element;
    type Value: Element;
    fn size(&self) -> usize;
    fn find(&self, key: &Self::Key) -> Option<&Self::Value>;
    fn put(&mut self, key: Self::Key, value: Self::Value) -> Option<Self::Value>;
    fn take(&mut self, key: &Self::Key) -> Option<(Self::Key, Self::Value)>;
    fn entries(&self) -> impl Iterator<Item = (&Self::Key, &Self::Value)>;
}

macro_rules! map {
    ([$($generics:tt)*] $kind:ty) => {
        impl<$($generics)*> Map for $kind {
            type Key = K;
            type Value = V;
            fn size(&self) -> usize {
                self.len()
            }
            fn find(&self, key: &K) -> Option<&V> {
                self.get(key)
            }
            fn put(&mut self, key: K, value: V) -> Option<V> {
                self.insert(key, value)
            }
            fn take(&mut self, key: &K) -> Option<(K, V)> {
                self.remove_entry(key)
            }
            fn entries(&self) -> impl Iterator<Item = (&K, &V)> {
                self.iter()
            }
        }

        impl<F: Boolean, $($generics)*> LiveField<F> for $kind {
            unsafe fn view(py: Python<'_>, owner: Owner<'_>, place: *mut Self) -> PyResult<Object> {
                let class = class_of(py, &CLASS, parts)?;
                // SAFETY: the caller's contract.
                unsafe { Live::create(py, class, owner, place.cast(), Operations::of::<Self>()) }
            }
        }
    };
}
map!([K: Element + Eq + Hash, V: Element, S: BuildHasher + Default + 'static] HashMap<K, V, S>);
map!([K: Element + Ord, V: Element] BTreeMap<K, V>);

/// What can be done with a map of one type. Places are those of such a map, borrowed as the function needs.
struct Operations {
    len: unsafe fn(*mut c_void) -> usize,
    dict: unsafe fn(Python<'_>, *mut c_void) -> PyResult<Bound<'_, PyDict>>,
    find: unsafe fn(View<'_>, &Bound<'_, PyAny>) -> PyResult<Option<Object>>,
    put: unsafe fn(View<'_>, &Bound<'_, PyAny>, &Bound<'_, PyAny>) -> PyResult<()>,
    /// Whether there was such a key.
    take: unsafe fn(View<'_>, &Bound<'_, PyAny>) -> PyResult<bool>,
    clear: unsafe fn(View<'_>) -> PyResult<()>,
}

impl Operations {
    const fn of<M: Map>() -> &'static Operations {
        &Operations {
            // SAFETY: the caller's contract.
            len: |place| unsafe { (*place.cast::<M>()).size() },
            dict: dict::<M>,
            find: find::<M>,
            put: put::<M>,
            take: take::<M>,
            clear: clear::<M>,
        }
    }
}

unsafe fn dict<M: Map>(py: Python<'_>, place: *mut c_void) -> PyResult<Bound<'_, PyDict>> {
    let dict = PyDict::new(py);
    // SAFETY: the caller's contract: a borrowed `M`; conversions return owned references.
    unsafe {
        for (key, value) in (*place.cast::<M>()).entries() {
            let key = Bound::<PyAny>::from_non_null(key.to_object(py)?);
            dict.set_item(key, Bound::<PyAny>::from_non_null(value.to_object(py)?))?;
        }
    }
    Ok(dict)
}

/// The key, or `None` if no key of this map could be equal to the object.
fn key_of<M: Map>(key: &Bound<'_, PyAny>) -> PyResult<Option<M::Key>> {
    let py = key.py();
    match extract_owned(key) {
        Ok(key) => Ok(Some(key)),
        Err(error)
            if error.is_instance_of::<PyTypeError>(py)
                || error.is_instance_of::<PyValueError>(py)
                || error.is_instance_of::<PyOverflowError>(py) =>
        {
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

unsafe fn find<M: Map>(view: View<'_>, key: &Bound<'_, PyAny>) -> PyResult<Option<Object>> {
    let Some(found) = key_of::<M>(key)? else {
        return Ok(None);
    };
    // SAFETY: the operations of an `M`.
    view.read(|place| unsafe {
        let value = (*place.cast::<M>()).find(&found);
        value.map(|value| value.to_object(key.py())).transpose()
    })
}

unsafe fn put<M: Map>(
    view: View<'_>,
    key: &Bound<'_, PyAny>,
    value: &Bound<'_, PyAny>,
) -> PyResult<()> {
    let (key, value) = (extract_owned(key)?, extract_owned(value)?);
    // SAFETY: the operations of an `M`, borrowed exclusively.
    let _old = view.write(|place| unsafe { Ok((*place.cast::<M>()).put(key, value)) })?;
    Ok(())
}

unsafe fn take<M: Map>(view: View<'_>, key: &Bound<'_, PyAny>) -> PyResult<bool> {
    let Some(key) = key_of::<M>(key)? else {
        return Ok(false);
    };
    // SAFETY: as in `put`.
    let old = view.write(|place| unsafe { Ok((*place.cast::<M>()).take(&key)) })?;
    Ok(old.is_some())
}

unsafe fn clear<M: Map>(view: View<'_>) -> PyResult<()> {
    // SAFETY: as in `put`.
    let _old = view.write(|place| unsafe { Ok(core::mem::take(&mut *place.cast::<M>())) })?;
    Ok(())
}

static CLASS: AtomicPtr<ffi::PyTypeObject> = AtomicPtr::new(ptr::null_mut());

/// A dict with what a view holds now; `None` for any other object.
#[cold]
pub(crate) fn plain<'py>(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Option<Bound<'py, PyAny>>> {
    // SAFETY: a live object; instances of the class are views.
    unsafe {
        if ffi::Py_TYPE(object.as_ptr()) != CLASS.load(Ordering::Acquire) {
            return Ok(None);
        }
        copy(object.py(), live(object.as_ptr())).map(|dict| Some(dict.into_any()))
    }
}

fn copy<'py>(py: Python<'py>, view: View<'_>) -> PyResult<Bound<'py, PyDict>> {
    // SAFETY: the view's own operations.
    view.read(|place| unsafe { (view.operations.dict)(py, place) })
}

unsafe extern "C" fn length(slf: Raw) -> ffi::Py_ssize_t {
    // SAFETY: Python's contract.
    guard_or(-1, |_| unsafe {
        let view = live::<Operations>(slf);
        view.read(|place| Ok((view.operations.len)(place) as ffi::Py_ssize_t))
    })
}

unsafe extern "C" fn subscript(slf: Raw, key: Raw) -> Raw {
    // SAFETY: Python's contract.
    guard(|py| unsafe {
        let (view, key) = (live::<Operations>(slf), bound(py, key));
        let found = (view.operations.find)(view, &key)?;
        found.ok_or_else(|| PyKeyError::new_err(key.unbind()))
    })
}

unsafe extern "C" fn set_subscript(slf: Raw, key: Raw, value: Raw) -> c_int {
    // SAFETY: Python's contract; a null value deletes.
    guard_int(|py| unsafe {
        let (view, key) = (live::<Operations>(slf), bound(py, key));
        match Bound::from_borrowed_ptr_or_opt(py, value) {
            Some(value) => (view.operations.put)(view, &key, &value),
            None if (view.operations.take)(view, &key)? => Ok(()),
            None => Err(PyKeyError::new_err(key.unbind())),
        }
    })
}

unsafe extern "C" fn contains(slf: Raw, key: Raw) -> c_int {
    // SAFETY: Python's contract; a value that was found is a new reference.
    guard_or(-1, |py| unsafe {
        let view = live::<Operations>(slf);
        let found = (view.operations.find)(view, &bound(py, key))?;
        Ok(found
            .map(|value| Bound::<PyAny>::from_non_null(value))
            .is_some_and(|_| true) as c_int)
    })
}

/// The keys of now: a change meanwhile does no harm.
unsafe extern "C" fn iterate(slf: Raw) -> Raw {
    // SAFETY: Python's contract.
    guard(|py| unsafe {
        let keys = copy(py, live(slf))?.keys();
        Ok(keys.as_any().try_iter()?.into_any().into_non_null())
    })
}

unsafe extern "C" fn repr(slf: Raw) -> Raw {
    // SAFETY: Python's contract.
    guard(|py| unsafe {
        Ok(copy(py, live(slf))?
            .as_any()
            .repr()?
            .into_any()
            .into_non_null())
    })
}

unsafe extern "C" fn compare(slf: Raw, other: Raw, op: c_int) -> Raw {
    // SAFETY: Python's contract.
    guard(|py| unsafe {
        let (own, other) = (copy(py, live(slf))?, bound(py, other));
        let other = plain(other.as_borrowed())?.unwrap_or(other);
        let result = ffi::PyObject_RichCompare(own.as_ptr(), other.as_ptr(), op);
        Ok(Bound::<PyAny>::from_owned_ptr_or_err(py, result)?.into_non_null())
    })
}

/// `pop(key[, default])`.
unsafe extern "C" fn pop(slf: Raw, args: Raw) -> Raw {
    // SAFETY: Python's contract; a value that was found is a new reference.
    guard(|py| unsafe {
        let view = live::<Operations>(slf);
        let args = arguments(py, args, "pop", 1..=2)?;
        let key = &args[0];
        match ((view.operations.find)(view, key)?, args.get(1)) {
            (Some(value), _) => {
                let value = Bound::<PyAny>::from_non_null(value);
                (view.operations.take)(view, key)?;
                Ok(value.into_non_null())
            }
            (None, Some(default)) => returns(py, default),
            (None, None) => Err(PyKeyError::new_err(key.clone().unbind())),
        }
    })
}

unsafe extern "C" fn cleared(slf: Raw, _unused: Raw) -> Raw {
    // SAFETY: Python's contract.
    guard(|py| unsafe {
        let view = live::<Operations>(slf);
        (view.operations.clear)(view)?;
        returns(py, ())
    })
}

unsafe extern "C" fn copied(slf: Raw, _unused: Raw) -> Raw {
    // SAFETY: Python's contract.
    guard(|py| unsafe { Ok(copy(py, live(slf))?.into_any().into_non_null()) })
}

unsafe extern "C" fn reduce(slf: Raw, _unused: Raw) -> Raw {
    // SAFETY: Python's contract.
    guard(|py| unsafe {
        let dict = copy(py, live(slf))?;
        returns(py, (dict.as_any().get_type(), (&dict,)))
    })
}

fn parts() -> ClassParts {
    let slot = |slot, pfunc: *const c_void| ffi::PyType_Slot {
        slot,
        pfunc: pfunc.cast_mut(),
    };
    let method = |name: &'static core::ffi::CStr, entry: ffi::PyCFunction| ffi::PyMethodDef {
        ml_name: name.as_ptr(),
        ml_meth: ffi::PyMethodDefPointer { PyCFunction: entry },
        ml_flags: ffi::METH_NOARGS,
        ml_doc: ptr::null(),
    };
    ClassParts {
        name: c"ferrule.MapView",
        doc: c"A field that holds values under keys, read and written where it is.",
        slots: vec![
            slot(ffi::Py_mp_length, length as *const c_void),
            slot(ffi::Py_mp_subscript, subscript as *const c_void),
            slot(ffi::Py_mp_ass_subscript, set_subscript as *const c_void),
            slot(ffi::Py_sq_contains, contains as *const c_void),
            slot(ffi::Py_tp_iter, iterate as *const c_void),
            slot(ffi::Py_tp_repr, repr as *const c_void),
            slot(ffi::Py_tp_richcompare, compare as *const c_void),
        ],
        methods: vec![
            ffi::PyMethodDef {
                ml_flags: ffi::METH_VARARGS,
                ..method(c"pop", pop)
            },
            method(c"clear", cleared),
            method(c"copy", copied),
            method(c"__reduce__", reduce),
        ],
        abstract_class: "MutableMapping",
        inherited: &[
            "get",
            "keys",
            "values",
            "items",
            "popitem",
            "setdefault",
            "update",
        ],
    }
}
