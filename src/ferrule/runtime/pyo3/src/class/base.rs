//! What a class may extend: `object`, a class of Python's own, or another `#[pyclass]`.

use core::ffi::{c_int, c_void};

use super::borrow::BorrowFlag;
use super::init::{BaseInitializer, NativeInitializer, PyClassInitializer};
use super::{dealloc, object, PyClass};
use crate::ffi;
use crate::instance::Bound;
use crate::marker::Python;
use crate::type_object::PyTypeInfo;
use crate::types::PyAny;

/// What a class may extend.
///
/// # Safety
/// Instances begin with as many bytes of the base's as `SIZE` or `size` says.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a base class",
    label = "neither a `#[pyclass(subclass)]` nor a class of Python's own that can be extended",
    note = "write `#[pyclass(subclass)]` on `{Self}` if it is a class of yours"
)]
pub unsafe trait ClassBase: PyTypeInfo {
    /// Bytes of an instance, if they are known at compile time.
    const SIZE: Option<usize>;
    /// The class, unless it is `object`.
    const CLASS: Option<fn(Python<'_>) -> *mut ffi::PyTypeObject> = Some(Self::type_object_raw);
    /// Whether instances have a value that can be borrowed mutably, and so bookkeeping.
    const GUARDED: bool = false;
    /// Whether any thread may touch instances.
    const SENDABLE: bool = true;
    /// Where the bookkeeping is in every instance, 0 if there is none; `None` where that differs.
    const FLAG: Option<usize> = Some(0);
    /// What initialises the base part of a new instance.
    type Initializer: BaseInitializer;

    /// Bytes of an instance.
    fn size() -> usize;

    /// The borrow bookkeeping of the base part, where it is [`GUARDED`](Self::GUARDED).
    ///
    /// # Safety
    /// `object` is an instance, alive for `'a`.
    #[inline(always)]
    unsafe fn flag<'a>(_object: *mut ffi::PyObject) -> &'a BorrowFlag {
        unreachable!("asked of guarded classes alone")
    }

    /// The base class that keeps this thread from its part, unsendable where the subclass need not be.
    ///
    /// # Safety
    /// `object` is an instance.
    #[inline(always)]
    unsafe fn foreign(_object: *mut ffi::PyObject) -> Option<&'static str> {
        None
    }

    /// Drops the base part of an instance, frees its memory and gives up its reference to its type.
    ///
    /// # Safety
    /// `object`, of exact type `class`, is being deallocated, is not tracked, and everything else in it was dropped.
    unsafe fn end(object: *mut ffi::PyObject, class: *mut ffi::PyTypeObject);

    /// Visits what the base part owns.
    ///
    /// # Safety
    /// As for a `tp_traverse`.
    unsafe fn traverse(
        _object: *mut ffi::PyObject,
        _visit: ffi::visitproc,
        _arg: *mut c_void,
    ) -> c_int {
        0
    }

    /// Lets go of what the base part owns.
    ///
    /// # Safety
    /// As for a `tp_clear`.
    unsafe fn clear(_object: *mut ffi::PyObject) {}
}

// SAFETY: every object begins with the object header.
unsafe impl ClassBase for PyAny {
    const SIZE: Option<usize> = Some(size_of::<ffi::PyObject>());
    const CLASS: Option<fn(Python<'_>) -> *mut ffi::PyTypeObject> = None;
    type Initializer = NativeInitializer<PyAny>;

    fn size() -> usize {
        size_of::<ffi::PyObject>()
    }

    #[inline(always)]
    unsafe fn end(object: *mut ffi::PyObject, class: *mut ffi::PyTypeObject) {
        // SAFETY: the caller's contract.
        unsafe { dealloc::free(object, class) }
    }
}

/// A class that says `subclass`. Implemented by `#[pyclass(subclass)]` alone.
pub trait Subclass: PyClass {}

// SAFETY: instances of a subclass begin with all of the base's memory.
unsafe impl<T: Subclass> ClassBase for T {
    const SIZE: Option<usize> = object::ClassObject::<T>::SIZE;
    const GUARDED: bool = object::ClassObject::<T>::GUARDED;
    const SENDABLE: bool = object::ClassObject::<T>::SENDABLE;
    const FLAG: Option<usize> = match object::ClassObject::<T>::PLACES {
        Some((_, flag)) => Some(flag),
        None => None,
    };
    type Initializer = PyClassInitializer<T>;

    fn size() -> usize {
        object::ClassObject::<T>::size()
    }

    #[inline(always)]
    unsafe fn flag<'a>(object: *mut ffi::PyObject) -> &'a BorrowFlag {
        // SAFETY: the caller's contract.
        unsafe { object::guarding::<T>(object) }
    }

    #[inline(always)]
    unsafe fn foreign(object: *mut ffi::PyObject) -> Option<&'static str> {
        // SAFETY: the caller's contract.
        unsafe { object::foreign::<T>(object) }
    }

    unsafe fn end(object: *mut ffi::PyObject, class: *mut ffi::PyTypeObject) {
        // SAFETY: the caller's contract; the value is dropped once, before the base's part.
        unsafe {
            dealloc::drop_value::<T>(object);
            T::Base::end(object, class);
        }
    }

    #[cfg(not(Py_LIMITED_API))]
    unsafe fn traverse(
        object: *mut ffi::PyObject,
        visit: ffi::visitproc,
        arg: *mut c_void,
    ) -> c_int {
        // SAFETY: the caller's contract: the object is an instance of the base, so the base's class was made; its
        // function is only given `rest` for as long as it runs.
        unsafe {
            let base = T::type_object_raw(Python::assume_attached());
            let mut rest = AllButClass {
                class: ffi::Py_TYPE(object).cast(),
                visit,
                arg,
            };
            let rest = core::ptr::from_mut(&mut rest).cast();
            (*base)
                .tp_traverse
                .map_or(0, |traverse| traverse(object, visit_all_but_class, rest))
        }
    }

    #[cfg(not(Py_LIMITED_API))]
    unsafe fn clear(object: *mut ffi::PyObject) {
        // SAFETY: the caller's contract: the object is an instance of the base.
        unsafe {
            let base = T::type_object_raw(Python::assume_attached());
            if (*base).tp_clear.is_some_and(|clear| clear(object) != 0) {
                ffi::PyErr_WriteUnraisable(object);
            }
        }
    }
}

/// A visitor for the base part of an instance, whose reference to its class the subclass has visited.
#[cfg(not(Py_LIMITED_API))]
struct AllButClass {
    class: *mut ffi::PyObject,
    visit: ffi::visitproc,
    arg: *mut c_void,
}

/// # Safety
/// `rest` points at an [`AllButClass`]; otherwise as for every `visitproc`.
#[cfg(not(Py_LIMITED_API))]
unsafe extern "C" fn visit_all_but_class(object: *mut ffi::PyObject, rest: *mut c_void) -> c_int {
    // SAFETY: the caller's contract.
    unsafe {
        let rest = &*rest.cast::<AllButClass>();
        if object == rest.class {
            return 0;
        }
        (rest.visit)(object, rest.arg)
    }
}

/// Classes of Python's own that can be extended. Their size is known when Python runs, so not under the stable ABI.
macro_rules! native_base {
    ($($(#[$cfg:meta])* $class:path;)*) => {$(
        #[cfg(not(Py_LIMITED_API))]
        $(#[$cfg])*
        // SAFETY: the size is what the class itself says.
        unsafe impl ClassBase for $class {
            const SIZE: Option<usize> = None;
            type Initializer = NativeInitializer<$class>;

            #[inline]
            fn size() -> usize {
                // SAFETY: callers have instances or make a class, and so are attached; the type object is alive.
                unsafe { (*Self::type_object_raw(Python::assume_attached())).tp_basicsize as usize }
            }

            unsafe fn end(object: *mut ffi::PyObject, class: *mut ffi::PyTypeObject) {
                // SAFETY: the caller's contract.
                unsafe { end_native(Self::type_object_raw(Python::assume_attached()), object, class) }
            }

            unsafe fn traverse(object: *mut ffi::PyObject, visit: ffi::visitproc, arg: *mut c_void) -> c_int {
                // SAFETY: the caller's contract: the object is an instance of the base.
                unsafe {
                    let base = Self::type_object_raw(Python::assume_attached());
                    (*base).tp_traverse.map_or(0, |traverse| traverse(object, visit, arg))
                }
            }

            unsafe fn clear(object: *mut ffi::PyObject) {
                // SAFETY: the caller's contract: the object is an instance of the base.
                unsafe {
                    let base = Self::type_object_raw(Python::assume_attached());
                    if let Some(clear) = (*base).tp_clear {
                        clear(object);
                    }
                }
            }
        }
    )*};
}

/// Ends an instance by its base's own `tp_dealloc`, as CPython's `subtype_dealloc` does.
///
/// # Safety
/// `object`, of exact type `class`, derives from `base`; it is not tracked.
#[cfg(not(Py_LIMITED_API))]
unsafe fn end_native(
    base: *mut ffi::PyTypeObject,
    object: *mut ffi::PyObject,
    class: *mut ffi::PyTypeObject,
) {
    // SAFETY: the caller's contract. A collected base expects a tracked object; a static one does not give up the
    // reference that an instance has to its type.
    unsafe {
        if ffi::PyType_HasFeature(base, ffi::Py_TPFLAGS_HAVE_GC) != 0 {
            ffi::PyObject_GC_Track(object.cast());
        }
        let is_static = ffi::PyType_HasFeature(base, ffi::Py_TPFLAGS_HEAPTYPE) == 0;
        match (*base).tp_dealloc {
            Some(dealloc) => dealloc(object),
            None => unreachable!("every class has it"),
        }
        if is_static {
            ffi::Py_DECREF(class.cast());
        }
    }
}

native_base! {
    crate::types::PyDict;
    crate::types::PySet;
    crate::types::PyFrozenSet;
    crate::types::PyFloat;
    crate::types::PyComplex;
    crate::types::PyList;
    crate::types::PyTzInfo;
    crate::types::PyDate;
    crate::types::PyDelta;
    crate::exceptions::PyBaseException;
    #[cfg(Py_3_11)] crate::exceptions::PyBaseExceptionGroup;
    crate::exceptions::PyException;
    crate::exceptions::PyStopAsyncIteration;
    crate::exceptions::PyStopIteration;
    crate::exceptions::PyGeneratorExit;
    crate::exceptions::PyArithmeticError;
    crate::exceptions::PyLookupError;
    crate::exceptions::PyAssertionError;
    crate::exceptions::PyAttributeError;
    crate::exceptions::PyBufferError;
    crate::exceptions::PyEOFError;
    crate::exceptions::PyFloatingPointError;
    crate::exceptions::PyOSError;
    crate::exceptions::PyImportError;
    crate::exceptions::PyModuleNotFoundError;
    crate::exceptions::PyIndexError;
    crate::exceptions::PyKeyError;
    crate::exceptions::PyKeyboardInterrupt;
    crate::exceptions::PyMemoryError;
    crate::exceptions::PyNameError;
    crate::exceptions::PyOverflowError;
    crate::exceptions::PyRuntimeError;
    crate::exceptions::PyRecursionError;
    crate::exceptions::PyNotImplementedError;
    crate::exceptions::PySyntaxError;
    crate::exceptions::PyIndentationError;
    crate::exceptions::PyTabError;
    crate::exceptions::PyReferenceError;
    crate::exceptions::PySystemError;
    crate::exceptions::PySystemExit;
    crate::exceptions::PyTypeError;
    crate::exceptions::PyUnboundLocalError;
    crate::exceptions::PyUnicodeError;
    crate::exceptions::PyUnicodeDecodeError;
    crate::exceptions::PyUnicodeEncodeError;
    crate::exceptions::PyUnicodeTranslateError;
    crate::exceptions::PyValueError;
    crate::exceptions::PyZeroDivisionError;
    crate::exceptions::PyBlockingIOError;
    crate::exceptions::PyBrokenPipeError;
    crate::exceptions::PyChildProcessError;
    crate::exceptions::PyConnectionError;
    crate::exceptions::PyConnectionAbortedError;
    crate::exceptions::PyConnectionRefusedError;
    crate::exceptions::PyConnectionResetError;
    crate::exceptions::PyFileExistsError;
    crate::exceptions::PyFileNotFoundError;
    crate::exceptions::PyInterruptedError;
    crate::exceptions::PyIsADirectoryError;
    crate::exceptions::PyNotADirectoryError;
    crate::exceptions::PyPermissionError;
    crate::exceptions::PyProcessLookupError;
    crate::exceptions::PyTimeoutError;
    crate::exceptions::PyWarning;
    crate::exceptions::PyUserWarning;
    crate::exceptions::PyDeprecationWarning;
    crate::exceptions::PyPendingDeprecationWarning;
    crate::exceptions::PySyntaxWarning;
    crate::exceptions::PyRuntimeWarning;
    crate::exceptions::PyFutureWarning;
    crate::exceptions::PyImportWarning;
    crate::exceptions::PyUnicodeWarning;
    crate::exceptions::PyBytesWarning;
    crate::exceptions::PyResourceWarning;
    #[cfg(Py_3_10)] crate::exceptions::PyEncodingWarning;
}

impl<'py, T: PyClass> Bound<'py, T> {
    /// The same instance, as one of the base class.
    #[inline]
    pub fn as_super(&self) -> &Bound<'py, T::Base> {
        // SAFETY: an instance of a class is one of its base.
        unsafe { self.cast_unchecked() }
    }

    /// The same instance, as one of the base class.
    #[inline]
    pub fn into_super(self) -> Bound<'py, T::Base> {
        // SAFETY: an instance of a class is one of its base.
        unsafe { self.cast_into_unchecked() }
    }
}
