"""Plain Rust, as newcomers write it: what crosses without an attribute, and what is said of the rest."""

from __future__ import annotations

import pytest
from program_rig import Program

BREADTH = """
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt;

type Grid = Vec<Vec<i32>>;
type Outcome<T> = std::result::Result<T, Failure>;

#[derive(Debug)]
pub enum Failure { Empty }
impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result { write!(f, "nothing there") }
}
impl std::error::Error for Failure {}
#[derive(Debug)]
pub struct Bare(i64);
pub struct Silent;

pub const LIMIT: i64 = 10;
pub const NAME: &str = "plain";
const HIDDEN: i64 = 1;

pub fn words(text: &str) -> HashMap<&str, usize> {
    let mut counts = HashMap::new();
    for word in text.split(' ') { *counts.entry(word).or_insert(0) += 1; }
    counts
}
pub fn first<'a>(text: &'a str, separator: &str) -> &'a str { text.split(separator).next().unwrap_or("") }
pub fn split(text: &str) -> Vec<&str> { text.split(',').collect() }
pub fn upper(texts: Vec<&str>) -> Vec<String> { texts.iter().map(|text| text.to_uppercase()).collect() }
pub fn cow(text: &str) -> std::borrow::Cow<'_, str> { text.into() }
pub fn hist(data: &[u8]) -> BTreeMap<u8, u64> {
    let mut counts = BTreeMap::new();
    for byte in data { *counts.entry(*byte).or_default() += 1; }
    counts
}
pub fn grid(cells: Grid) -> usize { cells.len() + cells[0].len() }
pub fn unique(numbers: Vec<i64>) -> HashSet<i64> { numbers.into_iter().collect() }
pub fn extremes(numbers: &[(f64, f64)]) -> Option<(f64, f64)> { numbers.first().copied() }
pub fn there(path: &std::path::Path) -> bool { path.exists() }
pub const fn twice(x: [i64; 2]) -> i64 { x[0] + x[1] + HIDDEN }

pub fn parse(text: &str) -> Result<i64, std::num::ParseIntError> { text.parse() }
pub fn boxed(text: &str) -> Result<f64, Box<dyn std::error::Error>> { Ok(text.parse::<f64>()?) }
pub fn read(path: &str) -> std::io::Result<String> { std::fs::read_to_string(path) }
pub fn own(text: &str) -> Outcome<usize> { if text.is_empty() { Err(Failure::Empty) } else { Ok(1) } }
pub fn bare() -> Result<(), Bare> { Err(Bare(3)) }
pub fn silent() -> Result<(), Silent> { Err(Silent) }
pub fn constant() -> Result<(), &'static str> { Err("no") }

fn main() { println!("{}", twice([1, 2])); }

#[cfg(test)]
mod tests {
    #[test]
    fn works() { assert_eq!(super::twice([1, 2]), 4); }
}
"""


def test_breadth(program: Program) -> None:
    program.write("plain.rs", BREADTH)
    code = """
import plain
print(plain.LIMIT, plain.NAME, hasattr(plain, "HIDDEN"), hasattr(plain, "main"))
print(plain.words("a b a") == {"a": 2, "b": 1}, plain.first("x-y", "-"), plain.split("a,b"))
print(plain.upper(["a"]), plain.cow("c"), plain.hist(b"aab"), plain.grid([[1, 2]]), plain.unique([1, 1]))
print(plain.extremes([(1, 2)]))
print(plain.extremes([]), plain.there("/"), plain.twice((1, 2)))
for call in (
    lambda: plain.parse("x"), lambda: plain.boxed("x"), lambda: plain.read("/none"), lambda: plain.own(""),
    plain.bare, plain.silent, plain.constant,
):
    try: call()
    except Exception as error: print(type(error).__name__, error)
"""
    assert program.python(code).splitlines() == [
        "10 plain False False",
        "True x ['a', 'b']",
        "['A'] c {97: 2, 98: 1} 3 {1}",
        "(1.0, 2.0)",
        "None True 4",
        "ValueError invalid digit found in string",
        "ValueError invalid float literal",
        "FileNotFoundError No such file or directory (os error 2)",
        "ValueError nothing there",
        "ValueError Bare(3)",
        "ValueError plain::Silent",
        "ValueError no",
    ]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("pub fn f<T>(x: T) {}", "`f` is generic; write one for a type, such as f64, that calls it"),
        ("pub async fn f() {}", "`f` is `async`"),
        ('pub extern "C" fn f() {}', "`f` is `extern`"),
        (
            "pub fn f(v: &mut Vec<i64>) {}",
            "`f` takes `v: &mut Vec<i64>`, which would change a copy; take the value",
        ),
        ("pub struct P;\npub fn f(p: &P) {}", "`f` takes `p: &P`, and `P` has no #[pyclass]"),
        ("pub struct P;\npub fn f() -> Vec<P> { vec![] }", "`f` returns `Vec<P>`, and `P` has no #[pyclass]"),
        ("pub fn f(x: impl Fn()) {}", "`f` takes `x: impl Fn()`, which is not one type; name the type"),
        ("pub fn f(x: fn()) {}", "`f` takes `x: fn()`, which is not a plain type"),
        ("fn f() {}\nfn main() {}", "`f` must be `pub`"),
    ],
)
def test_what_is_not_plain_is_told_why(program: Program, text: str, why: str) -> None:
    program.write("plain.rs", text)
    done = program.run("-c", "import ferrule.hook, plain")
    assert f"ImportError: plain.rs has nothing that can be exported to Python: {why}" in done.stderr
    assert done.stderr.rstrip().endswith("or use #[pyfunction].")


def test_what_is_left_out_is_said_when_it_is_compiled(program: Program) -> None:
    program.write("plain.rs", "pub fn f<T>(_x: T) {}\npub fn g() {}\n")
    said = "ferrule: warning: `f` of plain.rs is not exported: it is generic; "
    for count in (1, 0):
        done = program.run("-c", "import ferrule.hook, plain; print(dir(plain)[-1])")
        assert done.stdout == "g\n"
        assert done.stderr.count(said) == count


def test_a_crate_that_is_not_there(program: Program) -> None:
    program.write("plain.rs", "use regex::Regex;\npub fn f() {}\n")
    done = program.run("-c", "import ferrule.hook, plain")
    assert "unresolved import `regex`" in done.stderr
    assert "cargo add" not in done.stderr
    assert "= help: name the crate in a comment at the file's beginning: `//! [dependencies]`" in done.stderr
