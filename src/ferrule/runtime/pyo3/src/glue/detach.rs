//! `#[pyfunction(detach)]`: a body that runs while other Python threads do.

use crate::gil::DetachGuard;
use crate::marker::{Python, Ungil};

/// Runs a function detached from the interpreter; attaches again also when it panics.
///
/// What it is given and what it gives passes through [`detached`], which is where rustc judges it.
#[inline]
pub fn detach<R>(py: Python<'_>, body: impl FnOnce() -> R) -> R {
    let _guard = DetachGuard::new(py);
    body()
}

/// A value that goes into a detached body, or comes out of it.
#[inline(always)]
pub fn detached<T: Ungil>(value: T) -> T {
    value
}
