//! What derived conversions call: reading and writing one field.
//!
//! A field is a constant row, so that generated code is one call for each field. A failure keeps its parts until
//! somebody asks: an enum tries one variant after the other, and most failures are never seen. What is said when no
//! variant fits is in [`report`].

mod report;

pub use std::borrow::Cow;

pub use report::{no_variant, Variant};

use crate::conversion::{into_owned_any, FromPyObject, IntoPyObject};
use crate::err::{error_on_minus_one, PyErr, PyResult};
use crate::exceptions::{PyKeyError, PyLookupError, PyRecursionError, PyTypeError, PyValueError};
use crate::ffi;
use crate::instance::{Borrowed, Bound};
use crate::marker::Python;
use crate::stack;
use crate::sync::Interned;
use crate::types::{PyAny, PyAnyMethods, PyDict, PyTuple, PyTupleMethods};

/// How a field's value is found.
enum Access {
    Attribute(Interned),
    Item(Interned),
    /// By a key that is no text, which the caller has.
    Key,
    Index(usize),
    Whole,
}

/// One field of a derived `FromPyObject`.
pub struct Field {
    /// `Struct.field` or `Enum::Variant.field`.
    place: &'static str,
    access: Access,
}

/// Why a value could not be made: the exception, and the field if its conversion raised it.
pub struct Failure {
    field: Option<&'static Field>,
    error: PyErr,
}

impl Failure {
    #[cold]
    fn plain(error: PyErr) -> Failure {
        Failure { field: None, error }
    }
}

/// A field's failure is a `TypeError` with the conversion's own exception as its cause.
impl From<Failure> for PyErr {
    #[cold]
    fn from(failure: Failure) -> PyErr {
        let Failure { field, mut error } = failure;
        let Some(field) = field else {
            return error;
        };
        let path = format!("{}{}", field.step(), error.take_path());
        let outer = PyTypeError::new_err(format!("failed to extract field {}", field.place));
        Python::attach(|py| outer.set_cause(py, Some(error)));
        outer.under(&path)
    }
}

impl Field {
    /// Read as the attribute `name`.
    pub const fn attribute(place: &'static str, name: &'static str) -> Field {
        Field {
            place,
            access: Access::Attribute(Interned::new(name)),
        }
    }

    /// Read as the item `key`.
    pub const fn item(place: &'static str, key: &'static str) -> Field {
        Field {
            place,
            access: Access::Item(Interned::new(key)),
        }
    }

    /// Read as the item under a key that is given with each reading.
    pub const fn key(place: &'static str) -> Field {
        Field {
            place,
            access: Access::Key,
        }
    }

    /// An element of a tuple.
    pub const fn index(place: &'static str, index: usize) -> Field {
        Field {
            place,
            access: Access::Index(index),
        }
    }

    /// The object itself.
    pub const fn whole(place: &'static str) -> Field {
        Field {
            place,
            access: Access::Whole,
        }
    }

    /// How the way from the object to the field is written.
    fn step(&self) -> String {
        match &self.access {
            Access::Attribute(name) => format!(".{}", name.text()),
            Access::Item(key) => format!("['{}']", key.text()),
            Access::Index(index) => format!("[{index}]"),
            Access::Key | Access::Whole => String::new(),
        }
    }

    /// An object that leads to itself is the whole value's failure, and not that of a field at some depth.
    #[cold]
    fn failed(&'static self, py: Python<'_>, error: PyErr) -> Failure {
        let endless = error.is_instance_of::<PyRecursionError>(py);
        Failure {
            field: (!endless).then_some(self),
            error,
        }
    }

    /// The attribute or item.
    ///
    /// # Errors
    /// What reading it raises.
    pub fn get<'py>(&self, object: Borrowed<'_, 'py, PyAny>) -> Result<Bound<'py, PyAny>, Failure> {
        stack_left()?;
        let found = match &self.access {
            Access::Attribute(name) => object.getattr(name.get(object.py())),
            Access::Item(key) => item(object, key.get(object.py())),
            Access::Key | Access::Index(_) | Access::Whole => Ok(object.to_owned()),
        };
        found.map_err(Failure::plain)
    }

    /// The attribute or item, `None` if the object has none.
    ///
    /// # Errors
    /// What reading it raises, other than that it is missing.
    pub fn find<'py>(
        &self,
        object: Borrowed<'_, 'py, PyAny>,
    ) -> Result<Option<Bound<'py, PyAny>>, Failure> {
        stack_left()?;
        let found = match &self.access {
            Access::Attribute(name) => object.getattr_opt(name.get(object.py())),
            Access::Item(key) => find_item(object, key.get(object.py())),
            Access::Key | Access::Index(_) | Access::Whole => Ok(Some(object.to_owned())),
        };
        found.map_err(Failure::plain)
    }

    /// The value of what was found.
    ///
    /// # Errors
    /// The conversion's error, at this field.
    pub fn value<'py, T: for<'a> FromPyObject<'a, 'py>>(
        &'static self,
        found: Bound<'py, PyAny>,
    ) -> Result<T, Failure> {
        match <T as FromPyObject<'_, 'py>>::extract(found.as_borrowed()) {
            Ok(value) => Ok(value),
            Err(error) => Err(self.failed(found.py(), error.into())),
        }
    }

    /// The value of the object itself, or of a tuple's element, which live as long as the object.
    ///
    /// # Errors
    /// The conversion's error, at this field.
    pub fn borrow<'a, 'py, T: FromPyObject<'a, 'py>>(
        &'static self,
        object: Borrowed<'a, 'py, PyAny>,
    ) -> Result<T, Failure> {
        match T::extract(object) {
            Ok(value) => Ok(value),
            Err(error) => Err(self.failed(object.py(), error.into())),
        }
    }

    /// The value that a function of the user's makes of what was found.
    ///
    /// # Errors
    /// The function's error, at this field.
    pub fn value_by<'py, T, E: Into<PyErr>>(
        &'static self,
        found: &Bound<'py, PyAny>,
        function: impl for<'b> FnOnce(&'b Bound<'py, PyAny>) -> Result<T, E>,
    ) -> Result<T, Failure> {
        function(found).map_err(|error| self.failed(found.py(), error.into()))
    }
}

/// That there is stack for a field's conversion.
#[inline]
fn stack_left() -> Result<(), Failure> {
    if stack::is_short() {
        return Err(Failure::plain(stack::exhausted()));
    }
    Ok(())
}

/// `object[key]`, with the short way for a dict.
fn item<'py>(
    object: Borrowed<'_, 'py, PyAny>,
    key: &Bound<'py, crate::types::PyString>,
) -> PyResult<Bound<'py, PyAny>> {
    // SAFETY: attached, and the object is alive.
    if unsafe { ffi::PyDict_CheckExact(object.as_ptr()) } == 0 {
        return object.get_item(key);
    }
    match find_item(object, key)? {
        Some(value) => Ok(value),
        None => Err(PyKeyError::new_err(key.clone().unbind())),
    }
}

/// `object[key]`, `None` if there is no such item, or if the object has no items at all.
fn find_item<'py, K: IntoPyObject<'py>>(
    object: Borrowed<'_, 'py, PyAny>,
    key: K,
) -> PyResult<Option<Bound<'py, PyAny>>> {
    use crate::types::PyDictMethods;
    // SAFETY: attached, and the object is alive.
    unsafe {
        if ffi::PyDict_CheckExact(object.as_ptr()) != 0 {
            return object.cast_unchecked::<PyDict>().get_item(key);
        }
        if ffi::PyMapping_Check(object.as_ptr()) == 0 {
            return Ok(None);
        }
    }
    match object.get_item(key) {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.is_instance_of::<PyLookupError>(object.py()) => Ok(None),
        Err(error) => Err(error),
    }
}

/// `object[key]`.
///
/// # Errors
/// What reading it raises.
pub fn get_key<'py, K: IntoPyObject<'py>>(
    object: Borrowed<'_, 'py, PyAny>,
    key: K,
) -> Result<Bound<'py, PyAny>, Failure> {
    object.get_item(key).map_err(Failure::plain)
}

/// `object[key]`, `None` if there is no such item.
///
/// # Errors
/// What reading it raises, other than that it is missing.
pub fn find_key<'py, K: IntoPyObject<'py>>(
    object: Borrowed<'_, 'py, PyAny>,
    key: K,
) -> Result<Option<Bound<'py, PyAny>>, Failure> {
    find_item(object, key).map_err(Failure::plain)
}

/// The items of a tuple of `N`.
///
/// # Errors
/// `TypeError` if the object is no tuple, `ValueError` if it has another length.
pub fn elements<'a, 'py, const N: usize>(
    object: Borrowed<'a, 'py, PyAny>,
) -> Result<[Borrowed<'a, 'py, PyAny>; N], Failure> {
    let tuple = tuple_of(object, N).map_err(Failure::plain)?;
    Ok(core::array::from_fn(|index| {
        // SAFETY: the tuple has been seen to have `N` items, and keeps them alive as it never changes.
        unsafe {
            let item = ffi::PyTuple_GetItem(tuple.as_ptr(), index as ffi::Py_ssize_t);
            Borrowed::from_ptr(tuple.py(), item)
        }
    }))
}

fn tuple_of<'a, 'py>(
    object: Borrowed<'a, 'py, PyAny>,
    len: usize,
) -> PyResult<Borrowed<'a, 'py, PyTuple>> {
    let tuple = object.cast::<PyTuple>()?;
    if tuple.len() == len {
        return Ok(tuple);
    }
    Err(PyValueError::new_err(format!(
        "expected tuple of length {len}, but got tuple of length {}",
        tuple.len()
    )))
}

/// A value as an object of any type.
///
/// # Errors
/// The conversion's.
pub fn into_any<'py, T: IntoPyObject<'py>>(
    value: T,
    py: Python<'py>,
) -> PyResult<Bound<'py, PyAny>> {
    into_owned_any(value, py)
}

/// The result of an `into_py_with`.
///
/// # Errors
/// The function's.
pub fn called<'py, E: Into<PyErr>>(
    result: Result<Bound<'py, PyAny>, E>,
) -> PyResult<Bound<'py, PyAny>> {
    result.map_err(Into::into)
}

/// `dict[key] = value` for a field's name.
///
/// # Errors
/// The value's conversion's.
pub fn put<'py, T: IntoPyObject<'py>>(
    dict: &Bound<'py, PyDict>,
    key: &Interned,
    value: T,
) -> PyResult<()> {
    put_object(dict, key, into_owned_any(value, dict.py())?)
}

/// `dict[key] = value` for a field's name.
///
/// # Errors
/// If out of memory.
pub fn put_object<'py>(
    dict: &Bound<'py, PyDict>,
    key: &Interned,
    value: Bound<'py, PyAny>,
) -> PyResult<()> {
    let key = key.get(dict.py());
    // SAFETY: attached; all three are alive.
    error_on_minus_one(dict.py(), unsafe {
        ffi::PyDict_SetItem(dict.as_ptr(), key.as_ptr(), value.as_ptr())
    })
}
