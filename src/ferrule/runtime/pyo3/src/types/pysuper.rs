//! [`PySuper`]: Python's `super`.

use super::{PyAny, PyAnyMethods, PyType};
use crate::err::PyResult;
use crate::instance::Bound;
use crate::type_object::PyTypeInfo;

native_type!(
    /// Python's `super`.
    PySuper = "super", PySuper_Type
);

impl PySuper {
    /// `super(ty, obj)`.
    ///
    /// # Errors
    /// `TypeError` if `obj` is neither an instance nor a subclass of `ty`.
    pub fn new<'py>(
        ty: &Bound<'py, PyType>,
        obj: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PySuper>> {
        let object = PySuper::type_object(ty.py()).call1((ty, obj))?;
        // SAFETY: calling `super` makes one.
        Ok(unsafe { object.cast_into_unchecked() })
    }
}
