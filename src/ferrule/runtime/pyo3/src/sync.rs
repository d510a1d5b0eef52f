//! Cells and locks that do not deadlock against the interpreter: whoever waits does so detached.
//!
//! Cells are in [`once`], extensions of the standard library's locks in [`ext`], of other crates' in `locks`, Python's own per-object locks in
//! [`critical_section`].

use crate::instance::{Bound, Py};
use crate::marker::Python;
use crate::types::PyString;

pub mod critical_section;
mod ext;
#[cfg(feature = "lock_api")]
mod locks;
mod once;

pub use critical_section::{with_critical_section, with_critical_section2};
pub use ext::{MutexExt, OnceExt, OnceLockExt, RwLockExt};
pub use once::PyOnceLock;

/// The former name of [`PyOnceLock`].
pub type GILOnceCell<T> = PyOnceLock<T>;

/// A text that becomes an interned `str` on first use. Made by [`intern!`](crate::intern).
#[doc(hidden)]
pub struct Interned(&'static str, PyOnceLock<Py<PyString>>);

impl Interned {
    /// Without its `str`.
    pub const fn new(value: &'static str) -> Self {
        Interned(value, PyOnceLock::new())
    }

    /// The text itself.
    pub(crate) fn text(&self) -> &'static str {
        self.0
    }

    /// The `str`.
    #[inline]
    pub fn get<'py>(&self, py: Python<'py>) -> &Bound<'py, PyString> {
        match self.1.get(py) {
            Some(made) => made.bind(py),
            None => self.make(py),
        }
    }

    /// Not inlined: users' crates need no copy of it.
    #[cold]
    #[inline(never)]
    fn make<'py>(&self, py: Python<'py>) -> &Bound<'py, PyString> {
        self.1
            .get_or_init(py, || PyString::intern(py, self.0).unbind())
            .bind(py)
    }
}

/// The interned `str` of a text literal, made on first use and kept: for attribute names and dict keys that are needed
/// again and again.
#[macro_export]
macro_rules! intern {
    ($py:expr, $text:expr) => {{
        static INTERNED: $crate::sync::Interned = $crate::sync::Interned::new($text);
        INTERNED.get($py)
    }};
}
