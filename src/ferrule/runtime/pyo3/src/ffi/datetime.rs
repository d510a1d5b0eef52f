//! `datetime.h`: the C API of the `datetime` module, reached through its capsule. Not part of the stable ABI.

use super::*;
use core::ffi::{c_char, c_int, c_uchar};
use core::sync::atomic::{AtomicPtr, Ordering};

/// `datetime.timedelta`.
#[repr(C)]
pub struct PyDateTime_Delta {
    pub ob_base: PyObject,
    pub hashcode: Py_hash_t,
    pub days: c_int,
    pub seconds: c_int,
    pub microseconds: c_int,
}

/// `datetime.tzinfo`.
#[repr(C)]
pub struct PyDateTime_TZInfo {
    pub ob_base: PyObject,
}

/// What date, time and datetime objects start with.
#[repr(C)]
pub struct _PyDateTime_BaseTZInfo {
    pub ob_base: PyObject,
    pub hashcode: Py_hash_t,
    pub hastzinfo: c_char,
}

/// `datetime.date`.
#[repr(C)]
pub struct PyDateTime_Date {
    pub ob_base: PyObject,
    pub hashcode: Py_hash_t,
    pub hastzinfo: c_char,
    pub data: [c_uchar; 4],
}

/// `datetime.time` without a time zone: the tail of `PyDateTime_Time` is missing.
#[repr(C)]
pub struct _PyDateTime_BaseTime {
    pub ob_base: PyObject,
    pub hashcode: Py_hash_t,
    pub hastzinfo: c_char,
    pub data: [c_uchar; 6],
}

/// `datetime.time`. `tzinfo` is there only if `hastzinfo` is set.
#[repr(C)]
pub struct PyDateTime_Time {
    pub ob_base: PyObject,
    pub hashcode: Py_hash_t,
    pub hastzinfo: c_char,
    pub data: [c_uchar; 6],
    pub fold: c_uchar,
    pub tzinfo: *mut PyObject,
}

/// `datetime.datetime` without a time zone: the tail of `PyDateTime_DateTime` is missing.
#[repr(C)]
pub struct _PyDateTime_BaseDateTime {
    pub ob_base: PyObject,
    pub hashcode: Py_hash_t,
    pub hastzinfo: c_char,
    pub data: [c_uchar; 10],
}

/// `datetime.datetime`. `tzinfo` is there only if `hastzinfo` is set.
#[repr(C)]
pub struct PyDateTime_DateTime {
    pub ob_base: PyObject,
    pub hashcode: Py_hash_t,
    pub hastzinfo: c_char,
    pub data: [c_uchar; 10],
    pub fold: c_uchar,
    pub tzinfo: *mut PyObject,
}

/// What the capsule `datetime.datetime_CAPI` points to.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct PyDateTime_CAPI {
    pub DateType: *mut PyTypeObject,
    pub DateTimeType: *mut PyTypeObject,
    pub TimeType: *mut PyTypeObject,
    pub DeltaType: *mut PyTypeObject,
    pub TZInfoType: *mut PyTypeObject,
    pub TimeZone_UTC: *mut PyObject,
    pub Date_FromDate: unsafe extern "C" fn(
        year: c_int,
        month: c_int,
        day: c_int,
        cls: *mut PyTypeObject,
    ) -> *mut PyObject,
    pub DateTime_FromDateAndTime: unsafe extern "C" fn(
        year: c_int,
        month: c_int,
        day: c_int,
        hour: c_int,
        minute: c_int,
        second: c_int,
        microsecond: c_int,
        tzinfo: *mut PyObject,
        cls: *mut PyTypeObject,
    ) -> *mut PyObject,
    pub Time_FromTime: unsafe extern "C" fn(
        hour: c_int,
        minute: c_int,
        second: c_int,
        microsecond: c_int,
        tzinfo: *mut PyObject,
        cls: *mut PyTypeObject,
    ) -> *mut PyObject,
    pub Delta_FromDelta: unsafe extern "C" fn(
        days: c_int,
        seconds: c_int,
        microseconds: c_int,
        normalize: c_int,
        cls: *mut PyTypeObject,
    ) -> *mut PyObject,
    pub TimeZone_FromTimeZone:
        unsafe extern "C" fn(offset: *mut PyObject, name: *mut PyObject) -> *mut PyObject,
    pub DateTime_FromTimestamp: unsafe extern "C" fn(
        cls: *mut PyObject,
        args: *mut PyObject,
        kwargs: *mut PyObject,
    ) -> *mut PyObject,
    pub Date_FromTimestamp:
        unsafe extern "C" fn(cls: *mut PyObject, args: *mut PyObject) -> *mut PyObject,
    pub DateTime_FromDateAndTimeAndFold: unsafe extern "C" fn(
        year: c_int,
        month: c_int,
        day: c_int,
        hour: c_int,
        minute: c_int,
        second: c_int,
        microsecond: c_int,
        tzinfo: *mut PyObject,
        fold: c_int,
        cls: *mut PyTypeObject,
    ) -> *mut PyObject,
    pub Time_FromTimeAndFold: unsafe extern "C" fn(
        hour: c_int,
        minute: c_int,
        second: c_int,
        microsecond: c_int,
        tzinfo: *mut PyObject,
        fold: c_int,
        cls: *mut PyTypeObject,
    ) -> *mut PyObject,
}

pub const PyDateTime_CAPSULE_NAME: &core::ffi::CStr = c"datetime.datetime_CAPI";

/// The imported table; null until `PyDateTime_IMPORT` succeeds. The table is the same for the whole process.
static CAPI: AtomicPtr<PyDateTime_CAPI> = AtomicPtr::new(core::ptr::null_mut());

/// The table of the `datetime` module, or null if it has not been imported yet.
///
/// # Safety
/// The thread must be attached.
#[inline]
pub unsafe fn PyDateTimeAPI() -> *mut PyDateTime_CAPI {
    CAPI.load(Ordering::Acquire)
}

/// Imports the table of the `datetime` module; on failure an exception is set and the table stays null.
///
/// # Safety
/// The thread must be attached.
pub unsafe fn PyDateTime_IMPORT() {
    if CAPI.load(Ordering::Acquire).is_null() {
        // SAFETY: attached; the name is a valid C string. Two threads at worst store the same pointer twice.
        let table = unsafe { PyCapsule_Import(PyDateTime_CAPSULE_NAME.as_ptr(), 0) };
        CAPI.store(table.cast(), Ordering::Release);
    }
}

/// `datetime.timezone.utc`, borrowed.
///
/// # Safety
/// The table must have been imported.
#[inline]
pub unsafe fn PyDateTime_TimeZone_UTC() -> *mut PyObject {
    // SAFETY: the caller has imported the table.
    unsafe { (*PyDateTimeAPI()).TimeZone_UTC }
}

macro_rules! datetime_checks {
    ($($check:ident, $exact:ident: $ty:ident;)*) => {$(
        #[doc = concat!("Whether `op` is an instance of `", stringify!($ty), "` or of a subtype.")]
        ///
        /// # Safety
        /// The table must have been imported and `op` must be live.
        #[inline]
        pub unsafe fn $check(op: *mut PyObject) -> c_int {
            // SAFETY: same contract.
            unsafe { PyObject_TypeCheck(op, (*PyDateTimeAPI()).$ty) }
        }

        #[doc = concat!("Whether `op` is exactly of `", stringify!($ty), "`.")]
        ///
        /// # Safety
        /// The table must have been imported and `op` must be live.
        #[inline]
        pub unsafe fn $exact(op: *mut PyObject) -> c_int {
            // SAFETY: same contract.
            unsafe { Py_IS_TYPE(op, (*PyDateTimeAPI()).$ty) }
        }
    )*};
}

datetime_checks! {
    PyDate_Check, PyDate_CheckExact: DateType;
    PyDateTime_Check, PyDateTime_CheckExact: DateTimeType;
    PyTime_Check, PyTime_CheckExact: TimeType;
    PyDelta_Check, PyDelta_CheckExact: DeltaType;
    PyTZInfo_Check, PyTZInfo_CheckExact: TZInfoType;
}

/// Reads of packed fields: the bytes `data[first..]` of the object, most significant first.
macro_rules! datetime_fields {
    ($($name:ident: $object:ident [$($byte:literal),+];)*) => {$(
        #[doc = concat!("A packed field of `", stringify!($object), "`.")]
        ///
        /// # Safety
        #[doc = concat!("`o` must be a live `", stringify!($object), "`.")]
        #[inline]
        pub unsafe fn $name(o: *mut PyObject) -> c_int {
            // SAFETY: the caller passes an object of this layout.
            let data = unsafe { &(*o.cast::<$object>()).data };
            let mut value = 0;
            $(value = (value << 8) | data[$byte] as c_int;)+
            value
        }
    )*};
}

datetime_fields! {
    PyDateTime_GET_YEAR: PyDateTime_Date [0, 1];
    PyDateTime_GET_MONTH: PyDateTime_Date [2];
    PyDateTime_GET_DAY: PyDateTime_Date [3];
    PyDateTime_DATE_GET_HOUR: _PyDateTime_BaseDateTime [4];
    PyDateTime_DATE_GET_MINUTE: _PyDateTime_BaseDateTime [5];
    PyDateTime_DATE_GET_SECOND: _PyDateTime_BaseDateTime [6];
    PyDateTime_DATE_GET_MICROSECOND: _PyDateTime_BaseDateTime [7, 8, 9];
    PyDateTime_TIME_GET_HOUR: _PyDateTime_BaseTime [0];
    PyDateTime_TIME_GET_MINUTE: _PyDateTime_BaseTime [1];
    PyDateTime_TIME_GET_SECOND: _PyDateTime_BaseTime [2];
    PyDateTime_TIME_GET_MICROSECOND: _PyDateTime_BaseTime [3, 4, 5];
}

macro_rules! datetime_tails {
    ($($fold:ident, $tzinfo:ident: $object:ident;)*) => {$(
        #[doc = concat!("`fold` of `", stringify!($object), "`.")]
        ///
        /// # Safety
        #[doc = concat!("`o` must be a live `", stringify!($object), "`.")]
        #[inline]
        pub unsafe fn $fold(o: *mut PyObject) -> c_uchar {
            // SAFETY: the byte after the packed fields is allocated in both variants.
            unsafe { (*o.cast::<$object>()).fold }
        }

        #[doc = concat!("`tzinfo` of `", stringify!($object), "`, borrowed; `None` if there is none.")]
        ///
        /// # Safety
        #[doc = concat!("`o` must be a live `", stringify!($object), "`.")]
        #[inline]
        pub unsafe fn $tzinfo(o: *mut PyObject) -> *mut PyObject {
            // SAFETY: the field is read only when the head says that it is there.
            unsafe {
                if (*o.cast::<_PyDateTime_BaseTZInfo>()).hastzinfo != 0 {
                    (*o.cast::<$object>()).tzinfo
                } else {
                    Py_None()
                }
            }
        }
    )*};
}

datetime_tails! {
    PyDateTime_DATE_GET_FOLD, PyDateTime_DATE_GET_TZINFO: PyDateTime_DateTime;
    PyDateTime_TIME_GET_FOLD, PyDateTime_TIME_GET_TZINFO: PyDateTime_Time;
}

macro_rules! delta_fields {
    ($($name:ident: $field:ident;)*) => {$(
        #[doc = concat!("`", stringify!($field), "` of a timedelta.")]
        ///
        /// # Safety
        /// `o` must be a live `datetime.timedelta`.
        #[inline]
        pub unsafe fn $name(o: *mut PyObject) -> c_int {
            // SAFETY: the caller passes a timedelta.
            unsafe { (*o.cast::<PyDateTime_Delta>()).$field }
        }
    )*};
}

delta_fields! {
    PyDateTime_DELTA_GET_DAYS: days;
    PyDateTime_DELTA_GET_SECONDS: seconds;
    PyDateTime_DELTA_GET_MICROSECONDS: microseconds;
}

/// A time zone with a fixed offset.
///
/// # Safety
/// The table must have been imported; `offset` must be a live timedelta.
#[inline]
pub unsafe fn PyTimeZone_FromOffset(offset: *mut PyObject) -> *mut PyObject {
    // SAFETY: same contract; a null name means none.
    unsafe { ((*PyDateTimeAPI()).TimeZone_FromTimeZone)(offset, core::ptr::null_mut()) }
}

/// A named time zone with a fixed offset.
///
/// # Safety
/// The table must have been imported; `offset` must be a live timedelta, `name` a live string.
#[inline]
pub unsafe fn PyTimeZone_FromOffsetAndName(
    offset: *mut PyObject,
    name: *mut PyObject,
) -> *mut PyObject {
    // SAFETY: same contract.
    unsafe { ((*PyDateTimeAPI()).TimeZone_FromTimeZone)(offset, name) }
}

/// `datetime.datetime.fromtimestamp(*args)`.
///
/// # Safety
/// The table must have been imported; `args` must be a live tuple.
#[inline]
pub unsafe fn PyDateTime_FromTimestamp(args: *mut PyObject) -> *mut PyObject {
    // SAFETY: same contract.
    unsafe {
        let api = PyDateTimeAPI();
        ((*api).DateTime_FromTimestamp)((*api).DateTimeType.cast(), args, core::ptr::null_mut())
    }
}

/// `datetime.date.fromtimestamp(*args)`.
///
/// # Safety
/// The table must have been imported; `args` must be a live tuple.
#[inline]
pub unsafe fn PyDate_FromTimestamp(args: *mut PyObject) -> *mut PyObject {
    // SAFETY: same contract.
    unsafe {
        let api = PyDateTimeAPI();
        ((*api).Date_FromTimestamp)((*api).DateType.cast(), args)
    }
}
