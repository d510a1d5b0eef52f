//! Dates, times, durations and zones.

mod types_support;

use pyo3::prelude::*;
use pyo3::types::{
    PyDate, PyDateAccess, PyDateTime, PyDelta, PyDeltaAccess, PyTime, PyTimeAccess, PyTzInfo,
    PyTzInfoAccess,
};
use types_support::{attached, error, eval, shown};

#[test]
fn dates() {
    attached(|py| {
        let date = PyDate::new(py, 2024, 2, 29).unwrap();
        assert_eq!(
            (date.get_year(), date.get_month(), date.get_day()),
            (2024, 2, 29)
        );
        assert_eq!(shown(Ok(date)), "datetime.date(2024, 2, 29)");
        assert!(error(PyDate::new(py, 2023, 2, 29)).starts_with("ValueError: day "));
        assert!(error(PyDate::new(py, 0, 1, 1)).starts_with("ValueError: year "));
        assert!(
            PyDate::from_timestamp(py, 86400.0 * 400.0)
                .unwrap()
                .get_year()
                >= 1970
        );
        assert!(PyDate::from_timestamp(py, f64::NAN).is_err());
    });
}

#[test]
fn datetimes() {
    attached(|py| {
        let utc = PyTzInfo::utc(py).unwrap();
        let moment = PyDateTime::new(py, 1999, 12, 31, 23, 59, 58, 999_999, Some(&utc)).unwrap();
        assert_eq!(
            (moment.get_year(), moment.get_month(), moment.get_day()),
            (1999, 12, 31)
        );
        assert_eq!(
            (moment.get_hour(), moment.get_minute(), moment.get_second()),
            (23, 59, 58)
        );
        assert_eq!(
            (moment.get_microsecond(), moment.get_fold()),
            (999_999, false)
        );
        assert!(moment.get_tzinfo().unwrap().is(utc));
        assert!(moment.cast::<PyDate>().is_ok() && moment.cast::<PyDateTime>().is_ok());
        assert!(moment.cast::<PyTime>().is_err() && eval(py, "1").cast::<PyDateTime>().is_err());
        let folded = PyDateTime::new_with_fold(py, 2024, 10, 27, 2, 30, 0, 0, None, true).unwrap();
        assert!(folded.get_fold() && folded.get_tzinfo().is_none());
        assert_eq!(
            shown(Ok(folded)),
            "datetime.datetime(2024, 10, 27, 2, 30, fold=1)"
        );
        assert!(error(PyDateTime::new(py, 2024, 1, 1, 24, 0, 0, 0, None))
            .starts_with("ValueError: hour must be in 0..23"));
        assert!(
            error(PyDateTime::new(py, 2024, 1, 1, 0, 0, 0, u32::MAX, None)).contains("Error: ")
        );
        let epoch = PyDateTime::from_timestamp(py, 0.5, Some(&utc)).unwrap();
        assert_eq!(
            (epoch.get_year(), epoch.get_hour(), epoch.get_microsecond()),
            (1970, 0, 500_000)
        );
        assert_eq!(
            eval(py, "__import__('datetime').date.today()")
                .cast::<PyDateTime>()
                .unwrap_err()
                .to_string(),
            "'date' object is not an instance of 'datetime'"
        );
    });
}

#[test]
fn times() {
    attached(|py| {
        let time = PyTime::new(py, 1, 2, 3, 4, None).unwrap();
        assert_eq!(
            (time.get_hour(), time.get_minute(), time.get_second()),
            (1, 2, 3)
        );
        assert_eq!((time.get_microsecond(), time.get_fold()), (4, false));
        assert!(time.get_tzinfo().is_none());
        let utc = PyTzInfo::utc(py).unwrap();
        let time = PyTime::new_with_fold(py, 1, 2, 3, 4, Some(&utc), true).unwrap();
        assert!(time.get_fold() && time.get_tzinfo().unwrap().is(utc));
        assert!(error(PyTime::new(py, 0, 60, 0, 0, None))
            .starts_with("ValueError: minute must be in 0..59"));
    });
}

#[test]
fn durations_and_zones() {
    attached(|py| {
        let delta = PyDelta::new(py, 1, -1, 1_000_001, true).unwrap();
        assert_eq!(
            (
                delta.get_days(),
                delta.get_seconds(),
                delta.get_microseconds()
            ),
            (1, 0, 1)
        );
        let negative = PyDelta::new(py, 0, -1, 0, true).unwrap();
        assert_eq!((negative.get_days(), negative.get_seconds()), (-1, 86399));
        assert!(error(PyDelta::new(py, i32::MAX, 0, 0, true)).starts_with("OverflowError"));
        let hour = PyDelta::new(py, 0, 3600, 0, false).unwrap();
        assert_eq!(
            PyTzInfo::fixed_offset(py, hour).unwrap().to_string(),
            "UTC+01:00"
        );
        let day = PyDelta::new(py, 1, 0, 0, false).unwrap();
        assert!(error(PyTzInfo::fixed_offset(py, day)).starts_with("ValueError: offset must be"));
        assert_eq!(PyTzInfo::utc(py).unwrap().to_string(), "UTC");
        assert_eq!(
            error(PyTzInfo::timezone(py, "No/Where")).split(':').next(),
            Some("ZoneInfoNotFoundError")
        );
        if let Ok(zone) = PyTzInfo::timezone(py, "Europe/London") {
            assert_eq!(zone.to_string(), "Europe/London");
        }
    });
}
