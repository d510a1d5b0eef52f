//! The C API of CPython, under the name that crates know it by when they use nothing else of PyO3.
#![no_std]

pub use pyo3::ffi::*;
