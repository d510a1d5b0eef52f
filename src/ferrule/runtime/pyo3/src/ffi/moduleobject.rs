//! `moduleobject.h` and `modsupport.h`: modules and their definitions.

use super::*;
use core::ffi::{c_char, c_int, c_long, c_void};

/// Head of a module definition.
#[repr(C)]
pub struct PyModuleDef_Base {
    pub ob_base: PyObject,
    pub m_init: Option<extern "C" fn() -> *mut PyObject>,
    pub m_index: Py_ssize_t,
    pub m_copy: *mut PyObject,
}

#[allow(clippy::declare_interior_mutable_const)] // copied into statics, never used in place
pub const PyModuleDef_HEAD_INIT: PyModuleDef_Base = PyModuleDef_Base {
    ob_base: PyObject_HEAD_INIT,
    m_init: None,
    m_index: 0,
    m_copy: core::ptr::null_mut(),
};

/// One step of multi-phase initialisation.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct PyModuleDef_Slot {
    pub slot: c_int,
    pub value: *mut c_void,
}

impl PyModuleDef_Slot {
    /// The entry that ends a table.
    pub const fn zeroed() -> Self {
        Self {
            slot: 0,
            value: core::ptr::null_mut(),
        }
    }
}

impl Default for PyModuleDef_Slot {
    fn default() -> Self {
        Self::zeroed()
    }
}

// SAFETY: a slot is plain data; the interpreter alone reads what it points to.
unsafe impl Sync for PyModuleDef_Slot {}
// SAFETY: as above.
unsafe impl Send for PyModuleDef_Slot {}

pub const Py_mod_create: c_int = 1;
pub const Py_mod_exec: c_int = 2;
#[cfg(Py_3_12)]
pub const Py_mod_multiple_interpreters: c_int = 3;
#[cfg(Py_3_13)]
pub const Py_mod_gil: c_int = 4;

#[cfg(Py_3_12)]
pub const Py_MOD_MULTIPLE_INTERPRETERS_NOT_SUPPORTED: *mut c_void = core::ptr::null_mut();
#[cfg(Py_3_12)]
pub const Py_MOD_MULTIPLE_INTERPRETERS_SUPPORTED: *mut c_void = 1 as *mut c_void;
#[cfg(Py_3_12)]
pub const Py_MOD_PER_INTERPRETER_GIL_SUPPORTED: *mut c_void = 2 as *mut c_void;
#[cfg(Py_3_13)]
pub const Py_MOD_GIL_USED: *mut c_void = core::ptr::null_mut();
#[cfg(Py_3_13)]
pub const Py_MOD_GIL_NOT_USED: *mut c_void = 1 as *mut c_void;

/// Everything the interpreter needs to make a module.
#[repr(C)]
pub struct PyModuleDef {
    pub m_base: PyModuleDef_Base,
    pub m_name: *const c_char,
    pub m_doc: *const c_char,
    pub m_size: Py_ssize_t,
    pub m_methods: *mut PyMethodDef,
    pub m_slots: *mut PyModuleDef_Slot,
    pub m_traverse: Option<traverseproc>,
    pub m_clear: Option<inquiry>,
    pub m_free: Option<freefunc>,
}

pub const PYTHON_API_VERSION: c_int = 1013;
pub const PYTHON_ABI_VERSION: c_int = 3;

/// The version to hand to the `*2` functions.
#[cfg(not(Py_LIMITED_API))]
pub const PyModule_API_VERSION: c_int = PYTHON_API_VERSION;
/// The version to hand to the `*2` functions.
#[cfg(Py_LIMITED_API)]
pub const PyModule_API_VERSION: c_int = PYTHON_ABI_VERSION;

type_checks! {
    PyModule_Check: subtype PyModule_Type;
    PyModule_CheckExact: exact PyModule_Type;
}

/// Makes a module by single-phase initialisation.
///
/// # Safety
/// `def` must live as long as the module; the thread must be attached.
#[inline]
pub unsafe fn PyModule_Create(def: *mut PyModuleDef) -> *mut PyObject {
    // SAFETY: same contract.
    unsafe { PyModule_Create2(def, PyModule_API_VERSION) }
}

/// Makes a module from a multi-phase definition and a module spec.
///
/// # Safety
/// `def` must live as long as the module; `spec` must be live; the thread must be attached.
#[inline]
pub unsafe fn PyModule_FromDefAndSpec(def: *mut PyModuleDef, spec: *mut PyObject) -> *mut PyObject {
    // SAFETY: same contract.
    unsafe { PyModule_FromDefAndSpec2(def, spec, PyModule_API_VERSION) }
}

pub const Py_CLEANUP_SUPPORTED: c_int = 0x20000;

#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub static mut PyModuleDef_Type: PyTypeObject;
    pub static mut PyModule_Type: PyTypeObject;
    pub fn PyArg_Parse(arg1: *mut PyObject, arg2: *const c_char, ...) -> c_int;
    pub fn PyArg_ParseTuple(arg1: *mut PyObject, arg2: *const c_char, ...) -> c_int;
    pub fn PyArg_ParseTupleAndKeywords(
        arg1: *mut PyObject,
        arg2: *mut PyObject,
        arg3: *const c_char,
        arg4: *const *mut c_char,
        ...
    ) -> c_int;
    pub fn PyArg_UnpackTuple(
        arg1: *mut PyObject,
        arg2: *const c_char,
        arg3: Py_ssize_t,
        arg4: Py_ssize_t,
        ...
    ) -> c_int;
    pub fn PyArg_ValidateKeywordArguments(arg1: *mut PyObject) -> c_int;
    pub fn PyModuleDef_Init(arg1: *mut PyModuleDef) -> *mut PyObject;
    pub fn PyModule_AddFunctions(arg1: *mut PyObject, arg2: *mut PyMethodDef) -> c_int;
    pub fn PyModule_AddIntConstant(arg1: *mut PyObject, arg2: *const c_char, arg3: c_long)
        -> c_int;
    pub fn PyModule_AddObject(
        mod_: *mut PyObject,
        arg2: *const c_char,
        value: *mut PyObject,
    ) -> c_int;
    pub fn PyModule_AddStringConstant(
        arg1: *mut PyObject,
        arg2: *const c_char,
        arg3: *const c_char,
    ) -> c_int;
    pub fn PyModule_AddType(module: *mut PyObject, type_: *mut PyTypeObject) -> c_int;
    pub fn PyModule_Create2(arg1: *mut PyModuleDef, apiver: c_int) -> *mut PyObject;
    pub fn PyModule_ExecDef(module: *mut PyObject, def: *mut PyModuleDef) -> c_int;
    pub fn PyModule_FromDefAndSpec2(
        def: *mut PyModuleDef,
        spec: *mut PyObject,
        module_api_version: c_int,
    ) -> *mut PyObject;
    pub fn PyModule_GetDef(arg1: *mut PyObject) -> *mut PyModuleDef;
    pub fn PyModule_GetDict(arg1: *mut PyObject) -> *mut PyObject;
    pub fn PyModule_GetFilename(arg1: *mut PyObject) -> *const c_char;
    pub fn PyModule_GetFilenameObject(arg1: *mut PyObject) -> *mut PyObject;
    pub fn PyModule_GetName(arg1: *mut PyObject) -> *const c_char;
    pub fn PyModule_GetNameObject(arg1: *mut PyObject) -> *mut PyObject;
    pub fn PyModule_GetState(arg1: *mut PyObject) -> *mut c_void;
    pub fn PyModule_New(name: *const c_char) -> *mut PyObject;
    pub fn PyModule_NewObject(name: *mut PyObject) -> *mut PyObject;
    pub fn PyModule_SetDocString(arg1: *mut PyObject, arg2: *const c_char) -> c_int;
    pub fn Py_BuildValue(arg1: *const c_char, ...) -> *mut PyObject;
}

#[cfg(Py_3_10)]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn PyModule_AddObjectRef(
        mod_: *mut PyObject,
        name: *const c_char,
        value: *mut PyObject,
    ) -> c_int;
}

#[cfg(Py_3_13)]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn PyModule_Add(mod_: *mut PyObject, name: *const c_char, value: *mut PyObject) -> c_int;
}

#[cfg(all(not(Py_LIMITED_API), not(Py_3_13)))]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn _PyArg_NoKeywords(funcname: *const c_char, kwargs: *mut PyObject) -> c_int;
}

#[cfg(all(Py_GIL_DISABLED, not(Py_LIMITED_API)))]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn PyUnstable_Module_SetGIL(module: *mut PyObject, gil: *mut c_void) -> c_int;
}
