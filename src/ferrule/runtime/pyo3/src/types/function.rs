//! [`PyCFunction`] and [`PyFunction`]: functions made by Rust and by Python.

use core::ffi::{c_char, c_void, CStr};
use core::ptr;

use super::{PyDict, PyModule, PyModuleMethods, PyTuple};
use crate::err::PyResult;
use crate::ffi;
use crate::glue::{guard, Output};
use crate::instance::{Borrowed, Bound};
use crate::marker::Python;

native_type!(
    /// A function made by native code.
    PyCFunction = "builtin_function_or_method", PyCFunction_Type, PyCFunction_Check, PyCFunction_CheckExact
);

#[cfg(not(Py_LIMITED_API))]
native_type!(
    /// A function written in Python.
    PyFunction = "function", PyFunction_Type, final
);

impl PyCFunction {
    /// A function of positional arguments alone, given as a tuple.
    ///
    /// # Errors
    /// `MemoryError`, or what reading the module's name raises.
    pub fn new<'py>(
        py: Python<'py>,
        fun: ffi::PyCFunction,
        name: &'static CStr,
        doc: &'static CStr,
        module: Option<&Bound<'py, PyModule>>,
    ) -> PyResult<Bound<'py, PyCFunction>> {
        make(
            py,
            ffi::PyMethodDef {
                ml_name: name.as_ptr(),
                ml_meth: ffi::PyMethodDefPointer { PyCFunction: fun },
                ml_flags: ffi::METH_VARARGS,
                ml_doc: doc.as_ptr(),
            },
            module,
        )
    }

    /// A function of positional arguments, given as a tuple, and keywords, given as a dict or null.
    ///
    /// # Errors
    /// `MemoryError`, or what reading the module's name raises.
    pub fn new_with_keywords<'py>(
        py: Python<'py>,
        fun: ffi::PyCFunctionWithKeywords,
        name: &'static CStr,
        doc: &'static CStr,
        module: Option<&Bound<'py, PyModule>>,
    ) -> PyResult<Bound<'py, PyCFunction>> {
        make(
            py,
            ffi::PyMethodDef {
                ml_name: name.as_ptr(),
                ml_meth: ffi::PyMethodDefPointer {
                    PyCFunctionWithKeywords: fun,
                },
                ml_flags: ffi::METH_VARARGS | ffi::METH_KEYWORDS,
                ml_doc: doc.as_ptr(),
            },
            module,
        )
    }

    /// A function that calls a Rust closure with its arguments. The name defaults to `pyo3-closure`.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn new_closure<'py, F, R>(
        py: Python<'py>,
        name: Option<&'static CStr>,
        doc: Option<&'static CStr>,
        closure: F,
    ) -> PyResult<Bound<'py, PyCFunction>>
    where
        F: Fn(&Bound<'_, PyTuple>, Option<&Bound<'_, PyDict>>) -> R + Send + Sync + 'static,
        for<'p> R: Output<'p>,
    {
        let def = ffi::PyMethodDef {
            ml_name: name.unwrap_or(c"pyo3-closure").as_ptr(),
            ml_meth: ffi::PyMethodDefPointer {
                PyCFunctionWithKeywords: call_closure::<F, R>,
            },
            ml_flags: ffi::METH_VARARGS | ffi::METH_KEYWORDS,
            ml_doc: doc.unwrap_or(c"").as_ptr(),
        };
        let state = Box::into_raw(Box::new(Closure { def, closure }));
        // SAFETY: attached; the capsule owns the state from here on, and its destructor knows the state's type. The
        // function owns the capsule, so the definition inside the state outlives the function.
        unsafe {
            let capsule =
                ffi::PyCapsule_New(state.cast(), CAPSULE_NAME.as_ptr(), Some(drop_closure::<F>));
            let capsule = Bound::from_owned_ptr_or_err(py, capsule)
                .inspect_err(|_| drop(Box::from_raw(state)))?;
            let function =
                ffi::PyCFunction_NewEx(&raw mut (*state).def, capsule.as_ptr(), ptr::null_mut());
            Ok(Bound::from_owned_ptr_or_err(py, function)?.cast_into_unchecked())
        }
    }
}

fn make<'py>(
    py: Python<'py>,
    def: ffi::PyMethodDef,
    module: Option<&Bound<'py, PyModule>>,
) -> PyResult<Bound<'py, PyCFunction>> {
    let name = module.map(|module| module.name()).transpose()?;
    // A function may live as long as the process, and so must its definition.
    let def = Box::into_raw(Box::new(def));
    // SAFETY: attached; the definition is never freed; the function takes its own references to the other two.
    unsafe {
        let function = ffi::PyCFunction_NewEx(
            def,
            module.map_or(ptr::null_mut(), |module| module.as_ptr()),
            name.as_ref().map_or(ptr::null_mut(), |name| name.as_ptr()),
        );
        Ok(Bound::from_owned_ptr_or_err(py, function)?.cast_into_unchecked())
    }
}

const CAPSULE_NAME: &CStr = c"pyo3-closure";

/// What the capsule behind a closure's function owns.
struct Closure<F> {
    def: ffi::PyMethodDef,
    closure: F,
}

/// Calls the closure that the capsule `capsule` owns.
///
/// # Safety
/// Called by Python with the capsule of a `Closure<F>`, a tuple, and a dict or null.
unsafe extern "C" fn call_closure<F, R>(
    capsule: *mut ffi::PyObject,
    args: *mut ffi::PyObject,
    kwargs: *mut ffi::PyObject,
) -> *mut ffi::PyObject
where
    F: Fn(&Bound<'_, PyTuple>, Option<&Bound<'_, PyDict>>) -> R,
    for<'p> R: Output<'p>,
{
    // SAFETY: the caller's contract.
    guard(|py| unsafe {
        let name: *const c_char = CAPSULE_NAME.as_ptr();
        let state = ffi::PyCapsule_GetPointer(capsule, name).cast::<Closure<F>>();
        let args = Borrowed::from_ptr(py, args).cast_unchecked::<PyTuple>();
        let kwargs =
            Borrowed::from_ptr_or_opt(py, kwargs).map(|kwargs| kwargs.cast_unchecked::<PyDict>());
        ((*state).closure)(&args, kwargs.as_deref()).into_object(py)
    })
}

/// Drops the closure that the capsule owns.
///
/// # Safety
/// Called by Python when the capsule of a `Closure<F>` goes.
unsafe extern "C" fn drop_closure<F>(capsule: *mut ffi::PyObject) {
    guard_drop(|| {
        // SAFETY: the caller's contract; nothing uses the state after its capsule.
        unsafe {
            let state: *mut c_void = ffi::PyCapsule_GetPointer(capsule, CAPSULE_NAME.as_ptr());
            drop(Box::from_raw(state.cast::<Closure<F>>()));
        }
    });
}

/// Runs a destructor that Python has called; a panic is reported as unraisable.
pub(super) fn guard_drop(drop: impl FnOnce()) {
    // SAFETY: Python calls only while attached.
    let py = unsafe { Python::assume_attached() };
    if let Err(payload) = std::panic::catch_unwind(std::panic::AssertUnwindSafe(drop)) {
        crate::panic::PanicException::from_panic_payload(payload).write_unraisable(py, None);
    }
}
