//! The type object of a class: made on first use, from the tables that generated glue contributes.

use core::ffi::{c_void, CStr};
use core::ptr;
use std::ffi::CString;
use std::sync::atomic::{AtomicBool, AtomicPtr, Ordering};

use super::blocks::{self, MethodBlock};
use super::immutable;
use super::typespec::make_type;
use crate::err::{PyErr, PyResult};
use crate::exceptions::PyRuntimeError;
use crate::ffi;
use crate::glue::ClassItems;
use crate::instance::Bound;
use crate::marker::Python;
use crate::type_object::PyTypeInfo;
use crate::types::any::PyAnyMethods;
use crate::types::module::PyModuleMethods;
use crate::types::{PyAny, PyModule};

/// What `#[pyclass]` says of a class.
pub struct ClassDef {
    /// The class's name in Python.
    pub name: &'static str,
    /// The same with the classes it is in, for messages.
    pub qualname: &'static str,
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
    /// `tp_dealloc`; none for a class that only lends its methods to subclasses and has no instances of its own.
    pub dealloc: Option<unsafe extern "C" fn(*mut ffi::PyObject)>,
    /// `tp_traverse` and `tp_clear` for a class whose methods have none, if it must have them.
    pub collector: Option<(*const c_void, *const c_void)>,
    /// What the attribute on the type itself contributes; `#[pymethods]` blocks join by themselves.
    pub items: &'static ClassItems,
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
    /// The first of the `#[pymethods]` blocks that joined.
    pub(super) blocks: AtomicPtr<MethodBlock>,
    /// Null until made.
    class: AtomicPtr<ffi::PyTypeObject>,
    /// The same, but null until the class attributes are there too.
    complete: AtomicPtr<ffi::PyTypeObject>,
    /// Whether a thread is filling in class attributes.
    filling: AtomicBool,
    adopted: AtomicBool,
}

impl ClassDef {
    /// A base class that only lends its methods to subclasses.
    pub const fn methods_only(name: &'static str, items: &'static ClassItems) -> Self {
        ClassDef {
            name,
            qualname: name,
            module: None,
            doc: c"",
            size: 0,
            subclass: true,
            immutable: false,
            protocol: Protocol::Both,
            dict_offset: None,
            weakref_offset: None,
            base: <PyAny as PyTypeInfo>::type_object_raw,
            dealloc: None,
            collector: None,
            items,
            variants: &[],
        }
    }
}

impl LazyClass {
    /// A class that has not been made.
    pub const fn new(def: fn() -> ClassDef) -> Self {
        LazyClass {
            def,
            blocks: AtomicPtr::new(ptr::null_mut()),
            class: AtomicPtr::new(ptr::null_mut()),
            complete: AtomicPtr::new(ptr::null_mut()),
            filling: AtomicBool::new(false),
            adopted: AtomicBool::new(false),
        }
    }

    /// Whether any `#[pymethods]` block joined.
    pub(super) fn has_blocks(&self) -> bool {
        !self.blocks.load(Ordering::Acquire).is_null()
    }

    /// The type object.
    ///
    /// # Panics
    /// If it cannot be made, after printing why.
    #[inline]
    pub fn get(&self, py: Python<'_>) -> *mut ffi::PyTypeObject {
        let class = self.complete.load(Ordering::Acquire);
        if !class.is_null() {
            return class;
        }
        self.get_slow(py)
    }

    #[cold]
    fn get_slow(&self, py: Python<'_>) -> *mut ffi::PyTypeObject {
        self.make(py).unwrap_or_else(|error| {
            error.write_unraisable(py, None);
            panic!("failed to create type object for {}", (self.def)().name)
        })
    }

    /// The type object, made if it is not there yet.
    ///
    /// # Errors
    /// `RuntimeError` with the cause attached if making it fails.
    #[inline]
    pub fn get_or_try_init(&self, py: Python<'_>) -> PyResult<*mut ffi::PyTypeObject> {
        let class = self.complete.load(Ordering::Acquire);
        if !class.is_null() {
            return Ok(class);
        }
        self.make(py)
    }

    /// Whether an object is an instance of the class or of a subclass.
    ///
    /// # Safety
    /// Attached; `object` is alive.
    #[inline(always)]
    pub(crate) unsafe fn covers(&self, object: *mut ffi::PyObject) -> bool {
        // The exact type first, as nearly all instances are; a class that is not there yet is null, which no type is.
        // SAFETY: the caller's contract.
        let actual = unsafe { ffi::Py_TYPE(object) };
        actual == self.complete.load(Ordering::Acquire) || self.covers_type(actual)
    }

    #[inline(never)]
    fn covers_type(&self, class: *mut ffi::PyTypeObject) -> bool {
        // SAFETY: `covers` is called while attached, with the type of a live object.
        unsafe { ffi::PyType_IsSubtype(class, self.get(Python::assume_attached())) != 0 }
    }

    #[cold]
    fn make(&self, py: Python<'_>) -> PyResult<*mut ffi::PyTypeObject> {
        let def = (self.def)();
        self.init(py, &def)
            .map_err(|cause| initializing(py, &format!("class {}", def.name), cause))
    }

    fn init(&self, py: Python<'_>, def: &ClassDef) -> PyResult<*mut ffi::PyTypeObject> {
        let members = blocks::members(self, def)?;
        let mut class = self.class.load(Ordering::Acquire);
        if class.is_null() {
            let made = make_type(py, def, &members)?;
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
        self.fill(py, def, &members, class)?;
        Ok(class)
    }

    /// Sets class attributes, whose values may need the class itself.
    fn fill(
        &self,
        py: Python<'_>,
        def: &ClassDef,
        members: &[&ClassItems],
        class: *mut ffi::PyTypeObject,
    ) -> PyResult<()> {
        if self.filling.swap(true, Ordering::Acquire) {
            // Reached from an attribute's own value, or while another thread is at it: the type is usable.
            return Ok(());
        }
        let result =
            set_attributes(py, def.name, members, class).and_then(|()| match def.immutable {
                true => immutable::freeze(py, class, def.module.is_some()),
                false => Ok(()),
            });
        if result.is_ok() {
            self.complete.store(class, Ordering::Release);
        }
        self.filling.store(false, Ordering::Release);
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

/// The error of making something, with its cause.
#[cold]
pub(super) fn initializing(py: Python<'_>, what: &str, cause: PyErr) -> PyErr {
    let error = PyRuntimeError::new_err(format!("An error occurred while initializing {what}"));
    error.set_cause(py, Some(cause));
    error
}

fn set_attributes(
    py: Python<'_>,
    name: &str,
    members: &[&ClassItems],
    class: *mut ffi::PyTypeObject,
) -> PyResult<()> {
    // SAFETY: a live type object.
    let class = unsafe { Bound::<PyAny>::from_borrowed_ptr(py, class.cast()) };
    for attribute in members.iter().flat_map(|items| items.attributes) {
        let value = (attribute.value)(py)
            .map_err(|cause| initializing(py, &format!("`{name}.{}`", attribute.name), cause))?;
        // SAFETY: the table's functions return an owned reference.
        let value = unsafe { Bound::<PyAny>::from_non_null(value) };
        class.setattr(attribute.name, value)?;
    }
    Ok(())
}
