//! The type object of a class: made on first use, from the tables that generated glue contributes.

use core::ffi::c_void;
use core::ptr;
use std::ffi::CString;
use std::sync::atomic::{AtomicBool, AtomicPtr, Ordering};

use super::blocks::{self, MethodBlock};
use super::dealloc::Dealloc;
use super::layout::Layout;
use super::object::ClassObject;
use super::typespec::make_type;
use super::{immutable, ClassBase, PyClass};
use crate::err::{PyErr, PyResult};
use crate::exceptions::PyRuntimeError;
use crate::ffi;
use crate::glue::slot::collector;
use crate::glue::{ClassItems, FunctionDef};
use crate::instance::Bound;
use crate::marker::Python;
use crate::types::any::PyAnyMethods;
use crate::types::module::PyModuleMethods;
use crate::types::{PyAny, PyModule};

/// What `#[pyclass]` says of a class, as constant data.
pub struct ClassDef {
    /// The class's name in Python with the classes it is in, and the doc comment, each with a NUL at its end.
    pub text: &'static str,
    /// `__module__`, if the class names one.
    pub module: Option<&'static str>,
    /// The memory of an instance.
    pub layout: Layout,
    /// Whether Python may subclass it.
    pub subclass: bool,
    /// Whether the attributes of the class itself cannot be set.
    pub immutable: bool,
    /// Whether it only lends its methods to subclasses and has no instances of its own.
    pub bare: bool,
    /// Which C slots `__len__` and the item methods fill.
    pub protocol: Protocol,
    /// The base's type object; none for `object`.
    pub base: Option<fn(Python<'_>) -> *mut ffi::PyTypeObject>,
    /// `tp_dealloc`, where an instance has more to end than its memory.
    pub dealloc: Option<Dealloc>,
    /// `tp_traverse` and `tp_clear` for a class whose methods have none, if it must have them.
    pub collector: Option<&'static (*const c_void, *const c_void)>,
    /// What the attribute on the type itself contributes; `#[pymethods]` blocks join by themselves.
    pub items: ClassItems,
    /// The classes of an enum's variants, which live in the same module.
    pub variants: &'static [&'static LazyClass],
}

// SAFETY: points to constant data and code only.
unsafe impl Sync for ClassDef {}
// SAFETY: as above.
unsafe impl Send for ClassDef {}

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
    /// What it is made from.
    pub def: ClassDef,
    /// How far that has got.
    pub state: State,
}

/// How far the making of a class has got.
pub struct State {
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
    /// The class of `T`, without any option.
    pub const fn new<T: PyClass>(text: &'static str) -> Self {
        ClassDef {
            layout: ClassObject::<T>::LAYOUT,
            subclass: false,
            bare: false,
            base: <T::Base as ClassBase>::CLASS,
            dealloc: ClassObject::<T>::DEALLOC,
            collector: collector::<T>(),
            ..ClassDef::methods_only(text)
        }
    }

    /// The class of a variant of `T`: a subclass that adds nothing to its instances.
    pub const fn variant<T: PyClass>(text: &'static str) -> Self {
        ClassDef {
            module: T::MODULE,
            layout: ClassObject::<T>::LAYOUT.of_subclass(),
            subclass: false,
            bare: false,
            base: Some(T::type_object_raw),
            dealloc: ClassObject::<T>::DEALLOC,
            ..ClassDef::methods_only(text)
        }
    }

    /// A base class that only lends its methods to subclasses.
    pub const fn methods_only(text: &'static str) -> Self {
        ClassDef {
            text,
            module: None,
            layout: Layout::NONE,
            subclass: true,
            immutable: false,
            bare: true,
            protocol: Protocol::Both,
            base: None,
            dealloc: None,
            collector: None,
            items: ClassItems::NONE,
            variants: &[],
        }
    }

    /// The class's name with the classes it is in.
    pub(super) fn qualname(&self) -> &'static str {
        self.text.split('\0').next().unwrap_or("")
    }

    /// The class's name.
    pub(super) fn name(&self) -> &'static str {
        self.qualname().rsplit('.').next().unwrap_or("")
    }

    /// The doc comment, empty for none.
    pub(super) fn doc(&self) -> &'static str {
        self.text.split('\0').nth(1).unwrap_or("")
    }
}

impl State {
    /// Nothing is made yet.
    pub const fn not_begun() -> Self {
        State {
            blocks: AtomicPtr::new(ptr::null_mut()),
            class: AtomicPtr::new(ptr::null_mut()),
            complete: AtomicPtr::new(ptr::null_mut()),
            filling: AtomicBool::new(false),
            adopted: AtomicBool::new(false),
        }
    }
}

impl LazyClass {
    /// Whether any `#[pymethods]` block joined.
    pub(super) fn has_blocks(&self) -> bool {
        !self.state.blocks.load(Ordering::Acquire).is_null()
    }

    /// The methods of all `#[pymethods]` blocks that are called on an instance.
    ///
    /// # Errors
    /// `TypeError` if two blocks define the same thing.
    pub(super) fn instance_methods(&'static self) -> PyResult<Vec<&'static FunctionDef>> {
        let members = blocks::members(self)?;
        let functions = members.iter().flat_map(|items| items.methods).copied();
        Ok(functions
            .filter(|function| function.entry.on_instance())
            .collect())
    }

    /// The type object.
    ///
    /// # Panics
    /// If it cannot be made, after printing why.
    #[inline]
    pub fn get(&'static self, py: Python<'_>) -> *mut ffi::PyTypeObject {
        let class = self.state.complete.load(Ordering::Acquire);
        if !class.is_null() {
            return class;
        }
        self.get_slow(py)
    }

    #[cold]
    fn get_slow(&'static self, py: Python<'_>) -> *mut ffi::PyTypeObject {
        self.make(py).unwrap_or_else(|error| {
            error.write_unraisable(py, None);
            panic!("failed to create type object for {}", self.def.name())
        })
    }

    /// The type object, made if it is not there yet.
    ///
    /// # Errors
    /// `RuntimeError` with the cause attached if making it fails.
    #[inline]
    pub fn get_or_try_init(&'static self, py: Python<'_>) -> PyResult<*mut ffi::PyTypeObject> {
        let class = self.state.complete.load(Ordering::Acquire);
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
    pub(crate) unsafe fn covers(&'static self, object: *mut ffi::PyObject) -> bool {
        // The exact type first, as nearly all instances are; a class that is not there yet is null, which no type is.
        // SAFETY: the caller's contract.
        let actual = unsafe { ffi::Py_TYPE(object) };
        actual == self.state.complete.load(Ordering::Acquire) || self.covers_type(actual)
    }

    #[inline(never)]
    fn covers_type(&'static self, class: *mut ffi::PyTypeObject) -> bool {
        // SAFETY: `covers` is called while attached, with the type of a live object.
        unsafe { ffi::PyType_IsSubtype(class, self.get(Python::assume_attached())) != 0 }
    }

    /// The same; a cast error if it is not.
    ///
    /// # Errors
    /// That error.
    ///
    /// # Safety
    /// As for [`covers`](Self::covers).
    #[inline(always)]
    pub(crate) unsafe fn check(&'static self, object: *mut ffi::PyObject) -> PyResult<()> {
        // SAFETY: the caller's contract.
        unsafe {
            if self.is_exact(object) {
                return Ok(());
            }
            self.check_subclass(object)
        }
    }

    /// # Safety
    /// As for [`covers`](Self::covers).
    #[inline(never)]
    unsafe fn check_subclass(&'static self, object: *mut ffi::PyObject) -> PyResult<()> {
        // SAFETY: the caller's contract.
        unsafe { super::check_subclass(object, self.get(Python::assume_attached())) }
    }

    /// Whether an object is of exactly the class, which is there.
    ///
    /// # Safety
    /// As for [`covers`](Self::covers).
    #[inline(always)]
    pub(crate) unsafe fn is_exact(&'static self, object: *mut ffi::PyObject) -> bool {
        // SAFETY: the caller's contract.
        unsafe { ffi::Py_TYPE(object) == self.state.complete.load(Ordering::Acquire) }
    }

    #[cold]
    fn make(&'static self, py: Python<'_>) -> PyResult<*mut ffi::PyTypeObject> {
        self.init(py)
            .map_err(|cause| initializing(py, &format!("class {}", self.def.name()), cause))
    }

    fn init(&'static self, py: Python<'_>) -> PyResult<*mut ffi::PyTypeObject> {
        let def = &self.def;
        let members = blocks::members(self)?;
        let mut class = self.state.class.load(Ordering::Acquire);
        if class.is_null() {
            let made = make_type(py, def, &members)?;
            match self.state.class.compare_exchange(
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
        self.fill(py, &members, class)?;
        Ok(class)
    }

    /// Sets class attributes, whose values may need the class itself.
    fn fill(
        &'static self,
        py: Python<'_>,
        members: &[&ClassItems],
        class: *mut ffi::PyTypeObject,
    ) -> PyResult<()> {
        if self.state.filling.swap(true, Ordering::Acquire) {
            // Reached from an attribute's own value, or while another thread is at it: the type is usable.
            return Ok(());
        }
        let def = &self.def;
        let result =
            set_attributes(py, def.name(), members, class).and_then(|()| match def.immutable {
                true => immutable::freeze(py, class, def.module.is_some()),
                false => Ok(()),
            });
        if result.is_ok() {
            self.state.complete.store(class, Ordering::Release);
        }
        self.state.filling.store(false, Ordering::Release);
        result
    }

    /// Makes the class, and adds it to a module, which becomes its `__module__` if it names none.
    ///
    /// # Errors
    /// If making the class fails or the attribute cannot be set.
    pub fn add_to(&'static self, module: &Bound<'_, PyModule>) -> PyResult<()> {
        let class = self.get_or_try_init(module.py())?;
        if self.def.module.is_none() {
            self.adopt_module(module)?;
        }
        // SAFETY: a live type object.
        let class = unsafe { Bound::<PyAny>::from_borrowed_ptr(module.py(), class.cast()) };
        module.add(self.def.name(), class)
    }

    /// Makes `module` the `__module__` of a class that names none; the first module to add it wins.
    ///
    /// # Errors
    /// If the attribute cannot be set.
    pub fn adopt_module(&'static self, module: &Bound<'_, PyModule>) -> PyResult<()> {
        let py = module.py();
        let class = self.get_or_try_init(py)?;
        if self.state.adopted.swap(true, Ordering::Relaxed) {
            return Ok(());
        }
        let def = &self.def;
        let name = module.name()?;
        #[cfg(not(Py_LIMITED_API))]
        if let Ok(full) = CString::new(format!("{name}.{}", def.name())) {
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
