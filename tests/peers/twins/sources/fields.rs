//! Fields with options, constructors from fields, renaming, class options.

use pyo3::prelude::*;

#[pymodule]
mod fields {
    use pyo3::prelude::*;
    use pyo3::types::{PyDict, PyList};
    use std::collections::{BTreeMap, HashMap, HashSet};

    #[pyclass(get_all, set_all, new = "from_fields")]
    /// Many types.
    struct Types {
        /// An integer.
        a: i32,
        b: String,
        c: Option<f64>,
        d: Vec<u8>,
        e: (i32, String),
        f: BTreeMap<String, i32>,
        g: bool,
        h: char,
    }

    #[pyclass(get_all, set_all, new = "from_fields", skip_from_py_object)]
    struct Objects {
        a: Py<PyAny>,
        b: Option<Py<PyList>>,
        c: Py<PyDict>,
    }

    #[pyclass(get_all, new = "from_fields", frozen)]
    struct ReadAll {
        x: u8,
        y: HashMap<i32, i32>,
        z: HashSet<i32>,
    }

    #[pyclass(set_all, new = "from_fields")]
    struct WriteAll {
        x: u64,
        r#type: i128,
    }

    #[pyclass(new = "from_fields")]
    struct Tuple(#[pyo3(get, set, name = "first")] i32, #[pyo3(get, name = "second")] String, f64);

    #[pyclass(new = "from_fields")]
    struct Unit;

    #[pyclass(rename_all = "camelCase", get_all, set_all, new = "from_fields")]
    struct Renamed {
        some_field: i32,
        #[pyo3(name = "Own_Name")]
        other_field: i32,
        r#in: i32,
    }

    #[pyclass(rename_all = "SCREAMING_SNAKE_CASE", get_all, new = "from_fields")]
    struct Screaming {
        some_field: i32,
        x1_y2: i32,
    }

    #[pyclass(rename_all = "kebab-case", get_all, new = "from_fields")]
    struct Kebab {
        some_field: i32,
    }

    #[pyclass(rename_all = "PascalCase", get_all, set_all, new = "from_fields")]
    struct Pascal {
        some_field_two: i32,
        _private: i32,
    }

    #[pyclass(name = "Other", module = "some.package", dict, weakref, subclass)]
    struct Named {
        #[pyo3(get, set)]
        x: i32,
        #[pyo3(get)]
        y: i32,
        #[pyo3(set)]
        z: i32,
        w: i32,
    }

    #[pymethods]
    impl Named {
        #[new]
        fn new(x: i32) -> Self {
            Named { x, y: x, z: x, w: x }
        }
        fn __repr__(&self) -> String {
            format!("{} {} {} {}", self.x, self.y, self.z, self.w)
        }
    }

    #[pyclass(dict, subclass)]
    struct WithDict;

    #[pymethods]
    impl WithDict {
        #[new]
        #[pyo3(signature = (*_args, **_kwargs))]
        fn new(_args: &Bound<'_, PyAny>, _kwargs: Option<&Bound<'_, PyAny>>) -> Self {
            WithDict
        }
    }

    #[pyclass(weakref, unsendable)]
    struct Weak {
        #[pyo3(get, set)]
        x: Option<i32>,
    }

    #[pymethods]
    impl Weak {
        #[new]
        fn new(x: Option<i32>) -> Self {
            Weak { x }
        }
    }

    #[pyclass(freelist = 4, generic, subclass)]
    struct Free {
        #[pyo3(get, set)]
        x: i32,
    }

    #[pymethods]
    impl Free {
        #[new]
        fn new() -> Self {
            Free { x: 1 }
        }
    }

    #[pyclass(immutable_type, frozen)]
    struct Immutable {
        #[pyo3(get)]
        x: i32,
    }

    #[pymethods]
    impl Immutable {
        #[new]
        fn new() -> Self {
            Immutable { x: 1 }
        }
    }

    #[pyclass(from_py_object, get_all, set_all)]
    #[derive(Clone)]
    struct Inner {
        x: i32,
    }

    #[pymethods]
    impl Inner {
        #[new]
        #[pyo3(signature = (x = 3))]
        fn new(x: i32) -> Self {
            Inner { x }
        }
    }

    #[pyclass(get_all, set_all, new = "from_fields")]
    struct Outer {
        inner: Inner,
        many: Vec<Inner>,
        maybe: Option<Inner>,
        shared: Py<Inner>,
    }

    #[pyfunction]
    fn make_Outer(py: Python<'_>) -> PyResult<Outer> {
        Ok(Outer { inner: Inner { x: 1 }, many: vec![Inner { x: 2 }], maybe: None, shared: Py::new(py, Inner { x: 3 })? })
    }

    #[pyclass(crate = "pyo3")]
    #[pyo3(name = "ViaHelper")]
    #[pyo3(frozen, eq)]
    #[derive(PartialEq)]
    struct Helper {
        #[pyo3(get, name = "it")]
        value: f32,
        #[cfg(any())]
        #[pyo3(get)]
        gone: i32,
        #[cfg(all())]
        #[pyo3(get)]
        there: i32,
    }

    #[pymethods]
    impl Helper {
        #[new]
        fn new(value: f32) -> Self {
            Helper { value, there: 1 }
        }
    }

    #[pyclass]
    struct Atoms {
        #[pyo3(get, set)]
        b: Option<Vec<Option<String>>>,
        #[pyo3(get, set)]
        c: [u16; 3],
        #[pyo3(get, set)]
        d: std::path::PathBuf,
        #[pyo3(get, set)]
        e: std::time::Duration,
        #[pyo3(get, set)]
        f: std::net::IpAddr,
    }

    #[pymethods]
    impl Atoms {
        #[new]
        fn new() -> Self {
            Atoms {
                b: None,
                c: [1, 2, 3],
                d: "p".into(),
                e: std::time::Duration::from_secs(1),
                f: std::net::IpAddr::from([1, 2, 3, 4]),
            }
        }
    }
}
