//! How a [`PyErr`](crate::PyErr) holds its exception: a recipe at first, the instance once it is needed.

use std::sync::{Mutex, OnceLock, PoisonError};

use crate::exceptions::PyBaseException;
use crate::ffi;
use crate::instance::{Bound, Py};
use crate::marker::Python;
use crate::types::PyAny;

/// Makes the exception class (or instance) and its argument.
pub type Lazy = Box<dyn FnOnce(Python<'_>) -> (Py<PyAny>, Py<PyAny>) + Send + Sync>;

/// An exception as far as it is there.
pub struct State {
    kind: Kind,
    /// Where in a nested argument the conversion failed; see [`path`](super::path).
    pub(super) path: String,
}

enum Kind {
    Instance(Py<PyBaseException>),
    Recipe(Recipe),
}

/// A recipe, an instance, or, for the time that one thread takes to make it, neither.
struct Recipe {
    normalized: OnceLock<Py<PyBaseException>>,
    lazy: Mutex<Option<Lazy>>,
}

impl State {
    pub fn lazy(lazy: Lazy) -> Self {
        State {
            kind: Kind::Recipe(Recipe {
                normalized: OnceLock::new(),
                lazy: Mutex::new(Some(lazy)),
            }),
            path: String::new(),
        }
    }

    pub fn normalized(value: Py<PyBaseException>) -> Self {
        State {
            kind: Kind::Instance(value),
            path: String::new(),
        }
    }

    /// The instance, made on first use.
    pub fn value<'a>(&'a self, py: Python<'_>) -> &'a Py<PyBaseException> {
        match &self.kind {
            Kind::Instance(value) => value,
            Kind::Recipe(recipe) => recipe.value(py),
        }
    }

    /// The instance, handing over the reference.
    pub fn into_value(self, py: Python<'_>) -> Py<PyBaseException> {
        match self.kind {
            Kind::Instance(value) => value,
            Kind::Recipe(recipe) => recipe.into_value(py),
        }
    }

    /// Makes the exception pending in Python.
    pub fn restore(self, py: Python<'_>) {
        match self.kind {
            Kind::Instance(value) => restore_value(value.into_bound(py)),
            Kind::Recipe(recipe) => recipe.restore(py),
        }
    }
}

impl Recipe {
    fn value(&self, py: Python<'_>) -> &Py<PyBaseException> {
        loop {
            if let Some(value) = self.normalized.get() {
                return value;
            }
            let lazy = self
                .lazy
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .take();
            if let Some(lazy) = lazy {
                let value = instantiate(py, lazy);
                return self.normalized.get_or_init(|| value);
            }
            // Another thread is making it and may need the interpreter for that.
            py.detach(std::thread::yield_now);
        }
    }

    fn into_value(self, py: Python<'_>) -> Py<PyBaseException> {
        self.value(py);
        match self.normalized.into_inner() {
            Some(value) => value,
            None => unreachable!("`value` has just made it"),
        }
    }

    fn restore(self, py: Python<'_>) {
        let lazy = self
            .lazy
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        match (self.normalized.into_inner(), lazy) {
            (Some(value), _) => restore_value(value.into_bound(py)),
            (None, Some(lazy)) => raise_lazy(py, lazy),
            (None, None) => unreachable!("owned state is never between recipe and instance"),
        }
    }
}

/// Takes the pending exception as a normalised instance with its traceback attached.
pub fn take_raised(py: Python<'_>) -> Option<Bound<'_, PyAny>> {
    #[cfg(Py_3_12)]
    // SAFETY: attached; the reference returned is ours.
    unsafe {
        Bound::from_owned_ptr_or_opt(py, ffi::PyErr_GetRaisedException())
    }
    #[cfg(not(Py_3_12))]
    // SAFETY: attached; the three references returned are ours, each may be null.
    unsafe {
        let (mut kind, mut value, mut traceback) = (
            core::ptr::null_mut(),
            core::ptr::null_mut(),
            core::ptr::null_mut(),
        );
        ffi::PyErr_Fetch(&mut kind, &mut value, &mut traceback);
        if kind.is_null() {
            return None;
        }
        ffi::PyErr_NormalizeException(&mut kind, &mut value, &mut traceback);
        if !traceback.is_null() {
            ffi::PyException_SetTraceback(value, traceback);
            ffi::Py_DECREF(traceback);
        }
        ffi::Py_DECREF(kind);
        Bound::from_owned_ptr_or_opt(py, value)
    }
}

fn restore_value(value: Bound<'_, PyBaseException>) {
    #[cfg(Py_3_12)]
    // SAFETY: attached; the reference is given up.
    unsafe {
        ffi::PyErr_SetRaisedException(value.into_ptr());
    }
    #[cfg(not(Py_3_12))]
    // SAFETY: attached; all three references are given up, the traceback may be null.
    unsafe {
        let kind = ffi::Py_TYPE(value.as_ptr()).cast::<ffi::PyObject>();
        ffi::Py_INCREF(kind);
        let traceback = ffi::PyException_GetTraceback(value.as_ptr());
        ffi::PyErr_Restore(kind, value.into_ptr(), traceback);
    }
}

fn raise_lazy(py: Python<'_>, lazy: Lazy) {
    let (class, argument) = lazy(py);
    // SAFETY: attached; both objects are alive; the message is NUL-terminated.
    unsafe {
        if ffi::PyExceptionClass_Check(class.as_ptr()) == 0 {
            ffi::PyErr_SetString(
                ffi::PyExc_TypeError,
                c"exceptions must derive from BaseException".as_ptr(),
            );
        } else {
            ffi::PyErr_SetObject(class.as_ptr(), argument.as_ptr());
        }
    }
    class.drop_ref(py);
    argument.drop_ref(py);
}

fn instantiate(py: Python<'_>, lazy: Lazy) -> Py<PyBaseException> {
    // Whatever is pending now must survive.
    let pending = take_raised(py);
    raise_lazy(py, lazy);
    let value = take_raised(py).expect("raising leaves an exception pending");
    if let Some(pending) = pending {
        // SAFETY: what was pending is an exception instance.
        restore_value(unsafe { pending.cast_into_unchecked() });
    }
    // SAFETY: what is raised is an exception instance.
    unsafe { value.cast_into_unchecked() }.unbind()
}
