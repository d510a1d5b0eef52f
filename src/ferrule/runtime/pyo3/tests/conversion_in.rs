//! Python to Rust: what each type accepts, and how it refuses the rest.

mod conversion_support;

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ffi::{CString, OsString};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::num::{NonZeroI32, NonZeroU8};
use std::path::PathBuf;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

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
        assert_eq!(extract::<u64>(&run(py, code, "Raises()")).unwrap_err(), "KeyError: 'k'");
        assert_eq!(extract::<Vec<i64>>(&run(py, code, "[1, Index(), Sub(3), True]")), Ok(vec![1, 1 << 40, 3, 1]));
    });
}

#[test]
fn floats() {
    attached(|py| {
        accepts!(py, f64: "1.5" => 1.5; "3" => 3.0; "-1.0" => -1.0; "float('inf')" => f64::INFINITY; "True" => 1.0; "10**300" => 1e300;);
        refuses!(py, f64:
            "'x'" => "TypeError: must be real number, not str";
            "None" => "TypeError: must be real number, not NoneType";
            "1j" => "TypeError: must be real number, not complex";
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
        assert_eq!(extract::<Vec<f64>>(&run(py, code, "[Half(), 1.0, Half()]")), Ok(vec![0.5, 1.0, 0.5]));
    });
}

#[test]
fn truth_values() {
    attached(|py| {
        accepts!(py, bool: "True" => true; "False" => false;);
        refuses!(py, bool: "1" => "TypeError: 'int' object is not an instance of 'bool'"; "None" => "TypeError: 'None' is not an instance of 'bool'";);
        accepts!(py, Vec<bool>: "[True, False]" => vec![true, false];);
        let code = "
class bool_:
    def __bool__(self): return True
bool_.__module__ = 'numpy'
NumPy = type('numpy.bool_', (), {'__bool__': lambda self: True})
";
        assert!(extract::<bool>(&run(py, code, "bool_()")).is_err());
        assert_eq!(extract::<bool>(&run(py, code, "NumPy()")), Ok(true));
    });
}

#[test]
fn text() {
    attached(|py| {
        accepts!(py, String: "'abc'" => "abc".to_owned(); "''" => String::new(); "'häß€𝄞'" => "häß€𝄞".to_owned(); "type('S', (str,), {'__str__': lambda s: 'no'})('sub')" => "sub".to_owned(););
        refuses!(py, String:
            "b'abc'" => "TypeError: 'bytes' object is not an instance of 'str'";
            "None" => "TypeError: 'None' is not an instance of 'str'";
            "'\\ud800'" => "UnicodeEncodeError: 'utf-8' codec can't encode character '\\ud800' in position 0: surrogates not allowed";);
        accepts!(py, char: "'a'" => 'a'; "'€'" => '€'; "'\\0'" => '\0';);
        refuses!(py, char:
            "'ab'" => "ValueError: expected a string of length 1";
            "''" => "ValueError: expected a string of length 1";
            "97" => "TypeError: 'int' object is not an instance of 'str'";);
        accepts!(py, CString: "'abc'" => CString::new("abc").unwrap(););
        assert!(extract::<CString>(&eval(py, "'a\\0b'")).unwrap_err().starts_with("ValueError: "));
        accepts!(py, OsString: "'ä'" => OsString::from("ä"););
        refuses!(py, OsString: "b'a'" => "TypeError: 'bytes' object is not an instance of 'str'";);
        accepts!(py, Vec<String>: "['a', 'ß', '']" => vec!["a".to_owned(), "ß".to_owned(), String::new()];);
        for _ in 0..2 {
            let object = eval(py, "'x' + chr(0x20ac)");
            assert_eq!(object.as_borrowed().extract::<&str>().unwrap(), "x€");
            assert_eq!(object.as_borrowed().extract::<Cow<'_, str>>().unwrap(), "x€");
            assert_eq!(object.as_borrowed().extract::<String>().unwrap(), "x€");
        }
        let number = eval(py, "1");
        assert_eq!(
            number.as_borrowed().extract::<&str>().unwrap_err().to_string(),
            "TypeError: 'int' object is not an instance of 'str'"
        );
    });
}

#[test]
fn undecodable_file_names_survive() {
    attached(|py| {
        let name = eval(py, "'caf\\udce9'");
        let text: OsString = extract(&name).unwrap();
        assert!(text.to_str().is_none());
        assert!(text.into_pyobject(py).unwrap().as_any().eq(&name).unwrap());
    });
}

#[test]
fn bytes() {
    attached(|py| {
        accepts!(py, Vec<u8>: "b'ab'" => vec![97, 98]; "bytearray(b'ab')" => vec![97, 98]; "bytearray()" => vec![]; "[1, 2]" => vec![1, 2]; "(1,)" => vec![1]; "memoryview(b'ab')" => vec![97, 98]; "range(3)" => vec![0, 1, 2];);
        refuses!(py, Vec<u8>:
            "[256]" => OUT_OF_RANGE;
            "'ab'" => "TypeError: Can't extract `str` to `Vec`";
            "{1}" => "TypeError: 'set' object is not an instance of 'Sequence'";);
        let (bytes, array, list) = (eval(py, "b'ab'"), eval(py, "bytearray(b'ab')"), eval(py, "[97, 98]"));
        assert_eq!(bytes.as_borrowed().extract::<&[u8]>().unwrap(), b"ab");
        assert_eq!(
            PyErr::from(array.as_borrowed().extract::<&[u8]>().unwrap_err()).to_string(),
            "TypeError: 'bytearray' object is not an instance of 'bytes'"
        );
        assert!(matches!(bytes.as_borrowed().extract::<Cow<'_, [u8]>>(), Ok(Cow::Borrowed(b"ab"))));
        assert!(matches!(array.as_borrowed().extract::<Cow<'_, [u8]>>(), Ok(Cow::Owned(v)) if v == b"ab"));
        assert!(matches!(list.as_borrowed().extract::<Cow<'_, [u8]>>(), Ok(Cow::Owned(v)) if v == b"ab"));
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
        assert_eq!(extract::<Vec<f64>>(&run(py, code, "array.array('d', [1.5, -2.0])")), Ok(vec![1.5, -2.0]));
        assert_eq!(extract::<Vec<f32>>(&run(py, code, "array.array('f', [1.5])")), Ok(vec![1.5]));
        assert_eq!(extract::<Vec<i64>>(&run(py, code, "array.array('q', [-5, 6])")), Ok(vec![-5, 6]));
        assert_eq!(extract::<Vec<u16>>(&run(py, code, "array.array('H', [1, 2])")), Ok(vec![1, 2]));
        // Of another type or shape: by iteration.
        assert_eq!(extract::<Vec<f64>>(&run(py, code, "array.array('i', [3])")), Ok(vec![3.0]));
        assert_eq!(extract::<Vec<i64>>(&run(py, code, "array.array('B', [3])")), Ok(vec![3]));
        assert_eq!(extract::<Vec<i64>>(&run(py, code, "array.array('d', [3.0])")).unwrap_err(), NO_INDEX);
        let every_second = "memoryview(array.array('d', [0, 1, 2, 3, 4]))[::2]";
        assert_eq!(extract::<Vec<f64>>(&run(py, code, every_second)), Ok(vec![0.0, 2.0, 4.0]));
        let reversed = "memoryview(array.array('i', [0, 1, 2]))[::-1]";
        assert_eq!(extract::<Vec<i32>>(&run(py, code, reversed)), Ok(vec![2, 1, 0]));
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
        assert_eq!(object.as_borrowed().extract::<(&str, &[u8])>().unwrap(), ("a", &b"b"[..]));
        let code = "import collections; P = collections.namedtuple('P', 'x y')";
        assert_eq!(extract::<(i64, f64)>(&run(py, code, "P(1, 2.0)")), Ok((1, 2.0)));
        assert_eq!(extract::<Vec<i64>>(&run(py, code, "P(1, 2)")), Ok(vec![1, 2]));
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
        assert_eq!(extract::<HashMap<String, i64>>(&run(py, code, "D")), Ok(one().into()));
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
        assert!(list.as_borrowed().extract::<Bound<'_, PyList>>().unwrap().is(&list));
        assert!(list.as_borrowed().extract::<Py<PyAny>>().unwrap().is(&list));
        assert!(list.as_borrowed().extract::<Borrowed<'_, '_, PyList>>().unwrap().is(&list));
        let error: PyErr = list.as_borrowed().extract::<Bound<'_, PyDict>>().unwrap_err().into();
        assert_eq!(error.to_string(), "TypeError: 'list' object is not an instance of 'dict'");
        assert!(list.as_borrowed().extract::<Py<PyString>>().is_err());
    });
}

#[test]
fn paths() {
    attached(|py| {
        let code = "
import pathlib
class Like:
    def __fspath__(self): return '/x/y'
class Bytes:
    def __fspath__(self): return b'/x'
";
        for expression in ["'/x/y'", "pathlib.Path('/x/y')", "Like()"] {
            assert_eq!(extract::<PathBuf>(&run(py, code, expression)), Ok(PathBuf::from("/x/y")), "{expression}");
        }
        assert_eq!(
            extract::<PathBuf>(&run(py, code, "Bytes()")).unwrap_err(),
            "TypeError: 'bytes' object is not an instance of 'str'"
        );
        refuses!(py, PathBuf: "1" => "TypeError: expected str, bytes or os.PathLike object, not int";);
        let text = eval(py, "'a'");
        let path: Cow<'_, std::path::Path> = text.as_borrowed().extract().unwrap();
        assert!(matches!(path, Cow::Borrowed(_)));
    });
}

#[test]
fn addresses() {
    attached(|py| {
        let v4 = Ipv4Addr::new(127, 0, 0, 1);
        let v6 = Ipv6Addr::LOCALHOST;
        let code = "import ipaddress";
        for expression in ["ipaddress.IPv4Address('127.0.0.1')", "'127.0.0.1'"] {
            assert_eq!(extract::<IpAddr>(&run(py, code, expression)), Ok(v4.into()));
            assert_eq!(extract::<Ipv4Addr>(&run(py, code, expression)), Ok(v4));
        }
        for expression in ["ipaddress.IPv6Address('::1')", "'::1'"] {
            assert_eq!(extract::<IpAddr>(&run(py, code, expression)), Ok(v6.into()));
            assert_eq!(extract::<Ipv6Addr>(&run(py, code, expression)), Ok(v6));
        }
        refuses!(py, IpAddr: "'nowhere'" => "ValueError: invalid IP address syntax";);
        assert_eq!(
            extract::<Ipv4Addr>(&run(py, code, "ipaddress.IPv6Address('::1')")).unwrap_err(),
            "ValueError: invalid packed length"
        );
    });
}

#[test]
fn times() {
    attached(|py| {
        let code = "from datetime import *";
        let get = |expression| run(py, code, expression);
        assert_eq!(
            extract::<Duration>(&get("timedelta(days=2, seconds=3, microseconds=4)")),
            Ok(Duration::new(2 * 86_400 + 3, 4_000))
        );
        assert_eq!(extract::<Duration>(&get("timedelta.max")).unwrap().as_secs(), 1_000_000_000 * 86_400 - 1);
        assert_eq!(
            extract::<Duration>(&get("timedelta(microseconds=-1)")).unwrap_err(),
            "ValueError: It is not possible to convert a negative timedelta to a Rust Duration"
        );
        refuses!(py, Duration: "5" => "TypeError: 'int' object is not an instance of 'timedelta'";);
        let at = |seconds| Ok(UNIX_EPOCH + Duration::from_secs(seconds));
        assert_eq!(extract::<SystemTime>(&get("datetime(1970, 1, 2, tzinfo=timezone.utc)")), at(86_400));
        let zone = "datetime(1970, 1, 1, 2, tzinfo=timezone(timedelta(hours=1)))";
        assert_eq!(extract::<SystemTime>(&get(zone)), at(3600));
        assert_eq!(
            extract::<SystemTime>(&get("datetime(1969, 12, 31, 23, tzinfo=timezone.utc)")),
            Ok(UNIX_EPOCH - Duration::from_secs(3600))
        );
        assert_eq!(
            extract::<SystemTime>(&get("datetime(1970, 1, 1)")).unwrap_err(),
            "TypeError: can't subtract offset-naive and offset-aware datetimes"
        );
        refuses!(py, SystemTime: "5" => "TypeError: 'int' object is not an instance of 'datetime'";);
    });
}
