//! The type specification of a class: slots, members and flags collected from its tables, and the type made of them.

use core::ffi::{c_int, c_uint, c_void, CStr};
use core::ptr;
use std::ffi::CString;

use super::dealloc::dealloc_plain;
use super::lazy::{ClassDef, Protocol};
use super::property;
use crate::err::{PyErr, PyResult};
use crate::ffi;
#[cfg(not(Py_LIMITED_API))]
use crate::glue::Constructor;
use crate::glue::{registry, slot, ClassItems, Slot};
use crate::instance::Bound;
use crate::marker::Python;
use crate::type_object::PyTypeInfo;
use crate::types::any::PyAnyMethods;
use crate::types::PyAny;

/// The growing parts of a type specification. Arrays that the type keeps pointers into are leaked: types live forever.
struct Builder {
    slots: Vec<ffi::PyType_Slot>,
    flags: c_uint,
}

impl Builder {
    fn slot(&mut self, slot: c_int, pfunc: *mut c_void) {
        self.slots.push(ffi::PyType_Slot { slot, pfunc });
    }

    /// Fills a slot that an option of the class may have filled already: the user's own method wins.
    fn replace(&mut self, slot: c_int, pfunc: *mut c_void) {
        self.slots.retain(|entry| entry.slot != slot);
        self.slot(slot, pfunc);
    }

    fn has(&self, slot: c_int) -> bool {
        self.slots.iter().any(|entry| entry.slot == slot)
    }
}

fn leak<T>(mut items: Vec<T>, end: T) -> *mut c_void {
    items.push(end);
    Box::leak(items.into_boxed_slice()).as_mut_ptr().cast()
}

/// An all-zero sentinel.
fn zeroed<T>() -> T {
    // SAFETY: used for C structs of pointers and integers, for which all zeroes is a value.
    unsafe { core::mem::zeroed() }
}

/// The type; `members` are the contributions to it, of which the later ones win.
pub(super) fn make_type(
    py: Python<'_>,
    def: &ClassDef,
    members: &[&'static ClassItems],
) -> PyResult<*mut ffi::PyTypeObject> {
    let mut builder = Builder {
        slots: Vec::new(),
        flags: (ffi::Py_TPFLAGS_DEFAULT
            | if def.subclass {
                ffi::Py_TPFLAGS_BASETYPE
            } else {
                0
            }) as c_uint,
    };
    let base = match def.base {
        Some(base) => base(py),
        None => PyAny::type_object_raw(py),
    };
    builder.slot(ffi::Py_tp_base, base.cast());
    if !def.bare {
        let dealloc = def.dealloc.unwrap_or(dealloc_plain);
        builder.slot(ffi::Py_tp_dealloc, dealloc as *mut c_void);
    }
    add_slots(&mut builder, members);
    let constructor = members.iter().rev().find_map(|items| items.new.as_ref());
    let doc = class_doc(def, constructor.map_or("", |new| new.def.doc()));
    if !doc.is_empty() {
        builder.slot(ffi::Py_tp_doc, doc.as_ptr() as *mut c_void);
    }
    match constructor {
        Some(new) => builder.slot(ffi::Py_tp_new, new.tp_new as *mut c_void),
        None if !def.bare => builder.slot(ffi::Py_tp_new, no_constructor as *mut c_void),
        None => {}
    }
    add_sequence(&mut builder, def.protocol);
    if let Some(&(traverse, clear)) = def.collector {
        for (slot, function) in [(ffi::Py_tp_traverse, traverse), (ffi::Py_tp_clear, clear)] {
            if !builder.has(slot) {
                builder.slot(slot, function.cast_mut());
            }
        }
    }
    add_methods(&mut builder, def, members);
    add_properties(&mut builder, def, members);
    add_offsets(&mut builder, def);
    let class = finish(py, builder, def)?;
    #[cfg(not(any(Py_LIMITED_API, Py_3_10)))]
    keep_signature(class, &doc);
    #[cfg(not(Py_LIMITED_API))]
    if let Some(new) = constructor {
        skip_init(class, new);
    }
    Ok(class)
}

/// Lets a call of the class go to its constructor alone, past `type.__call__` and with it an `__init__`: there must be
/// none. Subclasses do not inherit the field.
#[cfg(not(Py_LIMITED_API))]
fn skip_init(class: *mut ffi::PyTypeObject, constructor: &Constructor) {
    // SAFETY: a type made a moment ago.
    unsafe {
        if (*class).tp_init.map(|init| init as usize)
            == ffi::PyBaseObject_Type.tp_init.map(|init| init as usize)
        {
            (*class).tp_vectorcall = Some(constructor.vectorcall);
        }
    }
}

/// Slots by their number; one with its number negated is for where there is no other. Of those that several methods
/// fill together each block has the whole.
fn add_slots(builder: &mut Builder, members: &[&ClassItems]) {
    let slots = || members.iter().flat_map(|items| items.slots);
    for Slot { id, function } in slots().filter(|slot| slot.id >= 0) {
        builder.replace(*id & !slot::JOINED, *function as *mut c_void);
    }
    for Slot { id, function } in slots().filter(|slot| slot.id < 0) {
        if !builder.has(-*id) {
            builder.slot(-*id, *function as *mut c_void);
        }
    }
}

/// The documentation, with the constructor's signature in front, in the form that `inspect` reads.
fn class_doc(def: &ClassDef, signature: &str) -> CString {
    match signature {
        "" => CString::new(def.doc()),
        _ => CString::new(format!("{}{signature}\n--\n\n{}", def.name(), def.doc())),
    }
    .unwrap_or_default()
}

/// Gives the class its whole documentation: `PyType_FromSpec` of 3.9 cuts the signature off.
#[cfg(not(any(Py_LIMITED_API, Py_3_10)))]
fn keep_signature(class: *mut ffi::PyTypeObject, doc: &CStr) {
    if doc.is_empty() {
        return;
    }
    let bytes = doc.to_bytes_with_nul();
    // SAFETY: a heap type made a moment ago, which frees its documentation by this allocator.
    unsafe {
        let copy = ffi::PyObject_Malloc(bytes.len()).cast::<u8>();
        if !copy.is_null() {
            ptr::copy_nonoverlapping(bytes.as_ptr(), copy, bytes.len());
            ffi::PyObject_Free((*class).tp_doc.cast_mut().cast());
            (*class).tp_doc = copy.cast();
        }
    }
}

/// Methods fill the mapping slots; the sequence slots follow from the class's protocol.
fn add_sequence(builder: &mut Builder, protocol: Protocol) {
    if protocol == Protocol::Sequence {
        for entry in &mut builder.slots {
            if entry.slot == ffi::Py_mp_length {
                entry.slot = ffi::Py_sq_length;
            }
        }
    }
    if protocol != Protocol::Mapping {
        if builder.has(ffi::Py_mp_subscript) {
            builder.slot(ffi::Py_sq_item, slot::item_by_subscript as *mut c_void);
        }
        if builder.has(ffi::Py_mp_ass_subscript) {
            builder.slot(
                ffi::Py_sq_ass_item,
                slot::set_item_by_subscript as *mut c_void,
            );
        }
    }
}

fn add_methods(builder: &mut Builder, def: &ClassDef, members: &[&'static ClassItems]) {
    let functions = || members.iter().rev().flat_map(|items| items.methods);
    let constructors = members.iter().filter_map(|items| items.new.as_ref());
    for function in functions().copied().chain(constructors.map(|new| new.def)) {
        registry::set_class(function, def.qualname());
    }
    let methods: Vec<ffi::PyMethodDef> =
        // Of two with one name Python takes the first: the user's own.
        functions().filter(|function| !function.entry.is_none()).map(|function| function.method()).collect();
    if !methods.is_empty() {
        builder.slot(ffi::Py_tp_methods, leak(methods, zeroed()));
    }
}

fn add_properties(builder: &mut Builder, def: &ClassDef, members: &[&ClassItems]) {
    let mut properties = property::merge(members.iter().flat_map(|items| items.properties));
    if def.layout.dict_offset().is_some() {
        properties.push(property::dict());
    }
    if !properties.is_empty() {
        builder.slot(ffi::Py_tp_getset, leak(properties, zeroed()));
    }
}

fn add_offsets(builder: &mut Builder, def: &ClassDef) {
    let member = |name: &'static CStr, offset: usize| ffi::PyMemberDef {
        name: name.as_ptr(),
        type_code: ffi::Py_T_PYSSIZET,
        offset: offset as ffi::Py_ssize_t,
        flags: ffi::Py_READONLY,
        doc: ptr::null(),
    };
    let mut members = Vec::new();
    members.extend(
        def.layout
            .dict_offset()
            .map(|offset| member(c"__dictoffset__", offset)),
    );
    members.extend(
        def.layout
            .weakref_offset()
            .map(|offset| member(c"__weaklistoffset__", offset)),
    );
    if !members.is_empty() {
        builder.slot(ffi::Py_tp_members, leak(members, zeroed()));
    }
}

fn finish(
    py: Python<'_>,
    mut builder: Builder,
    def: &ClassDef,
) -> PyResult<*mut ffi::PyTypeObject> {
    if builder.has(ffi::Py_tp_traverse) {
        builder.flags |= ffi::Py_TPFLAGS_HAVE_GC as c_uint;
    }
    builder.slots.push(zeroed());
    let module = def.module.unwrap_or("builtins");
    let name = CString::new(format!("{module}.{}", def.name())).unwrap_or_default();
    // The type keeps a pointer to its name on some versions.
    let name: &'static CStr = Box::leak(name.into_boxed_c_str());
    let mut spec = ffi::PyType_Spec {
        name: name.as_ptr(),
        basicsize: def.layout.size() as c_int,
        itemsize: 0,
        flags: builder.flags,
        slots: builder.slots.as_mut_ptr(),
    };
    // SAFETY: the specification is complete and ends with a zero slot; tables that the type points into are leaked.
    let class = unsafe { ffi::PyType_FromSpec(&mut spec) };
    if class.is_null() {
        return Err(PyErr::fetch(py));
    }
    Ok(class.cast())
}

/// `tp_new` of a class without a constructor.
unsafe extern "C" fn no_constructor(
    class: *mut ffi::PyTypeObject,
    _args: *mut ffi::PyObject,
    _kwargs: *mut ffi::PyObject,
) -> *mut ffi::PyObject {
    crate::glue::guard(|py| {
        // SAFETY: Python passes a live type object.
        let class = unsafe { Bound::<PyAny>::from_borrowed_ptr(py, class.cast()) };
        let module = class.getattr("__module__")?;
        let name = class.getattr("__qualname__")?;
        Err(crate::exceptions::PyTypeError::new_err(format!(
            "cannot create '{module}.{name}' instances"
        )))
    })
}
