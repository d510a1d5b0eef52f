//! Lists, tuples, and the protocols that collections share.
#![allow(clippy::undocumented_unsafe_blocks)] // what is tested is safe by the lines above it

mod types_support;

use pyo3::prelude::*;
use pyo3::types::{PyIterator, PyList, PyMapping, PyMappingProxy, PySequence, PyTuple};
use types_support::{attached, error, eval, object, panic_text, run, shown};

/// Says that it has another number of items than it gives.
struct Liar(std::ops::Range<u32>, usize);

impl Iterator for Liar {
    type Item = u32;
    fn next(&mut self) -> Option<u32> {
        self.0.next()
    }
    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.1, Some(self.1))
    }
}

impl ExactSizeIterator for Liar {
    fn len(&self) -> usize {
        self.1
    }
}

#[test]
fn list_methods() {
    attached(|py| {
        let list = PyList::new(py, [3, 1, 2]).unwrap();
        assert_eq!((list.len(), list.is_empty()), (3, false));
        assert_eq!(shown(list.get_item(0)), "3");
        assert_eq!(
            shown(list.get_item(3)),
            "! IndexError: list index out of range"
        );
        assert_eq!(
            shown(list.get_item(usize::MAX)),
            "! IndexError: list index out of range"
        );
        list.set_item(0, 4).unwrap();
        assert_eq!(
            error(list.set_item(3, 4)),
            "IndexError: list assignment index out of range"
        );
        list.append("x").unwrap();
        list.insert(0, 0).unwrap();
        list.insert(100, "end").unwrap();
        assert_eq!(list.to_string(), "[0, 4, 1, 2, 'x', 'end']");
        assert_eq!(list.get_slice(1, 3).to_string(), "[4, 1]");
        assert_eq!(list.get_slice(4, 100).to_string(), "['x', 'end']");
        list.set_slice(4, 6, &eval(py, "[5]")).unwrap();
        assert_eq!(
            error(list.set_slice(0, 1, &eval(py, "1"))),
            "TypeError: can only assign an iterable"
        );
        list.del_item(0).unwrap();
        assert_eq!(
            error(list.del_item(10)),
            "IndexError: list assignment index out of range"
        );
        list.del_slice(0, 1).unwrap();
        assert_eq!(list.to_string(), "[1, 2, 5]");
        assert!(list.contains(5).unwrap() && !list.contains(6).unwrap());
        assert_eq!(list.index(5).unwrap(), 2);
        assert!(error(list.index(6)).starts_with("ValueError: "));
        list.reverse().unwrap();
        assert_eq!(list.to_string(), "[5, 2, 1]");
        list.sort().unwrap();
        assert_eq!(list.to_tuple().to_string(), "(1, 2, 5)");
        list.append("x").unwrap();
        assert_eq!(
            error(list.sort()),
            "TypeError: '<' not supported between instances of 'str' and 'int'"
        );
        assert_eq!(list.as_sequence().len().unwrap(), 4);
        assert_eq!(list.clone().into_sequence().to_string(), list.to_string());
        assert!(PyList::empty(py).is_empty());
        let doubled = PyList::empty(py);
        let count = std::cell::Cell::new(0);
        list.locked_for_each(|item| {
            count.set(count.get() + 1);
            doubled.append(item.mul(2)?)
        })
        .unwrap();
        assert_eq!(
            (count.get(), doubled.to_string().as_str()),
            (4, "[2, 4, 10, 'xx']")
        );
        assert_eq!(
            error(list.locked_for_each(|item| item.sub(0).map(drop)))
                .split(':')
                .next(),
            Some("TypeError")
        );
    });
}

#[test]
fn list_iteration() {
    attached(|py| {
        let list = PyList::new(py, 0..6).unwrap();
        let numbers = |iter: &mut dyn Iterator<Item = Bound<'_, PyAny>>| -> Vec<i32> {
            iter.map(|item| item.extract().unwrap()).collect()
        };
        assert_eq!(numbers(&mut list.iter()), [0, 1, 2, 3, 4, 5]);
        assert_eq!(numbers(&mut list.iter().rev()), [5, 4, 3, 2, 1, 0]);
        assert_eq!(numbers(&mut (&list).into_iter().skip(2).step_by(2)), [2, 4]);
        assert_eq!(numbers(&mut list.iter().rev().skip(4)), [1, 0]);
        let mut iter = list.iter();
        assert_eq!((iter.len(), iter.size_hint()), (6, (6, Some(6))));
        iter.nth(1);
        iter.next_back();
        iter.nth_back(1);
        assert_eq!((iter.len(), numbers(&mut iter)), (1, vec![2]));
        assert!(iter.next().is_none() && iter.next_back().is_none() && iter.nth(7).is_none());
        assert_eq!(list.iter().count(), 6);
        assert_eq!(list.iter().last().unwrap().to_string(), "5");
        assert_eq!(numbers(&mut list.clone().into_iter()).len(), 6);

        let mut shrinking = list.iter();
        shrinking.next();
        list.del_slice(2, 6).unwrap();
        assert_eq!(shrinking.len(), 1);
        assert_eq!(numbers(&mut shrinking), [1]);
        list.append(9).unwrap();
        assert!(shrinking.next().is_none(), "the end stays the end");
        let mut back = list.iter();
        list.del_slice(0, 2).unwrap();
        assert_eq!(back.next_back().unwrap().to_string(), "9");
        assert!(back.next().is_none());
        let growing = PyList::new(py, [1, 2]).unwrap();
        for item in &growing {
            growing.append(item).unwrap();
        }
        assert_eq!(growing.to_string(), "[1, 2, 1, 2]");
    });
}

#[test]
fn lying_iterators_are_caught() {
    attached(|py| {
        let text = |class: &str, fault: &str, promise: &str| {
            format!(
                "Attempted to create {class} but `elements` was {fault} than reported by its `{promise}` implementation."
            )
        };
        let short = panic_text(|| drop(PyList::new(py, Liar(0..5, 6))));
        assert_eq!(short, text("PyList", "smaller", "size_hint"));
        let short = panic_text(|| drop(PyTuple::new(py, Liar(0..5, 6))));
        assert_eq!(short, text("PyTuple", "smaller", "ExactSizeIterator"));
        let long = panic_text(|| drop(PyTuple::new(py, Liar(0..5, 4))));
        assert_eq!(long, text("PyTuple", "larger", "ExactSizeIterator"));
        assert_eq!(
            PyList::new(py, Liar(0..5, 4)).unwrap().to_string(),
            "[0, 1, 2, 3, 4]"
        );
        assert_eq!(
            PyList::new(py, (0..5).filter(|i| i % 2 == 0))
                .unwrap()
                .to_string(),
            "[0, 2, 4]"
        );
        assert!(PyList::new(py, std::iter::empty::<i32>())
            .unwrap()
            .is_empty());
        for text in [
            panic_text(|| drop(PyList::new(py, Liar(0..0, usize::MAX)))),
            panic_text(|| drop(PyTuple::new(py, Liar(0..0, usize::MAX)))),
        ] {
            assert!(text.starts_with(
                "out of range integral type conversion attempted on `elements.len()`"
            ));
        }
        let huge = PyList::new(py, Liar(0..0, isize::MAX as usize));
        assert_eq!(error(huge).trim_end(), "MemoryError:");
    });
}

#[test]
fn tuple_methods() {
    attached(|py| {
        let tuple = PyTuple::new(py, ["a", "b", "c"]).unwrap();
        assert_eq!((tuple.len(), tuple.is_empty()), (3, false));
        assert!(PyTuple::empty(py).is_empty());
        assert_eq!(shown(tuple.get_item(2)), "'c'");
        assert_eq!(
            shown(tuple.get_item(3)),
            "! IndexError: tuple index out of range"
        );
        assert_eq!(tuple.get_borrowed_item(0).unwrap().to_string(), "a");
        assert_eq!(tuple.get_slice(1, 9).to_string(), "('b', 'c')");
        assert!(tuple.contains("a").unwrap() && !tuple.contains("x").unwrap());
        assert_eq!(tuple.index("c").unwrap(), 2);
        assert_eq!(
            error(tuple.index("x")),
            "ValueError: sequence.index(x): x not in sequence"
        );
        assert_eq!(tuple.to_list().to_string(), "['a', 'b', 'c']");
        assert_eq!(tuple.as_sequence().len().unwrap(), 3);
        let text = |iter: &mut dyn Iterator<Item = String>| iter.collect::<String>();
        assert_eq!(text(&mut tuple.iter().map(|item| item.to_string())), "abc");
        assert_eq!(
            text(&mut tuple.iter().rev().map(|item| item.to_string())),
            "cba"
        );
        assert_eq!(
            text(&mut tuple.iter_borrowed().map(|item| item.to_string())),
            "abc"
        );
        assert_eq!(
            text(&mut tuple.iter_borrowed().rev().map(|item| item.to_string())),
            "cba"
        );
        assert_eq!(
            text(&mut (&tuple).into_iter().skip(1).map(|item| item.to_string())),
            "bc"
        );
        let mut iter = tuple.clone().into_iter();
        assert_eq!(
            (iter.len(), iter.nth(1).unwrap().to_string(), iter.len()),
            (3, "b".into(), 1)
        );
        assert!(iter.nth_back(1).is_none() && iter.next().is_none());
        assert_eq!(tuple.into_sequence().to_string(), "('a', 'b', 'c')");
    });
}

#[test]
fn protocols() {
    attached(|py| {
        let sequence = eval(py, "[1, 2]").cast_into::<PySequence>().unwrap();
        assert_eq!(
            sequence.concat(&sequence).unwrap().to_string(),
            "[1, 2, 1, 2]"
        );
        assert_eq!(sequence.repeat(2).unwrap().to_string(), "[1, 2, 1, 2]");
        assert!(sequence.in_place_repeat(2).unwrap().is(&sequence));
        assert!(sequence
            .in_place_concat(&eval(py, "(3,)").cast_into().unwrap())
            .unwrap()
            .is(&sequence));
        assert_eq!(sequence.count(1).unwrap(), 2);
        assert_eq!(sequence.index(3).unwrap(), 4);
        assert!(sequence.contains(3).unwrap() && !sequence.is_empty().unwrap());
        sequence.set_item(0, "x").unwrap();
        sequence.del_item(1).unwrap();
        sequence.set_slice(1, 2, &eval(py, "[8, 9]")).unwrap();
        sequence.del_slice(3, 4).unwrap();
        assert_eq!(
            sequence.get_slice(0, 9).unwrap().to_string(),
            "['x', 8, 9, 3]"
        );
        assert_eq!(
            shown(sequence.get_item(9)),
            "! IndexError: list index out of range"
        );
        assert_eq!(
            sequence.to_list().unwrap().len() + sequence.to_tuple().unwrap().len(),
            8
        );
        let tuple = eval(py, "(1,)").cast_into::<PySequence>().unwrap();
        assert_eq!(
            error(tuple.set_item(0, 1)),
            "TypeError: 'tuple' object does not support item assignment"
        );
        for (expression, sequence, mapping) in [
            ("'a'", true, false),
            ("range(3)", true, false),
            ("{}", false, true),
            ("set()", false, false),
        ] {
            let value = eval(py, expression);
            assert_eq!(
                (
                    value.cast::<PySequence>().is_ok(),
                    value.cast::<PyMapping>().is_ok()
                ),
                (sequence, mapping)
            );
        }
        let fault = eval(py, "1")
            .cast_into::<PySequence>()
            .unwrap_err()
            .to_string();
        assert_eq!(fault, "'int' object is not an instance of 'Sequence'");

        let mapping = object(
            py,
            "import collections\nm = collections.ChainMap({'a': 1})",
            "m",
        );
        let mapping = mapping.cast_into::<PyMapping>().unwrap();
        mapping.set_item("b", 2).unwrap();
        assert_eq!(
            (mapping.len().unwrap(), mapping.contains("a").unwrap()),
            (2, true)
        );
        assert_eq!(shown(mapping.get_item("x")), "! KeyError: 'x'");
        mapping.del_item("a").unwrap();
        assert_eq!(
            shown(mapping.keys()) + &shown(mapping.values()) + &shown(mapping.items()),
            "['b'][2][('b', 2)]"
        );
        assert!(!mapping.is_empty().unwrap());
        let proxy = PyMappingProxy::new(py, &mapping);
        assert_eq!(
            shown(proxy.keys()) + &shown(proxy.values()) + &shown(proxy.items()),
            "['b'][2][('b', 2)]"
        );
        let pairs: Vec<_> = proxy
            .try_iter()
            .unwrap()
            .map(|pair| pair.unwrap().1.to_string())
            .collect();
        assert_eq!(
            (pairs, proxy.is_empty().unwrap()),
            (vec!["2".to_string()], false)
        );
        assert!(proxy.as_mapping().contains("b").unwrap());
    });
}

#[test]
fn iterators() {
    attached(|py| {
        let iterator = eval(py, "iter([1, 2])").cast_into::<PyIterator>().unwrap();
        let hint = if cfg!(Py_LIMITED_API) { 0 } else { 2 };
        assert_eq!(iterator.size_hint(), (hint, None));
        assert_eq!(
            iterator
                .map(|item| item.unwrap().to_string())
                .collect::<String>(),
            "12"
        );
        assert_eq!(
            eval(py, "[]")
                .cast_into::<PyIterator>()
                .unwrap_err()
                .to_string(),
            "'list' object is not an instance of 'Iterator'"
        );
        let names = run(py, "def count():\n    got = yield 1\n    yield got\n    raise ValueError('end')\ng = count()");
        let generator = names
            .get_item("g")
            .unwrap()
            .unwrap()
            .cast_into::<PyIterator>()
            .unwrap();
        #[cfg(Py_3_10)]
        {
            use pyo3::types::PySendResult;
            let none = py.None().into_bound(py);
            assert!(
                matches!(generator.send(&none).unwrap(), PySendResult::Next(value) if value.eq(1).unwrap())
            );
            let text = eval(py, "'sent'");
            assert!(
                matches!(generator.send(&text).unwrap(), PySendResult::Next(value) if value.is(&text))
            );
        }
        #[cfg(not(Py_3_10))]
        assert_eq!((&generator).take(2).count(), 2);
        let mut generator = generator;
        assert_eq!(error(generator.next().unwrap()), "ValueError: end");
        assert!(generator.next().is_none());
    });
}

#[cfg(not(Py_LIMITED_API))]
#[test]
fn items_without_a_check() {
    attached(|py| {
        let list = PyList::new(py, [1, 2]).unwrap();
        let tuple = list.to_tuple();
        // SAFETY: both have two items.
        unsafe {
            assert_eq!(list.get_item_unchecked(1).to_string(), "2");
            assert_eq!(tuple.get_item_unchecked(1).to_string(), "2");
            assert_eq!(tuple.get_borrowed_item_unchecked(0).to_string(), "1");
        }
        let text: String = tuple
            .as_slice()
            .iter()
            .map(|item| item.to_string())
            .collect();
        assert_eq!(text, "12");
        assert!(PyTuple::empty(py).as_slice().is_empty());
    });
}
