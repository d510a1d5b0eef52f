//! Statistics about words: one file, no Cargo.toml.

use std::collections::HashMap;

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

/// Counts words, without regard to case.
#[pyfunction]
#[pyo3(signature = (text, *, shortest = 1))]
fn count(text: &str, shortest: usize) -> HashMap<String, usize> {
    let mut counts = HashMap::new();
    for word in text.split(|c: char| !c.is_alphanumeric()) {
        if word.chars().count() >= shortest.max(1) {
            *counts.entry(word.to_lowercase()).or_default() += 1;
        }
    }
    counts
}

/// Words that were seen, and how often.
#[pyclass]
struct Vocabulary {
    counts: HashMap<String, usize>,
    /// The number of words that were added.
    #[pyo3(get)]
    total: usize,
}

#[pymethods]
impl Vocabulary {
    #[new]
    fn new() -> Self {
        Vocabulary {
            counts: HashMap::new(),
            total: 0,
        }
    }

    /// Adds the words of a text.
    fn add(&mut self, text: &str) {
        for (word, number) in count(text, 1) {
            self.total += number;
            *self.counts.entry(word).or_default() += number;
        }
    }

    /// The `number` most frequent words; equally frequent ones in alphabetical order.
    #[pyo3(signature = (number = 3))]
    fn most_common(&self, number: usize) -> PyResult<Vec<(String, usize)>> {
        if number == 0 {
            return Err(PyValueError::new_err("number must be positive"));
        }
        let mut all: Vec<_> = self.counts.clone().into_iter().collect();
        all.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        all.truncate(number);
        Ok(all)
    }

    fn __repr__(&self) -> String {
        format!("<Vocabulary of {} words>", self.counts.len())
    }
}

#[pymodule]
mod fast_words {
    #[pymodule_export]
    use super::{count, Vocabulary};
}
