//! Where `print!` and its kin go in sources that are imported, and where panics are reported: to `sys.stdout` and
//! `sys.stderr` where something has taken their place (a notebook, pytest, `contextlib.redirect_stdout`).
//!
//! Python is not called while Rust code runs, which may hold a lock that another attached thread waits for. The text
//! is kept, and written by a pending call, which the interpreter makes as soon as the function has returned. Where
//! nothing has taken the place of the process's own streams, and on threads that are not attached, all is as in any
//! Rust program.

use core::ffi::{c_int, c_void};
use core::fmt;
use std::io::Write;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, Once, PoisonError};

use crate::exceptions::PyException;
use crate::ffi;
use crate::gil;
use crate::instance::Py;
use crate::marker::Python;
use crate::types::{PyAny, PyAnyMethods};

/// Bytes that are kept for one round of writing; what goes beyond is written by the process itself.
const LIMIT: usize = 1 << 24;

/// One of the two streams.
#[derive(Clone, Copy)]
pub enum Stream {
    /// Standard output.
    Out,
    /// Standard error.
    Err,
}

/// Texts that wait to be written, each with the object that stood for the stream when it was printed.
static WAITING: Mutex<Vec<(Py<PyAny>, String)>> = Mutex::new(Vec::new());
static SCHEDULED: AtomicBool = AtomicBool::new(false);

/// Prints a text, with a line end behind it if asked for.
///
/// # Panics
/// As std's `print!` does, when the process's own stream cannot be written.
pub fn print(stream: Stream, text: fmt::Arguments<'_>, line: bool) {
    let end = if line { "\n" } else { "" };
    if !keep(stream, || format!("{text}{end}")) {
        match stream {
            Stream::Out => {
                std::print!("{text}{end}");
                // Nobody flushes the last line of a library when the process ends.
                let _ = std::io::stdout().flush();
            }
            Stream::Err => std::eprint!("{text}{end}"),
        }
    }
}

/// From now on, panics are reported where this module prints. Only for crates whose panics unwind: no pending call is
/// made in a process that aborts.
pub fn report_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            let kept = keep(Stream::Err, || {
                let trace = std::backtrace::Backtrace::capture();
                match trace.status() {
                    std::backtrace::BacktraceStatus::Captured => format!("{info}\n{trace}\n"),
                    _ => format!("{info}\n"),
                }
            });
            if !kept {
                before(info);
            }
        }));
    });
}

/// Keeps a text for the object that stands for a stream; false where the process itself is to write it.
fn keep(stream: Stream, text: impl FnOnce() -> String) -> bool {
    if !gil::may_use_python() {
        return false;
    }
    // SAFETY: asked a moment ago.
    let py = unsafe { Python::assume_attached() };
    let Some(object) = replaced(py, stream) else {
        return false;
    };
    let text = text();
    let mut waiting = WAITING.lock().unwrap_or_else(PoisonError::into_inner);
    if waiting.iter().map(|(_, text)| text.len()).sum::<usize>() > LIMIT {
        return false;
    }
    if !SCHEDULED.swap(true, Ordering::AcqRel) {
        // SAFETY: the function is of the type that is wanted, and needs no argument.
        if unsafe { ffi::Py_AddPendingCall(Some(write_waiting), core::ptr::null_mut()) } != 0 {
            SCHEDULED.store(false, Ordering::Release);
            return false;
        }
    }
    match waiting.last_mut() {
        Some((last, kept)) if last.is(&object) => kept.push_str(&text),
        _ => waiting.push((object, text)),
    }
    true
}

/// What stands for a stream in place of the one that Python began with.
fn replaced(py: Python<'_>, stream: Stream) -> Option<Py<PyAny>> {
    let (now, first) = match stream {
        Stream::Out => (c"stdout", c"__stdout__"),
        Stream::Err => (c"stderr", c"__stderr__"),
    };
    // SAFETY: attached; both are borrowed references or null, and a new one is taken before any code runs.
    unsafe {
        let now = ffi::PySys_GetObject(now.as_ptr());
        let first = ffi::PySys_GetObject(first.as_ptr());
        if now.is_null() || now == first || now == ffi::Py_None() {
            return None;
        }
        Some(Py::from_borrowed_ptr(py, now))
    }
}

/// Writes what waits. An interruption is raised in the main thread, which makes this call; any other failure is
/// reported as one that nobody can catch.
extern "C" fn write_waiting(_: *mut c_void) -> c_int {
    // SAFETY: the interpreter makes pending calls on an attached thread.
    let py = unsafe { Python::assume_attached() };
    let _entry = gil::Entry::new(py);
    let texts = {
        let mut waiting = WAITING.lock().unwrap_or_else(PoisonError::into_inner);
        SCHEDULED.store(false, Ordering::Release);
        core::mem::take(&mut *waiting)
    };
    let mut failed = 0;
    for (stream, text) in texts {
        let stream = stream.bind(py);
        if let Err(error) = stream.call_method1("write", (text,)) {
            if error.is_instance_of::<PyException>(py) || failed != 0 {
                error.write_unraisable(py, Some(stream));
            } else {
                error.restore(py);
                failed = -1;
            }
        }
    }
    failed
}

/// `print!` and its kin as the roots that Ferrule makes define them.
#[doc(hidden)]
#[macro_export]
macro_rules! __ferrule_print {
    ($stream:ident, $line:literal $(,)?) => {
        $crate::glue::print($crate::glue::Stream::$stream, ::core::format_args!(""), $line)
    };
    ($stream:ident, $line:literal, $($text:tt)+) => {
        $crate::glue::print($crate::glue::Stream::$stream, ::core::format_args!($($text)+), $line)
    };
}

/// `dbg!`, likewise.
#[doc(hidden)]
#[macro_export]
macro_rules! __ferrule_dbg {
    () => {
        $crate::__ferrule_print!(Err, true, "[{}:{}:{}]", ::core::file!(), ::core::line!(), ::core::column!())
    };
    ($value:expr $(,)?) => {
        match $value {
            value => {
                $crate::__ferrule_print!(
                    Err, true, "[{}:{}:{}] {} = {:#?}",
                    ::core::file!(), ::core::line!(), ::core::column!(), ::core::stringify!($value), &value
                );
                value
            }
        }
    };
    ($($value:expr),+ $(,)?) => {
        ($($crate::__ferrule_dbg!($value)),+,)
    };
}
