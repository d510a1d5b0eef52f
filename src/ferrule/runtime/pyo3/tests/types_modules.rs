//! Modules, functions, classes, code, and tracebacks.
#![allow(clippy::undocumented_unsafe_blocks)] // what is tested is safe by the lines above it

mod types_support;

use pyo3::exceptions::{PyRuntimeError, PyValueError};
use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::types::{
    PyCFunction, PyCode, PyCodeInput, PyDict, PyInt, PyList, PyString, PyTuple, PyType,
};
use types_support::{attached, error, eval, object, run, shown};

#[test]
fn a_module_lists_what_is_added() {
    attached(|py| {
        let module = PyModule::new(py, "made").unwrap();
        assert_eq!(module.name().unwrap(), "made");
        assert!(error(module.filename()).starts_with("SystemError: "));
        module.add("one", 1).unwrap();
        module.add(PyString::new(py, "two"), "second").unwrap();
        assert_eq!(module.index().unwrap().to_string(), "['one', 'two']");
        assert_eq!(
            module.dict().get_item("two").unwrap().unwrap().to_string(),
            "second"
        );
        assert_eq!(shown(module.getattr("one")), "1");
        let function = PyCFunction::new_closure(py, Some(c"act"), None, |_, _| 5).unwrap();
        module.add_function(function.clone()).unwrap();
        module
            .add_wrapped(&|py| PyCFunction::new_closure(py, Some(c"wrapped"), None, |_, _| 6))
            .unwrap();
        module
            .add_wrapped(&|py| PyModule::new(py, "inner").map(Bound::unbind))
            .unwrap();
        let failing = module
            .add_wrapped(&|_| PyResult::<Bound<'_, PyCFunction>>::Err(PyValueError::new_err("no")));
        assert_eq!(error(failing), "ValueError: no");
        assert_eq!(
            module.index().unwrap().to_string(),
            "['one', 'two', 'act', 'wrapped', 'inner']"
        );
        assert_eq!(shown(module.getattr("act").unwrap().call0()), "5");
        module.gil_used(false).unwrap();
        module.setattr("__all__", "text").unwrap();
        assert_eq!(
            error(module.index()),
            "TypeError: 'str' object is not an instance of 'list'"
        );
        assert_eq!(
            error(module.add("three", 3)),
            "TypeError: 'str' object is not an instance of 'list'"
        );
    });
}

#[test]
fn importing() {
    attached(|py| {
        assert_eq!(py.import("sys").unwrap().name().unwrap(), "sys");
        assert!(PyModule::import(py, "os.path")
            .unwrap()
            .hasattr("join")
            .unwrap());
        assert_eq!(
            error(py.import("no_such_module")),
            "ModuleNotFoundError: No module named 'no_such_module'"
        );
        let module = PyModule::from_code(
            py,
            c"def f(): return __name__, __file__",
            c"made.py",
            c"from_code",
        )
        .unwrap();
        assert_eq!(
            shown(module.getattr("f").unwrap().call0()),
            "('from_code', 'made.py')"
        );
        assert_eq!(module.filename().unwrap(), "made.py");
        assert!(py.import("from_code").unwrap().is(&module));
        assert_eq!(
            error(PyModule::from_code(py, c"1 +", c"f.py", c"m"))
                .split(':')
                .next(),
            Some("SyntaxError")
        );
        assert_eq!(
            error(PyModule::from_code(py, c"1 / 0", c"f.py", c"m")),
            "ZeroDivisionError: division by zero"
        );
        assert!(py.import("m").is_err(), "a module that failed is not kept");
    });
}

#[test]
fn submodules_can_be_imported() {
    attached(|py| {
        let parent = PyModule::from_code(py, c"__spec__ = 1", c"p.py", c"parent_a").unwrap();
        let child = PyModule::new(py, "child").unwrap();
        let grandchild = PyModule::new(py, "grandchild").unwrap();
        grandchild.add("value", 5).unwrap();
        grandchild.setattr("child", &child).unwrap(); // a cycle, and no submodule: the name is not its own path
        child.add_submodule(&grandchild).unwrap();
        assert!(py.import("child").is_err(), "not rooted yet");
        parent.add_submodule(&child).unwrap();
        assert_eq!(parent.index().unwrap().to_string(), "['child']");
        let names = run(
            py,
            "import parent_a.child.grandchild as g\nfrom parent_a.child import grandchild as h",
        );
        assert_eq!(
            names
                .get_item("g")
                .unwrap()
                .unwrap()
                .getattr("value")
                .unwrap()
                .to_string(),
            "5"
        );
        assert!(names.get_item("h").unwrap().unwrap().is(&grandchild));
        assert!(!py
            .import("sys")
            .unwrap()
            .getattr("modules")
            .unwrap()
            .contains("child")
            .unwrap());
        let late = PyModule::new(py, "parent_a.late").unwrap();
        parent.add_submodule(&late).unwrap();
        assert!(py
            .import("parent_a.late")
            .unwrap()
            .is(parent.getattr("late").unwrap()));
    });
}

unsafe extern "C" fn count(_: *mut ffi::PyObject, args: *mut ffi::PyObject) -> *mut ffi::PyObject {
    // SAFETY: called by Python with a tuple.
    unsafe { ffi::PyLong_FromSsize_t(ffi::PyTuple_Size(args)) }
}

unsafe extern "C" fn keywords(
    _: *mut ffi::PyObject,
    args: *mut ffi::PyObject,
    kwargs: *mut ffi::PyObject,
) -> *mut ffi::PyObject {
    // SAFETY: called by Python with a tuple, and a dict or null.
    unsafe {
        let keywords = if kwargs.is_null() {
            0
        } else {
            ffi::PyDict_Size(kwargs)
        };
        ffi::PyLong_FromSsize_t(10 * keywords + ffi::PyTuple_Size(args))
    }
}

#[test]
fn native_functions() {
    attached(|py| {
        let function = PyCFunction::new(py, count, c"count", c"Counts.", None).unwrap();
        assert_eq!(shown(function.call1((1, 2))), "2");
        assert_eq!(shown(function.getattr("__doc__")), "'Counts.'");
        let kwargs = PyDict::new(py);
        kwargs.set_item("a", 1).unwrap();
        assert_eq!(
            shown(function.call((), Some(&kwargs))),
            "! TypeError: count() takes no keyword arguments"
        );
        let module = PyModule::new(py, "home").unwrap();
        let function =
            PyCFunction::new_with_keywords(py, keywords, c"keywords", c"", Some(&module)).unwrap();
        assert_eq!(shown(function.call((1,), Some(&kwargs))), "11");
        assert_eq!(shown(function.call0()), "0");
        assert_eq!(shown(function.getattr("__module__")), "'home'");
        assert!(eval(py, "len").cast::<PyCFunction>().is_ok());
        #[cfg(not(Py_LIMITED_API))]
        assert!(eval(py, "lambda: 0")
            .cast::<pyo3::types::PyFunction>()
            .is_ok());
    });
}

#[test]
fn closures() {
    attached(|py| {
        struct Flag(std::sync::Arc<std::sync::atomic::AtomicUsize>);
        impl Drop for Flag {
            fn drop(&mut self) {
                self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            }
        }
        let drops = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
        let flag = Flag(drops.clone());
        let closure =
            move |args: &Bound<'_, PyTuple>, kwargs: Option<&Bound<'_, PyDict>>| -> PyResult<i64> {
                let _keep = &flag;
                let first: i64 = args.get_item(0)?.extract()?;
                Ok(first + kwargs.map_or(0, |kwargs| kwargs.len() as i64))
            };
        let function = PyCFunction::new_closure(py, None, Some(c"Adds."), closure).unwrap();
        assert_eq!(shown(function.getattr("__name__")), "'pyo3-closure'");
        assert_eq!(shown(function.getattr("__doc__")), "'Adds.'");
        assert_eq!(shown(function.call1((41,))), "41");
        let kwargs = PyDict::new(py);
        kwargs.set_item("x", 1).unwrap();
        assert_eq!(shown(function.call((41,), Some(&kwargs))), "42");
        assert_eq!(
            shown(function.call0()),
            "! IndexError: tuple index out of range"
        );
        drop(function);
        assert_eq!(
            drops.load(std::sync::atomic::Ordering::Relaxed),
            1,
            "the closure goes with its function"
        );
        let nothing = PyCFunction::new_closure(py, Some(c"n"), None, |_, _| ()).unwrap();
        assert_eq!(shown(nothing.call0()), "None");
        let panics =
            PyCFunction::new_closure(py, Some(c"p"), None, |_, _| -> i32 { panic!("oh no") })
                .unwrap();
        let names = PyDict::new(py);
        names.set_item("p", panics).unwrap();
        let code = c"
try:
    p()
except BaseException as error:
    seen = type(error).__name__ + ': ' + str(error)
";
        py.run(code, Some(&names), None).unwrap();
        assert_eq!(
            names.get_item("seen").unwrap().unwrap().to_string(),
            "PanicException: oh no"
        );
    });
}

#[test]
fn classes() {
    attached(|py| {
        let code = "class Outer:\n    class Inner(int): pass\nInner = Outer.Inner\nOuter.__module__ = Inner.__module__ = 'place'";
        let inner = object(py, code, "Inner").cast_into::<PyType>().unwrap();
        assert_eq!(inner.name().unwrap(), "Inner");
        assert_eq!(inner.qualname().unwrap(), "Outer.Inner");
        assert_eq!(inner.module().unwrap(), "place");
        assert_eq!(inner.fully_qualified_name().unwrap(), "place.Outer.Inner");
        assert_eq!(
            py.get_type::<PyInt>().fully_qualified_name().unwrap(),
            "int"
        );
        assert!(
            inner.is_subclass_of::<PyInt>().unwrap() && !inner.is_subclass_of::<PyList>().unwrap()
        );
        assert!(inner.is_subclass(&eval(py, "(str, int)")).unwrap());
        assert!(error(inner.is_subclass(&eval(py, "1")))
            .starts_with("TypeError: issubclass() arg 2 must be a class"));
        assert_eq!(inner.bases().to_string(), "(<class 'int'>,)");
        assert_eq!(inner.mro().len(), 3);
        assert!(unsafe { PyType::from_borrowed_type_ptr(py, inner.as_type_ptr()) }.is(&inner));
        assert!(PyType::new::<PyInt>(py).is(py.get_type::<PyInt>()));
        assert!(
            eval(py, "type").cast::<PyType>().is_ok() && eval(py, "1").cast::<PyType>().is_err()
        );
    });
}

#[test]
fn code_objects() {
    attached(|py| {
        let code = PyCode::compile(py, c"a + 1", c"<here>", PyCodeInput::Eval).unwrap();
        let names = PyDict::new(py);
        assert_eq!(
            error(code.run(Some(&names), None)),
            "NameError: name 'a' is not defined"
        );
        names.set_item("a", 41).unwrap();
        assert_eq!(shown(code.run(Some(&names), None)), "42");
        let locals = PyDict::new(py);
        locals.set_item("a", 1).unwrap();
        assert_eq!(shown(code.run(Some(&names), Some(&locals))), "2");
        let statements =
            PyCode::compile(py, c"b = len('abc')", c"<here>", PyCodeInput::File).unwrap();
        assert_eq!(shown(statements.run(Some(&names), None)), "None");
        assert_eq!(names.get_item("b").unwrap().unwrap().to_string(), "3");
        statements.run(None, None).unwrap();
        assert_eq!(
            py.import("__main__")
                .unwrap()
                .getattr("b")
                .unwrap()
                .to_string(),
            "3"
        );
        assert!(
            error(PyCode::compile(py, c"1 +", c"<here>", PyCodeInput::Eval))
                .starts_with("SyntaxError")
        );
    });
}

#[test]
fn tracebacks_and_frames() {
    attached(|py| {
        let fault = py
            .run(c"def f():\n    raise ValueError('x')\nf()", None, None)
            .unwrap_err();
        let text = fault.traceback(py).unwrap().format().unwrap();
        assert_eq!(
            text,
            "Traceback (most recent call last):\n  File \"<string>\", line 3, in <module>\n  File \"<string>\", line 2, in f\n"
        );
        assert!(PyRuntimeError::new_err("new").traceback(py).is_none());
        #[cfg(not(Py_LIMITED_API))]
        {
            use pyo3::types::PyFrame;
            let frame = PyFrame::new(py, c"file.rs", c"function", 42).unwrap();
            assert!(frame.line_number() >= 42 && frame.outer().is_none());
            assert_eq!(shown(frame.code().getattr("co_filename")), "'file.rs'");
            let traceback = pyo3::types::PyTraceback::new(py, None, frame.clone(), 0, 42).unwrap();
            assert!(traceback
                .format()
                .unwrap()
                .contains("File \"file.rs\", line 42, in function"));
            assert!(frame.globals().contains("__builtins__").is_ok());
            let code = "import sys\ndef inner():\n    local = 7\n    return sys._getframe()\ndef outer(): return inner()\nframe = outer()";
            let frame = object(py, code, "frame").cast_into::<PyFrame>().unwrap();
            assert_eq!(shown(frame.locals().get_item("local")), "7");
            assert!(
                frame.globals().contains("inner").unwrap()
                    && frame.builtins().contains("len").unwrap()
            );
            #[cfg(Py_3_12)]
            assert_eq!(
                shown(frame.var(c"local")) + &error(frame.var(c"x")),
                "7NameError: variable 'x' does not exist"
            );
        }
    });
}
