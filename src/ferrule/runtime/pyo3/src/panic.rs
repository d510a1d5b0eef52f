//! What a Rust panic becomes in Python: `pyo3_runtime.PanicException`.

use core::any::Any;

use crate::err::PyErr;
use crate::exceptions::lazy::{LazyClass, Marker};
use crate::exceptions::{PyBaseException, PySystemError};
use crate::ffi;
use crate::instance::Bound;
use crate::marker::Python;
use crate::type_object::PyTypeInfo;
use crate::types::PyAny;

/// A panic in Rust code, on its way through Python.
pub struct PanicException(Marker);

crate::__exception_methods!(PanicException);

const NAME: &str = "pyo3_runtime.PanicException\0";
const DOC: &str =
    "A panic in Rust code, on its way through Python.\n\n\
     Derived from BaseException, as SystemExit is, so that `except Exception` does not swallow it: when Rust code \
     takes it from Python again, the panic goes on.\0";

static CLASS: LazyClass = LazyClass::new();

// SAFETY: an exception class that lives for ever.
unsafe impl PyTypeInfo for PanicException {
    const NAME: &'static str = "PanicException";
    const MODULE: Option<&'static str> = Some("pyo3_runtime");

    /// Where Python cannot make the class, at the end of its recursion or without memory, panics are `SystemError`.
    fn type_object_raw(py: Python<'_>) -> *mut ffi::PyTypeObject {
        let class = CLASS.get();
        if !class.is_null() {
            return class;
        }
        CLASS
            .create(py, NAME, Some(DOC), PyBaseException::type_object_raw(py))
            .unwrap_or_else(|_| PySystemError::type_object_raw(py))
    }
}

impl PanicException {
    /// Whether an exception is one. Asks for no class that is not there yet: Python may be unable to make one now.
    #[inline]
    pub(crate) fn is_class_of(value: &Bound<'_, PyAny>) -> bool {
        let class = CLASS.get();
        !class.is_null() && value.is_instance_of_type(class)
    }

    /// The exception for what a panic carried: its text if it has one.
    #[cold]
    pub(crate) fn from_panic_payload(payload: Box<dyn Any + Send + 'static>) -> PyErr {
        let text = match payload.downcast::<String>() {
            Ok(text) => *text,
            Err(payload) => match payload.downcast_ref::<&'static str>() {
                Some(text) => (*text).to_owned(),
                None => "panic from Rust code".to_owned(),
            },
        };
        Self::new_err((text,))
    }
}
