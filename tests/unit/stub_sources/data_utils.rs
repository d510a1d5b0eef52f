use pyo3::prelude::*;
use pyo3::types::PyList;
/// Calculates the mean of a list of floating point numbers.
#[pyfunction]
fn calculate_mean(numbers: Vec<f64>) -> PyResult<f64> {
if numbers.is_empty() {
return Err(PyErr::new::<pyo3::exceptions::PyValueError, _>(
"Cannot calculate mean of empty list",
));
}
let sum: f64 = numbers.iter().sum();
let mean = sum / numbers.len() as f64;
Ok(mean)
}
/// Exposes a Rust struct to Python as a class.
#[pyclass]
#[derive(Clone)]
struct DataProcessor {
#[pyo3(get, set)]
multiplier: f64,
}
#[pymethods]
impl DataProcessor {
/// Creates a new DataProcessor with the given multiplier.
#[new]
fn new(multiplier: f64) -> Self {
DataProcessor { multiplier }
}
/// Multiplies each number in the list by the stored multiplier.
fn process(&self, values: Vec<f64>) -> Vec<f64> {
values.iter().map(|v| v * self.multiplier).collect()
}
}
/// Registers the function and class with the Python module.
#[pymodule]
fn data_utils(m: &Bound<'_, PyModule>) -> PyResult<()> {
m.add_function(wrap_pyfunction!(calculate_mean, m)?)?;
m.add_class::<DataProcessor>()?;
Ok(())
}
