//! Names that hide the names which annotations need.

use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyList, PyString, PyTuple};
use std::collections::HashMap;

/// Called like a built-in type.
#[pyclass(name = "list")]
struct List {
    /// "Quoted", with \ and """ inside.
    #[pyo3(get, set)]
    int: i64,
    #[pyo3(set)]
    secret: String,
}

#[pymethods]
impl List {
    #[new]
    #[pyo3(signature = (int = -1))]
    fn new(int: i64) -> Self {
        List { int, secret: String::new() }
    }

    #[staticmethod]
    fn property() -> Vec<String> {
        Vec::new()
    }

    #[getter]
    fn str(&self) -> Vec<i64> {
        vec![self.int, self.secret.len() as i64]
    }

    #[getter(r#type)]
    fn kind(&self) -> String {
        "list".to_string()
    }

    #[classmethod]
    #[pyo3(name = "Second")]
    fn second(_cls: &Bound<'_, pyo3::types::PyType>, other: PyRef<'_, Second>) -> i64 {
        other.float
    }

    fn other(&self, py: Python<'_>) -> PyResult<Py<Second>> {
        Py::new(py, Second { float: self.int })
    }
}

/// Has a member called like a type that another member needs.
#[pyclass(get_all, new = "from_fields")]
struct Second {
    float: i64,
}

#[pymethods]
impl Second {
    fn half(&self) -> f64 {
        self.float as f64 / 2.0
    }

    #[pyo3(signature = (*args, **kwargs))]
    fn anything(&self, args: &Bound<'_, PyTuple>, kwargs: Option<&Bound<'_, PyDict>>) -> usize {
        args.len() + kwargs.map_or(0, |one| one.len())
    }
}

#[pyfunction]
fn lists(of: Vec<PyRef<'_, List>>) -> Vec<usize> {
    vec![of.len()]
}

#[pyfunction]
#[pyo3(name = "Sequence")]
fn sequence(of: Vec<String>) -> HashMap<String, Vec<f64>> {
    of.into_iter().map(|one| (one, Vec::new())).collect()
}

#[pyfunction]
#[pyo3(signature = (a = 1, /, b = "it's", *, c = None, d = 'x'))]
fn literals(a: u8, b: &str, c: Option<f32>, d: char) -> String {
    format!("{a}{b}{c:?}{d}")
}

#[pyfunction]
#[pyo3(signature = (value = vec![1], flag = true, big = 1_000_000u64, tiny = 1e-3))]
fn expressions(value: Vec<i64>, flag: bool, big: u64, tiny: f64) -> (Vec<i64>, bool, u64, f64) {
    (value, flag, big, tiny)
}

#[pyfunction]
fn python_types<'py>(
    list: Bound<'py, PyList>,
    dict: Bound<'py, PyDict>,
    text: Bound<'py, PyString>,
    bytes: Bound<'py, PyBytes>,
) -> (Bound<'py, PyList>, Bound<'py, PyDict>, Bound<'py, PyString>, Bound<'py, PyBytes>) {
    (list, dict, text, bytes)
}

#[pymodule]
fn clashes(m: &Bound<'_, PyModule>) -> PyResult<()> {
    m.add_class::<List>()?;
    m.add_class::<Second>()?;
    m.add_function(wrap_pyfunction!(lists, m)?)?;
    m.add_function(wrap_pyfunction!(sequence, m)?)?;
    m.add_function(wrap_pyfunction!(literals, m)?)?;
    m.add_function(wrap_pyfunction!(expressions, m)?)?;
    m.add_function(wrap_pyfunction!(python_types, m)?)?;
    m.add("Alias", m.py().get_type::<Second>())?;
    m.add("Any", 1)
}
