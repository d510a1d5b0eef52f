//! Receivers of every kind, borrows that meet, properties, class attributes, static and class methods.

use pyo3::prelude::*;

#[pymodule]
mod receivers {
    use pyo3::exceptions::PyValueError;
    use pyo3::prelude::*;
    use pyo3::pyclass::{PyClassGuard, PyClassGuardMut};
    use pyo3::types::{PyList, PyType};

    #[pyclass]
    struct All {
        value: i64,
    }

    #[pymethods]
    impl All {
        #[new]
        fn new(value: i64) -> Self {
            All { value }
        }
        fn __repr__(slf: &Bound<'_, Self>) -> String {
            slf.try_borrow().map_or("borrowed".into(), |s| s.value.to_string())
        }
        fn shared(&self, a: i64) -> i64 {
            self.value ^ a
        }
        fn exclusive(&mut self, a: i64) -> i64 {
            self.value = a;
            a
        }
        fn reference(slf: PyRef<'_, Self>, a: i64) -> i64 {
            slf.value ^ a
        }
        fn reference_mut(mut slf: PyRefMut<'_, Self>, a: i64) -> i64 {
            slf.value = a;
            a
        }
        fn bound(slf: &Bound<'_, Self>, a: i64) -> i64 {
            slf.borrow().value ^ a
        }
        fn bound_owned(slf: Bound<'_, Self>, a: i64) -> i64 {
            slf.borrow_mut().value = a;
            a
        }
        fn unbound(slf: Py<Self>, py: Python<'_>, a: i64) -> i64 {
            slf.borrow(py).value ^ a
        }
        fn guard(slf: PyClassGuard<'_, Self>, a: i64) -> i64 {
            slf.value ^ a
        }
        fn guard_mut(mut slf: PyClassGuardMut<'_, Self>, a: i64) -> i64 {
            slf.value = a;
            a
        }
        fn with(&self, other: &All) -> i64 {
            self.value ^ other.value
        }
        fn with_mut(&self, other: &mut All) -> i64 {
            other.value
        }
        fn mut_with(&mut self, other: &All) -> i64 {
            self.value ^ other.value
        }
        fn mut_with_ref(&mut self, other: PyRef<'_, All>) -> i64 {
            other.value
        }
        fn with_bound(&self, other: Bound<'_, All>) -> PyResult<i64> {
            Ok(other.try_borrow_mut()?.value)
        }
        fn mut_calls(&mut self, callback: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
            Ok(callback.call0()?.unbind())
        }
        fn calls(slf: &Bound<'_, Self>, name: &str) -> PyResult<Py<PyAny>> {
            let _held = slf.borrow();
            Ok(slf.getattr(name)?.call1((1,))?.unbind())
        }
        fn calls_mut(slf: &Bound<'_, Self>, name: &str) -> PyResult<Py<PyAny>> {
            let _held = slf.borrow_mut();
            Ok(slf.getattr(name)?.call1((1,))?.unbind())
        }
        fn tries(slf: &Bound<'_, Self>, name: &str) -> PyResult<Py<PyAny>> {
            let _held = slf.borrow_mut();
            Ok(slf.getattr(name)?.unbind())
        }
        fn panics_borrow(slf: &Bound<'_, Self>) -> i64 {
            let _held = slf.borrow_mut();
            slf.borrow().value
        }
        fn panics_borrow_mut(slf: &Bound<'_, Self>) -> i64 {
            let _held = slf.borrow();
            slf.borrow_mut().value
        }
        fn eq_while_borrowed(slf: &Bound<'_, Self>) -> PyResult<bool> {
            let _held = slf.borrow_mut();
            slf.eq(slf)
        }
        #[getter]
        fn prop(&self) -> i64 {
            self.value
        }
        #[setter]
        fn set_prop(&mut self, value: i64) -> PyResult<()> {
            if value == 2 {
                return Err(PyValueError::new_err("two"));
            }
            self.value = value;
            Ok(())
        }
        #[deleter]
        fn delete_prop(&mut self) -> PyResult<()> {
            if self.value == 1 {
                return Err(PyValueError::new_err("one"));
            }
            self.value = -1;
            Ok(())
        }
        /// Read only.
        #[getter(readonly)]
        fn any_name(slf: PyRef<'_, Self>, py: Python<'_>) -> PyResult<Py<PyList>> {
            Ok(PyList::new(py, [slf.value])?.unbind())
        }
        #[setter]
        fn set_write_only(&mut self, #[pyo3(from_py_with = length)] value: usize) {
            self.value = value as i64;
        }
        #[deleter(delete_only)]
        fn anything(slf: &Bound<'_, Self>) {
            slf.borrow_mut().value = 99;
        }
        #[getter]
        fn get_prefixed(slf: &Bound<'_, Self>) -> PyResult<i64> {
            Err(PyValueError::new_err(slf.borrow().value))
        }
        #[getter]
        fn nothing(&self) {}
        #[getter]
        fn optional(&self) -> Option<i64> {
            None
        }
        #[setter(optional)]
        fn optional_set(&mut self, value: Option<i64>) {
            self.value = value.unwrap_or(-7);
        }
        #[setter]
        fn set_reference(slf: &Bound<'_, Self>, value: &Bound<'_, All>) -> PyResult<()> {
            let mut held = slf.try_borrow_mut()?;
            held.value = value.try_borrow()?.value;
            Ok(())
        }
        #[setter]
        fn set_any(&mut self, value: Bound<'_, PyAny>) -> PyResult<()> {
            self.value = value.is_truthy()? as i64;
            Ok(())
        }
        #[classattr]
        const CONSTANT: i32 = 7;
        #[classattr]
        #[pyo3(name = "renamed")]
        fn attribute() -> Vec<u8> {
            vec![1, 2]
        }
        #[classattr]
        fn with_python(py: Python<'_>) -> PyResult<Py<PyList>> {
            Ok(PyList::empty(py).unbind())
        }
        #[classattr]
        fn instance() -> All {
            All { value: 42 }
        }
        #[staticmethod]
        fn fixed(a: i32, b: Option<i32>) -> (i32, Option<i32>) {
            (a, b)
        }
        #[staticmethod]
        #[pyo3(name = "make")]
        fn make_it(py: Python<'_>, value: i64) -> PyResult<Py<All>> {
            Py::new(py, All { value })
        }
        #[classmethod]
        fn of(cls: &Bound<'_, PyType>, a: i64) -> PyResult<(String, i64)> {
            Ok((cls.qualname()?.to_string(), a))
        }
        #[classmethod]
        fn owned(cls: Bound<'_, PyType>) -> Bound<'_, PyType> {
            cls
        }
        #[classmethod]
        fn kept(cls: Py<PyType>, _py: Python<'_>, a: i32) -> (Py<PyType>, i32) {
            (cls, a)
        }
        fn itself(slf: Py<Self>) -> Py<Self> {
            slf
        }
        fn chain(slf: PyRefMut<'_, Self>) -> PyRefMut<'_, Self> {
            slf
        }
        fn copy_of(&self) -> All {
            All { value: self.value }
        }
        fn maybe(&self, yes: bool) -> Option<All> {
            yes.then_some(All { value: 3 })
        }
        fn list_of(&self) -> Vec<All> {
            vec![All { value: 1 }, All { value: 2 }]
        }
        fn borrowed(&self) -> &str {
            "text"
        }
        fn unit_result(&self) -> PyResult<()> {
            Ok(())
        }
    }

    fn length(value: &Bound<'_, PyAny>) -> PyResult<usize> {
        value.len()
    }

    #[pyclass(frozen)]
    struct Frozen {
        #[pyo3(get)]
        value: i64,
    }

    #[pymethods]
    impl Frozen {
        #[new]
        fn new(value: i64) -> PyResult<Self> {
            if value < 0 {
                return Err(PyValueError::new_err("negative"));
            }
            Ok(Frozen { value })
        }
        fn get(slf: Py<Self>) -> i64 {
            slf.get().value
        }
        fn with(&self, other: &Bound<'_, Frozen>) -> i64 {
            self.value ^ other.get().value
        }
        fn guard(slf: PyClassGuard<'_, Self>) -> i64 {
            slf.value
        }
        fn mapped(slf: PyRef<'_, Self>) -> i64 {
            slf.value
        }
    }

    #[pyclass]
    struct NoNew;

    #[pymethods]
    impl NoNew {
        fn method(&self) {}
        #[staticmethod]
        fn make() -> NoNew {
            NoNew
        }
    }

    #[pyfunction]
    fn make_NoNew() -> NoNew {
        NoNew
    }

    #[pyclass]
    struct NoMethods;

    #[pyfunction]
    fn make_NoMethods(py: Python<'_>) -> PyResult<Py<NoMethods>> {
        Py::new(py, NoMethods)
    }

    #[pyfunction]
    fn takes(a: &All, b: Option<&All>, c: Option<PyRef<'_, All>>) -> (i64, Option<i64>, Option<i64>) {
        (a.value, b.map(|b| b.value), c.map(|c| c.value))
    }

    #[pyfunction]
    fn takes_mut(a: &mut All, b: Option<&mut All>) -> (i64, Option<i64>) {
        (a.value, b.map(|b| b.value))
    }

    #[pyfunction]
    fn takes_objects<'py>(a: Py<All>, b: Bound<'py, All>, c: &Bound<'py, All>, d: Vec<Py<All>>) -> (Py<All>, Bound<'py, All>, bool, usize) {
        let same = b.is(c);
        (a, b, same, d.len())
    }

    #[pyfunction]
    fn takes_tuple(a: (PyRef<'_, All>, i32), b: Vec<PyRef<'_, All>>) -> (i64, usize) {
        (a.0.value, b.len())
    }
}
