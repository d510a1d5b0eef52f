//! `unicodeobject.h`: strings.

use super::*;
use core::ffi::{c_char, c_int, c_uint, c_void};

type_checks! {
    PyUnicode_Check: flag Py_TPFLAGS_UNICODE_SUBCLASS;
    PyUnicode_CheckExact: exact PyUnicode_Type;
}

pub const Py_UNICODE_REPLACEMENT_CHARACTER: Py_UCS4 = 0xFFFD;

/// A string of ASCII characters, and the head of every other string.
#[cfg(not(Py_LIMITED_API))]
#[repr(C)]
pub struct PyASCIIObject {
    pub ob_base: PyObject,
    /// Number of code points.
    pub length: Py_ssize_t,
    /// -1 if not computed yet.
    pub hash: Py_hash_t,
    /// Bit fields, read by the methods below.
    pub state: u32,
    #[cfg(not(Py_3_12))]
    pub wstr: *mut wchar_t,
}

/// The first bit field is the lowest on little-endian platforms and the highest on big-endian ones.
#[cfg(not(Py_LIMITED_API))]
#[inline(always)]
const fn bits(state: u32, first: u32, width: u32) -> c_uint {
    let mask = (1 << width) - 1;
    if cfg!(target_endian = "little") {
        (state >> first) & mask
    } else {
        (state >> (32 - first - width)) & mask
    }
}

/// Width of `interned`: two bits, and a whole byte (it is read atomically) in a free-threaded 3.14.
#[cfg(not(Py_LIMITED_API))]
const INTERNED_BITS: u32 = if cfg!(all(Py_3_14, Py_GIL_DISABLED)) {
    8
} else {
    2
};

#[cfg(not(Py_LIMITED_API))]
impl PyASCIIObject {
    /// Whether and how the string is interned.
    #[inline]
    pub const fn interned(&self) -> c_uint {
        bits(self.state, 0, INTERNED_BITS)
    }

    /// Bytes per code point: 1, 2 or 4 (0 up to 3.11 for a string that is not ready).
    #[inline]
    pub const fn kind(&self) -> c_uint {
        bits(self.state, INTERNED_BITS, 3)
    }

    /// Whether the data follows the head.
    #[inline]
    pub const fn compact(&self) -> c_uint {
        bits(self.state, INTERNED_BITS + 3, 1)
    }

    /// Whether every code point is below 128.
    #[inline]
    pub const fn ascii(&self) -> c_uint {
        bits(self.state, INTERNED_BITS + 4, 1)
    }

    /// Whether the canonical form is there; always so since 3.12.
    #[cfg(not(Py_3_12))]
    #[inline]
    pub const fn ready(&self) -> c_uint {
        bits(self.state, INTERNED_BITS + 5, 1)
    }

    /// Whether the string is part of the interpreter's own data.
    #[cfg(Py_3_12)]
    #[inline]
    pub const fn statically_allocated(&self) -> c_uint {
        bits(self.state, INTERNED_BITS + 5, 1)
    }
}

/// A string with other than ASCII characters whose data follows the head.
#[cfg(not(Py_LIMITED_API))]
#[repr(C)]
pub struct PyCompactUnicodeObject {
    pub _base: PyASCIIObject,
    pub utf8_length: Py_ssize_t,
    pub utf8: *mut c_char,
    #[cfg(not(Py_3_12))]
    pub wstr_length: Py_ssize_t,
}

/// The data of a string that is not compact.
#[cfg(not(Py_LIMITED_API))]
#[repr(C)]
pub union PyUnicodeObjectData {
    pub any: *mut c_void,
    pub latin1: *mut Py_UCS1,
    pub ucs2: *mut Py_UCS2,
    pub ucs4: *mut Py_UCS4,
}

/// A string that is not compact (an instance of a subtype).
#[cfg(not(Py_LIMITED_API))]
#[repr(C)]
pub struct PyUnicodeObject {
    pub _base: PyCompactUnicodeObject,
    pub data: PyUnicodeObjectData,
}

#[cfg(all(not(Py_LIMITED_API), not(Py_3_12)))]
pub const PyUnicode_WCHAR_KIND: c_uint = 0;
#[cfg(not(Py_LIMITED_API))]
pub const PyUnicode_1BYTE_KIND: c_uint = 1;
#[cfg(not(Py_LIMITED_API))]
pub const PyUnicode_2BYTE_KIND: c_uint = 2;
#[cfg(not(Py_LIMITED_API))]
pub const PyUnicode_4BYTE_KIND: c_uint = 4;

#[cfg(not(Py_LIMITED_API))]
pub const SSTATE_NOT_INTERNED: c_uint = 0;
#[cfg(not(Py_LIMITED_API))]
pub const SSTATE_INTERNED_MORTAL: c_uint = 1;
#[cfg(not(Py_LIMITED_API))]
pub const SSTATE_INTERNED_IMMORTAL: c_uint = 2;

/// Whether `op` holds ASCII only.
///
/// # Safety
/// `op` must be a live, ready string.
#[cfg(not(Py_LIMITED_API))]
#[inline]
pub unsafe fn PyUnicode_IS_ASCII(op: *mut PyObject) -> c_uint {
    // SAFETY: the caller passes a string.
    unsafe { (*op.cast::<PyASCIIObject>()).ascii() }
}

/// Whether the data of `op` follows its head.
///
/// # Safety
/// `op` must be a live string.
#[cfg(not(Py_LIMITED_API))]
#[inline]
pub unsafe fn PyUnicode_IS_COMPACT(op: *mut PyObject) -> c_uint {
    // SAFETY: the caller passes a string.
    unsafe { (*op.cast::<PyASCIIObject>()).compact() }
}

/// Whether `op` is compact and holds ASCII only.
///
/// # Safety
/// `op` must be a live string.
#[cfg(not(Py_LIMITED_API))]
#[inline]
pub unsafe fn PyUnicode_IS_COMPACT_ASCII(op: *mut PyObject) -> c_uint {
    // SAFETY: the caller passes a string.
    unsafe { PyUnicode_IS_ASCII(op) & PyUnicode_IS_COMPACT(op) }
}

/// Whether the canonical form of `op` is there.
///
/// # Safety
/// `op` must be a live string.
#[cfg(not(Py_LIMITED_API))]
#[inline]
pub unsafe fn PyUnicode_IS_READY(op: *mut PyObject) -> c_uint {
    #[cfg(Py_3_12)]
    {
        let _ = op;
        1
    }
    #[cfg(not(Py_3_12))]
    // SAFETY: the caller passes a string.
    unsafe {
        (*op.cast::<PyASCIIObject>()).ready()
    }
}

/// Builds the canonical form of `op` if it is not there yet: 0, or -1 with an exception set.
///
/// # Safety
/// `op` must be a live string; the thread must be attached.
#[cfg(not(Py_LIMITED_API))]
#[inline]
pub unsafe fn PyUnicode_READY(op: *mut PyObject) -> c_int {
    #[cfg(Py_3_12)]
    {
        let _ = op;
        0
    }
    #[cfg(not(Py_3_12))]
    // SAFETY: same contract.
    unsafe {
        if PyUnicode_IS_READY(op) != 0 {
            0
        } else {
            _PyUnicode_Ready(op)
        }
    }
}

/// Bytes per code point of `op`.
///
/// # Safety
/// `op` must be a live, ready string.
#[cfg(not(Py_LIMITED_API))]
#[inline]
pub unsafe fn PyUnicode_KIND(op: *mut PyObject) -> c_uint {
    // SAFETY: the caller passes a string.
    unsafe { (*op.cast::<PyASCIIObject>()).kind() }
}

/// Number of code points of `op`.
///
/// # Safety
/// `op` must be a live, ready string.
#[cfg(not(Py_LIMITED_API))]
#[inline]
pub unsafe fn PyUnicode_GET_LENGTH(op: *mut PyObject) -> Py_ssize_t {
    // SAFETY: the caller passes a string.
    unsafe { (*op.cast::<PyASCIIObject>()).length }
}

/// The code points of `op`, `PyUnicode_KIND` bytes each.
///
/// # Safety
/// `op` must be a live, ready string; the pointer is valid as long as it lives.
#[cfg(not(Py_LIMITED_API))]
#[inline]
pub unsafe fn PyUnicode_DATA(op: *mut PyObject) -> *mut c_void {
    // SAFETY: the state bits say which of the three layouts the string has.
    unsafe {
        let head = op.cast::<PyASCIIObject>();
        if (*head).compact() == 0 {
            (*op.cast::<PyUnicodeObject>()).data.any
        } else if (*head).ascii() != 0 {
            head.add(1).cast()
        } else {
            op.cast::<PyCompactUnicodeObject>().add(1).cast()
        }
    }
}

/// Code point `index` of data of the given kind.
///
/// # Safety
/// `data` must hold more than `index` code points of `kind` bytes each.
#[cfg(not(Py_LIMITED_API))]
#[inline]
pub unsafe fn PyUnicode_READ(kind: c_uint, data: *mut c_void, index: Py_ssize_t) -> Py_UCS4 {
    // SAFETY: same contract.
    unsafe {
        match kind {
            PyUnicode_1BYTE_KIND => *data.cast::<Py_UCS1>().offset(index) as Py_UCS4,
            PyUnicode_2BYTE_KIND => *data.cast::<Py_UCS2>().offset(index) as Py_UCS4,
            _ => *data.cast::<Py_UCS4>().offset(index),
        }
    }
}

/// Code point `index` of `unicode`.
///
/// # Safety
/// `unicode` must be a live, ready string longer than `index`.
#[cfg(not(Py_LIMITED_API))]
#[inline]
pub unsafe fn PyUnicode_READ_CHAR(unicode: *mut PyObject, index: Py_ssize_t) -> Py_UCS4 {
    // SAFETY: same contract.
    unsafe { PyUnicode_READ(PyUnicode_KIND(unicode), PyUnicode_DATA(unicode), index) }
}

/// The data of `op` as one-byte code points.
///
/// # Safety
/// As for `PyUnicode_DATA`, with kind 1.
#[cfg(not(Py_LIMITED_API))]
#[inline]
pub unsafe fn PyUnicode_1BYTE_DATA(op: *mut PyObject) -> *mut Py_UCS1 {
    // SAFETY: same contract.
    unsafe { PyUnicode_DATA(op).cast() }
}

/// The data of `op` as two-byte code points.
///
/// # Safety
/// As for `PyUnicode_DATA`, with kind 2.
#[cfg(not(Py_LIMITED_API))]
#[inline]
pub unsafe fn PyUnicode_2BYTE_DATA(op: *mut PyObject) -> *mut Py_UCS2 {
    // SAFETY: same contract.
    unsafe { PyUnicode_DATA(op).cast() }
}

/// The data of `op` as four-byte code points.
///
/// # Safety
/// As for `PyUnicode_DATA`, with kind 4.
#[cfg(not(Py_LIMITED_API))]
#[inline]
pub unsafe fn PyUnicode_4BYTE_DATA(op: *mut PyObject) -> *mut Py_UCS4 {
    // SAFETY: same contract.
    unsafe { PyUnicode_DATA(op).cast() }
}

#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub static mut PyUnicodeIter_Type: PyTypeObject;
    pub static mut PyUnicode_Type: PyTypeObject;
    pub fn PyUnicode_Append(pleft: *mut *mut PyObject, right: *mut PyObject);
    pub fn PyUnicode_AppendAndDel(pleft: *mut *mut PyObject, right: *mut PyObject);
    pub fn PyUnicode_AsASCIIString(unicode: *mut PyObject) -> *mut PyObject;
    pub fn PyUnicode_AsCharmapString(
        unicode: *mut PyObject,
        mapping: *mut PyObject,
    ) -> *mut PyObject;
    pub fn PyUnicode_AsDecodedObject(
        unicode: *mut PyObject,
        encoding: *const c_char,
        errors: *const c_char,
    ) -> *mut PyObject;
    pub fn PyUnicode_AsDecodedUnicode(
        unicode: *mut PyObject,
        encoding: *const c_char,
        errors: *const c_char,
    ) -> *mut PyObject;
    pub fn PyUnicode_AsEncodedObject(
        unicode: *mut PyObject,
        encoding: *const c_char,
        errors: *const c_char,
    ) -> *mut PyObject;
    pub fn PyUnicode_AsEncodedString(
        unicode: *mut PyObject,
        encoding: *const c_char,
        errors: *const c_char,
    ) -> *mut PyObject;
    pub fn PyUnicode_AsEncodedUnicode(
        unicode: *mut PyObject,
        encoding: *const c_char,
        errors: *const c_char,
    ) -> *mut PyObject;
    pub fn PyUnicode_AsLatin1String(unicode: *mut PyObject) -> *mut PyObject;
    pub fn PyUnicode_AsRawUnicodeEscapeString(unicode: *mut PyObject) -> *mut PyObject;
    pub fn PyUnicode_AsUCS4(
        unicode: *mut PyObject,
        buffer: *mut Py_UCS4,
        buflen: Py_ssize_t,
        copy_null: c_int,
    ) -> *mut Py_UCS4;
    pub fn PyUnicode_AsUCS4Copy(unicode: *mut PyObject) -> *mut Py_UCS4;
    pub fn PyUnicode_AsUTF16String(unicode: *mut PyObject) -> *mut PyObject;
    pub fn PyUnicode_AsUTF32String(unicode: *mut PyObject) -> *mut PyObject;
    pub fn PyUnicode_AsUTF8String(unicode: *mut PyObject) -> *mut PyObject;
    pub fn PyUnicode_AsUnicodeEscapeString(unicode: *mut PyObject) -> *mut PyObject;
    pub fn PyUnicode_AsWideChar(
        unicode: *mut PyObject,
        w: *mut wchar_t,
        size: Py_ssize_t,
    ) -> Py_ssize_t;
    pub fn PyUnicode_AsWideCharString(
        unicode: *mut PyObject,
        size: *mut Py_ssize_t,
    ) -> *mut wchar_t;
    pub fn PyUnicode_BuildEncodingMap(string: *mut PyObject) -> *mut PyObject;
    pub fn PyUnicode_Compare(left: *mut PyObject, right: *mut PyObject) -> c_int;
    pub fn PyUnicode_CompareWithASCIIString(left: *mut PyObject, right: *const c_char) -> c_int;
    pub fn PyUnicode_Concat(left: *mut PyObject, right: *mut PyObject) -> *mut PyObject;
    pub fn PyUnicode_Contains(container: *mut PyObject, element: *mut PyObject) -> c_int;
    pub fn PyUnicode_Count(
        str: *mut PyObject,
        substr: *mut PyObject,
        start: Py_ssize_t,
        end: Py_ssize_t,
    ) -> Py_ssize_t;
    pub fn PyUnicode_Decode(
        s: *const c_char,
        size: Py_ssize_t,
        encoding: *const c_char,
        errors: *const c_char,
    ) -> *mut PyObject;
    pub fn PyUnicode_DecodeASCII(
        string: *const c_char,
        length: Py_ssize_t,
        errors: *const c_char,
    ) -> *mut PyObject;
    pub fn PyUnicode_DecodeCharmap(
        string: *const c_char,
        length: Py_ssize_t,
        mapping: *mut PyObject,
        errors: *const c_char,
    ) -> *mut PyObject;
    pub fn PyUnicode_DecodeFSDefault(s: *const c_char) -> *mut PyObject;
    pub fn PyUnicode_DecodeFSDefaultAndSize(s: *const c_char, size: Py_ssize_t) -> *mut PyObject;
    pub fn PyUnicode_DecodeLatin1(
        string: *const c_char,
        length: Py_ssize_t,
        errors: *const c_char,
    ) -> *mut PyObject;
    pub fn PyUnicode_DecodeLocale(str: *const c_char, errors: *const c_char) -> *mut PyObject;
    pub fn PyUnicode_DecodeLocaleAndSize(
        str: *const c_char,
        len: Py_ssize_t,
        errors: *const c_char,
    ) -> *mut PyObject;
    pub fn PyUnicode_DecodeRawUnicodeEscape(
        string: *const c_char,
        length: Py_ssize_t,
        errors: *const c_char,
    ) -> *mut PyObject;
    pub fn PyUnicode_DecodeUTF16(
        string: *const c_char,
        length: Py_ssize_t,
        errors: *const c_char,
        byteorder: *mut c_int,
    ) -> *mut PyObject;
    pub fn PyUnicode_DecodeUTF16Stateful(
        string: *const c_char,
        length: Py_ssize_t,
        errors: *const c_char,
        byteorder: *mut c_int,
        consumed: *mut Py_ssize_t,
    ) -> *mut PyObject;
    pub fn PyUnicode_DecodeUTF32(
        string: *const c_char,
        length: Py_ssize_t,
        errors: *const c_char,
        byteorder: *mut c_int,
    ) -> *mut PyObject;
    pub fn PyUnicode_DecodeUTF32Stateful(
        string: *const c_char,
        length: Py_ssize_t,
        errors: *const c_char,
        byteorder: *mut c_int,
        consumed: *mut Py_ssize_t,
    ) -> *mut PyObject;
    pub fn PyUnicode_DecodeUTF7(
        string: *const c_char,
        length: Py_ssize_t,
        errors: *const c_char,
    ) -> *mut PyObject;
    pub fn PyUnicode_DecodeUTF7Stateful(
        string: *const c_char,
        length: Py_ssize_t,
        errors: *const c_char,
        consumed: *mut Py_ssize_t,
    ) -> *mut PyObject;
    pub fn PyUnicode_DecodeUTF8(
        string: *const c_char,
        length: Py_ssize_t,
        errors: *const c_char,
    ) -> *mut PyObject;
    pub fn PyUnicode_DecodeUTF8Stateful(
        string: *const c_char,
        length: Py_ssize_t,
        errors: *const c_char,
        consumed: *mut Py_ssize_t,
    ) -> *mut PyObject;
    pub fn PyUnicode_DecodeUnicodeEscape(
        string: *const c_char,
        length: Py_ssize_t,
        errors: *const c_char,
    ) -> *mut PyObject;
    pub fn PyUnicode_EncodeFSDefault(unicode: *mut PyObject) -> *mut PyObject;
    pub fn PyUnicode_EncodeLocale(unicode: *mut PyObject, errors: *const c_char) -> *mut PyObject;
    pub fn PyUnicode_FSConverter(arg1: *mut PyObject, arg2: *mut c_void) -> c_int;
    pub fn PyUnicode_FSDecoder(arg1: *mut PyObject, arg2: *mut c_void) -> c_int;
    pub fn PyUnicode_Find(
        str: *mut PyObject,
        substr: *mut PyObject,
        start: Py_ssize_t,
        end: Py_ssize_t,
        direction: c_int,
    ) -> Py_ssize_t;
    pub fn PyUnicode_FindChar(
        str: *mut PyObject,
        ch: Py_UCS4,
        start: Py_ssize_t,
        end: Py_ssize_t,
        direction: c_int,
    ) -> Py_ssize_t;
    pub fn PyUnicode_Format(format: *mut PyObject, args: *mut PyObject) -> *mut PyObject;
    pub fn PyUnicode_FromEncodedObject(
        obj: *mut PyObject,
        encoding: *const c_char,
        errors: *const c_char,
    ) -> *mut PyObject;
    pub fn PyUnicode_FromFormat(format: *const c_char, ...) -> *mut PyObject;
    pub fn PyUnicode_FromObject(obj: *mut PyObject) -> *mut PyObject;
    pub fn PyUnicode_FromOrdinal(ordinal: c_int) -> *mut PyObject;
    pub fn PyUnicode_FromString(u: *const c_char) -> *mut PyObject;
    pub fn PyUnicode_FromStringAndSize(u: *const c_char, size: Py_ssize_t) -> *mut PyObject;
    pub fn PyUnicode_FromWideChar(w: *const wchar_t, size: Py_ssize_t) -> *mut PyObject;
    pub fn PyUnicode_GetDefaultEncoding() -> *const c_char;
    pub fn PyUnicode_GetLength(unicode: *mut PyObject) -> Py_ssize_t;
    pub fn PyUnicode_InternFromString(u: *const c_char) -> *mut PyObject;
    pub fn PyUnicode_InternInPlace(arg1: *mut *mut PyObject);
    pub fn PyUnicode_IsIdentifier(s: *mut PyObject) -> c_int;
    pub fn PyUnicode_Join(separator: *mut PyObject, seq: *mut PyObject) -> *mut PyObject;
    pub fn PyUnicode_Partition(s: *mut PyObject, sep: *mut PyObject) -> *mut PyObject;
    pub fn PyUnicode_RPartition(s: *mut PyObject, sep: *mut PyObject) -> *mut PyObject;
    pub fn PyUnicode_RSplit(
        s: *mut PyObject,
        sep: *mut PyObject,
        maxsplit: Py_ssize_t,
    ) -> *mut PyObject;
    pub fn PyUnicode_ReadChar(unicode: *mut PyObject, index: Py_ssize_t) -> Py_UCS4;
    pub fn PyUnicode_Replace(
        str: *mut PyObject,
        substr: *mut PyObject,
        replstr: *mut PyObject,
        maxcount: Py_ssize_t,
    ) -> *mut PyObject;
    pub fn PyUnicode_Resize(unicode: *mut *mut PyObject, length: Py_ssize_t) -> c_int;
    pub fn PyUnicode_RichCompare(
        left: *mut PyObject,
        right: *mut PyObject,
        op: c_int,
    ) -> *mut PyObject;
    pub fn PyUnicode_Split(
        s: *mut PyObject,
        sep: *mut PyObject,
        maxsplit: Py_ssize_t,
    ) -> *mut PyObject;
    pub fn PyUnicode_Splitlines(s: *mut PyObject, keepends: c_int) -> *mut PyObject;
    pub fn PyUnicode_Substring(
        str: *mut PyObject,
        start: Py_ssize_t,
        end: Py_ssize_t,
    ) -> *mut PyObject;
    pub fn PyUnicode_Tailmatch(
        str: *mut PyObject,
        substr: *mut PyObject,
        start: Py_ssize_t,
        end: Py_ssize_t,
        direction: c_int,
    ) -> Py_ssize_t;
    pub fn PyUnicode_Translate(
        str: *mut PyObject,
        table: *mut PyObject,
        errors: *const c_char,
    ) -> *mut PyObject;
    pub fn PyUnicode_WriteChar(
        unicode: *mut PyObject,
        index: Py_ssize_t,
        character: Py_UCS4,
    ) -> c_int;
}

#[cfg(Py_3_13)]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn PyUnicode_EqualToUTF8(arg1: *mut PyObject, arg2: *const c_char) -> c_int;
    pub fn PyUnicode_EqualToUTF8AndSize(
        arg1: *mut PyObject,
        arg2: *const c_char,
        arg3: Py_ssize_t,
    ) -> c_int;
}

#[cfg(all(not(Py_LIMITED_API), not(Py_3_12)))]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn PyUnicode_GetSize(unicode: *mut PyObject) -> Py_ssize_t;
    pub fn PyUnicode_InternImmortal(arg1: *mut *mut PyObject);
    pub fn _PyUnicode_Ready(unicode: *mut PyObject) -> c_int;
}

#[cfg(all(not(Py_LIMITED_API), not(Py_3_13)))]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn _PyUnicode_Copy(unicode: *mut PyObject) -> *mut PyObject;
    pub fn _PyUnicode_FastCopyCharacters(
        to: *mut PyObject,
        to_start: Py_ssize_t,
        from: *mut PyObject,
        from_start: Py_ssize_t,
        how_many: Py_ssize_t,
    );
}

#[cfg(any(not(Py_LIMITED_API), Py_3_10))]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn PyUnicode_AsUTF8AndSize(unicode: *mut PyObject, size: *mut Py_ssize_t) -> *const c_char;
}

#[cfg(not(Py_LIMITED_API))]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn PyUnicode_AsUTF8(unicode: *mut PyObject) -> *const c_char;
    pub fn PyUnicode_CopyCharacters(
        to: *mut PyObject,
        to_start: Py_ssize_t,
        from: *mut PyObject,
        from_start: Py_ssize_t,
        how_many: Py_ssize_t,
    ) -> Py_ssize_t;
    pub fn PyUnicode_Fill(
        unicode: *mut PyObject,
        start: Py_ssize_t,
        length: Py_ssize_t,
        fill_char: Py_UCS4,
    ) -> Py_ssize_t;
    pub fn PyUnicode_FromKindAndData(
        kind: c_int,
        buffer: *const c_void,
        size: Py_ssize_t,
    ) -> *mut PyObject;
    pub fn PyUnicode_New(size: Py_ssize_t, maxchar: Py_UCS4) -> *mut PyObject;
    pub fn _PyUnicode_IsLowercase(ch: Py_UCS4) -> c_int;
}

#[cfg(Py_3_14)]
#[cfg_attr(windows, link(name = "pythonXY"))]
extern "C" {
    pub fn PyUnicode_Equal(str1: *mut PyObject, str2: *mut PyObject) -> c_int;
}
