//! Whole sequences of scalars at once: the loops behind [`FromPyObject::extract_vec`] and its opposite.
//!
//! Everything here is instantiated in this crate, through functions that are not generic: nothing of it is compiled
//! again in the crates that use it.
//!
//! [`FromPyObject::extract_vec`]: super::FromPyObject::extract_vec

use super::items::{vec_with_capacity, Items};
use super::read::{self, Run, Storage};
use crate::err::{PyErr, PyResult};
use crate::ffi;
use crate::instance::{Borrowed, Bound};
use crate::marker::Python;
use crate::types::PyAny;

/// A type of value that is read from one object, without borrowing from it.
pub trait Scalar: Sized {
    /// Whether it is a `double`, which functions read in place where they can.
    const DOUBLE: bool = false;

    /// Reads an object of exactly the expected type; `None` for all others.
    ///
    /// # Safety
    /// Attached; `object` is alive. Implementations run no Python code.
    unsafe fn read(object: *mut ffi::PyObject) -> Option<Self>;

    /// Converts any object.
    fn convert(object: Borrowed<'_, '_, PyAny>) -> PyResult<Self>;

    /// Reads a one-dimensional buffer of exactly this type; `None` if `object` has no such buffer.
    fn read_buffer(_object: Borrowed<'_, '_, PyAny>) -> Option<Vec<Self>> {
        None
    }
}

/// Converts one object to an `Option<T>` through a pointer: the form of [`Convert`](crate::glue::Convert).
///
/// # Safety
/// Attached; `object` is alive; `out` is valid for writing one `Option<T>`.
#[inline(always)]
pub unsafe fn convert_option_raw<T: Scalar>(
    object: *mut ffi::PyObject,
    out: *mut u8,
) -> Result<(), PyErr> {
    // SAFETY: the caller's contract.
    unsafe {
        let value = match T::read(object) {
            Some(value) => Some(value),
            None if ffi::Py_IsNone(object) != 0 => None,
            None => Some(T::convert(Borrowed::from_ptr(
                Python::assume_attached(),
                object,
            ))?),
        };
        out.cast::<Option<T>>().write(value);
        Ok(())
    }
}

/// Converts a sequence.
#[inline(always)]
pub fn convert_vec<T: Scalar>(object: Borrowed<'_, '_, PyAny>) -> PyResult<Vec<T>> {
    // SAFETY: attached; the items that `from_storage` hands on are alive.
    unsafe {
        let read = |item: *mut ffi::PyObject| T::read(item);
        let convert = |item: &Bound<'_, PyAny>| T::convert(item.as_borrowed());
        match read::storage(object.as_ptr()) {
            Storage::List => from_storage(object, Storage::List, read, convert),
            Storage::Tuple => from_storage(object, Storage::Tuple, read, convert),
            Storage::Other => from_other(object),
        }
    }
}

/// Runs of readable items without a look back; between runs an item that may do anything to the sequence.
///
/// # Safety
/// The object is of this storage, which is not `Other`. `read` runs no Python code.
#[inline(always)]
pub unsafe fn from_storage<'py, T>(
    object: Borrowed<'_, 'py, PyAny>,
    storage: Storage,
    read: impl Fn(*mut ffi::PyObject) -> Option<T>,
    mut convert: impl FnMut(&Bound<'py, PyAny>) -> PyResult<T>,
) -> PyResult<Vec<T>> {
    // SAFETY: of this storage.
    let mut run = unsafe { Run::of(storage, object.as_ptr()) };
    let mut values = vec_with_capacity::<T>(run.len())?;
    loop {
        let mut index = values.len();
        // SAFETY: `index` stays below the length, and the run stays good: `read` runs no Python code. There is room
        // for all values up to the length.
        unsafe {
            let start = values.as_mut_ptr();
            while index < run.len() {
                match read(run.get(index)) {
                    Some(value) => start.add(index).write(value),
                    None => break,
                }
                index += 1;
            }
            values.set_len(index);
        }
        if index >= run.len() {
            return Ok(values);
        }
        // SAFETY: below the length; the reference keeps the item alive whatever its conversion does.
        let item = unsafe { Bound::from_borrowed_ptr(object.py(), run.get(index)) };
        match convert(&item) {
            Ok(value) => values.push(value),
            Err(error) => return Err(error.at_index(index)),
        }
        // SAFETY: of this storage.
        run = unsafe { Run::of(storage, object.as_ptr()) };
        if values.capacity() < run.len() {
            let more = run.len() - values.len();
            values
                .try_reserve(more)
                .map_err(|_| super::items::out_of_memory())?;
        }
    }
}

#[cold]
fn from_other<T: Scalar>(object: Borrowed<'_, '_, PyAny>) -> PyResult<Vec<T>> {
    if let Some(values) = T::read_buffer(object) {
        return Ok(values);
    }
    let mut items = Items::of(object)?;
    let mut values = items.vec()?;
    while let Some(item) = items.next()? {
        // SAFETY: attached, and the item is alive.
        let value = match unsafe { T::read(item.as_ptr()) } {
            Some(value) => Ok(value),
            None => T::convert(item.as_borrowed()),
        };
        values.push(value.map_err(|error| items.failed(error))?);
    }
    Ok(values)
}

/// A list of what `make` gives for each value: new references, or null with an exception set.
#[inline(always)]
pub fn list_of<'py, T>(
    py: Python<'py>,
    values: &[T],
    make: impl Fn(&T) -> *mut ffi::PyObject,
) -> PyResult<Bound<'py, PyAny>> {
    // SAFETY: attached; each slot of the new list is filled once, in order, with a reference of its own. Slots left
    // empty by an error are skipped when the list is dropped. Nobody else sees the list yet.
    unsafe {
        let list = Bound::<PyAny>::from_owned_ptr_or_err(
            py,
            ffi::PyList_New(values.len() as ffi::Py_ssize_t),
        )?;
        for (index, value) in values.iter().enumerate() {
            let item = make(value);
            if item.is_null() {
                return Err(PyErr::fetch(py));
            }
            #[cfg(not(Py_LIMITED_API))]
            ffi::PyList_SET_ITEM(list.as_ptr(), index as ffi::Py_ssize_t, item);
            #[cfg(Py_LIMITED_API)]
            ffi::PyList_SetItem(list.as_ptr(), index as ffi::Py_ssize_t, item);
        }
        Ok(list)
    }
}

/// The prebuilt functions of one scalar type, in a module of their own. `make` gives a new reference, or null with an
/// exception set, for a borrowed value.
macro_rules! prebuilt {
    ($module:ident: $type:ty, $make:expr) => {
        pub(crate) mod $module {
            #[allow(unused_imports)] // what `make` names
            use super::*;
            use $crate::conversion::bulk;
            use $crate::err::{PyErr, PyResult};
            use $crate::ffi::PyObject;
            use $crate::glue::to_bits;
            use $crate::instance::{Borrowed, Bound};
            use $crate::marker::Python;
            use $crate::types::PyAny;

            /// # Safety
            /// Attached; `object` is alive; `out` is valid for writing one value.
            pub(crate) unsafe fn raw(object: *mut PyObject, out: *mut u8) -> Result<(), PyErr> {
                // SAFETY: the caller's contract.
                unsafe {
                    match <$type as bulk::Scalar>::read(object) {
                        Some(value) => {
                            out.cast::<$type>().write(value);
                            Ok(())
                        }
                        None => other_raw(object, out),
                    }
                }
            }

            /// [`raw`] for an object of another type. Apart, so that the usual way needs no stack.
            ///
            /// # Safety
            /// As for [`raw`].
            #[cold]
            #[inline(never)]
            unsafe fn other_raw(object: *mut PyObject, out: *mut u8) -> Result<(), PyErr> {
                // SAFETY: the caller's contract.
                unsafe {
                    let object = Borrowed::from_ptr(Python::assume_attached(), object);
                    let value = <$type as bulk::Scalar>::convert(object)?;
                    out.cast::<$type>().write(value);
                    Ok(())
                }
            }

            /// The value's bits, for types that fit a register.
            ///
            /// # Safety
            /// Attached; `object` is alive.
            pub(crate) unsafe fn bits(object: *mut PyObject) -> (Option<PyErr>, u64) {
                // SAFETY: the caller's contract.
                unsafe {
                    match <$type as bulk::Scalar>::read(object) {
                        Some(value) => (None, to_bits(value)),
                        None => other_bits(object),
                    }
                }
            }

            /// [`bits`] for an object of another type.
            ///
            /// # Safety
            /// As for [`bits`].
            #[cold]
            #[inline(never)]
            unsafe fn other_bits(object: *mut PyObject) -> (Option<PyErr>, u64) {
                // SAFETY: the caller's contract.
                let object = unsafe { Borrowed::from_ptr(Python::assume_attached(), object) };
                match <$type as bulk::Scalar>::convert(object) {
                    Ok(value) => (None, to_bits(value)),
                    Err(error) => (Some(error), 0),
                }
            }

            /// # Safety
            /// As for [`bulk::convert_option_raw`].
            pub(crate) unsafe fn option_raw(
                object: *mut PyObject,
                out: *mut u8,
            ) -> Result<(), PyErr> {
                // SAFETY: the caller's contract.
                unsafe { bulk::convert_option_raw::<$type>(object, out) }
            }

            /// # Safety
            /// Attached; `object` is alive; `out` is valid for writing one `Vec`.
            pub(crate) unsafe fn vec_raw(object: *mut PyObject, out: *mut u8) -> Result<(), PyErr> {
                // SAFETY: the caller's contract.
                unsafe {
                    let py = Python::assume_attached();
                    let values = vec(Borrowed::from_ptr(py, object))?;
                    out.cast::<Vec<$type>>().write(values);
                    Ok(())
                }
            }

            #[inline(never)]
            pub(crate) fn vec(object: Borrowed<'_, '_, PyAny>) -> PyResult<Vec<$type>> {
                bulk::convert_vec::<$type>(object)
            }

            #[cold]
            #[inline(never)]
            pub(crate) fn convert(object: Borrowed<'_, '_, PyAny>) -> PyResult<$type> {
                <$type as bulk::Scalar>::convert(object)
            }

            /// A list of the values.
            #[allow(dead_code)] // bytes do not become lists
            #[inline(never)]
            pub(crate) fn list<'py>(
                py: Python<'py>,
                values: &[$type],
            ) -> PyResult<Bound<'py, PyAny>> {
                bulk::list_of(py, values, $make)
            }
        }
    };
}

/// Gives Python a new object by a function of C's, which returns null with an exception pending where memory lacks.
macro_rules! into_raw_by {
    (|$value:ident| $make:expr) => {
        #[inline(always)]
        fn into_raw_return(
            self,
            _: $crate::marker::Python<'py>,
            _: $crate::conversion::private::Token,
        ) -> *mut $crate::ffi::PyObject {
            let $value = self;
            $make
        }
    };
}

/// The hidden bulk item of a scalar's [`IntoPyObject`](super::IntoPyObject).
macro_rules! into_py_by_prebuilt {
    ($list:path) => {
        const AT_ONCE: bool = true;

        #[inline]
        fn slice_into_pyobject(
            slice: &[Self],
            py: $crate::marker::Python<'py>,
            _: $crate::conversion::private::Token,
        ) -> $crate::err::PyResult<$crate::instance::Bound<'py, $crate::types::PyAny>> {
            $list(py, slice)
        }
    };
    (&$list:path) => {
        const AT_ONCE: bool = true;

        #[inline]
        fn borrowed_slice_into_pyobject(
            slice: &[<Self as $crate::conversion::private::Reference>::Base],
            py: $crate::marker::Python<'py>,
            _: $crate::conversion::private::Token,
        ) -> $crate::err::PyResult<$crate::instance::Bound<'py, $crate::types::PyAny>> {
            $list(py, slice)
        }
    };
}

/// The hidden items and `extract` of a scalar's [`FromPyObject`](super::FromPyObject), by its prebuilt functions.
macro_rules! from_py_by_prebuilt {
    ($module:ident: $type:ty) => {
        type Error = $crate::err::PyErr;

        const CONVERT: $crate::glue::Convert =
            $crate::glue::Convert::scalar::<$type>($module::raw, $module::bits);
        const CONVERT_OPTION: Option<$crate::glue::Convert> =
            Some($crate::glue::Convert::new($module::option_raw));
        const CONVERT_VEC: Option<$crate::glue::Convert> =
            Some($crate::glue::Convert::new($module::vec_raw));

        #[inline]
        fn extract(
            obj: $crate::instance::Borrowed<'_, '_, $crate::types::PyAny>,
        ) -> $crate::err::PyResult<Self> {
            // SAFETY: attached, and the object is alive.
            match unsafe { <Self as $crate::conversion::bulk::Scalar>::read(obj.as_ptr()) } {
                Some(value) => Ok(value),
                None => $module::convert(obj),
            }
        }

        #[inline(always)]
        fn read(
            obj: $crate::instance::Borrowed<'_, '_, $crate::types::PyAny>,
            _: $crate::conversion::private::Token,
        ) -> Option<Self> {
            // SAFETY: attached, and the object is alive.
            unsafe { <Self as $crate::conversion::bulk::Scalar>::read(obj.as_ptr()) }
        }

        #[inline]
        fn extract_vec(
            obj: $crate::instance::Borrowed<'_, '_, $crate::types::PyAny>,
            _: $crate::conversion::private::Token,
        ) -> Option<$crate::err::PyResult<Vec<Self>>> {
            Some($module::vec(obj))
        }
    };
}
