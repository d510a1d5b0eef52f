//! The crate that user code sees: PyO3 0.29's source-level API over Ferrule's runtime.
//!
//! What lives here: everything that runs at call time. Decisions that can be taken before the call are taken by the
//! Python package (`ferrule.lower`, `ferrule.emit`), whose output names only [`glue`] and the public API.
#![allow(clippy::missing_safety_doc)]
// raw FFI declarations share one contract, stated in `ffi`
// Under the stable ABI many fast paths are absent, and with them what they alone use.
#![cfg_attr(Py_LIMITED_API, allow(unused_imports, dead_code))]
#![warn(unsafe_op_in_unsafe_fn)]

pub mod ffi;

#[macro_use]
mod macros;

#[cfg(any(not(Py_LIMITED_API), Py_3_11))]
pub mod buffer;
pub mod call {
    //! Passing arguments, under the path that PyO3 gives it.
    pub use crate::types::call::PyCallArgs;
}
pub mod class;
pub mod conversion;
mod err;
pub mod exceptions;
pub mod gc {
    //! Garbage collection, under the path that PyO3 gives it.
    pub use crate::class::gc::{PyTraverseError, PyVisit};
}
mod gil;
#[doc(hidden)]
pub mod glue;
pub mod inspect;
mod instance;
mod legacy;
pub mod marker;
pub mod marshal;
pub mod panic;
pub mod prelude;
pub mod pybacked;
mod stack;
pub mod sync;
pub mod type_object;
pub mod types;

pub use crate::class::class_guard::{PyClassGuard, PyClassGuardMut};
pub use crate::class::gc::{PyTraverseError, PyVisit};
pub use crate::class::guard::{PyRef, PyRefMut};
pub use crate::class::init::PyClassInitializer;
pub use crate::class::PyClass;
pub use crate::conversion::{FromPyObject, FromPyObjectOwned, IntoPyObject, IntoPyObjectExt};
pub use crate::err::{CastError, CastIntoError, PyErr, PyErrArguments, PyResult, ToPyErr};
pub use crate::gil::with_embedded_python_interpreter;
pub use crate::instance::{Borrowed, Bound, BoundObject, Py};
#[doc(hidden)]
pub use crate::legacy::{prepare_freethreaded_python, DowncastError, DowncastIntoError, PyObject};
pub use crate::marker::{Python, PythonVersionInfo};
pub use crate::type_object::{PyTypeCheck, PyTypeInfo};
pub use crate::types::PyAny;

pub use crate::class::basic;

/// Class-related names under the path that PyO3 gives them.
pub mod pyclass {
    pub use crate::class::class_guard::{
        PyClassGuard, PyClassGuardMap, PyClassGuardMapMut, PyClassGuardMut,
    };
    pub use crate::class::guard::{PyBorrowError, PyBorrowMutError};
    pub use crate::class::{boolean_struct, CompareOp, PyClass, PyTraverseError, PyVisit};
}

/// Guards under the path that PyO3 gives them.
pub mod pycell {
    pub use crate::class::guard::{PyBorrowError, PyBorrowMutError, PyRef, PyRefMut};
}

/// Class-definition names under the path that PyO3 gives them.
pub mod pyclass_init {
    pub use crate::class::init::PyClassInitializer;
}

#[cfg(feature = "macros")]
pub use pyo3_macros::{
    pyclass, pyfunction, pymethods, pymodule, FromPyObject, IntoPyObject, IntoPyObjectRef,
};
