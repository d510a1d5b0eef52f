//! The call-overhead module: compiled unchanged against PyO3 and against Ferrule. `calls.c` is the same by hand.

use pyo3::prelude::*;

#[pyfunction]
fn noargs() {}

#[pyfunction]
fn add(a: i64, b: i64) -> i64 {
    a.wrapping_add(b)
}

#[pyfunction]
fn six(a: i64, b: f64, c: bool, d: i64, e: f64, f: i64) -> f64 {
    let sum = a as f64 + b + d as f64 + e + f as f64;
    if c { sum } else { -sum }
}

#[pyfunction]
fn text_length(text: &str) -> usize {
    text.len()
}

#[pyfunction]
#[pyo3(signature = (x, factor=1.0, offset=0.0))]
fn affine(x: f64, factor: f64, offset: f64) -> f64 {
    x * factor + offset
}

#[pyclass]
struct Point {
    #[pyo3(get, set)]
    x: f64,
    #[pyo3(get, set)]
    y: f64,
}

#[pymethods]
impl Point {
    #[new]
    fn new(x: f64, y: f64) -> Self {
        Point { x, y }
    }

    fn norm1(&self) -> f64 {
        self.x.abs() + self.y.abs()
    }

    fn shift(&mut self, dx: f64) {
        self.x += dx;
    }
}

#[pymodule]
fn calls(m: &Bound<'_, PyModule>) -> PyResult<()> {
    m.add_function(wrap_pyfunction!(noargs, m)?)?;
    m.add_function(wrap_pyfunction!(add, m)?)?;
    m.add_function(wrap_pyfunction!(six, m)?)?;
    m.add_function(wrap_pyfunction!(text_length, m)?)?;
    m.add_function(wrap_pyfunction!(affine, m)?)?;
    m.add_class::<Point>()?;
    Ok(())
}
