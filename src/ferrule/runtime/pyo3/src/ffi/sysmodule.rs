//! `sysmodule.h`, `osmodule.h`, `fileobject.h`, `codecs.h`, `pystrtod.h`, `pythread.h` and other odds and ends.

use super::*;
use core::ffi::{c_char, c_double, c_int, c_uint, c_ulong, c_void};

pub const Py_DTSF_SIGN: c_int = 0x01;
pub const Py_DTSF_ADD_DOT_0: c_int = 0x02;
pub const Py_DTSF_ALT: c_int = 0x04;
pub const Py_DTST_FINITE: c_int = 0;
pub const Py_DTST_INFINITE: c_int = 1;
pub const Py_DTST_NAN: c_int = 2;

/// A lock of the interpreter's threading layer.
pub type PyThread_type_lock = *mut c_void;

#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub static mut Py_FileSystemDefaultEncodeErrors: *const c_char;
    pub static mut Py_FileSystemDefaultEncoding: *const c_char;
    pub static mut Py_HasFileSystemDefaultEncoding: c_int;
    pub static mut Py_UTF8Mode: c_int;
    pub fn PyCodec_BackslashReplaceErrors(exc: *mut PyObject) -> *mut PyObject;
    pub fn PyCodec_Decode(
        object: *mut PyObject,
        encoding: *const c_char,
        errors: *const c_char,
    ) -> *mut PyObject;
    pub fn PyCodec_Decoder(encoding: *const c_char) -> *mut PyObject;
    pub fn PyCodec_Encode(
        object: *mut PyObject,
        encoding: *const c_char,
        errors: *const c_char,
    ) -> *mut PyObject;
    pub fn PyCodec_Encoder(encoding: *const c_char) -> *mut PyObject;
    pub fn PyCodec_IgnoreErrors(exc: *mut PyObject) -> *mut PyObject;
    pub fn PyCodec_IncrementalDecoder(
        encoding: *const c_char,
        errors: *const c_char,
    ) -> *mut PyObject;
    pub fn PyCodec_IncrementalEncoder(
        encoding: *const c_char,
        errors: *const c_char,
    ) -> *mut PyObject;
    pub fn PyCodec_KnownEncoding(encoding: *const c_char) -> c_int;
    pub fn PyCodec_LookupError(name: *const c_char) -> *mut PyObject;
    pub fn PyCodec_NameReplaceErrors(exc: *mut PyObject) -> *mut PyObject;
    pub fn PyCodec_Register(search_function: *mut PyObject) -> c_int;
    pub fn PyCodec_RegisterError(name: *const c_char, error: *mut PyObject) -> c_int;
    pub fn PyCodec_ReplaceErrors(exc: *mut PyObject) -> *mut PyObject;
    pub fn PyCodec_StreamReader(
        encoding: *const c_char,
        stream: *mut PyObject,
        errors: *const c_char,
    ) -> *mut PyObject;
    pub fn PyCodec_StreamWriter(
        encoding: *const c_char,
        stream: *mut PyObject,
        errors: *const c_char,
    ) -> *mut PyObject;
    pub fn PyCodec_StrictErrors(exc: *mut PyObject) -> *mut PyObject;
    pub fn PyCodec_XMLCharRefReplaceErrors(exc: *mut PyObject) -> *mut PyObject;
    pub fn PyFile_FromFd(
        arg1: c_int,
        arg2: *const c_char,
        arg3: *const c_char,
        arg4: c_int,
        arg5: *const c_char,
        arg6: *const c_char,
        arg7: *const c_char,
        arg8: c_int,
    ) -> *mut PyObject;
    pub fn PyFile_GetLine(arg1: *mut PyObject, arg2: c_int) -> *mut PyObject;
    pub fn PyFile_WriteObject(arg1: *mut PyObject, arg2: *mut PyObject, arg3: c_int) -> c_int;
    pub fn PyFile_WriteString(arg1: *const c_char, arg2: *mut PyObject) -> c_int;
    pub fn PyOS_FSPath(path: *mut PyObject) -> *mut PyObject;
    pub fn PyOS_double_to_string(
        val: c_double,
        format_code: c_char,
        precision: c_int,
        flags: c_int,
        type_: *mut c_int,
    ) -> *mut c_char;
    pub fn PyOS_mystricmp(arg1: *const c_char, arg2: *const c_char) -> c_int;
    pub fn PyOS_mystrnicmp(arg1: *const c_char, arg2: *const c_char, arg3: Py_ssize_t) -> c_int;
    pub fn PyOS_string_to_double(
        str: *const c_char,
        endptr: *mut *mut c_char,
        overflow_exception: *mut PyObject,
    ) -> c_double;
    pub fn PyObject_AsFileDescriptor(arg1: *mut PyObject) -> c_int;
    pub fn PySys_FormatStderr(format: *const c_char, ...);
    pub fn PySys_FormatStdout(format: *const c_char, ...);
    pub fn PySys_GetObject(arg1: *const c_char) -> *mut PyObject;
    pub fn PySys_GetXOptions() -> *mut PyObject;
    pub fn PySys_ResetWarnOptions();
    pub fn PySys_SetArgv(arg1: c_int, arg2: *mut *mut wchar_t);
    pub fn PySys_SetArgvEx(arg1: c_int, arg2: *mut *mut wchar_t, arg3: c_int);
    pub fn PySys_SetObject(arg1: *const c_char, arg2: *mut PyObject) -> c_int;
    pub fn PySys_WriteStderr(format: *const c_char, ...);
    pub fn PySys_WriteStdout(format: *const c_char, ...);
    pub fn PyThread_GetInfo() -> *mut PyObject;
    pub fn PyThread_ReInitTLS();
    pub fn PyThread_acquire_lock(arg1: PyThread_type_lock, arg2: c_int) -> c_int;
    pub fn PyThread_allocate_lock() -> PyThread_type_lock;
    pub fn PyThread_create_key() -> c_int;
    pub fn PyThread_delete_key(key: c_int);
    pub fn PyThread_delete_key_value(key: c_int);
    pub fn PyThread_exit_thread();
    pub fn PyThread_free_lock(arg1: PyThread_type_lock);
    pub fn PyThread_get_key_value(key: c_int) -> *mut c_void;
    pub fn PyThread_get_stacksize() -> usize;
    pub fn PyThread_get_thread_ident() -> c_ulong;
    pub fn PyThread_get_thread_native_id() -> c_ulong;
    pub fn PyThread_init_thread();
    pub fn PyThread_release_lock(arg1: PyThread_type_lock);
    pub fn PyThread_set_key_value(key: c_int, value: *mut c_void) -> c_int;
    pub fn PyThread_set_stacksize(arg1: usize) -> c_int;
    pub fn PyThread_start_new_thread(
        arg1: Option<unsafe extern "C" fn(*mut c_void)>,
        arg2: *mut c_void,
    ) -> c_ulong;
    pub fn Py_DecodeLocale(arg: *const c_char, size: *mut usize) -> *mut wchar_t;
    pub fn Py_EncodeLocale(text: *const wchar_t, error_pos: *mut usize) -> *mut c_char;
}

#[cfg(Py_3_10)]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn PyCodec_Unregister(search_function: *mut PyObject) -> c_int;
}

#[cfg(Py_3_13)]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn PySys_AuditTuple(event: *const c_char, args: *mut PyObject) -> c_int;
}

#[cfg(all(not(Py_LIMITED_API), Py_3_10))]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn _Py_HashDouble(arg1: *mut PyObject, arg2: c_double) -> Py_hash_t;
}

#[cfg(all(not(Py_LIMITED_API), Py_3_12))]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn PyUnstable_PerfMapState_Fini();
    pub fn PyUnstable_PerfMapState_Init() -> c_int;
    pub fn PyUnstable_WritePerfMapEntry(
        code_addr: *const c_void,
        code_size: c_uint,
        entry_name: *const c_char,
    ) -> c_int;
}

#[cfg(all(not(Py_LIMITED_API), Py_3_13))]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn PyMutex_Lock(m: *mut PyMutex);
    pub fn PyMutex_Unlock(m: *mut PyMutex);
    pub fn PyObject_GenericHash(arg1: *mut PyObject) -> Py_hash_t;
    pub fn PyTime_AsSecondsDouble(t: PyTime_t) -> c_double;
    pub fn PyTime_Monotonic(result: *mut PyTime_t) -> c_int;
    pub fn PyTime_MonotonicRaw(result: *mut PyTime_t) -> c_int;
    pub fn PyTime_PerfCounter(result: *mut PyTime_t) -> c_int;
    pub fn PyTime_PerfCounterRaw(result: *mut PyTime_t) -> c_int;
    pub fn PyTime_Time(result: *mut PyTime_t) -> c_int;
    pub fn PyTime_TimeRaw(result: *mut PyTime_t) -> c_int;
    pub fn PyUnstable_CopyPerfMapFile(parent_filename: *const c_char) -> c_int;
    pub fn PyUnstable_PerfTrampoline_CompileCode(arg1: *mut PyCodeObject) -> c_int;
    pub fn PyUnstable_PerfTrampoline_SetPersistAfterFork(enable: c_int) -> c_int;
    pub fn Py_HashPointer(ptr: *const c_void) -> Py_hash_t;
}

#[cfg(all(not(Py_LIMITED_API), not(Py_3_10)))]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn _Py_HashDouble(arg1: c_double) -> Py_hash_t;
}

#[cfg(all(not(Py_LIMITED_API), not(Py_3_13)))]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn PySys_AddWarnOption(arg1: *const wchar_t);
    pub fn PySys_AddWarnOptionUnicode(arg1: *mut PyObject);
    pub fn PySys_AddXOption(arg1: *const wchar_t);
    pub fn PySys_HasWarnOptions() -> c_int;
    pub fn PySys_SetPath(arg1: *const wchar_t);
    pub fn _Py_HashBytes(arg1: *const c_void, arg2: Py_ssize_t) -> Py_hash_t;
    pub fn _Py_HashPointer(arg1: *const c_void) -> Py_hash_t;
}

#[cfg(any(not(Py_LIMITED_API), Py_3_13))]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn PySys_Audit(event: *const c_char, argFormat: *const c_char, ...) -> c_int;
}

#[cfg(not(Py_LIMITED_API))]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub static mut PyStdPrinter_Type: PyTypeObject;
    pub static mut Py_hexdigits: *const c_char;
    pub fn PyFile_NewStdPrinter(arg1: c_int) -> *mut PyObject;
    pub fn PyFile_OpenCode(utf8path: *const c_char) -> *mut PyObject;
    pub fn PyFile_OpenCodeObject(path: *mut PyObject) -> *mut PyObject;
    pub fn PySys_AddAuditHook(arg1: Option<Py_AuditHookFunction>, arg2: *mut c_void) -> c_int;
    pub fn Py_UniversalNewlineFgets(
        arg1: *mut c_char,
        arg2: c_int,
        arg3: *mut FILE,
        arg4: *mut PyObject,
    ) -> *mut c_char;
}

/// A held critical section: the lock of one object, released while its thread waits for another.
#[cfg(all(Py_3_13, not(Py_LIMITED_API)))]
#[repr(C)]
pub struct PyCriticalSection {
    _cs_prev: usize,
    _cs_mutex: *mut PyMutex,
}

/// A held critical section over two objects.
#[cfg(all(Py_3_13, not(Py_LIMITED_API)))]
#[repr(C)]
pub struct PyCriticalSection2 {
    _cs_base: PyCriticalSection,
    _cs_mutex2: *mut PyMutex,
}

#[cfg(all(Py_3_13, not(Py_LIMITED_API)))]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn PyCriticalSection_Begin(c: *mut PyCriticalSection, op: *mut PyObject);
    pub fn PyCriticalSection_End(c: *mut PyCriticalSection);
    pub fn PyCriticalSection2_Begin(c: *mut PyCriticalSection2, a: *mut PyObject, b: *mut PyObject);
    pub fn PyCriticalSection2_End(c: *mut PyCriticalSection2);
}
