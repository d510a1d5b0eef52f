//! [`PySequence`]: a `list` or `tuple`, or an instance of `collections.abc.Sequence`.

use super::any::{owned, size_or_error};
use super::list::ssize;
use super::mapping::is_instance_of_abc;
use super::sealed::AsBound;
use super::{PyAny, PyAnyMethods, PyList, PyTuple};
use crate::conversion::{IntoPyObject, IntoPyObjectExt};
use crate::err::{error_on_minus_one, PyResult};
use crate::ffi;
use crate::instance::{Bound, BoundObject};
use crate::marker::Python;
use crate::type_object::PyTypeInfo;

marker_type!(
    /// A `list` or `tuple`, or an instance of a class registered with `collections.abc.Sequence`.
    PySequence
);

imported_type_info!(PySequence = "Sequence" in "collections.abc", {
    #[inline]
    fn is_type_of(object: &Bound<'_, PyAny>) -> bool {
        PyList::is_type_of(object) || PyTuple::is_type_of(object) || is_instance_of_abc::<PySequence>(object)
    }
});

impl PySequence {
    /// `collections.abc.Sequence.register(T)`.
    ///
    /// # Errors
    /// What the call raises.
    pub fn register<T: PyTypeInfo>(py: Python<'_>) -> PyResult<()> {
        PySequence::type_object(py)
            .call_method1("register", (T::type_object(py),))
            .map(drop)
    }
}

/// The result of an API call that gives a new sequence.
fn sequence<'py>(
    operand: &Bound<'py, PySequence>,
    result: *mut ffi::PyObject,
) -> PyResult<Bound<'py, PySequence>> {
    // SAFETY: the caller passes the result of a sequence operation, whose result Python gives as a sequence.
    owned(operand, result).map(|result| unsafe { result.cast_into_unchecked() })
}

/// A sequence's methods. Indices and slices as in Python, but never negative.
pub trait PySequenceMethods<'py>: AsBound<'py, PySequence> {
    /// `len(self)`.
    ///
    /// # Errors
    /// What `__len__` raises.
    #[inline]
    fn len(&self) -> PyResult<usize> {
        let object = self.bound();
        // SAFETY: attached; the object is alive.
        size_or_error(object, unsafe { ffi::PySequence_Size(object.as_ptr()) })
    }

    /// `len(self) == 0`.
    ///
    /// # Errors
    /// What `__len__` raises.
    fn is_empty(&self) -> PyResult<bool> {
        self.len().map(|len| len == 0)
    }

    /// `self + other`.
    ///
    /// # Errors
    /// What the operator raises.
    fn concat(&self, other: &Bound<'_, PySequence>) -> PyResult<Bound<'py, PySequence>> {
        let object = self.bound();
        // SAFETY: attached; both are alive.
        sequence(object, unsafe {
            ffi::PySequence_Concat(object.as_ptr(), other.as_ptr())
        })
    }

    /// `self * count`.
    ///
    /// # Errors
    /// What the operator raises.
    fn repeat(&self, count: usize) -> PyResult<Bound<'py, PySequence>> {
        let object = self.bound();
        // SAFETY: attached; the object is alive.
        sequence(object, unsafe {
            ffi::PySequence_Repeat(object.as_ptr(), ssize(count))
        })
    }

    /// `self += other`; the result is `self` if the class supports that.
    ///
    /// # Errors
    /// What the operator raises.
    fn in_place_concat(&self, other: &Bound<'_, PySequence>) -> PyResult<Bound<'py, PySequence>> {
        let object = self.bound();
        // SAFETY: attached; both are alive.
        sequence(object, unsafe {
            ffi::PySequence_InPlaceConcat(object.as_ptr(), other.as_ptr())
        })
    }

    /// `self *= count`; the result is `self` if the class supports that.
    ///
    /// # Errors
    /// What the operator raises.
    fn in_place_repeat(&self, count: usize) -> PyResult<Bound<'py, PySequence>> {
        let object = self.bound();
        // SAFETY: attached; the object is alive.
        sequence(object, unsafe {
            ffi::PySequence_InPlaceRepeat(object.as_ptr(), ssize(count))
        })
    }

    /// `self[index]`.
    ///
    /// # Errors
    /// `IndexError`, or what the access raises.
    #[inline]
    fn get_item(&self, index: usize) -> PyResult<Bound<'py, PyAny>> {
        let object = self.bound();
        // SAFETY: attached; the object is alive.
        owned(object, unsafe {
            ffi::PySequence_GetItem(object.as_ptr(), ssize(index))
        })
    }

    /// `self[begin:end]`.
    ///
    /// # Errors
    /// What the access raises.
    fn get_slice(&self, begin: usize, end: usize) -> PyResult<Bound<'py, PySequence>> {
        let object = self.bound();
        // SAFETY: attached; the object is alive.
        sequence(object, unsafe {
            ffi::PySequence_GetSlice(object.as_ptr(), ssize(begin), ssize(end))
        })
    }

    /// `self[i] = item`.
    ///
    /// # Errors
    /// `IndexError`, `TypeError` if the class is immutable, or what the assignment raises.
    fn set_item<I>(&self, i: usize, item: I) -> PyResult<()>
    where
        I: IntoPyObject<'py>,
    {
        let object = self.bound();
        let item = item.into_pyobject_or_pyerr(object.py())?;
        // SAFETY: attached; both are alive.
        error_on_minus_one(object.py(), unsafe {
            ffi::PySequence_SetItem(object.as_ptr(), ssize(i), item.as_ptr())
        })
    }

    /// `del self[i]`.
    ///
    /// # Errors
    /// `IndexError`, `TypeError` if the class is immutable, or what the deletion raises.
    fn del_item(&self, i: usize) -> PyResult<()> {
        let object = self.bound();
        // SAFETY: attached; the object is alive.
        error_on_minus_one(object.py(), unsafe {
            ffi::PySequence_DelItem(object.as_ptr(), ssize(i))
        })
    }

    /// `self[i1:i2] = v`.
    ///
    /// # Errors
    /// `TypeError` if the class is immutable, or what the assignment raises.
    fn set_slice(&self, i1: usize, i2: usize, v: &Bound<'_, PyAny>) -> PyResult<()> {
        let object = self.bound();
        // SAFETY: attached; both are alive.
        error_on_minus_one(object.py(), unsafe {
            ffi::PySequence_SetSlice(object.as_ptr(), ssize(i1), ssize(i2), v.as_ptr())
        })
    }

    /// `del self[i1:i2]`.
    ///
    /// # Errors
    /// `TypeError` if the class is immutable, or what the deletion raises.
    fn del_slice(&self, i1: usize, i2: usize) -> PyResult<()> {
        let object = self.bound();
        // SAFETY: attached; the object is alive.
        error_on_minus_one(object.py(), unsafe {
            ffi::PySequence_DelSlice(object.as_ptr(), ssize(i1), ssize(i2))
        })
    }

    /// How many elements equal `value`.
    ///
    /// # Errors
    /// What a comparison raises.
    fn count<V>(&self, value: V) -> PyResult<usize>
    where
        V: IntoPyObject<'py>,
    {
        let object = self.bound();
        let value = value.into_pyobject_or_pyerr(object.py())?;
        // SAFETY: attached; both are alive.
        size_or_error(object, unsafe {
            ffi::PySequence_Count(object.as_ptr(), value.as_ptr())
        })
    }

    /// `value in self`.
    ///
    /// # Errors
    /// What a comparison raises.
    fn contains<V>(&self, value: V) -> PyResult<bool>
    where
        V: IntoPyObject<'py>,
    {
        PyAnyMethods::contains(self.bound().as_any(), value)
    }

    /// Where `value` is first found.
    ///
    /// # Errors
    /// `ValueError` if it is not, or what a comparison raises.
    fn index<V>(&self, value: V) -> PyResult<usize>
    where
        V: IntoPyObject<'py>,
    {
        let object = self.bound();
        let value = value.into_pyobject_or_pyerr(object.py())?;
        // SAFETY: attached; both are alive.
        size_or_error(object, unsafe {
            ffi::PySequence_Index(object.as_ptr(), value.as_ptr())
        })
    }

    /// `list(self)`.
    ///
    /// # Errors
    /// What iterating raises.
    fn to_list(&self) -> PyResult<Bound<'py, PyList>> {
        let object = self.bound();
        // SAFETY: attached; the object is alive; the result is a list.
        unsafe { Ok(owned(object, ffi::PySequence_List(object.as_ptr()))?.cast_into_unchecked()) }
    }

    /// `tuple(self)`.
    ///
    /// # Errors
    /// What iterating raises.
    fn to_tuple(&self) -> PyResult<Bound<'py, PyTuple>> {
        let object = self.bound();
        // SAFETY: attached; the object is alive; the result is a tuple.
        unsafe { Ok(owned(object, ffi::PySequence_Tuple(object.as_ptr()))?.cast_into_unchecked()) }
    }
}

impl<'py> PySequenceMethods<'py> for Bound<'py, PySequence> {}
