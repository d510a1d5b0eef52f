//! Reading and filling built-in objects in place, on the version-specific ABI: the hot paths of conversions.
//!
//! Everything here relies on the object layouts of one Python version, chosen by `cfg(Py_3_N)`. Under the stable ABI this
//! module does not exist; what a free-threaded interpreter may change under our feet (lists, a string's cached UTF-8) is
//! missing there too. Types are not checked: callers pass objects whose exact type they have just tested.
//!
//! | object | 3.9, 3.10, 3.11 | 3.12, 3.13, 3.14 | header |
//! |---|---|---|---|
//! | head | `ob_refcnt`, `ob_type` | the same; the low 32 bits of the count mark immortals | `object.h`, `refcount.h` (3.14) |
//! | float | head, `ob_fval` | the same | `floatobject.h`, from 3.10 `cpython/floatobject.h` |
//! | int | var head, digits; sign of `ob_size` = sign, magnitude = number of digits | head, `lv_tag` (bits 0-1: 0 positive, 1 zero, 2 negative; from bit 3: number of digits), digits | `longintrepr.h`, from 3.11 `cpython/longintrepr.h` |
//! | digit | 30 bits in a `u32` | the same | as above |
//! | str | head, `length`, `hash`, `state`, `wstr`; non-ASCII: `utf8_length`, `utf8`, `wstr_length` | without `wstr`, `wstr_length` | `cpython/unicodeobject.h` |
//! | str `state` | `interned` 2, `kind` 3, `compact` 1, `ascii` 1, `ready` 1 bits | `statically_allocated` in place of `ready`; free-threaded 3.14: `interned` 8 bits | as above |
//! | bytes | var head, `ob_shash`, data | the same | `cpython/bytesobject.h` |
//! | list | var head, `ob_item`, `allocated` | the same | `cpython/listobject.h` |
//! | tuple | var head, items | the same; 3.14: `ob_hash` before the items | `cpython/tupleobject.h` |
//! | dict | head, `ma_used` | the same | `cpython/dictobject.h` |
//!
//! `tests/integration/test_layout.py` compares the structures with every installed interpreter's headers, and the readers
//! below with live objects.

#![allow(dead_code)] // a complete set for each type; which of it is used depends on the version

use super::*;

/// The value of a float.
///
/// # Safety
/// `op` must be a live `float` or an instance of a subtype.
#[inline(always)]
pub(crate) unsafe fn float_value(op: *mut PyObject) -> f64 {
    // SAFETY: the caller passes a float.
    unsafe { (*op.cast::<PyFloatObject>()).ob_fval }
}

/// Sign, number of digits and first digit of an int. The digits behind the pointer are at least as many as said.
///
/// # Safety
/// `op` must be a live `int` or an instance of a subtype.
#[inline(always)]
unsafe fn long_parts(op: *mut PyObject) -> (bool, usize, *const digit) {
    #[cfg(not(Py_3_12))]
    // SAFETY: the caller passes an int; the sign of the size is the number's sign.
    unsafe {
        let long = op.cast::<PyLongObject>();
        let size = (*long).ob_base.ob_size;
        let digits = (&raw const (*long).ob_digit).cast();
        (size < 0, size.unsigned_abs(), digits)
    }
    #[cfg(Py_3_12)]
    // SAFETY: the caller passes an int; the tag holds sign and number of digits.
    unsafe {
        let value = &raw const (*op.cast::<PyLongObject>()).long_value;
        let tag = (*value).lv_tag;
        (
            tag & 3 == 2,
            tag >> 3,
            (&raw const (*value).ob_digit).cast(),
        )
    }
}

/// The value of an int that has at most one digit (magnitude below 2**30), else `None`.
///
/// # Safety
/// `op` must be a live `int` or an instance of a subtype.
#[inline(always)]
pub(crate) unsafe fn long_compact(op: *mut PyObject) -> Option<i64> {
    if cfg!(not(target_pointer_width = "64")) {
        return None; // digits may have 15 bits there
    }
    #[cfg(not(Py_3_12))]
    // SAFETY: the caller passes an int. One digit is always allocated; for zero, `size` makes it count for nothing.
    unsafe {
        let long = op.cast::<PyLongObject>();
        let size = (*long).ob_base.ob_size;
        if !(-1..=1).contains(&size) {
            return None;
        }
        let first = (&raw const (*long).ob_digit).cast::<digit>().read();
        Some(size as i64 * first as i64)
    }
    #[cfg(Py_3_12)]
    // SAFETY: the caller passes an int. One digit is always allocated; for zero, the sign makes it count for nothing.
    unsafe {
        let value = &raw const (*op.cast::<PyLongObject>()).long_value;
        let tag = (*value).lv_tag;
        if tag >= 2 << 3 {
            return None;
        }
        let first = (&raw const (*value).ob_digit).cast::<digit>().read();
        Some((1 - (tag & 3) as i64) * first as i64)
    }
}

/// Sign and magnitude of an int whose magnitude is below 2**64, else `None`.
///
/// # Safety
/// `op` must be a live `int` or an instance of a subtype.
#[inline]
pub(crate) unsafe fn long_magnitude(op: *mut PyObject) -> Option<(bool, u64)> {
    if cfg!(not(target_pointer_width = "64")) {
        return None; // digits may have 15 bits there
    }
    // SAFETY: the caller passes an int; only digits that it has are read.
    unsafe {
        let (negative, count, digits) = long_parts(op);
        let at = |i: usize| *digits.add(i) as u64;
        let magnitude = match count {
            0 => 0,
            1 => at(0),
            2 => at(0) | at(1) << 30,
            3 if at(2) < 1 << 4 => at(0) | at(1) << 30 | at(2) << 60,
            _ => return None,
        };
        Some((negative, magnitude))
    }
}

/// The value of an int that fits an `i64`, else `None` (the caller then asks the API, which raises).
///
/// # Safety
/// `op` must be a live `int` or an instance of a subtype.
#[inline]
pub(crate) unsafe fn long_as_i64(op: *mut PyObject) -> Option<i64> {
    // SAFETY: same contract.
    unsafe {
        if let Some(value) = long_compact(op) {
            return Some(value);
        }
        match long_magnitude(op)? {
            (false, magnitude) => i64::try_from(magnitude).ok(),
            (true, magnitude) if magnitude <= 1 << 63 => Some((magnitude as i64).wrapping_neg()),
            (true, _) => None,
        }
    }
}

/// The value of an int that fits a `u64`, else `None` (the caller then asks the API, which raises).
///
/// # Safety
/// `op` must be a live `int` or an instance of a subtype.
#[inline]
pub(crate) unsafe fn long_as_u64(op: *mut PyObject) -> Option<u64> {
    // SAFETY: same contract.
    match unsafe { long_magnitude(op) }? {
        (false, magnitude) => Some(magnitude),
        (true, 0) => Some(0),
        (true, _) => None,
    }
}

/// Items and length of a list. The pointer is good until the list changes, so not across any call into Python.
///
/// # Safety
/// `op` must be a live `list` or an instance of a subtype; the GIL must be held.
#[cfg(not(Py_GIL_DISABLED))]
#[inline(always)]
pub(crate) unsafe fn list_items(op: *mut PyObject) -> (*mut *mut PyObject, usize) {
    // SAFETY: the caller passes a list.
    unsafe {
        let list = op.cast::<PyListObject>();
        ((*list).ob_item, (*list).ob_base.ob_size as usize)
    }
}

/// The slots of a list fresh from `PyList_New`, to be filled with owned references, each exactly once.
///
/// # Safety
/// `op` must be a list that nobody else has seen yet.
#[inline(always)]
pub(crate) unsafe fn list_slots(op: *mut PyObject) -> *mut *mut PyObject {
    // SAFETY: the caller passes a list of its own.
    unsafe { (*op.cast::<PyListObject>()).ob_item }
}

/// Items and length of a tuple; good as long as the tuple lives.
///
/// # Safety
/// `op` must be a live `tuple` or an instance of a subtype.
#[inline(always)]
pub(crate) unsafe fn tuple_items(op: *mut PyObject) -> (*const *mut PyObject, usize) {
    // SAFETY: the caller passes a tuple.
    unsafe {
        let tuple = op.cast::<PyTupleObject>();
        (
            (&raw const (*tuple).ob_item).cast(),
            (*tuple).ob_base.ob_size as usize,
        )
    }
}

/// The slots of a tuple fresh from `PyTuple_New`, to be filled with owned references, each exactly once.
///
/// # Safety
/// `op` must be a tuple that nobody else has seen yet.
#[inline(always)]
pub(crate) unsafe fn tuple_slots(op: *mut PyObject) -> *mut *mut PyObject {
    // SAFETY: the caller passes a tuple of its own.
    unsafe { (&raw mut (*op.cast::<PyTupleObject>()).ob_item).cast() }
}

/// The code points of a string: `data` holds `length` of them, `kind` bytes each.
#[derive(Clone, Copy, Debug)]
pub(crate) struct StrView {
    pub(crate) data: *const u8,
    pub(crate) length: usize,
    /// 1, 2 or 4.
    pub(crate) kind: u32,
    /// Whether every code point is below 128, so that the data is UTF-8 as well.
    pub(crate) ascii: bool,
}

/// Where a string keeps its code points, or `None` for one (3.11 and before) that is not in canonical form yet.
///
/// # Safety
/// `op` must be a live `str` or an instance of a subtype; the view is good as long as it lives.
#[inline]
pub(crate) unsafe fn str_view(op: *mut PyObject) -> Option<StrView> {
    // SAFETY: the caller passes a string; `PyUnicode_DATA` asks for canonical form, which is tested first.
    unsafe {
        let head = op.cast::<PyASCIIObject>();
        if PyUnicode_IS_READY(op) == 0 {
            return None;
        }
        Some(StrView {
            data: PyUnicode_DATA(op) as *const u8,
            length: (*head).length as usize,
            kind: (*head).kind(),
            ascii: (*head).ascii() != 0,
        })
    }
}

/// The UTF-8 of a string if it need not be encoded first: it is compact ASCII, or was encoded before.
///
/// # Safety
/// `op` must be a live `str` or an instance of a subtype; the bytes are good as long as it lives.
#[inline(always)]
pub(crate) unsafe fn str_utf8(op: *mut PyObject) -> Option<(*const u8, usize)> {
    // SAFETY: the caller passes a string; the state says which of the layouts it has.
    unsafe {
        let head = op.cast::<PyASCIIObject>();
        if (*head).compact() == 0 {
            return None;
        }
        if (*head).ascii() != 0 {
            return Some((head.add(1).cast(), (*head).length as usize));
        }
        #[cfg(not(Py_GIL_DISABLED))]
        {
            let compact = op.cast::<PyCompactUnicodeObject>();
            if !(*compact).utf8.is_null() {
                return Some(((*compact).utf8.cast(), (*compact).utf8_length as usize));
            }
        }
        None
    }
}

/// The bytes of an ASCII string fresh from `PyUnicode_New(length, 127)`, to be filled.
///
/// # Safety
/// `op` must be a compact ASCII string that nobody else has seen yet.
#[inline(always)]
pub(crate) unsafe fn ascii_slots(op: *mut PyObject) -> *mut u8 {
    // SAFETY: the data of a compact ASCII string follows its head.
    unsafe { op.cast::<PyASCIIObject>().add(1).cast() }
}

/// Data and length of a bytes object; good as long as it lives.
///
/// # Safety
/// `op` must be a live `bytes` or an instance of a subtype.
#[inline(always)]
pub(crate) unsafe fn bytes_data(op: *mut PyObject) -> (*const u8, usize) {
    // SAFETY: the caller passes a bytes object.
    unsafe {
        let bytes = op.cast::<PyBytesObject>();
        (
            (&raw const (*bytes).ob_sval).cast(),
            (*bytes).ob_base.ob_size as usize,
        )
    }
}

/// The bytes of an object fresh from `PyBytes_FromStringAndSize(NULL, n)`, to be filled.
///
/// # Safety
/// `op` must be a bytes object that nobody else has seen yet.
#[inline(always)]
pub(crate) unsafe fn bytes_slots(op: *mut PyObject) -> *mut u8 {
    // SAFETY: the caller passes a bytes object of its own.
    unsafe { (&raw mut (*op.cast::<PyBytesObject>()).ob_sval).cast() }
}

/// Number of items of a dict.
///
/// # Safety
/// `op` must be a live `dict` or an instance of a subtype; the GIL must be held.
#[cfg(not(Py_GIL_DISABLED))]
#[inline(always)]
pub(crate) unsafe fn dict_len(op: *mut PyObject) -> usize {
    // SAFETY: the caller passes a dict.
    unsafe { (*op.cast::<PyDictObject>()).ma_used as usize }
}
