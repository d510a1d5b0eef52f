//! The module whose edit-to-import time is measured: one function and one class, as a beginner has them.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

/// Which edit this is: the benchmark writes another number before each build.
#[pyfunction]
fn edition() -> u32 {
    0
}

/// The mean of some numbers.
#[pyfunction]
fn mean(numbers: Vec<f64>) -> PyResult<f64> {
    if numbers.is_empty() {
        return Err(PyValueError::new_err("there is no mean of nothing"));
    }
    Ok(numbers.iter().sum::<f64>() / numbers.len() as f64)
}

/// Scales numbers.
#[pyclass]
struct Scale {
    #[pyo3(get, set)]
    factor: f64,
}

#[pymethods]
impl Scale {
    #[new]
    fn new(factor: f64) -> Self {
        Scale { factor }
    }

    fn apply(&self, numbers: Vec<f64>) -> Vec<f64> {
        numbers.iter().map(|number| number * self.factor).collect()
    }
}

#[pymodule]
fn edited(m: &Bound<'_, PyModule>) -> PyResult<()> {
    m.add_function(wrap_pyfunction!(edition, m)?)?;
    m.add_function(wrap_pyfunction!(mean, m)?)?;
    m.add_class::<Scale>()?;
    Ok(())
}
