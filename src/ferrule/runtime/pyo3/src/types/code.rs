//! [`PyCode`]: compiled Python code.

use core::ffi::{c_int, CStr};

use super::any::owned;
use super::sealed::AsBound;
use super::{PyAny, PyDict, PyDictMethods};
use crate::err::PyResult;
use crate::ffi;
use crate::instance::Bound;
use crate::intern;
use crate::marker::Python;

#[cfg(not(Py_LIMITED_API))]
native_type!(
    /// A Python code object.
    PyCode = "code", PyCode_Type, final
);

#[cfg(Py_LIMITED_API)]
marker_type!(
    /// A Python code object.
    PyCode
);
#[cfg(Py_LIMITED_API)]
imported_type_info!(PyCode = "CodeType" in "types");

/// What the source text of a [`PyCode`] is.
pub enum PyCodeInput {
    /// An expression, whose value running it gives.
    Eval,
    /// Statements; running them gives `None`.
    File,
}

impl PyCode {
    /// `compile(code, filename, "eval" or "exec")`.
    ///
    /// # Errors
    /// `SyntaxError`.
    pub fn compile<'py>(
        py: Python<'py>,
        code: &CStr,
        filename: &CStr,
        input: PyCodeInput,
    ) -> PyResult<Bound<'py, PyCode>> {
        let start: c_int = match input {
            PyCodeInput::Eval => ffi::Py_eval_input,
            PyCodeInput::File => ffi::Py_file_input,
        };
        // SAFETY: attached; both texts are NUL-terminated; the result is a code object.
        unsafe {
            let code = ffi::Py_CompileString(code.as_ptr(), filename.as_ptr(), start);
            Ok(Bound::from_owned_ptr_or_err(py, code)?.cast_into_unchecked())
        }
    }
}

/// A code object's methods.
pub trait PyCodeMethods<'py>: AsBound<'py, PyCode> {
    /// Runs the code; `globals` defaults to `__main__`'s, `locals` to `globals`.
    ///
    /// # Errors
    /// What the code raises.
    fn run(
        &self,
        globals: Option<&Bound<'py, PyDict>>,
        locals: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let code = self.bound();
        let py = code.py();
        let globals = match globals {
            Some(globals) => globals.clone(),
            None => super::PyModuleMethods::dict(&py.import(intern!(py, "__main__"))?),
        };
        let locals = locals.unwrap_or(&globals);
        let builtins = intern!(py, "__builtins__");
        if !globals.contains(builtins)? {
            globals.set_item(builtins, py.import(intern!(py, "builtins"))?)?;
        }
        // SAFETY: attached; all three are alive.
        owned(code, unsafe {
            ffi::PyEval_EvalCode(code.as_ptr(), globals.as_ptr(), locals.as_ptr())
        })
    }
}

impl<'py> PyCodeMethods<'py> for Bound<'py, PyCode> {}
