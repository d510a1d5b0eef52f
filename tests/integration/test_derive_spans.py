"""Types and functions that derives cannot use: rustc's errors stand at the user's own tokens."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import case_build
import casefile
import pytest

SOURCE = """
use pyo3::prelude::*;
use std::borrow::Cow;
struct No;

fn text(_: &Bound<'_, PyAny>) -> PyResult<String> { todo!() }
fn number(_: i64) -> PyResult<i64> { todo!() }
fn into(_: Cow<'_, String>, _: Python<'_>) -> PyResult<Bound<'static, PyAny>> { todo!() }

#[derive(FromPyObject)]
struct Reads {
    attribute: No, //~ No
    #[pyo3(item)]
    item: Vec<No>, //~ Vec<No>
    #[pyo3(item(1), default)]
    key: No, //~ No
    #[pyo3(default = "x")] //~ "x"
    default: String,
    #[pyo3(from_py_with = text)] //~ text
    by: i64,
    #[pyo3(from_py_with = number)] //~ number
    by_other: i64,
}

#[derive(FromPyObject)]
struct ReadsElements(
    i64,
    No, //~ No
);

#[derive(FromPyObject)]
enum ReadsVariants {
    Whole(No), //~ No
    Named {
        a: No, //~ No
    },
}

#[derive(FromPyObject)]
struct ReadsBorrowed<'a>(
    Vec<&'a str>, //~ Vec<&'a str>
);

#[derive(IntoPyObject)]
struct Writes {
    value: No, //~ No
    #[pyo3(item(1))]
    key: No, //~ No
    #[pyo3(into_py_with = into)] //~ into
    by: i64,
}

#[derive(IntoPyObject)]
struct WritesWhole(
    No, //~ No
);

#[derive(IntoPyObjectRef)]
struct WritesWholeByRef(
    No, //~ No
);

#[derive(IntoPyObjectRef)]
enum WritesVariants {
    Whole(No), //~ No
    Tuple(i64, No), //~ No
}
"""


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[int, int]]:
    """Line and column of every error."""
    case = casefile.Case(Path("reject/spans.case"), "", {"source": SOURCE})
    folder = tmp_path_factory.mktemp("spans")
    library, broken = case_build.compile_cases({"spans": case}, folder, sys.executable)
    assert library is None
    places = re.findall(r"^error[^\n]*\n *--> \S*spans\.rs:(\d+):(\d+)$", broken["spans"], re.MULTILINE)
    return [(int(line), int(column)) for line, column in places]


def expected() -> dict[int, tuple[int, int]]:
    """By line, the columns where the token begins and ends that is named behind `//~`."""
    places = {}
    for number, line in enumerate(SOURCE.splitlines(), 1):
        code, mark, token = line.partition(" //~ ")
        if mark:
            begin = code.rindex(token)
            places[number] = (begin + 1, begin + len(token))
    return places


def test_every_error_is_at_its_token(found: list[tuple[int, int]]) -> None:
    lines = expected()
    assert {line for line, _ in found} == set(lines)
    for line, column in found:
        begin, end = lines[line]
        assert begin <= column <= end, f"{line}:{column}"
