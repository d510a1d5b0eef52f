//! Which names are nearly the same? The edit distance of all pairs.

use pyo3::prelude::*;

/// The Levenshtein distance of two words: how many characters have to be inserted, deleted or replaced.
fn edit_distance(a: &[char], b: &[char], row: &mut Vec<u32>) -> u32 {
    row.clear();
    row.extend(0..=b.len() as u32);
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = i as u32;
        row[0] = diagonal + 1;
        for (j, y) in b.iter().enumerate() {
            let replaced = diagonal + u32::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

/// The distances of each word to all words before it.
#[pyfunction]
fn distances(words: Vec<String>) -> Vec<Vec<u32>> {
    let words: Vec<Vec<char>> = words.iter().map(|word| word.chars().collect()).collect();
    let mut row = Vec::new();
    words
        .iter()
        .enumerate()
        .map(|(i, a)| {
            words[..i]
                .iter()
                .map(|b| edit_distance(a, b, &mut row))
                .collect()
        })
        .collect()
}

/// `distances` without the work: holds the result for a list of words, and gives it away once.
#[pyclass]
struct DistancesPassing {
    ready: Vec<Vec<u32>>,
}

#[pymethods]
impl DistancesPassing {
    #[new]
    fn new(words: Vec<String>) -> Self {
        Self {
            ready: distances(words),
        }
    }

    /// Converts the words and the result, and computes nothing.
    fn passing(&mut self, words: Vec<String>) -> Vec<Vec<u32>> {
        drop(words);
        std::mem::take(&mut self.ready)
    }
}

#[pymodule]
fn near_names(m: &Bound<'_, PyModule>) -> PyResult<()> {
    m.add_function(wrap_pyfunction!(distances, m)?)?;
    m.add_class::<DistancesPassing>()?;
    Ok(())
}
