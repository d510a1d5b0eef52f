//! `py_run!`: a few lines of Python inside a Rust function, for tests and examples.

use std::ffi::CString;

use crate::instance::Bound;
use crate::marker::Python;
use crate::types::PyDict;

/// Runs Python statements with variables of the Rust function.
///
/// `py_run!(py, a b, "assert a == b")` takes the variables by name, each convertible by reference;
/// `py_run!(py, *dict, "...")` takes them from a `Bound<PyDict>`. Common indentation is taken off.
///
/// # Panics
/// If the code raises, after printing the traceback.
#[macro_export]
macro_rules! py_run {
    ($py:expr, *$locals:expr, $code:expr $(,)?) => {
        $crate::glue::run_snippet($py, &$locals, $code)
    };
    ($py:expr, $($value:ident)+, $code:expr $(,)?) => {{
        use $crate::IntoPyObject as _;
        let locals = $crate::types::PyDict::new($py);
        $(
            // A method call, so that values that are `Copy` need no conversion by reference.
            let ::core::result::Result::Ok(object) = (&$value).into_pyobject($py) else {
                ::core::panic!(::core::concat!("`", ::core::stringify!($value), "` cannot be made a Python object"));
            };
            $crate::types::PyDictMethods::set_item(&locals, ::core::stringify!($value), object)
                .expect("a dict takes any text as a key");
        )+
        $crate::glue::run_snippet($py, &locals, $code)
    }};
}

/// What [`py_run!`](crate::py_run) does once the variables are collected.
///
/// # Panics
/// If the code has a NUL inside or raises.
pub fn run_snippet(py: Python<'_>, locals: &Bound<'_, PyDict>, code: &str) {
    let code = dedent(code);
    let text = CString::new(code.as_str()).expect("Python code cannot hold a NUL");
    if let Err(error) = py.run(&text, None, Some(locals)) {
        error.print(py);
        panic!("{code}");
    }
}

/// The code without the indentation that all its lines share; lines of blanks only do not count.
fn dedent(code: &str) -> String {
    let blank = |line: &&str| line.trim().is_empty();
    let indent = |line: &str| line.len() - line.trim_start().len();
    // The first line follows the opening quote, unless the code begins on the next.
    let skipped = usize::from(code.lines().next().is_some_and(|first| indent(first) == 0));
    let shared = code
        .lines()
        .skip(skipped)
        .filter(|line| !blank(line))
        .map(indent)
        .min()
        .unwrap_or(0);
    code.lines()
        .enumerate()
        .map(|(number, line)| {
            if number < skipped {
                line
            } else {
                line.get(shared..).unwrap_or("")
            }
        })
        .collect::<Vec<_>>()
        .join("\n")
}

#[cfg(test)]
mod tests {
    use super::dedent;

    #[test]
    fn shared_indentation_is_taken_off() {
        assert_eq!(dedent("a = 1"), "a = 1");
        assert_eq!(
            dedent("\n    if a:\n        b\n\n    c\n    "),
            "\nif a:\n    b\n\nc\n"
        );
        assert_eq!(dedent("a\n    b\n    c"), "a\nb\nc");
    }
}
