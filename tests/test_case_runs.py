"""The `run` sections of the case files, built together and run for real."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import case_build
import casefile
import pytest

from ferrule.toolchain.environment import find_all
from ferrule.toolchain.interpreters import this_interpreter

CASES = [
    case
    for case in map(casefile.read, casefile.listed())
    if "run" in case.sections and case.oldest_minor <= sys.version_info.minor
]


@pytest.fixture(scope="session")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> case_build.Outcome:
    return case_build.run_cases(CASES, tmp_path_factory.mktemp("cases"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_run(case: casefile.Case, outcome: case_build.Outcome) -> None:
    if case.name in outcome.errors:
        pytest.fail(outcome.errors[case.name], pytrace=False)


def test_run_in_a_large_crate(tmp_path: Path) -> None:
    """The same where functions share their entry points."""
    errors = case_build.run_cases(CASES, tmp_path, large=True).errors
    assert not errors, "\n\n".join(f"{name}\n{text}" for name, text in errors.items())


@pytest.mark.slow
@pytest.mark.parametrize("version", ["3.9", "3.10", "3.11", "3.12", "3.13", "3.13t", "3.14", "3.14t"])
def test_other_interpreters(version: str, tmp_path: Path) -> None:
    """The same with every other CPython of this machine: layouts and slots differ between versions."""
    if f"CPython {version}" == this_interpreter().label:
        pytest.skip("run by the tests above")
    for found in find_all(tmp_path):
        interpreter = found.interpreter
        if interpreter is None or found.refusal is not None:
            continue
        if interpreter.label == f"CPython {version}":
            cases = [case for case in CASES if case.oldest_minor <= interpreter.minor]
            errors = case_build.run_cases(cases, tmp_path, interpreter.executable).errors
            assert not errors, "\n\n".join(f"{name}\n{text}" for name, text in errors.items())
            return
    pytest.skip("not on this machine")


def test_modules_have_names_of_their_own() -> None:
    """They are init functions in one library."""
    counted = Counter(case_build.module_of(case) for case in CASES)
    assert [name for name, count in counted.items() if count > 1] == []


def test_a_broken_case_stops_no_other(tmp_path: Path) -> None:
    """Neither one that does not compile, nor one that fails, nor one that ends the process."""
    source = "use pyo3::prelude::*;\n#[pymodule]\nmod %s { %s }\n"
    folder = tmp_path / "accept"
    texts = {
        "b_good": ("", "assert b_good.__name__ == 'b_good'"),
        "b_rustc": ('fn f() -> u8 { "" }', ""),
        "b_fails": ("", "assert 1 == 2"),
        "b_exits": ("", "import os; os._exit(3)"),
        "b_last": ("", "def test_it(): assert b_last"),
    }
    cases = [
        casefile.Case(folder / f"{name}.case", "", {"source": source % (name, body), "run": run})
        for name, (body, run) in texts.items()
    ]
    errors = case_build.run_cases(cases, tmp_path).errors
    assert sorted(errors) == ["accept/b_exits", "accept/b_fails", "accept/b_rustc"]
    assert "mismatched types" in errors["accept/b_rustc"]
    assert errors["accept/b_fails"].splitlines()[0] == "AssertionError: (1, 2)"
    assert "crashed (3)" in errors["accept/b_exits"]
