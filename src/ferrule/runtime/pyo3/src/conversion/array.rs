//! Arrays: a sequence of exactly that length.

use core::mem::MaybeUninit;

use super::items::Items;
use super::private::Token;
use super::{extract_owned, read, FromPyObject, FromPyObjectOwned, IntoPyObject};
use crate::err::{PyErr, PyResult};
use crate::exceptions::PyValueError;
use crate::ffi;
use crate::instance::{Borrowed, Bound};
use crate::marker::Python;
use crate::types::PyAny;

impl<'py, T: FromPyObjectOwned<'py>, const N: usize> FromPyObject<'_, 'py> for [T; N] {
    type Error = PyErr;

    fn extract(obj: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        if is_bytes(obj) {
            if let Some(values) = T::extract_vec(obj, Token) {
                let values = values?;
                return <[T; N]>::try_from(values).map_err(|values| wrong_length(N, values.len()));
            }
        }
        check_length(obj, N)?;
        let mut items = Items::also_of_str(obj)?;
        let mut array = Partial::<T, N>::new();
        while let Some(item) = items.next()? {
            if array.len == N {
                return Err(wrong_length(N, N + 1));
            }
            match extract_owned(&item) {
                Ok(value) => array.push(value),
                Err(error) => return Err(items.failed(error)),
            }
        }
        array.finish().map_err(|len| wrong_length(N, len))
    }
}

fn is_bytes(object: Borrowed<'_, '_, PyAny>) -> bool {
    // SAFETY: attached, and the object is alive.
    unsafe {
        read::bytes(object.as_ptr()).is_some() || ffi::PyByteArray_Check(object.as_ptr()) != 0
    }
}

/// Refuses what says that it has another length, before any item is looked at.
fn check_length(object: Borrowed<'_, '_, PyAny>, expected: usize) -> PyResult<()> {
    // SAFETY: attached, and the object is alive.
    unsafe {
        if ffi::PySequence_Check(object.as_ptr()) == 0 {
            return Ok(()); // refused by `Items`
        }
        match ffi::PySequence_Size(object.as_ptr()) {
            -1 => Err(PyErr::fetch(object.py())),
            len if len as usize == expected => Ok(()),
            len => Err(wrong_length(expected, len as usize)),
        }
    }
}

#[cold]
fn wrong_length(expected: usize, actual: usize) -> PyErr {
    PyValueError::new_err(format!(
        "expected a sequence of length {expected} (got {actual})"
    ))
}

/// An array of which the first `len` values exist.
struct Partial<T, const N: usize> {
    values: [MaybeUninit<T>; N],
    len: usize,
}

impl<T, const N: usize> Partial<T, N> {
    fn new() -> Self {
        Partial {
            values: [const { MaybeUninit::uninit() }; N],
            len: 0,
        }
    }

    /// # Panics
    /// If the array is full.
    fn push(&mut self, value: T) {
        self.values[self.len].write(value);
        self.len += 1;
    }

    /// The array, or how many values there are if they are too few.
    fn finish(mut self) -> Result<[T; N], usize> {
        if self.len < N {
            return Err(self.len);
        }
        self.len = 0;
        // SAFETY: all `N` values exist and are moved out once: `len` says that there are none left to drop.
        Ok(unsafe { core::ptr::from_ref(&self.values).cast::<[T; N]>().read() })
    }
}

impl<T, const N: usize> Drop for Partial<T, N> {
    fn drop(&mut self) {
        for value in &mut self.values[..self.len] {
            // SAFETY: the first `len` values exist.
            unsafe { value.assume_init_drop() };
        }
    }
}

impl<'py, T: IntoPyObject<'py>, const N: usize> IntoPyObject<'py> for [T; N] {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    #[inline]
    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        if T::AT_ONCE {
            T::slice_into_pyobject(&self, py, Token)
        } else {
            T::sequence_into_pyobject(self, py, Token)
        }
    }
}

impl<'a, 'py, T, const N: usize> IntoPyObject<'py> for &'a [T; N]
where
    &'a T: IntoPyObject<'py>,
{
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    #[inline]
    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        self.as_slice().into_pyobject(py)
    }
}
