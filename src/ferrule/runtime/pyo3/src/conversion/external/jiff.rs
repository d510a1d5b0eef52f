//! jiff's dates and times: the classes of `datetime`, and `zoneinfo.ZoneInfo` for zones with a name. Nanoseconds are
//! cut off on the way out.

use ::jiff_02::civil::{Date, DateTime, ISOWeekDate, Time};
use ::jiff_02::tz::{AmbiguousOffset, Offset, TimeZone};
use ::jiff_02::{SignedDuration, Span, Timestamp, Zoned};

use super::common::*;
use super::{calendar, into_by_copy, into_by_reference, into_python};
use crate::exceptions::PyValueError;
use crate::intern;
use crate::types::{PyDate, PyDateAccess, PyDateTime, PyDelta, PyTime, PyTimeAccess, PyTzInfo};

/// What jiff refuses, in its words.
impl From<::jiff_02::Error> for PyErr {
    fn from(error: ::jiff_02::Error) -> Self {
        PyValueError::new_err(error.to_string())
    }
}

/// jiff's numbers are signed, and all of a date or time fit into 16 bits.
fn read_date(date: &impl PyDateAccess) -> PyResult<Date> {
    let (month, day) = (date.get_month() as i8, date.get_day() as i8);
    Ok(Date::new(date.get_year() as i16, month, day)?)
}

fn read_time(time: &impl PyTimeAccess) -> PyResult<Time> {
    let (hour, minute, second, micro) = calendar::clock(time);
    let (hour, minute, second) = (hour as i8, minute as i8, second as i8);
    Ok(Time::new(hour, minute, second, micro as i32 * 1000)?)
}

fn read(datetime: &Bound<'_, PyDateTime>) -> PyResult<DateTime> {
    Ok(DateTime::from_parts(
        read_date(datetime)?,
        read_time(datetime)?,
    ))
}

fn make<'py>(
    py: Python<'py>,
    local: DateTime,
    zone: Option<&Bound<'py, PyTzInfo>>,
    fold: bool,
) -> PyResult<Bound<'py, PyDateTime>> {
    PyDateTime::new_with_fold(
        py,
        local.year().into(),
        local.month() as u8,
        local.day() as u8,
        local.hour() as u8,
        local.minute() as u8,
        local.second() as u8,
        local.subsec_nanosecond() as u32 / 1000,
        zone,
        fold,
    )
}

impl FromPyObject<'_, '_> for SignedDuration {
    type Error = PyErr;

    fn extract(obj: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        let (seconds, micro) = calendar::read_delta(obj)?;
        Ok(SignedDuration::new(seconds, micro * 1000))
    }
}

impl FromPyObject<'_, '_> for Span {
    type Error = PyErr;

    fn extract(obj: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        Ok(obj.extract::<SignedDuration>()?.try_into()?)
    }
}

impl FromPyObject<'_, '_> for Date {
    type Error = PyErr;

    fn extract(obj: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        read_date(&*obj.cast::<PyDate>()?)
    }
}

impl FromPyObject<'_, '_> for ISOWeekDate {
    type Error = PyErr;

    fn extract(obj: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        Ok(obj.extract::<Date>()?.iso_week_date())
    }
}

impl FromPyObject<'_, '_> for Time {
    type Error = PyErr;

    fn extract(obj: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        read_time(&*obj.cast::<PyTime>()?)
    }
}

impl FromPyObject<'_, '_> for DateTime {
    type Error = PyErr;

    fn extract(obj: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        read(&*calendar::naive(obj)?)
    }
}

impl FromPyObject<'_, '_> for Offset {
    type Error = PyErr;

    fn extract(obj: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        Ok(Offset::from_seconds(calendar::read_offset(obj)?)?)
    }
}

impl FromPyObject<'_, '_> for TimeZone {
    type Error = PyErr;

    fn extract(obj: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        let zone = obj.cast::<PyTzInfo>()?;
        match zone.getattr_opt(intern!(obj.py(), "key"))? {
            Some(key) => Ok(TimeZone::get(&key.extract::<String>()?)?),
            None => Ok(obj.extract::<Offset>()?.to_time_zone()),
        }
    }
}

impl FromPyObject<'_, '_> for Zoned {
    type Error = PyErr;

    fn extract(obj: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        let (datetime, zone) = calendar::aware(obj)?;
        let local = zone
            .extract::<TimeZone>()?
            .into_ambiguous_zoned(read(&datetime)?);
        Ok(if datetime.get_fold() {
            local.later()?
        } else {
            local.earlier()?
        })
    }
}

impl FromPyObject<'_, '_> for Timestamp {
    type Error = PyErr;

    fn extract(obj: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        Ok(obj.extract::<Zoned>()?.timestamp())
    }
}

into_python! {
    SignedDuration => PyDelta, |value, py| calendar::make_delta(py, value.as_secs(), value.subsec_micros());
    Date => PyDate, |value, py| PyDate::new(py, value.year().into(), value.month() as u8, value.day() as u8);
    ISOWeekDate => PyDate, |value, py| value.date().into_pyobject(py);
    Time => PyTime, |value, py| {
        let (hour, minute, second) = (value.hour() as u8, value.minute() as u8, value.second() as u8);
        PyTime::new(py, hour, minute, second, value.subsec_nanosecond() as u32 / 1000, None)
    };
    DateTime => PyDateTime, |value, py| make(py, value, None, false);
    Timestamp => PyDateTime, |value, py| value.to_zoned(TimeZone::UTC).into_pyobject(py);
    Offset => PyTzInfo, |value, py| {
        if value == Offset::UTC {
            return Ok(PyTzInfo::utc(py)?.to_owned());
        }
        calendar::make_offset(py, value.seconds())
    };
}

impl<'py> IntoPyObject<'py> for &TimeZone {
    type Target = PyTzInfo;
    type Output = Bound<'py, PyTzInfo>;
    type Error = PyErr;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        if *self == TimeZone::UTC {
            return Ok(PyTzInfo::utc(py)?.to_owned());
        }
        match self.iana_name() {
            Some(name) => PyTzInfo::timezone(py, name),
            None => self.to_fixed_offset()?.into_pyobject(py),
        }
    }
}

impl<'py> IntoPyObject<'py> for &Zoned {
    type Target = PyDateTime;
    type Output = Bound<'py, PyDateTime>;
    type Error = PyErr;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        let local = self.datetime();
        let ambiguous = self.time_zone().to_ambiguous_timestamp(local).offset();
        let fold =
            matches!(ambiguous, AmbiguousOffset::Fold { after, .. } if after == self.offset());
        make(py, local, Some(&self.time_zone().into_pyobject(py)?), fold)
    }
}

into_by_reference!(TimeZone => PyTzInfo);
into_by_reference!(Zoned => PyDateTime);
