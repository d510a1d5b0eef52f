//! Layout of type objects and of their protocol tables (`cpython/object.h`).
//!
//! On the stable ABI a type object is opaque; everything goes through `PyType_GetSlot` and specifications.

use super::*;
#[cfg(not(Py_LIMITED_API))]
use core::ffi::{c_char, c_uint, c_ulong, c_void};

#[cfg(Py_LIMITED_API)]
opaque!(
    /// A type object, opaque on the stable ABI.
    PyTypeObject
);

#[cfg(not(Py_LIMITED_API))]
mod layout_dependent {
    use super::*;

    /// Number protocol of a type.
    #[repr(C)]
    #[derive(Clone, Copy)]
    pub struct PyNumberMethods {
        pub nb_add: Option<binaryfunc>,
        pub nb_subtract: Option<binaryfunc>,
        pub nb_multiply: Option<binaryfunc>,
        pub nb_remainder: Option<binaryfunc>,
        pub nb_divmod: Option<binaryfunc>,
        pub nb_power: Option<ternaryfunc>,
        pub nb_negative: Option<unaryfunc>,
        pub nb_positive: Option<unaryfunc>,
        pub nb_absolute: Option<unaryfunc>,
        pub nb_bool: Option<inquiry>,
        pub nb_invert: Option<unaryfunc>,
        pub nb_lshift: Option<binaryfunc>,
        pub nb_rshift: Option<binaryfunc>,
        pub nb_and: Option<binaryfunc>,
        pub nb_xor: Option<binaryfunc>,
        pub nb_or: Option<binaryfunc>,
        pub nb_int: Option<unaryfunc>,
        pub nb_reserved: *mut c_void,
        pub nb_float: Option<unaryfunc>,
        pub nb_inplace_add: Option<binaryfunc>,
        pub nb_inplace_subtract: Option<binaryfunc>,
        pub nb_inplace_multiply: Option<binaryfunc>,
        pub nb_inplace_remainder: Option<binaryfunc>,
        pub nb_inplace_power: Option<ternaryfunc>,
        pub nb_inplace_lshift: Option<binaryfunc>,
        pub nb_inplace_rshift: Option<binaryfunc>,
        pub nb_inplace_and: Option<binaryfunc>,
        pub nb_inplace_xor: Option<binaryfunc>,
        pub nb_inplace_or: Option<binaryfunc>,
        pub nb_floor_divide: Option<binaryfunc>,
        pub nb_true_divide: Option<binaryfunc>,
        pub nb_inplace_floor_divide: Option<binaryfunc>,
        pub nb_inplace_true_divide: Option<binaryfunc>,
        pub nb_index: Option<unaryfunc>,
        pub nb_matrix_multiply: Option<binaryfunc>,
        pub nb_inplace_matrix_multiply: Option<binaryfunc>,
    }

    /// Sequence protocol of a type.
    #[repr(C)]
    #[derive(Clone, Copy)]
    pub struct PySequenceMethods {
        pub sq_length: Option<lenfunc>,
        pub sq_concat: Option<binaryfunc>,
        pub sq_repeat: Option<ssizeargfunc>,
        pub sq_item: Option<ssizeargfunc>,
        pub was_sq_slice: *mut c_void,
        pub sq_ass_item: Option<ssizeobjargproc>,
        pub was_sq_ass_slice: *mut c_void,
        pub sq_contains: Option<objobjproc>,
        pub sq_inplace_concat: Option<binaryfunc>,
        pub sq_inplace_repeat: Option<ssizeargfunc>,
    }

    /// Mapping protocol of a type.
    #[repr(C)]
    #[derive(Clone, Copy)]
    pub struct PyMappingMethods {
        pub mp_length: Option<lenfunc>,
        pub mp_subscript: Option<binaryfunc>,
        pub mp_ass_subscript: Option<objobjargproc>,
    }

    /// Asynchronous protocol of a type.
    #[repr(C)]
    #[derive(Clone, Copy)]
    pub struct PyAsyncMethods {
        pub am_await: Option<unaryfunc>,
        pub am_aiter: Option<unaryfunc>,
        pub am_anext: Option<unaryfunc>,
        #[cfg(Py_3_10)]
        pub am_send: Option<sendfunc>,
    }

    /// Buffer protocol of a type.
    #[repr(C)]
    #[derive(Clone, Copy)]
    pub struct PyBufferProcs {
        pub bf_getbuffer: Option<getbufferproc>,
        pub bf_releasebuffer: Option<releasebufferproc>,
    }

    /// A type object: the fields that CPython 3.9 to 3.14 have in common, and the few that came later.
    #[repr(C)]
    pub struct PyTypeObject {
        pub ob_base: PyVarObject,
        pub tp_name: *const c_char,
        pub tp_basicsize: Py_ssize_t,
        pub tp_itemsize: Py_ssize_t,
        pub tp_dealloc: Option<destructor>,
        pub tp_vectorcall_offset: Py_ssize_t,
        pub tp_getattr: Option<getattrfunc>,
        pub tp_setattr: Option<setattrfunc>,
        pub tp_as_async: *mut PyAsyncMethods,
        pub tp_repr: Option<reprfunc>,
        pub tp_as_number: *mut PyNumberMethods,
        pub tp_as_sequence: *mut PySequenceMethods,
        pub tp_as_mapping: *mut PyMappingMethods,
        pub tp_hash: Option<hashfunc>,
        pub tp_call: Option<ternaryfunc>,
        pub tp_str: Option<reprfunc>,
        pub tp_getattro: Option<getattrofunc>,
        pub tp_setattro: Option<setattrofunc>,
        pub tp_as_buffer: *mut PyBufferProcs,
        pub tp_flags: c_ulong,
        pub tp_doc: *const c_char,
        pub tp_traverse: Option<traverseproc>,
        pub tp_clear: Option<inquiry>,
        pub tp_richcompare: Option<richcmpfunc>,
        pub tp_weaklistoffset: Py_ssize_t,
        pub tp_iter: Option<getiterfunc>,
        pub tp_iternext: Option<iternextfunc>,
        pub tp_methods: *mut PyMethodDef,
        pub tp_members: *mut PyMemberDef,
        pub tp_getset: *mut PyGetSetDef,
        pub tp_base: *mut PyTypeObject,
        pub tp_dict: *mut PyObject,
        pub tp_descr_get: Option<descrgetfunc>,
        pub tp_descr_set: Option<descrsetfunc>,
        pub tp_dictoffset: Py_ssize_t,
        pub tp_init: Option<initproc>,
        pub tp_alloc: Option<allocfunc>,
        pub tp_new: Option<newfunc>,
        pub tp_free: Option<freefunc>,
        pub tp_is_gc: Option<inquiry>,
        pub tp_bases: *mut PyObject,
        pub tp_mro: *mut PyObject,
        pub tp_cache: *mut PyObject,
        #[cfg(not(Py_3_12))]
        pub tp_subclasses: *mut PyObject,
        #[cfg(Py_3_12)]
        pub tp_subclasses: *mut c_void,
        pub tp_weaklist: *mut PyObject,
        pub tp_del: Option<destructor>,
        pub tp_version_tag: c_uint,
        pub tp_finalize: Option<destructor>,
        pub tp_vectorcall: Option<vectorcallfunc>,
        #[cfg(Py_3_12)]
        pub tp_watched: u8,
        #[cfg(Py_3_13)]
        pub tp_versions_used: u16,
    }

    /// A type object made at run time, with its protocol tables in line.
    #[repr(C)]
    pub struct PyHeapTypeObject {
        pub ht_type: PyTypeObject,
        pub as_async: PyAsyncMethods,
        pub as_number: PyNumberMethods,
        pub as_mapping: PyMappingMethods,
        pub as_sequence: PySequenceMethods,
        pub as_buffer: PyBufferProcs,
        pub ht_name: *mut PyObject,
        pub ht_slots: *mut PyObject,
        pub ht_qualname: *mut PyObject,
        pub ht_cached_keys: *mut c_void,
        pub ht_module: *mut PyObject,
        // What follows belongs to the interpreter and differs by version.
    }
}
#[cfg(not(Py_LIMITED_API))]
pub use layout_dependent::*;
