//! What the crates of dates and times share: `datetime`'s objects with and without a zone, offsets, durations.

use super::common::*;
use crate::exceptions::{PyOverflowError, PyTypeError, PyValueError};
use crate::intern;
use crate::types::{PyDateTime, PyDelta, PyDeltaAccess, PyTimeAccess, PyTzInfo, PyTzInfoAccess};

pub const SECONDS_OF_A_DAY: i64 = 86_400;

#[cold]
pub fn out_of_range(what: &str) -> PyErr {
    PyValueError::new_err(format!("invalid or out-of-range {what}"))
}

/// A datetime without a zone.
pub fn naive<'a, 'py>(obj: Borrowed<'a, 'py, PyAny>) -> PyResult<Borrowed<'a, 'py, PyDateTime>> {
    let datetime = obj.cast::<PyDateTime>()?;
    if datetime.get_tzinfo().is_some() {
        return Err(PyTypeError::new_err("expected a datetime without tzinfo"));
    }
    Ok(datetime)
}

/// A datetime with its zone.
pub fn aware<'a, 'py>(
    obj: Borrowed<'a, 'py, PyAny>,
) -> PyResult<(Borrowed<'a, 'py, PyDateTime>, Bound<'py, PyTzInfo>)> {
    let datetime = obj.cast::<PyDateTime>()?;
    let zone = datetime.get_tzinfo().ok_or_else(missing_zone)?;
    Ok((datetime, zone))
}

#[cold]
pub fn missing_zone() -> PyErr {
    PyTypeError::new_err("expected a datetime with non-None tzinfo")
}

/// The hour, minute, second and microsecond of a datetime or a time.
pub fn clock(time: &impl PyTimeAccess) -> (u8, u8, u8, u32) {
    (
        time.get_hour(),
        time.get_minute(),
        time.get_second(),
        time.get_microsecond(),
    )
}

/// A `timedelta` as whole seconds and the microseconds above them.
pub fn read_delta(obj: Borrowed<'_, '_, PyAny>) -> PyResult<(i64, i32)> {
    let delta = obj.cast::<PyDelta>()?;
    let days = i64::from(delta.get_days()) * SECONDS_OF_A_DAY;
    let seconds = days + i64::from(delta.get_seconds());
    Ok((seconds, delta.get_microseconds()))
}

/// A `timedelta` of seconds and microseconds, which may have either sign.
pub fn make_delta(py: Python<'_>, seconds: i64, micro: i32) -> PyResult<Bound<'_, PyDelta>> {
    let days = i32::try_from(seconds.div_euclid(SECONDS_OF_A_DAY))
        .map_err(|_| PyOverflowError::new_err("duration out of range for Python timedelta"))?;
    let rest = seconds.rem_euclid(SECONDS_OF_A_DAY) as i32; // less than a day
    PyDelta::new(py, days, rest, micro, true)
}

/// The seconds east of UTC of a zone whose offset is the same at all times.
pub fn read_offset(obj: Borrowed<'_, '_, PyAny>) -> PyResult<i32> {
    let py = obj.py();
    let zone = obj.cast::<PyTzInfo>()?;
    // A zone whose offset depends on the time says None.
    let offset = zone.call_method1(intern!(py, "utcoffset"), (py.None(),))?;
    if offset.is_none() {
        return Err(PyTypeError::new_err(format!(
            "{} is not a fixed offset timezone",
            zone.repr()?
        )));
    }
    let (seconds, _) = read_delta(offset.as_borrowed())?;
    i32::try_from(seconds).map_err(|_| offset_out_of_range())
}

#[cold]
pub fn offset_out_of_range() -> PyErr {
    PyValueError::new_err("fixed offset out of bounds")
}

/// `datetime.timezone` of an offset in seconds.
pub fn make_offset(py: Python<'_>, seconds: i32) -> PyResult<Bound<'_, PyTzInfo>> {
    PyTzInfo::fixed_offset(py, make_delta(py, i64::from(seconds), 0)?)
}

/// Refuses every zone but `datetime.timezone.utc`.
pub fn require_utc(zone: &Bound<'_, PyAny>, message: &'static str) -> PyResult<()> {
    if zone.eq(PyTzInfo::utc(zone.py())?)? {
        return Ok(());
    }
    Err(PyValueError::new_err(message))
}
