//! Dicts and sets.

mod types_support;

use pyo3::prelude::*;
use pyo3::types::{IntoPyDict, PyDict, PyFrozenSet, PyFrozenSetBuilder, PyList, PySet};
use types_support::{attached, error, eval, panic_text, unhashable};

#[test]
fn dict_methods() {
    attached(|py| {
        let dict = [("a", 1), ("b", 2)].into_py_dict(py).unwrap();
        assert_eq!((dict.len(), dict.is_empty()), (2, false));
        assert_eq!(dict.get_item("a").unwrap().unwrap().to_string(), "1");
        assert!(dict.get_item("x").unwrap().is_none());
        assert!(unhashable(dict.get_item(PyList::empty(py))));
        assert!(unhashable(dict.set_item(PyList::empty(py), 1)));
        assert!(dict.contains("a").unwrap() && !dict.contains("x").unwrap());
        dict.del_item("a").unwrap();
        assert_eq!(error(dict.del_item("a")), "KeyError: 'a'");
        dict.set_item("c", py.None()).unwrap();
        assert_eq!(dict.keys().to_string(), "['b', 'c']");
        assert_eq!(dict.values().to_string(), "[2, None]");
        assert_eq!(dict.items().to_string(), "[('b', 2), ('c', None)]");
        assert!(!dict.set_default("b", 7).unwrap() && dict.set_default("d", 7).unwrap());
        let (inserted, value) = dict.set_default_with_result("d", 8).unwrap();
        assert_eq!((inserted, value.to_string().as_str()), (false, "7"));
        let (inserted, value) = dict.set_default_with_result("e", 8).unwrap();
        assert_eq!((inserted, value.to_string().as_str()), (true, "8"));
        assert!(unhashable(dict.set_default(PyList::empty(py), 1)));
        let copy = dict.copy().unwrap();
        let other = vec![("b".to_string(), 20), ("z".to_string(), 26)]
            .into_py_dict(py)
            .unwrap();
        copy.update_if_missing(other.as_mapping()).unwrap();
        assert_eq!(
            copy.to_string(),
            "{'b': 2, 'c': None, 'd': 7, 'e': 8, 'z': 26}"
        );
        copy.update(other.as_mapping()).unwrap();
        assert_eq!(copy.get_item("b").unwrap().unwrap().to_string(), "20");
        dict.clear();
        assert!(dict.is_empty() && copy.clone().into_mapping().len().unwrap() == 5);
        let pairs = eval(py, "[('a', 1), ('a', 2)]");
        assert_eq!(
            PyDict::from_sequence(&pairs).unwrap().to_string(),
            "{'a': 2}"
        );
        assert!(error(PyDict::from_sequence(&eval(py, "[1]"))).starts_with("TypeError: "));
        assert_eq!(
            (&[(1, 2.5)]).into_py_dict(py).unwrap().to_string(),
            "{1: 2.5}"
        );
    });
}

#[test]
fn dict_iteration_notices_changes() {
    attached(|py| {
        let dict = (0..3).map(|key| (key, key * key)).into_py_dict(py).unwrap();
        let mut iter = dict.iter();
        assert_eq!(iter.len(), 3);
        let (key, value) = iter.next().unwrap();
        assert_eq!(
            (key.to_string(), value.to_string(), iter.len()),
            ("0".into(), "0".into(), 2)
        );
        dict.set_item(9, 9).unwrap();
        assert_eq!(
            panic_text(|| drop(iter.next())),
            "dictionary changed size during iteration"
        );
        dict.del_item(9).unwrap();
        assert_eq!(
            panic_text(|| drop(iter.next())),
            "dictionary changed size during iteration"
        );

        let changing = [(0, 0), (1, 1)].into_py_dict(py).unwrap();
        let text = panic_text(|| {
            for (step, (key, _)) in (&changing).into_iter().enumerate() {
                changing.del_item(key).unwrap();
                changing.set_item(10 + step, 0).unwrap();
            }
        });
        assert_eq!(text, "dictionary keys changed during iteration");
        let values = [(0, 0), (1, 1)].into_py_dict(py).unwrap();
        for (key, _) in &values {
            values.set_item(key, "new").unwrap();
        }
        assert_eq!(
            values
                .into_iter()
                .map(|(_, value)| value.to_string())
                .collect::<String>(),
            "newnew"
        );
        let total = std::cell::Cell::new(0);
        dict.locked_for_each(|_, value| {
            total.set(total.get() + value.extract::<i32>()?);
            Ok(())
        })
        .unwrap();
        assert_eq!(total.get(), 5);
    });
}

#[test]
fn sets() {
    attached(|py| {
        let set = PySet::new(py, [1, 2, 2]).unwrap();
        assert_eq!((set.len(), set.is_empty()), (2, false));
        set.add(3).unwrap();
        assert!(unhashable(set.add(PyList::empty(py))));
        assert!(set.contains(3).unwrap() && set.discard(3).unwrap() && !set.discard(3).unwrap());
        let mut seen: Vec<i32> = set.iter().map(|item| item.extract().unwrap()).collect();
        seen.sort();
        assert_eq!((seen, set.iter().len()), (vec![1, 2], 2));
        let mut iter = set.iter();
        set.add(7).unwrap();
        assert!(panic_text(|| drop(iter.next())).contains("Set changed size during iteration"));
        while set.pop().is_some() {}
        assert!(set.is_empty());
        set.add(1).unwrap();
        set.clear();
        assert_eq!(set.into_iter().count(), 0);
        assert!(unhashable(PySet::new(py, [PyList::empty(py)])));

        let frozen = PyFrozenSet::new(py, ["a", "b", "a"]).unwrap();
        assert_eq!((frozen.len(), frozen.iter().len()), (2, 2));
        assert!(frozen.contains("a").unwrap() && !frozen.is_empty());
        assert!(PyFrozenSet::empty(py).unwrap().is_empty());
        let mut builder = PyFrozenSetBuilder::new(py).unwrap();
        builder.add(1).unwrap();
        assert!(unhashable(builder.add(PyList::empty(py))));
        assert_eq!(builder.finalize().to_string(), "frozenset({1})");
        assert!(
            PyFrozenSet::empty(py).unwrap().is_empty(),
            "the shared empty one was not filled"
        );
    });
}
