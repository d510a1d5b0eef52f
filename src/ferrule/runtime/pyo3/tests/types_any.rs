//! What any object can do: attributes, operators, comparisons, calls, items, checks.
#![allow(clippy::needless_borrows_for_generic_args)] // references are accepted too, and tested

mod types_support;

use std::cmp::Ordering;

use pyo3::exceptions::{PyKeyError, PyTypeError};
use pyo3::prelude::*;
use pyo3::pyclass::CompareOp;
use pyo3::types::{PyBool, PyDict, PyInt, PyList, PyString, PyTuple};
use types_support::{attached, error, eval, object, shown, unhashable};

const POINT: &str = "
class Point:
    x = 1
    def __getattr__(self, name):
        if name == 'broken':
            raise ValueError('broken attribute')
        raise AttributeError(name)
    def scaled(self, factor, *, offset=0):
        return self.x * factor + offset
    def plain(self):
        return 'plain'
point = Point()
";

#[test]
fn attributes() {
    attached(|py| {
        let point = object(py, POINT, "point");
        assert_eq!(shown(point.getattr("x")), "1");
        assert_eq!(shown(point.getattr(pyo3::intern!(py, "x"))), "1");
        assert_eq!(shown(point.getattr("y")), "! AttributeError: y");
        assert_eq!(
            shown(point.getattr("broken")),
            "! ValueError: broken attribute"
        );
        assert!(point.hasattr("x").unwrap());
        assert!(!point.hasattr("y").unwrap());
        assert_eq!(
            error(point.hasattr("broken")),
            "ValueError: broken attribute"
        );
        assert!(point.getattr_opt("x").unwrap().is_some());
        assert!(point.getattr_opt(String::from("y")).unwrap().is_none());
        assert_eq!(
            error(point.getattr_opt("broken")),
            "ValueError: broken attribute"
        );
        point.setattr("z", "new").unwrap();
        assert_eq!(shown(point.getattr("z")), "'new'");
        point.delattr("z").unwrap();
        assert_eq!(
            error(point.delattr("z")).split(':').next(),
            Some("AttributeError")
        );
        assert_eq!(
            error(eval(py, "1").setattr("z", 1)).split(':').next(),
            Some("AttributeError")
        );
    });
}

#[test]
fn operators() {
    attached(|py| {
        let seven = eval(py, "7");
        let results = [
            (seven.neg(), "-7"),
            (seven.pos(), "7"),
            (seven.neg().unwrap().abs(), "7"),
            (seven.bitnot(), "-8"),
            (seven.add(2), "9"),
            (seven.sub(2), "5"),
            (seven.mul(2), "14"),
            (seven.div(2), "3.5"),
            (seven.floor_div(2), "3"),
            (seven.rem(2), "1"),
            (seven.divmod(2), "(3, 1)"),
            (seven.lshift(2), "28"),
            (seven.rshift(1), "3"),
            (seven.bitand(3), "3"),
            (seven.bitor(8), "15"),
            (seven.bitxor(1), "6"),
            (seven.pow(2, py.None()), "49"),
            (seven.pow(2, 10), "9"),
            (
                seven.matmul(2),
                "! TypeError: unsupported operand type(s) for @: 'int' and 'int'",
            ),
            (seven.div(0), "! ZeroDivisionError: division by zero"),
            (
                seven.add("a"),
                "! TypeError: unsupported operand type(s) for +: 'int' and 'str'",
            ),
        ];
        for (result, expected) in results {
            assert_eq!(shown(result), expected);
        }
        assert_eq!(
            error(eval(py, "'a'").neg()),
            "TypeError: bad operand type for unary -: 'str'"
        );
    });
}

#[test]
fn comparisons() {
    attached(|py| {
        let seven = eval(py, "7");
        assert!(seven.lt(8).unwrap() && seven.le(7).unwrap() && seven.eq(7.0).unwrap());
        assert!(seven.ne(8).unwrap() && seven.gt(6).unwrap() && seven.ge(7).unwrap());
        assert!(!seven.lt(7).unwrap() && !seven.eq("7").unwrap());
        assert_eq!(
            error(seven.lt("a")),
            "TypeError: '<' not supported between instances of 'int' and 'str'"
        );
        assert_eq!(seven.compare(8).unwrap(), Ordering::Less);
        assert_eq!(seven.compare(7).unwrap(), Ordering::Equal);
        assert_eq!(seven.compare(6.5).unwrap(), Ordering::Greater);
        let nan = eval(py, "float('nan')");
        assert_eq!(
            error(nan.compare(&nan)),
            "TypeError: PyAny::compare(): All comparisons returned false"
        );
        assert!(!nan.eq(&nan).unwrap(), "not by identity");
        assert_eq!(shown(seven.rich_compare(8, CompareOp::Lt)), "True");
        let odd = object(
            py,
            "class Odd:\n    def __eq__(self, other): return []\nodd = Odd()",
            "odd",
        );
        assert!(!odd.eq(1).unwrap());
        assert_eq!(shown(odd.rich_compare(1, CompareOp::Eq)), "[]");
    });
}

#[test]
fn calls() {
    attached(|py| {
        let function = eval(py, "lambda *args, **kwargs: (args, kwargs)");
        let kwargs = PyDict::new(py);
        kwargs.set_item("k", 1).unwrap();
        assert_eq!(shown(function.call0()), "((), {})");
        assert_eq!(shown(function.call1(())), "((), {})");
        assert_eq!(shown(function.call1((1,))), "((1,), {})");
        assert_eq!(
            shown(function.call1((1, "b", 3.5, true, py.None(), (6,), 7, 8, 9, 10, 11, 12))),
            "((1, 'b', 3.5, True, None, (6,), 7, 8, 9, 10, 11, 12), {})"
        );
        assert_eq!(shown(function.call1(&("a", 2))), "(('a', 2), {})");
        assert_eq!(shown(function.call((), Some(&kwargs))), "((), {'k': 1})");
        assert_eq!(
            shown(function.call((1, 2), Some(&kwargs))),
            "((1, 2), {'k': 1})"
        );
        assert_eq!(shown(function.call((1, 2), None)), "((1, 2), {})");
        let tuple = PyTuple::new(py, [1, 2, 3]).unwrap();
        assert_eq!(shown(function.call1(&tuple)), "((1, 2, 3), {})");
        assert_eq!(
            shown(function.call(tuple.as_borrowed(), Some(&kwargs))),
            "((1, 2, 3), {'k': 1})"
        );
        assert_eq!(
            shown(function.call1(&tuple.clone().unbind())),
            "((1, 2, 3), {})"
        );
        assert_eq!(shown(function.call1(tuple)), "((1, 2, 3), {})");
        assert_eq!(
            shown(eval(py, "1").call0()),
            "! TypeError: 'int' object is not callable"
        );
        assert!(function.is_callable() && !eval(py, "1").is_callable());

        let unbound = function.unbind();
        let result = unbound.call(py, (1,), Some(&kwargs)).unwrap();
        assert_eq!(result.to_string(), "((1,), {'k': 1})");
        assert_eq!(unbound.call1(py, (1,)).unwrap().to_string(), "((1,), {})");
        assert_eq!(unbound.call0(py).unwrap().to_string(), "((), {})");
    });
}

#[test]
fn methods() {
    attached(|py| {
        let point = object(py, POINT, "point");
        let kwargs = PyDict::new(py);
        kwargs.set_item("offset", 5).unwrap();
        assert_eq!(shown(point.call_method0("plain")), "'plain'");
        assert_eq!(shown(point.call_method1("scaled", (3,))), "3");
        assert_eq!(shown(point.call_method("scaled", (3,), Some(&kwargs))), "8");
        assert_eq!(shown(point.call_method("scaled", (3,), None)), "3");
        let tuple = PyTuple::new(py, [4]).unwrap();
        assert_eq!(shown(point.call_method1("scaled", &tuple)), "4");
        assert_eq!(
            shown(point.call_method0("missing")),
            "! AttributeError: missing"
        );
        assert_eq!(
            shown(point.call_method1("plain", (1,))).replace("Point.", ""),
            "! TypeError: plain() takes 1 positional argument but 2 were given"
        );
    });
}

#[test]
fn a_failing_argument_leaks_nothing() {
    attached(|py| {
        let function = eval(py, "lambda *args: None");
        let kept = eval(py, "object()");
        let before = kept.get_refcnt();
        // A lone surrogate cannot come from Rust, so an unencodable path stands for a failing conversion.
        struct Fails;
        impl<'py> IntoPyObject<'py> for Fails {
            type Target = PyAny;
            type Output = Bound<'py, PyAny>;
            type Error = PyErr;
            fn into_pyobject(self, _py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
                Err(PyKeyError::new_err("conversion"))
            }
        }
        for _ in 0..10 {
            assert_eq!(
                shown(function.call1((&kept, Fails, &kept))),
                "! KeyError: 'conversion'"
            );
            assert_eq!(
                shown(function.call_method1("__call__", (&kept, Fails))),
                "! KeyError: 'conversion'"
            );
            function.call1((&kept, &kept)).unwrap();
            kept.call1((&kept,)).unwrap_err();
        }
        assert_eq!(kept.get_refcnt(), before);
    });
}

#[test]
fn items_and_sizes() {
    attached(|py| {
        let items = eval(py, "{'a': 1}");
        assert_eq!(shown(items.get_item("a")), "1");
        assert_eq!(shown(items.get_item("b")), "! KeyError: 'b'");
        items.set_item("b", 2).unwrap();
        items.del_item("a").unwrap();
        assert_eq!(error(items.del_item("a")), "KeyError: 'a'");
        assert_eq!(items.to_string(), "{'b': 2}");
        assert_eq!(items.len().unwrap(), 1);
        assert!(!items.is_empty().unwrap());
        assert!(items.contains("b").unwrap() && !items.contains("a").unwrap());
        assert!(unhashable(items.contains(PyList::empty(py))));
        assert_eq!(
            error(eval(py, "1").len()),
            "TypeError: object of type 'int' has no len()"
        );
        assert_eq!(
            shown(eval(py, "1").get_item(0)),
            "! TypeError: 'int' object is not subscriptable"
        );
        let sum: i64 = eval(py, "[1, 2, 3]")
            .try_iter()
            .unwrap()
            .map(|item| item.unwrap().extract::<i64>().unwrap())
            .sum();
        assert_eq!(sum, 6);
        assert_eq!(
            error(eval(py, "1").try_iter()),
            "TypeError: 'int' object is not iterable"
        );
    });
}

#[test]
fn checks() {
    attached(|py| {
        let truth = eval(py, "True");
        assert!(truth.is_truthy().unwrap() && !eval(py, "[]").is_truthy().unwrap());
        assert!(py.None().bind(py).is_none() && !truth.is_none());
        assert!(truth.is(&eval(py, "1 == 1")) && !truth.is(eval(py, "1")));
        assert!(truth.is_instance_of::<PyInt>() && !truth.is_exact_instance_of::<PyInt>());
        assert!(truth.is_exact_instance_of::<PyBool>());
        let int = py.get_type::<PyInt>();
        assert!(truth.is_instance(&int).unwrap() && !truth.is_exact_instance(&int));
        assert!(truth.is_instance(&eval(py, "(str, int)")).unwrap());
        assert!(error(truth.is_instance(&truth))
            .starts_with("TypeError: isinstance() arg 2 must be a type"));
        assert_eq!(truth.get_type().to_string(), "<class 'bool'>");
        assert_eq!(truth.get_type_ptr(), py.get_type::<PyBool>().as_type_ptr());
        let broken = object(
            py,
            "class Broken:\n    def __bool__(self): raise ValueError('no')\nb = Broken()",
            "b",
        );
        assert_eq!(error(broken.is_truthy()), "ValueError: no");
    });
}

#[test]
fn text_hash_and_directory() {
    attached(|py| {
        let text = eval(py, "'a\\n'");
        assert_eq!(text.str().unwrap(), "a\n");
        assert_eq!(text.repr().unwrap(), "'a\\n'");
        assert_eq!(format!("{text} {text:?}"), "a\n 'a\\n'");
        assert_eq!(
            text.hash().unwrap(),
            eval(py, "hash('a\\n')").extract::<isize>().unwrap()
        );
        assert_eq!(eval(py, "-1").hash().unwrap(), -2);
        assert!(unhashable(eval(py, "[]").hash()));
        assert!(text.dir().unwrap().contains("upper").unwrap());
        let surrogate = eval(py, "'a\\ud800'");
        assert_eq!(
            surrogate.to_string().chars().next(),
            Some('a'),
            "never fails"
        );
    });
}

#[test]
fn unprintable_objects_still_print() {
    attached(|py| {
        let code = "
import sys
seen = []
sys.unraisablehook = lambda hook: seen.append(str(hook.exc_value))
class Shy:
    def __str__(self): raise ValueError('not today')
    __repr__ = __str__
shy = Shy()
";
        let names = types_support::run(py, code);
        let shy = names.get_item("shy").unwrap().unwrap();
        assert_eq!(format!("{shy}"), "<unprintable Shy object>");
        assert_eq!(format!("{shy:?}"), "<unprintable Shy object>");
        assert_eq!(error(shy.str()), "ValueError: not today");
        assert_eq!(
            names.get_item("seen").unwrap().unwrap().to_string(),
            "['not today', 'not today']"
        );
        py.run(
            c"import sys; sys.unraisablehook = sys.__unraisablehook__",
            None,
            None,
        )
        .unwrap();
    });
}

#[test]
fn casts() {
    attached(|py| {
        let text = eval(py, "'text'");
        assert!(text.cast::<PyString>().is_ok() && text.cast::<PyAny>().is_ok());
        let fault: PyErr = text.cast::<PyInt>().unwrap_err().into();
        assert!(fault.is_instance_of::<PyTypeError>(py));
        assert_eq!(
            fault.to_string(),
            "TypeError: 'str' object is not an instance of 'int'"
        );
        assert_eq!(
            py.None().bind(py).cast::<PyInt>().unwrap_err().to_string(),
            "'None' is not an instance of 'int'"
        );
        let truth = eval(py, "True");
        assert!(truth.cast::<PyInt>().is_ok() && truth.cast_exact::<PyInt>().is_err());
        let back = text.cast_into::<PyList>().unwrap_err().into_inner();
        assert_eq!(back.to_string(), "text");
    });
}

#[test]
fn super_reaches_the_base() {
    attached(|py| {
        let code = "
class Base:
    def name(self): return 'base'
class Derived(Base):
    def name(self): return 'derived'
derived = Derived()
";
        let derived = object(py, code, "derived");
        assert_eq!(shown(derived.call_method0("name")), "'derived'");
        assert_eq!(
            shown(derived.py_super().unwrap().call_method0("name")),
            "'base'"
        );
    });
}
