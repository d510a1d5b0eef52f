//! Classes as records of their fields: what `pickle` and `dataclass` of `#[pyclass]` make of them.

use core::ffi::c_int;
use core::marker::PhantomData;
use core::ptr::NonNull;

use super::enums::SimpleEnum;
use super::property::Getter;
use super::{Boolean, PyClass};
use crate::conversion::IntoPyObject;
use crate::err::{PyErr, PyResult};
use crate::exceptions::PyTypeError;
use crate::ffi;
use crate::glue::slot::{not_implemented, Call};
use crate::glue::{borrow, guard, returns, Entry, FunctionDef, Raw};
use crate::instance::Bound;
use crate::marker::Python;
use crate::types::any::PyAnyMethods;
use crate::types::dict::PyDictMethods;
use crate::types::{PyAny, PyDict, PyString, PyTuple};

type Object = NonNull<ffi::PyObject>;

/// A field as Python sees it.
pub struct RecordField {
    /// Its name in Python.
    pub name: &'static str,
    /// Its type as a Python annotation.
    pub annotation: &'static str,
    /// Whether the constructor takes it by keyword only.
    pub keyword_only: bool,
    /// Reads it.
    pub get: Getter,
    /// Makes its default, if it has one.
    pub default: Option<fn(Python<'_>) -> PyResult<Object>>,
}

/// A class with all its fields.
pub trait Record {
    /// The fields, in the order of the struct.
    const FIELDS: &'static [RecordField];
}

/// The class method that makes an instance of all its fields, by position, whatever the constructor is like.
const RESTORE: &str = "_ferrule_restore";

/// A borrowed pointer as a bound reference.
///
/// # Safety
/// `object` is alive.
unsafe fn bound(py: Python<'_>, object: Raw) -> Bound<'_, PyAny> {
    // SAFETY: the caller's contract.
    unsafe { Bound::from_borrowed_ptr(py, object) }
}

/// The values of all fields.
///
/// # Safety
/// `slf` is an instance of the record's class.
unsafe fn values<R: Record>(py: Python<'_>, slf: Raw) -> PyResult<Bound<'_, PyTuple>> {
    let mut found: Vec<Bound<'_, PyAny>> = Vec::with_capacity(R::FIELDS.len());
    for field in R::FIELDS {
        // SAFETY: the caller's contract; getters return owned references.
        found.push(unsafe { Bound::from_owned_ptr(py, (field.get)(py, slf)?.as_ptr()) });
    }
    PyTuple::new(py, found)
}

/// `__reduce__` of a class with fields.
pub struct Reduce<R>(PhantomData<R>);

impl<R: Record> Reduce<R> {
    /// The method.
    pub const DEF: FunctionDef = FunctionDef::plain("__reduce__\0\0", Entry::alone(Self::entry));

    unsafe extern "C" fn entry(slf: Raw, _none: Raw) -> Raw {
        guard(|py| {
            // SAFETY: Python passes an instance of the class.
            let (object, values) = unsafe { (bound(py, slf), values::<R>(py, slf)?) };
            let restore = object.get_type().getattr(RESTORE)?;
            match state(&object)? {
                Some(state) => returns(py, (restore, values, state)),
                None => returns(py, (restore, values)),
            }
        })
    }
}

/// What an instance has beside the fields, if it has anything: of a class with `dict`, and of classes derived in Python,
/// which may have `__slots__` or say by `__getstate__` what to keep. `pickle` takes a tuple for a dict and slots.
fn state<'py>(object: &Bound<'py, PyAny>) -> PyResult<Option<Bound<'py, PyAny>>> {
    let py = object.py();
    // Every object has it from Python 3.11 on.
    if let Some(made) = object.getattr_opt("__getstate__")? {
        let state = made.call0()?;
        return Ok((!state.is_none()).then_some(state));
    }
    let dict = object.getattr_opt("__dict__")?;
    let dict = dict.filter(|dict| dict.is_truthy().unwrap_or(true));
    let names = py.import("copyreg")?.getattr("_slotnames")?;
    let slots = PyDict::new(py);
    for name in names.call1((object.get_type(),))?.try_iter()? {
        let name = name?.cast_into::<PyString>()?;
        if let Some(value) = object.getattr_opt(&name)? {
            slots.set_item(name, value)?;
        }
    }
    if slots.is_empty() {
        return Ok(dict);
    }
    Ok(Some(
        PyTuple::new(py, [dict.into_pyobject(py)?, slots.into_any()])?.into_any(),
    ))
}

/// `__reduce__` of an enum of unit variants: its attribute of the class.
pub struct ReduceVariant<T>(PhantomData<T>);

impl<T: SimpleEnum> ReduceVariant<T> {
    /// The method.
    pub const DEF: FunctionDef = FunctionDef::plain("__reduce__\0\0", Entry::alone(Self::entry));

    unsafe extern "C" fn entry(slf: Raw, _none: Raw) -> Raw {
        guard(|py| {
            // SAFETY: Python passes an instance of the class.
            let (class, text) = unsafe { (bound(py, slf).get_type(), borrow::<T>(slf)?.repr()) };
            let name = text.rsplit_once('.').map_or(text, |(_, name)| name);
            returns(
                py,
                (py.import("builtins")?.getattr("getattr")?, (class, name)),
            )
        })
    }
}

/// `__replace__`: a copy with other values for some fields.
pub struct Replace<R>(PhantomData<R>);

impl<R: Record> Replace<R> {
    /// The method.
    pub const DEF: FunctionDef = FunctionDef::plain(
        "__replace__\0__replace__($self, /, **changes)\n--\n\n\0",
        Entry::vector(Self::entry),
    );

    unsafe extern "C" fn entry(
        slf: Raw,
        args: *const Raw,
        count: ffi::Py_ssize_t,
        names: Raw,
    ) -> Raw {
        guard(|py| {
            if count != 0 {
                return Err(PyTypeError::new_err(
                    "__replace__() takes no positional arguments",
                ));
            }
            let changes = PyDict::new(py);
            if !names.is_null() {
                // SAFETY: Python's contract: a tuple of names with as many values in `args`.
                for (index, name) in unsafe { bound(py, names) }.try_iter()?.enumerate() {
                    // SAFETY: as above.
                    changes.set_item(name?, unsafe { bound(py, *args.add(index)) })?;
                }
            }
            for field in R::FIELDS {
                if !changes.contains(field.name)? {
                    // SAFETY: an instance of the class; getters return owned references.
                    let value =
                        unsafe { Bound::from_owned_ptr(py, (field.get)(py, slf)?.as_ptr()) };
                    changes.set_item(field.name, value)?;
                }
            }
            // SAFETY: an instance of the class.
            let class = unsafe { bound(py, slf) }.get_type();
            Ok(class.call((), Some(&changes))?.into_non_null())
        })
    }
}

/// `__repr__` and `__hash__` by the fields.
pub struct ByFields<R>(PhantomData<R>);

impl<R: Record> Call<(), Object> for ByFields<R> {
    unsafe fn call(py: Python<'_>, slf: Raw, _args: ()) -> PyResult<Object> {
        // SAFETY: the caller's contract; an instance inside itself is cut short.
        unsafe {
            match ffi::Py_ReprEnter(slf) {
                0 => {}
                1 => return returns(py, "..."),
                _ => return Err(PyErr::fetch(py)),
            }
            let text = text::<R>(py, slf);
            ffi::Py_ReprLeave(slf);
            returns(py, text?)
        }
    }
}

/// `Class(field=value, ...)`.
///
/// # Safety
/// `slf` is an instance of the record's class.
unsafe fn text<R: Record>(py: Python<'_>, slf: Raw) -> PyResult<String> {
    // SAFETY: the caller's contract.
    let (class, values) = unsafe { (bound(py, slf).get_type(), values::<R>(py, slf)?) };
    let mut text = format!("{}(", class.getattr("__qualname__")?);
    for (index, (field, value)) in R::FIELDS.iter().zip(values.try_iter()?).enumerate() {
        let separator = if index == 0 { "" } else { ", " };
        text += &format!("{separator}{}={}", field.name, value?.repr()?);
    }
    Ok(text + ")")
}

impl<R: Record> Call<(), ffi::Py_hash_t> for ByFields<R> {
    unsafe fn call(py: Python<'_>, slf: Raw, _args: ()) -> PyResult<ffi::Py_hash_t> {
        // SAFETY: the caller's contract.
        Ok(unsafe { values::<R>(py, slf) }?.hash()? as ffi::Py_hash_t)
    }
}

/// `richcmpfunc` by the fields: equality with instances of exactly the same class.
///
/// # Safety
/// Called by Python with an instance of the record's class first.
pub unsafe extern "C" fn compare_fields<R: Record>(slf: Raw, other: Raw, op: c_int) -> Raw {
    // SAFETY: Python's contract; an object of the same type has the same fields.
    guard(|py| unsafe {
        if ffi::Py_TYPE(slf) != ffi::Py_TYPE(other) || !matches!(op, ffi::Py_EQ | ffi::Py_NE) {
            return Ok(not_implemented());
        }
        let equal = values::<R>(py, slf)?.eq(values::<R>(py, other)?)?;
        returns(py, equal == (op == ffi::Py_EQ))
    })
}

/// `__match_args__`: the fields that have a position.
///
/// # Errors
/// If there is no memory.
pub fn match_args<R: Record>(py: Python<'_>) -> PyResult<Object> {
    let names = R::FIELDS
        .iter()
        .filter(|field| !field.keyword_only)
        .map(|field| field.name);
    returns(py, PyTuple::new(py, names.collect::<Vec<_>>()))
}

/// `__dataclass_fields__`, made by the `dataclasses` module itself.
///
/// # Errors
/// What that module reports, or a default.
pub fn dataclass_fields<R: Record>(py: Python<'_>) -> PyResult<Object> {
    let module = py.import("dataclasses")?;
    let mut fields = Vec::with_capacity(R::FIELDS.len());
    for field in R::FIELDS {
        let options = PyDict::new(py);
        if field.keyword_only && py.version_info() >= (3, 10) {
            options.set_item("kw_only", true)?;
        }
        if let Some(default) = field.default {
            // SAFETY: the table's functions return an owned reference.
            let value: Bound<'_, PyAny> =
                unsafe { Bound::from_owned_ptr(py, default(py)?.as_ptr()) };
            if value.hash().is_ok() {
                options.set_item("default", value)?;
            } else {
                let copy = py.import("copy")?.getattr("deepcopy")?;
                options.set_item(
                    "default_factory",
                    py.import("functools")?
                        .getattr("partial")?
                        .call1((copy, value))?,
                )?;
            }
        }
        fields.push((
            field.name,
            field.annotation,
            module.getattr("field")?.call((), Some(&options))?,
        ));
    }
    let made = module
        .getattr("make_dataclass")?
        .call1(("Record", fields))?;
    Ok(made.getattr("__dataclass_fields__")?.into_non_null())
}

/// `__dataclass_params__`, which the module asks of the bases of a dataclass.
///
/// # Errors
/// What that module reports.
pub fn dataclass_params<T: PyClass + Record>(py: Python<'_>) -> PyResult<Object> {
    let options = PyDict::new(py);
    options.set_item("frozen", <T::Frozen as Boolean>::VALUE)?;
    let none: [&str; 0] = [];
    let made = py
        .import("dataclasses")?
        .getattr("make_dataclass")?
        .call(("Record", none), Some(&options))?;
    Ok(made.getattr("__dataclass_params__")?.into_non_null())
}
