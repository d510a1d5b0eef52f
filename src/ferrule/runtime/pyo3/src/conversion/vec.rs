//! `Vec`: any sequence but `str` on the way in; a list, or `bytes`, on the way out.

use super::bulk;
use super::items::{Depth, Items};
use super::private::Token;
use super::read::{self, Storage};
use super::{extract_owned, FromPyObject, FromPyObjectOwned, IntoPyObject};
use crate::err::{PyErr, PyResult};
use crate::glue::Convert;
use crate::instance::{Borrowed, Bound};
use crate::marker::Python;
use crate::types::PyAny;

impl<'a, 'py, T: FromPyObjectOwned<'py>> FromPyObject<'a, 'py> for Vec<T> {
    type Error = PyErr;

    const CONVERT: Convert = match <T as FromPyObject<'a, 'py>>::CONVERT_VEC {
        Some(convert) => convert,
        None => Convert::generic::<Self>(),
    };

    fn extract(obj: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        if let Some(values) = T::read_vec(obj, Token) {
            return Ok(values);
        }
        match T::extract_vec(obj, Token) {
            Some(values) => values,
            None => by_item(obj),
        }
    }

    #[inline(always)]
    fn read(obj: Borrowed<'a, 'py, PyAny>, _: Token) -> Option<Self> {
        T::read_vec(obj, Token)
    }
}

/// One item after the other, whatever converting them does to the sequence.
fn by_item<'py, T: FromPyObjectOwned<'py>>(sequence: Borrowed<'_, 'py, PyAny>) -> PyResult<Vec<T>> {
    let py = sequence.py();
    // SAFETY: attached, and the object is alive.
    let storage = unsafe { read::storage(sequence.as_ptr()) };
    if storage == Storage::Other {
        return by_iterator(sequence);
    }
    let mut depth = None;
    // SAFETY: of this storage; the items handed on are alive; `FromPyObject::read` runs no Python code.
    unsafe {
        bulk::from_storage(
            sequence,
            storage,
            |item| <T as FromPyObject<'_, 'py>>::read(Borrowed::from_ptr(py, item), Token),
            |item| {
                if depth.is_none() {
                    depth = Some(Depth::enter()?);
                }
                extract_owned(item)
            },
        )
    }
}

/// The items of what is neither list nor tuple.
fn by_iterator<'py, T: FromPyObjectOwned<'py>>(
    sequence: Borrowed<'_, 'py, PyAny>,
) -> PyResult<Vec<T>> {
    let mut items = Items::of(sequence)?;
    let mut values = items.vec()?;
    while let Some(item) = items.next()? {
        match extract_owned(&item) {
            Ok(value) => values.push(value),
            Err(error) => return Err(items.failed(error)),
        }
    }
    Ok(values)
}

impl<'py, T: IntoPyObject<'py>> IntoPyObject<'py> for Vec<T> {
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

impl<'a, 'py, T> IntoPyObject<'py> for &'a Vec<T>
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
