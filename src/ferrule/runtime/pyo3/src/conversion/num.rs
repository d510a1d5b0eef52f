//! Integers: `int`, and on the way in whatever has `__index__`.

use core::convert::Infallible;
use core::ffi::{c_long, c_longlong, c_ulonglong};
use core::num::NonZero;

use super::bulk::Scalar;
use super::private::Token;
use super::{buffer, read, FromPyObject, IntoPyObject};
use crate::err::{PyErr, PyResult};
use crate::exceptions::{PyOverflowError, PyValueError};
use crate::ffi;
use crate::instance::{Borrowed, Bound};
use crate::marker::Python;
use crate::types::{PyAny, PyInt};

/// The object itself if it is an `int`, else what its `__index__` gives.
fn index<'py>(object: Borrowed<'_, 'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    // SAFETY: attached, and the object is alive.
    unsafe { Bound::from_owned_ptr_or_err(object.py(), ffi::PyNumber_Index(object.as_ptr())) }
}

/// `value`, unless it is the mark of an error and there is one.
fn checked<T: PartialEq>(py: Python<'_>, value: T, mark: T) -> PyResult<T> {
    if value == mark {
        crate::err::error_if_pending(py)?;
    }
    Ok(value)
}

fn long(object: Borrowed<'_, '_, PyAny>) -> PyResult<c_long> {
    let number = index(object)?;
    // SAFETY: attached; an `int`.
    checked(
        object.py(),
        unsafe { ffi::PyLong_AsLong(number.as_ptr()) },
        -1,
    )
}

fn long_long(object: Borrowed<'_, '_, PyAny>) -> PyResult<c_longlong> {
    if size_of::<c_long>() == size_of::<c_longlong>() {
        return long(object).map(|value| value as c_longlong);
    }
    let number = index(object)?;
    // SAFETY: attached; an `int`.
    checked(
        object.py(),
        unsafe { ffi::PyLong_AsLongLong(number.as_ptr()) },
        -1,
    )
}

fn unsigned_long_long(object: Borrowed<'_, '_, PyAny>) -> PyResult<c_ulonglong> {
    let number = index(object)?;
    // SAFETY: attached; an `int`.
    let value = unsafe { ffi::PyLong_AsUnsignedLongLong(number.as_ptr()) };
    checked(object.py(), value, c_ulonglong::MAX)
}

/// A wide conversion narrowed to the type in question.
fn narrow<W, N: TryFrom<W>>(wide: PyResult<W>) -> PyResult<N>
where
    N::Error: core::fmt::Display,
{
    N::try_from(wide?).map_err(|error| PyOverflowError::new_err(error.to_string()))
}

/// The upper and lower 64 bits of an `int`, the upper by `upper`, which raises `OverflowError` for all beyond it.
fn halves<H: PartialEq>(
    object: Borrowed<'_, '_, PyAny>,
    upper: unsafe extern "C" fn(*mut ffi::PyObject) -> H,
    mark: H,
) -> PyResult<(H, u64)> {
    let py = object.py();
    let number = index(object)?;
    // SAFETY: attached; ints throughout, results are checked.
    unsafe {
        let lower = ffi::PyLong_AsUnsignedLongLongMask(number.as_ptr());
        let shift = Bound::<PyAny>::from_owned_ptr_or_err(py, ffi::PyLong_FromLong(64))?;
        let rest = ffi::PyNumber_Rshift(number.as_ptr(), shift.as_ptr());
        let rest = Bound::<PyAny>::from_owned_ptr_or_err(py, rest)?;
        Ok((checked(py, upper(rest.as_ptr()), mark)?, lower))
    }
}

fn wide_signed(object: Borrowed<'_, '_, PyAny>) -> PyResult<i128> {
    let (upper, lower) = halves(object, ffi::PyLong_AsLongLong, -1)?;
    Ok(i128::from(upper) << 64 | i128::from(lower))
}

fn wide_unsigned(object: Borrowed<'_, '_, PyAny>) -> PyResult<u128> {
    let (upper, lower) = halves(object, ffi::PyLong_AsUnsignedLongLong, u64::MAX)?;
    Ok(u128::from(upper) << 64 | u128::from(lower))
}

/// An `int` of two halves, or null with an exception set.
fn from_halves(py: Python<'_>, upper: *mut ffi::PyObject, lower: u64) -> *mut ffi::PyObject {
    let join = || {
        // SAFETY: attached; `upper` is null with an exception set or a new reference; results are checked.
        unsafe {
            let upper = Bound::<PyAny>::from_owned_ptr_or_err(py, upper)?;
            let shift = Bound::<PyAny>::from_owned_ptr_or_err(py, ffi::PyLong_FromLong(64))?;
            let upper = ffi::PyNumber_Lshift(upper.as_ptr(), shift.as_ptr());
            let upper = Bound::<PyAny>::from_owned_ptr_or_err(py, upper)?;
            let lower =
                Bound::<PyAny>::from_owned_ptr_or_err(py, ffi::PyLong_FromUnsignedLongLong(lower))?;
            Bound::<PyAny>::from_owned_ptr_or_err(
                py,
                ffi::PyNumber_Or(upper.as_ptr(), lower.as_ptr()),
            )
        }
    };
    match join() {
        Ok(number) => number.into_ptr(),
        Err(error) => {
            error.restore(py);
            core::ptr::null_mut()
        }
    }
}

/// # Safety
/// Attached.
unsafe fn from_wide_signed(value: i128) -> *mut ffi::PyObject {
    // SAFETY: the caller's contract.
    unsafe {
        match i64::try_from(value) {
            Ok(value) => ffi::PyLong_FromLongLong(value),
            Err(_) => {
                let upper = ffi::PyLong_FromLongLong((value >> 64) as i64);
                from_halves(Python::assume_attached(), upper, value as u64)
            }
        }
    }
}

/// # Safety
/// Attached.
unsafe fn from_wide_unsigned(value: u128) -> *mut ffi::PyObject {
    // SAFETY: the caller's contract.
    unsafe {
        match u64::try_from(value) {
            Ok(value) => ffi::PyLong_FromUnsignedLongLong(value),
            Err(_) => {
                let upper = ffi::PyLong_FromUnsignedLongLong((value >> 64) as u64);
                from_halves(Python::assume_attached(), upper, value as u64)
            }
        }
    }
}

/// A new `int`, or null with an exception set.
trait ToInt {
    /// Callers are attached.
    fn to_int(self) -> *mut ffi::PyObject;
}

/// Both directions of one integer type. `$list` makes the object for a slice, `$buffer` reads a whole buffer.
macro_rules! integer {
    ($type:ident, $module:ident, $convert:expr, $make:expr) => {
        integer!($type, $module, $convert, $make, $module::list, buffer::read, {});
    };
    ($type:ident, $module:ident, $convert:expr, $make:expr, $list:path, $buffer:path, { $($read_vec:item)* }) => {
        impl ToInt for $type {
            #[inline(always)]
            fn to_int(self) -> *mut ffi::PyObject {
                // SAFETY: callers are attached.
                unsafe { $make(self.into()) }
            }
        }

        impl Scalar for $type {
            #[inline(always)]
            unsafe fn read(object: *mut ffi::PyObject) -> Option<Self> {
                // SAFETY: the caller's contract.
                unsafe { read::int(object) }?.try_into().ok()
            }

            fn convert(object: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
                $convert(object)
            }

            fn read_buffer(object: Borrowed<'_, '_, PyAny>) -> Option<Vec<Self>> {
                $buffer(object)
            }
        }

        prebuilt!($module: $type, |value| value.to_int());

        impl FromPyObject<'_, '_> for $type {
            from_py_by_prebuilt!($module: $type);
            $($read_vec)*
        }

        impl<'py> IntoPyObject<'py> for $type {
            type Target = PyInt;
            type Output = Bound<'py, PyInt>;
            type Error = Infallible;

            #[inline]
            fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Infallible> {
                // SAFETY: a new reference to an int; null only without memory.
                Ok(unsafe { Bound::from_owned_ptr(py, self.to_int()).cast_into_unchecked() })
            }

            into_raw_by!(|value| value.to_int());
            into_py_by_prebuilt!($list);
        }

        impl<'py> IntoPyObject<'py> for &$type {
            type Target = PyInt;
            type Output = Bound<'py, PyInt>;
            type Error = Infallible;

            #[inline]
            fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Infallible> {
                (*self).into_pyobject(py)
            }

            into_raw_by!(|value| value.to_int());
            into_py_by_prebuilt!(&$list);
        }
    };
}

integer!(
    i8,
    i8_in,
    |object| narrow(long(object)),
    ffi::PyLong_FromLong
);
integer!(
    i16,
    i16_in,
    |object| narrow(long(object)),
    ffi::PyLong_FromLong
);
integer!(
    i32,
    i32_in,
    |object| narrow(long(object)),
    ffi::PyLong_FromLong
);
integer!(i64, i64_in, long_long, ffi::PyLong_FromLongLong);
integer!(
    isize,
    isize_in,
    |object| narrow(long_long(object)),
    ffi::PyLong_FromSsize_t
);
integer!(i128, i128_in, wide_signed, from_wide_signed);
// Many bytes together are `bytes`, not a list, and are taken whole from `bytes` and `bytearray`.
integer!(
    u8,
    u8_in,
    |object| narrow(long(object)),
    ffi::PyLong_FromLong,
    super::bytes::make,
    super::bytes::copy,
    {
        #[inline(always)]
        fn read_vec(obj: Borrowed<'_, '_, PyAny>, _: Token) -> Option<Vec<u8>> {
            // SAFETY: attached, and the object is alive.
            unsafe { read::bytes(obj.as_ptr()) }.map(<[u8]>::to_vec)
        }
    }
);
integer!(
    u16,
    u16_in,
    |object| narrow(long(object)),
    ffi::PyLong_FromLong
);
integer!(
    u32,
    u32_in,
    |object| narrow(long_long(object)),
    ffi::PyLong_FromLongLong
);
integer!(
    u64,
    u64_in,
    unsigned_long_long,
    ffi::PyLong_FromUnsignedLongLong
);
integer!(
    usize,
    usize_in,
    |object| narrow(unsigned_long_long(object)),
    ffi::PyLong_FromSize_t
);
integer!(u128, u128_in, wide_unsigned, from_wide_unsigned);

macro_rules! nonzero {
    ($($type:ident)*) => { $(
        impl FromPyObject<'_, '_> for NonZero<$type> {
            type Error = PyErr;

            #[inline]
            fn extract(obj: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
                NonZero::new(<$type>::extract(obj)?).ok_or_else(zero)
            }
        }

        impl<'py> IntoPyObject<'py> for NonZero<$type> {
            type Target = PyInt;
            type Output = Bound<'py, PyInt>;
            type Error = Infallible;

            #[inline]
            fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Infallible> {
                self.get().into_pyobject(py)
            }
        }

        impl<'py> IntoPyObject<'py> for &NonZero<$type> {
            type Target = PyInt;
            type Output = Bound<'py, PyInt>;
            type Error = Infallible;

            #[inline]
            fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Infallible> {
                self.get().into_pyobject(py)
            }
        }
    )* };
}

nonzero!(i8 i16 i32 i64 isize i128 u8 u16 u32 u64 usize u128);

#[cold]
fn zero() -> PyErr {
    PyValueError::new_err("invalid zero value")
}
