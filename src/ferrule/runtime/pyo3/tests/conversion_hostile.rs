//! Objects that lie, raise, grow, shrink or contain themselves while they are converted: an exception or a value comes
//! out, never a crash.

mod conversion_support;

use std::collections::{BTreeMap, HashMap, HashSet};

use conversion_support::{attached, eval, extract, run};
use pyo3::prelude::*;

/// A list of lists of lists.
#[derive(Debug, PartialEq)]
struct Nest(Vec<Nest>);

impl<'py> FromPyObject<'_, 'py> for Nest {
    type Error = PyErr;

    fn extract(obj: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        obj.extract().map(Nest)
    }
}

/// A dict of dicts.
#[derive(Debug, PartialEq)]
struct Tree(BTreeMap<String, Tree>);

impl<'py> FromPyObject<'_, 'py> for Tree {
    type Error = PyErr;

    fn extract(obj: Borrowed<'_, 'py, PyAny>) -> PyResult<Self> {
        obj.extract().map(Tree)
    }
}

const LISTS: &str = "
data = []
class Clears:
    def __index__(self): data.clear(); return 1
    def __float__(self): data.clear(); return 1.0
class Grows:
    def __init__(self): self.times = 50
    def __index__(self):
        if self.times: self.times -= 1; data.extend([2] * 1000 + [self])
        return 1
    def __float__(self): return float(self.__index__())
class Replaces:
    def __index__(self): data[:] = [object() for _ in data]; return 1
    def __float__(self): data[:] = [object() for _ in data]; return 1.0
";

#[test]
fn lists_that_change() {
    attached(|py| {
        for (item, expected) in [
            ("Clears", Some(2)),
            ("Grows", Some(50 * 1001 + 2 + 100)),
            ("Replaces", None),
        ] {
            let code = format!("{LISTS}\ndata += [1, {item}()] + [3] * 100");
            let ints = extract::<Vec<i64>>(&run(py, &code, "data")).map(|v| v.len());
            let floats = extract::<Vec<f64>>(&run(py, &code, "data")).map(|v| v.len());
            let options = extract::<Vec<Option<u64>>>(&run(py, &code, "data")).map(|v| v.len());
            for result in [ints, floats, options] {
                assert_eq!(result.ok(), expected, "{item}");
            }
        }
        let code = format!("{LISTS}\ndata += [1, Clears(), 3]");
        assert_eq!(
            extract::<[i64; 3]>(&run(py, &code, "data")).unwrap_err(),
            "ValueError: expected a sequence of length 3 (got 2)"
        );
        let code = format!("{LISTS}\ndata += [1, Grows(), 3]");
        assert_eq!(
            extract::<[i64; 3]>(&run(py, &code, "data")).unwrap_err(),
            "ValueError: expected a sequence of length 3 (got 4)"
        );
    });
}

#[test]
fn items_that_end_themselves() {
    attached(|py| {
        let code = "
import gc
data = []
class Last:
    def __index__(self):
        data.clear(); gc.collect(); junk = [bytearray(100) for _ in range(100)]
        return 5
class Raises:
    def __float__(self): data.clear(); raise ZeroDivisionError('mine')
";
        assert_eq!(
            extract::<Vec<i64>>(&run(py, &format!("{code}data.append(Last())"), "data")),
            Ok(vec![5])
        );
        assert_eq!(
            extract::<Vec<f64>>(&run(py, &format!("{code}data += [1.0, Raises()]"), "data"))
                .unwrap_err(),
            "ZeroDivisionError: mine"
        );
    });
}

#[test]
fn sequences_that_lie() {
    attached(|py| {
        let code = "
class Lies:
    def __init__(self, says, has): self.says, self.has = says, has
    def __len__(self):
        if isinstance(self.says, Exception): raise self.says
        return self.says
    def __getitem__(self, i):
        if i >= self.has: raise IndexError
        return i
class Breaks(Lies):
    def __getitem__(self, i):
        if i == 3: raise OSError('gone')
        return i
class List(list):
    def __iter__(self): return iter([7, 8])
    def __len__(self): return 10**9
class Tuple(tuple):
    def __len__(self): return 10**9
";
        let get = |expression| run(py, code, expression);
        let count = |expression| extract::<Vec<i64>>(&get(expression)).map(|v| v.len());
        assert_eq!(count("Lies(2**62, 5)"), Ok(5));
        assert_eq!(count("Lies(0, 5)"), Ok(5));
        assert_eq!(count("Lies(-5, 5)"), Ok(5));
        assert_eq!(count("Lies(ValueError('no'), 5)"), Ok(5));
        assert_eq!(count("Lies('x', 5)"), Ok(5));
        assert_eq!(count("Breaks(9, 9)").unwrap_err(), "OSError: gone");
        assert_eq!(extract::<Vec<i64>>(&get("List([1, 2, 3])")), Ok(vec![7, 8]));
        assert_eq!(
            extract::<Vec<i64>>(&get("Tuple((1, 2, 3))")),
            Ok(vec![1, 2, 3])
        );
        assert_eq!(extract::<(i64, i64)>(&get("Tuple((1, 2))")), Ok((1, 2)));
        assert_eq!(
            extract::<[i64; 3]>(&get("Lies(3, 5)")).unwrap_err(),
            "ValueError: expected a sequence of length 3 (got 4)"
        );
        assert_eq!(
            extract::<[i64; 3]>(&get("Lies(3, 2)")).unwrap_err(),
            "ValueError: expected a sequence of length 3 (got 2)"
        );
        assert_eq!(
            extract::<[i64; 3]>(&get("Lies(ValueError('no'), 3)")).unwrap_err(),
            "ValueError: no"
        );
        assert_eq!(
            extract::<Vec<String>>(&get("Lies(2, 2)")).unwrap_err(),
            "TypeError: 'int' object is not an instance of 'str'"
        );
    });
}

#[test]
fn containers_that_contain_themselves() {
    attached(|py| {
        let expected =
            "RecursionError: maximum recursion depth exceeded while converting a container";
        let code = "l = []; l.append(l)\nd = {}; d['d'] = d\nt = ([],); t[0].append(t)";
        assert_eq!(extract::<Nest>(&run(py, code, "l")).unwrap_err(), expected);
        assert_eq!(extract::<Nest>(&run(py, code, "t")).unwrap_err(), expected);
        assert_eq!(extract::<Tree>(&run(py, code, "d")).unwrap_err(), expected);
        // The guard counts levels, not conversions.
        assert_eq!(
            extract::<Nest>(&eval(py, "[[] for _ in range(5000)]"))
                .unwrap()
                .0
                .len(),
            5000
        );
        let deep = run(py, "l = []\nfor _ in range(200): l = [l]", "l");
        assert!(extract::<Nest>(&deep).is_ok());
    });
}

#[test]
fn dicts_and_sets_that_change() {
    attached(|py| {
        let code = "
d = {}
class Value:
    def __init__(self, act): self.act = act
    def __index__(self): exec(self.act); return 1
";
        let convert = |act: &str| {
            let code = format!(
                "{code}\nd.update({{str(i): i for i in range(50)}})\nd['5'] = Value({act:?})"
            );
            extract::<HashMap<String, i64>>(&run(py, &code, "d")).map(|map| map.len())
        };
        let size = "RuntimeError: dictionary size changed during iteration";
        assert_eq!(convert("d.clear()").unwrap_err(), size);
        assert_eq!(convert("d['new'] = 1").unwrap_err(), size);
        assert_eq!(convert("d['7'] = 1000"), Ok(50));
        assert_eq!(
            convert("del d['0']; d['new'] = 3").unwrap_err(),
            "RuntimeError: dictionary keys changed during iteration"
        );
        assert_eq!(
            convert("raise LookupError('x')").unwrap_err(),
            "LookupError: x"
        );

        let code = "
s = set()
class Item:
    def __index__(self): s.add(1000); return 1
s |= {Item(), Item(), Item()}
";
        let error = extract::<HashSet<i64>>(&run(py, code, "s")).unwrap_err();
        assert_eq!(error, "RuntimeError: Set changed size during iteration");
    });
}

#[test]
fn text_that_is_none() {
    attached(|py| {
        let surrogate = "UnicodeEncodeError: 'utf-8' codec can't encode character '\\udc80' in position 1: surrogates not allowed";
        let object = eval(py, "'a\\udc80'");
        assert_eq!(extract::<String>(&object).unwrap_err(), surrogate);
        assert_eq!(
            object
                .as_borrowed()
                .extract::<&str>()
                .unwrap_err()
                .to_string(),
            surrogate
        );
        assert_eq!(
            extract::<Vec<String>>(&eval(py, "['ok', 'a\\udc80']")).unwrap_err(),
            surrogate
        );
        assert!(extract::<char>(&eval(py, "'\\udc80'")).is_err());
        assert!(extract::<std::net::IpAddr>(&eval(py, "'\\udc80'")).is_err());
    });
}

#[test]
fn attributes_that_lie() {
    attached(|py| {
        let code = "
from datetime import *
class Address:
    packed = 5
class Long:
    packed = b'12345'
class Delta(timedelta):
    days = 10**30
class Path:
    def __fspath__(self): return 5
";
        assert!(extract::<std::net::IpAddr>(&run(py, code, "Address()")).is_err());
        assert_eq!(
            extract::<std::net::IpAddr>(&run(py, code, "Long()")).unwrap_err(),
            "ValueError: invalid packed length"
        );
        assert!(extract::<std::time::Duration>(&run(py, code, "Delta(1)")).is_err());
        assert!(extract::<std::path::PathBuf>(&run(py, code, "Path()")).is_err());
    });
}

#[test]
fn nothing_is_left_behind() {
    attached(|py| {
        let object = run(
            py,
            "marker = object()\nl = [marker, 1, 'x', 2.5, b'y', None]\nd = {'a': marker}",
            "(l, d, marker)",
        );
        let (list, dict, marker): (Bound<'_, PyAny>, Bound<'_, PyAny>, Bound<'_, PyAny>) =
            object.as_borrowed().extract().unwrap();
        let counts = |objects: &[&Bound<'_, PyAny>]| {
            objects.iter().map(|o| o.get_refcnt()).collect::<Vec<_>>()
        };
        let before = counts(&[&list, &dict, &marker]);
        for _ in 0..1000 {
            assert!(extract::<Vec<i64>>(&list).is_err());
            assert!(extract::<Vec<Vec<u8>>>(&list).is_err());
            assert!(extract::<[String; 6]>(&list).is_err());
            assert!(extract::<(i64, i64)>(&list).is_err());
            assert!(extract::<HashMap<String, i64>>(&dict).is_err());
            assert!(extract::<HashMap<String, Py<PyAny>>>(&dict).is_ok());
            assert!(extract::<Vec<Bound<'_, PyAny>>>(&list).is_ok());
        }
        assert_eq!(counts(&[&list, &dict, &marker]), before);
    });
}
