//! chrono's dates and times: the classes of `datetime`. Nanoseconds are cut off on the way out.
//!
//! `NaiveDateTime` takes objects without `tzinfo` alone, and `DateTime` those with one. A leap second comes out as the
//! second before it, with a warning.

use ::chrono::{
    DateTime, Datelike, Duration, FixedOffset, LocalResult, NaiveDate, NaiveDateTime, NaiveTime,
    Offset, TimeZone, Timelike, Utc,
};

use super::common::*;
use super::into_by_copy;
use crate::exceptions::{PyOverflowError, PyTypeError, PyUserWarning, PyValueError};
use crate::intern;
use crate::types::{PyDate, PyDateTime, PyDelta, PyTime, PyTzInfo};

/// A class of `datetime`.
macro_rules! class {
    ($py:expr, $name:literal) => {{
        static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
        CLASS.import($py, "datetime", $name)
    }};
}

fn part<T: for<'a, 'py> FromPyObject<'a, 'py>>(
    object: &Bound<'_, PyAny>,
    name: &str,
) -> PyResult<T> {
    object.getattr(name)?.extract().map_err(Into::into)
}

#[cold]
fn out_of_range(what: &str) -> PyErr {
    PyValueError::new_err(format!("invalid or out-of-range {what}"))
}

fn read_date(object: &Bound<'_, PyAny>) -> PyResult<NaiveDate> {
    let (year, month, day) = (
        part(object, "year")?,
        part(object, "month")?,
        part(object, "day")?,
    );
    NaiveDate::from_ymd_opt(year, month, day).ok_or_else(|| out_of_range("date"))
}

fn read_time(object: &Bound<'_, PyAny>) -> PyResult<NaiveTime> {
    let (hour, minute): (u32, u32) = (part(object, "hour")?, part(object, "minute")?);
    let (second, micro): (u32, u32) = (part(object, "second")?, part(object, "microsecond")?);
    NaiveTime::from_hms_micro_opt(hour, minute, second, micro).ok_or_else(|| out_of_range("time"))
}

fn tzinfo<'py>(object: &Bound<'py, PyAny>) -> PyResult<Option<Bound<'py, PyAny>>> {
    let zone = object.getattr(intern!(object.py(), "tzinfo"))?;
    Ok((!zone.is_none()).then_some(zone))
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
        super::require(obj, class!(obj.py(), "timedelta")?)?;
        let days = Duration::try_days(part(&obj, "days")?).expect("Python's limit is lower");
        let seconds: i64 = part(&obj, "seconds")?;
        let micro: i64 = part(&obj, "microseconds")?;
        Ok(days
            + Duration::try_seconds(seconds).expect("less than a day")
            + Duration::microseconds(micro))
    }
}

impl<'py> IntoPyObject<'py> for Duration {
    type Target = PyDelta;
    type Output = Bound<'py, PyDelta>;
    type Error = PyErr;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        let days = self.num_days();
        let rest = self - Duration::try_days(days).expect("no more than there was");
        let seconds = rest.num_seconds();
        let micro = rest.subsec_nanos() / 1000;
        let made = class!(py, "timedelta")?
            .as_any()
            .call1((days, seconds, micro))?;
        Ok(made.cast_into()?)
    }
}

impl FromPyObject<'_, '_> for NaiveDate {
    type Error = PyErr;

    fn extract(obj: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        super::require(obj, class!(obj.py(), "date")?)?;
        read_date(&obj)
    }
}

impl<'py> IntoPyObject<'py> for NaiveDate {
    type Target = PyDate;
    type Output = Bound<'py, PyDate>;
    type Error = PyErr;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        let args = (self.year(), self.month(), self.day());
        Ok(class!(py, "date")?.as_any().call1(args)?.cast_into()?)
    }
}

impl FromPyObject<'_, '_> for NaiveTime {
    type Error = PyErr;

    fn extract(obj: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        super::require(obj, class!(obj.py(), "time")?)?;
        read_time(&obj)
    }
}

impl<'py> IntoPyObject<'py> for NaiveTime {
    type Target = PyTime;
    type Output = Bound<'py, PyTime>;
    type Error = PyErr;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        let micro = microseconds(py, self.nanosecond())?;
        let args = (self.hour(), self.minute(), self.second(), micro);
        Ok(class!(py, "time")?.as_any().call1(args)?.cast_into()?)
    }
}

/// A `datetime` of this local time; `fold` chooses the second of two that read the same.
fn make<'py>(
    py: Python<'py>,
    local: NaiveDateTime,
    zone: Option<Bound<'py, PyTzInfo>>,
    fold: bool,
) -> PyResult<Bound<'py, PyDateTime>> {
    let micro = microseconds(py, local.nanosecond())?;
    let (date, time) = (local.date(), local.time());
    let args = (
        date.year(),
        date.month(),
        date.day(),
        time.hour(),
        time.minute(),
        time.second(),
        micro,
        zone,
    );
    let mut made = class!(py, "datetime")?.as_any().call1(args)?;
    if fold {
        let options = crate::types::PyDict::new(py);
        crate::types::PyDictMethods::set_item(&options, intern!(py, "fold"), 1)?;
        made = made.call_method(intern!(py, "replace"), (), Some(&options))?;
    }
    Ok(made.cast_into()?)
}

impl FromPyObject<'_, '_> for NaiveDateTime {
    type Error = PyErr;

    fn extract(obj: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        super::require(obj, class!(obj.py(), "datetime")?)?;
        if tzinfo(&obj)?.is_some() {
            return Err(PyTypeError::new_err("expected a datetime without tzinfo"));
        }
        Ok(NaiveDateTime::new(read_date(&obj)?, read_time(&obj)?))
    }
}

impl<'py> IntoPyObject<'py> for NaiveDateTime {
    type Target = PyDateTime;
    type Output = Bound<'py, PyDateTime>;
    type Error = PyErr;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        make(py, self, None, false)
    }
}

impl<Tz> FromPyObject<'_, '_> for DateTime<Tz>
where
    Tz: TimeZone + for<'a, 'py> FromPyObject<'a, 'py>,
{
    type Error = PyErr;

    fn extract(obj: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        super::require(obj, class!(obj.py(), "datetime")?)?;
        let Some(zone) = tzinfo(&obj)? else {
            return Err(PyTypeError::new_err(
                "expected a datetime with non-None tzinfo",
            ));
        };
        let zone: Tz = zone.extract().map_err(Into::into)?;
        let local = NaiveDateTime::new(read_date(&obj)?, read_time(&obj)?);
        let fold: u8 = part(&obj, "fold")?;
        match (local.and_local_timezone(zone), fold) {
            (LocalResult::Single(point), _) => Ok(point),
            (LocalResult::Ambiguous(earlier, later), fold) => {
                Ok(if fold == 0 { earlier } else { later })
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
        make(py, local, Some(zone.cast_into()?), fold)
    }
}

impl FromPyObject<'_, '_> for FixedOffset {
    type Error = PyErr;

    fn extract(obj: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        let py = obj.py();
        super::require(obj, class!(py, "tzinfo")?)?;
        // A zone whose offset depends on the time says None.
        let offset = obj.call_method1(intern!(py, "utcoffset"), (py.None(),))?;
        if offset.is_none() {
            return Err(PyTypeError::new_err(format!(
                "{} is not a fixed offset timezone",
                obj.repr()?
            )));
        }
        let offset: Duration = offset.extract()?;
        i32::try_from(offset.num_seconds())
            .ok()
            .and_then(FixedOffset::east_opt)
            .ok_or_else(|| PyValueError::new_err("fixed offset out of bounds"))
    }
}

impl<'py> IntoPyObject<'py> for FixedOffset {
    type Target = PyTzInfo;
    type Output = Bound<'py, PyTzInfo>;
    type Error = PyErr;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        let offset = Duration::try_seconds(i64::from(self.local_minus_utc()))
            .ok_or_else(|| PyOverflowError::new_err("offset out of range"))?;
        let made = class!(py, "timezone")?.as_any().call1((offset,))?;
        Ok(made.cast_into()?)
    }
}

impl FromPyObject<'_, '_> for Utc {
    type Error = PyErr;

    fn extract(obj: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        let utc = PyTzInfo::utc(obj.py())?;
        if obj.eq(utc)? {
            return Ok(Utc);
        }
        Err(PyValueError::new_err("expected datetime.timezone.utc"))
    }
}

impl<'py> IntoPyObject<'py> for Utc {
    type Target = PyTzInfo;
    type Output = Bound<'py, PyTzInfo>;
    type Error = PyErr;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        Ok(PyTzInfo::utc(py)?.to_owned())
    }
}

into_by_copy!(Duration);
into_by_copy!(NaiveDate);
into_by_copy!(NaiveTime);
into_by_copy!(NaiveDateTime);
into_by_copy!(FixedOffset);
into_by_copy!(Utc);
