use pyo3::prelude::*;
use pyo3::types::PyList;

/// Calculates the mean of a list of floating point numbers.
#[pyfunction]
fn calculate_mean(numbers: Vec<f64>) -> PyResult<f64> {
    // Return a Python ValueError if the list is empty.
    // PyO3 converts Rust Result errors into Python exceptions.
    if numbers.is_empty() {
        return Err(PyErr::new::<pyo3::exceptions::PyValueError, _>(
            "Cannot calculate mean of empty list",
        ));
    }
    // Sum the values and divide by count.
    // Using f64 avoids integer division truncation.
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
        // Initialize the struct field.
        // Python will call this when instantiating the class.
        DataProcessor { multiplier }
    }

    /// Multiplies each number in the list by the stored multiplier.
    fn process(&self, values: Vec<f64>) -> Vec<f64> {
        // Map each value through the multiplier.
        // PyO3 handles the Vec<f64> to Python list conversion.
        values.iter().map(|v| v * self.multiplier).collect()
    }
}

/// Registers the function and class with the Python module.
#[pymodule]
fn data_utils(m: &Bound<'_, PyModule>) -> PyResult<()> {
    // Register the standalone function.
    m.add_function(wrap_pyfunction!(calculate_mean, m)?)?;
    // Register the custom class so Python can instantiate it.
    m.add_class::<DataProcessor>()?;
    Ok(())
}
