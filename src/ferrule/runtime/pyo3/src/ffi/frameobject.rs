//! `frameobject.h`, `code.h`, `funcobject.h`, `classobject.h`, `genobject.h`: the objects behind running code.

use super::*;
use core::ffi::{c_char, c_int, c_void};

opaque!(
    /// A frame.
    PyFrameObject,
);
opaque!(
    /// A code object.
    PyCodeObject,
);

#[cfg(not(Py_LIMITED_API))]
type_checks! {
    PyFrame_Check: exact PyFrame_Type;
    PyCode_Check: exact PyCode_Type;
    PyFunction_Check: exact PyFunction_Type;
    PyMethod_Check: exact PyMethod_Type;
    PyInstanceMethod_Check: exact PyInstanceMethod_Type;
    PyGen_Check: subtype PyGen_Type;
    PyGen_CheckExact: exact PyGen_Type;
    PyCoro_CheckExact: exact PyCoro_Type;
    PyAsyncGen_CheckExact: exact PyAsyncGen_Type;
    PyCell_Check: exact PyCell_Type;
}

pub const CO_OPTIMIZED: c_int = 0x0001;
pub const CO_NEWLOCALS: c_int = 0x0002;
pub const CO_VARARGS: c_int = 0x0004;
pub const CO_VARKEYWORDS: c_int = 0x0008;
pub const CO_NESTED: c_int = 0x0010;
pub const CO_GENERATOR: c_int = 0x0020;
pub const CO_COROUTINE: c_int = 0x0080;
pub const CO_ITERABLE_COROUTINE: c_int = 0x0100;
pub const CO_ASYNC_GENERATOR: c_int = 0x0200;

#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn PyFrame_GetCode(frame: *mut PyFrameObject) -> *mut PyCodeObject;
    pub fn PyFrame_GetLineNumber(arg1: *mut PyFrameObject) -> c_int;
}

#[cfg(all(not(Py_LIMITED_API), Py_3_11))]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn PyCode_Addr2Location(
        arg1: *mut PyCodeObject,
        arg2: c_int,
        arg3: *mut c_int,
        arg4: *mut c_int,
        arg5: *mut c_int,
        arg6: *mut c_int,
    ) -> c_int;
    pub fn PyCode_GetCellvars(code: *mut PyCodeObject) -> *mut PyObject;
    pub fn PyCode_GetCode(code: *mut PyCodeObject) -> *mut PyObject;
    pub fn PyCode_GetFreevars(code: *mut PyCodeObject) -> *mut PyObject;
    pub fn PyCode_GetVarnames(code: *mut PyCodeObject) -> *mut PyObject;
    pub fn PyFrame_GetBuiltins(frame: *mut PyFrameObject) -> *mut PyObject;
    pub fn PyFrame_GetGenerator(frame: *mut PyFrameObject) -> *mut PyObject;
    pub fn PyFrame_GetGlobals(frame: *mut PyFrameObject) -> *mut PyObject;
    pub fn PyFrame_GetLasti(frame: *mut PyFrameObject) -> c_int;
    pub fn PyFrame_GetLocals(frame: *mut PyFrameObject) -> *mut PyObject;
    pub fn _PyFrame_IsEntryFrame(frame: *mut PyFrameObject) -> c_int;
}

#[cfg(all(not(Py_LIMITED_API), Py_3_11, not(Py_3_12)))]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn PyCode_New(
        arg1: c_int,
        arg2: c_int,
        arg3: c_int,
        arg4: c_int,
        arg5: c_int,
        arg6: *mut PyObject,
        arg7: *mut PyObject,
        arg8: *mut PyObject,
        arg9: *mut PyObject,
        arg10: *mut PyObject,
        arg11: *mut PyObject,
        arg12: *mut PyObject,
        arg13: *mut PyObject,
        arg14: *mut PyObject,
        arg15: c_int,
        arg16: *mut PyObject,
        arg17: *mut PyObject,
    ) -> *mut PyCodeObject;
    pub fn PyCode_NewWithPosOnlyArgs(
        arg1: c_int,
        arg2: c_int,
        arg3: c_int,
        arg4: c_int,
        arg5: c_int,
        arg6: c_int,
        arg7: *mut PyObject,
        arg8: *mut PyObject,
        arg9: *mut PyObject,
        arg10: *mut PyObject,
        arg11: *mut PyObject,
        arg12: *mut PyObject,
        arg13: *mut PyObject,
        arg14: *mut PyObject,
        arg15: *mut PyObject,
        arg16: c_int,
        arg17: *mut PyObject,
        arg18: *mut PyObject,
    ) -> *mut PyCodeObject;
}

#[cfg(all(not(Py_LIMITED_API), Py_3_12))]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn PyCode_ClearWatcher(watcher_id: c_int) -> c_int;
    pub fn PyFrame_GetVar(frame: *mut PyFrameObject, name: *mut PyObject) -> *mut PyObject;
    pub fn PyFrame_GetVarString(frame: *mut PyFrameObject, name: *const c_char) -> *mut PyObject;
    pub fn PyFunction_ClearWatcher(watcher_id: c_int) -> c_int;
    pub fn PyUnstable_Code_GetExtra(
        code: *mut PyObject,
        index: Py_ssize_t,
        extra: *mut *mut c_void,
    ) -> c_int;
    pub fn PyUnstable_Code_New(
        arg1: c_int,
        arg2: c_int,
        arg3: c_int,
        arg4: c_int,
        arg5: c_int,
        arg6: *mut PyObject,
        arg7: *mut PyObject,
        arg8: *mut PyObject,
        arg9: *mut PyObject,
        arg10: *mut PyObject,
        arg11: *mut PyObject,
        arg12: *mut PyObject,
        arg13: *mut PyObject,
        arg14: *mut PyObject,
        arg15: c_int,
        arg16: *mut PyObject,
        arg17: *mut PyObject,
    ) -> *mut PyCodeObject;
    pub fn PyUnstable_Code_NewWithPosOnlyArgs(
        arg1: c_int,
        arg2: c_int,
        arg3: c_int,
        arg4: c_int,
        arg5: c_int,
        arg6: c_int,
        arg7: *mut PyObject,
        arg8: *mut PyObject,
        arg9: *mut PyObject,
        arg10: *mut PyObject,
        arg11: *mut PyObject,
        arg12: *mut PyObject,
        arg13: *mut PyObject,
        arg14: *mut PyObject,
        arg15: *mut PyObject,
        arg16: c_int,
        arg17: *mut PyObject,
        arg18: *mut PyObject,
    ) -> *mut PyCodeObject;
    pub fn PyUnstable_Code_SetExtra(
        code: *mut PyObject,
        index: Py_ssize_t,
        extra: *mut c_void,
    ) -> c_int;
}

#[cfg(all(not(Py_LIMITED_API), Py_3_13))]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub static mut PyFrameLocalsProxy_Type: PyTypeObject;
}

#[cfg(all(not(Py_LIMITED_API), not(Py_3_11)))]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn PyCode_New(
        arg1: c_int,
        arg2: c_int,
        arg3: c_int,
        arg4: c_int,
        arg5: c_int,
        arg6: *mut PyObject,
        arg7: *mut PyObject,
        arg8: *mut PyObject,
        arg9: *mut PyObject,
        arg10: *mut PyObject,
        arg11: *mut PyObject,
        arg12: *mut PyObject,
        arg13: *mut PyObject,
        arg14: c_int,
        arg15: *mut PyObject,
    ) -> *mut PyCodeObject;
    pub fn PyCode_NewWithPosOnlyArgs(
        arg1: c_int,
        arg2: c_int,
        arg3: c_int,
        arg4: c_int,
        arg5: c_int,
        arg6: c_int,
        arg7: *mut PyObject,
        arg8: *mut PyObject,
        arg9: *mut PyObject,
        arg10: *mut PyObject,
        arg11: *mut PyObject,
        arg12: *mut PyObject,
        arg13: *mut PyObject,
        arg14: *mut PyObject,
        arg15: c_int,
        arg16: *mut PyObject,
    ) -> *mut PyCodeObject;
    pub fn PyFrame_BlockSetup(arg1: *mut PyFrameObject, arg2: c_int, arg3: c_int, arg4: c_int);
}

#[cfg(all(not(Py_LIMITED_API), not(Py_3_12)))]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn _PyCode_GetExtra(
        code: *mut PyObject,
        index: Py_ssize_t,
        extra: *mut *mut c_void,
    ) -> c_int;
    pub fn _PyCode_SetExtra(code: *mut PyObject, index: Py_ssize_t, extra: *mut c_void) -> c_int;
}

#[cfg(all(not(Py_LIMITED_API), not(Py_3_13)))]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn _PyGen_FetchStopIterationValue(arg1: *mut *mut PyObject) -> c_int;
    pub fn _PyGen_SetStopIterationValue(arg1: *mut PyObject) -> c_int;
}

#[cfg(not(Py_LIMITED_API))]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub static mut PyAsyncGen_Type: PyTypeObject;
    pub static mut PyCell_Type: PyTypeObject;
    pub static mut PyClassMethod_Type: PyTypeObject;
    pub static mut PyCode_Type: PyTypeObject;
    pub static mut PyCoro_Type: PyTypeObject;
    pub static mut PyFrame_Type: PyTypeObject;
    pub static mut PyFunction_Type: PyTypeObject;
    pub static mut PyGen_Type: PyTypeObject;
    pub static mut PyInstanceMethod_Type: PyTypeObject;
    pub static mut PyMethod_Type: PyTypeObject;
    pub static mut PyStaticMethod_Type: PyTypeObject;
    pub fn PyAsyncGen_New(
        arg1: *mut PyFrameObject,
        name: *mut PyObject,
        qualname: *mut PyObject,
    ) -> *mut PyObject;
    pub fn PyCell_Get(arg1: *mut PyObject) -> *mut PyObject;
    pub fn PyCell_New(arg1: *mut PyObject) -> *mut PyObject;
    pub fn PyCell_Set(arg1: *mut PyObject, arg2: *mut PyObject) -> c_int;
    pub fn PyClassMethod_New(arg1: *mut PyObject) -> *mut PyObject;
    pub fn PyCode_Addr2Line(arg1: *mut PyCodeObject, arg2: c_int) -> c_int;
    pub fn PyCode_NewEmpty(
        filename: *const c_char,
        funcname: *const c_char,
        firstlineno: c_int,
    ) -> *mut PyCodeObject;
    pub fn PyCode_Optimize(
        code: *mut PyObject,
        consts: *mut PyObject,
        names: *mut PyObject,
        lnotab: *mut PyObject,
    ) -> *mut PyObject;
    pub fn PyCoro_New(
        arg1: *mut PyFrameObject,
        name: *mut PyObject,
        qualname: *mut PyObject,
    ) -> *mut PyObject;
    pub fn PyFrame_FastToLocals(arg1: *mut PyFrameObject);
    pub fn PyFrame_FastToLocalsWithError(f: *mut PyFrameObject) -> c_int;
    pub fn PyFrame_GetBack(frame: *mut PyFrameObject) -> *mut PyFrameObject;
    pub fn PyFrame_LocalsToFast(arg1: *mut PyFrameObject, arg2: c_int);
    pub fn PyFrame_New(
        arg1: *mut PyThreadState,
        arg2: *mut PyCodeObject,
        arg3: *mut PyObject,
        arg4: *mut PyObject,
    ) -> *mut PyFrameObject;
    pub fn PyFunction_GetAnnotations(arg1: *mut PyObject) -> *mut PyObject;
    pub fn PyFunction_GetClosure(arg1: *mut PyObject) -> *mut PyObject;
    pub fn PyFunction_GetCode(arg1: *mut PyObject) -> *mut PyObject;
    pub fn PyFunction_GetDefaults(arg1: *mut PyObject) -> *mut PyObject;
    pub fn PyFunction_GetGlobals(arg1: *mut PyObject) -> *mut PyObject;
    pub fn PyFunction_GetKwDefaults(arg1: *mut PyObject) -> *mut PyObject;
    pub fn PyFunction_GetModule(arg1: *mut PyObject) -> *mut PyObject;
    pub fn PyFunction_New(arg1: *mut PyObject, arg2: *mut PyObject) -> *mut PyObject;
    pub fn PyFunction_NewWithQualName(
        arg1: *mut PyObject,
        arg2: *mut PyObject,
        arg3: *mut PyObject,
    ) -> *mut PyObject;
    pub fn PyFunction_SetAnnotations(arg1: *mut PyObject, arg2: *mut PyObject) -> c_int;
    pub fn PyFunction_SetClosure(arg1: *mut PyObject, arg2: *mut PyObject) -> c_int;
    pub fn PyFunction_SetDefaults(arg1: *mut PyObject, arg2: *mut PyObject) -> c_int;
    pub fn PyFunction_SetKwDefaults(arg1: *mut PyObject, arg2: *mut PyObject) -> c_int;
    pub fn PyGen_New(arg1: *mut PyFrameObject) -> *mut PyObject;
    pub fn PyGen_NewWithQualName(
        arg1: *mut PyFrameObject,
        name: *mut PyObject,
        qualname: *mut PyObject,
    ) -> *mut PyObject;
    pub fn PyInstanceMethod_Function(arg1: *mut PyObject) -> *mut PyObject;
    pub fn PyInstanceMethod_New(arg1: *mut PyObject) -> *mut PyObject;
    pub fn PyMethod_Function(arg1: *mut PyObject) -> *mut PyObject;
    pub fn PyMethod_New(arg1: *mut PyObject, arg2: *mut PyObject) -> *mut PyObject;
    pub fn PyMethod_Self(arg1: *mut PyObject) -> *mut PyObject;
    pub fn PyStaticMethod_New(arg1: *mut PyObject) -> *mut PyObject;
}
