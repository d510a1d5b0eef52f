//! Text, bytes, numbers, and the singletons.
#![allow(clippy::op_ref)] // references compare too, and are tested
#![allow(clippy::undocumented_unsafe_blocks)] // what is tested is safe by the lines above it
#![allow(clippy::nonminimal_bool, clippy::bool_comparison)] // each operator is what is tested

mod types_support;

use std::ffi::CString;

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{
    PyBool, PyByteArray, PyBytes, PyComplex, PyEllipsis, PyFloat, PyInt, PyMemoryView, PyNone,
    PyNotImplemented, PyRange, PySlice, PySliceIndices, PyString,
};
use types_support::{attached, error, eval, shown};

#[test]
fn strings() {
    attached(|py| {
        let text = PyString::new(py, "naïve 🐍");
        assert_eq!(text.to_str().unwrap(), "naïve 🐍");
        assert_eq!(text.to_cow().unwrap(), "naïve 🐍");
        assert_eq!(text.to_string_lossy(), "naïve 🐍");
        assert_eq!(text.encode_utf8().unwrap(), "naïve 🐍".as_bytes());
        assert!(text == "naïve 🐍" && "naïve 🐍" == text && text != "other" && text == *"naïve 🐍");
        assert!(text.as_borrowed() == "naïve 🐍" && *"naïve 🐍" == text && &text == "naïve 🐍");
        assert_eq!(text.clone().unbind().to_str(py).unwrap(), "naïve 🐍");
        assert!(PyString::intern(py, "word").is(PyString::intern(py, "word")));
        assert!(pyo3::intern!(py, "word").is(PyString::intern(py, "word")));
        assert_eq!(shown(PyString::from_bytes(py, "ä".as_bytes())), "'ä'");
        assert!(error(PyString::from_bytes(py, b"\xff"))
            .starts_with("UnicodeDecodeError: 'utf-8' codec can't decode"));
        assert_eq!(
            shown(PyString::from_fmt(py, format_args!("{}-{:02}", "a", 7))),
            "'a-07'"
        );
        assert_eq!(
            shown(PyString::from_fmt(py, format_args!("plain"))),
            "'plain'"
        );
        let encoded = eval(py, "b'\\xe4'");
        assert_eq!(
            shown(PyString::from_encoded_object(
                &encoded,
                Some(c"latin-1"),
                None
            )),
            "'ä'"
        );
        assert_eq!(
            shown(PyString::from_encoded_object(
                &encoded,
                Some(c"utf-8"),
                Some(c"ignore")
            )),
            "''"
        );
        assert!(error(PyString::from_encoded_object(&encoded, None, None))
            .starts_with("UnicodeDecodeError"));
        assert!(
            error(PyString::from_encoded_object(&eval(py, "1"), None, None))
                .starts_with("TypeError")
        );
    });
}

#[test]
fn lone_surrogates() {
    attached(|py| {
        let text = eval(py, "'a\\ud800b'").cast_into::<PyString>().unwrap();
        assert_eq!(
            error(text.to_str()),
            "UnicodeEncodeError: 'utf-8' codec can't encode character '\\ud800' in position 1: surrogates not allowed"
        );
        assert!(text.to_cow().is_err() && text.encode_utf8().is_err());
        let lossy = text.to_string_lossy();
        assert!(
            lossy.starts_with('a') && lossy.ends_with('b') && lossy.contains('\u{fffd}'),
            "{lossy}"
        );
        assert!(text != "ab");
    });
}

#[cfg(not(Py_LIMITED_API))]
#[test]
fn string_storage() {
    use pyo3::types::PyStringData;
    attached(|py| {
        let cases = [
            ("abc", 1),
            ("h\u{e9}", 1),
            ("\u{20ac}", 2),
            ("\u{1f40d}x", 4),
            ("", 1),
        ];
        for (text, width) in cases {
            let object = PyString::new(py, text);
            let data = unsafe { object.data() }.unwrap();
            assert_eq!(data.value_width_bytes(), width);
            assert_eq!(data.as_bytes().len(), width * text.chars().count());
            assert_eq!(data.to_string(py).unwrap(), text);
            assert_eq!(data.to_string_lossy(), text);
        }
        let object = eval(py, "'\\u20ac\\ud800'")
            .cast_into::<PyString>()
            .unwrap();
        let data = unsafe { object.data() }.unwrap();
        assert_eq!(data, PyStringData::Ucs2(&[0x20ac, 0xd800]));
        assert_eq!(data.to_string_lossy(), "\u{20ac}\u{fffd}");
        assert!(error(data.to_string(py))
            .starts_with("UnicodeDecodeError: 'utf-16' codec can't decode"));
    });
}

#[test]
fn bytes() {
    attached(|py| {
        let bytes = PyBytes::new(py, b"abc");
        assert_eq!(bytes.as_bytes(), b"abc");
        assert!(bytes == b"abc"[..] && b"abc"[..] == bytes && bytes == &b"abc"[..]);
        assert_eq!((bytes[0], &bytes[1..]), (b'a', &b"bc"[..]));
        assert_eq!(bytes.clone().unbind().as_bytes(py), b"abc");
        let filled = PyBytes::new_with(py, 4, |buffer| {
            assert_eq!(buffer, [0; 4]);
            buffer[1..3].copy_from_slice(b"xy");
            Ok(())
        });
        assert_eq!(shown(filled), "b'\\x00xy\\x00'");
        let failed = PyBytes::new_with(py, 4, |_| Err(PyValueError::new_err("no")));
        assert_eq!(error(failed), "ValueError: no");
        assert_eq!(
            error(PyBytes::new_with(py, usize::MAX / 2, |_| Ok(())))
                .split(':')
                .next(),
            Some("OverflowError")
        );
        let written = PyBytes::new_with_writer(py, 2, |out| Ok(out.write_all(b"long enough")?));
        assert_eq!(shown(written), "b'long enough'");
        assert_eq!(
            unsafe { PyBytes::from_ptr(py, b"xyz".as_ptr(), 2) }.as_bytes(),
            b"xy"
        );
        assert!(PyBytes::new(py, b"").as_bytes().is_empty());
    });
}

#[test]
fn bytearrays() {
    attached(|py| {
        let array = PyByteArray::new(py, b"abc");
        assert_eq!(
            (array.len(), array.is_empty(), array.to_vec()),
            (3, false, b"abc".to_vec())
        );
        // SAFETY: no Python code runs while the slices live.
        unsafe {
            array.as_bytes_mut()[0] = b'x';
            assert_eq!(array.as_bytes(), b"xbc");
            *array.data().add(1) = b'y';
        }
        array.resize(2).unwrap();
        assert_eq!(array.to_string(), "bytearray(b'xy')");
        let exported = PyMemoryView::from(&array).unwrap();
        assert!(error(array.resize(100)).starts_with("BufferError: Existing exports of data"));
        drop(exported);
        array.resize(100).unwrap();
        assert_eq!(
            shown(PyByteArray::new_with(py, 2, |buffer| {
                buffer.fill(b'z');
                Ok(())
            })),
            "bytearray(b'zz')"
        );
        assert_eq!(
            error(PyByteArray::new_with(py, 2, |_| Err(
                PyValueError::new_err("no")
            ))),
            "ValueError: no"
        );
        assert_eq!(
            shown(PyByteArray::from(&eval(py, "b'abc'"))),
            "bytearray(b'abc')"
        );
        assert!(error(PyByteArray::from(&eval(py, "'abc'"))).starts_with("TypeError"));
        assert!(error(PyMemoryView::from(&eval(py, "1")))
            .starts_with("TypeError: memoryview: a bytes-like object"));
    });
}

#[test]
fn numbers() {
    attached(|py| {
        let int = PyInt::new(py, 7);
        assert!(int == 7 && 7u8 == int && int != 8i64 && int.as_borrowed() == 7i128);
        let big = eval(py, "2**100").cast_into::<PyInt>().unwrap();
        assert!(big != i64::MAX && big == 1i128 << 100);
        let float = PyFloat::new(py, 1.5);
        assert!(float.value() == 1.5 && float == 1.5f64 && 1.5f32 == float && float != 2.0);
        let truth = PyBool::new(py, true);
        assert!(truth.is_true() && truth == true && true == truth && *truth != false);
        assert!(truth.to_owned() == true && !PyBool::new(py, false).is_true());

        let (a, b) = (
            PyComplex::from_doubles(py, 3.0, 4.0),
            PyComplex::from_doubles(py, 1.0, -1.0),
        );
        assert_eq!((a.real(), a.imag(), a.abs()), (3.0, 4.0, 5.0));
        assert_eq!((&a + &b).to_string(), "(4+3j)");
        assert_eq!((&a - b.clone()).to_string(), "(2+5j)");
        assert_eq!((a.clone() * &b).to_string(), "(7+1j)");
        assert_eq!((a.clone() / b.clone()).to_string(), "(-0.5+3.5j)");
        assert_eq!((-a.clone()).to_string(), "(-3-4j)");
        assert_eq!(
            a.pow(&PyComplex::from_doubles(py, 2.0, 0.0)).to_string(),
            "(-7+24j)"
        );
        let (x, y) = (a.as_borrowed(), b.as_borrowed());
        assert!((x + y).eq(&a + &b).unwrap() && (x * y).eq(&a * &b).unwrap());
        assert!((x - y).eq(&a - &b).unwrap() && (x / y).eq(&a / &b).unwrap());
        assert!((-x).eq(-&a).unwrap());
        let zero = PyComplex::from_doubles(py, 0.0, 0.0);
        assert!(types_support::panic_text(|| drop(a / zero)).contains("ZeroDivisionError"));
    });
}

#[test]
fn singletons() {
    attached(|py| {
        for (object, text) in [
            (PyNone::get(py).to_any(), "None"),
            (PyEllipsis::get(py).to_any(), "Ellipsis"),
            (PyNotImplemented::get(py).to_any(), "NotImplemented"),
        ] {
            assert_eq!(object.to_string(), text);
            assert!(object.is(eval(py, text)));
        }
        let none = eval(py, "None");
        assert!(none.cast::<PyNone>().is_ok() && none.cast_exact::<PyNone>().is_ok());
        assert!(none.cast::<PyEllipsis>().is_err() && eval(py, "...").cast::<PyEllipsis>().is_ok());
        assert_eq!(py.get_type::<PyNone>().to_string(), "<class 'NoneType'>");
        assert_eq!(
            py.get_type::<PyNotImplemented>().to_string(),
            "<class 'NotImplementedType'>"
        );
        assert_eq!(
            eval(py, "1").cast::<PyNone>().unwrap_err().to_string(),
            "'int' object is not an instance of 'NoneType'"
        );
    });
}

#[test]
fn slices_and_ranges() {
    attached(|py| {
        assert_eq!(PySlice::new(py, 1, -2, 3).to_string(), "slice(1, -2, 3)");
        assert_eq!(PySlice::full(py).to_string(), "slice(None, None, None)");
        let cases = [
            ("slice(None)", 5, (0, 5, 1, 5)),
            ("slice(None, None, -1)", 5, (4, -1, -1, 5)),
            ("slice(1, 100, 2)", 6, (1, 6, 2, 3)),
            ("slice(3, 1)", 6, (3, 1, 1, 0)),
            ("slice(-2, None)", 6, (4, 6, 1, 2)),
        ];
        for (expression, length, (start, stop, step, slicelength)) in cases {
            let slice = eval(py, expression).cast_into::<PySlice>().unwrap();
            let expected = PySliceIndices {
                start,
                stop,
                step,
                slicelength,
            };
            assert_eq!(slice.indices(length).unwrap(), expected, "{expression}");
        }
        let slice = eval(py, "slice(0, 1, 0)").cast_into::<PySlice>().unwrap();
        assert_eq!(
            error(slice.indices(3)),
            "ValueError: slice step cannot be zero"
        );
        let slice = eval(py, "slice('a', 1)").cast_into::<PySlice>().unwrap();
        assert!(error(slice.indices(3)).starts_with("TypeError: slice indices must be integers"));
        let made = PySliceIndices::new(1, 2, 3).into_pyobject(py).unwrap();
        assert_eq!(made.to_string(), "slice(1, 2, 3)");

        let range = PyRange::new_with_step(py, 1, 9, 2).unwrap();
        assert_eq!(
            (
                range.start().unwrap(),
                range.stop().unwrap(),
                range.step().unwrap()
            ),
            (1, 9, 2)
        );
        assert_eq!(shown(PyRange::new(py, 1, 4)), "range(1, 4)");
        assert_eq!(
            error(PyRange::new_with_step(py, 1, 2, 0)),
            "ValueError: range() arg 3 must not be zero"
        );
        let large = eval(py, "range(2**70)").cast_into::<PyRange>().unwrap();
        assert!(error(large.stop()).starts_with("OverflowError"));
        assert_eq!(
            Bound::<PySlice>::try_from(range).unwrap().to_string(),
            "slice(1, 9, 2)"
        );
    });
}

#[test]
fn code_with_its_own_text_is_seen_as_written() {
    attached(|py| {
        let source = CString::new("'ä' * 2").unwrap();
        assert_eq!(py.eval(&source, None, None).unwrap().to_string(), "ää");
    });
}
