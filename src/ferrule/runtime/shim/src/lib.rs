//! The procedural macros behind `#[pyfunction]`, `#[pyclass]`, `#[pymethods]`, `#[pymodule]` and the conversion derives.
//!
//! Nothing is decided here. Every macro sends its tokens as text to Ferrule's expander, a Python process, and builds its
//! output from the answer: byte ranges to cut from the item, glue to put after it, errors to report at a range.
//!
//! * `flatten`: tokens to text, and byte ranges of that text back to tokens.
//! * `glue`: the answer to tokens (`__at!`, `__on!`, `compile_error!`).
//! * `wire`: frames, and the questions and answers made of them.
//! * `kept`: answers of earlier builds.
//! * `expander`: where the Python process is, how it is started and kept.

#![forbid(unsafe_code)]

mod expander;
mod flatten;
mod glue;
mod kept;
mod wire;

extern crate proc_macro;

use proc_macro::TokenStream;

/// Makes a Rust function callable from Python.
#[proc_macro_attribute]
pub fn pyfunction(attr: TokenStream, item: TokenStream) -> TokenStream {
    glue::expand("pyfunction", attr, item)
}

/// Makes a struct or an enum a Python class.
#[proc_macro_attribute]
pub fn pyclass(attr: TokenStream, item: TokenStream) -> TokenStream {
    glue::expand("pyclass", attr, item)
}

/// Makes the functions of an `impl` block methods, properties and attributes of a Python class.
#[proc_macro_attribute]
pub fn pymethods(attr: TokenStream, item: TokenStream) -> TokenStream {
    glue::expand("pymethods", attr, item)
}

/// Makes a module, or a function that fills one, a Python module.
#[proc_macro_attribute]
pub fn pymodule(attr: TokenStream, item: TokenStream) -> TokenStream {
    glue::expand("pymodule", attr, item)
}

/// Implements the conversion from a Python object, field by field or variant by variant.
#[proc_macro_derive(FromPyObject, attributes(pyo3))]
pub fn derive_from_py_object(item: TokenStream) -> TokenStream {
    glue::derive("derive:FromPyObject", item)
}

/// Implements the conversion of a value into a Python object.
#[proc_macro_derive(IntoPyObject, attributes(pyo3))]
pub fn derive_into_py_object(item: TokenStream) -> TokenStream {
    glue::derive("derive:IntoPyObject", item)
}

/// Implements the conversion of a reference into a Python object.
#[proc_macro_derive(IntoPyObjectRef, attributes(pyo3))]
pub fn derive_into_py_object_ref(item: TokenStream) -> TokenStream {
    glue::derive("derive:IntoPyObjectRef", item)
}
