//! [`PyOnceLock`]: a value made once, by a thread that is attached.

use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError, TryLockError};

use crate::err::PyResult;
use crate::gil::DetachGuard;
use crate::instance::{Bound, Py};
use crate::marker::Python;
use crate::type_object::PyTypeCheck;
use crate::types::PyAnyMethods;

/// A cell that is written once. While one thread makes the value, others wait detached, so that making it may run
/// Python code.
///
/// Making the value must not need the value: that never ends, as with [`OnceLock`].
pub struct PyOnceLock<T> {
    value: OnceLock<T>,
    /// Held by the thread that makes the value.
    making: Mutex<()>,
}

impl<T> Default for PyOnceLock<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> PyOnceLock<T> {
    /// Without a value.
    pub const fn new() -> Self {
        PyOnceLock {
            value: OnceLock::new(),
            making: Mutex::new(()),
        }
    }

    /// The value if there is one.
    #[inline]
    pub fn get(&self, _py: Python<'_>) -> Option<&T> {
        self.value.get()
    }

    /// The value, made by `f` if there is none.
    #[inline]
    pub fn get_or_init<F>(&self, py: Python<'_>, f: F) -> &T
    where
        F: FnOnce() -> T,
    {
        if let Some(value) = self.value.get() {
            return value;
        }
        match self.init(py, || Ok::<T, core::convert::Infallible>(f())) {
            Ok(value) => value,
            Err(error) => match error {},
        }
    }

    /// The value, made by `f` if there is none.
    ///
    /// # Errors
    /// What `f` returns; the cell stays empty then.
    #[inline]
    pub fn get_or_try_init<F, E>(&self, py: Python<'_>, f: F) -> Result<&T, E>
    where
        F: FnOnce() -> Result<T, E>,
    {
        if let Some(value) = self.value.get() {
            return Ok(value);
        }
        self.init(py, f)
    }

    #[cold]
    fn init<F, E>(&self, py: Python<'_>, f: F) -> Result<&T, E>
    where
        F: FnOnce() -> Result<T, E>,
    {
        let _making = self.lock(py);
        if let Some(value) = self.value.get() {
            return Ok(value);
        }
        let value = f()?;
        Ok(self.value.get_or_init(|| value))
    }

    /// Becomes the thread that makes the value.
    fn lock(&self, py: Python<'_>) -> MutexGuard<'_, ()> {
        match self.making.try_lock() {
            Ok(guard) => guard,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock) => {
                let _detached = DetachGuard::new(py);
                self.making.lock().unwrap_or_else(PoisonError::into_inner)
            }
        }
    }

    /// The value if there is one.
    pub fn get_mut(&mut self) -> Option<&mut T> {
        self.value.get_mut()
    }

    /// Writes the value.
    ///
    /// # Errors
    /// Gives `value` back if there is one already.
    pub fn set(&self, _py: Python<'_>, value: T) -> Result<(), T> {
        self.value.set(value)
    }

    /// Takes the value out.
    pub fn take(&mut self) -> Option<T> {
        self.value.take()
    }

    /// The value if there is one.
    pub fn into_inner(self) -> Option<T> {
        self.value.into_inner()
    }
}

impl<T> PyOnceLock<Py<T>> {
    /// A cell with a new reference to the same object, or an empty one.
    pub fn clone_ref(&self, py: Python<'_>) -> Self {
        let copy = PyOnceLock::new();
        if let Some(value) = self.get(py) {
            // An empty cell takes what it is given.
            let _ = copy.set(py, value.clone_ref(py));
        }
        copy
    }
}

impl<T: PyTypeCheck> PyOnceLock<Py<T>> {
    /// The attribute `attr_name` of the module `module_name`, imported on first use.
    ///
    /// # Errors
    /// What the import or the access raises; `TypeError` if the attribute is no `T`.
    pub fn import<'py>(
        &self,
        py: Python<'py>,
        module_name: &str,
        attr_name: &str,
    ) -> PyResult<&Bound<'py, T>> {
        let value = self.get_or_try_init(py, || {
            let value = py
                .import(module_name)?
                .getattr(attr_name)?
                .cast_into::<T>()?;
            PyResult::Ok(value.unbind())
        })?;
        Ok(value.bind(py))
    }
}

impl<T: core::fmt::Debug> core::fmt::Debug for PyOnceLock<T> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_tuple("PyOnceLock")
            .field(&self.value.get())
            .finish()
    }
}
