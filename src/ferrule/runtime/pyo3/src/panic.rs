//! What a Rust panic becomes in Python: `pyo3_runtime.PanicException`.

use core::any::Any;

use crate::err::PyErr;
use crate::exceptions::PyBaseException;

crate::__create_exception!(
    pyo3_runtime,
    PanicException,
    PyBaseException,
    Some(
        "A panic in Rust code, on its way through Python.\n\n\
         Derived from BaseException, as SystemExit is, so that `except Exception` does not swallow it: when Rust code \
         takes it from Python again, the panic goes on.\0"
    )
);

impl PanicException {
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
