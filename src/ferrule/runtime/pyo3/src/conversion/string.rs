//! Text: `str`, with `String`, `&str` and `Cow<str>`.

use std::borrow::Cow;
use std::convert::Infallible;

use super::bulk::Scalar;
use super::private::Token;
use super::{read, FromPyObject, IntoPyObject};
use crate::err::{CastError, PyErr, PyResult};
use crate::ffi;
use crate::glue::Convert;
use crate::instance::{Borrowed, Bound};
use crate::marker::Python;
use crate::type_object::PyTypeInfo;
use crate::types::{PyAny, PyString};

/// The UTF-8 text of a `str`, which Python keeps with the object.
///
/// # Errors
/// `TypeError` if it is no `str`, `UnicodeEncodeError` for lone surrogates.
#[cfg(any(Py_3_10, not(Py_LIMITED_API)))]
pub fn utf8<'a>(object: Borrowed<'a, '_, PyAny>) -> PyResult<&'a str> {
    // SAFETY: attached; the object is alive for `'a` and never changes; Python's UTF-8 is valid.
    unsafe {
        if ffi::PyUnicode_Check(object.as_ptr()) == 0 {
            return Err(not_a_str(object));
        }
        let mut len = 0;
        let data = ffi::PyUnicode_AsUTF8AndSize(object.as_ptr(), &mut len);
        if data.is_null() {
            return Err(PyErr::fetch(object.py()));
        }
        let bytes = core::slice::from_raw_parts(data.cast::<u8>(), len as usize);
        Ok(core::str::from_utf8_unchecked(bytes))
    }
}

#[cold]
pub fn not_a_str(object: Borrowed<'_, '_, PyAny>) -> PyErr {
    CastError::new(object, PyString::type_object(object.py()).into_any()).into()
}

/// The text of a `str`, copied.
fn owned(object: Borrowed<'_, '_, PyAny>) -> PyResult<String> {
    #[cfg(any(Py_3_10, not(Py_LIMITED_API)))]
    {
        utf8(object).map(str::to_owned)
    }
    #[cfg(not(any(Py_3_10, not(Py_LIMITED_API))))]
    // SAFETY: attached, and the object is alive; the encoded bytes live while they are copied, and are valid UTF-8.
    unsafe {
        if ffi::PyUnicode_Check(object.as_ptr()) == 0 {
            return Err(not_a_str(object));
        }
        let encoded = Bound::<PyAny>::from_owned_ptr_or_err(
            object.py(),
            ffi::PyUnicode_AsUTF8String(object.as_ptr()),
        )?;
        let bytes = read::bytes(encoded.as_ptr()).unwrap_or(&[]);
        Ok(String::from_utf8_unchecked(bytes.to_vec()))
    }
}

/// A new `str`, or null with an exception set.
///
/// # Safety
/// Attached.
#[inline(always)]
pub unsafe fn make(text: &str) -> *mut ffi::PyObject {
    // SAFETY: the caller's contract; Python copies the text.
    unsafe { ffi::PyUnicode_FromStringAndSize(text.as_ptr().cast(), text.len() as ffi::Py_ssize_t) }
}

impl Scalar for String {
    #[inline(always)]
    unsafe fn read(object: *mut ffi::PyObject) -> Option<Self> {
        // SAFETY: the caller's contract; the text is copied at once.
        unsafe { read::text(object) }.map(str::to_owned)
    }

    fn convert(object: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        owned(object)
    }
}

prebuilt!(string_in: String, |text| {
    // SAFETY: whoever converts is attached.
    unsafe { make(text) }
});

impl FromPyObject<'_, '_> for String {
    from_py_by_prebuilt!(string_in: String);
}

/// # Safety
/// Attached; `object` outlives the value; `out` is valid for writing one `&str`.
#[cfg(any(Py_3_10, not(Py_LIMITED_API)))]
unsafe fn str_raw(object: *mut ffi::PyObject, out: *mut u8) -> Result<(), PyErr> {
    // SAFETY: the caller's contract.
    unsafe {
        let text = match read::text(object) {
            Some(text) => text,
            None => utf8(Borrowed::from_ptr(Python::assume_attached(), object))?,
        };
        out.cast::<&str>().write(text);
        Ok(())
    }
}

/// # Safety
/// Attached; `object` outlives the value; `out` is valid for writing one `Option<&str>`.
#[cfg(any(Py_3_10, not(Py_LIMITED_API)))]
unsafe fn str_option_raw(object: *mut ffi::PyObject, out: *mut u8) -> Result<(), PyErr> {
    // SAFETY: the caller's contract.
    unsafe {
        let text = match read::text(object) {
            Some(text) => Some(text),
            None if ffi::Py_IsNone(object) != 0 => None,
            None => Some(utf8(Borrowed::from_ptr(Python::assume_attached(), object))?),
        };
        out.cast::<Option<&str>>().write(text);
        Ok(())
    }
}

#[cfg(any(Py_3_10, not(Py_LIMITED_API)))]
impl<'a> FromPyObject<'a, '_> for &'a str {
    type Error = PyErr;

    const CONVERT: Convert = Convert::new(str_raw);
    const CONVERT_OPTION: Option<Convert> = Some(Convert::new(str_option_raw));

    #[inline(always)]
    fn read(obj: Borrowed<'a, '_, PyAny>, _: Token) -> Option<Self> {
        // SAFETY: attached; the object is alive for `'a`.
        unsafe { read::text(obj.as_ptr()) }
    }

    #[inline]
    fn extract(obj: Borrowed<'a, '_, PyAny>) -> PyResult<Self> {
        // SAFETY: attached; the object is alive for `'a`.
        match unsafe { read::text(obj.as_ptr()) } {
            Some(text) => Ok(text),
            None => utf8(obj),
        }
    }
}

impl<'a> FromPyObject<'a, '_> for Cow<'a, str> {
    type Error = PyErr;

    fn extract(obj: Borrowed<'a, '_, PyAny>) -> PyResult<Self> {
        #[cfg(any(Py_3_10, not(Py_LIMITED_API)))]
        {
            obj.extract::<&'a str>().map(Cow::Borrowed)
        }
        #[cfg(not(any(Py_3_10, not(Py_LIMITED_API))))]
        {
            owned(obj).map(Cow::Owned)
        }
    }
}

macro_rules! text_into_py {
    ($(impl $type:ty;)*) => { $(
        impl<'py> IntoPyObject<'py> for $type {
            type Target = PyString;
            type Output = Bound<'py, PyString>;
            type Error = Infallible;

            #[inline]
            fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Infallible> {
                str_into(&self, py)
            }
        }
    )* };
}

#[inline]
pub fn str_into<'py>(text: &str, py: Python<'py>) -> Result<Bound<'py, PyString>, Infallible> {
    // SAFETY: a new reference to a `str`; null only without memory.
    Ok(unsafe { Bound::from_owned_ptr(py, make(text)).cast_into_unchecked() })
}

text_into_py! {
    impl Cow<'_, str>;
    impl &Cow<'_, str>;
}

impl<'py> IntoPyObject<'py> for &str {
    type Target = PyString;
    type Output = Bound<'py, PyString>;
    type Error = Infallible;

    #[inline]
    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Infallible> {
        str_into(self, py)
    }

    into_raw_by!(|text| {
        // SAFETY: attached.
        unsafe { make(text) }
    });
}

impl<'py> IntoPyObject<'py> for String {
    type Target = PyString;
    type Output = Bound<'py, PyString>;
    type Error = Infallible;

    #[inline]
    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Infallible> {
        str_into(&self, py)
    }

    into_raw_by!(|text| {
        // SAFETY: attached.
        unsafe { make(&text) }
    });
    into_py_by_prebuilt!(string_in::list);
}

impl<'py> IntoPyObject<'py> for &String {
    type Target = PyString;
    type Output = Bound<'py, PyString>;
    type Error = Infallible;

    #[inline]
    fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Infallible> {
        str_into(self, py)
    }

    into_raw_by!(|text| {
        // SAFETY: attached.
        unsafe { make(text) }
    });
    into_py_by_prebuilt!(&string_in::list);
}
