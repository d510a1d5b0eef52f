//! Classes that other files use.

use pyo3::prelude::*;

/// Money.
#[pyclass]
pub struct Account {
    cents: i64,
}

#[pymethods]
impl Account {
    #[new]
    fn new(cents: i64) -> Self {
        Account { cents }
    }

    #[getter(balance)]
    pub fn balance(&self) -> i64 {
        self.cents
    }

    fn transfer(&mut self, to: &mut Account, cents: i64) {
        self.cents -= cents;
        to.cents += cents;
    }
}

/// Who did what; given out, never made in Python.
#[pyclass(get_all)]
#[derive(Default)]
pub struct Audit {
    lines: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[pyclass]
    struct OnlyInTests;
}
