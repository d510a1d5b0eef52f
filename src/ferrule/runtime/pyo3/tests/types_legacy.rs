//! Names of earlier versions of the API.

mod types_support;

use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFrozenSet, PyInt, PyList, PyLong, PySet, PyTuple};
use types_support::error;

#[test]
fn names_that_were_replaced_still_work() {
    pyo3::prepare_freethreaded_python();
    let sum = Python::with_gil(|py| -> PyResult<i64> {
        let object: PyObject = py.eval_bound("[1, 2, 3]", None, None)?.unbind();
        let list = object.downcast_bound::<PyList>(py)?;
        let numbers: Vec<i64> = list
            .iter()
            .map(|item| item.extract())
            .collect::<PyResult<_>>()?;
        let sum = py.allow_threads(|| numbers.iter().sum());
        let item = list.get_item(0)?;
        assert!(item.downcast::<PyInt>().is_ok() && item.downcast_exact::<PyLong>().is_ok());
        assert!(
            item.downcast::<PyBool>().is_err()
                && item.clone().downcast_into_exact::<PyBool>().is_err()
        );
        let refused = item.downcast_into::<PyDict>().map_err(PyErr::from);
        assert_eq!(
            error(refused),
            "TypeError: 'int' object is not an instance of 'dict'"
        );
        assert!(py.import_bound("sys")?.hasattr("path")?);
        let code: &std::ffi::CStr = pyo3::ffi::c_str!("y = 2");
        py.run(code, None, None)?;
        py.run_bound("x = 1", Some(&PyDict::new_bound(py)), None)?;
        assert_eq!(
            error(py.run_bound("\0", None, None)).split(':').next(),
            Some("ValueError")
        );
        let pair = PyTuple::new_bound(py, ["a", "b"]);
        let four = PyList::new_bound(py, pair.iter().chain(&pair).collect::<Vec<_>>());
        let both = (
            PySet::new_bound(py, &four),
            PyFrozenSet::new_bound(py, [1, 1]),
        );
        assert_eq!(
            (pair.len(), four.len(), both.0.len(), both.1.len()),
            (2, 4, 2, 1)
        );
        assert!(std::panic::catch_unwind(|| PySet::new_bound(py, [PyDict::new(py)])).is_err());
        static CELL: pyo3::sync::GILOnceCell<i32> = pyo3::sync::GILOnceCell::new();
        assert_eq!(*CELL.get_or_init(py, || 7), 7);
        let module = PyModule::from_code_bound(py, "a = 5", "a.py", "legacy_a")?;
        assert_eq!(module.getattr("a")?.extract::<i32>()?, 5);
        Ok(sum)
    });
    assert_eq!(sum.unwrap(), 6);
}
