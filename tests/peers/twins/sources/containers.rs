//! Containers, iterators, awaitables, descriptors, attribute hooks, context managers.

use pyo3::prelude::*;

#[pymodule]
mod containers {
    use pyo3::exceptions::{PyAttributeError, PyIndexError, PyKeyError, PyStopIteration, PyValueError};
    use pyo3::prelude::*;
    use pyo3::types::{PySlice, PyType};

    #[pyclass]
    struct Both {
        items: Vec<i64>,
    }

    #[pymethods]
    impl Both {
        #[new]
        fn new(items: Vec<i64>) -> Self {
            Both { items }
        }
        fn __repr__(&self) -> String {
            format!("{:?}", self.items)
        }
        fn __len__(&self) -> usize {
            self.items.len()
        }
        fn __getitem__(&self, index: isize) -> PyResult<i64> {
            usize::try_from(index)
                .ok()
                .and_then(|i| self.items.get(i).copied())
                .ok_or_else(|| PyIndexError::new_err(index))
        }
        fn __setitem__(&mut self, index: usize, value: i64) -> PyResult<()> {
            *self.items.get_mut(index).ok_or_else(|| PyIndexError::new_err("set"))? = value;
            Ok(())
        }
        fn __delitem__(&mut self, index: usize) -> PyResult<()> {
            if index >= self.items.len() {
                return Err(PyIndexError::new_err("del"));
            }
            self.items.remove(index);
            Ok(())
        }
        fn __contains__(&self, item: i64) -> bool {
            self.items.contains(&item)
        }
    }

    #[pyclass(sequence)]
    struct Seq {
        items: Vec<i64>,
    }

    #[pymethods]
    impl Seq {
        #[new]
        fn new(items: Vec<i64>) -> Self {
            Seq { items }
        }
        fn __len__(&self) -> usize {
            self.items.len()
        }
        fn __getitem__(&self, index: usize) -> PyResult<i64> {
            self.items.get(index).copied().ok_or_else(|| PyIndexError::new_err("get"))
        }
        fn __setitem__(&mut self, index: usize, value: i64) {
            if index < self.items.len() {
                self.items[index] = value;
            }
        }
        fn __concat__(&self, other: PyRef<'_, Seq>) -> Vec<i64> {
            [&self.items[..], &other.items].concat()
        }
        fn __repeat__(&self, times: isize) -> PyResult<Vec<i64>> {
            if !(0..100).contains(&times) {
                return Err(PyValueError::new_err("times"));
            }
            Ok(self.items.repeat(times as usize))
        }
        fn __inplace_concat__(mut slf: PyRefMut<'_, Self>, other: Vec<i64>) -> PyRefMut<'_, Self> {
            slf.items.extend(other);
            slf
        }
        fn __inplace_repeat__(slf: Py<Self>, _times: isize) -> Py<Self> {
            slf
        }
        fn __reversed__(&self) -> Vec<i64> {
            self.items.iter().rev().copied().collect()
        }
        fn __length_hint__(&self) -> usize {
            4
        }
    }

    #[pyclass(mapping)]
    struct Map {
        items: std::collections::BTreeMap<String, i64>,
    }

    #[pymethods]
    impl Map {
        #[new]
        fn new() -> Self {
            Map { items: [("a".to_string(), 1), ("b".to_string(), 2)].into() }
        }
        fn __len__(&self) -> usize {
            self.items.len()
        }
        fn __getitem__(&self, key: &str) -> PyResult<i64> {
            self.items.get(key).copied().ok_or_else(|| PyKeyError::new_err(key.to_string()))
        }
        fn __delitem__(&mut self, key: String) -> PyResult<()> {
            self.items.remove(&key).map(drop).ok_or_else(|| PyKeyError::new_err(key))
        }
        fn keys(&self) -> Vec<String> {
            self.items.keys().cloned().collect()
        }
        fn __iter__(slf: PyRef<'_, Self>) -> Walk {
            Walk { left: slf.items.len() as i32 }
        }
        fn __contains__(&self, key: &Bound<'_, PyAny>) -> PyResult<bool> {
            Ok(self.items.contains_key(&key.extract::<String>()?))
        }
    }

    #[pyclass]
    struct Slices;

    #[pymethods]
    impl Slices {
        #[new]
        fn new() -> Self {
            Slices
        }
        fn __getitem__(&self, key: Key<'_>) -> PyResult<String> {
            Ok(match key {
                Key::Slice(slice) => {
                    let found = slice.indices(10)?;
                    format!("{} {} {} {}", found.start, found.stop, found.step, found.slicelength)
                }
                Key::Index(i) => format!("{i}"),
                Key::Name(n) => n,
            })
        }
        fn __setitem__(&self, _key: &Bound<'_, PySlice>, value: &Bound<'_, PyAny>) -> PyResult<()> {
            value.len().map(drop)
        }
    }

    #[derive(FromPyObject)]
    enum Key<'py> {
        Slice(Bound<'py, PySlice>),
        Index(isize),
        Name(String),
    }

    #[pyclass]
    struct Walk {
        left: i32,
    }

    #[pymethods]
    impl Walk {
        #[new]
        fn new(left: i32) -> Self {
            Walk { left }
        }
        fn __iter__(slf: Py<Self>) -> Py<Self> {
            slf
        }
        fn __next__(&mut self) -> Option<i32> {
            self.left -= 1;
            (self.left >= 0).then_some(self.left)
        }
    }

    #[pyclass]
    struct Steps(u8);

    #[pymethods]
    impl Steps {
        #[new]
        fn new() -> Self {
            Steps(0)
        }
        fn __iter__(slf: PyRef<'_, Self>) -> PyRef<'_, Self> {
            slf
        }
        fn __next__(mut slf: PyRefMut<'_, Self>) -> PyResult<Option<(u8, String)>> {
            slf.0 += 1;
            match slf.0 {
                1 => Ok(Some((1, "one".into()))),
                2 => Err(PyStopIteration::new_err("returned")),
                3 => Err(PyValueError::new_err("three")),
                _ => Ok(None),
            }
        }
    }

    #[pyclass]
    struct Plain(i32);

    #[pymethods]
    impl Plain {
        #[new]
        fn new() -> Self {
            Plain(0)
        }
        fn __iter__(&self) -> i32 {
            self.0
        }
        fn __next__(&mut self) -> PyResult<i32> {
            self.0 += 1;
            if self.0 > 3 {
                return Err(PyStopIteration::new_err(()));
            }
            Ok(self.0)
        }
        fn __aiter__(slf: Py<Self>) -> Py<Self> {
            slf
        }
        fn __anext__(slf: PyRefMut<'_, Self>) -> Option<Plain> {
            (slf.0 < 3).then_some(Plain(5))
        }
        fn __await__(slf: Py<Self>) -> Py<Self> {
            slf
        }
    }

    #[pyclass]
    struct Async(i32);

    #[pymethods]
    impl Async {
        #[new]
        fn new() -> Self {
            Async(0)
        }
        fn __aiter__(&self) -> PyResult<i32> {
            Err(PyValueError::new_err("aiter"))
        }
        fn __anext__(&mut self) -> PyResult<Option<i32>> {
            self.0 += 1;
            Ok(None)
        }
        fn __await__(&self) -> Walk {
            Walk { left: 2 }
        }
    }

    #[pyclass]
    struct Hooks {
        seen: Vec<String>,
    }

    #[pymethods]
    impl Hooks {
        #[new]
        fn new() -> Self {
            Hooks { seen: vec![] }
        }
        fn __repr__(&self) -> String {
            self.seen.join(",")
        }
        fn __getattr__(&self, name: &str) -> PyResult<String> {
            if name == "nope" {
                return Err(PyAttributeError::new_err("no nope"));
            }
            if name == "raises" {
                return Err(PyValueError::new_err("raises"));
            }
            Ok(name.to_uppercase())
        }
        fn __setattr__(&mut self, name: String, value: Bound<'_, PyAny>) -> PyResult<()> {
            self.seen.push(format!("{name}={}", value.get_type().name()?));
            Ok(())
        }
        fn __delattr__(&mut self, name: &str) -> PyResult<()> {
            self.seen.push(format!("-{name}"));
            Ok(())
        }
    }

    #[pyclass]
    struct OnlySet;

    #[pymethods]
    impl OnlySet {
        #[new]
        fn new() -> Self {
            OnlySet
        }
        fn __setattr__(&self, _name: &str, _value: i32) {}
        fn __setitem__(&self, _key: i32, _value: i32) {}
        fn __set__(&self, _instance: &Bound<'_, PyAny>, _value: i32) {}
    }

    #[pyclass]
    struct OnlyDelete;

    #[pymethods]
    impl OnlyDelete {
        #[new]
        fn new() -> Self {
            OnlyDelete
        }
        fn __delattr__(&self, _name: &str) {}
        fn __delitem__(&self, _key: i32) {}
        fn __delete__(&self, _instance: &Bound<'_, PyAny>) {}
    }

    #[pyclass]
    struct GetAttribute {
        #[pyo3(get)]
        x: i32,
    }

    #[pymethods]
    impl GetAttribute {
        #[new]
        fn new() -> Self {
            GetAttribute { x: 3 }
        }
        fn __getattribute__(&self, name: &str) -> PyResult<i32> {
            if name == "y" { Ok(self.x) } else { Err(PyValueError::new_err(name.to_string())) }
        }
    }

    #[pyclass]
    struct Descriptor;

    #[pymethods]
    impl Descriptor {
        #[new]
        fn new() -> Self {
            Descriptor
        }
        fn __get__(slf: Py<Self>, instance: Option<Py<PyAny>>, owner: Option<Bound<'_, PyType>>) -> PyResult<(bool, Option<String>)> {
            drop(slf);
            Ok((instance.is_some(), owner.map(|o| o.to_string())))
        }
        fn __set__(&self, instance: &Bound<'_, PyAny>, value: i64) -> PyResult<()> {
            if value == 5 { Err(PyValueError::new_err(instance.get_type().to_string())) } else { Ok(()) }
        }
        fn __set_name__(&self, _owner: &Bound<'_, PyAny>, _name: &str) {}
    }

    #[pyclass]
    struct Context;

    #[pymethods]
    impl Context {
        #[new]
        fn new() -> Self {
            Context
        }
        fn __enter__(slf: Py<Self>) -> Py<Self> {
            slf
        }
        fn __exit__(&self, _kind: Option<Bound<'_, PyType>>, _value: Option<Bound<'_, PyAny>>, _trace: &Bound<'_, PyAny>) -> bool {
            true
        }
        #[classmethod]
        fn __class_getitem__(cls: &Bound<'_, PyType>, item: &Bound<'_, PyAny>) -> PyResult<String> {
            Ok(format!("{}[{}]", cls.name()?, item.repr()?))
        }
        fn __fspath__(&self) -> &str {
            "a/b"
        }
        fn __copy__(&self) -> &str {
            "copied"
        }
        fn __deepcopy__(&self, _memo: &Bound<'_, PyAny>) -> &str {
            "deep"
        }
        fn __reduce__(&self) -> (Vec<i32>, i32) {
            (vec![], 1)
        }
        fn __instancecheck__(&self, other: &Bound<'_, PyAny>) -> bool {
            other.is_none()
        }
        #[staticmethod]
        fn __missing__(a: i32) -> i32 {
            a
        }
    }
}
