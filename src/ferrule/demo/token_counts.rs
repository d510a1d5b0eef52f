//! How often does each word occur in some texts?

use std::collections::HashMap;

use pyo3::prelude::*;

/// Whether a character belongs to a word: ASCII letters, digits and the underscore.
fn in_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// Counts the words of all texts.
#[pyfunction]
fn count_tokens(texts: Vec<String>) -> HashMap<String, u64> {
    let mut counts: HashMap<&str, u64> = HashMap::new();
    for text in &texts {
        for word in text.split(|c| !in_word(c)) {
            if !word.is_empty() {
                *counts.entry(word).or_default() += 1;
            }
        }
    }
    counts
        .into_iter()
        .map(|(word, count)| (word.to_owned(), count))
        .collect()
}

/// `count_tokens` without the work: holds the result for some texts, and gives it away once.
#[pyclass]
struct CountTokensPassing {
    ready: HashMap<String, u64>,
}

#[pymethods]
impl CountTokensPassing {
    #[new]
    fn new(texts: Vec<String>) -> Self {
        Self {
            ready: count_tokens(texts),
        }
    }

    /// Converts the texts and the result, and computes nothing.
    fn passing(&mut self, texts: Vec<String>) -> HashMap<String, u64> {
        drop(texts);
        std::mem::take(&mut self.ready)
    }
}

#[pymodule]
fn token_counts(m: &Bound<'_, PyModule>) -> PyResult<()> {
    m.add_function(wrap_pyfunction!(count_tokens, m)?)?;
    m.add_class::<CountTokensPassing>()?;
    Ok(())
}
