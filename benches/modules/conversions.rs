//! The conversions module: compiled unchanged against PyO3 and against Ferrule. `conversions.c` is the same by hand.
//!
//! `take_*` converts its argument and returns its length. `give_*` clones a prepared value, so that it owns
//! what it returns as a user's function does, and converts that; the C functions make the same copy.

use std::collections::HashMap;
use std::hint::black_box;
use std::sync::OnceLock;

use pyo3::prelude::*;

const COUNT: i64 = 10_000;

macro_rules! pair {
    ($take:ident, $give:ident, $kind:ty, $make:expr) => {
        #[pyfunction]
        fn $take(values: $kind) -> usize {
            black_box(&values).len()
        }

        #[pyfunction]
        fn $give() -> $kind {
            static PREPARED: OnceLock<$kind> = OnceLock::new();
            PREPARED.get_or_init(|| (0..COUNT).map($make).collect()).clone()
        }
    };
}

pair!(take_floats, give_floats, Vec<f64>, |i| i as f64 * 0.5);
pair!(take_ints, give_ints, Vec<i64>, |i| i * 7919 - 5000);
pair!(take_wide_ints, give_wide_ints, Vec<i64>, |i| (i - 5000) << 40);
pair!(take_strings, give_strings, Vec<String>, |i| format!("item {i}"));
pair!(take_bytes, give_bytes, Vec<Vec<u8>>, |i| format!("item {i}").into_bytes());
pair!(take_pairs, give_pairs, Vec<(i64, f64)>, |i| (i * 7919 - 5000, i as f64 * 0.5));
pair!(take_dict, give_dict, HashMap<String, i64>, |i| (format!("key {i}"), i * 7919));

#[pymodule]
fn conversions(m: &Bound<'_, PyModule>) -> PyResult<()> {
    m.add_function(wrap_pyfunction!(take_floats, m)?)?;
    m.add_function(wrap_pyfunction!(give_floats, m)?)?;
    m.add_function(wrap_pyfunction!(take_ints, m)?)?;
    m.add_function(wrap_pyfunction!(give_ints, m)?)?;
    m.add_function(wrap_pyfunction!(take_wide_ints, m)?)?;
    m.add_function(wrap_pyfunction!(give_wide_ints, m)?)?;
    m.add_function(wrap_pyfunction!(take_strings, m)?)?;
    m.add_function(wrap_pyfunction!(give_strings, m)?)?;
    m.add_function(wrap_pyfunction!(take_bytes, m)?)?;
    m.add_function(wrap_pyfunction!(give_bytes, m)?)?;
    m.add_function(wrap_pyfunction!(take_pairs, m)?)?;
    m.add_function(wrap_pyfunction!(give_pairs, m)?)?;
    m.add_function(wrap_pyfunction!(take_dict, m)?)?;
    m.add_function(wrap_pyfunction!(give_dict, m)?)?;
    Ok(())
}
