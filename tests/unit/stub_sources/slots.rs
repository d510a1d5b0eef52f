//! Special methods, enums and derives.

use pyo3::pyclass::CompareOp;
use pyo3::prelude::*;

/// A vector.
#[pyclass(eq, ord, hash, frozen, str = "{x}")]
#[derive(PartialEq, PartialOrd, Hash)]
struct Vector {
    #[pyo3(get)]
    x: i64,
}

#[pymethods]
impl Vector {
    #[new]
    fn new(x: i64) -> Self {
        Vector { x }
    }
    fn __add__(&self, other: &Vector) -> Vector {
        Vector { x: self.x + other.x }
    }
    fn __mul__(&self, by: i64) -> Vector {
        Vector { x: self.x * by }
    }
    fn __rmul__(&self, by: i64) -> Vector {
        Vector { x: self.x * by }
    }
    fn __neg__(&self) -> Vector {
        Vector { x: -self.x }
    }
    fn __pow__(&self, exponent: u32, modulus: Option<i64>) -> i64 {
        let _ = modulus;
        self.x.pow(exponent)
    }
    fn __int__(&self) -> i64 {
        self.x
    }
    fn __float__(&self) -> f64 {
        self.x as f64
    }
    fn __bool__(&self) -> bool {
        self.x != 0
    }
    fn __round__(&self) -> Vector {
        Vector { x: self.x }
    }
}

/// Integers by their places.
#[pyclass(mapping)]
struct Table {
    rows: Vec<i64>,
}

#[pymethods]
impl Table {
    #[new]
    #[pyo3(signature = (rows = vec![]))]
    fn new(rows: Vec<i64>) -> Self {
        Table { rows }
    }
    fn __len__(&self) -> usize {
        self.rows.len()
    }
    fn __contains__(&self, value: i64) -> bool {
        self.rows.contains(&value)
    }
    fn __getitem__(&self, at: usize) -> PyResult<i64> {
        self.rows.get(at).copied().ok_or_else(|| pyo3::exceptions::PyIndexError::new_err("no such row"))
    }
    fn __setitem__(&mut self, at: usize, value: i64) {
        self.rows[at] = value;
    }
    fn __delitem__(&mut self, at: usize) {
        self.rows.remove(at);
    }
    fn __iadd__(&mut self, value: i64) {
        self.rows.push(value);
    }
    fn __eq__(&self, other: &Table) -> bool {
        self.rows == other.rows
    }
    #[pyo3(signature = (*values, reverse = false))]
    fn __call__(&self, values: Vec<i64>, reverse: bool) -> Vec<i64> {
        let _ = reverse;
        values
    }
    fn __traverse__(&self, _visit: pyo3::PyVisit<'_>) -> Result<(), pyo3::PyTraverseError> {
        Ok(())
    }
    fn __enter__(slf: Py<Self>) -> Py<Self> {
        slf
    }
    #[pyo3(signature = (*_error))]
    fn __exit__(&self, _error: &Bound<'_, pyo3::types::PyTuple>) -> bool {
        false
    }
}

#[pyclass]
struct Ordered(i64);

#[pymethods]
impl Ordered {
    #[new]
    fn __new__(value: i64) -> Self {
        Ordered(value)
    }
    fn __richcmp__(&self, other: &Ordered, op: CompareOp) -> bool {
        op.matches(self.0.cmp(&other.0))
    }
    fn __hash__(&self) -> u64 {
        self.0 as u64
    }
}

/// Three of them.
#[pyclass(eq, eq_int)]
#[derive(PartialEq, Clone, Copy)]
enum Color {
    /// As blood.
    Red,
    Green = 5,
    #[pyo3(name = "BLUE")]
    Blue,
}

#[pymethods]
impl Color {
    fn mixed(&self, other: Color) -> Color {
        let _ = other;
        *self
    }
}

/// A figure.
#[pyclass]
enum Figure {
    /// Round.
    Circle { radius: f64 },
    #[pyo3(constructor = (width = 1.0, height = 1.0))]
    Box { width: f64, height: f64 },
    Pair(i64, String),
    Nothing(),
}

#[pymethods]
impl Figure {
    fn area(&self) -> f64 {
        0.0
    }
}

#[pyclass(generic)]
struct Stack {
    items: Vec<Py<PyAny>>,
}

#[pymethods]
impl Stack {
    #[new]
    fn new() -> Self {
        Stack { items: Vec::new() }
    }
    fn push(&mut self, item: Py<PyAny>) {
        self.items.push(item);
    }
    fn pop(&mut self) -> Option<Py<PyAny>> {
        self.items.pop()
    }
}

#[pyfunction]
#[pyo3(signature = (lambda, is_ = 1))]
fn keywords(lambda: i64, is_: i64) -> i64 {
    lambda + is_
}

#[derive(FromPyObject)]
enum NumberOrText {
    Number(f64),
    Text(String),
}

#[pyfunction]
fn either(value: NumberOrText) -> String {
    match value {
        NumberOrText::Number(number) => number.to_string(),
        NumberOrText::Text(text) => text,
    }
}

#[derive(IntoPyObject)]
struct Summary {
    name: String,
    size: usize,
}

#[pyfunction]
fn summary(name: String) -> Summary {
    let size = name.len();
    Summary { name, size }
}

#[pymodule]
mod slots {
    #[pymodule_export]
    use super::{either, keywords, summary, Color, Figure, Ordered, Stack, Table, Vector};

    #[pymodule_export]
    const ANSWER: i64 = 42;
}
