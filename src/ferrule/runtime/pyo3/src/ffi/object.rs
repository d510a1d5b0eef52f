//! `object.h`: the object head, the function types of the slots, and what works on every object.
//!
//! Reference counts are in `refcount`, the layout of type objects is in `typeobject`.

use super::*;
use core::ffi::{c_char, c_int, c_uint, c_ulong, c_void};

/// The reference count word of 3.14 on 64-bit platforms, split as the interpreter does.
#[cfg(all(Py_3_14, not(Py_GIL_DISABLED), target_pointer_width = "64"))]
#[repr(C)]
#[derive(Clone, Copy)]
pub struct PyObjectObFlagsAndRefcnt {
    #[cfg(target_endian = "big")]
    pub ob_flags: u16,
    #[cfg(target_endian = "big")]
    pub ob_overflow: u16,
    pub ob_refcnt: u32,
    #[cfg(target_endian = "little")]
    pub ob_overflow: u16,
    #[cfg(target_endian = "little")]
    pub ob_flags: u16,
}

/// The reference count of 3.12 and later, which is also read by halves.
#[cfg(all(Py_3_12, not(Py_GIL_DISABLED)))]
#[repr(C)]
#[derive(Clone, Copy)]
pub union PyObjectObRefcnt {
    pub ob_refcnt: Py_ssize_t,
    #[cfg(target_pointer_width = "64")]
    pub ob_refcnt_split: [u32; 2],
    #[cfg(all(Py_3_14, target_pointer_width = "64"))]
    pub refcnt_and_flags: PyObjectObFlagsAndRefcnt,
}

/// One byte lock of the free-threaded object head.
#[cfg(Py_3_13)]
#[repr(transparent)]
pub struct PyMutex {
    pub _bits: core::sync::atomic::AtomicU8,
}

#[cfg(Py_3_13)]
impl PyMutex {
    /// An unlocked mutex.
    pub const fn new() -> Self {
        Self {
            _bits: core::sync::atomic::AtomicU8::new(0),
        }
    }
}

#[cfg(Py_3_13)]
impl Default for PyMutex {
    fn default() -> Self {
        Self::new()
    }
}

/// Head of every object.
#[cfg(not(Py_GIL_DISABLED))]
#[repr(C)]
pub struct PyObject {
    #[cfg(not(Py_3_12))]
    pub ob_refcnt: Py_ssize_t,
    #[cfg(Py_3_12)]
    pub ob_refcnt: PyObjectObRefcnt,
    pub ob_type: *mut PyTypeObject,
}

/// Head of every object in a free-threaded interpreter.
#[cfg(Py_GIL_DISABLED)]
#[repr(C)]
pub struct PyObject {
    pub ob_tid: usize,
    pub ob_flags: u16,
    pub ob_mutex: PyMutex,
    pub ob_gc_bits: u8,
    pub ob_ref_local: core::sync::atomic::AtomicU32,
    pub ob_ref_shared: core::sync::atomic::AtomicIsize,
    pub ob_type: *mut PyTypeObject,
}

/// The head of a statically allocated object that owns itself.
#[allow(clippy::declare_interior_mutable_const)] // copied into statics, never used in place
pub const PyObject_HEAD_INIT: PyObject = PyObject {
    #[cfg(all(not(Py_GIL_DISABLED), not(Py_3_12)))]
    ob_refcnt: 1,
    #[cfg(all(not(Py_GIL_DISABLED), Py_3_12))]
    ob_refcnt: PyObjectObRefcnt { ob_refcnt: 1 },
    #[cfg(Py_GIL_DISABLED)]
    ob_tid: 0,
    #[cfg(Py_GIL_DISABLED)]
    ob_flags: 0,
    #[cfg(Py_GIL_DISABLED)]
    ob_mutex: PyMutex::new(),
    #[cfg(Py_GIL_DISABLED)]
    ob_gc_bits: 0,
    #[cfg(Py_GIL_DISABLED)]
    ob_ref_local: core::sync::atomic::AtomicU32::new(u32::MAX),
    #[cfg(Py_GIL_DISABLED)]
    ob_ref_shared: core::sync::atomic::AtomicIsize::new(0),
    ob_type: core::ptr::null_mut(),
};

/// Head of an object with a variable part.
#[repr(C)]
pub struct PyVarObject {
    pub ob_base: PyObject,
    /// Number of items (not bytes) in the variable part.
    pub ob_size: Py_ssize_t,
}

pub type unaryfunc = unsafe extern "C" fn(*mut PyObject) -> *mut PyObject;
pub type binaryfunc = unsafe extern "C" fn(*mut PyObject, *mut PyObject) -> *mut PyObject;
pub type ternaryfunc =
    unsafe extern "C" fn(*mut PyObject, *mut PyObject, *mut PyObject) -> *mut PyObject;
pub type inquiry = unsafe extern "C" fn(*mut PyObject) -> c_int;
pub type lenfunc = unsafe extern "C" fn(*mut PyObject) -> Py_ssize_t;
pub type ssizeargfunc = unsafe extern "C" fn(*mut PyObject, Py_ssize_t) -> *mut PyObject;
pub type ssizessizeargfunc =
    unsafe extern "C" fn(*mut PyObject, Py_ssize_t, Py_ssize_t) -> *mut PyObject;
pub type ssizeobjargproc = unsafe extern "C" fn(*mut PyObject, Py_ssize_t, *mut PyObject) -> c_int;
pub type ssizessizeobjargproc =
    unsafe extern "C" fn(*mut PyObject, Py_ssize_t, Py_ssize_t, *mut PyObject) -> c_int;
pub type objobjargproc = unsafe extern "C" fn(*mut PyObject, *mut PyObject, *mut PyObject) -> c_int;
pub type objobjproc = unsafe extern "C" fn(*mut PyObject, *mut PyObject) -> c_int;
pub type visitproc = unsafe extern "C" fn(object: *mut PyObject, arg: *mut c_void) -> c_int;
pub type traverseproc =
    unsafe extern "C" fn(slf: *mut PyObject, visit: visitproc, arg: *mut c_void) -> c_int;
pub type freefunc = unsafe extern "C" fn(*mut c_void);
pub type destructor = unsafe extern "C" fn(*mut PyObject);
pub type getattrfunc = unsafe extern "C" fn(*mut PyObject, *mut c_char) -> *mut PyObject;
pub type getattrofunc = unsafe extern "C" fn(*mut PyObject, *mut PyObject) -> *mut PyObject;
pub type setattrfunc = unsafe extern "C" fn(*mut PyObject, *mut c_char, *mut PyObject) -> c_int;
pub type setattrofunc = unsafe extern "C" fn(*mut PyObject, *mut PyObject, *mut PyObject) -> c_int;
pub type reprfunc = unsafe extern "C" fn(*mut PyObject) -> *mut PyObject;
pub type hashfunc = unsafe extern "C" fn(*mut PyObject) -> Py_hash_t;
pub type richcmpfunc = unsafe extern "C" fn(*mut PyObject, *mut PyObject, c_int) -> *mut PyObject;
pub type getiterfunc = unsafe extern "C" fn(*mut PyObject) -> *mut PyObject;
pub type iternextfunc = unsafe extern "C" fn(*mut PyObject) -> *mut PyObject;
pub type descrgetfunc =
    unsafe extern "C" fn(*mut PyObject, *mut PyObject, *mut PyObject) -> *mut PyObject;
pub type descrsetfunc = unsafe extern "C" fn(*mut PyObject, *mut PyObject, *mut PyObject) -> c_int;
pub type initproc = unsafe extern "C" fn(*mut PyObject, *mut PyObject, *mut PyObject) -> c_int;
pub type newfunc =
    unsafe extern "C" fn(*mut PyTypeObject, *mut PyObject, *mut PyObject) -> *mut PyObject;
pub type allocfunc = unsafe extern "C" fn(*mut PyTypeObject, Py_ssize_t) -> *mut PyObject;
pub type vectorcallfunc = unsafe extern "C" fn(
    callable: *mut PyObject,
    args: *const *mut PyObject,
    nargsf: usize,
    kwnames: *mut PyObject,
) -> *mut PyObject;
#[cfg(Py_3_10)]
pub type sendfunc = unsafe extern "C" fn(
    iter: *mut PyObject,
    value: *mut PyObject,
    result: *mut *mut PyObject,
) -> PySendResult;

/// Outcome of `PyIter_Send`.
#[cfg(Py_3_10)]
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PySendResult {
    PYGEN_RETURN = 0,
    PYGEN_ERROR = -1,
    PYGEN_NEXT = 1,
}
#[cfg(Py_3_10)]
pub use PySendResult::*;

/// One entry of the slot table of a type made from a specification.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct PyType_Slot {
    pub slot: c_int,
    pub pfunc: *mut c_void,
}

impl Default for PyType_Slot {
    fn default() -> Self {
        Self {
            slot: 0,
            pfunc: core::ptr::null_mut(),
        }
    }
}

/// What `PyType_FromSpec` builds a heap type from.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct PyType_Spec {
    pub name: *const c_char,
    pub basicsize: c_int,
    pub itemsize: c_int,
    pub flags: c_uint,
    pub slots: *mut PyType_Slot,
}

pub const Py_PRINT_RAW: c_int = 1;

pub const Py_LT: c_int = 0;
pub const Py_LE: c_int = 1;
pub const Py_EQ: c_int = 2;
pub const Py_NE: c_int = 3;
pub const Py_GT: c_int = 4;
pub const Py_GE: c_int = 5;

#[cfg(all(Py_3_12, not(Py_LIMITED_API)))]
pub const _Py_TPFLAGS_STATIC_BUILTIN: c_ulong = 1 << 1;
#[cfg(Py_3_12)]
pub const Py_TPFLAGS_MANAGED_WEAKREF: c_ulong = 1 << 3;
#[cfg(Py_3_11)]
pub const Py_TPFLAGS_MANAGED_DICT: c_ulong = 1 << 4;
#[cfg(Py_3_12)]
pub const Py_TPFLAGS_PREHEADER: c_ulong = Py_TPFLAGS_MANAGED_WEAKREF | Py_TPFLAGS_MANAGED_DICT;
#[cfg(Py_3_10)]
pub const Py_TPFLAGS_SEQUENCE: c_ulong = 1 << 5;
#[cfg(Py_3_10)]
pub const Py_TPFLAGS_MAPPING: c_ulong = 1 << 6;
#[cfg(Py_3_10)]
pub const Py_TPFLAGS_DISALLOW_INSTANTIATION: c_ulong = 1 << 7;
#[cfg(Py_3_10)]
pub const Py_TPFLAGS_IMMUTABLETYPE: c_ulong = 1 << 8;
pub const Py_TPFLAGS_HEAPTYPE: c_ulong = 1 << 9;
pub const Py_TPFLAGS_BASETYPE: c_ulong = 1 << 10;
pub const Py_TPFLAGS_HAVE_VECTORCALL: c_ulong = 1 << 11;
/// The private spelling that 3.8 introduced and later versions still accept.
pub const _Py_TPFLAGS_HAVE_VECTORCALL: c_ulong = Py_TPFLAGS_HAVE_VECTORCALL;
pub const Py_TPFLAGS_READY: c_ulong = 1 << 12;
pub const Py_TPFLAGS_READYING: c_ulong = 1 << 13;
pub const Py_TPFLAGS_HAVE_GC: c_ulong = 1 << 14;
pub const Py_TPFLAGS_METHOD_DESCRIPTOR: c_ulong = 1 << 17;
pub const Py_TPFLAGS_HAVE_VERSION_TAG: c_ulong = 1 << 18;
pub const Py_TPFLAGS_VALID_VERSION_TAG: c_ulong = 1 << 19;
pub const Py_TPFLAGS_IS_ABSTRACT: c_ulong = 1 << 20;
#[cfg(Py_3_12)]
pub const Py_TPFLAGS_ITEMS_AT_END: c_ulong = 1 << 23;
pub const Py_TPFLAGS_LONG_SUBCLASS: c_ulong = 1 << 24;
pub const Py_TPFLAGS_LIST_SUBCLASS: c_ulong = 1 << 25;
pub const Py_TPFLAGS_TUPLE_SUBCLASS: c_ulong = 1 << 26;
pub const Py_TPFLAGS_BYTES_SUBCLASS: c_ulong = 1 << 27;
pub const Py_TPFLAGS_UNICODE_SUBCLASS: c_ulong = 1 << 28;
pub const Py_TPFLAGS_DICT_SUBCLASS: c_ulong = 1 << 29;
pub const Py_TPFLAGS_BASE_EXC_SUBCLASS: c_ulong = 1 << 30;
pub const Py_TPFLAGS_TYPE_SUBCLASS: c_ulong = 1 << 31;
pub const Py_TPFLAGS_HAVE_FINALIZE: c_ulong = 1 << 0;
/// Flags every type starts from: `HAVE_VERSION_TAG` is part of them up to 3.9.
#[cfg(not(Py_3_10))]
pub const Py_TPFLAGS_DEFAULT: c_ulong = Py_TPFLAGS_HAVE_VERSION_TAG;
/// Flags every type starts from.
#[cfg(Py_3_10)]
pub const Py_TPFLAGS_DEFAULT: c_ulong = 0;

#[cfg(Py_3_13)]
pub const Py_CONSTANT_NONE: c_uint = 0;
#[cfg(Py_3_13)]
pub const Py_CONSTANT_FALSE: c_uint = 1;
#[cfg(Py_3_13)]
pub const Py_CONSTANT_TRUE: c_uint = 2;
#[cfg(Py_3_13)]
pub const Py_CONSTANT_ELLIPSIS: c_uint = 3;
#[cfg(Py_3_13)]
pub const Py_CONSTANT_NOT_IMPLEMENTED: c_uint = 4;
#[cfg(Py_3_13)]
pub const Py_CONSTANT_ZERO: c_uint = 5;
#[cfg(Py_3_13)]
pub const Py_CONSTANT_ONE: c_uint = 6;
#[cfg(Py_3_13)]
pub const Py_CONSTANT_EMPTY_STR: c_uint = 7;
#[cfg(Py_3_13)]
pub const Py_CONSTANT_EMPTY_BYTES: c_uint = 8;
#[cfg(Py_3_13)]
pub const Py_CONSTANT_EMPTY_TUPLE: c_uint = 9;

/// The type of `ob`.
///
/// # Safety
/// `ob` must point to a live Python object.
#[inline(always)]
#[cfg(not(all(Py_LIMITED_API, Py_3_14)))]
pub unsafe fn Py_TYPE(ob: *mut PyObject) -> *mut PyTypeObject {
    // SAFETY: the caller passes a live object, whose head holds its type.
    unsafe { (*ob).ob_type }
}

#[cfg(all(Py_LIMITED_API, Py_3_14))]
extern "C" {
    pub fn Py_TYPE(ob: *mut PyObject) -> *mut PyTypeObject;
}

/// Number of items in the variable part of `ob`.
///
/// # Safety
/// `ob` must point to a live object whose type has a variable part.
#[inline(always)]
pub unsafe fn Py_SIZE(ob: *mut PyObject) -> Py_ssize_t {
    // SAFETY: the caller passes a variable-size object, so the size word follows the head.
    unsafe { (*ob.cast::<PyVarObject>()).ob_size }
}

/// 1 if the type of `ob` is exactly `tp`.
///
/// # Safety
/// `ob` must point to a live Python object.
#[inline(always)]
pub unsafe fn Py_IS_TYPE(ob: *mut PyObject, tp: *mut PyTypeObject) -> c_int {
    // SAFETY: the caller passes a live object.
    unsafe { (Py_TYPE(ob) == tp) as c_int }
}

/// Makes `tp` the type of `ob`.
///
/// # Safety
/// `ob` must be live and laid out as `tp` asks; the counts of both types stay the caller's business.
#[inline]
pub unsafe fn Py_SET_TYPE(ob: *mut PyObject, tp: *mut PyTypeObject) {
    // SAFETY: the caller owns the object head.
    unsafe { (*ob).ob_type = tp }
}

/// Sets the number of items in the variable part of `ob`.
///
/// # Safety
/// `ob` must be live, of variable size, and have room for `size` items.
#[inline]
pub unsafe fn Py_SET_SIZE(ob: *mut PyVarObject, size: Py_ssize_t) {
    // SAFETY: the caller owns the object head.
    unsafe { (*ob).ob_size = size }
}

/// Whether one of the flags in `feature` is set on `ty`.
///
/// # Safety
/// `ty` must point to a live type object.
#[inline(always)]
pub unsafe fn PyType_HasFeature(ty: *mut PyTypeObject, feature: c_ulong) -> c_int {
    #[cfg(all(not(Py_LIMITED_API), not(Py_GIL_DISABLED)))]
    // SAFETY: the caller passes a live type, whose layout is known on this ABI.
    let flags = unsafe { (*ty).tp_flags };
    #[cfg(any(Py_LIMITED_API, Py_GIL_DISABLED))]
    // SAFETY: the caller passes a live type.
    let flags = unsafe { PyType_GetFlags(ty) };
    ((flags & feature) != 0) as c_int
}

/// Whether `ty` carries one of the `Py_TPFLAGS_*_SUBCLASS` flags in `flag`.
///
/// # Safety
/// `ty` must point to a live type object.
#[inline(always)]
pub unsafe fn PyType_FastSubclass(ty: *mut PyTypeObject, flag: c_ulong) -> c_int {
    // SAFETY: same contract.
    unsafe { PyType_HasFeature(ty, flag) }
}

/// Whether `ob` is an instance of `tp` or of a subtype of it.
///
/// # Safety
/// Both must point to live objects; the thread must be attached.
#[inline]
pub unsafe fn PyObject_TypeCheck(ob: *mut PyObject, tp: *mut PyTypeObject) -> c_int {
    // SAFETY: same contract.
    unsafe { (Py_TYPE(ob) == tp || PyType_IsSubtype(Py_TYPE(ob), tp) != 0) as c_int }
}

type_checks! {
    PyType_Check: flag Py_TPFLAGS_TYPE_SUBCLASS;
    PyType_CheckExact: exact PyType_Type;
}

macro_rules! singleton {
    ($(#[$doc:meta])* $name:ident, $statik:ident, $constant:ident) => {
        $(#[$doc])*
        ///
        /// # Safety
        /// The interpreter must be initialised. The result is borrowed.
        #[inline(always)]
        pub unsafe fn $name() -> *mut PyObject {
            #[cfg(all(Py_LIMITED_API, Py_3_13))]
            // SAFETY: the index is one of the interpreter's constants.
            return unsafe { Py_GetConstantBorrowed($constant) };
            #[cfg(not(all(Py_LIMITED_API, Py_3_13)))]
            return (&raw mut $statik).cast();
        }
    };
}
pub(crate) use singleton;

singleton!(
    /// `None`.
    Py_None, _Py_NoneStruct, Py_CONSTANT_NONE
);
singleton!(
    /// `NotImplemented`.
    Py_NotImplemented, _Py_NotImplementedStruct, Py_CONSTANT_NOT_IMPLEMENTED
);

/// Whether `x` is `None`.
///
/// # Safety
/// The interpreter must be initialised.
#[inline(always)]
pub unsafe fn Py_IsNone(x: *mut PyObject) -> c_int {
    // SAFETY: same contract.
    unsafe { (x == Py_None()) as c_int }
}

/// Whether `x` and `y` are the same object.
///
/// # Safety
/// None beyond those of handling raw pointers: nothing is read through them.
#[inline(always)]
pub unsafe fn Py_Is(x: *mut PyObject, y: *mut PyObject) -> c_int {
    (x == y) as c_int
}

#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub static mut PyBaseObject_Type: PyTypeObject;
    pub static mut PyBool_Type: PyTypeObject;
    pub static mut PyLong_Type: PyTypeObject;
    pub static mut PySuper_Type: PyTypeObject;
    pub static mut PyType_Type: PyTypeObject;
    pub static mut _Py_NoneStruct: PyObject;
    pub static mut _Py_NotImplementedStruct: PyObject;
    pub fn PyCallable_Check(arg1: *mut PyObject) -> c_int;
    pub fn PyObject_ASCII(arg1: *mut PyObject) -> *mut PyObject;
    pub fn PyObject_Bytes(arg1: *mut PyObject) -> *mut PyObject;
    pub fn PyObject_ClearWeakRefs(arg1: *mut PyObject);
    pub fn PyObject_Dir(arg1: *mut PyObject) -> *mut PyObject;
    pub fn PyObject_GenericGetAttr(arg1: *mut PyObject, arg2: *mut PyObject) -> *mut PyObject;
    pub fn PyObject_GenericSetAttr(
        arg1: *mut PyObject,
        arg2: *mut PyObject,
        arg3: *mut PyObject,
    ) -> c_int;
    pub fn PyObject_GenericSetDict(
        arg1: *mut PyObject,
        arg2: *mut PyObject,
        arg3: *mut c_void,
    ) -> c_int;
    pub fn PyObject_GetAttr(arg1: *mut PyObject, arg2: *mut PyObject) -> *mut PyObject;
    pub fn PyObject_GetAttrString(arg1: *mut PyObject, arg2: *const c_char) -> *mut PyObject;
    pub fn PyObject_HasAttr(arg1: *mut PyObject, arg2: *mut PyObject) -> c_int;
    pub fn PyObject_HasAttrString(arg1: *mut PyObject, arg2: *const c_char) -> c_int;
    pub fn PyObject_Hash(arg1: *mut PyObject) -> Py_hash_t;
    pub fn PyObject_HashNotImplemented(arg1: *mut PyObject) -> Py_hash_t;
    pub fn PyObject_IsTrue(arg1: *mut PyObject) -> c_int;
    pub fn PyObject_Not(arg1: *mut PyObject) -> c_int;
    pub fn PyObject_Repr(arg1: *mut PyObject) -> *mut PyObject;
    pub fn PyObject_RichCompare(
        arg1: *mut PyObject,
        arg2: *mut PyObject,
        arg3: c_int,
    ) -> *mut PyObject;
    pub fn PyObject_RichCompareBool(arg1: *mut PyObject, arg2: *mut PyObject, arg3: c_int)
        -> c_int;
    pub fn PyObject_SelfIter(arg1: *mut PyObject) -> *mut PyObject;
    pub fn PyObject_SetAttr(arg1: *mut PyObject, arg2: *mut PyObject, arg3: *mut PyObject)
        -> c_int;
    pub fn PyObject_SetAttrString(
        arg1: *mut PyObject,
        arg2: *const c_char,
        arg3: *mut PyObject,
    ) -> c_int;
    pub fn PyObject_Str(arg1: *mut PyObject) -> *mut PyObject;
    pub fn PyType_ClearCache() -> c_uint;
    pub fn PyType_FromModuleAndSpec(
        arg1: *mut PyObject,
        arg2: *mut PyType_Spec,
        arg3: *mut PyObject,
    ) -> *mut PyObject;
    pub fn PyType_FromSpec(arg1: *mut PyType_Spec) -> *mut PyObject;
    pub fn PyType_FromSpecWithBases(arg1: *mut PyType_Spec, arg2: *mut PyObject) -> *mut PyObject;
    pub fn PyType_GenericAlloc(arg1: *mut PyTypeObject, arg2: Py_ssize_t) -> *mut PyObject;
    pub fn PyType_GenericNew(
        arg1: *mut PyTypeObject,
        arg2: *mut PyObject,
        arg3: *mut PyObject,
    ) -> *mut PyObject;
    pub fn PyType_GetFlags(arg1: *mut PyTypeObject) -> c_ulong;
    pub fn PyType_GetModule(arg1: *mut PyTypeObject) -> *mut PyObject;
    pub fn PyType_GetModuleState(arg1: *mut PyTypeObject) -> *mut c_void;
    pub fn PyType_GetSlot(arg1: *mut PyTypeObject, arg2: c_int) -> *mut c_void;
    pub fn PyType_IsSubtype(arg1: *mut PyTypeObject, arg2: *mut PyTypeObject) -> c_int;
    pub fn PyType_Modified(arg1: *mut PyTypeObject);
    pub fn PyType_Ready(arg1: *mut PyTypeObject) -> c_int;
    pub fn Py_DecRef(arg1: *mut PyObject);
    pub fn Py_IncRef(arg1: *mut PyObject);
    pub fn Py_ReprEnter(arg1: *mut PyObject) -> c_int;
    pub fn Py_ReprLeave(arg1: *mut PyObject);
    pub fn _Py_Dealloc(arg1: *mut PyObject);
}

#[cfg(Py_3_10)]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn _Py_DecRef(arg1: *mut PyObject);
    pub fn _Py_IncRef(arg1: *mut PyObject);
}

#[cfg(Py_3_11)]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn PyType_GetName(arg1: *mut PyTypeObject) -> *mut PyObject;
    pub fn PyType_GetQualName(arg1: *mut PyTypeObject) -> *mut PyObject;
}

#[cfg(Py_3_12)]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn PyObject_GetTypeData(obj: *mut PyObject, cls: *mut PyTypeObject) -> *mut c_void;
    pub fn PyType_FromMetaclass(
        arg1: *mut PyTypeObject,
        arg2: *mut PyObject,
        arg3: *mut PyType_Spec,
        arg4: *mut PyObject,
    ) -> *mut PyObject;
    pub fn PyType_GetTypeDataSize(cls: *mut PyTypeObject) -> Py_ssize_t;
}

#[cfg(Py_3_13)]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn PyObject_GetOptionalAttr(
        arg1: *mut PyObject,
        arg2: *mut PyObject,
        arg3: *mut *mut PyObject,
    ) -> c_int;
    pub fn PyObject_GetOptionalAttrString(
        arg1: *mut PyObject,
        arg2: *const c_char,
        arg3: *mut *mut PyObject,
    ) -> c_int;
    pub fn PyObject_HasAttrStringWithError(arg1: *mut PyObject, arg2: *const c_char) -> c_int;
    pub fn PyObject_HasAttrWithError(arg1: *mut PyObject, arg2: *mut PyObject) -> c_int;
    pub fn PyType_GetFullyQualifiedName(type_: *mut PyTypeObject) -> *mut PyObject;
    pub fn PyType_GetModuleName(type_: *mut PyTypeObject) -> *mut PyObject;
    pub fn Py_GetConstant(constant_id: c_uint) -> *mut PyObject;
    pub fn Py_GetConstantBorrowed(constant_id: c_uint) -> *mut PyObject;
    pub fn _Py_SetRefcnt(ob: *mut PyObject, refcnt: Py_ssize_t);
}

#[cfg(all(Py_3_11, any(not(Py_LIMITED_API), Py_3_13)))]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn PyType_GetModuleByDef(arg1: *mut PyTypeObject, arg2: *mut PyModuleDef) -> *mut PyObject;
}

#[cfg(all(not(Py_LIMITED_API), Py_3_12))]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn PyObject_GetItemData(obj: *mut PyObject) -> *mut c_void;
    pub fn PyType_ClearWatcher(watcher_id: c_int) -> c_int;
    pub fn PyType_GetDict(arg1: *mut PyTypeObject) -> *mut PyObject;
    pub fn PyType_Unwatch(watcher_id: c_int, type_: *mut PyObject) -> c_int;
    pub fn PyType_Watch(watcher_id: c_int, type_: *mut PyObject) -> c_int;
    pub fn PyUnstable_Type_AssignVersionTag(type_: *mut PyTypeObject) -> c_int;
}

#[cfg(all(not(Py_LIMITED_API), Py_3_13))]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn PyObject_ClearManagedDict(obj: *mut PyObject);
    pub fn PyObject_VisitManagedDict(
        obj: *mut PyObject,
        visit: Option<visitproc>,
        arg: *mut c_void,
    ) -> c_int;
    pub fn PyRefTracer_GetTracer(arg1: *mut *mut c_void) -> Option<PyRefTracer>;
    pub fn PyRefTracer_SetTracer(tracer: Option<PyRefTracer>, data: *mut c_void) -> c_int;
    pub fn PyUnstable_Object_ClearWeakRefsNoCallbacks(arg1: *mut PyObject);
    pub fn _PyTrash_thread_deposit_object(tstate: *mut PyThreadState, op: *mut PyObject);
    pub fn _PyTrash_thread_destroy_chain(tstate: *mut PyThreadState);
}

#[cfg(all(not(Py_LIMITED_API), not(Py_3_11)))]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn _PyTrash_thread_deposit_object(arg1: *mut PyObject);
    pub fn _PyTrash_thread_destroy_chain();
}

#[cfg(all(not(Py_LIMITED_API), not(Py_3_13)))]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn _PyObject_GetMethod(
        obj: *mut PyObject,
        name: *mut PyObject,
        method: *mut *mut PyObject,
    ) -> c_int;
    pub fn _PyObject_LookupAttr(
        arg1: *mut PyObject,
        arg2: *mut PyObject,
        arg3: *mut *mut PyObject,
    ) -> c_int;
}

#[cfg(not(Py_LIMITED_API))]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn PyObject_CallFinalizer(arg1: *mut PyObject);
    pub fn PyObject_CallFinalizerFromDealloc(arg1: *mut PyObject) -> c_int;
    pub fn PyObject_Print(arg1: *mut PyObject, arg2: *mut FILE, arg3: c_int) -> c_int;
    pub fn _PyObject_GetDictPtr(arg1: *mut PyObject) -> *mut *mut PyObject;
    pub fn _PyType_Lookup(arg1: *mut PyTypeObject, arg2: *mut PyObject) -> *mut PyObject;
    pub fn _PyType_Name(arg1: *mut PyTypeObject) -> *const c_char;
}

#[cfg(Py_3_14)]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn PyType_GetBaseByToken(
        type_: *mut PyTypeObject,
        token: *mut c_void,
        result: *mut *mut PyTypeObject,
    ) -> c_int;
    pub fn PyType_Freeze(type_: *mut PyTypeObject) -> c_int;
}
