//! Python to Rust: what numbers and containers accept, and how they refuse the rest.

mod conversion_support;

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::num::{NonZeroI32, NonZeroU8};

use conversion_support::{attached, eval, extract, run};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyString};

const NO_INDEX: &str = "TypeError: 'float' object cannot be interpreted as an integer";
const OUT_OF_RANGE: &str = "OverflowError: out of range integral type conversion attempted";
const TOO_LARGE: &str = "OverflowError: Python int too large to convert to C long";

#[test]
fn integers() {
    attached(|py| {
        accepts!(py, i8: "0" => 0; "127" => 127; "-128" => -128; "True" => 1;);
        refuses!(py, i8: "128" => OUT_OF_RANGE; "-129" => OUT_OF_RANGE; "10**30" => TOO_LARGE; "1.0" => NO_INDEX;);
        accepts!(py, u8: "255" => 255;);
        refuses!(py, u8: "256" => OUT_OF_RANGE; "-1" => OUT_OF_RANGE; "-10**30" => TOO_LARGE; "1.0" => NO_INDEX;);
        accepts!(py, i16: "-2**15" => i16::MIN;);
        refuses!(py, i16: "2**15" => OUT_OF_RANGE;);
        accepts!(py, u16: "2**16 - 1" => u16::MAX;);
        refuses!(py, u16: "2**16" => OUT_OF_RANGE;);
        accepts!(py, i32: "2**31 - 1" => i32::MAX; "-2**31" => i32::MIN; "2**30" => 1 << 30;);
        refuses!(py, i32: "2**31" => OUT_OF_RANGE; "2**64" => TOO_LARGE; "'1'" => "TypeError: 'str' object cannot be interpreted as an integer";);
        accepts!(py, u32: "2**32 - 1" => u32::MAX;);
        refuses!(py, u32: "2**32" => OUT_OF_RANGE; "-1" => OUT_OF_RANGE;);
        accepts!(py, i64: "2**63 - 1" => i64::MAX; "-2**63" => i64::MIN; "-2**60" => -(1 << 60); "2**59" => 1 << 59; "-1" => -1;);
        refuses!(py, i64: "2**63" => TOO_LARGE; "-2**63 - 1" => TOO_LARGE; "None" => "TypeError: 'NoneType' object cannot be interpreted as an integer";);
        accepts!(py, isize: "-2**63" => isize::MIN;);
        accepts!(py, u64: "2**64 - 1" => u64::MAX; "2**63" => 1 << 63; "0" => 0;);
        refuses!(py, u64: "2**64" => "OverflowError: int too big to convert"; "-1" => "OverflowError: can't convert negative int to unsigned";);
        accepts!(py, usize: "2**64 - 1" => usize::MAX;);
        refuses!(py, usize: "-1" => "OverflowError: can't convert negative int to unsigned";);
        accepts!(py, i128: "2**127 - 1" => i128::MAX; "-2**127" => i128::MIN; "-1" => -1; "2**64" => 1 << 64; "-2**64 - 1" => -(1 << 64) - 1; "7" => 7;);
        refuses!(py, i128: "2**127" => "OverflowError: int too big to convert"; "1.5" => NO_INDEX;);
        accepts!(py, u128: "2**128 - 1" => u128::MAX; "2**64" => 1 << 64; "0" => 0;);
        refuses!(py, u128: "2**128" => "OverflowError: int too big to convert"; "-1" => "OverflowError: can't convert negative int to unsigned";);
        accepts!(py, NonZeroU8: "3" => NonZeroU8::new(3).unwrap(););
        refuses!(py, NonZeroU8: "0" => "ValueError: invalid zero value"; "256" => OUT_OF_RANGE;);
        refuses!(py, NonZeroI32: "0" => "ValueError: invalid zero value";);
    });
}

#[test]
fn index_and_subclasses() {
    attached(|py| {
        let code = "
class Index:
    def __index__(self): return 2**40
class Wrong:
    def __index__(self): return 'x'
class Raises:
    def __index__(self): raise KeyError('k')
class Sub(int):
    def __index__(self): return 99
    def __int__(self): return 98
";
        assert_eq!(extract::<i64>(&run(py, code, "Index()")), Ok(1 << 40));
        assert_eq!(extract::<u128>(&run(py, code, "Index()")), Ok(1 << 40));
        assert_eq!(extract::<i64>(&run(py, code, "Sub(7)")), Ok(7));
        assert_eq!(
            extract::<i64>(&run(py, code, "Wrong()")).unwrap_err(),
            "TypeError: __index__ returned non-int (type str)"
        );
        assert_eq!(
            extract::<u64>(&run(py, code, "Raises()")).unwrap_err(),
            "KeyError: 'k'"
        );
        assert_eq!(
            extract::<Vec<i64>>(&run(py, code, "[1, Index(), Sub(3), True]")),
            Ok(vec![1, 1 << 40, 3, 1])
        );
    });
}

#[test]
fn floats() {
    attached(|py| {
        accepts!(py, f64: "1.5" => 1.5; "3" => 3.0; "-1.0" => -1.0; "float('inf')" => f64::INFINITY; "True" => 1.0; "10**300" => 1e300;);
        refuses!(py, f64:
            "'x'" => "TypeError: must be real number, not str";
            "None" => "TypeError: must be real number, not NoneType";
            "10**400" => "OverflowError: int too large to convert to float";);
        accepts!(py, f32: "1.5" => 1.5; "1e300" => f32::INFINITY;);
        accepts!(py, Vec<f64>: "[1, 2.5, -1.0, True]" => vec![1.0, 2.5, -1.0, 1.0]; "(1.0,)" => vec![1.0]; "[]" => vec![]; "range(2)" => vec![0.0, 1.0];);
        let code = "
class Half:
    def __float__(self): return 0.5
class Sub(float):
    def __float__(self): return 9.0
";
        assert_eq!(extract::<f64>(&run(py, code, "Half()")), Ok(0.5));
        assert_eq!(extract::<f64>(&run(py, code, "Sub(2.0)")), Ok(2.0));
        assert_eq!(
            extract::<Vec<f64>>(&run(py, code, "[Half(), 1.0, Half()]")),
            Ok(vec![0.5, 1.0, 0.5])
        );
    });
}

#[test]
fn truth_values() {
    attached(|py| {
        accepts!(py, bool: "True" => true; "False" => false;);
        refuses!(py, bool: "1" => "TypeError: 'int' object is not an instance of 'bool'"; "None" => "TypeError: 'None' is not an instance of 'bool'";);
        accepts!(py, Vec<bool>: "[True, False]" => vec![true, false];);
        let code = "
NumPy = type('numpy.bool_', (), {'__bool__': lambda self: True})
";
        assert_eq!(extract::<bool>(&run(py, code, "NumPy()")), Ok(true));
    });
}

#[test]
fn sequences() {
    attached(|py| {
        accepts!(py, Vec<i64>: "[1, -2, 2**62]" => vec![1, -2, 1 << 62]; "(1, 2)" => vec![1, 2]; "range(3)" => vec![0, 1, 2]; "b'a'" => vec![97];);
        accepts!(py, Vec<Vec<f64>>: "[[1.0], (2.0, 3.0), []]" => vec![vec![1.0], vec![2.0, 3.0], vec![]];);
        accepts!(py, Vec<Option<i64>>: "[1, None]" => vec![Some(1), None];);
        accepts!(py, Vec<(String, f64)>: "[('a', 1.0)]" => vec![("a".to_owned(), 1.0)];);
        refuses!(py, Vec<i64>:
            "[1, 'x']" => "TypeError: 'str' object cannot be interpreted as an integer";
            "[1.0]" => NO_INDEX;
            "{1: 2}.keys()" => "TypeError: 'dict_keys' object is not an instance of 'Sequence'";
            "(i for i in [])" => "TypeError: 'generator' object is not an instance of 'Sequence'";
            "5" => "TypeError: 'int' object is not an instance of 'Sequence'";
            "None" => "TypeError: 'None' is not an instance of 'Sequence'";
            "'12'" => "TypeError: Can't extract `str` to `Vec`";);
        refuses!(py, Vec<String>: "'ab'" => "TypeError: Can't extract `str` to `Vec`";);
        refuses!(py, Vec<Vec<i64>>: "[[1], 'x']" => "TypeError: Can't extract `str` to `Vec`";);
        accepts!(py, [i32; 3]: "[1, 2, 3]" => [1, 2, 3]; "(1, 2, 3)" => [1, 2, 3];);
        refuses!(py, [i32; 3]:
            "[1, 2]" => "ValueError: expected a sequence of length 3 (got 2)";
            "[1, 2, 3, 4]" => "ValueError: expected a sequence of length 3 (got 4)";
            "{1, 2, 3}" => "TypeError: 'set' object is not an instance of 'Sequence'";
            "[1, 2, 'x']" => "TypeError: 'str' object cannot be interpreted as an integer";);
        accepts!(py, [u8; 2]: "b'ab'" => [97, 98]; "bytearray(b'ab')" => [97, 98]; "[1, 2]" => [1, 2];);
        refuses!(py, [u8; 2]: "b'abc'" => "ValueError: expected a sequence of length 2 (got 3)";);
        accepts!(py, [String; 2]: "['a', 'b']" => ["a".to_owned(), "b".to_owned()];);
        accepts!(py, [String; 0]: "[]" => [];);
    });
}

#[test]
fn numbers_in_other_memory() {
    attached(|py| {
        let code = "import array";
        assert_eq!(
            extract::<Vec<f64>>(&run(py, code, "array.array('d', [1.5, -2.0])")),
            Ok(vec![1.5, -2.0])
        );
        assert_eq!(
            extract::<Vec<f32>>(&run(py, code, "array.array('f', [1.5])")),
            Ok(vec![1.5])
        );
        assert_eq!(
            extract::<Vec<i64>>(&run(py, code, "array.array('q', [-5, 6])")),
            Ok(vec![-5, 6])
        );
        assert_eq!(
            extract::<Vec<u16>>(&run(py, code, "array.array('H', [1, 2])")),
            Ok(vec![1, 2])
        );
        // Of another type or shape: by iteration.
        assert_eq!(
            extract::<Vec<f64>>(&run(py, code, "array.array('i', [3])")),
            Ok(vec![3.0])
        );
        assert_eq!(
            extract::<Vec<i64>>(&run(py, code, "array.array('B', [3])")),
            Ok(vec![3])
        );
        assert_eq!(
            extract::<Vec<i64>>(&run(py, code, "array.array('d', [3.0])")).unwrap_err(),
            NO_INDEX
        );
        let every_second = "memoryview(array.array('d', [0, 1, 2, 3, 4]))[::2]";
        assert_eq!(
            extract::<Vec<f64>>(&run(py, code, every_second)),
            Ok(vec![0.0, 2.0, 4.0])
        );
        let reversed = "memoryview(array.array('i', [0, 1, 2]))[::-1]";
        assert_eq!(
            extract::<Vec<i32>>(&run(py, code, reversed)),
            Ok(vec![2, 1, 0])
        );
    });
}

#[test]
fn tuples() {
    attached(|py| {
        accepts!(py, (i64,): "(1,)" => (1,););
        accepts!(py, (i64, String): "(1, 'a')" => (1, "a".to_owned()););
        accepts!(py, (u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8): "tuple(range(12))" => (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11););
        refuses!(py, (i64, i64):
            "[1, 2]" => "TypeError: 'list' object is not an instance of 'tuple'";
            "(1, 2, 3)" => "ValueError: expected tuple of length 2, but got tuple of length 3";
            "()" => "ValueError: expected tuple of length 2, but got tuple of length 0";
            "(1, 'x')" => "TypeError: 'str' object cannot be interpreted as an integer";);
        let object = eval(py, "('a', b'b')");
        assert_eq!(
            object.as_borrowed().extract::<(&str, &[u8])>().unwrap(),
            ("a", &b"b"[..])
        );
        let code = "import collections; P = collections.namedtuple('P', 'x y')";
        assert_eq!(
            extract::<(i64, f64)>(&run(py, code, "P(1, 2.0)")),
            Ok((1, 2.0))
        );
        assert_eq!(
            extract::<Vec<i64>>(&run(py, code, "P(1, 2)")),
            Ok(vec![1, 2])
        );
    });
}

#[test]
fn maps_and_sets() {
    attached(|py| {
        let one = || [("a".to_owned(), 1)];
        accepts!(py, HashMap<String, i64>: "{'a': 1}" => one().into(); "{}" => HashMap::new(););
        accepts!(py, BTreeMap<String, i64>: "{'a': 1}" => one().into(););
        refuses!(py, HashMap<String, i64>:
            "[('a', 1)]" => "TypeError: 'list' object is not an instance of 'dict'";
            "{1: 1}" => "TypeError: 'int' object is not an instance of 'str'";
            "{'a': 'b'}" => "TypeError: 'str' object cannot be interpreted as an integer";);
        refuses!(py, BTreeMap<String, i64>: "[]" => "TypeError: 'list' object is not an instance of 'dict'";);
        let code = "import collections; D = collections.OrderedDict(a=1)";
        assert_eq!(
            extract::<HashMap<String, i64>>(&run(py, code, "D")),
            Ok(one().into())
        );
        accepts!(py, HashSet<i64>: "{1, 2}" => [1, 2].into(); "frozenset([1])" => [1].into(); "set()" => HashSet::new(););
        accepts!(py, BTreeSet<String>: "{'a'}" => ["a".to_owned()].into(););
        refuses!(py, HashSet<i64>:
            "[1]" => "TypeError: 'list' object is not an instance of 'set'";
            "{'x'}" => "TypeError: 'str' object cannot be interpreted as an integer";);
    });
}

#[test]
fn options_and_cells() {
    attached(|py| {
        accepts!(py, Option<i64>: "None" => None; "1" => Some(1););
        refuses!(py, Option<i64>: "'x'" => "TypeError: 'str' object cannot be interpreted as an integer";);
        accepts!(py, Option<Vec<String>>: "['a']" => Some(vec!["a".to_owned()]); "None" => None;);
        accepts!(py, Cell<i64>: "5" => Cell::new(5););
    });
}

#[test]
fn references() {
    attached(|py| {
        let list = eval(py, "[1]");
        assert!(list
            .as_borrowed()
            .extract::<Bound<'_, PyList>>()
            .unwrap()
            .is(&list));
        assert!(list.as_borrowed().extract::<Py<PyAny>>().unwrap().is(&list));
        assert!(list
            .as_borrowed()
            .extract::<Borrowed<'_, '_, PyList>>()
            .unwrap()
            .is(&list));
        let error: PyErr = list
            .as_borrowed()
            .extract::<Bound<'_, PyDict>>()
            .unwrap_err()
            .into();
        assert_eq!(
            error.to_string(),
            "TypeError: 'list' object is not an instance of 'dict'"
        );
        assert!(list.as_borrowed().extract::<Py<PyString>>().is_err());
    });
}
