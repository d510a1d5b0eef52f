"""What the case files expect: model, glue, errors, stubs. See `casefile`; `test_case_runs` runs them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import casefile
import pytest

from ferrule.base.diagnostics import Diagnostic, render_all
from ferrule.check.entry import check_sources
from ferrule.crate.entry import crate_model
from ferrule.expander import answer, calls
from ferrule.model.printing import show
from ferrule.stubs.entry import stub_files
from ferrule.syntax.tree import ParseError


def ids(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


@pytest.mark.parametrize("path", casefile.listed(), ids=ids)
def test_case(path: Path, bless: bool) -> None:
    case = casefile.read(path)
    found = {name: casefile.trimmed(text) for name, text in expectations(case)}
    errors = found.pop("errors", "")
    if case.rejected:
        assert errors, "nothing is wrong with it"
        found["errors"] = errors
    else:
        assert not errors, f"\n{errors}"
    unknown = case.sections.keys() - found.keys() - {"source", "run"}
    assert not unknown, f"nothing makes what {unknown} expect"
    wanted = {name: case.sections.get(name) for name in found}
    if bless:
        casefile.write(case, found)
        return
    for name, text in found.items():
        assert wanted[name] == text, f"section {name} differs (pytest --bless rewrites it)"


def test_what_compiles_passes_the_check(tmp_path: Path) -> None:
    """`ferrule check` finds nothing in sources that rustc accepts."""
    path = tmp_path / "m.rs"
    for case in map(casefile.read, casefile.listed()):
        if not case.rejected:
            path.write_bytes(case.source)
            found = check_sources(path, frozenset({"pyo3"}), tmp_path)
            assert [one.one_line() for one in found] == [], case.name


def expectations(case: casefile.Case) -> Iterator[tuple[str, str]]:
    """What comes out for the sections of a case that hold expectations."""
    try:
        readings = [(call, answer.read(call.question)) for call in calls.macro_calls(case.source)]
    except ParseError as error:
        yield "errors", render_all([Diagnostic(error.message, error.span)], case.source)
        return
    assert readings or "run" in case.sections, "no macro is called"
    errors = [
        Diagnostic(found.message, call.in_file(found.span), found.notes)
        for call, reading in readings
        for found in reading.diagnostics
    ]
    yield "errors", render_all(errors, case.source)
    if "model" in case.sections:
        yield "model", "\n".join(show(reading.item) for _, reading in readings)
    if "glue" in case.sections:
        yield "glue", "\n\n".join(glue(call, reading) for call, reading in readings)
    if "stub" in case.sections:
        yield "stub", stub(case)


def glue(call: calls.Call, reading: answer.Reading) -> str:
    text = calls.readable(answer.glue(reading), call.question.text)
    return f"// {call.question.macro}\n{text.strip()}"


def stub(case: casefile.Case) -> str:
    """The stub files of the source as a crate of one file, each below its path."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / f"{case.path.stem}.rs"
        root.write_bytes(case.source)
        files = stub_files(crate_model(root))
    return "\n\n".join(f"# {path}\n{text}" for path, text in files.items())


def test_every_case_has_its_own_name() -> None:
    names = [path.stem for path in casefile.listed()]
    assert sorted(set(names)) == sorted(names)


def test_bless_writes_what_read_reads(tmp_path: Path) -> None:
    folder = tmp_path / "reject"
    folder.mkdir()
    path = folder / "x.case"
    path.write_text("Says.\n\n=== model\n=== source\n  fn f() {}  \n\n\n=== run\nassert 1\n")
    case = casefile.read(path)
    assert case.sections == {"model": "", "source": "  fn f() {}\n", "run": "assert 1\n"}
    casefile.write(case, {"errors": "no", "model": "m\n"})
    assert list(casefile.read(path).sections) == ["source", "model", "errors", "run"]
    written = path.read_text()
    casefile.write(casefile.read(path), {})
    assert path.read_text() == written


@pytest.mark.parametrize(
    "text", ["=== source\nx\n", "s\n", "s\n=== sorce\nx\n", "s\n=== source\nx\n=== source\n"]
)
def test_files_that_are_no_cases(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.case"
    path.write_text(text)
    with pytest.raises(casefile.CaseError):
        casefile.read(path)
