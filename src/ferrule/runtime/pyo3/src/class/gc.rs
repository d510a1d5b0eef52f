//! What `__traverse__` is given: [`PyVisit`].

use core::ffi::{c_int, c_void};
use core::marker::PhantomData;
use core::num::NonZero;

use crate::ffi;
use crate::instance::Py;

/// The collector's wish to stop visiting. Pass it on with `?`.
#[derive(Debug)]
pub struct PyTraverseError(pub(crate) NonZero<c_int>);

/// The collector's visitor.
#[derive(Clone)]
pub struct PyVisit<'a> {
    visit: ffi::visitproc,
    arg: *mut c_void,
    run: PhantomData<&'a ()>,
}

impl PyVisit<'_> {
    pub(crate) fn new(visit: ffi::visitproc, arg: *mut c_void) -> Self {
        PyVisit {
            visit,
            arg,
            run: PhantomData,
        }
    }

    /// Tells the collector of an object that the instance owns; `None` is passed over.
    ///
    /// # Errors
    /// The collector's wish to stop.
    pub fn call<'a, T, O>(&self, object: O) -> Result<(), PyTraverseError>
    where
        T: 'a,
        O: Into<Option<&'a Py<T>>>,
    {
        let Some(object) = object.into() else {
            return Ok(());
        };
        // SAFETY: the visitor lives as long as the run of the collector that made it; the object is alive.
        match NonZero::new(unsafe { (self.visit)(object.as_ptr(), self.arg) }) {
            Some(code) => Err(PyTraverseError(code)),
            None => Ok(()),
        }
    }
}
