"""Arguments and results that cannot be converted: rustc says so once for each, at the type."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import case_build
import casefile

SOURCE = """
use pyo3::prelude::*;
struct No;

#[pyfunction]
fn one(a: No) {} //~ No
#[pyfunction]
fn many(a: i32, b: i32, c: i32, d: i32, e: No) {} //~ No
#[pyfunction]
fn reference(a: &No) {} //~ &No
#[pyfunction]
fn option(a: Option<No>) {} //~ Option<No>
#[pyfunction]
fn list(a: Vec<No>) {} //~ Vec<No>
#[pyfunction]
fn result() -> No { No } //~ No

#[pyclass]
struct Class;

#[pymethods]
impl Class {
    #[new]
    fn new(a: No) -> Self { Class } //~ No
    fn method(&self, a: No) {} //~ No
    #[setter]
    fn set_x(&self, a: No) {} //~ No
    fn __add__(&self, a: No) -> i32 { 1 } //~ No
}

#[pyfunction]
fn class_by_value(a: Class) {} //~ Class
"""


def test_once_and_at_the_type(tmp_path: Path) -> None:
    case = casefile.Case(Path("reject/spans.case"), "", {"source": SOURCE})
    library, broken = case_build.compile_cases({"spans": case}, tmp_path, sys.executable)
    assert library is None
    found = re.findall(r"^error[^\n]*\n *--> \S*spans\.rs:(\d+):(\d+)$", broken["spans"], re.MULTILINE)
    wanted: dict[int, list[int]] = {}
    for number, line in enumerate(SOURCE.splitlines(), 1):
        code, mark, token = line.partition(" //~ ")
        if mark:
            pattern = rf"(?<![\w<]){re.escape(token)}(?!\w)"
            wanted[number] = [match.start() + 1 for match in re.finditer(pattern, code)]
    assert sorted(int(line) for line, _ in found) == sorted(wanted)
    for line, column in found:
        assert int(column) in wanted[int(line)], f"{line}:{column}"


PYTHON_ENUM = """
use pyo3::prelude::*;
#[pyclass(python_enum = "Enum")]
#[derive(Clone)]
enum Size { Small }
#[pymethods]
impl Size { fn grow(&mut self) {} }
#[pyfunction]
fn change(size: &mut Size) {}
"""


def test_nothing_of_a_python_enum_can_be_changed(tmp_path: Path) -> None:
    case = casefile.Case(Path("reject/change.case"), "", {"source": PYTHON_ENUM})
    _, broken = case_build.compile_cases({"change": case}, tmp_path, sys.executable)
    for text in (
        "`Size` is not a Python class whose instances hold a value",
        "an enum with `python_enum` is Python's: there is nothing to borrow or to change",
        "Methods take `&self` or `&Bound<Self>`, functions `Size` or `&Size`",
    ):
        assert text in broken["change"]
