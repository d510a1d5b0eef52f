//! Types as annotations, and the constants of the conversion traits that hold them.

mod types_support;

use pyo3::inspect::{PyStaticConstant, PyStaticExpr};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};
use pyo3::{type_hint_identifier, type_hint_subscript, type_hint_union, PyTypeCheck};
use types_support::attached;

const INT: PyStaticExpr = type_hint_identifier!("builtins", "int");
const DATE: PyStaticExpr = type_hint_identifier!("datetime", "date");

const fn constant(value: PyStaticConstant) -> PyStaticExpr {
    PyStaticExpr::Constant { value }
}

#[test]
fn hints_are_written_as_python_writes_them() {
    const UNION: PyStaticExpr = type_hint_union!(INT, DATE, constant(PyStaticConstant::None));
    const MAP: PyStaticExpr = type_hint_subscript!(<PyDict as PyTypeCheck>::TYPE_HINT, INT, UNION);
    assert_eq!(UNION.to_string(), "int | datetime.date | None");
    assert_eq!(MAP.to_string(), "dict[int, int | datetime.date | None]");
    const ONE: PyStaticExpr = type_hint_subscript!(INT, DATE);
    assert_eq!(ONE.to_string(), "int[datetime.date]");
    const NOTHING: PyStaticExpr = type_hint_subscript!(INT, PyStaticExpr::Tuple { elts: &[] });
    assert_eq!(NOTHING.to_string(), "int[()]");
    assert_eq!(PyStaticExpr::Tuple { elts: &[INT] }.to_string(), "(int,)");
    assert_eq!(
        PyStaticExpr::List { elts: &[INT, DATE] }.to_string(),
        "[int, datetime.date]"
    );
}

#[test]
fn constants_are_literals() {
    attached(|py| {
        for (value, written) in [
            (PyStaticConstant::Bool(true), "True"),
            (PyStaticConstant::Bool(false), "False"),
            (PyStaticConstant::Int("-3"), "-3"),
            (PyStaticConstant::Float("3"), "3.0"),
            (PyStaticConstant::Float("3e5"), "3e5"),
            (PyStaticConstant::Ellipsis, "..."),
        ] {
            assert_eq!(constant(value).to_string(), written);
        }
        let text = "a\"\\\n\u{1}ä";
        let literal = constant(PyStaticConstant::Str(text)).to_string();
        let literal = std::ffi::CString::new(literal).unwrap();
        let read: String = py.eval(&literal, None, None).unwrap().extract().unwrap();
        assert_eq!(read, text);
    });
}

struct Day(i64);

impl FromPyObject<'_, '_> for Day {
    type Error = PyErr;
    const INPUT_TYPE: PyStaticExpr = type_hint_union!(DATE, INT);
    fn extract(obj: Borrowed<'_, '_, PyAny>) -> PyResult<Self> {
        obj.extract().map(Day)
    }
}

impl<'py> IntoPyObject<'py> for Day {
    type Target = PyList;
    type Output = Bound<'py, PyList>;
    type Error = PyErr;
    const OUTPUT_TYPE: PyStaticExpr = type_hint_subscript!(<PyList as PyTypeCheck>::TYPE_HINT, INT);
    fn into_pyobject(self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        PyList::new(py, [self.0])
    }
}

#[test]
fn conversions_may_say_their_types() {
    assert_eq!(Day::INPUT_TYPE.to_string(), "datetime.date | int");
    assert_eq!(Day::OUTPUT_TYPE.to_string(), "list[int]");
    // Those that do not say are unknown, and convert all the same.
    assert_eq!(
        <Vec<u8> as FromPyObject>::INPUT_TYPE.to_string(),
        "_typeshed.Incomplete"
    );
    attached(|py| {
        let day: Day = 3i64.into_pyobject(py).unwrap().extract().unwrap();
        assert_eq!(day.into_pyobject(py).unwrap().to_string(), "[3]");
    });
}
