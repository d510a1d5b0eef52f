//! Functions and methods with signatures of every kind, and arguments of many types.

use pyo3::prelude::*;

#[pymodule]
mod signatures {
    use pyo3::prelude::*;
    use pyo3::types::{PyDict, PyTuple};
    use std::collections::{BTreeMap, HashMap};

    /// No arguments.
    #[pyfunction]
    fn none() {}

    #[pyfunction]
    fn one(a: i32) -> i32 {
        a
    }

    #[pyfunction]
    fn optional(a: Option<i32>) -> Option<i32> {
        a
    }

    /// Doc.
    ///
    /// More.
    #[pyfunction]
    #[pyo3(signature = (a, b = 2, *, c = 3, d))]
    fn mixed(a: i32, b: i64, c: u8, d: f64) -> String {
        format!("{a} {b} {c} {d}")
    }

    #[pyfunction]
    #[pyo3(signature = (a, /, b, *, c))]
    fn kinds(a: String, b: bool, c: char) -> String {
        format!("{a} {b} {c}")
    }

    #[pyfunction]
    #[pyo3(signature = (*args, **kwargs))]
    fn everything<'py>(args: &Bound<'py, PyTuple>, kwargs: Option<&Bound<'py, PyDict>>) -> PyResult<String> {
        Ok(format!("{:?} {:?}", args, kwargs))
    }

    #[pyfunction]
    #[pyo3(signature = (a, /, **kwargs))]
    fn shadow(a: i32, kwargs: Option<HashMap<String, i32>>) -> (i32, usize) {
        (a, kwargs.map_or(99, |k| k.len()))
    }

    #[pyfunction]
    #[pyo3(signature = (a, /, **kwargs))]
    fn ordered(a: i32, kwargs: Option<BTreeMap<String, String>>) -> (i32, Option<BTreeMap<String, String>>) {
        (a, kwargs)
    }

    #[pyfunction]
    #[pyo3(signature = (*args))]
    fn many(args: Vec<i32>) -> i32 {
        args.iter().sum()
    }

    #[pyfunction]
    #[pyo3(signature = (first, *rest, last))]
    fn rest(first: u8, rest: Vec<String>, last: Option<bool>) -> String {
        format!("{first} {rest:?} {last:?}")
    }

    #[pyfunction]
    #[pyo3(signature = (first = 1, *rest, last = None, **named))]
    fn all_kinds(
        first: u8,
        rest: Bound<'_, PyTuple>,
        last: Option<bool>,
        named: Option<Bound<'_, PyDict>>,
    ) -> PyResult<String> {
        Ok(format!("{first} {} {last:?} {}", rest.len(), named.map_or(0, |n| n.len())))
    }

    #[pyfunction]
    #[pyo3(signature = (a = 1, b = -2, c = 1.5, d = "x", e = 'y', f = true, g = None, h = Some(3), i = vec![1], j = String::new(), k = i32::MAX, l = &b"x"[..]))]
    fn defaults(
        a: i32, b: i32, c: f64, d: &str, e: char, f: bool, g: Option<i32>, h: Option<i32>, i: Vec<i32>,
        j: String, k: i32, l: &[u8],
    ) -> String {
        format!("{a} {b} {c} {d} {e} {f} {g:?} {h:?} {i:?} {j} {k} {l:?}")
    }

    #[pyfunction]
    #[pyo3(signature = (a = 0x10, b = 1_000, c = 1e3, d = "q\"\n", e = '\'', f = 10u8, g = 2.0f32, h = -1.5, i = (1, 2), j = [1, 2]))]
    fn literals(
        a: i32, b: i32, c: f64, d: &str, e: char, f: u8, g: f32, h: f64, i: (i32, i32), j: [i32; 2],
    ) -> String {
        format!("{a} {b} {c} {d} {e} {f} {g} {h} {i:?} {j:?}")
    }

    #[pyfunction]
    #[pyo3(text_signature = "(x, y=...)")]
    fn text(a: i32) -> i32 {
        a
    }

    #[pyfunction]
    #[pyo3(text_signature = None)]
    fn no_text(a: i32) -> i32 {
        a
    }

    #[pyfunction(name = "renamed")]
    fn original(r#type: i32, _hidden: i32) -> i32 {
        r#type + _hidden
    }

    #[pyfunction]
    fn r#match(r#in: i32) -> i32 {
        r#in
    }

    #[pyfunction]
    #[pyo3(pass_module, signature = (a = 1))]
    fn with_module(module: &Bound<'_, PyModule>, a: i32) -> PyResult<String> {
        Ok(format!("{} {a}", module.name()?))
    }

    #[pyfunction]
    fn with_python(a: i32, py: Python<'_>, b: i32) -> PyResult<i32> {
        py.check_signals()?;
        Ok(a + b)
    }

    #[pyfunction]
    fn with_from(#[pyo3(from_py_with = double)] a: i32, b: i32) -> (i32, i32) {
        (a, b)
    }

    #[pyfunction]
    #[pyo3(signature = (a = 5, *, b = None))]
    fn with_from_default(
        #[pyo3(from_py_with = double)] a: i32,
        #[pyo3(from_py_with = maybe)] b: Option<usize>,
    ) -> (i32, Option<usize>) {
        (a, b)
    }

    fn double(value: &Bound<'_, PyAny>) -> PyResult<i32> {
        Ok(value.extract::<i32>()?.wrapping_mul(2))
    }

    fn maybe(value: &Bound<'_, PyAny>) -> PyResult<Option<usize>> {
        if value.is_none() {
            return Ok(None);
        }
        value.len().map(Some)
    }

    #[pyfunction]
    #[pyo3(warn(message = "careful"))]
    #[pyo3(warn(message = "gone", category = pyo3::exceptions::PyDeprecationWarning))]
    fn warns(a: i32) -> i32 {
        a
    }

    #[pyfunction]
    fn fails(a: i32) -> PyResult<i32> {
        if a > 0 {
            return Err(pyo3::exceptions::PyLookupError::new_err((a, "two")));
        }
        Err(pyo3::exceptions::PyKeyError::new_err("key"))
    }

    #[pyfunction]
    fn panics(a: i32) -> i32 {
        if a == 1 {
            panic!("a is {a}");
        }
        if a == 2 {
            panic!("plain");
        }
        [1, 2, 3][a as usize]
    }

    #[pyfunction]
    fn parse(text: &str) -> Result<i64, std::num::ParseIntError> {
        text.parse()
    }

    #[pyfunction]
    fn five(a: i32, b: i32, c: f32, d: bool, e: u64) -> String {
        format!("{a} {b} {c} {d} {e}")
    }

    #[pyfunction]
    #[pyo3(signature = (a, b = None, c = None, d = None, e = None))]
    fn five_optional(a: i32, b: Option<i32>, c: Option<f32>, d: Option<bool>, e: Option<u64>) -> String {
        format!("{a} {b:?} {c:?} {d:?} {e:?}")
    }

    #[pyfunction]
    #[pyo3(signature = (*, only, other = 3))]
    fn keyword_only(only: i32, other: i32) -> i32 {
        only + other
    }

    #[pyfunction]
    #[pyo3(signature = (a, b, /))]
    fn positional_only(a: i32, b: i32) -> i32 {
        a.wrapping_sub(b)
    }

    #[pyfunction]
    #[pyo3(signature = (a = 1, b = 2, /, c = 3))]
    fn positional_default(a: i32, b: i32, c: i32) -> String {
        format!("{a} {b} {c}")
    }

    #[pyclass]
    struct Holder {
        total: i64,
    }

    #[pymethods]
    impl Holder {
        #[new]
        #[pyo3(signature = (total = 7, /, *, scale = 1))]
        fn new(total: i64, scale: i64) -> Self {
            Holder { total: total.wrapping_mul(scale) }
        }
        fn __repr__(&self) -> String {
            format!("Holder({})", self.total)
        }
        fn plain(&self) -> i64 {
            self.total
        }
        /// Adds.
        #[pyo3(signature = (by, *, times = 1))]
        fn add(&mut self, by: i64, times: i64) -> i64 {
            self.total = self.total.wrapping_add(by.wrapping_mul(times));
            self.total
        }
        #[pyo3(signature = (*args, **kwargs))]
        fn any(&self, args: &Bound<'_, PyTuple>, kwargs: Option<&Bound<'_, PyDict>>) -> String {
            format!("{args:?} {kwargs:?}")
        }
        #[staticmethod]
        #[pyo3(signature = (a, b = 4))]
        fn fixed(a: i32, b: i32) -> i32 {
            a.wrapping_mul(b)
        }
        #[classmethod]
        #[pyo3(signature = (a = 4, **kw))]
        fn of_class(cls: &Bound<'_, pyo3::types::PyType>, a: i32, kw: Option<&Bound<'_, PyDict>>) -> PyResult<String> {
            Ok(format!("{} {a} {}", cls.name()?, kw.map_or(0, |k| k.len())))
        }
        #[pyo3(signature = (a, b = "x", *args, c, **kw))]
        fn __call__(
            &self, a: i32, b: &str, args: Vec<i32>, c: Option<i32>, kw: Option<HashMap<String, i32>>,
        ) -> String {
            format!("{a} {b} {args:?} {c:?} {}", kw.map_or(0, |k| k.len()))
        }
        #[pyo3(name = "other_name", text_signature = "($self, q)")]
        fn named(&self, q: i32) -> i32 {
            q
        }
        #[pyo3(warn(message = "old method"))]
        fn old(&self) {}
    }

    #[pyclass]
    struct Initialised {
        log: Vec<String>,
    }

    #[pymethods]
    impl Initialised {
        #[new]
        #[pyo3(signature = (*args, **kwargs))]
        fn new(args: &Bound<'_, PyTuple>, kwargs: Option<&Bound<'_, PyDict>>) -> Self {
            Initialised { log: vec![format!("new {} {}", args.len(), kwargs.map_or(0, |k| k.len()))] }
        }
        #[pyo3(signature = (a = 3, *, b = None))]
        fn __init__(&mut self, a: i32, b: Option<String>) -> PyResult<()> {
            if a < 0 {
                return Err(pyo3::exceptions::PyValueError::new_err("negative"));
            }
            self.log.push(format!("init {a} {b:?}"));
            Ok(())
        }
        fn __repr__(&self) -> String {
            format!("{:?}", self.log)
        }
    }
}
