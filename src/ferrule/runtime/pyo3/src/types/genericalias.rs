//! [`PyGenericAlias`]: Python's `types.GenericAlias`, such as `list[int]`.

use super::PyAny;
use crate::err::PyResult;
use crate::ffi;
use crate::instance::Bound;
use crate::marker::Python;

native_type!(
    /// Python's `types.GenericAlias`.
    PyGenericAlias = "GenericAlias", Py_GenericAliasType
);

impl PyGenericAlias {
    /// `types.GenericAlias(origin, args)`.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn new<'py>(
        py: Python<'py>,
        origin: &Bound<'py, PyAny>,
        args: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyGenericAlias>> {
        // SAFETY: attached; both are alive; the result is an alias.
        unsafe {
            let alias = ffi::Py_GenericAlias(origin.as_ptr(), args.as_ptr());
            Ok(Bound::from_owned_ptr_or_err(py, alias)?.cast_into_unchecked())
        }
    }
}
