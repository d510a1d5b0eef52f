//! [`PyErr`]'s methods beyond making, taking and restoring: looking at it, chaining, printing, warnings.

use core::convert::Infallible;
use core::ffi::{c_int, CStr};
use core::{fmt, ptr};

use super::{error_on_minus_one, state, PyErr, PyResult, ToPyErr};
use crate::conversion::IntoPyObject;
use crate::exceptions::PyBaseException;
use crate::ffi;
use crate::instance::{Borrowed, Bound, BoundObject, Py};
use crate::marker::Python;
use crate::type_object::PyTypeInfo;
use crate::types::{PyAny, PyTraceback, PyTracebackMethods, PyType, PyTypeMethods};

impl PyErr {
    /// The exception's class.
    pub fn get_type<'py>(&self, py: Python<'py>) -> Bound<'py, PyType> {
        // SAFETY: the type of a live object is a type object.
        unsafe {
            let class = ffi::Py_TYPE(self.value(py).as_ptr());
            Bound::from_borrowed_ptr(py, class.cast()).cast_into_unchecked()
        }
    }

    /// The exception instance, made on first use.
    #[inline]
    pub fn value<'py>(&self, py: Python<'py>) -> &Bound<'py, PyBaseException> {
        self.state().value(py).bind(py)
    }

    /// The exception instance with its traceback.
    pub fn into_value(self, py: Python<'_>) -> Py<PyBaseException> {
        self.into_state().into_value(py)
    }

    /// Where the exception was raised; `None` if it has not been.
    pub fn traceback<'py>(&self, py: Python<'py>) -> Option<Bound<'py, PyTraceback>> {
        // SAFETY: the value is an exception instance; the result is null or a new reference to a traceback.
        unsafe {
            let traceback = ffi::PyException_GetTraceback(self.value(py).as_ptr());
            let traceback = Bound::<PyAny>::from_owned_ptr_or_opt(py, traceback)?;
            // Before 3.12 a traceback that was set to `None` is given as such.
            (ffi::Py_IsNone(traceback.as_ptr()) == 0).then(|| traceback.cast_into_unchecked())
        }
    }

    /// Sets where the exception was raised.
    pub fn set_traceback<'py>(&self, py: Python<'py>, traceback: Option<Bound<'py, PyTraceback>>) {
        let value = self.value(py);
        // SAFETY: an exception instance, and a traceback or `None`; the type check inside cannot fail.
        unsafe {
            let traceback = traceback
                .as_ref()
                .map_or(ffi::Py_None(), |traceback| traceback.as_ptr());
            ffi::PyException_SetTraceback(value.as_ptr(), traceback);
        }
    }

    /// Whether an exception is pending in Python.
    #[inline]
    pub fn occurred(_py: Python<'_>) -> bool {
        // SAFETY: attached.
        unsafe { !ffi::PyErr_Occurred().is_null() }
    }

    /// Makes an exception class. `name` is `module.Name`; `base` is a class or a tuple of classes, `Exception` if
    /// `None`.
    ///
    /// # Errors
    /// `SystemError` if `name` has no module; what making the class raises.
    pub fn new_type<'py>(
        py: Python<'py>,
        name: &CStr,
        doc: Option<&CStr>,
        base: Option<&Bound<'py, PyAny>>,
        dict: Option<Py<PyAny>>,
    ) -> PyResult<Py<PyType>> {
        let base = base.map_or(ptr::null_mut(), Bound::as_ptr);
        let namespace = dict.as_ref().map_or(ptr::null_mut(), Py::as_ptr);
        let doc = doc.map_or(ptr::null(), CStr::as_ptr);
        // SAFETY: live objects or null, texts NUL-terminated; the result is null or a new reference to a class.
        unsafe {
            Py::from_owned_ptr_or_err(
                py,
                ffi::PyErr_NewExceptionWithDoc(name.as_ptr(), doc, base, namespace),
            )
        }
    }

    /// Writes the exception with its traceback to `sys.stderr`.
    pub fn display(&self, py: Python<'_>) {
        let value = self.value(py);
        #[cfg(Py_3_12)]
        // SAFETY: an exception instance.
        unsafe {
            ffi::PyErr_DisplayException(value.as_ptr());
        }
        #[cfg(all(not(Py_3_12), not(Py_LIMITED_API)))]
        // SAFETY: an exception instance with its class and its traceback, which may be null.
        unsafe {
            let traceback = self.traceback(py);
            let traceback = traceback.as_ref().map_or(ptr::null_mut(), Bound::as_ptr);
            ffi::PyErr_Display(
                ffi::Py_TYPE(value.as_ptr()).cast(),
                value.as_ptr(),
                traceback,
            );
        }
        #[cfg(all(not(Py_3_12), Py_LIMITED_API))]
        {
            use crate::types::PyAnyMethods;
            let shown = py
                .import("traceback")
                .and_then(|module| module.as_any().getattr("print_exception"))
                .and_then(|print| print.call1((self.get_type(py), value, self.traceback(py))));
            if let Err(error) = shown {
                error.write_unraisable(py, None);
            }
        }
    }

    /// Prints the exception as Python does at the top level, through `sys.excepthook`. `SystemExit` exits.
    pub fn print(&self, py: Python<'_>) {
        self.clone_ref(py).restore(py);
        // SAFETY: an exception is pending.
        unsafe { ffi::PyErr_PrintEx(0) };
    }

    /// Like [`PyErr::print`], and sets `sys.last_exc` and its companions.
    pub fn print_and_set_sys_last_vars(&self, py: Python<'_>) {
        self.clone_ref(py).restore(py);
        // SAFETY: an exception is pending.
        unsafe { ffi::PyErr_PrintEx(1) };
    }

    /// Whether `except exc:` would catch the exception: `exc` is a class or a tuple of classes.
    ///
    /// # Errors
    /// If `exc` cannot be converted to a Python object.
    pub fn matches<'py, T>(&self, py: Python<'py>, exc: T) -> Result<bool, T::Error>
    where
        T: IntoPyObject<'py>,
    {
        let exc = exc.into_pyobject(py)?;
        Ok(self.is_instance(py, exc.into_bound().as_any()))
    }

    /// Whether the exception is an instance of `ty`, a class or a tuple of classes.
    #[inline]
    pub fn is_instance<'py>(&self, py: Python<'py>, ty: &Bound<'py, PyAny>) -> bool {
        // SAFETY: live objects.
        unsafe { ffi::PyErr_GivenExceptionMatches(self.value(py).as_ptr(), ty.as_ptr()) != 0 }
    }

    /// Whether the exception is an instance of `T`.
    #[inline]
    pub fn is_instance_of<T: PyTypeInfo>(&self, py: Python<'_>) -> bool {
        self.is_instance(py, T::type_object(py).as_any())
    }

    /// Reports the exception through `sys.unraisablehook`: for places that cannot raise. `obj` says where.
    #[inline]
    pub fn write_unraisable(self, py: Python<'_>, obj: Option<&Bound<'_, PyAny>>) {
        self.restore(py);
        // SAFETY: an exception is pending; the object is alive or null.
        unsafe { ffi::PyErr_WriteUnraisable(obj.map_or(ptr::null_mut(), Bound::as_ptr)) };
    }

    /// Issues a warning, as `warnings.warn` does.
    ///
    /// # Errors
    /// The warning itself if a filter makes it an error.
    pub fn warn<'py>(
        py: Python<'py>,
        category: &Bound<'py, PyAny>,
        message: &CStr,
        stacklevel: i32,
    ) -> PyResult<()> {
        // SAFETY: live objects; the text is NUL-terminated.
        error_on_minus_one(py, unsafe {
            ffi::PyErr_WarnEx(
                category.as_ptr(),
                message.as_ptr(),
                stacklevel as ffi::Py_ssize_t,
            )
        })
    }

    /// Issues a warning as if it came from elsewhere, as `warnings.warn_explicit` does.
    ///
    /// # Errors
    /// The warning itself if a filter makes it an error.
    pub fn warn_explicit<'py>(
        py: Python<'py>,
        category: &Bound<'py, PyAny>,
        message: &CStr,
        filename: &CStr,
        lineno: i32,
        module: Option<&CStr>,
        registry: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<()> {
        let module = module.map_or(ptr::null(), CStr::as_ptr);
        let registry = registry.map_or(ptr::null_mut(), Bound::as_ptr);
        // SAFETY: live objects or null; the texts are NUL-terminated or null.
        error_on_minus_one(py, unsafe {
            ffi::PyErr_WarnExplicit(
                category.as_ptr(),
                message.as_ptr(),
                filename.as_ptr(),
                lineno as c_int,
                module,
                registry,
            )
        })
    }

    /// A second reference to the same exception.
    #[inline]
    pub fn clone_ref(&self, py: Python<'_>) -> PyErr {
        PyErr::from_normalized(self.state().value(py).clone_ref(py))
    }

    /// The exception that this one was raised from (`__cause__`).
    pub fn cause(&self, py: Python<'_>) -> Option<PyErr> {
        // SAFETY: an exception instance; the result is null or a new reference to one.
        let cause = unsafe {
            Bound::from_owned_ptr_or_opt(py, ffi::PyException_GetCause(self.value(py).as_ptr()))
        };
        cause.map(PyErr::from_value)
    }

    /// Sets the exception that this one was raised from.
    pub fn set_cause(&self, py: Python<'_>, cause: Option<PyErr>) {
        let cause = cause.map_or(ptr::null_mut(), |cause| cause.into_value(py).into_ptr());
        // SAFETY: an exception instance; the reference to the cause is given up.
        unsafe { ffi::PyException_SetCause(self.value(py).as_ptr(), cause) };
    }

    /// The exception during whose handling this one was raised (`__context__`).
    pub fn context(&self, py: Python<'_>) -> Option<PyErr> {
        // SAFETY: an exception instance; the result is null or a new reference to one.
        let context = unsafe {
            Bound::from_owned_ptr_or_opt(py, ffi::PyException_GetContext(self.value(py).as_ptr()))
        };
        context.map(PyErr::from_value)
    }

    /// Sets the exception during whose handling this one was raised.
    pub fn set_context(&self, py: Python<'_>, context: Option<PyErr>) {
        let context = context.map_or(ptr::null_mut(), |context| context.into_value(py).into_ptr());
        // SAFETY: an exception instance; the reference to the context is given up.
        unsafe { ffi::PyException_SetContext(self.value(py).as_ptr(), context) };
    }

    /// Adds a note, as `add_note` does: by setting the list of notes where there is none yet, which spares a call.
    #[cfg(Py_3_11)]
    pub(super) fn note_quickly(&self, text: Borrowed<'_, '_, PyAny>) -> PyResult<()> {
        #[cfg(all(not(Py_LIMITED_API), not(Py_GIL_DISABLED)))]
        use crate::types::PyDict;
        use crate::types::{PyAnyMethods, PyList};
        let py = text.py();
        let (value, name) = (self.value(py).as_any(), crate::intern!(py, "__notes__"));
        #[cfg(all(not(Py_LIMITED_API), not(Py_GIL_DISABLED)))]
        // SAFETY: an exception instance, whose memory begins so. A built-in class has no notes, nor a way of its own to
        // set attributes, and an instance without a dict has none.
        unsafe {
            let class = ffi::Py_TYPE(value.as_ptr());
            let exception = value.as_ptr().cast::<ffi::PyBaseExceptionObject>();
            if (*class).tp_flags & ffi::Py_TPFLAGS_HEAPTYPE == 0 && (*exception).dict.is_null() {
                let (dict, notes) = (PyDict::new(py), PyList::new(py, [text])?);
                let done = ffi::PyDict_SetItem(dict.as_ptr(), name.as_ptr(), notes.as_ptr());
                error_on_minus_one(py, done)?;
                (*exception).dict = dict.into_ptr();
                return Ok(());
            }
        }
        if value.getattr_opt(name)?.is_some() {
            return value
                .call_method1(crate::intern!(py, "add_note"), (text,))
                .map(drop);
        }
        value.setattr(name, PyList::new(py, [text])?)
    }

    /// Adds a line that Python shows under the exception.
    ///
    /// # Errors
    /// What `BaseException.add_note` raises.
    #[cfg(Py_3_11)]
    pub fn add_note<'py>(
        &self,
        py: Python<'py>,
        note: impl IntoPyObject<'py, Target = crate::types::PyString>,
    ) -> PyResult<()> {
        use crate::types::PyAnyMethods;
        let note = crate::conversion::into_owned_any(note, py)?;
        self.value(py)
            .as_any()
            .call_method1(crate::intern!(py, "add_note"), (note,))
            .map(drop)
    }
}

impl fmt::Debug for PyErr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Python::attach(|py| {
            let traceback = self
                .traceback(py)
                .map(|traceback| match traceback.format() {
                    Ok(text) => text,
                    Err(error) => {
                        error.write_unraisable(py, Some(traceback.as_any()));
                        format!("<unformattable {traceback:?}>")
                    }
                });
            f.debug_struct("PyErr")
                .field("type", &self.get_type(py))
                .field("value", self.value(py))
                .field("traceback", &traceback)
                .finish()
        })
    }
}

impl fmt::Display for PyErr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Python::attach(|py| {
            let value = self.value(py);
            let name = self.get_type(py).qualname().map_err(|_| fmt::Error)?;
            write!(f, "{name}")?;
            // SAFETY: a live object; the result is null or a new reference.
            match unsafe {
                Bound::<PyAny>::from_owned_ptr_or_opt(py, ffi::PyObject_Str(value.as_ptr()))
            } {
                Some(text) => write!(f, ": {text}"),
                None => {
                    drop(state::take_raised(py));
                    f.write_str(": <exception str() failed>")
                }
            }
        })
    }
}

impl std::error::Error for PyErr {}

impl<'py> IntoPyObject<'py> for PyErr {
    type Target = PyBaseException;
    type Output = Bound<'py, PyBaseException>;
    type Error = Infallible;

    #[inline]
    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Infallible> {
        Ok(self.into_value(py).into_bound(py))
    }
}

impl<'py> IntoPyObject<'py> for &PyErr {
    type Target = PyBaseException;
    type Output = Bound<'py, PyBaseException>;
    type Error = Infallible;

    #[inline]
    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Infallible> {
        Ok(self.value(py).clone())
    }
}

/// Exception instances are errors.
impl<T: ToPyErr> From<Bound<'_, T>> for PyErr {
    #[inline]
    fn from(error: Bound<'_, T>) -> PyErr {
        PyErr::from_value(error.into_any())
    }
}
