//! The special methods that each C slot serves, for messages. A test compares it with the table of the macros.

use core::ffi::c_int;

use crate::ffi;

/// The slots and their methods.
const NAMES: &[(c_int, &str)] = &[
    (ffi::Py_tp_init, "`__init__`"),
    (ffi::Py_tp_str, "`__str__`"),
    (ffi::Py_tp_repr, "`__repr__`"),
    (ffi::Py_tp_hash, "`__hash__`"),
    (ffi::Py_tp_getattro, "`__getattribute__` and `__getattr__`"),
    (ffi::Py_tp_setattro, "`__setattr__` and `__delattr__`"),
    (ffi::Py_tp_richcompare, "comparisons"),
    (ffi::Py_tp_descr_get, "`__get__`"),
    (ffi::Py_tp_descr_set, "`__set__` and `__delete__`"),
    (ffi::Py_tp_call, "`__call__`"),
    (ffi::Py_tp_iter, "`__iter__`"),
    (ffi::Py_tp_iternext, "`__next__`"),
    (ffi::Py_am_await, "`__await__`"),
    (ffi::Py_am_aiter, "`__aiter__`"),
    (ffi::Py_am_anext, "`__anext__`"),
    (ffi::Py_mp_length, "`__len__`"),
    (ffi::Py_sq_contains, "`__contains__`"),
    (ffi::Py_mp_subscript, "`__getitem__`"),
    (ffi::Py_mp_ass_subscript, "`__setitem__` and `__delitem__`"),
    (ffi::Py_sq_concat, "`__concat__`"),
    (ffi::Py_sq_repeat, "`__repeat__`"),
    (ffi::Py_sq_inplace_concat, "`__inplace_concat__`"),
    (ffi::Py_sq_inplace_repeat, "`__inplace_repeat__`"),
    (ffi::Py_nb_positive, "`__pos__`"),
    (ffi::Py_nb_negative, "`__neg__`"),
    (ffi::Py_nb_absolute, "`__abs__`"),
    (ffi::Py_nb_invert, "`__invert__`"),
    (ffi::Py_nb_index, "`__index__`"),
    (ffi::Py_nb_int, "`__int__`"),
    (ffi::Py_nb_float, "`__float__`"),
    (ffi::Py_nb_bool, "`__bool__`"),
    (ffi::Py_nb_add, "`__add__` and `__radd__`"),
    (ffi::Py_nb_subtract, "`__sub__` and `__rsub__`"),
    (ffi::Py_nb_multiply, "`__mul__` and `__rmul__`"),
    (ffi::Py_nb_matrix_multiply, "`__matmul__` and `__rmatmul__`"),
    (
        ffi::Py_nb_floor_divide,
        "`__floordiv__` and `__rfloordiv__`",
    ),
    (ffi::Py_nb_true_divide, "`__truediv__` and `__rtruediv__`"),
    (ffi::Py_nb_divmod, "`__divmod__` and `__rdivmod__`"),
    (ffi::Py_nb_remainder, "`__mod__` and `__rmod__`"),
    (ffi::Py_nb_lshift, "`__lshift__` and `__rlshift__`"),
    (ffi::Py_nb_rshift, "`__rshift__` and `__rrshift__`"),
    (ffi::Py_nb_and, "`__and__` and `__rand__`"),
    (ffi::Py_nb_xor, "`__xor__` and `__rxor__`"),
    (ffi::Py_nb_or, "`__or__` and `__ror__`"),
    (ffi::Py_nb_power, "`__pow__` and `__rpow__`"),
    (ffi::Py_nb_inplace_add, "`__iadd__`"),
    (ffi::Py_nb_inplace_subtract, "`__isub__`"),
    (ffi::Py_nb_inplace_multiply, "`__imul__`"),
    (ffi::Py_nb_inplace_matrix_multiply, "`__imatmul__`"),
    (ffi::Py_nb_inplace_true_divide, "`__itruediv__`"),
    (ffi::Py_nb_inplace_floor_divide, "`__ifloordiv__`"),
    (ffi::Py_nb_inplace_remainder, "`__imod__`"),
    (ffi::Py_nb_inplace_power, "`__ipow__`"),
    (ffi::Py_nb_inplace_lshift, "`__ilshift__`"),
    (ffi::Py_nb_inplace_rshift, "`__irshift__`"),
    (ffi::Py_nb_inplace_and, "`__iand__`"),
    (ffi::Py_nb_inplace_xor, "`__ixor__`"),
    (ffi::Py_nb_inplace_or, "`__ior__`"),
    #[cfg(any(not(Py_LIMITED_API), Py_3_11))]
    (ffi::Py_bf_getbuffer, "`__getbuffer__`"),
    #[cfg(any(not(Py_LIMITED_API), Py_3_11))]
    (ffi::Py_bf_releasebuffer, "`__releasebuffer__`"),
    (ffi::Py_tp_traverse, "`__traverse__`"),
    (ffi::Py_tp_clear, "`__clear__`"),
];

/// The methods, as a message names them.
pub(super) fn methods_of(slot: c_int) -> &'static str {
    NAMES
        .iter()
        .find(|(id, _)| *id == slot)
        .map_or("a special method", |(_, names)| names)
}
