//! A module whose every function converts something: what the hostile and the leak tests call.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyList, PyString, PyTuple, PyType};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::PathBuf;
use std::time::Duration;

macro_rules! same {
    ($($name:ident: $kind:ty),* $(,)?) => {
        $(
            #[pyfunction]
            fn $name(x: $kind) -> $kind {
                x
            }
        )*

        fn add_all(m: &Bound<'_, PyModule>) -> PyResult<()> {
            $(m.add_function(wrap_pyfunction!($name, m)?)?;)*
            Ok(())
        }
    };
}

same! {
    same_i8: i8, same_i16: i16, same_i32: i32, same_i64: i64, same_i128: i128, same_isize: isize,
    same_u8: u8, same_u16: u16, same_u32: u32, same_u64: u64, same_u128: u128, same_usize: usize,
    same_f32: f32, same_f64: f64, same_bool: bool, same_char: char, same_string: String,
    same_bytes: Vec<u8>, same_floats: Vec<f64>, same_ints: Vec<i64>, same_strings: Vec<String>,
    same_bools: Vec<bool>, same_nested: Vec<Vec<f64>>, same_pairs: Vec<(i64, String)>,
    same_deep: Vec<Vec<Vec<Vec<i32>>>>, same_array: [i32; 3], same_tuple: (i64, f64, String),
    same_map: HashMap<String, i64>, same_sorted: BTreeMap<i64, Vec<String>>, same_set: HashSet<String>,
    same_option: Option<Vec<i64>>, same_path: PathBuf, same_duration: Duration, same_object: Py<PyAny>,
    same_objects: Vec<Py<PyAny>>,
}

#[pyfunction]
fn length_of_str(x: &str) -> usize {
    x.len()
}

#[pyfunction]
fn length_of_bytes(x: &[u8]) -> usize {
    x.len()
}

#[pyfunction]
fn sum_list(x: &Bound<'_, PyList>) -> PyResult<i64> {
    let mut sum = 0i64;
    for item in x.iter() {
        sum = sum.wrapping_add(item.extract()?);
    }
    Ok(sum)
}

#[pyfunction]
fn keys_of(x: &Bound<'_, PyDict>) -> Vec<Py<PyAny>> {
    x.keys().iter().map(Bound::unbind).collect()
}

#[pyfunction]
#[pyo3(signature = (a, /, b=2, *args, c=3, **kwargs))]
fn full(
    a: i64,
    b: i64,
    args: &Bound<'_, PyTuple>,
    c: i64,
    kwargs: Option<&Bound<'_, PyDict>>,
) -> (i64, i64, usize, i64, usize) {
    (a, b, args.len(), c, kwargs.map_or(0, |k| k.len()))
}

#[pyfunction]
fn after_owned(a: Vec<String>, b: Vec<u8>, c: i64) -> usize {
    a.len() + b.len() + c as usize
}

#[pyfunction]
fn fail() -> PyResult<()> {
    Err(PyValueError::new_err("failed"))
}

#[pyfunction]
fn panics(text: String) {
    panic!("{text}");
}

#[pyfunction]
fn call(f: &Bound<'_, PyAny>, args: &Bound<'_, PyTuple>) -> PyResult<Py<PyAny>> {
    Ok(f.call1(args.clone())?.unbind())
}

#[pyfunction]
fn make(py: Python<'_>, n: usize) -> PyResult<Py<PyAny>> {
    let list = PyList::empty(py);
    for i in 0..n {
        let dict = PyDict::new(py);
        dict.set_item(PyString::new(py, "k"), PyBytes::new(py, &[i as u8]))?;
        list.append(dict)?;
    }
    Ok(list.into_any().unbind())
}

#[pyfunction]
fn drop_elsewhere(py: Python<'_>, x: Vec<Py<PyAny>>) {
    py.detach(|| std::thread::spawn(move || drop(x)).join()).ok();
}

#[pyclass(subclass)]
struct Box_ {
    #[pyo3(get, set)]
    number: f64,
    #[pyo3(get, set)]
    items: Vec<String>,
    #[pyo3(get, set)]
    object: Option<Py<PyAny>>,
}

#[pymethods]
impl Box_ {
    #[new]
    #[pyo3(signature = (number=1.5, items=None, object=None))]
    fn new(number: f64, items: Option<Vec<String>>, object: Option<Py<PyAny>>) -> PyResult<Self> {
        if number.is_nan() {
            return Err(PyValueError::new_err("nan"));
        }
        Ok(Box_ { number, items: items.unwrap_or_default(), object })
    }

    fn read(&self) -> f64 {
        self.number
    }

    fn write(&mut self, number: f64) {
        self.number = number;
    }

    fn during(&mut self, f: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
        Ok(f.call0()?.unbind())
    }

    fn with(&mut self, other: &Box_) -> f64 {
        self.number + other.number
    }

    #[staticmethod]
    fn fixed() -> i64 {
        1
    }

    #[classmethod]
    fn name_of(cls: &Bound<'_, PyType>) -> PyResult<String> {
        Ok(cls.name()?.to_string())
    }

    fn __repr__(&self) -> String {
        format!("Box({})", self.number)
    }

    fn __len__(&self) -> usize {
        self.items.len()
    }

    fn __getitem__(&self, index: usize) -> PyResult<String> {
        self.items.get(index).cloned().ok_or_else(|| PyValueError::new_err("no such item"))
    }

    fn __add__(&self, other: &Box_) -> Self {
        Box_ { number: self.number + other.number, items: Vec::new(), object: None }
    }

    fn __eq__(&self, other: &Box_) -> bool {
        self.number == other.number
    }

    fn __iter__(slf: PyRef<'_, Self>) -> Countdown {
        Countdown(slf.items.len())
    }
}

#[pyclass]
struct Countdown(usize);

#[pymethods]
impl Countdown {
    fn __iter__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }

    fn __next__(&mut self) -> Option<usize> {
        self.0 = self.0.checked_sub(1)?;
        Some(self.0)
    }
}

#[pymodule]
fn hostile(m: &Bound<'_, PyModule>) -> PyResult<()> {
    add_all(m)?;
    m.add_function(wrap_pyfunction!(length_of_str, m)?)?;
    m.add_function(wrap_pyfunction!(length_of_bytes, m)?)?;
    m.add_function(wrap_pyfunction!(sum_list, m)?)?;
    m.add_function(wrap_pyfunction!(keys_of, m)?)?;
    m.add_function(wrap_pyfunction!(full, m)?)?;
    m.add_function(wrap_pyfunction!(after_owned, m)?)?;
    m.add_function(wrap_pyfunction!(fail, m)?)?;
    m.add_function(wrap_pyfunction!(panics, m)?)?;
    m.add_function(wrap_pyfunction!(call, m)?)?;
    m.add_function(wrap_pyfunction!(make, m)?)?;
    m.add_function(wrap_pyfunction!(drop_elsewhere, m)?)?;
    m.add_class::<Box_>()?;
    m.add_class::<Countdown>()
}
