//! Reading dates, times and durations: from their memory where the ABI tells the layout, else by attribute.

use super::{PyDate, PyDateTime, PyDelta, PyTime, PyTzInfo};
#[cfg(Py_LIMITED_API)]
use crate::conversion::FromPyObjectOwned;
#[cfg(not(Py_LIMITED_API))]
use crate::ffi;
use crate::instance::Bound;
#[cfg(Py_LIMITED_API)]
use crate::types::{PyAny, PyAnyMethods};

/// A date's parts.
pub trait PyDateAccess {
    /// The year, 1 to 9999.
    fn get_year(&self) -> i32;
    /// The month, 1 to 12.
    fn get_month(&self) -> u8;
    /// The day, 1 to 31.
    fn get_day(&self) -> u8;
}

/// A duration's parts, normalised as Python does.
pub trait PyDeltaAccess {
    /// The days, −999999999 to 999999999.
    fn get_days(&self) -> i32;
    /// The seconds, 0 to 86399.
    fn get_seconds(&self) -> i32;
    /// The microseconds, 0 to 999999.
    fn get_microseconds(&self) -> i32;
}

/// A time's parts.
pub trait PyTimeAccess {
    /// The hour, 0 to 23.
    fn get_hour(&self) -> u8;
    /// The minute, 0 to 59.
    fn get_minute(&self) -> u8;
    /// The second, 0 to 59.
    fn get_second(&self) -> u8;
    /// The microsecond, 0 to 999999.
    fn get_microsecond(&self) -> u32;
    /// Whether it is the second of two equal local times.
    fn get_fold(&self) -> bool;
}

/// A time's zone.
pub trait PyTzInfoAccess<'py> {
    /// The zone, `None` for a time without one.
    fn get_tzinfo(&self) -> Option<Bound<'py, PyTzInfo>>;
}

/// An attribute that every instance of the class has.
#[cfg(Py_LIMITED_API)]
fn attribute<'py, T: FromPyObjectOwned<'py>>(object: &Bound<'py, PyAny>, name: &str) -> T {
    let value = object.getattr(name).expect("part of the class");
    value
        .extract()
        .map_err(Into::into)
        .expect("in the range that the class allows")
}

/// Getters by C accessor and by attribute.
macro_rules! getters {
    ($Trait:ident for $($Class:ident { $($name:ident -> $Type:ty = $accessor:ident, $attribute:literal;)+ })+) => {
        $(impl $Trait for Bound<'_, $Class> {
            $(#[inline]
            fn $name(&self) -> $Type {
                // SAFETY: an instance of the class, alive.
                #[cfg(not(Py_LIMITED_API))]
                unsafe {
                    ffi::$accessor(self.as_ptr()) as $Type
                }
                #[cfg(Py_LIMITED_API)]
                attribute(self.as_any(), $attribute)
            })+
        })+
    };
}

getters!(PyDateAccess for PyDate {
    get_year -> i32 = PyDateTime_GET_YEAR, "year";
    get_month -> u8 = PyDateTime_GET_MONTH, "month";
    get_day -> u8 = PyDateTime_GET_DAY, "day";
} PyDateTime {
    get_year -> i32 = PyDateTime_GET_YEAR, "year";
    get_month -> u8 = PyDateTime_GET_MONTH, "month";
    get_day -> u8 = PyDateTime_GET_DAY, "day";
});

getters!(PyDeltaAccess for PyDelta {
    get_days -> i32 = PyDateTime_DELTA_GET_DAYS, "days";
    get_seconds -> i32 = PyDateTime_DELTA_GET_SECONDS, "seconds";
    get_microseconds -> i32 = PyDateTime_DELTA_GET_MICROSECONDS, "microseconds";
});

macro_rules! time_getters {
    ($($Class:ident: $hour:ident $minute:ident $second:ident $microsecond:ident $fold:ident $tzinfo:ident;)+) => {
        $(impl PyTimeAccess for Bound<'_, $Class> {
            time_getters!(@get get_hour -> u8, $hour, "hour");
            time_getters!(@get get_minute -> u8, $minute, "minute");
            time_getters!(@get get_second -> u8, $second, "second");
            time_getters!(@get get_microsecond -> u32, $microsecond, "microsecond");

            fn get_fold(&self) -> bool {
                // SAFETY: an instance of the class, alive.
                #[cfg(not(Py_LIMITED_API))]
                let fold = unsafe { ffi::$fold(self.as_ptr()) };
                #[cfg(Py_LIMITED_API)]
                let fold: u8 = attribute(self.as_any(), "fold");
                fold > 0
            }
        }

        impl<'py> PyTzInfoAccess<'py> for Bound<'py, $Class> {
            fn get_tzinfo(&self) -> Option<Bound<'py, PyTzInfo>> {
                // SAFETY: an instance of the class, alive, keeps its zone, which is one or `None`.
                #[cfg(not(Py_LIMITED_API))]
                unsafe {
                    let zone = Bound::from_borrowed_ptr(self.py(), ffi::$tzinfo(self.as_ptr()));
                    (zone.as_ptr() != ffi::Py_None()).then(|| zone.cast_into_unchecked())
                }
                #[cfg(Py_LIMITED_API)]
                attribute(self.as_any(), "tzinfo")
            }
        })+
    };
    (@get $name:ident -> $Type:ty, $accessor:ident, $attribute:literal) => {
        #[inline]
        fn $name(&self) -> $Type {
            // SAFETY: an instance of the class, alive.
            #[cfg(not(Py_LIMITED_API))]
            unsafe {
                ffi::$accessor(self.as_ptr()) as $Type
            }
            #[cfg(Py_LIMITED_API)]
            attribute(self.as_any(), $attribute)
        }
    };
}

time_getters! {
    PyDateTime: PyDateTime_DATE_GET_HOUR PyDateTime_DATE_GET_MINUTE PyDateTime_DATE_GET_SECOND
        PyDateTime_DATE_GET_MICROSECOND PyDateTime_DATE_GET_FOLD PyDateTime_DATE_GET_TZINFO;
    PyTime: PyDateTime_TIME_GET_HOUR PyDateTime_TIME_GET_MINUTE PyDateTime_TIME_GET_SECOND
        PyDateTime_TIME_GET_MICROSECOND PyDateTime_TIME_GET_FOLD PyDateTime_TIME_GET_TZINFO;
}
