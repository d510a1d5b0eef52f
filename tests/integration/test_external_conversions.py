"""Conversions of other crates' types, behind pyo3's features. Fetches those crates, so it runs on request."""

from __future__ import annotations

from pathlib import Path

import pytest
from build_rig import Rig

pytestmark = pytest.mark.peers

MANIFEST = """\
[package]
name = "outside"
version = "0.1.0"
edition = "2021"
[lib]
crate-type = ["cdylib"]
[dependencies]
pyo3 = { version = "0.29", features = [
    "anyhow", "bigdecimal", "bytes", "chrono", "chrono-tz", "either", "eyre", "hashbrown", "indexmap",
    "num-bigint", "num-complex", "num-rational", "ordered-float", "rust_decimal", "serde", "smallvec", "uuid",
    "arc_lock", "chrono-local", "jiff-02", "lock_api", "parking_lot", "time", ABI
] }
anyhow = "1"
bigdecimal = "0.4"
bytes = "1"
chrono = "0.4"
chrono-tz = "0.10"
either = "1"
eyre = "0.6"
hashbrown = ">=0.14, <0.18"
indexmap = "2"
jiff = "0.2"
num-bigint = "0.4"
num-complex = "0.4"
num-rational = "0.4"
ordered-float = "5"
parking_lot = { version = "0.12", features = ["arc_lock"] }
rust_decimal = "1"
serde = { version = "1", features = ["derive"] }
serde_json = "1"
smallvec = "1"
time = "0.3.38"
uuid = "1"
"""

SOURCE = """\
use pyo3::prelude::*;

macro_rules! echoes {
    ($($name:ident: $type:ty;)*) => { $(
        #[pyfunction]
        fn $name(x: $type) -> $type { x }
    )* };
}

mod types {
    pub type Map = indexmap::IndexMap<String, i64>;
    pub type Table = hashbrown::HashMap<String, i64>;
    pub type Set = hashbrown::HashSet<i64>;
    pub type Small = smallvec::SmallVec<[i64; 2]>;
    pub type Raw = smallvec::SmallVec<[u8; 2]>;
    pub type Either = either::Either<i64, String>;
    pub type Ratio = num_rational::Ratio<num_bigint::BigInt>;
    pub type Aware = chrono::DateTime<chrono::FixedOffset>;
    pub type Zoned = chrono::DateTime<chrono_tz::Tz>;
    pub type Point = chrono::DateTime<chrono::Utc>;
    pub type Local = chrono::DateTime<chrono::Local>;
}

echoes! {
    big: num_bigint::BigInt; natural: num_bigint::BigUint; complex: num_complex::Complex<f64>;
    ratio: types::Ratio; decimal: rust_decimal::Decimal; bigger: bigdecimal::BigDecimal;
    ordered: ordered_float::OrderedFloat<f64>; notnan: ordered_float::NotNan<f64>; unique: uuid::Uuid;
    raw_bytes: bytes::Bytes; map: types::Map; table: types::Table; set: types::Set; small: types::Small;
    raw: types::Raw; either: types::Either; date: chrono::NaiveDate; time: chrono::NaiveTime;
    naive: chrono::NaiveDateTime; aware: types::Aware; zoned: types::Zoned; point: types::Point;
    delta: chrono::Duration; offset: chrono::FixedOffset; zone: chrono_tz::Tz; local: types::Local;
    time_date: ::time::Date; time_time: ::time::Time; time_naive: ::time::PrimitiveDateTime;
    time_aware: ::time::OffsetDateTime; time_point: ::time::UtcDateTime; time_delta: ::time::Duration;
    time_offset: ::time::UtcOffset;
    jiff_date: jiff::civil::Date; jiff_time: jiff::civil::Time; jiff_naive: jiff::civil::DateTime;
    jiff_zoned: jiff::Zoned; jiff_stamp: jiff::Timestamp; jiff_delta: jiff::SignedDuration;
    jiff_offset: jiff::tz::Offset; jiff_zone: jiff::tz::TimeZone; jiff_week: jiff::civil::ISOWeekDate;
}

#[pyfunction]
fn jiff_span(x: jiff::Span) -> PyResult<jiff::SignedDuration> {
    Ok(x.try_into()?)
}

/// Two threads that both need the interpreter and the lock, of each kind.
#[pyfunction]
fn locks(py: Python<'_>) -> i64 {
    use parking_lot::{Mutex, Once, ReentrantMutex, RwLock};
    use pyo3::sync::{MutexExt, OnceExt, RwLockExt};
    use std::{cell::Cell, sync::Arc};
    let (mutex, shared, again) = (Mutex::new(0), Arc::new(Mutex::new(0)), ReentrantMutex::new(Cell::new(0)));
    let (lock, once, total) = (RwLock::new(0), Once::new(), Mutex::new(0));
    py.detach(|| std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| Python::attach(|py| {
                for _ in 0..200 {
                    let mut held = mutex.lock_py_attached(py);
                    py.run(c"import time; time.sleep(0)", None, None).unwrap();
                    *held += 1;
                    *shared.lock_py_attached(py) += 1;
                    let outer = again.lock_py_attached(py);
                    again.lock_py_attached(py).set(outer.get() + 1);
                    *lock.write_py_attached(py) += 1;
                    assert!(*lock.read_py_attached(py) > 0);
                    once.call_once_py_attached(py, || *total.lock() += 1);
                    once.call_once_force_py_attached(py, |_| *total.lock() += 1);
                }
            }));
        }
    }));
    let sum = *mutex.lock() + *shared.lock() + again.lock().get() + *lock.read() + *total.lock();
    sum
}

#[pyfunction]
fn small_ref() -> PyResult<Py<PyAny>> {
    let small = types::Small::from_slice(&[1, 2, 3]);
    Python::attach(|py| Ok((&small).into_pyobject(py)?.into_any().unbind()))
}

#[pyfunction]
fn parse(text: &str) -> anyhow::Result<i64> {
    use anyhow::Context;
    text.parse::<i64>().context("while reading")
}

#[pyfunction]
fn passes(x: &Bound<'_, PyAny>) -> anyhow::Result<i64> {
    Ok(x.extract::<i64>()?)
}

#[pyfunction]
fn report(text: &str) -> eyre::Result<i64> {
    Ok(text.parse::<i64>()?)
}

#[pyclass]
#[derive(serde::Serialize, serde::Deserialize)]
struct Inner { a: i64 }

#[pymethods]
impl Inner {
    #[new]
    fn new(a: i64) -> Self { Inner { a } }
}

#[pyfunction]
fn dump(x: Py<Inner>) -> anyhow::Result<String> {
    let text = serde_json::to_string(&x)?;
    let again: Py<Inner> = serde_json::from_str(&text)?;
    Ok(serde_json::to_string(&again)?)
}

#[pymodule]
mod outside {
    #[pymodule_export]
    use super::{
        aware, big, bigger, complex, date, decimal, delta, dump, either, map, naive, natural, notnan,
        offset, ordered, parse, passes, point, ratio, raw, raw_bytes, report, set, small, small_ref, table,
        time, unique, zone, zoned, Inner, local, locks,
        time_date, time_time, time_naive, time_aware, time_point, time_delta, time_offset,
        jiff_date, jiff_time, jiff_naive, jiff_zoned, jiff_stamp, jiff_delta, jiff_offset, jiff_zone,
        jiff_week, jiff_span,
    };
}
"""

CHECKS = """\
import datetime as dt, decimal, fractions, math, uuid, zoneinfo
import outside as o

def raises(kind, function, *args, text=""):
    try:
        function(*args)
    except kind as error:
        assert text in str(error), str(error)
    else:
        raise AssertionError(f"{function} took {args}")

class Index:
    def __index__(self):
        return 5

for n in (0, 1, -1, 127, 128, -128, -129, 255, 256, 2**64, -(2**64), 10**100, -(10**100)):
    assert o.big(n) == n
    if n >= 0:
        assert o.natural(n) == n
assert o.big(Index()) == 5 and o.big(True) == 1
raises(OverflowError, o.natural, -1)
raises(TypeError, o.big, 1.5)
raises(TypeError, o.big, "1")
assert o.complex(1 + 2j) == 1 + 2j and o.complex(3) == 3 and o.complex(2.5) == 2.5
raises(TypeError, o.complex, "1j")
assert o.ratio(fractions.Fraction(-3, 6)) == fractions.Fraction(-1, 2) and o.ratio(7) == 7
for f in (o.decimal, o.bigger):
    for text in ("0", "1.50", "-12345.678", "1E+3", "79228162514264337593543950335"):
        assert f(decimal.Decimal(text)) == decimal.Decimal(text), text
    assert f(12) == 12
    raises(TypeError, f, "1.5")
    raises(ValueError, f, decimal.Decimal("NaN"))
assert str(o.bigger(decimal.Decimal("1." + "1" * 60))) == "1." + "1" * 60
assert o.ordered(1.5) == 1.5 and o.notnan(2) == 2.0 and math.isnan(o.ordered(math.nan))
raises(ValueError, o.notnan, math.nan)
u = uuid.uuid4()
assert o.unique(u) == u and type(o.unique(u)) is uuid.UUID
raises(TypeError, o.unique, str(u))
assert o.raw_bytes(b"a\\0b") == b"a\\0b" and o.raw_bytes(bytearray(b"x")) == b"x"
raises(TypeError, o.raw_bytes, "x")
assert list(o.map({"z": 1, "a": 2}).items()) == [("z", 1), ("a", 2)]
raises(TypeError, o.map, [("a", 1)])
raises(TypeError, o.map, {"a": "b"})
assert o.table({"z": 1}) == {"z": 1} and o.set({1, 2}) == {1, 2} and o.set(frozenset([3])) == {3}
assert o.small([1, 2, 3]) == [1, 2, 3] and o.small(()) == [] and o.small_ref() == [1, 2, 3]
assert o.raw(b"abc") == b"abc" and o.raw([1, 2]) == b"\\x01\\x02"
raises(TypeError, o.small, "ab")
assert o.either(3) == 3 and o.either("x") == "x"
raises(TypeError, o.either, 1.5, text="Union[")

day = dt.date(2024, 2, 29)
moment = dt.datetime(2024, 2, 29, 1, 2, 3, 4)
utc, east = dt.timezone.utc, dt.timezone(dt.timedelta(hours=5, minutes=30))
for f in (o.date, o.time_date, o.jiff_date, o.jiff_week):
    assert f(day) == day and f(dt.datetime(2024, 2, 29, 5)) == day
    assert f(dt.date.max) == dt.date.max and f(dt.date.min) == dt.date.min
    raises(TypeError, f, "2024-02-29")
for f in (o.time, o.time_time, o.jiff_time):
    assert f(dt.time(23, 59, 59, 999999)) == dt.time(23, 59, 59, 999999)
    raises(TypeError, f, moment)
for f in (o.naive, o.time_naive, o.jiff_naive):
    assert f(moment) == moment and f(dt.datetime.max) == dt.datetime.max
    raises(TypeError, f, moment.replace(tzinfo=utc), text="expected a datetime without tzinfo")
    raises(TypeError, f, day)
for f in (o.aware, o.time_aware, o.jiff_zoned):
    assert f(moment.replace(tzinfo=east)) == moment.replace(tzinfo=east)
    assert f(moment.replace(tzinfo=east)).utcoffset() == dt.timedelta(hours=5, minutes=30)
    raises(TypeError, f, moment, text="expected a datetime with non-None tzinfo")
for f in (o.point, o.time_point, o.jiff_stamp):
    assert f(moment.replace(tzinfo=utc)).tzinfo is utc
    assert f(moment.replace(tzinfo=utc)) == moment.replace(tzinfo=utc)
for f in (o.point, o.time_point):
    raises(ValueError, f, moment.replace(tzinfo=east))
assert o.jiff_stamp(moment.replace(tzinfo=east)) == moment.replace(tzinfo=east)
least = dt.timedelta(microseconds=-1)
days = dt.timedelta(days=-400, seconds=7)
for f in (o.delta, o.time_delta, o.jiff_delta):
    for delta in (dt.timedelta(0), dt.timedelta(-1, 1, 1), dt.timedelta.max, dt.timedelta.min, least, days):
        assert f(delta) == delta, delta
    raises(TypeError, f, 5)
assert o.jiff_span(days) == days
for f in (o.offset, o.time_offset, o.jiff_offset, o.jiff_zone):
    assert f(east) == east and f(utc) == utc and f(dt.timezone(-dt.timedelta(hours=23))).utcoffset(None)
    raises(TypeError, f, 5)
assert o.jiff_offset(utc) is utc and o.jiff_zone(utc) is utc
here = o.local(moment)
assert here.replace(tzinfo=None) == moment and here.tzinfo.key
assert o.local(here) == here and o.local(here).tzinfo is here.tzinfo
raises(ValueError, o.local, moment.replace(tzinfo=east), text="expected local timezone")
try:
    berlin = zoneinfo.ZoneInfo("Europe/Berlin")
except zoneinfo.ZoneInfoNotFoundError:
    berlin = None
if berlin:
    assert o.zone(berlin) is berlin and o.jiff_zone(berlin) is berlin
    for f in (o.zoned, o.jiff_zoned):
        for fold in (0, 1):
            for month in (7, 10):
                twice = dt.datetime(2024, month, 27, 2, 30, tzinfo=berlin, fold=fold if month == 10 else 0)
                assert (f(twice), f(twice).fold) == (twice, twice.fold)
    raises(ValueError, o.zoned, dt.datetime(2024, 3, 31, 2, 30, tzinfo=berlin))
    for f in (o.offset, o.time_offset, o.jiff_offset):
        raises(TypeError, f, berlin, text="is not a fixed offset timezone")
assert o.locks() == 4 * 400 + 1

assert o.parse("5") == 5
raises(RuntimeError, o.parse, "x", text="while reading\\n\\nCaused by:")
raises(TypeError, o.passes, "x")
raises(RuntimeError, o.report, "x", text="invalid digit")
assert o.dump(o.Inner(3)) == '{"a":3}'
print("all good")
"""


@pytest.mark.parametrize("abi", ["", '"abi3-py39"'])
def test_every_conversion_there_and_back(tool: Rig, tmp_path: Path, abi: str) -> None:
    root = tmp_path / "outside"
    (root / "src").mkdir(parents=True)
    (root / "Cargo.toml").write_text(MANIFEST.replace("ABI", abi))
    (root / "src" / "lib.rs").write_text(SOURCE)
    built = tool.ferrule("develop", root, "--debug")
    assert built.returncode == 0, built.stderr
    assert tool.run(CHECKS) == "all good"
