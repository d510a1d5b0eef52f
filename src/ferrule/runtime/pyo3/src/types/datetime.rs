//! The classes of the `datetime` module, and how to make their instances.
//!
//! How to read them is in [`access`].

use super::{PyAny, PyAnyMethods, PyString};
#[cfg(Py_LIMITED_API)]
use super::{PyDict, PyDictMethods};
use crate::conversion::{IntoPyObject, IntoPyObjectExt};
use crate::err::PyResult;
#[cfg(not(Py_LIMITED_API))]
use crate::ffi;
use crate::instance::{Borrowed, Bound, BoundObject};
use crate::intern;
use crate::marker::Python;
use crate::sync::PyOnceLock;
use crate::type_object::PyTypeInfo;
use crate::types::PyType;
use crate::Py;

pub mod access;

/// A class of the `datetime` module: from the module's table of C functions where the ABI has one, else imported.
macro_rules! datetime_type {
    ($(#[$meta:meta])* $name:ident = $class:literal, $field:ident) => {
        marker_type!($(#[$meta])* $name);

        #[cfg(Py_LIMITED_API)]
        imported_type_info!($name = $class in "datetime");

        // SAFETY: the address of the module's own type, which the module's table keeps alive.
        #[cfg(not(Py_LIMITED_API))]
        unsafe impl PyTypeInfo for $name {
            const NAME: &'static str = $class;
            const MODULE: Option<&'static str> = Some("datetime");

            /// # Panics
            /// If `datetime` cannot be imported.
            #[inline]
            fn type_object_raw(py: Python<'_>) -> *mut ffi::PyTypeObject {
                match api(py) {
                    Ok(api) => api.$field,
                    Err(error) => panic!("failed to import `datetime`: {error}"),
                }
            }

            /// Without `datetime` there are no instances of its classes.
            #[inline]
            fn is_type_of(object: &Bound<'_, PyAny>) -> bool {
                api(object.py()).is_ok_and(|api| object.is_instance_of_type(api.$field))
            }
        }
    };
}

datetime_type!(
    /// Python's `datetime.date`.
    PyDate = "date", DateType
);
datetime_type!(
    /// Python's `datetime.datetime`.
    PyDateTime = "datetime", DateTimeType
);
datetime_type!(
    /// Python's `datetime.time`.
    PyTime = "time", TimeType
);
datetime_type!(
    /// Python's `datetime.timedelta`.
    PyDelta = "timedelta", DeltaType
);
datetime_type!(
    /// Python's `datetime.tzinfo`.
    PyTzInfo = "tzinfo", TZInfoType
);

/// The module's table, imported on first use.
#[cfg(not(Py_LIMITED_API))]
#[inline]
fn api(py: Python<'_>) -> PyResult<&'static ffi::PyDateTime_CAPI> {
    // SAFETY: attached; the table lives as long as the process.
    unsafe {
        if ffi::PyDateTimeAPI().is_null() {
            ffi::PyDateTime_IMPORT();
        }
        ffi::PyDateTimeAPI()
            .as_ref()
            .ok_or_else(|| crate::PyErr::fetch(py))
    }
}

/// A class of the module, where failing to import is an error to report.
fn class<'py, T: PyTypeInfo>(py: Python<'py>) -> PyResult<Bound<'py, PyType>> {
    py.import("datetime")?;
    Ok(T::type_object(py))
}

/// What a constructor of the module made.
///
/// # Safety
/// `object` is a `T`.
unsafe fn made<T>(object: PyResult<Bound<'_, PyAny>>) -> PyResult<Bound<'_, T>> {
    // SAFETY: the caller's contract.
    object.map(|object| unsafe { object.cast_into_unchecked() })
}

impl PyDate {
    /// `datetime.date(year, month, day)`.
    ///
    /// # Errors
    /// `ValueError` if there is no such day.
    pub fn new(py: Python<'_>, year: i32, month: u8, day: u8) -> PyResult<Bound<'_, PyDate>> {
        #[cfg(not(Py_LIMITED_API))]
        // SAFETY: attached; the table's function and type belong together.
        unsafe {
            let api = api(py)?;
            let date = (api.Date_FromDate)(year, month.into(), day.into(), api.DateType);
            made(Bound::from_owned_ptr_or_err(py, date))
        }
        #[cfg(Py_LIMITED_API)]
        // SAFETY: calling a class makes an instance.
        unsafe {
            made(class::<PyDate>(py)?.call1((year, month, day)))
        }
    }

    /// `datetime.date.fromtimestamp(timestamp)`: seconds since 1970, in local time.
    ///
    /// # Errors
    /// `OverflowError`, `OSError` or `ValueError` if the system cannot represent it.
    pub fn from_timestamp(py: Python<'_>, timestamp: f64) -> PyResult<Bound<'_, PyDate>> {
        // SAFETY: the method makes a date.
        unsafe {
            made(class::<PyDate>(py)?.call_method1(intern!(py, "fromtimestamp"), (timestamp,)))
        }
    }
}

impl PyDateTime {
    /// `datetime.datetime(year, month, day, hour, minute, second, microsecond, tzinfo)`.
    ///
    /// # Errors
    /// `ValueError` if there is no such day or time.
    #[allow(clippy::too_many_arguments)] // as many as the Python class has
    pub fn new<'py>(
        py: Python<'py>,
        year: i32,
        month: u8,
        day: u8,
        hour: u8,
        minute: u8,
        second: u8,
        microsecond: u32,
        tzinfo: Option<&Bound<'py, PyTzInfo>>,
    ) -> PyResult<Bound<'py, PyDateTime>> {
        PyDateTime::new_with_fold(
            py,
            year,
            month,
            day,
            hour,
            minute,
            second,
            microsecond,
            tzinfo,
            false,
        )
    }

    /// As [`PyDateTime::new`]; `fold` picks the second of two equal local times when clocks are set back.
    ///
    /// # Errors
    /// `ValueError` if there is no such day or time.
    #[allow(clippy::too_many_arguments)] // as many as the Python class has
    pub fn new_with_fold<'py>(
        py: Python<'py>,
        year: i32,
        month: u8,
        day: u8,
        hour: u8,
        minute: u8,
        second: u8,
        microsecond: u32,
        tzinfo: Option<&Bound<'py, PyTzInfo>>,
        fold: bool,
    ) -> PyResult<Bound<'py, PyDateTime>> {
        #[cfg(not(Py_LIMITED_API))]
        // SAFETY: attached; the table's function and type belong together; the zone is alive.
        unsafe {
            let api = api(py)?;
            let datetime = (api.DateTime_FromDateAndTimeAndFold)(
                year,
                month.into(),
                day.into(),
                hour.into(),
                minute.into(),
                second.into(),
                in_c(microsecond),
                zone(tzinfo),
                fold.into(),
                api.DateTimeType,
            );
            made(Bound::from_owned_ptr_or_err(py, datetime))
        }
        #[cfg(Py_LIMITED_API)]
        // SAFETY: calling a class makes an instance.
        unsafe {
            let args = (year, month, day, hour, minute, second, microsecond, tzinfo);
            made(class::<PyDateTime>(py)?.call(args, Some(&fold_argument(py, fold)?)))
        }
    }

    /// `datetime.datetime.fromtimestamp(timestamp, tzinfo)`: seconds since 1970, in local time without a zone.
    ///
    /// # Errors
    /// `OverflowError`, `OSError` or `ValueError` if the system cannot represent it.
    pub fn from_timestamp<'py>(
        py: Python<'py>,
        timestamp: f64,
        tzinfo: Option<&Bound<'py, PyTzInfo>>,
    ) -> PyResult<Bound<'py, PyDateTime>> {
        // SAFETY: the method makes a datetime.
        unsafe {
            made(
                class::<PyDateTime>(py)?
                    .call_method1(intern!(py, "fromtimestamp"), (timestamp, tzinfo)),
            )
        }
    }
}

impl PyTime {
    /// `datetime.time(hour, minute, second, microsecond, tzinfo)`.
    ///
    /// # Errors
    /// `ValueError` if there is no such time.
    pub fn new<'py>(
        py: Python<'py>,
        hour: u8,
        minute: u8,
        second: u8,
        microsecond: u32,
        tzinfo: Option<&Bound<'py, PyTzInfo>>,
    ) -> PyResult<Bound<'py, PyTime>> {
        PyTime::new_with_fold(py, hour, minute, second, microsecond, tzinfo, false)
    }

    /// As [`PyTime::new`]; `fold` picks the second of two equal local times when clocks are set back.
    ///
    /// # Errors
    /// `ValueError` if there is no such time.
    pub fn new_with_fold<'py>(
        py: Python<'py>,
        hour: u8,
        minute: u8,
        second: u8,
        microsecond: u32,
        tzinfo: Option<&Bound<'py, PyTzInfo>>,
        fold: bool,
    ) -> PyResult<Bound<'py, PyTime>> {
        #[cfg(not(Py_LIMITED_API))]
        // SAFETY: attached; the table's function and type belong together; the zone is alive.
        unsafe {
            let api = api(py)?;
            let time = (api.Time_FromTimeAndFold)(
                hour.into(),
                minute.into(),
                second.into(),
                in_c(microsecond),
                zone(tzinfo),
                fold.into(),
                api.TimeType,
            );
            made(Bound::from_owned_ptr_or_err(py, time))
        }
        #[cfg(Py_LIMITED_API)]
        // SAFETY: calling a class makes an instance.
        unsafe {
            let args = (hour, minute, second, microsecond, tzinfo);
            made(class::<PyTime>(py)?.call(args, Some(&fold_argument(py, fold)?)))
        }
    }
}

/// A number for C; one that does not fit becomes −1, which the callee refuses as it would the number itself.
#[cfg(not(Py_LIMITED_API))]
fn in_c(number: u32) -> core::ffi::c_int {
    number.try_into().unwrap_or(-1)
}

/// The zone, or `None`, borrowed.
#[cfg(not(Py_LIMITED_API))]
fn zone(tzinfo: Option<&Bound<'_, PyTzInfo>>) -> *mut ffi::PyObject {
    // SAFETY: the singleton's address is constant while attached.
    tzinfo.map_or_else(|| unsafe { ffi::Py_None() }, |zone| zone.as_ptr())
}

/// `{"fold": fold}`.
#[cfg(Py_LIMITED_API)]
fn fold_argument(py: Python<'_>, fold: bool) -> PyResult<Bound<'_, PyDict>> {
    let kwargs = PyDict::new(py);
    kwargs.set_item(intern!(py, "fold"), u8::from(fold))?;
    Ok(kwargs)
}

impl PyDelta {
    /// `datetime.timedelta(days, seconds, microseconds)`. Parts out of range are carried over if `normalize` says so.
    ///
    /// # Errors
    /// `OverflowError` if there are too many days.
    pub fn new(
        py: Python<'_>,
        days: i32,
        seconds: i32,
        microseconds: i32,
        normalize: bool,
    ) -> PyResult<Bound<'_, PyDelta>> {
        #[cfg(not(Py_LIMITED_API))]
        // SAFETY: attached; the table's function and type belong together.
        unsafe {
            let api = api(py)?;
            let delta =
                (api.Delta_FromDelta)(days, seconds, microseconds, normalize.into(), api.DeltaType);
            made(Bound::from_owned_ptr_or_err(py, delta))
        }
        #[cfg(Py_LIMITED_API)]
        // SAFETY: calling a class makes an instance, which is always normalised.
        unsafe {
            let _ = normalize;
            made(class::<PyDelta>(py)?.call1((days, seconds, microseconds)))
        }
    }
}

impl PyTzInfo {
    /// `datetime.timezone.utc`.
    ///
    /// # Errors
    /// What importing `datetime` raises.
    pub fn utc(py: Python<'_>) -> PyResult<Borrowed<'static, '_, PyTzInfo>> {
        static UTC: PyOnceLock<Py<PyTzInfo>> = PyOnceLock::new();
        let utc = UTC.get_or_try_init(py, || {
            let utc = py.import("datetime")?.getattr("timezone")?.getattr("utc")?;
            PyResult::Ok(utc.cast_into::<PyTzInfo>()?.unbind())
        })?;
        Ok(utc.bind_borrowed(py))
    }

    /// `zoneinfo.ZoneInfo(iana_name)`.
    ///
    /// # Errors
    /// `zoneinfo.ZoneInfoNotFoundError` if the name is unknown.
    pub fn timezone<'py, T>(py: Python<'py>, iana_name: T) -> PyResult<Bound<'py, PyTzInfo>>
    where
        T: IntoPyObject<'py, Target = PyString>,
    {
        static ZONE_INFO: PyOnceLock<Py<PyType>> = PyOnceLock::new();
        let name = iana_name
            .into_pyobject_or_pyerr(py)?
            .into_any()
            .into_bound();
        Ok(ZONE_INFO
            .import(py, "zoneinfo", "ZoneInfo")?
            .call1((name,))?
            .cast_into()?)
    }

    /// `datetime.timezone(offset)`.
    ///
    /// # Errors
    /// `ValueError` if the offset is a day or more.
    pub fn fixed_offset<'py, T>(py: Python<'py>, offset: T) -> PyResult<Bound<'py, PyTzInfo>>
    where
        T: IntoPyObject<'py, Target = PyDelta>,
    {
        static TIMEZONE: PyOnceLock<Py<PyType>> = PyOnceLock::new();
        let offset = offset.into_pyobject_or_pyerr(py)?.into_any().into_bound();
        Ok(TIMEZONE
            .import(py, "datetime", "timezone")?
            .call1((offset,))?
            .cast_into()?)
    }
}
