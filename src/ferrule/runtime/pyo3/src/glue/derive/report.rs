//! Why no variant of an enum fits: one line for each, written when somebody asks.

use std::fmt::Write;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::Failure;
use crate::err::{PyErr, PyErrArguments};
use crate::exceptions::PyTypeError;
use crate::instance::Py;
use crate::marker::Python;
use crate::types::PyAny;

/// One variant: its name, and the name that messages use for it.
pub type Variant = (&'static str, &'static str);

/// That no variant of the enum `name` fits, with what each had against it.
#[cold]
pub fn no_variant<const N: usize>(
    name: &'static str,
    variants: &'static [Variant; N],
    failures: [Failure; N],
) -> PyErr {
    let waiting = WAITING.fetch_add(1, Ordering::Relaxed);
    let report = NoVariant {
        name,
        variants,
        failures: failures.into(),
    };
    if waiting < MAX_WAITING {
        return PyTypeError::new_err(report);
    }
    PyTypeError::new_err(Python::attach(|py| report.text(py)))
}

/// Reports that are still to be written.
static WAITING: AtomicUsize = AtomicUsize::new(0);

/// Reports may hold others, as deep as values are nested; writing or dropping such a nest takes stack. With this many
/// waiting, the next one is written at once.
const MAX_WAITING: usize = 16;

struct NoVariant {
    name: &'static str,
    variants: &'static [Variant],
    failures: Vec<Failure>,
}

impl Drop for NoVariant {
    fn drop(&mut self) {
        WAITING.fetch_sub(1, Ordering::Relaxed);
    }
}

impl NoVariant {
    fn text(&self, py: Python<'_>) -> String {
        let shown: Vec<&str> = self.variants.iter().map(|(_, shown)| *shown).collect();
        let mut text = format!(
            "failed to extract enum {} ('{}')",
            self.name,
            shown.join(" | ")
        );
        for ((name, shown), failure) in self.variants.iter().zip(&self.failures) {
            // Writing to a String cannot fail.
            let _ = write!(text, "\n- variant {name} ({shown}): ");
            if let Some(field) = failure.field {
                let place = field.place;
                let _ = write!(
                    text,
                    "TypeError: failed to extract field {place}, caused by "
                );
            }
            let _ = write!(text, "{}", failure.error);
            causes(py, &failure.error, &mut text);
        }
        text
    }
}

impl PyErrArguments for NoVariant {
    fn arguments(self, py: Python<'_>) -> Py<PyAny> {
        self.text(py).arguments(py)
    }
}

/// Adds the causes of an exception. A chain may be a ring, so it is followed only so far.
fn causes(py: Python<'_>, error: &PyErr, text: &mut String) {
    const LIMIT: usize = 30;
    let mut next = error.cause(py);
    for _ in 0..LIMIT {
        let Some(cause) = next else { break };
        // Writing to a String cannot fail.
        let _ = write!(text, ", caused by {cause}");
        next = cause.cause(py);
    }
}
