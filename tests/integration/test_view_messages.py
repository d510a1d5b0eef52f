"""Fields that have no live view, and packed ones: rustc says so at the field's type, in words of ours."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import case_build
import casefile

SOURCE = """
use pyo3::prelude::*;
#[pyclass] struct Plain {}
#[pyclass(view)] struct Live {}
struct Odd;
#[pyclass(frozen)] struct A { #[pyo3(get(view))] in_frozen: Live }
#[pyclass] struct B {
    #[pyo3(get(view))] plain: Plain,
    #[pyo3(get(view))] odd: Vec<Odd>,
    #[pyo3(get(view))] number: i64,
}
"""
PACKED = """
use pyo3::prelude::*;
#[pyclass(view)] struct Live { n: i64 }
#[pyclass] #[repr(packed)] struct C { a: u8, #[pyo3(get(view))] live: Live }
"""


def messages(source: str, folder: Path) -> str:
    case = casefile.Case(Path("reject/views.case"), "", {"source": source})
    library, broken = case_build.compile_cases({"views": case}, folder, sys.executable)
    assert library is None
    return broken["views"]


def test_every_error_names_the_type(tmp_path: Path) -> None:
    text = messages(SOURCE, tmp_path)
    found = re.findall(r"^error\S*: ([^\n]*)\n *--> \S*views\.rs:(\d+):", text, re.MULTILINE)
    assert {(message, int(line)) for message, line in found} == {
        ("`Live` has no live view", 6),
        ("`Plain` has no live view", 8),
        ("`Vec<Odd>` has no live view", 9),
        ("`i64` has no live view", 10),
    }
    assert "add `view` to the `#[pyclass]` of `Plain`, or write `get` for a copy" in text


def test_a_packed_field_is_refused(tmp_path: Path) -> None:
    assert "reference to field of packed struct is unaligned" in messages(PACKED, tmp_path)
