//! Values read straight from an object's memory, and where its items are.
//!
//! Each reader looks at objects of exactly one type (or flagged as derived from it), calls nothing of Python's and
//! returns `None` for all else, which then goes through the C API. Under the stable ABI layouts are unknown: the
//! readers ask the API where that cannot run Python code either, and else return `None`.

use core::slice;

use crate::ffi;

/// The value of an exact `float`.
///
/// # Safety
/// Attached; `object` is alive.
#[inline(always)]
pub unsafe fn float(object: *mut ffi::PyObject) -> Option<f64> {
    // SAFETY: the caller's contract; the type has been checked before the value is read.
    unsafe {
        if ffi::PyFloat_CheckExact(object) == 0 {
            return None;
        }
        #[cfg(not(Py_LIMITED_API))]
        return Some(ffi::layout::float_value(object));
        #[cfg(Py_LIMITED_API)]
        return Some(ffi::PyFloat_AsDouble(object));
    }
}

/// The value of an exact `int` that fits.
///
/// # Safety
/// Attached; `object` is alive.
#[inline(always)]
pub unsafe fn int(object: *mut ffi::PyObject) -> Option<i64> {
    // SAFETY: the caller's contract; on an exact int the API call runs no Python code and raises nothing.
    unsafe {
        if ffi::PyLong_CheckExact(object) == 0 {
            return None;
        }
        #[cfg(not(Py_LIMITED_API))]
        return match ffi::layout::long_compact(object) {
            Some(value) => Some(value),
            None => ffi::layout::long_as_i64(object),
        };
        #[cfg(Py_LIMITED_API)]
        {
            let mut overflow = 0;
            let value = ffi::PyLong_AsLongLongAndOverflow(object, &mut overflow);
            (overflow == 0).then_some(value)
        }
    }
}

/// The UTF-8 text of an exact `str` that Python has at hand, as it has for ASCII; valid while the object lives.
///
/// # Safety
/// Attached; `object` is alive for all of `'a`.
#[inline(always)]
pub unsafe fn text<'a>(object: *mut ffi::PyObject) -> Option<&'a str> {
    #[cfg(not(Py_LIMITED_API))]
    // SAFETY: the caller's contract; the bytes that Python keeps are valid UTF-8 and never change.
    unsafe {
        if ffi::PyUnicode_CheckExact(object) == 0 {
            return None;
        }
        let (data, len) = ffi::layout::str_utf8(object)?;
        Some(core::str::from_utf8_unchecked(slice::from_raw_parts(
            data, len,
        )))
    }
    #[cfg(Py_LIMITED_API)]
    {
        let _ = object;
        None
    }
}

/// The contents of a `bytes` (or of a subclass's instance), valid while the object lives.
///
/// # Safety
/// Attached; `object` is alive for all of `'a`.
#[inline(always)]
pub unsafe fn bytes<'a>(object: *mut ffi::PyObject) -> Option<&'a [u8]> {
    // SAFETY: the caller's contract; neither call runs Python code or fails on a `bytes`, which never changes.
    unsafe {
        if ffi::PyBytes_Check(object) == 0 {
            return None;
        }
        #[cfg(not(Py_LIMITED_API))]
        let (data, len) = ffi::layout::bytes_data(object);
        #[cfg(Py_LIMITED_API)]
        let (data, len) = (
            ffi::PyBytes_AsString(object).cast::<u8>(),
            ffi::PyBytes_Size(object) as usize,
        );
        Some(slice::from_raw_parts(data, len))
    }
}

/// How the items of an object can be reached without its iterator.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Storage {
    /// As a list's items.
    List,
    /// As a tuple's items.
    Tuple,
    /// Only by iterating.
    Other,
}

/// Lists and tuples, also of derived classes that leave `__iter__` alone.
///
/// # Safety
/// Attached; `object` is alive.
#[inline]
pub unsafe fn storage(object: *mut ffi::PyObject) -> Storage {
    // Without the interpreter lock another thread may reallocate a list's items.
    const LISTS: bool = cfg!(not(Py_GIL_DISABLED));
    // SAFETY: the caller's contract; static types live for ever.
    unsafe {
        if LISTS && ffi::PyList_CheckExact(object) != 0 {
            return Storage::List;
        }
        if ffi::PyTuple_CheckExact(object) != 0 {
            return Storage::Tuple;
        }
        #[cfg(not(Py_LIMITED_API))]
        {
            let iterate = (*ffi::Py_TYPE(object)).tp_iter;
            let inherits = |base: *const ffi::PyTypeObject| match (iterate, (*base).tp_iter) {
                (Some(own), Some(inherited)) => own as usize == inherited as usize,
                _ => false,
            };
            if LISTS && ffi::PyList_Check(object) != 0 && inherits(&raw const ffi::PyList_Type) {
                return Storage::List;
            }
            if ffi::PyTuple_Check(object) != 0 && inherits(&raw const ffi::PyTuple_Type) {
                return Storage::Tuple;
            }
        }
        Storage::Other
    }
}

/// The items as they are now: good until anything runs that may change the object.
#[derive(Clone, Copy)]
pub struct Run {
    #[cfg(not(Py_LIMITED_API))]
    items: *const *mut ffi::PyObject,
    #[cfg(Py_LIMITED_API)]
    source: (Storage, *mut ffi::PyObject),
    len: usize,
}

impl Run {
    /// # Safety
    /// Attached; `object` is alive and of this storage, which is not `Other`.
    #[inline(always)]
    pub unsafe fn of(storage: Storage, object: *mut ffi::PyObject) -> Run {
        // SAFETY: the caller's contract. Lists are not of this storage where there is no interpreter lock.
        unsafe {
            #[cfg(not(Py_LIMITED_API))]
            {
                let (items, len) = match storage {
                    #[cfg(not(Py_GIL_DISABLED))]
                    Storage::List => {
                        let (items, len) = ffi::layout::list_items(object);
                        (items.cast_const(), len)
                    }
                    _ => ffi::layout::tuple_items(object),
                };
                Run { items, len }
            }
            #[cfg(Py_LIMITED_API)]
            {
                let len = match storage {
                    Storage::Tuple => ffi::PyTuple_Size(object),
                    _ => ffi::PyList_Size(object),
                };
                Run {
                    source: (storage, object),
                    len: len as usize,
                }
            }
        }
    }

    /// How many there are.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.len
    }

    /// One of them, borrowed.
    ///
    /// # Safety
    /// Nothing has run since that may have changed the object; `index` is below [`Run::len`].
    #[inline(always)]
    pub unsafe fn get(&self, index: usize) -> *mut ffi::PyObject {
        // SAFETY: the caller's contract.
        unsafe {
            #[cfg(not(Py_LIMITED_API))]
            return *self.items.add(index);
            #[cfg(Py_LIMITED_API)]
            return match self.source {
                (Storage::Tuple, object) => ffi::PyTuple_GetItem(object, index as ffi::Py_ssize_t),
                (_, object) => ffi::PyList_GetItem(object, index as ffi::Py_ssize_t),
            };
        }
    }
}
