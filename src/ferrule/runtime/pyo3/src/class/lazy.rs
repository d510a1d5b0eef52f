//! The type object of a class: made on first use, from the tables that generated glue contributes.

use core::ffi::{c_int, c_uint, c_void, CStr};
use core::ptr;
use std::ffi::CString;
use std::sync::atomic::{AtomicBool, AtomicPtr, Ordering};
use std::sync::Mutex;
use std::thread::{self, ThreadId};

use super::{immutable, property};
use crate::err::{PyErr, PyResult};
use crate::exceptions::PyRuntimeError;
use crate::ffi;
use crate::glue::{slot, ClassItems, Slot};
use crate::instance::Bound;
use crate::marker::Python;
use crate::types::any::PyAnyMethods;
use crate::types::module::PyModuleMethods;
use crate::types::{PyAny, PyModule};

/// What `#[pyclass]` says of a class.
pub struct ClassDef {
    /// The class's name in Python.
    pub name: &'static str,
    /// `__module__`, if the class names one.
    pub module: Option<&'static str>,
    /// The doc comment, NUL-terminated.
    pub doc: &'static CStr,
    /// Bytes of an instance.
    pub size: usize,
    /// Whether Python may subclass it.
    pub subclass: bool,
    /// Whether the attributes of the class itself cannot be set.
    pub immutable: bool,
    /// Which C slots `__len__` and the item methods fill.
    pub protocol: Protocol,
    /// Where `__dict__` is in an instance.
    pub dict_offset: Option<usize>,
    /// Where the list of weak references is in an instance.
    pub weakref_offset: Option<usize>,
    /// The base's type object.
    pub base: fn(Python<'_>) -> *mut ffi::PyTypeObject,
    /// `tp_dealloc`.
    pub dealloc: unsafe extern "C" fn(*mut ffi::PyObject),
    /// `tp_traverse` and `tp_clear` for a class whose methods have none, if it must have them.
    pub collector: Option<(*const c_void, *const c_void)>,
    /// What the attribute on the type itself contributes, and each `#[pymethods]` block.
    pub items: [&'static ClassItems; 2],
    /// The classes of an enum's variants, which live in the same module.
    pub variants: &'static [&'static LazyClass],
}

/// How a class answers to C code that asks for a mapping or a sequence.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Protocol {
    /// Item access as both, the length as a mapping.
    Both,
    /// A mapping only.
    Mapping,
    /// Item access as both, the length as a sequence: negative indices are adjusted by C callers.
    Sequence,
}

/// The type object of one class, and how far its making has got.
pub struct LazyClass {
    def: fn() -> ClassDef,
    /// Null until made.
    class: AtomicPtr<ffi::PyTypeObject>,
    /// True once the class attributes are there too.
    complete: AtomicBool,
    /// The thread that is filling in class attributes.
    filling: Mutex<Option<ThreadId>>,
    adopted: AtomicBool,
}

impl LazyClass {
    /// A class that has not been made.
    pub const fn new(def: fn() -> ClassDef) -> Self {
        LazyClass {
            def,
            class: AtomicPtr::new(ptr::null_mut()),
            complete: AtomicBool::new(false),
            filling: Mutex::new(None),
            adopted: AtomicBool::new(false),
        }
    }

    /// The type object.
    ///
    /// # Panics
    /// If it cannot be made, after printing why.
    #[inline]
    pub fn get(&self, py: Python<'_>) -> *mut ffi::PyTypeObject {
        if self.complete.load(Ordering::Acquire) {
            return self.class.load(Ordering::Relaxed);
        }
        self.get_slow(py)
    }

    #[cold]
    fn get_slow(&self, py: Python<'_>) -> *mut ffi::PyTypeObject {
        self.get_or_try_init(py).unwrap_or_else(|error| {
            error.print(py);
            panic!("failed to create type object for {}", (self.def)().name)
        })
    }

    /// The type object, made if it is not there yet.
    ///
    /// # Errors
    /// `RuntimeError` with the cause attached if making it fails.
    pub fn get_or_try_init(&self, py: Python<'_>) -> PyResult<*mut ffi::PyTypeObject> {
        if self.complete.load(Ordering::Acquire) {
            return Ok(self.class.load(Ordering::Relaxed));
        }
        let def = (self.def)();
        self.init(py, &def).map_err(|cause| {
            let error = PyRuntimeError::new_err(format!(
                "An error occurred while initializing class {}",
                def.name
            ));
            error.set_cause(py, Some(cause));
            error
        })
    }

    fn init(&self, py: Python<'_>, def: &ClassDef) -> PyResult<*mut ffi::PyTypeObject> {
        let mut class = self.class.load(Ordering::Acquire);
        if class.is_null() {
            let made = make_type(py, def)?;
            match self.class.compare_exchange(
                ptr::null_mut(),
                made,
                Ordering::AcqRel,
                Ordering::Acquire,
            ) {
                Ok(_) => class = made,
                Err(other) => {
                    // Another thread was first: ours was never seen by anyone.
                    // SAFETY: attached, and the reference is ours.
                    unsafe { ffi::Py_DECREF(made.cast()) };
                    class = other;
                }
            }
        }
        self.fill(py, def, class)?;
        Ok(class)
    }

    /// Sets class attributes, whose values may need the class itself.
    fn fill(&self, py: Python<'_>, def: &ClassDef, class: *mut ffi::PyTypeObject) -> PyResult<()> {
        let me = thread::current().id();
        {
            let Ok(mut filling) = self.filling.lock() else {
                return Ok(());
            };
            match *filling {
                // Reached from an attribute's own value, or while another thread is at it: the type is usable.
                Some(_) => return Ok(()),
                None => *filling = Some(me),
            }
        }
        let result = set_attributes(py, def, class).and_then(|()| match def.immutable {
            true => immutable::freeze(py, class, def.module.is_some()),
            false => Ok(()),
        });
        if let Ok(mut filling) = self.filling.lock() {
            *filling = None;
        }
        if result.is_ok() {
            self.complete.store(true, Ordering::Release);
        }
        result
    }

    /// Makes `module` the `__module__` of a class that names none; the first module to add it wins.
    ///
    /// # Errors
    /// If the attribute cannot be set.
    pub fn adopt_module(&self, module: &Bound<'_, PyModule>) -> PyResult<()> {
        let py = module.py();
        let class = self.get_or_try_init(py)?;
        if self.adopted.swap(true, Ordering::Relaxed) {
            return Ok(());
        }
        let def = (self.def)();
        let name = module.name()?;
        #[cfg(not(Py_LIMITED_API))]
        if let Ok(full) = CString::new(format!("{name}.{}", def.name)) {
            // SAFETY: a live heap type, which frees no name but its own copy; ours is leaked. CPython's messages show it.
            unsafe { (*class).tp_name = Box::leak(full.into_boxed_c_str()).as_ptr() };
        }
        immutable::thaw(class);
        // SAFETY: a live type object.
        let object = unsafe { Bound::<PyAny>::from_borrowed_ptr(py, class.cast()) };
        object.setattr(crate::intern!(py, "__module__"), name)?;
        if def.immutable {
            immutable::freeze(py, class, true)?;
        }
        def.variants
            .iter()
            .try_for_each(|variant| variant.adopt_module(module))
    }
}

fn set_attributes(py: Python<'_>, def: &ClassDef, class: *mut ffi::PyTypeObject) -> PyResult<()> {
    // SAFETY: a live type object.
    let class = unsafe { Bound::<PyAny>::from_borrowed_ptr(py, class.cast()) };
    for attribute in def.items.iter().flat_map(|items| items.attributes) {
        let value = (attribute.value)(py)?;
        // SAFETY: the table's functions return an owned reference.
        let value = unsafe { Bound::<PyAny>::from_non_null(value) };
        class.setattr(attribute.name, value)?;
    }
    Ok(())
}

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

fn make_type(py: Python<'_>, def: &ClassDef) -> PyResult<*mut ffi::PyTypeObject> {
    let mut builder = Builder {
        slots: Vec::new(),
        flags: (ffi::Py_TPFLAGS_DEFAULT
            | if def.subclass {
                ffi::Py_TPFLAGS_BASETYPE
            } else {
                0
            }) as c_uint,
    };
    builder.slot(ffi::Py_tp_base, (def.base)(py).cast());
    builder.slot(ffi::Py_tp_dealloc, def.dealloc as *mut c_void);
    for Slot { id, function } in def.items.iter().flat_map(|items| items.slots) {
        builder.replace(*id, *function as *mut c_void);
    }
    let constructor = def.items.iter().rev().find_map(|items| items.new);
    let doc = class_doc(def, constructor.and_then(|new| new.def.text_signature));
    if !doc.is_empty() {
        builder.slot(ffi::Py_tp_doc, doc.as_ptr() as *mut c_void);
    }
    match constructor {
        Some(new) => builder.slot(ffi::Py_tp_new, new.tp_new as *mut c_void),
        None => builder.slot(ffi::Py_tp_new, no_constructor as *mut c_void),
    }
    add_sequence(&mut builder, def.protocol);
    if let Some((traverse, clear)) = def.collector {
        for (slot, function) in [(ffi::Py_tp_traverse, traverse), (ffi::Py_tp_clear, clear)] {
            if !builder.has(slot) {
                builder.slot(slot, function.cast_mut());
            }
        }
    }
    add_methods(&mut builder, def);
    add_properties(&mut builder, def);
    add_offsets(&mut builder, def);
    let class = finish(py, builder, def)?;
    #[cfg(not(Py_LIMITED_API))]
    if let Some(new) = constructor {
        // SAFETY: a type made a moment ago; calling the class directly then skips `type.__call__`. Subclasses do not
        // inherit the field.
        unsafe { (*class).tp_vectorcall = Some(new.vectorcall) };
    }
    Ok(class)
}

/// The documentation, with the constructor's signature in front, in the form that `inspect` reads.
fn class_doc(def: &ClassDef, signature: Option<&str>) -> CString {
    match signature {
        Some(signature) => {
            let mut text = format!("{}{signature}\n--\n\n", def.name).into_bytes();
            text.extend_from_slice(def.doc.to_bytes());
            CString::new(text).unwrap_or_default()
        }
        None => def.doc.to_owned(),
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

fn add_methods(builder: &mut Builder, def: &ClassDef) {
    let methods: Vec<ffi::PyMethodDef> =
        // Of two with one name Python takes the first: the user's own.
        def.items.iter().rev().flat_map(|items| items.methods).map(|method| method.method.as_ffi()).collect();
    if !methods.is_empty() {
        builder.slot(ffi::Py_tp_methods, leak(methods, zeroed()));
    }
}

fn add_properties(builder: &mut Builder, def: &ClassDef) {
    let mut properties = property::merge(def.items.iter().flat_map(|items| items.properties));
    if def.dict_offset.is_some() {
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
        def.dict_offset
            .map(|offset| member(c"__dictoffset__", offset)),
    );
    members.extend(
        def.weakref_offset
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
    let name = CString::new(format!("{module}.{}", def.name)).unwrap_or_default();
    // The type keeps a pointer to its name on some versions.
    let name: &'static CStr = Box::leak(name.into_boxed_c_str());
    let mut spec = ffi::PyType_Spec {
        name: name.as_ptr(),
        basicsize: def.size as c_int,
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
