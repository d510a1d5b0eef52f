//! `pystate.h`, `ceval.h`, `pylifecycle.h` and `pythonrun.h`: interpreters, threads, the GIL, start and end.

use super::*;
use core::ffi::{c_char, c_int, c_ulong, c_void};

opaque!(
    /// A thread's state in one interpreter.
    PyThreadState,
    /// An interpreter.
    PyInterpreterState,
);

/// What `PyGILState_Ensure` found, to be handed to `PyGILState_Release`.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PyGILState_STATE {
    PyGILState_LOCKED,
    PyGILState_UNLOCKED,
}

/// Flags of the compiler.
#[cfg(not(Py_LIMITED_API))]
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct PyCompilerFlags {
    pub cf_flags: c_int,
    pub cf_feature_version: c_int,
}

pub const Py_single_input: c_int = 256;
pub const Py_file_input: c_int = 257;
pub const Py_eval_input: c_int = 258;
pub const Py_func_type_input: c_int = 345;

pub type PyOS_sighandler_t = unsafe extern "C" fn(arg1: c_int);

#[cfg(not(Py_LIMITED_API))]
pub type Py_tracefunc = unsafe extern "C" fn(
    obj: *mut PyObject,
    frame: *mut PyFrameObject,
    what: c_int,
    arg: *mut PyObject,
) -> c_int;

#[cfg(not(Py_LIMITED_API))]
pub const PyTrace_CALL: c_int = 0;
#[cfg(not(Py_LIMITED_API))]
pub const PyTrace_EXCEPTION: c_int = 1;
#[cfg(not(Py_LIMITED_API))]
pub const PyTrace_LINE: c_int = 2;
#[cfg(not(Py_LIMITED_API))]
pub const PyTrace_RETURN: c_int = 3;
#[cfg(not(Py_LIMITED_API))]
pub const PyTrace_C_CALL: c_int = 4;
#[cfg(not(Py_LIMITED_API))]
pub const PyTrace_C_EXCEPTION: c_int = 5;
#[cfg(not(Py_LIMITED_API))]
pub const PyTrace_C_RETURN: c_int = 6;
#[cfg(not(Py_LIMITED_API))]
pub const PyTrace_OPCODE: c_int = 7;

#[cfg(all(Py_3_13, not(Py_LIMITED_API)))]
pub const PyRefTracer_CREATE: c_int = 0;
#[cfg(all(Py_3_13, not(Py_LIMITED_API)))]
pub const PyRefTracer_DESTROY: c_int = 1;
#[cfg(all(Py_3_13, not(Py_LIMITED_API)))]
pub type PyRefTracer =
    unsafe extern "C" fn(obj: *mut PyObject, event: c_int, data: *mut c_void) -> c_int;

pub type Py_AuditHookFunction =
    unsafe extern "C" fn(event: *const c_char, args: *mut PyObject, data: *mut c_void) -> c_int;

#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub static mut PyOS_InputHook: Option<unsafe extern "C" fn() -> c_int>;
    pub fn PyErr_Display(arg1: *mut PyObject, arg2: *mut PyObject, arg3: *mut PyObject);
    pub fn PyErr_Print();
    pub fn PyErr_PrintEx(arg1: c_int);
    pub fn PyEval_AcquireThread(tstate: *mut PyThreadState);
    pub fn PyEval_EvalCode(
        arg1: *mut PyObject,
        arg2: *mut PyObject,
        arg3: *mut PyObject,
    ) -> *mut PyObject;
    pub fn PyEval_EvalCodeEx(
        co: *mut PyObject,
        globals: *mut PyObject,
        locals: *mut PyObject,
        args: *const *mut PyObject,
        argc: c_int,
        kwds: *const *mut PyObject,
        kwdc: c_int,
        defs: *const *mut PyObject,
        defc: c_int,
        kwdefs: *mut PyObject,
        closure: *mut PyObject,
    ) -> *mut PyObject;
    pub fn PyEval_EvalFrame(arg1: *mut PyFrameObject) -> *mut PyObject;
    pub fn PyEval_EvalFrameEx(f: *mut PyFrameObject, exc: c_int) -> *mut PyObject;
    pub fn PyEval_GetBuiltins() -> *mut PyObject;
    pub fn PyEval_GetFrame() -> *mut PyFrameObject;
    pub fn PyEval_GetFuncDesc(arg1: *mut PyObject) -> *const c_char;
    pub fn PyEval_GetFuncName(arg1: *mut PyObject) -> *const c_char;
    pub fn PyEval_GetGlobals() -> *mut PyObject;
    pub fn PyEval_GetLocals() -> *mut PyObject;
    pub fn PyEval_InitThreads();
    pub fn PyEval_ReleaseThread(tstate: *mut PyThreadState);
    pub fn PyEval_RestoreThread(arg1: *mut PyThreadState);
    pub fn PyEval_SaveThread() -> *mut PyThreadState;
    pub fn PyGILState_Ensure() -> PyGILState_STATE;
    pub fn PyGILState_GetThisThreadState() -> *mut PyThreadState;
    pub fn PyGILState_Release(arg1: PyGILState_STATE);
    pub fn PyInterpreterState_Clear(arg1: *mut PyInterpreterState);
    pub fn PyInterpreterState_Delete(arg1: *mut PyInterpreterState);
    pub fn PyInterpreterState_Get() -> *mut PyInterpreterState;
    pub fn PyInterpreterState_GetDict(arg1: *mut PyInterpreterState) -> *mut PyObject;
    pub fn PyInterpreterState_GetID(arg1: *mut PyInterpreterState) -> i64;
    pub fn PyInterpreterState_New() -> *mut PyInterpreterState;
    pub fn PyOS_AfterFork();
    pub fn PyOS_AfterFork_Child();
    pub fn PyOS_AfterFork_Parent();
    pub fn PyOS_BeforeFork();
    pub fn PyOS_InterruptOccurred() -> c_int;
    pub fn PyOS_getsig(arg1: c_int) -> Option<PyOS_sighandler_t>;
    pub fn PyOS_setsig(arg1: c_int, arg2: Option<PyOS_sighandler_t>) -> Option<PyOS_sighandler_t>;
    pub fn PyState_AddModule(arg1: *mut PyObject, arg2: *mut PyModuleDef) -> c_int;
    pub fn PyState_FindModule(arg1: *mut PyModuleDef) -> *mut PyObject;
    pub fn PyState_RemoveModule(arg1: *mut PyModuleDef) -> c_int;
    pub fn PyThreadState_Clear(arg1: *mut PyThreadState);
    pub fn PyThreadState_Delete(arg1: *mut PyThreadState);
    pub fn PyThreadState_Get() -> *mut PyThreadState;
    pub fn PyThreadState_GetDict() -> *mut PyObject;
    pub fn PyThreadState_GetFrame(tstate: *mut PyThreadState) -> *mut PyFrameObject;
    pub fn PyThreadState_GetID(tstate: *mut PyThreadState) -> u64;
    pub fn PyThreadState_GetInterpreter(tstate: *mut PyThreadState) -> *mut PyInterpreterState;
    pub fn PyThreadState_New(arg1: *mut PyInterpreterState) -> *mut PyThreadState;
    pub fn PyThreadState_SetAsyncExc(arg1: c_ulong, arg2: *mut PyObject) -> c_int;
    pub fn PyThreadState_Swap(arg1: *mut PyThreadState) -> *mut PyThreadState;
    pub fn Py_AddPendingCall(
        func: Option<unsafe extern "C" fn(*mut c_void) -> c_int>,
        arg: *mut c_void,
    ) -> c_int;
    pub fn Py_AtExit(func: Option<unsafe extern "C" fn()>) -> c_int;
    pub fn Py_BytesMain(argc: c_int, argv: *mut *mut c_char) -> c_int;
    pub fn Py_EndInterpreter(arg1: *mut PyThreadState);
    pub fn Py_EnterRecursiveCall(where_: *const c_char) -> c_int;
    pub fn Py_Exit(arg1: c_int);
    pub fn Py_Finalize();
    pub fn Py_FinalizeEx() -> c_int;
    pub fn Py_GetBuildInfo() -> *const c_char;
    pub fn Py_GetCompiler() -> *const c_char;
    pub fn Py_GetCopyright() -> *const c_char;
    pub fn Py_GetExecPrefix() -> *mut wchar_t;
    pub fn Py_GetPath() -> *mut wchar_t;
    pub fn Py_GetPlatform() -> *const c_char;
    pub fn Py_GetPrefix() -> *mut wchar_t;
    pub fn Py_GetProgramFullPath() -> *mut wchar_t;
    pub fn Py_GetProgramName() -> *mut wchar_t;
    pub fn Py_GetPythonHome() -> *mut wchar_t;
    pub fn Py_GetRecursionLimit() -> c_int;
    pub fn Py_GetVersion() -> *const c_char;
    pub fn Py_Initialize();
    pub fn Py_InitializeEx(arg1: c_int);
    pub fn Py_IsInitialized() -> c_int;
    pub fn Py_LeaveRecursiveCall();
    pub fn Py_Main(argc: c_int, argv: *mut *mut wchar_t) -> c_int;
    pub fn Py_MakePendingCalls() -> c_int;
    pub fn Py_NewInterpreter() -> *mut PyThreadState;
    pub fn Py_SetProgramName(arg1: *const wchar_t);
    pub fn Py_SetPythonHome(arg1: *const wchar_t);
    pub fn Py_SetRecursionLimit(arg1: c_int);
}

#[cfg(Py_3_11)]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub static mut Py_Version: c_ulong;
}

#[cfg(Py_3_12)]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn PyErr_DisplayException(arg1: *mut PyObject);
}

#[cfg(Py_3_13)]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn PyEval_GetFrameBuiltins() -> *mut PyObject;
    pub fn PyEval_GetFrameGlobals() -> *mut PyObject;
    pub fn PyEval_GetFrameLocals() -> *mut PyObject;
    pub fn Py_IsFinalizing() -> c_int;
}

#[cfg(all(not(Py_LIMITED_API), Py_3_11))]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn PyThreadState_EnterTracing(tstate: *mut PyThreadState);
    pub fn PyThreadState_LeaveTracing(tstate: *mut PyThreadState);
    pub fn Py_GETENV(name: *const c_char) -> *mut c_char;
}

#[cfg(all(not(Py_LIMITED_API), Py_3_12))]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn PyEval_SetProfileAllThreads(arg1: Option<Py_tracefunc>, arg2: *mut PyObject);
    pub fn PyEval_SetTraceAllThreads(arg1: Option<Py_tracefunc>, arg2: *mut PyObject);
    pub fn PyUnstable_Eval_RequestCodeExtraIndex(arg1: Option<freefunc>) -> Py_ssize_t;
}

#[cfg(all(not(Py_LIMITED_API), Py_3_13))]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn PyThreadState_GetUnchecked() -> *mut PyThreadState;
}

#[cfg(all(not(Py_LIMITED_API), Py_3_13, not(Py_3_14)))]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn PyUnstable_InterpreterState_GetMainModule(
        arg1: *mut PyInterpreterState,
    ) -> *mut PyObject;
}

#[cfg(all(not(Py_LIMITED_API), not(Py_3_10)))]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn PyOS_InitInterrupts();
}

#[cfg(all(not(Py_LIMITED_API), not(Py_3_12)))]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn _PyEval_RequestCodeExtraIndex(arg1: Option<freefunc>) -> Py_ssize_t;
}

#[cfg(all(not(Py_LIMITED_API), not(Py_3_13)))]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn PyEval_AcquireLock();
    pub fn PyEval_CallFunction(
        callable: *mut PyObject,
        format: *const c_char,
        ...
    ) -> *mut PyObject;
    pub fn PyEval_CallMethod(
        obj: *mut PyObject,
        name: *const c_char,
        format: *const c_char,
        ...
    ) -> *mut PyObject;
    pub fn PyEval_CallObjectWithKeywords(
        callable: *mut PyObject,
        args: *mut PyObject,
        kwargs: *mut PyObject,
    ) -> *mut PyObject;
    pub fn PyEval_ReleaseLock();
    pub fn PyEval_ThreadsInitialized() -> c_int;
    pub fn Py_SetPath(arg1: *const wchar_t);
    pub fn Py_SetStandardStreamEncoding(encoding: *const c_char, errors: *const c_char) -> c_int;
    pub fn _PyEval_GetSwitchInterval() -> c_ulong;
    pub fn _PyEval_SetSwitchInterval(microseconds: c_ulong);
    pub fn _PyThreadState_UncheckedGet() -> *mut PyThreadState;
    pub fn _Py_IsFinalizing() -> c_int;
}

// A macro before 3.10, and exported as a function all the same.
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn Py_CompileString(arg1: *const c_char, arg2: *const c_char, arg3: c_int)
        -> *mut PyObject;
}

#[cfg(not(Py_LIMITED_API))]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub static mut PyOS_ReadlineFunctionPointer:
        Option<unsafe extern "C" fn(*mut FILE, *mut FILE, *const c_char) -> *mut c_char>;
    pub static mut Py_BytesWarningFlag: c_int;
    pub static mut Py_DebugFlag: c_int;
    pub static mut Py_DontWriteBytecodeFlag: c_int;
    pub static mut Py_FrozenFlag: c_int;
    pub static mut Py_HashRandomizationFlag: c_int;
    pub static mut Py_IgnoreEnvironmentFlag: c_int;
    pub static mut Py_InspectFlag: c_int;
    pub static mut Py_InteractiveFlag: c_int;
    pub static mut Py_IsolatedFlag: c_int;
    pub static mut Py_NoSiteFlag: c_int;
    pub static mut Py_NoUserSiteDirectory: c_int;
    pub static mut Py_OptimizeFlag: c_int;
    pub static mut Py_QuietFlag: c_int;
    pub static mut Py_UnbufferedStdioFlag: c_int;
    pub static mut Py_VerboseFlag: c_int;
    pub fn PyCompile_OpcodeStackEffect(opcode: c_int, oparg: c_int) -> c_int;
    pub fn PyCompile_OpcodeStackEffectWithJump(opcode: c_int, oparg: c_int, jump: c_int) -> c_int;
    pub fn PyEval_MergeCompilerFlags(cf: *mut PyCompilerFlags) -> c_int;
    pub fn PyEval_SetProfile(arg1: Option<Py_tracefunc>, arg2: *mut PyObject);
    pub fn PyEval_SetTrace(arg1: Option<Py_tracefunc>, arg2: *mut PyObject);
    pub fn PyGILState_Check() -> c_int;
    pub fn PyInterpreterState_Head() -> *mut PyInterpreterState;
    pub fn PyInterpreterState_Main() -> *mut PyInterpreterState;
    pub fn PyInterpreterState_Next(arg1: *mut PyInterpreterState) -> *mut PyInterpreterState;
    pub fn PyInterpreterState_ThreadHead(arg1: *mut PyInterpreterState) -> *mut PyThreadState;
    pub fn PyOS_Readline(arg1: *mut FILE, arg2: *mut FILE, arg3: *const c_char) -> *mut c_char;
    pub fn PyRun_AnyFile(fp: *mut FILE, name: *const c_char) -> c_int;
    pub fn PyRun_AnyFileEx(fp: *mut FILE, name: *const c_char, closeit: c_int) -> c_int;
    pub fn PyRun_AnyFileExFlags(
        fp: *mut FILE,
        filename: *const c_char,
        closeit: c_int,
        flags: *mut PyCompilerFlags,
    ) -> c_int;
    pub fn PyRun_AnyFileFlags(
        arg1: *mut FILE,
        arg2: *const c_char,
        arg3: *mut PyCompilerFlags,
    ) -> c_int;
    pub fn PyRun_File(
        fp: *mut FILE,
        p: *const c_char,
        s: c_int,
        g: *mut PyObject,
        l: *mut PyObject,
    ) -> *mut PyObject;
    pub fn PyRun_FileEx(
        fp: *mut FILE,
        p: *const c_char,
        s: c_int,
        g: *mut PyObject,
        l: *mut PyObject,
        c: c_int,
    ) -> *mut PyObject;
    pub fn PyRun_FileExFlags(
        fp: *mut FILE,
        filename: *const c_char,
        start: c_int,
        globals: *mut PyObject,
        locals: *mut PyObject,
        closeit: c_int,
        flags: *mut PyCompilerFlags,
    ) -> *mut PyObject;
    pub fn PyRun_FileFlags(
        fp: *mut FILE,
        p: *const c_char,
        s: c_int,
        g: *mut PyObject,
        l: *mut PyObject,
        flags: *mut PyCompilerFlags,
    ) -> *mut PyObject;
    pub fn PyRun_InteractiveLoop(f: *mut FILE, p: *const c_char) -> c_int;
    pub fn PyRun_InteractiveLoopFlags(
        fp: *mut FILE,
        filename: *const c_char,
        flags: *mut PyCompilerFlags,
    ) -> c_int;
    pub fn PyRun_InteractiveOne(f: *mut FILE, p: *const c_char) -> c_int;
    pub fn PyRun_InteractiveOneFlags(
        fp: *mut FILE,
        filename: *const c_char,
        flags: *mut PyCompilerFlags,
    ) -> c_int;
    pub fn PyRun_InteractiveOneObject(
        fp: *mut FILE,
        filename: *mut PyObject,
        flags: *mut PyCompilerFlags,
    ) -> c_int;
    pub fn PyRun_SimpleFile(f: *mut FILE, p: *const c_char) -> c_int;
    pub fn PyRun_SimpleFileEx(f: *mut FILE, p: *const c_char, c: c_int) -> c_int;
    pub fn PyRun_SimpleFileExFlags(
        fp: *mut FILE,
        filename: *const c_char,
        closeit: c_int,
        flags: *mut PyCompilerFlags,
    ) -> c_int;
    pub fn PyRun_SimpleString(s: *const c_char) -> c_int;
    pub fn PyRun_SimpleStringFlags(arg1: *const c_char, arg2: *mut PyCompilerFlags) -> c_int;
    pub fn PyRun_String(
        str: *const c_char,
        s: c_int,
        g: *mut PyObject,
        l: *mut PyObject,
    ) -> *mut PyObject;
    pub fn PyRun_StringFlags(
        arg1: *const c_char,
        arg2: c_int,
        arg3: *mut PyObject,
        arg4: *mut PyObject,
        arg5: *mut PyCompilerFlags,
    ) -> *mut PyObject;
    pub fn PyThreadState_DeleteCurrent();
    pub fn PyThreadState_Next(arg1: *mut PyThreadState) -> *mut PyThreadState;
    pub fn Py_CompileStringExFlags(
        str: *const c_char,
        filename: *const c_char,
        start: c_int,
        flags: *mut PyCompilerFlags,
        optimize: c_int,
    ) -> *mut PyObject;
    pub fn Py_CompileStringObject(
        str: *const c_char,
        filename: *mut PyObject,
        start: c_int,
        flags: *mut PyCompilerFlags,
        optimize: c_int,
    ) -> *mut PyObject;
    pub fn Py_FdIsInteractive(arg1: *mut FILE, arg2: *const c_char) -> c_int;
    pub fn Py_FrozenMain(argc: c_int, argv: *mut *mut c_char) -> c_int;
    pub fn Py_RunMain() -> c_int;
    pub fn _PyThread_CurrentFrames() -> *mut PyObject;
}
