use pyo3::prelude::*;
/// Returns a greeting string for the provided name.
#[pyfunction]
fn greet(name: &str) -> String {
// PyO3 automatically converts the Python str to a Rust &str.
// The return String gets converted back to a Python str.
format!("Hello, {}!", name)
}
/// Initializes the Python module and registers exported functions.
#[pymodule]
fn my_rust_module(m: &Bound<'_, PyModule>) -> PyResult<()> {
// wrap_pyfunction! generates the C-level function pointer.
// The ? operator propagates any registration errors to Python.
m.add_function(wrap_pyfunction!(greet, m)?)?;
Ok(())
}
