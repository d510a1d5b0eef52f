//! The call-overhead module: compiled unchanged against PyO3 and against Ferrule. `calls.c` is the same by hand.

use pyo3::exceptions::PyIndexError;
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

/// A few numbers, with the special methods that are called most.
#[pyclass]
struct Numbers {
    items: Vec<i64>,
}

#[pymethods]
impl Numbers {
    #[new]
    fn new(length: usize) -> Self {
        let items = (0..length as i64).collect();
        Numbers { items }
    }

    fn __len__(&self) -> usize {
        self.items.len()
    }

    fn __getitem__(&self, index: usize) -> PyResult<i64> {
        self.items.get(index).copied().ok_or_else(out_of_range)
    }

    fn __setitem__(&mut self, index: usize, value: i64) -> PyResult<()> {
        *self.items.get_mut(index).ok_or_else(out_of_range)? = value;
        Ok(())
    }

    fn __contains__(&self, value: i64) -> bool {
        self.items.contains(&value)
    }

    fn __call__(&self, factor: i64) -> i64 {
        self.items.len() as i64 * factor
    }

    fn __iter__(&self) -> Cursor {
        Cursor {
            next: 0,
            end: self.items.len() as i64,
        }
    }
}

fn out_of_range() -> PyErr {
    PyIndexError::new_err("index out of range")
}

/// Counts up to an end.
#[pyclass]
struct Cursor {
    next: i64,
    end: i64,
}

#[pymethods]
impl Cursor {
    fn __iter__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    fn __next__(&mut self) -> Option<i64> {
        if self.next == self.end {
            return None;
        }
        self.next += 1;
        Some(self.next)
    }
}

/// A value with operators.
#[pyclass(frozen)]
struct Money {
    cents: i64,
}

#[pymethods]
impl Money {
    #[new]
    fn new(cents: i64) -> Self {
        Money { cents }
    }

    fn __add__(&self, other: &Money) -> Money {
        Money {
            cents: self.cents.wrapping_add(other.cents),
        }
    }

    fn __eq__(&self, other: &Money) -> bool {
        self.cents == other.cents
    }

    fn __hash__(&self) -> u64 {
        self.cents as u64
    }

    fn __repr__(&self) -> &'static str {
        "Money"
    }

    fn cents(&self, times: i64) -> i64 {
        self.cents.wrapping_mul(times)
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
    m.add_class::<Numbers>()?;
    m.add_class::<Cursor>()?;
    m.add_class::<Money>()?;
    Ok(())
}
