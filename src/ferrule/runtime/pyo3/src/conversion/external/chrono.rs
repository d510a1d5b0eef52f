//! chrono's dates and times: the classes of `datetime`. Nanoseconds are cut off on the way out.
//!
//! `NaiveDateTime` takes objects without `tzinfo` alone, and `DateTime` those with one. A leap second comes out as the
//! second before it, with a warning.

use ::chrono::{
    DateTime, Datelike, Duration, FixedOffset, LocalResult, NaiveDate, NaiveDateTime, NaiveTime,
    Offset, TimeZone, Timelike, Utc,
};

use super::calendar::{self, out_of_range};
use super::common::*;
use super::{into_by_copy, into_python};
use crate::exceptions::{PyUserWarning, PyValueError};
use crate::types::{
    PyDate, PyDateAccess, PyDateTime, PyDelta, PyTime, PyTimeAccess, PyTzInfo, PyTzInfoAccess,
};

fn read_date(date: &impl PyDateAccess) -> PyResult<NaiveDate> {
    NaiveDate::from_ymd_opt(
        date.get_year(),
        date.get_month().into(),
        date.get_day().into(),
    )
    .ok_or_else(|| out_of_range("date"))
}

fn read_time(time: &impl PyTimeAccess) -> PyResult<NaiveTime> {
    let (hour, minute, second, micro) = calendar::clock(time);
    NaiveTime::from_hms_micro_opt(hour.into(), minute.into(), second.into(), micro)
        .ok_or_else(|| out_of_range("time"))
}

/// Microseconds of a time, which in a leap second are beyond a million; then with a warning.
fn microseconds(py: Python<'_>, nanoseconds: u32) -> PyResult<u32> {
    if nanoseconds < 1_000_000_000 {
        return Ok(nanoseconds / 1000);
    }
    let category = py.get_type::<PyUserWarning>();
    PyErr::warn(
        py,
        category.as_any(),
        c"ignored leap-second, `datetime` does not support leap-seconds",
        0,
    )?;
    Ok((nanoseconds - 1_000_000_000) / 1000)
}

impl FromPyObject<'_, '_> for Duration {
    type Error = PyErr;

    fn extract(obj: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        let (seconds, micro) = calendar::read_delta(obj)?;
        let seconds = Duration::try_seconds(seconds).expect("Python's limit is lower");
        Ok(seconds + Duration::microseconds(i64::from(micro)))
    }
}

impl FromPyObject<'_, '_> for NaiveDate {
    type Error = PyErr;

    fn extract(obj: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        read_date(&*obj.cast::<PyDate>()?)
    }
}

impl FromPyObject<'_, '_> for NaiveTime {
    type Error = PyErr;

    fn extract(obj: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        read_time(&*obj.cast::<PyTime>()?)
    }
}

/// A `datetime` of this local time; `fold` chooses the second of two that read the same.
fn make<'py>(
    py: Python<'py>,
    local: NaiveDateTime,
    zone: Option<&Bound<'py, PyTzInfo>>,
    fold: bool,
) -> PyResult<Bound<'py, PyDateTime>> {
    PyDateTime::new_with_fold(
        py,
        local.year(),
        local.month() as u8,
        local.day() as u8,
        local.hour() as u8,
        local.minute() as u8,
        local.second() as u8,
        microseconds(py, local.nanosecond())?,
        zone,
        fold,
    )
}

impl FromPyObject<'_, '_> for NaiveDateTime {
    type Error = PyErr;

    fn extract(obj: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        let datetime = calendar::naive(obj)?;
        Ok(NaiveDateTime::new(
            read_date(&*datetime)?,
            read_time(&*datetime)?,
        ))
    }
}

/// The zone of a datetime; without one, the system's, if that is what is asked for.
fn zone_of<Tz>(datetime: &Bound<'_, PyDateTime>) -> PyResult<Tz>
where
    Tz: for<'a, 'py> FromPyObject<'a, 'py>,
{
    let zone = match datetime.get_tzinfo() {
        Some(zone) => zone,
        #[cfg(feature = "chrono-local")]
        None if core::any::type_name::<Tz>() == core::any::type_name::<::chrono::Local>() => {
            local_zone(datetime.py())?.clone()
        }
        None => return Err(calendar::missing_zone()),
    };
    zone.extract().map_err(Into::into)
}

impl<Tz> FromPyObject<'_, '_> for DateTime<Tz>
where
    Tz: TimeZone + for<'a, 'py> FromPyObject<'a, 'py>,
{
    type Error = PyErr;

    fn extract(obj: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        let datetime = obj.cast::<PyDateTime>()?;
        let zone: Tz = zone_of(&datetime)?;
        let local = NaiveDateTime::new(read_date(&*datetime)?, read_time(&*datetime)?);
        match (local.and_local_timezone(zone), datetime.get_fold()) {
            (LocalResult::Single(point), _) => Ok(point),
            (LocalResult::Ambiguous(earlier, later), fold) => {
                Ok(if fold { later } else { earlier })
            }
            (LocalResult::None, _) => Err(PyValueError::new_err(format!(
                "the datetime {} does not exist in its time zone",
                obj.repr()?
            ))),
        }
    }
}

impl<'py, Tz> IntoPyObject<'py> for DateTime<Tz>
where
    Tz: TimeZone + IntoPyObject<'py>,
{
    type Target = PyDateTime;
    type Output = Bound<'py, PyDateTime>;
    type Error = PyErr;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        (&self).into_pyobject(py)
    }
}

impl<'py, Tz> IntoPyObject<'py> for &DateTime<Tz>
where
    Tz: TimeZone + IntoPyObject<'py>,
{
    type Target = PyDateTime;
    type Output = Bound<'py, PyDateTime>;
    type Error = PyErr;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        let zone = crate::conversion::into_owned_any(self.timezone(), py)?;
        let local = self.naive_local();
        let fold = match self.timezone().from_local_datetime(&local) {
            LocalResult::Ambiguous(_, later) => self.offset().fix() == later.offset().fix(),
            _ => false,
        };
        make(py, local, Some(zone.cast()?), fold)
    }
}

impl FromPyObject<'_, '_> for FixedOffset {
    type Error = PyErr;

    fn extract(obj: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        let seconds = calendar::read_offset(obj)?;
        FixedOffset::east_opt(seconds).ok_or_else(calendar::offset_out_of_range)
    }
}

impl FromPyObject<'_, '_> for Utc {
    type Error = PyErr;

    fn extract(obj: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        calendar::require_utc(&obj, "expected datetime.timezone.utc")?;
        Ok(Utc)
    }
}

into_python! {
    Duration => PyDelta, |value, py| calendar::make_delta(py, value.num_seconds(), value.subsec_nanos() / 1000);
    NaiveDate => PyDate, |value, py| PyDate::new(py, value.year(), value.month() as u8, value.day() as u8);
    NaiveTime => PyTime, |value, py| {
        let micro = microseconds(py, value.nanosecond())?;
        let (hour, minute, second) = (value.hour() as u8, value.minute() as u8, value.second() as u8);
        PyTime::new(py, hour, minute, second, micro, None)
    };
    NaiveDateTime => PyDateTime, |value, py| make(py, value, None, false);
    FixedOffset => PyTzInfo, |value, py| calendar::make_offset(py, value.local_minus_utc());
    Utc => PyTzInfo, |_value, py| Ok(PyTzInfo::utc(py)?.to_owned());
}

#[cfg(feature = "chrono-local")]
mod local {
    //! `chrono::Local`: `zoneinfo.ZoneInfo` of the system's zone. A datetime without a zone is in it.

    use super::*;
    use ::chrono::Local;

    /// The system's zone, asked for once.
    pub fn local_zone(py: Python<'_>) -> PyResult<&Bound<'_, PyTzInfo>> {
        static ZONE: PyOnceLock<Py<PyTzInfo>> = PyOnceLock::new();
        let zone = ZONE.get_or_try_init(py, || {
            let name = ::iana_time_zone::get_timezone().map_err(|error| {
                crate::exceptions::PyRuntimeError::new_err(format!(
                    "Could not get local timezone: {error}"
                ))
            })?;
            PyTzInfo::timezone(py, name).map(Bound::unbind)
        })?;
        Ok(zone.bind(py))
    }

    impl FromPyObject<'_, '_> for Local {
        type Error = PyErr;

        fn extract(obj: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
            let zone = local_zone(obj.py())?;
            if obj.eq(zone)? {
                return Ok(Local);
            }
            let name = zone.str()?;
            Err(PyValueError::new_err(format!(
                "expected local timezone {name}"
            )))
        }
    }

    into_python! {
        Local => PyTzInfo, |_value, py| local_zone(py).cloned();
    }
}
#[cfg(feature = "chrono-local")]
use local::local_zone;
