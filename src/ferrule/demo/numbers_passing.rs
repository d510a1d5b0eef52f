//! What `calculate_mean` and `DataProcessor.process` take and give, without the work.

use pyo3::prelude::*;

/// Converts a list to numbers, and gives one number.
#[pyfunction]
fn mean_passing(numbers: Vec<f64>) -> PyResult<f64> {
    drop(numbers);
    Ok(0.0)
}

/// Converts a list to numbers, and the same numbers to a list.
#[pyfunction]
fn process_passing(values: Vec<f64>) -> Vec<f64> {
    values
}

#[pymodule]
fn numbers_passing(m: &Bound<'_, PyModule>) -> PyResult<()> {
    m.add_function(wrap_pyfunction!(mean_passing, m)?)?;
    m.add_function(wrap_pyfunction!(process_passing, m)?)?;
    Ok(())
}
