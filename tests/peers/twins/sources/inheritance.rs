//! Classes that extend classes: ours, Python's own, exceptions; initialisers, `super`, overriding.

use pyo3::prelude::*;

#[pymodule]
mod inheritance {
    use pyo3::exceptions::{PyException, PyIndexError, PyKeyError, PyOSError, PyStopIteration, PyTypeError, PyValueError};
    use pyo3::prelude::*;
    use pyo3::pyclass_init::PyClassInitializer;
    use pyo3::types::{PyAny, PyComplex, PyDate, PyDelta, PyDict, PyFloat, PyFrozenSet, PySet, PyTuple, PyType, PyTzInfo};
    use pyo3::PyTraverseError;
    use pyo3::PyVisit;

    /// The base.
    #[pyclass(subclass)]
    struct Base {
        #[pyo3(get, set)]
        a: i64,
    }

    #[pymethods]
    impl Base {
        #[new]
        #[pyo3(signature = (a = 1))]
        fn new(a: i64) -> Self {
            Base { a }
        }
        fn method(&self) -> (&str, i64) {
            ("base", self.a)
        }
        fn only_base(&mut self, by: i64) -> i64 {
            self.a ^= by;
            self.a
        }
        fn __repr__(&self) -> String {
            format!("Base({})", self.a)
        }
        fn __eq__(&self, other: &Base) -> bool {
            self.a == other.a
        }
        fn __hash__(&self) -> u64 {
            3
        }
        fn __len__(&self) -> usize {
            5
        }
        fn __getitem__(&self, index: i32) -> PyResult<i32> {
            if index > 5 {
                return Err(PyIndexError::new_err(index));
            }
            Ok(index)
        }
        fn __add__(&self, other: &Base) -> i64 {
            self.a ^ other.a
        }
        #[classattr]
        const KIND: &'static str = "base";
        #[staticmethod]
        fn fixed() -> i32 {
            1
        }
        #[classmethod]
        fn of(cls: &Bound<'_, PyType>) -> PyResult<String> {
            Ok(cls.name()?.to_string())
        }
    }

    #[pyclass(extends = Base, subclass)]
    struct Middle {
        #[pyo3(get, set)]
        b: String,
    }

    #[pymethods]
    impl Middle {
        #[new]
        #[pyo3(signature = (a = 2, b = "b"))]
        fn new(a: i64, b: &str) -> PyClassInitializer<Self> {
            PyClassInitializer::from(Base { a }).add_subclass(Middle { b: b.to_string() })
        }
        fn method(slf: PyRef<'_, Self>) -> (String, i64) {
            (slf.b.clone(), slf.as_super().a)
        }
        fn both(mut slf: PyRefMut<'_, Self>, a: i64) -> i64 {
            slf.as_super().a = a;
            slf.b.push('!');
            slf.into_super().a
        }
        fn __iadd__(&mut self, other: &str) {
            self.b.push_str(other);
        }
        fn __radd__(&self, other: &str) -> String {
            format!("{other}{}", self.b)
        }
        fn __str__(slf: &Bound<'_, Self>) -> PyResult<String> {
            Ok(format!("{}", slf.as_super().borrow().a))
        }
        #[classattr]
        const KIND: &'static str = "middle";
    }

    #[pyclass(extends = Middle)]
    struct Leaf;

    #[pymethods]
    impl Leaf {
        #[new]
        fn new() -> PyResult<PyClassInitializer<Self>> {
            Ok(PyClassInitializer::from(Base { a: 10 }).add_subclass(Middle { b: "leaf".into() }).add_subclass(Leaf))
        }
        fn method(slf: PyRef<'_, Self>) -> i64 {
            slf.into_super().into_super().a
        }
        fn __len__(&self) -> usize {
            6
        }
        fn __bool__(&self) -> bool {
            false
        }
    }

    #[pyclass(extends = Base, frozen)]
    struct FrozenSub;

    #[pymethods]
    impl FrozenSub {
        #[new]
        fn new() -> (Self, Base) {
            (FrozenSub, Base { a: 4 })
        }
    }

    #[pyclass(extends = Base, dict, weakref, subclass)]
    struct DictSub;

    #[pymethods]
    impl DictSub {
        #[new]
        #[pyo3(signature = (*_args))]
        fn new(_args: &Bound<'_, PyTuple>) -> PyClassInitializer<Self> {
            PyClassInitializer::from(Base { a: 4 }).add_subclass(DictSub)
        }
        fn call_super<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
            slf.py_super()?.call_method0("method")
        }
    }

    #[pyfunction]
    fn take_base(a: &Base, b: PyRef<'_, Base>) -> (i64, i64) {
        (a.a, b.a)
    }

    #[pyfunction]
    fn take_middle(a: &Bound<'_, Middle>) -> PyResult<String> {
        Ok(a.try_borrow()?.b.clone())
    }

    macro_rules! native {
        ($($name:ident $base:ident),*) => {$(
            #[pyclass(extends = $base, subclass, module = "inheritance")]
            struct $name {
                #[pyo3(get, set)]
                own: i32,
            }
            #[pymethods]
            impl $name {
                #[new]
                #[pyo3(signature = (*args, **kwargs))]
                fn new(args: &Bound<'_, PyTuple>, kwargs: Option<&Bound<'_, PyDict>>) -> Self {
                    $name { own: (args.len() + kwargs.map_or(0, |k| k.len())) as i32 }
                }
                fn mine(&self) -> i32 {
                    self.own
                }
            }
        )*};
    }
    native!(OfDict PyDict, OfSet PySet, OfFrozenSet PyFrozenSet, OfFloat PyFloat, OfComplex PyComplex);
    native!(OfException PyException, OfValueError PyValueError, OfKeyError PyKeyError, OfOSError PyOSError, OfStop PyStopIteration, OfAny PyAny);

    #[pymodule_init]
    fn init(m: &Bound<'_, PyModule>) -> PyResult<()> {
        m.add_class::<OfDict>()?;
        m.add_class::<OfSet>()?;
        m.add_class::<OfFrozenSet>()?;
        m.add_class::<OfFloat>()?;
        m.add_class::<OfComplex>()?;
        m.add_class::<OfException>()?;
        m.add_class::<OfValueError>()?;
        m.add_class::<OfKeyError>()?;
        m.add_class::<OfOSError>()?;
        m.add_class::<OfStop>()?;
        m.add_class::<OfAny>()?;
        m.add("FromHere", m.py().get_type::<FromHere>())?;
        m.add("Documented", m.py().get_type::<Documented>())
    }

    pyo3::create_exception!(inheritance, FromHere, PyValueError);
    pyo3::create_exception!(some.where_else, Documented, FromHere, "Its documentation.");

    #[pyfunction]
    fn raise_here(a: i32) -> PyResult<()> {
        match a {
            1 => Err(FromHere::new_err("one")),
            2 => Err(Documented::new_err(("two", 2))),
            3 => Err(OfValueError2::new_err("three")),
            _ => {
                let error = PyTypeError::new_err("outer");
                Python::attach(|py| error.set_cause(py, Some(PyKeyError::new_err(a))));
                Err(error)
            }
        }
    }

    pyo3::import_exception!(json, JSONDecodeError);
    type OfValueError2 = JSONDecodeError;

    #[pyclass(extends = PyTzInfo)]
    struct OfTz;
    #[pymethods]
    impl OfTz {
        #[new]
        fn new() -> Self {
            OfTz
        }
        fn utcoffset<'py>(&self, py: Python<'py>, _dt: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyDelta>> {
            PyDelta::new(py, 0, 60, 0, true)
        }
    }

    #[pyclass(extends = PyDate)]
    struct OfDate;
    #[pymethods]
    impl OfDate {
        #[new]
        #[pyo3(signature = (*_args))]
        fn new(_args: &Bound<'_, PyTuple>) -> Self {
            OfDate
        }
    }
    #[pyclass(extends = PyDelta)]
    struct OfDelta;
    #[pymethods]
    impl OfDelta {
        #[new]
        #[pyo3(signature = (*_args))]
        fn new(_args: &Bound<'_, PyTuple>) -> Self {
            OfDelta
        }
    }

    #[pyclass]
    struct Collected {
        held: Option<Py<PyAny>>,
    }

    #[pymethods]
    impl Collected {
        #[new]
        #[pyo3(signature = (held = None))]
        fn new(held: Option<Py<PyAny>>) -> Self {
            Collected { held }
        }
        fn hold(&mut self, other: Py<PyAny>) {
            self.held = Some(other);
        }
        fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
            visit.call(&self.held)
        }
        fn __clear__(&mut self) {
            self.held = None;
        }
    }

    #[pyclass(subclass)]
    struct ClassNew;

    #[pymethods]
    impl ClassNew {
        #[new]
        #[classmethod]
        fn new(cls: &Bound<'_, PyType>, a: i32) -> PyResult<Self> {
            if a == 2 {
                return Err(PyTypeError::new_err(cls.name()?.to_string()));
            }
            Ok(ClassNew)
        }
        fn __init__(&self, a: &Bound<'_, PyAny>) -> PyResult<()> {
            if a.is_truthy()? { Ok(()) } else { Err(PyValueError::new_err("falsy")) }
        }
        #[classmethod]
        #[pyo3(signature = (**kwargs))]
        fn __init_subclass__(cls: &Bound<'_, PyType>, kwargs: Option<&Bound<'_, PyDict>>) -> PyResult<()> {
            cls.setattr("seen", kwargs.map_or(0, |k| k.len()))
        }
    }

    #[pyclass]
    struct NewOther;

    #[pymethods]
    impl NewOther {
        #[new]
        fn new(py: Python<'_>, which: i32) -> PyResult<Py<PyAny>> {
            match which {
                1 => Ok(Py::new(py, NewOther)?.into_any()),
                2 => Ok(py.None()),
                _ => Ok(which.into_pyobject(py)?.into_any().unbind()),
            }
        }
    }

    #[pyclass]
    struct NewBound;

    #[pymethods]
    impl NewBound {
        #[new]
        fn __new__(py: Python<'_>) -> PyResult<Bound<'_, Self>> {
            Bound::new(py, NewBound)
        }
    }
}
