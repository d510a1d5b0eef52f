//! The dates and times of the crate `time`: the classes of `datetime`. Nanoseconds are cut off on the way out.

use ::time::{
    Date, Duration, Month, OffsetDateTime, PrimitiveDateTime, Time, UtcDateTime, UtcOffset,
};

use super::calendar::{self, out_of_range};
use super::common::*;
use super::{into_by_copy, into_python};
use crate::exceptions::PyValueError;
use crate::types::{PyDate, PyDateAccess, PyDateTime, PyDelta, PyTime, PyTimeAccess, PyTzInfo};

fn read_date(date: &impl PyDateAccess) -> PyResult<Date> {
    Month::try_from(date.get_month())
        .and_then(|month| Date::from_calendar_date(date.get_year(), month, date.get_day()))
        .map_err(|_| out_of_range("date"))
}

fn read_time(time: &impl PyTimeAccess) -> PyResult<Time> {
    let (hour, minute, second, micro) = calendar::clock(time);
    Time::from_hms_micro(hour, minute, second, micro).map_err(|_| out_of_range("time"))
}

fn read(datetime: &Bound<'_, PyDateTime>) -> PyResult<PrimitiveDateTime> {
    Ok(PrimitiveDateTime::new(
        read_date(datetime)?,
        read_time(datetime)?,
    ))
}

fn make<'py>(
    py: Python<'py>,
    date: Date,
    time: Time,
    zone: Option<&Bound<'py, PyTzInfo>>,
) -> PyResult<Bound<'py, PyDateTime>> {
    PyDateTime::new(
        py,
        date.year(),
        date.month().into(),
        date.day(),
        time.hour(),
        time.minute(),
        time.second(),
        time.microsecond(),
        zone,
    )
}

impl FromPyObject<'_, '_> for Duration {
    type Error = PyErr;

    fn extract(obj: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        let (seconds, micro) = calendar::read_delta(obj)?;
        Ok(Duration::new(seconds, micro * 1000))
    }
}

impl FromPyObject<'_, '_> for Date {
    type Error = PyErr;

    fn extract(obj: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        read_date(&*obj.cast::<PyDate>()?)
    }
}

impl FromPyObject<'_, '_> for Time {
    type Error = PyErr;

    fn extract(obj: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        read_time(&*obj.cast::<PyTime>()?)
    }
}

impl FromPyObject<'_, '_> for PrimitiveDateTime {
    type Error = PyErr;

    fn extract(obj: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        read(&*calendar::naive(obj)?)
    }
}

impl FromPyObject<'_, '_> for UtcOffset {
    type Error = PyErr;

    fn extract(obj: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        UtcOffset::from_whole_seconds(calendar::read_offset(obj)?)
            .map_err(|_| PyValueError::new_err("UTC offset out of bounds"))
    }
}

impl FromPyObject<'_, '_> for OffsetDateTime {
    type Error = PyErr;

    fn extract(obj: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        let (datetime, zone) = calendar::aware(obj)?;
        Ok(read(&datetime)?.assume_offset(zone.extract()?))
    }
}

impl FromPyObject<'_, '_> for UtcDateTime {
    type Error = PyErr;

    fn extract(obj: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        let (datetime, zone) = calendar::aware(obj)?;
        calendar::require_utc(&zone, "expected a datetime with UTC timezone")?;
        Ok(read(&datetime)?.as_utc())
    }
}

into_python! {
    Duration => PyDelta, |value, py| calendar::make_delta(py, value.whole_seconds(), value.subsec_microseconds());
    Date => PyDate, |value, py| PyDate::new(py, value.year(), value.month().into(), value.day());
    Time => PyTime, |value, py|
        PyTime::new(py, value.hour(), value.minute(), value.second(), value.microsecond(), None);
    PrimitiveDateTime => PyDateTime, |value, py| make(py, value.date(), value.time(), None);
    UtcOffset => PyTzInfo, |value, py| calendar::make_offset(py, value.whole_seconds());
    OffsetDateTime => PyDateTime, |value, py|
        make(py, value.date(), value.time(), Some(&value.offset().into_pyobject(py)?));
    UtcDateTime => PyDateTime, |value, py| make(py, value.date(), value.time(), Some(&*PyTzInfo::utc(py)?));
}
