//! Classes with base classes.

use pyo3::prelude::*;
use pyo3::types::PyDict;

#[pyclass(subclass)]
struct Animal;

#[pymethods]
impl Animal {
    #[new]
    fn new() -> Self {
        Animal
    }
    fn speak(&self) -> &'static str {
        "..."
    }
}

#[pyclass(extends = Animal)]
struct Dog;

#[pymethods]
impl Dog {
    #[new]
    fn new() -> PyClassInitializer<Self> {
        PyClassInitializer::from(Animal).add_subclass(Dog)
    }
    fn speak(&self) -> String {
        "woof".to_string()
    }
}

#[pyclass(extends = PyDict)]
struct Register;

#[pymethods]
impl Register {
    #[new]
    fn new() -> Self {
        Register
    }
}

/// Starts.
#[pymodule]
mod inherits {
    #[pymodule_export]
    use super::{Animal, Dog, Register};
}
