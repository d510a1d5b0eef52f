//! Simple and complex enums with all options.

use pyo3::prelude::*;

#[pymodule]
mod enums {
    use pyo3::prelude::*;
    use pyo3::types::PyList;

    /// Colours.
    #[pyclass]
    #[derive(Clone, Copy, Debug)]
    enum Plain {
        /// Red.
        Red,
        Green = 10,
        Blue,
    }

    #[pyclass(eq, eq_int, name = "Other", rename_all = "UPPERCASE", from_py_object)]
    #[derive(Clone, Copy, PartialEq, Debug)]
    enum Named {
        One = -1,
        TwoThree,
        #[pyo3(name = "own")]
        Four = 1000,
    }

    #[pymethods]
    impl Named {
        fn method(&self) -> String {
            format!("{self:?}")
        }
        #[getter]
        fn value(&self) -> i32 {
            *self as i32
        }
        #[staticmethod]
        fn parse(a: i32) -> Option<Named> {
            (a == 1).then_some(Named::One)
        }
        #[classattr]
        const DEFAULT: Named = Named::TwoThree;
        fn __str__(&self) -> &'static str {
            "named"
        }
    }

    #[pyclass]
    #[derive(Clone, Copy)]
    enum WithNew {
        A,
        B,
    }

    #[pymethods]
    impl WithNew {
        #[new]
        fn new(a: bool) -> Self {
            if a { WithNew::A } else { WithNew::B }
        }
        fn __repr__(&self) -> &'static str {
            "repr"
        }
        fn __int__(&self) -> i32 {
            99
        }
        fn __hash__(&self) -> u64 {
            4
        }
        fn __richcmp__(&self, other: &Bound<'_, PyAny>, op: pyo3::basic::CompareOp) -> PyResult<String> {
            Ok(format!("{:?} {}", op as i32, other.get_type().name()?))
        }
    }

    #[pyclass(frozen, ord, eq, hash, str, module = "mod.ule")]
    #[derive(PartialEq, Eq, PartialOrd, Hash, Clone)]
    #[repr(i8)]
    enum Full {
        A = -128,
        B = 127,
    }

    impl std::fmt::Display for Full {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("full")
        }
    }

    #[pyclass]
    #[repr(u64)]
    enum Big {
        Most = u64::MAX,
        Least = 0,
    }

    #[pyclass(weakref, dict)]
    enum Odd {
        A,
        #[cfg(any())]
        Gone,
        r#Type,
    }

    /// Shapes.
    #[pyclass(eq, frozen, get_all)]
    #[derive(Clone, PartialEq, Debug)]
    enum Shape {
        /// A circle.
        Circle { radius: f64 },
        #[pyo3(constructor = (width, height = 2.5, *, label = None))]
        Rect { width: f64, height: f64, label: Option<String> },
        Pair(i32, String),
        #[pyo3(constructor = (_0 = 5, _1 = vec![]))]
        Defaults(i64, Vec<u8>),
        Empty(),
        Nothing {},
        #[pyo3(name = "Renamed")]
        Long { the_value: i32 },
    }

    #[pymethods]
    impl Shape {
        fn area(&self) -> f64 {
            match self {
                Shape::Circle { radius } => radius * radius,
                Shape::Rect { width, height, .. } => width * height,
                _ => -1.0,
            }
        }
        #[staticmethod]
        fn make(a: i32) -> Shape {
            match a {
                1 => Shape::Circle { radius: 1.0 },
                2 => Shape::Pair(1, "p".into()),
                3 => Shape::Empty(),
                _ => Shape::Nothing {},
            }
        }
        fn __repr__(&self) -> String {
            format!("{self:?}")
        }
    }

    #[pyclass(hash, eq, frozen, ord, str, name = "Renamed2", rename_all = "PascalCase")]
    #[derive(Clone, PartialEq, PartialOrd, Hash)]
    enum Second {
        FirstOne { some_field: i32, other: bool },
        SecondOne(u8),
    }

    impl std::fmt::Display for Second {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("second")
        }
    }

    #[pyclass]
    enum Objects {
        One { object: Py<PyAny>, list: Py<PyList> },
        Two(Option<Py<PyAny>>),
        Three { shape: Shape, plain: Plain },
    }

    #[pyclass(skip_from_py_object)]
    #[derive(Clone)]
    enum Tree {
        Leaf(i32),
        Node(Vec<i32>, Option<String>),
    }

    #[pymethods]
    impl Tree {
        fn __len__(&self) -> usize {
            3
        }
        fn __getitem__(&self, a: i32) -> i32 {
            a
        }
        fn __iter__(slf: PyRef<'_, Self>) -> PyResult<Py<pyo3::types::PyIterator>> {
            Ok(PyList::new(slf.py(), [1])?.try_iter()?.unbind())
        }
    }

    #[pyfunction]
    fn take_plain(a: Plain) -> String {
        format!("{a:?}")
    }

    #[pyfunction]
    fn take_shape(a: &Shape, b: Option<Shape>) -> (Shape, Option<Shape>) {
        (a.clone(), b)
    }

    #[pyfunction]
    fn take_named(a: Named, b: PyRef<'_, Named>) -> (Named, bool) {
        (a, *b == Named::One)
    }

    #[pyfunction]
    #[pyo3(signature = (a = Named::One, b = Plain::Red))]
    fn with_defaults(a: Named, b: Plain) -> (Named, Plain) {
        (a, b)
    }

    #[pyfunction]
    fn list_of() -> Vec<Plain> {
        vec![Plain::Red, Plain::Green, Plain::Blue]
    }
}
