//! `PyErr`: its methods, Rust's errors as exceptions, exception classes of one's own.
#![allow(clippy::needless_borrows_for_generic_args)] // references are accepted too, and tested

mod conversion_support;

use std::io;

use conversion_support::{attached, eval, run};
use pyo3::exceptions::*;
use pyo3::prelude::*;
use pyo3::types::PyString;

pyo3::create_exception!(my.module, MyError, PyValueError);
pyo3::create_exception!(my.module, Documented, MyError, "What went wrong.");
pyo3::import_exception!(json, JSONDecodeError);
pyo3::import_exception!(concurrent.futures, CancelledError);

#[test]
fn classes_of_ones_own() {
    attached(|py| {
        let error = Documented::new_err(("no", 5));
        assert_eq!(error.to_string(), "Documented: ('no', 5)");
        assert!(error.is_instance_of::<MyError>(py) && error.is_instance_of::<PyValueError>(py));
        assert!(!error.is_instance_of::<PyTypeError>(py));
        let class = py.get_type::<Documented>();
        assert_eq!(class.to_string(), "<class 'my.module.Documented'>");
        assert_eq!(
            class.getattr("__doc__").unwrap().to_string(),
            "What went wrong."
        );
        assert!(py
            .get_type::<MyError>()
            .getattr("__doc__")
            .unwrap()
            .is_none());
        assert!(py
            .get_type::<JSONDecodeError>()
            .is(&eval(py, "__import__('json').JSONDecodeError")));
        assert!(CancelledError::new_err(())
            .to_string()
            .starts_with("CancelledError"));
        assert!(asyncio::QueueFull::new_err(()).is_instance_of::<asyncio::QueueFull>(py));
        assert!(socket::gaierror::new_err("x").is_instance_of::<PyOSError>(py));
    });
}

#[test]
fn builtin_classes() {
    attached(|py| {
        assert_eq!(PyKeyError::new_err("k").to_string(), "KeyError: 'k'");
        assert_eq!(
            PyStopIteration::new_err(5)
                .value(py)
                .getattr("value")
                .unwrap()
                .to_string(),
            "5"
        );
        assert_eq!(
            PyOSError::new_err((2, "gone")).to_string(),
            "FileNotFoundError: [Errno 2] gone"
        );
        assert_eq!(py.get_type::<PyIOError>().to_string(), "<class 'OSError'>");
    });
}

#[test]
fn undecodable_text() {
    attached(|py| {
        let bytes = b"ab\xffcd".to_vec();
        let error = PyErr::from(String::from_utf8(bytes.clone()).unwrap_err());
        let expected =
            "UnicodeDecodeError: 'utf-8' codec can't decode byte 0xff in position 2: invalid utf-8";
        assert_eq!(error.to_string(), expected);
        let utf8 = std::str::from_utf8(&bytes).unwrap_err();
        let instance = PyUnicodeDecodeError::new_utf8(py, &bytes, utf8).unwrap();
        assert_eq!(PyErr::from(instance).to_string(), expected);
        assert_eq!(
            PyUnicodeDecodeError::new_err_from_utf8(py, &bytes, utf8).to_string(),
            expected
        );
        let own = PyUnicodeDecodeError::new(py, c"latin-1", b"x", 0..1, c"because").unwrap();
        assert_eq!(own.getattr("reason").unwrap().to_string(), "because");
    });
}

#[test]
fn io_errors_both_ways() {
    attached(|py| {
        let kinds = [
            (io::ErrorKind::NotFound, "FileNotFoundError"),
            (io::ErrorKind::PermissionDenied, "PermissionError"),
            (io::ErrorKind::AlreadyExists, "FileExistsError"),
            (io::ErrorKind::WouldBlock, "BlockingIOError"),
            (io::ErrorKind::TimedOut, "TimeoutError"),
            (io::ErrorKind::Interrupted, "InterruptedError"),
            (io::ErrorKind::BrokenPipe, "BrokenPipeError"),
            (io::ErrorKind::ConnectionRefused, "ConnectionRefusedError"),
            (io::ErrorKind::ConnectionAborted, "ConnectionAbortedError"),
            (io::ErrorKind::ConnectionReset, "ConnectionResetError"),
            (io::ErrorKind::IsADirectory, "IsADirectoryError"),
            (io::ErrorKind::NotADirectory, "NotADirectoryError"),
            (io::ErrorKind::OutOfMemory, "MemoryError"),
        ];
        for (kind, name) in kinds {
            let error = PyErr::from(io::Error::new(kind, "because"));
            assert_eq!(error.to_string(), format!("{name}: because"));
            let back = io::Error::from(error);
            assert_eq!(
                (back.kind(), back.to_string()),
                (kind, format!("{name}: because"))
            );
            assert_eq!(PyErr::from(back).to_string(), format!("{name}: because"));
        }
        assert_eq!(PyErr::from(io::Error::other("x")).to_string(), "OSError: x");
        let wrapped = io::Error::other(PyKeyError::new_err("mine"));
        assert!(PyErr::from(wrapped).is_instance_of::<PyKeyError>(py));
        assert_eq!(
            PyErr::from(std::fs::File::open("/does/not/exist").unwrap_err()).to_string(),
            "FileNotFoundError: No such file or directory (os error 2)"
        );
    });
}

#[test]
fn errors_that_are_values() {
    attached(|_py| {
        let errors: [(PyErr, &str); 7] = [
            (
                "x".parse::<i32>().unwrap_err().into(),
                "ValueError: invalid digit found in string",
            ),
            (
                "x".parse::<f64>().unwrap_err().into(),
                "ValueError: invalid float literal",
            ),
            (
                "x".parse::<bool>().unwrap_err().into(),
                "ValueError: provided string was not `true` or `false`",
            ),
            (
                u8::try_from(500i32).unwrap_err().into(),
                "ValueError: out of range integral type conversion attempted",
            ),
            (
                <[u8; 2]>::try_from(&[1u8][..]).unwrap_err().into(),
                "ValueError: could not convert slice to array",
            ),
            (
                std::ffi::CString::new("a\0b").unwrap_err().into(),
                "ValueError: nul byte found in provided data at position: 1",
            ),
            (
                "x".parse::<std::net::Ipv4Addr>().unwrap_err().into(),
                "ValueError: invalid IPv4 address syntax",
            ),
        ];
        for (error, text) in errors {
            assert_eq!(error.to_string(), text);
        }
    });
}

#[test]
fn looking_at_an_error() {
    attached(|py| {
        let error = py.run(c"raise ValueError('v')", None, None).unwrap_err();
        assert!(error.get_type(py).is(&py.get_type::<PyValueError>()));
        assert_eq!(error.value(py).to_string(), "v");
        assert!(error.traceback(py).is_some());
        error.set_traceback(py, None);
        assert!(error.traceback(py).is_none());
        assert!(error.matches(py, py.get_type::<PyException>()).unwrap());
        assert!(error
            .matches(
                py,
                (py.get_type::<PyTypeError>(), py.get_type::<PyValueError>())
            )
            .unwrap());
        assert!(!error.matches(py, py.get_type::<PyTypeError>()).unwrap());
        let copy = error.clone_ref(py);
        assert!(copy.value(py).is(error.value(py)));
        assert_eq!(
            format!("{error:?}"),
            "PyErr { type: <class 'ValueError'>, value: ValueError('v'), traceback: None }"
        );
        assert_eq!(error.into_value(py).bind(py).to_string(), "v");
        assert!(!PyErr::occurred(py));
        let silent = run(
            py,
            "class E(Exception):\n    def __str__(self): raise KeyError",
            "E()",
        );
        assert_eq!(
            PyErr::from_value(silent).to_string(),
            "E: <exception str() failed>"
        );
    });
}

#[test]
fn chaining_and_notes() {
    attached(|py| {
        let error = PyValueError::new_err("outer");
        assert!(error.cause(py).is_none() && error.context(py).is_none());
        error.set_cause(py, Some(PyKeyError::new_err("inner")));
        assert_eq!(error.cause(py).unwrap().to_string(), "KeyError: 'inner'");
        error.set_cause(py, None);
        assert!(error.cause(py).is_none());
        error.set_context(py, Some(PyTypeError::new_err("before")));
        assert_eq!(error.context(py).unwrap().to_string(), "TypeError: before");
        error.set_context(py, None);
        assert!(error.context(py).is_none());
        #[cfg(Py_3_11)]
        {
            error.add_note(py, "a note").unwrap();
            assert_eq!(
                error.value(py).getattr("__notes__").unwrap().to_string(),
                "['a note']"
            );
        }
        let unset = PyErr::from_value(eval(py, "5"));
        assert_eq!(
            unset.to_string(),
            "TypeError: exceptions must derive from BaseException"
        );
    });
}

#[test]
fn warnings_and_new_types() {
    attached(|py| {
        let category = py.get_type::<PyUserWarning>();
        py.run(
            c"import warnings; warnings.simplefilter('error', UserWarning)",
            None,
            None,
        )
        .unwrap();
        let error = PyErr::warn(py, category.as_any(), c"careful", 1).unwrap_err();
        assert_eq!(error.to_string(), "UserWarning: careful");
        let error = PyErr::warn_explicit(py, category.as_any(), c"careful", c"f.py", 5, None, None)
            .unwrap_err();
        assert_eq!(error.to_string(), "UserWarning: careful");
        py.run(
            c"warnings.resetwarnings(); warnings.simplefilter('ignore')",
            None,
            None,
        )
        .unwrap();
        PyErr::warn(py, category.as_any(), c"careful", 1).unwrap();
        let class =
            PyErr::new_type(py, c"a.b.C", Some(c"doc"), Some(category.as_any()), None).unwrap();
        assert_eq!(class.bind(py).to_string(), "<class 'a.b.C'>");
        assert!(PyErr::new_type(py, c"nodots", None, None, None).is_err());
    });
}

#[test]
fn unraisable_and_printing() {
    attached(|py| {
        let code = "
import sys, io
seen = []
sys.unraisablehook = lambda info: seen.append((str(info.exc_value), info.object))
sys.stderr = io.StringIO()
";
        let seen = run(py, code, "seen");
        PyRuntimeError::new_err("foo").write_unraisable(py, None);
        PyRuntimeError::new_err("bar")
            .write_unraisable(py, Some(PyString::new(py, "where").as_any()));
        assert_eq!(seen.to_string(), "[('foo', None), ('bar', 'where')]");
        PyRuntimeError::new_err("one").print(py);
        PyRuntimeError::new_err("two").display(py);
        let text = run(py, "import sys", "sys.stderr.getvalue()").to_string();
        assert_eq!(text, "RuntimeError: one\nRuntimeError: two\n");
        run(
            py,
            "import sys; sys.stderr = sys.__stderr__; sys.unraisablehook = sys.__unraisablehook__",
            "0",
        );
    });
}
