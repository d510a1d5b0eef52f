//! Where in a nested argument a conversion failed: `[17]['key']`, gathered on the error's way out.
//!
//! Successful conversions pay nothing. The text is kept apart from the exception, which stays as PyO3 makes it; who
//! knows the argument's name takes it with [`PyErr::take_path`] and adds it as a note.

use super::PyErr;
use crate::instance::{Borrowed, Bound};
use crate::types::PyAny;

impl PyErr {
    /// The failing value was item `index` of what is being converted.
    #[cold]
    pub(crate) fn at_index(self, index: usize) -> PyErr {
        self.under(&format!("[{index}]"))
    }

    /// The failing value was stored under `key` in what is being converted.
    #[cold]
    pub(crate) fn at_key(self, key: &Bound<'_, PyAny>) -> PyErr {
        self.under(&format!("[{}]", short_repr(key.as_borrowed())))
    }

    /// Puts one step before those that the error already carries.
    #[cold]
    pub(crate) fn under(mut self, step: &str) -> PyErr {
        self.0.path.insert_str(0, step);
        self
    }

    /// The steps from the argument to the failing value; empty if that was the argument itself.
    pub(crate) fn take_path(&mut self) -> String {
        core::mem::take(&mut self.0.path)
    }
}

/// `repr(key)`, cut where it is too long to help.
fn short_repr(key: Borrowed<'_, '_, PyAny>) -> String {
    const LIMIT: usize = 60;
    let text = format!("{:?}", *key);
    match text.char_indices().nth(LIMIT) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
