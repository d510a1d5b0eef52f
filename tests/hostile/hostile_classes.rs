//! Classes of every kind, for the scripts that misuse them: what they run may call back, raise, or look at itself.

use pyo3::exceptions::{PyException, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString, PyTuple};
use pyo3::{PyTraverseError, PyVisit};
use std::collections::HashMap;

/// Calls what it is given, in constructors, methods and special methods.
#[pyclass(subclass, weakref, dict)]
struct Calls {
    #[pyo3(get, set)]
    held: Option<Py<PyAny>>,
    n: i64,
}

#[pymethods]
impl Calls {
    #[new]
    #[pyo3(signature = (f=None))]
    fn new(f: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        if let Some(f) = f {
            f.call0()?;
        }
        Ok(Calls { held: None, n: 0 })
    }
    #[pyo3(signature = (f, *args))]
    fn shared(&self, f: &Bound<'_, PyAny>, args: &Bound<'_, PyTuple>) -> PyResult<Py<PyAny>> {
        Ok(f.call1(args.clone())?.unbind())
    }
    #[pyo3(signature = (f, *args))]
    fn exclusive(&mut self, f: &Bound<'_, PyAny>, args: &Bound<'_, PyTuple>) -> PyResult<Py<PyAny>> {
        self.n += 1;
        Ok(f.call1(args.clone())?.unbind())
    }
    fn add(&mut self, n: i64) -> i64 {
        self.n += n;
        self.n
    }
    fn other(&mut self, other: &Calls) -> i64 {
        self.n + other.n
    }
    fn both(&mut self, mut other: PyRefMut<'_, Calls>) -> i64 {
        other.n += self.n;
        other.n
    }
    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        match &self.held {
            Some(held) => Ok(format!("Calls({})", held.bind(py).repr()?)),
            None => Ok("Calls()".into()),
        }
    }
    fn __eq__(&self, other: &Calls) -> bool {
        self.n == other.n
    }
    fn __hash__(&self) -> u64 {
        self.n as u64
    }
    fn __iadd__(&mut self, f: &Bound<'_, PyAny>) -> PyResult<()> {
        f.call0()?;
        Ok(())
    }
    fn __len__(&self) -> usize {
        self.n as usize
    }
    fn __getitem__(&mut self, f: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
        Ok(f.call0()?.unbind())
    }
    fn __contains__(&mut self, f: &Bound<'_, PyAny>) -> PyResult<bool> {
        f.call0()?.is_truthy()
    }
    fn __iter__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
        slf
    }
    fn __next__(&mut self) -> PyResult<Option<Py<PyAny>>> {
        Python::attach(|py| match &self.held {
            Some(held) if self.n < 5 => {
                self.n += 1;
                held.bind(py).call0().map(|found| Some(found.unbind()))
            }
            _ => Ok(None),
        })
    }
    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.held)
    }
    fn __clear__(&mut self) {
        self.held = None;
    }
}

#[pyclass(freelist = 4, weakref)]
struct Node {
    children: Vec<Py<PyAny>>,
}

#[pymethods]
impl Node {
    #[new]
    #[pyo3(signature = (*children))]
    fn new(children: Vec<Py<PyAny>>) -> Self {
        Node { children }
    }
    fn push(&mut self, child: Py<PyAny>) {
        self.children.push(child);
    }
    fn each(slf: &Bound<'_, Self>, f: &Bound<'_, PyAny>) -> PyResult<usize> {
        let mut index = 0;
        while let Some(child) = { let found = slf.borrow(); found.children.get(index).map(|c| c.clone_ref(slf.py())) } {
            f.call1((child,))?;
            index += 1;
        }
        Ok(index)
    }
    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        for child in &self.children {
            visit.call(child)?;
        }
        Ok(())
    }
    fn __clear__(&mut self) {
        self.children.clear();
    }
}

#[pyclass(pickle, eq, view)]
#[derive(Clone, PartialEq)]
struct Point {
    #[pyo3(get, set)]
    x: f64,
    #[pyo3(get, set)]
    y: f64,
}

#[pymethods]
impl Point {
    #[new]
    fn new(x: f64, y: f64) -> Self {
        Point { x, y }
    }
    fn shift(&mut self, f: &Bound<'_, PyAny>) -> PyResult<()> {
        self.x += f.call0()?.extract::<f64>()?;
        Ok(())
    }
}

#[pyclass(weakref)]
struct Shape {
    #[pyo3(get(view), set)]
    point: Point,
    #[pyo3(get(view), set)]
    numbers: Vec<f64>,
    #[pyo3(get(view))]
    objects: Vec<Py<PyAny>>,
    #[pyo3(get(view))]
    table: HashMap<String, Py<PyAny>>,
}

#[pymethods]
impl Shape {
    #[new]
    fn new() -> Self {
        Shape { point: Point { x: 0.0, y: 0.0 }, numbers: vec![1.0, 2.0], objects: vec![], table: HashMap::new() }
    }
    fn exclusive(&mut self, f: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
        Ok(f.call0()?.unbind())
    }
    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        for one in self.objects.iter().chain(self.table.values()) {
            visit.call(one)?;
        }
        Ok(())
    }
    fn __clear__(&mut self) {
        self.objects.clear();
        self.table.clear();
    }
}

#[pyclass(dataclass, pickle)]
#[derive(Clone)]
struct Data {
    a: i64,
    #[pyo3(default)]
    b: Vec<String>,
}

#[pyclass(eq, eq_int, pickle, frozen, hash)]
#[derive(PartialEq, Hash)]
enum Kind {
    One = 1,
    Two = 2,
}

#[pyclass(pickle)]
enum Tree {
    Leaf { value: Py<PyAny> },
    Pair(Py<PyAny>, Py<PyAny>),
}

#[pyclass(generic)]
struct Of {
    #[pyo3(get)]
    item: Py<PyAny>,
}

#[pymethods]
impl Of {
    #[new]
    fn new(item: Py<PyAny>) -> Self {
        Of { item }
    }
}

#[pyclass(extends = PyException, subclass)]
struct Wrong {
    #[pyo3(get)]
    code: i64,
}

#[pymethods]
impl Wrong {
    #[new]
    #[pyo3(signature = (code, *_args))]
    fn new(code: i64, _args: &Bound<'_, PyTuple>) -> Self {
        Wrong { code }
    }
}

#[pyclass(extends = PyDict, subclass)]
struct Table {
    #[pyo3(get, set)]
    hits: i64,
    held: Vec<Py<PyAny>>,
}

#[pymethods]
impl Table {
    #[new]
    #[pyo3(signature = (*_args, **_kwargs))]
    fn new(_args: &Bound<'_, PyTuple>, _kwargs: Option<&Bound<'_, PyDict>>) -> Self {
        Table { hits: 0, held: Vec::new() }
    }
    fn hold(&mut self, held: Py<PyAny>) {
        self.held.push(held);
    }
    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.held.iter().try_for_each(|one| visit.call(one))
    }
    fn __clear__(&mut self) {
        self.held.clear();
    }
}

#[pyclass(subclass)]
struct WithInit {
    #[pyo3(get)]
    n: i64,
}

#[pymethods]
impl WithInit {
    #[new]
    #[pyo3(signature = (*_args))]
    fn new(_args: &Bound<'_, PyTuple>) -> Self {
        WithInit { n: 0 }
    }
    #[pyo3(signature = (n=1))]
    fn __init__(&mut self, n: i64) -> PyResult<()> {
        if n < 0 {
            return Err(PyValueError::new_err("negative"));
        }
        self.n += n;
        Ok(())
    }
}

#[pyclass(extends = Calls, subclass, freelist = 2)]
struct Derived {
    #[pyo3(get, set)]
    more: Option<Py<PyAny>>,
}

#[pymethods]
impl Derived {
    #[new]
    fn new() -> PyResult<(Self, Calls)> {
        Ok((Derived { more: None }, Calls::new(None)?))
    }
    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        visit.call(&self.more)
    }
}

/// Asks what it holds for the same: by whatever Python calls, and without Python's counting most of these calls.
#[pyclass(subclass)]
struct Deep {
    held: Py<PyAny>,
}

#[pymethods]
impl Deep {
    #[new]
    fn new(held: Py<PyAny>) -> Self {
        Deep { held }
    }
    #[setter]
    fn set_held(&mut self, held: Py<PyAny>) {
        self.held = held;
    }
    #[getter]
    fn getter(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        self.held.getattr(py, "getter")
    }
    fn method(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        self.held.call_method0(py, "method")
    }
    /// With a frame of 50 kB.
    fn large(&self, py: Python<'_>) -> PyResult<u64> {
        let mut bytes = [1_u8; 50_000];
        std::hint::black_box(&mut bytes);
        let found: u64 = self.held.call_method0(py, "large")?.extract(py)?;
        Ok(found + bytes.iter().map(|&byte| u64::from(byte)).sum::<u64>())
    }
    fn __getattr__(&self, name: &Bound<'_, PyString>) -> PyResult<Py<PyAny>> {
        self.held.getattr(name.py(), name)
    }
    fn __call__(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        self.held.call0(py)
    }
    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        Ok(format!("Deep({})", self.held.bind(py).repr()?))
    }
    fn __str__(&self, py: Python<'_>) -> PyResult<String> {
        Ok(format!("{}!", self.held.bind(py).str()?))
    }
    fn __hash__(&self, py: Python<'_>) -> PyResult<isize> {
        self.held.bind(py).hash()
    }
    fn __eq__(&self, other: &Bound<'_, PyAny>) -> PyResult<bool> {
        self.held.bind(other.py()).eq(other)
    }
    fn __len__(&self, py: Python<'_>) -> PyResult<usize> {
        self.held.bind(py).len()
    }
    fn __bool__(&self, py: Python<'_>) -> PyResult<bool> {
        self.held.bind(py).is_truthy()
    }
    fn __iter__(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        Ok(self.held.bind(py).try_iter()?.into_any().unbind())
    }
    fn __contains__(&self, item: &Bound<'_, PyAny>) -> PyResult<bool> {
        self.held.bind(item.py()).contains(item)
    }
    fn __getitem__(&self, key: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
        Ok(self.held.bind(key.py()).get_item(key)?.unbind())
    }
    fn __add__(&self, other: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
        Ok(self.held.bind(other.py()).add(other)?.unbind())
    }
}

/// A field that may lead to the object itself.
#[derive(FromPyObject)]
struct Linked {
    next: Next,
}

struct Next(Box<Linked>);

impl<'a, 'py> FromPyObject<'a, 'py> for Next {
    type Error = PyErr;
    fn extract(object: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        object.extract().map(|linked| Next(Box::new(linked)))
    }
}

#[pyfunction]
fn linked(linked: Linked) {
    drop(linked.next.0);
}

/// A conversion of containers that ends nowhere but in numbers.
#[derive(FromPyObject)]
enum Json {
    #[pyo3(transparent)]
    Number(f64),
    #[pyo3(transparent)]
    List(Vec<Json>),
}

#[pyfunction]
fn json(json: Json) -> f64 {
    match json {
        Json::Number(number) => number,
        Json::List(list) => list.into_iter().map(self::json).sum(),
    }
}

#[pyfunction]
fn panics(f: &Bound<'_, PyAny>) -> PyResult<()> {
    if f.call1((f,)).is_err() {
        panic!("at the end of the stack");
    }
    Ok(())
}

#[pymodule]
mod hostile_classes {
    #[pymodule_export]
    use super::{
        json, linked, panics, Calls, Data, Deep, Derived, Kind, Node, Of, Point, Shape, Table,
        Tree, WithInit, Wrong,
    };
}
