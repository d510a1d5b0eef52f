//! A library that is a package's `__init__`: what a module of its own name inside that package would be, it is itself.
//!
//! maturin puts a library `fast` at `fast/fast.so`, behind a file that re-exports it, and code out there imports
//! `fast.fast`. Ferrule installs the library as the package; the second name leads to the same module.

use crate::err::PyResult;
use crate::instance::Borrowed;
use crate::types::{PyAnyMethods, PyDictMethods, PyModule, PyModuleMethods, PyStringMethods};
use crate::{ffi, intern};

/// Enters `module` in `sys.modules` under `<name>.<name>`, unless something has that name, if it is a top-level package.
///
/// # Errors
/// If `sys.modules` cannot be changed.
pub(super) fn enter_twice(module: &Borrowed<'_, '_, PyModule>) -> PyResult<()> {
    let py = module.py();
    if !module.dict().contains(intern!(py, "__path__"))? {
        return Ok(());
    }
    let name = module.name()?;
    let name = name.to_cow()?;
    if name.contains('.') {
        return Ok(());
    }
    // SAFETY: attached; the interpreter's own dict, alive as long as it.
    let modules = unsafe { Borrowed::from_ptr(py, ffi::PyImport_GetModuleDict()) };
    let second = format!("{name}.{name}");
    if !modules.contains(&second)? {
        modules.set_item(second, *module)?;
    }
    Ok(())
}
