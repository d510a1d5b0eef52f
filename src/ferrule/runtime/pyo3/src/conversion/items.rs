//! Walking over a sequence's items while their conversion may run Python code that changes the sequence.

use core::cell::Cell;

use super::read::{self, Run, Storage};
use crate::err::{PyErr, PyResult};
use crate::exceptions::{PyMemoryError, PyRecursionError, PyTypeError};
use crate::ffi;
use crate::instance::{Borrowed, Bound};
use crate::stack;
use crate::type_object::PyTypeInfo;
use crate::types::{PyAny, PySequence};

/// Nesting of conversions beyond which they end in `RecursionError`: a list that contains itself never ends.
const MAX_DEPTH: u32 = 600;

/// Memory set aside on the word of an object's `__len__` alone.
const MAX_PREALLOCATION: usize = 1 << 20;

thread_local! {
    /// Conversions of containers that are under way on this thread.
    static DEPTH: Cell<u32> = const { Cell::new(0) };
}

/// One level of nested containers under conversion.
pub struct Depth(());

impl Depth {
    /// One level more.
    ///
    /// # Errors
    /// `RecursionError` if that is too many.
    #[inline]
    pub fn enter() -> PyResult<Depth> {
        let depth = DEPTH.get();
        if depth >= MAX_DEPTH || stack::is_short() {
            return Err(too_deep());
        }
        DEPTH.set(depth + 1);
        Ok(Depth(()))
    }
}

impl Drop for Depth {
    #[inline]
    fn drop(&mut self) {
        DEPTH.set(DEPTH.get() - 1);
    }
}

#[cold]
fn too_deep() -> PyErr {
    PyRecursionError::new_err("maximum recursion depth exceeded while converting a container")
}

/// The items of a sequence, one owned reference at a time.
pub struct Items<'a, 'py> {
    source: Borrowed<'a, 'py, PyAny>,
    storage: Storage,
    iterator: Option<Bound<'py, PyAny>>,
    index: usize,
    hint: usize,
    _depth: Depth,
}

impl<'a, 'py> Items<'a, 'py> {
    /// Starts the walk.
    ///
    /// # Errors
    /// `TypeError` for `str` and for what is no sequence; what `__iter__` raises.
    pub fn of(source: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        // SAFETY: attached, and the object is alive.
        if unsafe { ffi::PyUnicode_Check(source.as_ptr()) } != 0 {
            return Err(PyTypeError::new_err("Can't extract `str` to `Vec`"));
        }
        Self::also_of_str(source)
    }

    /// Starts the walk, over the characters of a `str` too.
    ///
    /// # Errors
    /// `TypeError` for what is no sequence; what `__iter__` raises.
    pub fn also_of_str(source: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        let depth = Depth::enter()?;
        // SAFETY: attached, and the object is alive.
        let storage = unsafe { read::storage(source.as_ptr()) };
        let (iterator, hint) = match storage {
            Storage::Other => {
                let (iterator, hint) = iterate(source)?;
                (Some(iterator), hint)
            }
            // SAFETY: of this storage.
            _ => (None, unsafe { Run::of(storage, source.as_ptr()) }.len()),
        };
        Ok(Items {
            source,
            storage,
            iterator,
            index: 0,
            hint,
            _depth: depth,
        })
    }

    /// Room for the items in a `Vec`: for all of them where their number is certain.
    ///
    /// # Errors
    /// `MemoryError`.
    #[inline]
    pub fn vec<T>(&self) -> PyResult<Vec<T>> {
        let limit = match self.iterator {
            Some(_) => MAX_PREALLOCATION / size_of::<T>().max(1),
            None => usize::MAX,
        };
        vec_with_capacity(self.hint.min(limit))
    }

    /// The next item; its place is [`Items::failed`]'s until the next call.
    ///
    /// # Errors
    /// What the iterator raises.
    #[inline]
    pub fn next(&mut self) -> PyResult<Option<Bound<'py, PyAny>>> {
        let Some(iterator) = &self.iterator else {
            // SAFETY: of this storage; looked at anew, since converting the last item may have changed it.
            unsafe {
                let run = Run::of(self.storage, self.source.as_ptr());
                if self.index >= run.len() {
                    return Ok(None);
                }
                let item = run.get(self.index);
                self.index += 1;
                return Ok(Bound::from_borrowed_ptr_or_opt(self.source.py(), item));
            }
        };
        self.index += 1;
        next(iterator)
    }

    /// `error` as it leaves the conversion of the last item.
    #[cold]
    pub fn failed(&self, error: PyErr) -> PyErr {
        error.at_index(self.index.wrapping_sub(1))
    }
}

/// An iterator over a sequence that is neither list nor tuple, and how many items it says it has.
fn iterate<'py>(source: Borrowed<'_, 'py, PyAny>) -> PyResult<(Bound<'py, PyAny>, usize)> {
    let py = source.py();
    let object = source.as_ptr();
    // SAFETY: attached, and the object is alive; results are checked.
    unsafe {
        if ffi::PySequence_Check(object) == 0 {
            let class = PySequence::type_object(py).into_any();
            return Err(crate::err::CastError::new(source, class).into());
        }
        let hint = ffi::PySequence_Size(object);
        if hint < 0 {
            drop(PyErr::take(py));
        }
        let iterator = Bound::from_owned_ptr_or_err(py, ffi::PyObject_GetIter(object))?;
        Ok((iterator, usize::try_from(hint).unwrap_or(0)))
    }
}

/// The next item of an iterator.
fn next<'py>(iterator: &Bound<'py, PyAny>) -> PyResult<Option<Bound<'py, PyAny>>> {
    let py = iterator.py();
    // SAFETY: attached, and an iterator: `PyObject_GetIter` checks what it returns.
    match unsafe { Bound::from_owned_ptr_or_opt(py, ffi::PyIter_Next(iterator.as_ptr())) } {
        Some(item) => Ok(Some(item)),
        None => crate::err::error_if_pending(py).map(|()| None),
    }
}

/// An empty vector with room.
///
/// # Errors
/// `MemoryError`.
#[inline]
pub fn vec_with_capacity<T>(capacity: usize) -> PyResult<Vec<T>> {
    let mut vec = Vec::new();
    match vec.try_reserve_exact(capacity) {
        Ok(()) => Ok(vec),
        Err(_) => Err(out_of_memory()),
    }
}

#[cold]
pub fn out_of_memory() -> PyErr {
    PyMemoryError::new_err(())
}
