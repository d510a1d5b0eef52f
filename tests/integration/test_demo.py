"""`ferrule demo`, as a user runs it, and its parts on small input."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import ferrule
from ferrule.base.errors import SystemFault
from ferrule.cli import run_command
from ferrule.demo import corpus, jobs, measure, plain

SOURCES = Path(ferrule.__file__).parent / "demo"
EXAMPLE = Path(__file__).parents[2] / "examples" / "data_utils" / "src" / "lib.rs"


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A small standard library."""
    root = tmp_path / "lib"
    (root / "test").mkdir(parents=True)
    (root / "site-packages").mkdir()
    (root / "a.py").write_text(
        "def first_name(): pass\nclass first_game: pass\n\ndef far(): return 'größe'\n"
    )
    (root / "b.py").write_text("async def first_name(): pass\ndef _private_name(): pass\n")
    (root / "test" / "t.py").write_text("def test_name(): pass\n")
    (root / "test" / "latin.py").write_bytes(b"# -*- coding: latin-1 -*-\n# \xe4\n")
    (root / "site-packages" / "c.py").write_text("def other_name(): pass\n")
    return root


def test_the_whole_demo(tmp_path: Path) -> None:
    environment = dict(os.environ) | {"COLUMNS": "100"}
    done = subprocess.run(
        [sys.executable, "-m", "ferrule", "demo", "--names", "120"],
        capture_output=True, text=True, check=False, env=environment, cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    said = " ".join(done.stdout.split())
    for name in jobs.RUST:
        assert f"{name}.rs" in said
    assert "Python and Rust gave equal results in all jobs." in said
    assert re.search(r"[\d,]+ tokens, [\d,]+ different ones; most frequent: self", said)
    rows = re.findall(
        r"([\w. ]+?) +([\d.]+ m?s) +([\d.]+ m?s) +([\d.]+) x +([\d.]+ m?s) \( *\d+%\)", done.stdout
    )
    assert [row[0].strip() for row in rows] == [
        "edit distances", "token counts", "calculate_mean", "DataProcessor.process",
    ]  # fmt: skip
    assert float(rows[0][3]) > 5, "Rust is many times as fast on nested loops"
    assert list(tmp_path.iterdir()) == []
    assert not any(name in sys.modules for name in jobs.RUST)


def test_different_results_end_in_one_sentence(
    library: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    small = corpus.read_corpus(library)
    monkeypatch.setattr(corpus, "read_corpus", lambda: small)
    monkeypatch.setattr(plain, "count_tokens", lambda texts: {"def": 0})
    assert run_command(["demo", "--names", "2"]) == measure.DifferentResults.exit_code
    said = capsys.readouterr()
    assert "error: Python and Rust computed different results for: token counts." in said.err
    assert "Traceback" not in said.err
    assert "equal results" not in said.out


def test_results_differ_in_type_too() -> None:
    measure.compare("x", 1.0, 1.0)
    with pytest.raises(measure.DifferentResults):
        measure.compare("x", 1.0, 1)
    with pytest.raises(measure.DifferentResults):
        measure.compare("x", [1, 2], [1, 3])


def test_corpus_is_the_library_without_installed_packages(library: Path) -> None:
    small = corpus.read_corpus(library)
    assert [path.as_posix() for path in small.paths] == ["a.py", "b.py", "test/t.py"]
    assert small.skipped == 1
    assert small.characters == sum(len(text) for text in small.texts)
    assert corpus.line_lengths(small)[:3] == [22.0, 22.0, 25.0]


def test_names_are_public_definitions_outside_the_tests(library: Path) -> None:
    small = corpus.read_corpus(library)
    assert corpus.identifiers(small, 10) == ["first_game", "first_name"]
    assert corpus.identifiers(small, 1) == ["first_name"], "defined twice"


def test_a_library_without_sources_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(SystemFault, match="holds no Python sources"):
        corpus.read_corpus(tmp_path)


@pytest.mark.parametrize(
    ("a", "b", "distance"),
    [
        ("", "", 0),
        ("", "abc", 3),
        ("abc", "", 3),
        ("kitten", "sitting", 3),
        ("flaw", "lawn", 2),
        ("größe", "große", 1),
    ],
)
def test_edit_distance(a: str, b: str, distance: int) -> None:
    assert plain.edit_distance(a, b) == distance


def test_near_duplicates() -> None:
    words = ["clone", "close", "other"]
    assert jobs.near_duplicates(words, plain.distances(words)) == [("clone", "close")]


def test_the_demo_runs_the_article_s_module() -> None:
    assert (SOURCES / "data_utils.rs").read_text() == EXAMPLE.read_text()
