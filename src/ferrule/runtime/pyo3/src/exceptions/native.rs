//! The table of built-in exception classes.

use crate::ffi;
use crate::marker::Python;
use crate::type_object::PyTypeInfo;

macro_rules! native {
    ($($(#[$cfg:meta])* $name:ident = $object:ident $python:literal;)*) => { $(
        #[doc = concat!("Python's [`", $python, "`](https://docs.python.org/3/library/exceptions.html#", $python, ").")]
        $(#[$cfg])*
        pub struct $name(#[allow(dead_code)] super::lazy::Marker);

        $(#[$cfg])*
        const _: () = {
            crate::__exception_methods!($name);

            // SAFETY: the interpreter sets the variable before any thread can be attached, and never changes it.
            unsafe impl PyTypeInfo for $name {
                const NAME: &'static str = stringify!($name);
                const MODULE: Option<&'static str> = None;

                #[inline]
                fn type_object_raw(_py: Python<'_>) -> *mut ffi::PyTypeObject {
                    // SAFETY: as above.
                    unsafe { ffi::$object.cast() }
                }
            }
        };
    )* };
}

native! {
    PyBaseException = PyExc_BaseException "BaseException";
    #[cfg(Py_3_11)]
    PyBaseExceptionGroup = PyExc_BaseExceptionGroup "BaseExceptionGroup";
    PyException = PyExc_Exception "Exception";
    PyStopAsyncIteration = PyExc_StopAsyncIteration "StopAsyncIteration";
    PyStopIteration = PyExc_StopIteration "StopIteration";
    PyGeneratorExit = PyExc_GeneratorExit "GeneratorExit";
    PyArithmeticError = PyExc_ArithmeticError "ArithmeticError";
    PyLookupError = PyExc_LookupError "LookupError";
    PyAssertionError = PyExc_AssertionError "AssertionError";
    PyAttributeError = PyExc_AttributeError "AttributeError";
    PyBufferError = PyExc_BufferError "BufferError";
    PyEOFError = PyExc_EOFError "EOFError";
    PyFloatingPointError = PyExc_FloatingPointError "FloatingPointError";
    PyOSError = PyExc_OSError "OSError";
    PyImportError = PyExc_ImportError "ImportError";
    PyModuleNotFoundError = PyExc_ModuleNotFoundError "ModuleNotFoundError";
    PyIndexError = PyExc_IndexError "IndexError";
    PyKeyError = PyExc_KeyError "KeyError";
    PyKeyboardInterrupt = PyExc_KeyboardInterrupt "KeyboardInterrupt";
    PyMemoryError = PyExc_MemoryError "MemoryError";
    PyNameError = PyExc_NameError "NameError";
    PyOverflowError = PyExc_OverflowError "OverflowError";
    PyRuntimeError = PyExc_RuntimeError "RuntimeError";
    PyRecursionError = PyExc_RecursionError "RecursionError";
    PyNotImplementedError = PyExc_NotImplementedError "NotImplementedError";
    PySyntaxError = PyExc_SyntaxError "SyntaxError";
    PyIndentationError = PyExc_IndentationError "IndentationError";
    PyTabError = PyExc_TabError "TabError";
    PyReferenceError = PyExc_ReferenceError "ReferenceError";
    PySystemError = PyExc_SystemError "SystemError";
    PySystemExit = PyExc_SystemExit "SystemExit";
    PyTypeError = PyExc_TypeError "TypeError";
    PyUnboundLocalError = PyExc_UnboundLocalError "UnboundLocalError";
    PyUnicodeError = PyExc_UnicodeError "UnicodeError";
    PyUnicodeDecodeError = PyExc_UnicodeDecodeError "UnicodeDecodeError";
    PyUnicodeEncodeError = PyExc_UnicodeEncodeError "UnicodeEncodeError";
    PyUnicodeTranslateError = PyExc_UnicodeTranslateError "UnicodeTranslateError";
    PyValueError = PyExc_ValueError "ValueError";
    PyZeroDivisionError = PyExc_ZeroDivisionError "ZeroDivisionError";
    PyBlockingIOError = PyExc_BlockingIOError "BlockingIOError";
    PyBrokenPipeError = PyExc_BrokenPipeError "BrokenPipeError";
    PyChildProcessError = PyExc_ChildProcessError "ChildProcessError";
    PyConnectionError = PyExc_ConnectionError "ConnectionError";
    PyConnectionAbortedError = PyExc_ConnectionAbortedError "ConnectionAbortedError";
    PyConnectionRefusedError = PyExc_ConnectionRefusedError "ConnectionRefusedError";
    PyConnectionResetError = PyExc_ConnectionResetError "ConnectionResetError";
    PyFileExistsError = PyExc_FileExistsError "FileExistsError";
    PyFileNotFoundError = PyExc_FileNotFoundError "FileNotFoundError";
    PyInterruptedError = PyExc_InterruptedError "InterruptedError";
    PyIsADirectoryError = PyExc_IsADirectoryError "IsADirectoryError";
    PyNotADirectoryError = PyExc_NotADirectoryError "NotADirectoryError";
    PyPermissionError = PyExc_PermissionError "PermissionError";
    PyProcessLookupError = PyExc_ProcessLookupError "ProcessLookupError";
    PyTimeoutError = PyExc_TimeoutError "TimeoutError";
    PyWarning = PyExc_Warning "Warning";
    PyUserWarning = PyExc_UserWarning "UserWarning";
    PyDeprecationWarning = PyExc_DeprecationWarning "DeprecationWarning";
    PyPendingDeprecationWarning = PyExc_PendingDeprecationWarning "PendingDeprecationWarning";
    PySyntaxWarning = PyExc_SyntaxWarning "SyntaxWarning";
    PyRuntimeWarning = PyExc_RuntimeWarning "RuntimeWarning";
    PyFutureWarning = PyExc_FutureWarning "FutureWarning";
    PyImportWarning = PyExc_ImportWarning "ImportWarning";
    PyUnicodeWarning = PyExc_UnicodeWarning "UnicodeWarning";
    PyBytesWarning = PyExc_BytesWarning "BytesWarning";
    PyResourceWarning = PyExc_ResourceWarning "ResourceWarning";
    #[cfg(Py_3_10)]
    PyEncodingWarning = PyExc_EncodingWarning "EncodingWarning";
}

/// The older name of [`PyOSError`].
pub type PyEnvironmentError = PyOSError;
/// The older name of [`PyOSError`].
pub type PyIOError = PyOSError;
/// The name of [`PyOSError`] on Windows.
#[cfg(windows)]
pub type PyWindowsError = PyOSError;
