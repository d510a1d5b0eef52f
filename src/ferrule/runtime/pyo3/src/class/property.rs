//! Properties: getters, setters and deleters from fields and methods, merged by name.

use core::ffi::{c_int, c_void};
use core::ptr::{self, NonNull};

use super::field::{self, ScalarField};
use crate::err::PyResult;
use crate::exceptions::PyAttributeError;
use crate::ffi;
use crate::glue::{guard, guard_int, guard_unmeasured};
use crate::marker::Python;
use crate::stack;

/// Reads a property; returns an owned reference.
pub type Getter = unsafe fn(Python<'_>, *mut ffi::PyObject) -> PyResult<NonNull<ffi::PyObject>>;
/// Writes a property; the value is borrowed.
pub type Setter = unsafe fn(Python<'_>, *mut ffi::PyObject, *mut ffi::PyObject) -> PyResult<()>;
/// Deletes a property.
pub type Deleter = unsafe fn(Python<'_>, *mut ffi::PyObject) -> PyResult<()>;

/// One contribution to a property: what one attribute or field says of it.
#[derive(Clone, Copy)]
pub struct Property {
    /// The name in Python and the doc comment, each with a NUL at its end.
    pub text: &'static str,
    /// Reading.
    pub get: Option<Getter>,
    /// Writing.
    pub set: Option<Setter>,
    /// Deleting.
    pub del: Option<Deleter>,
    /// The field that is read or written without any of these.
    pub field: ScalarField,
}

impl Property {
    /// A contribution with nothing in it yet.
    pub const fn new(text: &'static str) -> Self {
        Property {
            text,
            get: None,
            set: None,
            del: None,
            field: ScalarField::NONE,
        }
    }

    /// A field of a primitive type.
    pub const fn scalar(self, field: ScalarField) -> Self {
        Property { field, ..self }
    }

    /// With reading.
    pub const fn getter(self, get: Getter) -> Self {
        Property {
            get: Some(get),
            ..self
        }
    }

    /// With writing.
    pub const fn setter(self, set: Setter) -> Self {
        Property {
            set: Some(set),
            ..self
        }
    }

    /// With deleting.
    pub const fn deleter(self, del: Deleter) -> Self {
        Property {
            del: Some(del),
            ..self
        }
    }

    /// The name in Python.
    pub fn name(&self) -> &'static str {
        self.text.split('\0').next().unwrap_or("")
    }

    /// The doc comment, empty for none.
    fn doc(&self) -> &'static str {
        self.text.split('\0').nth(1).unwrap_or("")
    }
}

/// The definitions that Python wants, one for each name.
pub fn merge<'a>(contributions: impl Iterator<Item = &'a Property>) -> Vec<ffi::PyGetSetDef> {
    let mut merged: Vec<Property> = Vec::new();
    for property in contributions {
        match merged
            .iter_mut()
            .find(|other| other.name() == property.name())
        {
            Some(other) => {
                if property.field.get || property.field.set {
                    other.field = property.field;
                    other.get = other.get.filter(|_| !property.field.get);
                    other.set = other.set.filter(|_| !property.field.set);
                }
                other.get = property.get.or(other.get);
                other.set = property.set.or(other.set);
                other.del = property.del.or(other.del);
                if other.doc().is_empty() {
                    other.text = property.text;
                }
            }
            None => merged.push(*property),
        }
    }
    merged.into_iter().map(definition).collect()
}

fn definition(property: Property) -> ffi::PyGetSetDef {
    // Types live forever, and with them what their definitions point to.
    let property: &'static Property = Box::leak(Box::new(property));
    let doc = property.doc();
    let functions = property.set.is_some() || property.del.is_some();
    ffi::PyGetSetDef {
        name: property.text.as_ptr().cast(),
        get: match property.get {
            Some(_) => Some(get),
            None => property.field.get.then_some(field::get),
        },
        set: match functions {
            true => Some(set),
            false => property.field.set.then_some(field::set),
        },
        doc: if doc.is_empty() {
            ptr::null()
        } else {
            doc.as_ptr().cast()
        },
        closure: ptr::from_ref(property).cast_mut().cast(),
    }
}

/// The `__dict__` property of a class with room for one.
pub fn dict() -> ffi::PyGetSetDef {
    ffi::PyGetSetDef {
        name: c"__dict__".as_ptr(),
        #[cfg(any(not(Py_LIMITED_API), Py_3_10))]
        get: Some(ffi::PyObject_GenericGetDict),
        // Older stable ABIs have no function that reads the dictionary.
        #[cfg(not(any(not(Py_LIMITED_API), Py_3_10)))]
        get: None,
        set: Some(ffi::PyObject_GenericSetDict),
        doc: ptr::null(),
        closure: ptr::null_mut(),
    }
}

/// Python reads more attributes than it calls functions: where there is enough stack, which one comparison says, nothing
/// has to be kept for later.
unsafe extern "C" fn get(object: *mut ffi::PyObject, closure: *mut c_void) -> *mut ffi::PyObject {
    if stack::is_unknown() {
        return get_guarded(object, closure);
    }
    // SAFETY: Python has checked the object's type.
    guard_unmeasured(|py| unsafe { read(py, object, closure) })
}

#[cold]
fn get_guarded(object: *mut ffi::PyObject, closure: *mut c_void) -> *mut ffi::PyObject {
    // SAFETY: as in `get`.
    guard(|py| unsafe { read(py, object, closure) })
}

/// Reads what `closure` stands for.
///
/// # Safety
/// `object` is an instance of the property's class; the closure is of [`definition`], of a property with a getter.
#[inline(always)]
unsafe fn read(
    py: Python<'_>,
    object: *mut ffi::PyObject,
    closure: *mut c_void,
) -> PyResult<NonNull<ffi::PyObject>> {
    // SAFETY: the closure is the leaked property; `get` is only installed where there is a getter.
    unsafe {
        match (*closure.cast::<Property>()).get {
            Some(get) => get(py, object),
            None => unreachable!("installed with a getter"),
        }
    }
}

unsafe extern "C" fn set(
    object: *mut ffi::PyObject,
    value: *mut ffi::PyObject,
    closure: *mut c_void,
) -> c_int {
    guard_int(|py| {
        // SAFETY: the closure is the leaked property; Python has checked the object's type; a null value deletes.
        unsafe {
            let property = &*closure.cast::<Property>();
            if !value.is_null() {
                match property.set {
                    Some(set) => set(py, object, value),
                    None if property.field.set => field::write(py, object, value, property),
                    None => Err(missing(false)),
                }
            } else {
                match property.del {
                    Some(del) => del(py, object),
                    None => Err(missing(true)),
                }
            }
        }
    })
}

#[cold]
pub(super) fn missing(deleting: bool) -> crate::PyErr {
    PyAttributeError::new_err(if deleting {
        "property has no deleter"
    } else {
        "property has no setter"
    })
}
