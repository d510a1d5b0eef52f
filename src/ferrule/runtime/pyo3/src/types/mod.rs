//! Marker types for Python's built-in classes, one file each, with their methods as traits over [`Bound`].
//!
//! Conversions between these and Rust values live in [`crate::conversion`]; attributes of classes in [`crate::class`].

pub mod any;
pub mod boolobject;
pub mod bytearray;
pub mod bytes;
pub mod call;
pub mod capsule;
pub mod code;
pub mod complex;
pub mod datetime;
pub mod dict;
pub mod ellipsis;
mod ends;
pub mod float;
#[cfg(not(Py_LIMITED_API))]
pub mod frame;
pub mod frozenset;
pub mod function;
pub mod genericalias;
pub mod iterator;
pub mod list;
pub mod mapping;
pub mod mappingproxy;
pub mod memoryview;
pub mod module;
#[cfg(all(Py_3_13, not(Py_LIMITED_API)))]
pub mod mutex;
pub mod none;
pub mod num;
pub mod pysuper;
pub mod range;
pub mod sequence;
pub mod set;
pub mod slice;
pub mod string;
mod submodule;
pub mod text;
pub mod traceback;
pub mod tuple;
pub mod typeobject;
pub mod weakref;

#[doc(hidden)]
pub use crate::legacy::PyLong;
pub use crate::type_object::DerefToPyAny;
pub use any::{PyAny, PyAnyMethods};
pub use boolobject::{PyBool, PyBoolMethods};
pub use bytearray::{PyByteArray, PyByteArrayMethods};
pub use bytes::{PyBytes, PyBytesMethods};
pub use capsule::{CapsuleName, PyCapsule, PyCapsuleMethods};
pub use code::{PyCode, PyCodeInput, PyCodeMethods};
pub use complex::{PyComplex, PyComplexMethods};
pub use datetime::access::{PyDateAccess, PyDeltaAccess, PyTimeAccess, PyTzInfoAccess};
pub use datetime::{PyDate, PyDateTime, PyDelta, PyTime, PyTzInfo};
pub use dict::{IntoPyDict, PyDict, PyDictItems, PyDictKeys, PyDictMethods, PyDictValues};
pub use ellipsis::{PyEllipsis, PyNotImplemented};
pub use float::{PyFloat, PyFloatMethods};
#[cfg(not(Py_LIMITED_API))]
pub use frame::{PyFrame, PyFrameMethods};
pub use frozenset::{PyFrozenSet, PyFrozenSetBuilder, PyFrozenSetMethods};
pub use function::PyCFunction;
#[cfg(not(Py_LIMITED_API))]
pub use function::PyFunction;
pub use genericalias::PyGenericAlias;
pub use iterator::PyIterator;
#[cfg(Py_3_10)]
pub use iterator::PySendResult;
pub use list::{PyList, PyListMethods};
pub use mapping::{PyMapping, PyMappingMethods};
pub use mappingproxy::{BoundMappingProxyIterator, PyMappingProxy, PyMappingProxyMethods};
pub use memoryview::PyMemoryView;
pub use module::{PyModule, PyModuleMethods};
#[cfg(all(Py_3_13, not(Py_LIMITED_API)))]
pub use mutex::{PyMutex, PyMutexGuard};
pub use none::PyNone;
pub use num::PyInt;
pub use pysuper::PySuper;
pub use range::{PyRange, PyRangeMethods};
pub use sequence::{PySequence, PySequenceMethods};
pub use set::{PySet, PySetMethods};
pub use slice::{PySlice, PySliceIndices, PySliceMethods};
#[cfg(not(any(Py_LIMITED_API, PyPy)))]
pub use string::data::PyStringData;
pub use string::{PyString, PyStringMethods};
pub use traceback::{PyTraceback, PyTracebackMethods};
pub use tuple::{PyTuple, PyTupleMethods};
pub use typeobject::{PyType, PyTypeMethods};
pub use weakref::{PyWeakref, PyWeakrefMethods, PyWeakrefProxy, PyWeakrefReference};

/// The iterators over built-in collections, by the names that PyO3 gives them.
pub mod iter {
    pub use super::dict::iter::BoundDictIterator;
    pub use super::frozenset::BoundFrozenSetIterator;
    pub use super::list::iter::BoundListIterator;
    pub use super::set::BoundSetIterator;
    pub use super::tuple::iter::{BorrowedTupleIterator, BoundTupleIterator};
}

pub(crate) mod sealed {
    use crate::instance::{Borrowed, Bound};

    /// The reference behind a method trait: keeps such traits from being implemented elsewhere, and lets their
    /// methods be written once.
    pub trait AsBound<'py, T> {
        /// The reference.
        fn bound(&self) -> &Bound<'py, T>;
        /// A borrow of the object.
        fn borrowed<'a>(&'a self) -> Borrowed<'a, 'py, T>;
    }

    impl<'py, T> AsBound<'py, T> for Bound<'py, T> {
        #[inline(always)]
        fn bound(&self) -> &Bound<'py, T> {
            self
        }
        #[inline(always)]
        fn borrowed<'a>(&'a self) -> Borrowed<'a, 'py, T> {
            self.as_borrowed()
        }
    }
}
