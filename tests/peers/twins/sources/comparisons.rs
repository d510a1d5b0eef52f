//! Comparison, hashing and text: written by hand, by options, and turned off.

use pyo3::prelude::*;

#[pymodule]
mod comparisons {
    use pyo3::class::basic::CompareOp;
    use pyo3::exceptions::PyValueError;
    use pyo3::prelude::*;
    use std::fmt;

    #[pyclass]
    struct Rich(i32);

    #[pymethods]
    impl Rich {
        #[new]
        fn new(a: i32) -> Self {
            Rich(a)
        }
        fn __richcmp__(&self, other: &Rich, op: CompareOp) -> PyResult<bool> {
            if other.0 == 13 {
                return Err(PyValueError::new_err("thirteen"));
            }
            Ok(op.matches(self.0.cmp(&other.0)))
        }
    }

    #[pyclass]
    struct RichAny(i32);

    #[pymethods]
    impl RichAny {
        #[new]
        fn new(a: i32) -> Self {
            RichAny(a)
        }
        fn __richcmp__(&self, other: i32, op: CompareOp, py: Python<'_>) -> PyResult<Py<PyAny>> {
            match op {
                CompareOp::Lt | CompareOp::Le => Ok(py.NotImplemented()),
                CompareOp::Eq => Ok((self.0 == other).into_pyobject(py)?.to_owned().into_any().unbind()),
                _ => Ok(other.into_pyobject(py)?.into_any().unbind()),
            }
        }
        fn __hash__(&self) -> u32 {
            7
        }
    }

    #[pyclass]
    struct Six(f64);

    #[pymethods]
    impl Six {
        #[new]
        fn new(a: f64) -> Self {
            Six(a)
        }
        fn __lt__(&self, other: f64) -> bool {
            self.0 < other
        }
        fn __le__(&self, other: &Bound<'_, PyAny>) -> PyResult<bool> {
            Ok(self.0 <= other.extract::<f64>()?)
        }
        fn __eq__(&self, other: PyRef<'_, Six>) -> bool {
            self.0 == other.0
        }
        fn __gt__(&self, _other: String) -> Option<i32> {
            None
        }
        fn __ge__(&self, other: Option<f64>) -> PyResult<Option<f64>> {
            Ok(other)
        }
    }

    #[pyclass]
    struct EqOnly(String);

    #[pymethods]
    impl EqOnly {
        #[new]
        fn new(a: String) -> Self {
            EqOnly(a)
        }
        fn __eq__(&self, other: &str) -> PyResult<bool> {
            if other == "1" {
                return Err(PyValueError::new_err("one"));
            }
            Ok(self.0 == other)
        }
    }

    #[pyclass]
    struct NeOnly;

    #[pymethods]
    impl NeOnly {
        #[new]
        fn new() -> Self {
            NeOnly
        }
        fn __ne__(&self, other: i32) -> i32 {
            other
        }
    }

    #[pyclass]
    struct LtOnly(i32);

    #[pymethods]
    impl LtOnly {
        #[new]
        fn new(a: i32) -> Self {
            LtOnly(a)
        }
        fn __lt__(&mut self, other: PyRef<'_, LtOnly>) -> bool {
            self.0 < other.0
        }
    }

    #[pyclass(eq, ord, hash, frozen, str)]
    #[derive(PartialEq, PartialOrd, Hash, Debug)]
    struct Derived {
        a: i32,
        b: String,
    }

    impl fmt::Display for Derived {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "<{}>", self.a)
        }
    }

    #[pymethods]
    impl Derived {
        #[new]
        #[pyo3(signature = (a, b = "b"))]
        fn new(a: i32, b: &str) -> Self {
            Derived { a, b: b.to_string() }
        }
    }

    #[pyclass(eq, subclass)]
    #[derive(PartialEq)]
    struct Equal(f64);

    #[pymethods]
    impl Equal {
        #[new]
        fn new(a: f64) -> Self {
            Equal(a)
        }
    }

    #[pyclass(eq, ord, subclass)]
    #[derive(PartialEq, PartialOrd)]
    struct Partial(f64);

    #[pymethods]
    impl Partial {
        #[new]
        fn new(a: f64) -> Self {
            Partial(a)
        }
        fn __hash__(&self) -> isize {
            isize::MIN
        }
        fn __str__(slf: &Bound<'_, Self>) -> String {
            slf.borrow().0.to_string()
        }
    }

    #[pyclass(str = "{a}-{b:?}-{c:>5.1}", get_all, set_all)]
    struct Formatted {
        a: i32,
        b: String,
        c: f64,
    }

    #[pymethods]
    impl Formatted {
        #[new]
        fn new(a: i32, b: String, c: f64) -> Self {
            Formatted { a, b, c }
        }
    }

    #[pyclass(str = "{0} {1:04}")]
    struct FormattedTuple(i32, i64);

    #[pymethods]
    impl FormattedTuple {
        #[new]
        fn new(a: i32, b: i64) -> Self {
            FormattedTuple(a, b)
        }
    }

    #[pyclass(eq, eq_int, ord, hash, frozen)]
    #[derive(PartialEq, PartialOrd, Hash, Clone, Copy)]
    enum Level {
        Low = 1,
        Mid = 5,
        High = -1,
    }

    #[pyclass(eq)]
    #[derive(PartialEq, Clone, Copy)]
    enum EqualEnum {
        A,
        B,
    }

    #[pyclass(eq, eq_int)]
    #[derive(PartialEq, Clone, Copy)]
    #[repr(u8)]
    enum IntEqual {
        A = 200,
        B = 255,
    }

    #[pyclass]
    struct Off;

    #[pymethods]
    impl Off {
        #[new]
        fn new() -> Self {
            Off
        }
        #[classattr]
        const __hash__: Option<Py<PyAny>> = None;
        fn __contains__(&self, a: i32) -> bool {
            a == 1
        }
        fn __repr__(&self) -> PyResult<String> {
            Err(PyValueError::new_err("repr"))
        }
        fn __str__(&self) -> i32 {
            3
        }
    }

    #[pyclass]
    struct Texts(i32);

    #[pymethods]
    impl Texts {
        #[new]
        fn new(a: i32) -> Self {
            Texts(a)
        }
        fn __str__(&self) -> &'static str {
            "texts"
        }
        fn __repr__(slf: PyRef<'_, Self>) -> PyResult<String> {
            Ok(format!("{}({})", slf.into_pyobject(unsafe { Python::assume_attached() })?.get_type().qualname()?, 1))
        }
        fn __format__(&self, spec: &str) -> String {
            format!("[{spec}]{}", self.0)
        }
        fn __hash__(&mut self) -> i64 {
            self.0 += 1;
            i64::from(self.0)
        }
        fn __bytes__(&self) -> Vec<u8> {
            vec![1, 2]
        }
        fn __dir__(&self) -> Vec<&'static str> {
            vec!["b", "a"]
        }
        fn __sizeof__(&self) -> usize {
            1000
        }
    }
}
