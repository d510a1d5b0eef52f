//! Durations as `datetime.timedelta`, points in time as aware `datetime.datetime` in UTC.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::{FromPyObject, IntoPyObject};
use crate::err::{CastError, PyErr, PyResult};
use crate::exceptions::{PyOverflowError, PyValueError};
use crate::instance::{Borrowed, Bound, Py};
use crate::marker::Python;
use crate::sync::PyOnceLock;
use crate::types::{PyAny, PyAnyMethods, PyDateTime, PyDelta, PyType};

const SECONDS_PER_DAY: u64 = 86_400;

/// `datetime.timedelta`.
fn timedelta<'py>(py: Python<'py>) -> PyResult<&'py Bound<'py, PyType>> {
    static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    CLASS.import(py, "datetime", "timedelta")
}

/// `datetime.datetime`.
fn datetime<'py>(py: Python<'py>) -> PyResult<&'py Bound<'py, PyType>> {
    static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    CLASS.import(py, "datetime", "datetime")
}

/// 1970-01-01 in UTC.
fn epoch(py: Python<'_>) -> PyResult<&Bound<'_, PyAny>> {
    static EPOCH: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    EPOCH
        .get_or_try_init(py, || {
            let utc = py
                .import("datetime")?
                .as_any()
                .getattr("timezone")?
                .getattr("utc")?;
            let epoch = datetime(py)?
                .as_any()
                .call_method1("fromtimestamp", (0, utc))?;
            Ok::<_, PyErr>(epoch.unbind())
        })
        .map(|epoch| epoch.bind(py))
}

/// A `timedelta` as whole days (the only part that may be negative), and the rest.
fn parts(delta: &Bound<'_, PyAny>) -> PyResult<(i64, Duration)> {
    let days = delta.getattr("days")?.as_borrowed().extract::<i64>()?;
    let seconds = delta.getattr("seconds")?.as_borrowed().extract::<u32>()?;
    let microseconds = delta
        .getattr("microseconds")?
        .as_borrowed()
        .extract::<u32>()?;
    Ok((
        days,
        Duration::new(u64::from(seconds), microseconds.saturating_mul(1000)),
    ))
}

/// `days` days, which are not negative.
fn whole_days(days: u64) -> PyResult<Duration> {
    match days.checked_mul(SECONDS_PER_DAY) {
        Some(seconds) => Ok(Duration::from_secs(seconds)),
        None => Err(PyOverflowError::new_err("timedelta too large")),
    }
}

/// A `timedelta`; nanoseconds are cut off.
fn make<'py>(py: Python<'py>, duration: Duration) -> PyResult<Bound<'py, PyAny>> {
    let seconds = duration.as_secs();
    let args = (
        seconds / SECONDS_PER_DAY,
        seconds % SECONDS_PER_DAY,
        duration.subsec_micros(),
    );
    timedelta(py)?.as_any().call1(args)
}

impl FromPyObject<'_, '_> for Duration {
    type Error = PyErr;

    fn extract(obj: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        let class = timedelta(obj.py())?;
        if !obj.is_instance(class.as_any())? {
            return Err(CastError::new(obj, class.clone().into_any()).into());
        }
        let (days, rest) = parts(&obj)?;
        let Ok(days) = u64::try_from(days) else {
            return Err(PyValueError::new_err(
                "It is not possible to convert a negative timedelta to a Rust Duration",
            ));
        };
        Ok(whole_days(days)? + rest)
    }
}

impl FromPyObject<'_, '_> for SystemTime {
    type Error = PyErr;

    fn extract(obj: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        let class = datetime(obj.py())?;
        if !obj.is_instance(class.as_any())? {
            return Err(CastError::new(obj, class.clone().into_any()).into());
        }
        let (days, rest) = parts(&obj.sub(epoch(obj.py())?)?)?;
        let whole = whole_days(days.unsigned_abs())?;
        let midnight = if days < 0 {
            UNIX_EPOCH.checked_sub(whole)
        } else {
            UNIX_EPOCH.checked_add(whole)
        };
        midnight
            .and_then(|midnight| midnight.checked_add(rest))
            .ok_or_else(|| {
                PyOverflowError::new_err("Overflow error when converting the time to Rust")
            })
    }
}

impl<'py> IntoPyObject<'py> for Duration {
    type Target = PyDelta;
    type Output = Bound<'py, PyDelta>;
    type Error = PyErr;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        Ok(make(py, self)?.cast_into()?)
    }
}

impl<'py> IntoPyObject<'py> for &Duration {
    type Target = PyDelta;
    type Output = Bound<'py, PyDelta>;
    type Error = PyErr;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        (*self).into_pyobject(py)
    }
}

impl<'py> IntoPyObject<'py> for SystemTime {
    type Target = PyDateTime;
    type Output = Bound<'py, PyDateTime>;
    type Error = PyErr;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        let point = match self.duration_since(UNIX_EPOCH) {
            Ok(after) => epoch(py)?.add(make(py, after)?)?,
            Err(error) => epoch(py)?.sub(make(py, error.duration())?)?,
        };
        Ok(point.cast_into()?)
    }
}

impl<'py> IntoPyObject<'py> for &SystemTime {
    type Target = PyDateTime;
    type Output = Bound<'py, PyDateTime>;
    type Error = PyErr;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        (*self).into_pyobject(py)
    }
}
