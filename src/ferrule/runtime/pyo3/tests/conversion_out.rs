//! Rust to Python: what each type becomes, owned and borrowed.

mod conversion_support;

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ffi::{CString, OsStr, OsString};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::num::NonZeroU16;
use std::path::{Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};

use conversion_support::{attached, eval, extract};
use pyo3::prelude::*;
use pyo3::IntoPyObjectExt;

#[test]
fn scalars() {
    attached(|py| {
        becomes!(py,
            i8::MIN => "-128"; u8::MAX => "255"; i16::MIN => "-2**15"; u16::MAX => "2**16 - 1";
            i32::MIN => "-2**31"; u32::MAX => "2**32 - 1"; i64::MIN => "-2**63"; u64::MAX => "2**64 - 1";
            isize::MIN => "-2**63"; usize::MAX => "2**64 - 1"; i128::MIN => "-2**127"; i128::MAX => "2**127 - 1";
            u128::MAX => "2**128 - 1"; -1i128 => "-1"; (1i128 << 64) - 1 => "2**64 - 1"; -(1i128 << 100) - 5 => "-2**100 - 5";
            &5i64 => "5"; &&5u8 => "5"; NonZeroU16::new(7).unwrap() => "7"; &NonZeroU16::new(7).unwrap() => "7";
            1.5f64 => "1.5"; 1.5f32 => "1.5"; &0.5f64 => "0.5"; true => "True"; &false => "False";
            'a' => "'a'"; &'𝄞' => "'𝄞'"; Cell::new(5) => "5";
        );
    });
}

#[test]
fn text_and_bytes() {
    attached(|py| {
        let text = "häß€".to_owned();
        becomes!(py,
            text.clone() => "'häß€'"; &text => "'häß€'"; text.as_str() => "'häß€'"; &text.as_str() => "'häß€'";
            Cow::Borrowed("a") => "'a'"; &Cow::Borrowed("a") => "'a'";
            c"ab" => "'ab'"; CString::from(c"ab") => "'ab'"; &CString::from(c"ab") => "'ab'"; Cow::Borrowed(c"ab") => "'ab'";
            OsStr::new("ä") => "'ä'"; OsString::from("ä") => "'ä'"; &OsString::from("ä") => "'ä'"; Cow::Borrowed(OsStr::new("ä")) => "'ä'";
            vec![1u8, 2] => "b'\\x01\\x02'"; &vec![1u8, 2] => "b'\\x01\\x02'"; &[1u8, 2][..] => "b'\\x01\\x02'";
            [1u8, 2] => "b'\\x01\\x02'"; &[1u8, 2] => "b'\\x01\\x02'"; Cow::Borrowed(&[1u8][..]) => "b'\\x01'"; Vec::<u8>::new() => "b''";
        );
        let wrong = c"\xff";
        let error = wrong.into_pyobject(py).unwrap_err().to_string();
        assert!(
            error.starts_with("UnicodeDecodeError: 'utf-8' codec can't decode byte 0xff"),
            "{error}"
        );
    });
}

#[test]
fn sequences() {
    attached(|py| {
        becomes!(py,
            vec![1i64, -2] => "[1, -2]"; &vec![1u16] => "[1]"; &[1i8, 2][..] => "[1, 2]"; [1.5f64, 2.0] => "[1.5, 2.0]"; &[1.5f32] => "[1.5]";
            vec![true, false] => "[True, False]"; vec!['a'] => "['a']"; Vec::<i64>::new() => "[]";
            vec!["a".to_owned()] => "['a']"; &vec!["a".to_owned()] => "['a']"; vec!["a", "ß"] => "['a', 'ß']"; &["a"] => "['a']";
            vec![vec![1i64], vec![]] => "[[1], []]"; vec![vec![1u8]] => "[b'\\x01']"; &vec![(1, 'a')] => "[(1, 'a')]";
            vec![Some(1), None] => "[1, None]"; Cow::Borrowed(&[1i64][..]) => "[1]"; [u128::MAX; 2] => "[2**128 - 1] * 2";
            vec![(); 2] => "[(), ()]";
        );
    });
}

#[test]
fn tuples() {
    attached(|py| {
        becomes!(py,
            () => "()"; (1,) => "(1,)"; (1, "a") => "(1, 'a')"; &(1, 'b', 2.5) => "(1, 'b', 2.5)"; ((), (1,)) => "((), (1,))";
            (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12) => "tuple(range(1, 13))";
        );
    });
}

#[test]
fn maps_and_sets() {
    attached(|py| {
        let map = HashMap::from([("a".to_owned(), 1i64), ("b".to_owned(), 2)]);
        let ordered = BTreeMap::from([(2, "x"), (1, "y")]);
        let set = HashSet::from([1i64, 2]);
        becomes!(py,
            &map => "{'a': 1, 'b': 2}"; map => "{'a': 1, 'b': 2}"; &ordered => "{1: 'y', 2: 'x'}"; ordered => "{1: 'y', 2: 'x'}";
            &set => "{1, 2}"; set => "{1, 2}"; BTreeSet::from(["a"]) => "{'a'}"; &BTreeSet::from([1]) => "{1}";
        );
        let unhashable = HashSet::from([vec![1i64]]);
        let fault = unhashable.into_pyobject(py).unwrap_err().to_string();
        assert!(fault.starts_with("TypeError: ") && fault.contains("unhashable type: 'list'"));
    });
}

#[test]
fn options_and_references() {
    attached(|py| {
        let list = eval(py, "[1]");
        becomes!(py,
            None::<i64> => "None"; Some(5) => "5"; &Some(5) => "5"; Some(Some("a")) => "'a'";
            list.clone() => "[1]"; &list => "[1]"; list.clone().unbind() => "[1]"; &list.clone().unbind() => "[1]"; list.as_borrowed() => "[1]";
        );
        assert!((&list).into_pyobject(py).unwrap().is(&list));
        assert!(list
            .clone()
            .unbind()
            .into_bound_py_any(py)
            .unwrap()
            .is(&list));
    });
}

#[test]
fn objects_of_the_standard_library() {
    attached(|py| {
        let import = |name: &str| format!("__import__({name:?})");
        let path = format!("{}.Path('/x')", import("pathlib"));
        let ip = import("ipaddress");
        let time = import("datetime");
        becomes!(py,
            Path::new("/x") => &path; PathBuf::from("/x") => &path; &PathBuf::from("/x") => &path; Cow::Borrowed(Path::new("/x")) => &path;
            Ipv4Addr::LOCALHOST => &format!("{ip}.IPv4Address('127.0.0.1')");
            &Ipv6Addr::LOCALHOST => &format!("{ip}.IPv6Address('::1')");
            IpAddr::from(Ipv4Addr::LOCALHOST) => &format!("{ip}.IPv4Address('127.0.0.1')");
            Duration::new(86_401, 5_999) => &format!("{time}.timedelta(1, 1, 5)");
            &Duration::ZERO => &format!("{time}.timedelta()");
            UNIX_EPOCH + Duration::from_secs(3600) => &format!("{time}.datetime(1970, 1, 1, 1, tzinfo={time}.timezone.utc)");
            UNIX_EPOCH - Duration::from_secs(3600) => &format!("{time}.datetime(1969, 12, 31, 23, tzinfo={time}.timezone.utc)");
        );
        assert!(Duration::MAX
            .into_pyobject(py)
            .unwrap_err()
            .to_string()
            .starts_with("OverflowError: "));
    });
}

#[test]
fn there_and_back() {
    attached(|py| {
        fn same<'py, T>(py: Python<'py>, value: T)
        where
            T: IntoPyObject<'py> + FromPyObjectOwned<'py> + Clone + PartialEq + std::fmt::Debug,
        {
            let object = value.clone().into_bound_py_any(py).unwrap();
            assert_eq!(extract::<T>(&object), Ok(value));
        }
        for shift in 0..64 {
            for value in [
                1i64 << shift,
                (1i64 << shift).wrapping_sub(1),
                (1i64 << shift).wrapping_neg(),
            ] {
                same(py, value);
                same(py, value as u64);
                same(py, i128::from(value) << 63);
                same(py, vec![value, 0, !value]);
            }
        }
        same(
            py,
            (0..10_000).map(|i| (i as f64).sqrt()).collect::<Vec<_>>(),
        );
        same(py, (0..1000).map(|i| format!("é{i}")).collect::<Vec<_>>());
        same(
            py,
            (0..1000).map(|i| vec![i as u8; i % 7]).collect::<Vec<_>>(),
        );
        same(
            py,
            (0..1000)
                .map(|i| (i.to_string(), i))
                .collect::<HashMap<_, _>>(),
        );
        same(py, (0..1000).collect::<HashSet<i32>>());
        same(
            py,
            (Some(1u8), vec![Some("x".to_owned()), None], [0.5f32; 3]),
        );
    });
}
