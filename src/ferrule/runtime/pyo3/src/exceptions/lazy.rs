//! Cells that make or import an exception class on first use.

use core::ffi::c_char;
use core::ptr;
use core::sync::atomic::{AtomicPtr, Ordering};

use crate::err::{PyErr, PyResult};
use crate::ffi;
use crate::instance::Bound;
use crate::marker::Python;
use crate::type_object::PyTypeInfo;
use crate::types::{PyAny, PyAnyMethods, PyModule};

/// Keeps exception markers from being constructed.
pub struct Marker(#[allow(dead_code)] core::convert::Infallible);

/// One exception class, found on first use and kept for the life of the process.
pub struct LazyClass(AtomicPtr<ffi::PyTypeObject>);

impl Default for LazyClass {
    fn default() -> Self {
        Self::new()
    }
}

impl LazyClass {
    /// A cell without its class.
    pub const fn new() -> Self {
        LazyClass(AtomicPtr::new(ptr::null_mut()))
    }

    /// The class, derived from `Base` on first use. `name` (with its module) and `doc` end with a NUL.
    ///
    /// # Panics
    /// If Python cannot make the class.
    #[inline]
    pub fn get_or_create<Base: PyTypeInfo>(
        &self,
        py: Python<'_>,
        name: &'static str,
        doc: Option<&'static str>,
    ) -> *mut ffi::PyTypeObject {
        let class = self.get();
        if !class.is_null() {
            return class;
        }
        match self.create(py, name, doc, Base::type_object_raw(py)) {
            Ok(class) => class,
            Err(error) => unusable(
                py,
                error,
                &format!(
                    "cannot create exception class {}",
                    name.trim_end_matches('\0')
                ),
            ),
        }
    }

    /// The class if it has been made or imported, else null.
    #[inline]
    pub(crate) fn get(&self) -> *mut ffi::PyTypeObject {
        self.0.load(Ordering::Acquire)
    }

    /// Makes the class; see [`LazyClass::get_or_create`].
    ///
    /// # Errors
    /// What Python raises.
    #[cold]
    pub(crate) fn create(
        &self,
        py: Python<'_>,
        name: &'static str,
        doc: Option<&'static str>,
        base: *mut ffi::PyTypeObject,
    ) -> PyResult<*mut ffi::PyTypeObject> {
        debug_assert!(name.ends_with('\0') && doc.is_none_or(|doc| doc.ends_with('\0')));
        // SAFETY: attached; the texts end with a NUL (the macros append it); the base is a type object.
        let class = unsafe {
            let doc = doc.map_or(ptr::null(), |doc| doc.as_ptr().cast::<c_char>());
            let class = ffi::PyErr_NewExceptionWithDoc(
                name.as_ptr().cast(),
                doc,
                base.cast(),
                ptr::null_mut(),
            );
            Bound::<PyAny>::from_owned_ptr_or_err(py, class)
        };
        class.map(|class| self.store(class))
    }

    /// The class `module.name`, imported on first use.
    ///
    /// # Panics
    /// If the import fails or does not give an exception class.
    #[inline]
    pub fn get_or_import(
        &self,
        py: Python<'_>,
        module: &'static str,
        name: &'static str,
    ) -> *mut ffi::PyTypeObject {
        let class = self.get();
        if !class.is_null() {
            return class;
        }
        self.import(py, module, name)
    }

    #[cold]
    fn import(
        &self,
        py: Python<'_>,
        module: &'static str,
        name: &'static str,
    ) -> *mut ffi::PyTypeObject {
        // `stringify!` may put spaces around the dots of a path.
        let module: String = module.chars().filter(|c| !c.is_whitespace()).collect();
        let class =
            match PyModule::import(py, module.as_str()).and_then(|m| m.as_any().getattr(name)) {
                Ok(class) => class,
                Err(error) => unusable(
                    py,
                    error,
                    &format!("Can not import exception class: {module}.{name}"),
                ),
            };
        // SAFETY: a check on a live object.
        if unsafe { ffi::PyExceptionClass_Check(class.as_ptr()) } == 0 {
            panic!("{module}.{name} is not an exception class");
        }
        self.store(class)
    }

    /// Keeps the class; if another thread was first, its class is the one.
    fn store(&self, class: Bound<'_, PyAny>) -> *mut ffi::PyTypeObject {
        let new = class.as_ptr().cast::<ffi::PyTypeObject>();
        match self
            .0
            .compare_exchange(ptr::null_mut(), new, Ordering::AcqRel, Ordering::Acquire)
        {
            Ok(_) => class.into_ptr().cast(),
            Err(first) => first,
        }
    }
}

#[cold]
fn unusable(py: Python<'_>, error: PyErr, what: &str) -> ! {
    panic!("{what}: {error}", error = error.value(py))
}
