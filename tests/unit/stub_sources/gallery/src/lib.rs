//! An invented module that has one of everything that stubs must describe.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::PathBuf;

use pyo3::create_exception;
use pyo3::exceptions::PyException;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple, PyType};

mod accounts;
mod shapes;

use accounts::{Account, Audit as AuditTrail};

create_exception!(gallery, GalleryError, PyException, "Anything that this module raises.");
create_exception!(gallery, EmptyError, GalleryError);

type Grid = Vec<Vec<f64>>;

/// How many rooms there are.
const ROOMS: usize = 12;

/// Adds two numbers.
///
/// Says so in "two" paragraphs, with a \ in one.
#[pyfunction]
fn add(left: i64, right: i64) -> i64 {
    left + right
}

#[pyfunction]
#[pyo3(signature = (text, /, times = 2, *, separator = ", ", upper = false, scale = 1.5, mark = 'x', limit = None))]
fn repeat(text: &str, times: usize, separator: &str, upper: bool, scale: f64, mark: char, limit: Option<i32>) -> String {
    let _ = (scale, mark, limit);
    let joined = vec![text; times].join(separator);
    if upper { joined.to_uppercase() } else { joined }
}

#[pyfunction]
#[pyo3(signature = (first, *rest, sep = None, **options))]
fn variadic(first: &Bound<'_, PyAny>, rest: &Bound<'_, PyTuple>, sep: Option<String>, options: Option<&Bound<'_, PyDict>>) -> usize {
    let _ = (first, sep, options);
    rest.len()
}

#[pyfunction]
#[pyo3(signature = (*numbers, **named))]
fn totals(numbers: Vec<f64>, named: Option<HashMap<String, i64>>) -> (f64, i64) {
    (numbers.iter().sum(), named.map_or(0, |one| one.values().sum()))
}

#[pyfunction]
fn containers(
    bytes: Vec<u8>,
    counts: HashMap<String, u32>,
    names: HashSet<String>,
    pair: (i32, Option<String>),
    path: PathBuf,
    grid: Grid,
) -> PyResult<BTreeMap<String, Vec<(i32, f64)>>> {
    let _ = (bytes, counts, names, pair, path, grid);
    Ok(BTreeMap::new())
}

#[pyfunction]
fn digest(data: &[u8]) -> Vec<u8> {
    data.to_vec()
}

#[pyfunction]
#[pyo3(name = "renamed", signature = (value: "list[int] | None" = None) -> "typing.Iterator[int]")]
fn annotated<'py>(py: Python<'py>, value: Option<Bound<'py, PyAny>>) -> PyResult<Bound<'py, PyAny>> {
    match value {
        Some(value) => Ok(value.try_iter()?.into_any()),
        None => Ok(pyo3::types::PyList::empty(py).try_iter()?.into_any()),
    }
}

#[pyfunction]
#[pyo3(pass_module)]
fn module_name(module: &Bound<'_, PyModule>) -> PyResult<String> {
    Ok(module.name()?.to_string())
}

#[pyfunction]
fn convert(#[pyo3(from_py_with = length_of)] size: usize) -> usize {
    size
}

fn length_of(value: &Bound<'_, PyAny>) -> PyResult<usize> {
    value.len()
}

#[pyfunction]
#[pyo3(warn(message = "use `add`", category = pyo3::exceptions::PyDeprecationWarning))]
fn old_add(left: i64, right: i64) -> PyResult<i64> {
    left.checked_add(right).ok_or_else(|| GalleryError::new_err("too large"))
}

/// A number with a name.
#[pyclass(frozen, get_all, new = "from_fields", rename_all = "camelCase")]
struct NamedNumber {
    /// What it is called.
    full_name: String,
    number: f64,
    tags: Vec<String>,
}

/// Counts down.
#[pyclass]
struct Countdown {
    left: u32,
}

#[pymethods]
impl Countdown {
    fn __iter__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    fn __next__(&mut self) -> Option<u32> {
        self.left = self.left.checked_sub(1)?;
        Some(self.left)
    }
}

/// Counts from `start` down to zero.
#[pyfunction]
fn countdown(start: u32) -> Countdown {
    Countdown { left: start }
}

#[pyclass(subclass)]
struct Thermometer {
    /// Degrees.
    #[pyo3(get, set)]
    degrees: f64,
    #[pyo3(get, name = "serial")]
    serial_number: i64,
    history: Vec<f64>,
}

#[pymethods]
impl Thermometer {
    /// Where water freezes.
    #[classattr]
    const FREEZING: f64 = 0.0;

    #[new]
    #[pyo3(signature = (degrees = 20.0, *, serial = 0))]
    fn new(degrees: f64, serial: i64) -> Self {
        Thermometer { degrees, serial_number: serial, history: Vec::new() }
    }

    #[classattr]
    fn units() -> Vec<&'static str> {
        vec!["C", "F"]
    }

    /// Degrees Fahrenheit.
    #[getter]
    fn fahrenheit(&self) -> f64 {
        self.degrees * 1.8 + 32.0
    }

    #[setter]
    fn set_fahrenheit(&mut self, value: f64) {
        self.degrees = (value - 32.0) / 1.8;
    }

    #[getter(count)]
    fn get_count(&self) -> usize {
        self.history.len()
    }

    #[deleter(count)]
    fn delete_count(&mut self) {
        self.history.clear();
    }

    #[getter]
    fn last(&self) -> Option<f64> {
        self.history.last().copied()
    }

    /// Remembers the present value.
    fn record(&mut self) -> usize {
        self.history.push(self.degrees);
        self.history.len()
    }

    fn chained<'py>(mut slf: PyRefMut<'py, Self>, by: f64) -> PyRefMut<'py, Self> {
        slf.degrees += by;
        slf
    }

    fn twin(slf: Bound<'_, Self>) -> Py<Self> {
        slf.unbind()
    }

    #[staticmethod]
    #[pyo3(signature = (text, base = 10))]
    fn parse(text: &str, base: u32) -> PyResult<Thermometer> {
        let degrees = i64::from_str_radix(text, base)? as f64;
        Ok(Thermometer::new(degrees, 0))
    }

    #[classmethod]
    fn class_name(cls: &Bound<'_, PyType>) -> PyResult<String> {
        Ok(cls.name()?.to_string())
    }

    fn __repr__(&self) -> String {
        format!("Thermometer({})", self.degrees)
    }

    fn __str__(&self) -> String {
        format!("{} C", self.degrees)
    }

    fn list(&self) -> Vec<f64> {
        self.history.clone()
    }
}

#[pyfunction]
fn hottest(all: Vec<PyRef<'_, Thermometer>>) -> Option<f64> {
    all.iter().map(|one| one.degrees).fold(None, |most, one| Some(most.map_or(one, |m: f64| m.max(one))))
}

#[pyfunction]
#[pyo3(signature = (account = None))]
fn balance(account: Option<PyRef<'_, Account>>) -> PyResult<i64> {
    account.map(|one| one.balance()).ok_or_else(|| EmptyError::new_err("no account"))
}

#[pyfunction]
fn audit() -> AuditTrail {
    AuditTrail::default()
}

fn add_classes(m: &Bound<'_, PyModule>) -> PyResult<()> {
    m.add_class::<NamedNumber>()?;
    m.add_class::<Thermometer>()?;
    m.add_class::<accounts::Account>()
}

/// Rooms, thermometers and accounts.
#[pymodule]
fn gallery(m: &Bound<'_, PyModule>) -> PyResult<()> {
    let py = m.py();
    m.add("ROOMS", ROOMS)?;
    m.add("VERSION", env!("CARGO_PKG_VERSION"))?;
    m.add("PRIMES", vec![2, 3, 5])?;
    m.add("GalleryError", py.get_type::<GalleryError>())?;
    m.add("EmptyError", py.get_type::<EmptyError>())?;
    add_classes(m)?;
    m.add_function(wrap_pyfunction!(add, m)?)?;
    m.add_function(wrap_pyfunction!(repeat, m)?)?;
    m.add_function(wrap_pyfunction!(variadic, m)?)?;
    m.add_function(wrap_pyfunction!(totals, m)?)?;
    m.add_function(wrap_pyfunction!(containers, m)?)?;
    m.add_function(wrap_pyfunction!(digest, m)?)?;
    m.add_function(wrap_pyfunction!(annotated, m)?)?;
    m.add_function(wrap_pyfunction!(module_name, m)?)?;
    m.add_function(wrap_pyfunction!(convert, m)?)?;
    m.add_function(wrap_pyfunction!(old_add, m)?)?;
    m.add_function(wrap_pyfunction!(countdown, m)?)?;
    m.add_function(wrap_pyfunction!(hottest, m)?)?;
    m.add_function(wrap_pyfunction!(balance, m)?)?;
    m.add_function(wrap_pyfunction!(audit, m)?)?;
    m.add_wrapped(pyo3::wrap_pymodule!(shapes::shapes))?;
    Ok(())
}
