//! Derived conversions with all attributes, and their texts.

use pyo3::prelude::*;

#[pymodule]
mod derives {
    use pyo3::prelude::*;
    use pyo3::types::{PyDict, PyList, PyString};
    use std::borrow::Cow;
    use std::collections::{BTreeMap, HashMap};

    #[derive(FromPyObject, IntoPyObject, Debug)]
    struct Attributes {
        x: i32,
        y: Option<i32>,
        name: String,
    }

    #[derive(FromPyObject, IntoPyObject, Debug)]
    #[pyo3(from_item_all)]
    struct Items {
        x: i32,
        y: i64,
    }

    #[derive(FromPyObject, IntoPyObject, Debug)]
    struct Mixed {
        #[pyo3(item)]
        x: i32,
        #[pyo3(item("name"))]
        other: String,
    }

    #[derive(FromPyObject, Debug)]
    struct Named {
        #[pyo3(attribute("name"))]
        first: String,
        #[pyo3(attribute)]
        y: i32,
        #[pyo3(attribute("missing"), default)]
        missing: i32,
        #[pyo3(default = 7)]
        seven: i32,
        #[pyo3(from_py_with = length, attribute("name"))]
        len: usize,
    }

    #[derive(FromPyObject, Debug)]
    #[pyo3(from_item_all)]
    struct ItemDefaults {
        x: i32,
        #[pyo3(item(0), default)]
        zero: Option<i32>,
        #[pyo3(item("b"), default = "none".to_string())]
        b: String,
    }

    fn length(value: &Bound<'_, PyAny>) -> PyResult<usize> {
        value.len()
    }

    #[derive(FromPyObject, IntoPyObject, Debug)]
    struct Tuple(i32, String);

    #[derive(FromPyObject, IntoPyObject, Debug)]
    struct Tuple3(i32, #[pyo3(from_py_with = length)] usize, Option<bool>);

    #[derive(FromPyObject, IntoPyObject, Debug)]
    struct NewType(Vec<i32>);

    #[derive(FromPyObject, IntoPyObject, Debug)]
    #[pyo3(transparent)]
    struct Transparent {
        inner: HashMap<String, i32>,
    }

    #[derive(FromPyObject, IntoPyObject, Debug)]
    #[pyo3(transparent)]
    struct Generic<T>(T);

    #[derive(FromPyObject, IntoPyObject, Debug)]
    #[pyo3(rename_all = "camelCase")]
    struct Renamed {
        x: i32,
        #[pyo3(item)]
        the_name: i32,
    }

    #[derive(FromPyObject, IntoPyObject, Debug)]
    enum Union {
        Int(i32),
        #[pyo3(annotation = "text")]
        Text(String),
        Pair(i32, String),
        #[pyo3(transparent)]
        List { items: Vec<i64> },
        Fields { x: i32, y: i32 },
        #[pyo3(from_item_all)]
        Keys { a: i32 },
        Mixed { #[pyo3(item)] name: String, #[pyo3(item("x"))] other: i32 },
    }

    #[derive(FromPyObject, Debug)]
    enum Two {
        A(u8),
        B(Nested),
    }

    #[derive(FromPyObject, Debug)]
    struct Nested {
        x: Inner,
    }

    #[derive(FromPyObject, Debug)]
    struct Inner {
        #[pyo3(item("q"))]
        value: u8,
    }

    #[derive(FromPyObject, IntoPyObject)]
    enum Objects<'py> {
        List(Bound<'py, PyList>),
        Dict(Bound<'py, PyDict>),
        Rest(Bound<'py, PyAny>),
    }

    #[derive(IntoPyObject, IntoPyObjectRef, Debug)]
    struct Out {
        a: i32,
        #[pyo3(item("other"))]
        b: String,
        #[pyo3(into_py_with = upper)]
        c: String,
        d: Option<Vec<u8>>,
        e: BTreeMap<String, (i32, f64)>,
    }

    fn upper<'py>(value: Cow<'_, String>, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(PyString::new(py, &value.to_uppercase()).into_any())
    }

    #[derive(IntoPyObject, IntoPyObjectRef, Clone)]
    #[pyo3(rename_all = "SCREAMING_SNAKE_CASE")]
    struct Screaming {
        some_name: i32,
        #[pyo3(item("kept"))]
        other_name: i32,
    }

    #[derive(IntoPyObject)]
    enum OutEnum {
        Unit(()),
        New(i32),
        Pair(i32, String),
        Named { a: i32, b: Option<i32> },
        #[pyo3(transparent)]
        Inner { inner: Vec<i32> },
    }

    macro_rules! takers {
        ($($name:ident $kind:ty),*) => {$(
            #[pyfunction]
            fn $name(value: $kind) -> String {
                format!("{value:?}")
            }
        )*};
    }
    takers!(attributes Attributes, items Items, mixed Mixed, named Named, item_defaults ItemDefaults, tuple Tuple);
    takers!(tuple3 Tuple3, new_type NewType, transparent Transparent, renamed Renamed, union Union, two Two);
    takers!(generic Generic<i32>, generic_list Generic<Vec<Tuple>>, nested Vec<Attributes>, maybe Option<Items>);
    takers!(map HashMap<String, Tuple>, pair (Tuple, Items));

    #[pymodule_init]
    fn init(m: &Bound<'_, PyModule>) -> PyResult<()> {
        m.add_function(wrap_pyfunction!(attributes, m)?)?;
        m.add_function(wrap_pyfunction!(items, m)?)?;
        m.add_function(wrap_pyfunction!(mixed, m)?)?;
        m.add_function(wrap_pyfunction!(named, m)?)?;
        m.add_function(wrap_pyfunction!(item_defaults, m)?)?;
        m.add_function(wrap_pyfunction!(tuple, m)?)?;
        m.add_function(wrap_pyfunction!(tuple3, m)?)?;
        m.add_function(wrap_pyfunction!(new_type, m)?)?;
        m.add_function(wrap_pyfunction!(transparent, m)?)?;
        m.add_function(wrap_pyfunction!(renamed, m)?)?;
        m.add_function(wrap_pyfunction!(union, m)?)?;
        m.add_function(wrap_pyfunction!(two, m)?)?;
        m.add_function(wrap_pyfunction!(generic, m)?)?;
        m.add_function(wrap_pyfunction!(generic_list, m)?)?;
        m.add_function(wrap_pyfunction!(nested, m)?)?;
        m.add_function(wrap_pyfunction!(maybe, m)?)?;
        m.add_function(wrap_pyfunction!(map, m)?)?;
        m.add_function(wrap_pyfunction!(pair, m)?)
    }

    #[pyfunction]
    fn objects(value: Objects<'_>) -> Objects<'_> {
        value
    }

    #[pyfunction]
    fn round(a: Attributes, b: Tuple, c: Items) -> (Attributes, Tuple, Items) {
        (a, b, c)
    }

    #[pyfunction]
    fn round_union(a: Union) -> Union {
        a
    }

    #[pyfunction]
    fn out() -> Out {
        Out { a: 1, b: "b".into(), c: "c".into(), d: Some(vec![1]), e: BTreeMap::from([("k".into(), (1, 2.0))]) }
    }

    #[pyfunction]
    fn out_ref(py: Python<'_>) -> PyResult<Py<PyAny>> {
        let value = Screaming { some_name: 1, other_name: 2 };
        Ok((&value).into_pyobject(py)?.into_any().unbind())
    }

    #[pyfunction]
    fn out_enum(a: i32) -> OutEnum {
        match a {
            0 => OutEnum::Unit(()),
            1 => OutEnum::New(1),
            2 => OutEnum::Pair(1, "x".into()),
            3 => OutEnum::Named { a: 1, b: None },
            _ => OutEnum::Inner { inner: vec![1] },
        }
    }

    #[pyfunction]
    fn out_list() -> Vec<Screaming> {
        vec![Screaming { some_name: 1, other_name: 2 }; 2]
    }
}
