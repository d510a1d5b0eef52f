//! An interpreter that ends before the process does. One test: it has the process to itself.
#![allow(clippy::undocumented_unsafe_blocks)] // what is tested is safe by the lines above it

use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyList};

#[test]
fn what_outlives_an_embedded_interpreter_can_be_dropped() {
    // SAFETY: what comes out is dropped and not used; no other thread knows the interpreter.
    let (list, buffer) = unsafe {
        pyo3::with_embedded_python_interpreter(|py| {
            assert!(Python::attach(|py| py.version_info() >= (3, 9)));
            py.detach(|| Python::attach(|py| py.import("json").map(drop)))
                .unwrap();
            let buffer =
                pyo3::buffer::PyBuffer::<u8>::get(PyBytes::new(py, b"abc").as_any()).unwrap();
            (PyList::new(py, [1, 2]).unwrap().unbind(), buffer)
        })
    };
    let running = || unsafe { ffi::Py_IsInitialized() } != 0;
    assert!(!running());
    drop(buffer);
    std::thread::spawn(move || drop(list)).join().unwrap();
    assert!(!running(), "nothing starts it again");
    assert!(Python::try_attach(|_| ()).is_none() && !running());
    let again = || unsafe { pyo3::with_embedded_python_interpreter(|_| ()) };
    assert!(
        std::panic::catch_unwind(again).is_err(),
        "classes of Rust are made once"
    );
}
