//! Python to Rust: what text, bytes, paths, addresses and times accept, and how they refuse the rest.

mod conversion_support;

use std::borrow::Cow;
use std::ffi::{CString, OsString};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::path::PathBuf;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use conversion_support::{attached, eval, extract, run};
use pyo3::prelude::*;

const OUT_OF_RANGE: &str = "OverflowError: out of range integral type conversion attempted";

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
        assert!(extract::<CString>(&eval(py, "'a\\0b'"))
            .unwrap_err()
            .starts_with("ValueError: "));
        accepts!(py, OsString: "'ä'" => OsString::from("ä"););
        refuses!(py, OsString: "b'a'" => "TypeError: 'bytes' object is not an instance of 'str'";);
        accepts!(py, Vec<String>: "['a', 'ß', '']" => vec!["a".to_owned(), "ß".to_owned(), String::new()];);
        for _ in 0..2 {
            let object = eval(py, "'x' + chr(0x20ac)");
            assert_eq!(object.as_borrowed().extract::<&str>().unwrap(), "x€");
            assert_eq!(
                object.as_borrowed().extract::<Cow<'_, str>>().unwrap(),
                "x€"
            );
            assert_eq!(object.as_borrowed().extract::<String>().unwrap(), "x€");
        }
        let number = eval(py, "1");
        assert_eq!(
            number
                .as_borrowed()
                .extract::<&str>()
                .unwrap_err()
                .to_string(),
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
        let (bytes, array, list) = (
            eval(py, "b'ab'"),
            eval(py, "bytearray(b'ab')"),
            eval(py, "[97, 98]"),
        );
        assert_eq!(bytes.as_borrowed().extract::<&[u8]>().unwrap(), b"ab");
        assert_eq!(
            PyErr::from(array.as_borrowed().extract::<&[u8]>().unwrap_err()).to_string(),
            "TypeError: 'bytearray' object is not an instance of 'bytes'"
        );
        assert!(matches!(
            bytes.as_borrowed().extract::<Cow<'_, [u8]>>(),
            Ok(Cow::Borrowed(b"ab"))
        ));
        assert!(
            matches!(array.as_borrowed().extract::<Cow<'_, [u8]>>(), Ok(Cow::Owned(v)) if v == b"ab")
        );
        assert!(
            matches!(list.as_borrowed().extract::<Cow<'_, [u8]>>(), Ok(Cow::Owned(v)) if v == b"ab")
        );
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
            assert_eq!(
                extract::<PathBuf>(&run(py, code, expression)),
                Ok(PathBuf::from("/x/y")),
                "{expression}"
            );
        }
        assert_eq!(
            extract::<PathBuf>(&run(py, code, "Bytes()")).unwrap_err(),
            "TypeError: 'bytes' object is not an instance of 'str'"
        );
        refuses!(py, PathBuf: "1" => "TypeError: expected str, bytes or os.PathLike object, not int";);
        let text = eval(py, "'a'");
        let path: Cow<'_, std::path::Path> = text.as_borrowed().extract().unwrap();
        assert_eq!(path, std::path::Path::new("a"));
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
        assert_eq!(
            extract::<Duration>(&get("timedelta.max"))
                .unwrap()
                .as_secs(),
            1_000_000_000 * 86_400 - 1
        );
        assert_eq!(
            extract::<Duration>(&get("timedelta(microseconds=-1)")).unwrap_err(),
            "ValueError: It is not possible to convert a negative timedelta to a Rust Duration"
        );
        refuses!(py, Duration: "5" => "TypeError: 'int' object is not an instance of 'timedelta'";);
        let at = |seconds| Ok(UNIX_EPOCH + Duration::from_secs(seconds));
        assert_eq!(
            extract::<SystemTime>(&get("datetime(1970, 1, 2, tzinfo=timezone.utc)")),
            at(86_400)
        );
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
