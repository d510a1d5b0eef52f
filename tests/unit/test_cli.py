"""The command line: options, help, exit codes, and the short way into develop."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest

from ferrule import cli
from ferrule.base import errors
from ferrule.base.errors import UsageError
from ferrule.cli import quick
from ferrule.cli.completion import VARIABLE
from ferrule.cli.develop import command as develop
from ferrule.cli.group import group
from ferrule.cli.options import collect
from ferrule.cli.quick import parse


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["fast.rs"],
        ["--debug"],
        ["-r", "some/dir"],
        ["--release", "--force"],
        ["-i", "3.12", "x.rs", "--debug"],
        ["--interpreter", "/usr/bin/python3"],
    ],
)
def test_short_way_reads_what_click_reads(words: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Any] = []
    monkeypatch.setattr("ferrule.cli.develop.develop", seen.append)
    develop.main(args=words, standalone_mode=False)
    assert [parse(["develop", *words])] == seen


@pytest.mark.parametrize(
    "words",
    [
        ["build"],
        ["develop", "--help"],
        ["develop", "-i"],
        ["develop", "a", "b"],
        ["develop", "-F", "x"],
        ["develop", "--debug", "-r"],
        [],
    ],
)
def test_short_way_leaves_the_rest_to_click(words: list[str]) -> None:
    assert parse(words) is None


def test_debug_and_release_exclude_each_other() -> None:
    given = dict.fromkeys(
        ("interpreter", "features", "all_features", "no_default_features", "manifest_path", "force")
    )
    with pytest.raises(UsageError, match="exclude each other"):
        collect({**given, "path": Path(), "debug": True, "release": True})


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["develp"], 2, "mean `develop`"),
        (["develop", "--dbug"], 2, "--debug"),
        (["develop", "gone.rs"], 5, "error: gone.rs does not exist.\n"),
        (["build", "--debug", "--release"], 2, "exclude each other"),
        (["develop", "-i", "pyhton9", "here.rs"], 4, "No Python interpreter"),
        (["expand", "gone.rs"], 5, "cannot be read"),
    ],
)
def test_failures_are_one_sentence(
    words: list[str], code: int, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: Any
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "here.rs").write_text("")
    assert cli.run_command(words) == code
    shown = capfd.readouterr().err
    assert said in shown and "Traceback" not in shown


def test_fault_of_our_own_is_owned(monkeypatch: pytest.MonkeyPatch, capfd: Any) -> None:
    def fail(_: object) -> None:
        raise ZeroDivisionError("oops")

    monkeypatch.setattr(quick, "develop", fail)
    monkeypatch.delenv("FERRULE_DEBUG", raising=False)
    assert cli.run_command(["develop"]) == cli.FAULT
    shown = capfd.readouterr().err
    assert "a fault of Ferrule itself (ZeroDivisionError: oops)" in shown and "FERRULE_DEBUG=1" in shown
    with pytest.raises(ZeroDivisionError):
        cli.run_command(["develop", "--debug-ferrule"])


def test_help_lists_every_command_and_each_shows_examples(capfd: Any) -> None:
    assert cli.run_command(["--help"]) == 0
    shown = capfd.readouterr().out
    for name in group.list_commands(click.Context(group)):
        assert f"  {name} " in shown
        if name == "run":  # it has a help of its own, and ends the process
            continue
        assert cli.run_command([name, "--help"]) == 0
        assert f"\n  ferrule {name}" in capfd.readouterr().out.replace("Usage: ferrule", ""), name


def test_exit_codes_are_documented() -> None:
    page = (Path(__file__).parents[2] / "docs" / "errors.md").read_text(encoding="utf-8")
    documented = {int(code) for code in re.findall(r"^\| (\d+) \|", page, re.MULTILINE)}
    classes = [one for one in vars(errors).values() if isinstance(one, type)]
    codes = {one.exit_code for one in classes if issubclass(one, errors.FerruleError)}
    assert codes | {cli.FAULT} <= documented


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_a_script(shell: str, capfd: Any) -> None:
    assert cli.run_command(["completion", shell]) == 0
    assert f"_FERRULE_COMPLETE={shell}_complete" in capfd.readouterr().out


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("ferrule dev", "plain,develop"),
        ("ferrule list", "plain,list-python"),
        ("ferrule develop --for", "plain,--force"),
        ("ferrule new --template mi", "plain,mixed"),
        ("ferrule develop ", "file,"),
    ],
)
def test_completion_answers_though_develop_has_a_short_way(words: str, offered: str) -> None:
    typed = words.split(" ")
    given = {"COMP_WORDS": words, "COMP_CWORD": str(len(typed) - 1), VARIABLE: "bash_complete"}
    code = "import sys; sys.argv = ['ferrule']; from ferrule.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **given},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == offered and not done.stderr


def test_list_python_in_words_and_json(capfd: Any) -> None:
    assert cli.run_command(["list-python"]) == 0
    here = f"cp3{sys.version_info.minor}-cp3{sys.version_info.minor}"
    assert here in capfd.readouterr().out
    assert cli.run_command(["list-python", "--json"]) == 0
    rows = json.loads(capfd.readouterr().out)
    assert any(row["tag"].startswith(here) and row["usable"] for row in rows if "tag" in row)
    assert all(row["usable"] or row["refusal"] for row in rows)


def test_a_failure_as_json(tmp_path: Path, capfd: Any) -> None:
    for name in ("develop", "build"):
        assert cli.run_command([name, "--json", str(tmp_path / "gone.rs")]) == 5
        shown = capfd.readouterr()
        told = json.loads(shown.out)
        assert (told["command"], told["ok"], told["error"]["exit_code"]) == (name, False, 5)
        assert told["error"]["summary"] in shown.err


def test_doctor_in_words_and_json(capfd: Any) -> None:
    assert cli.run_command(["doctor"]) == 0
    assert "Everything that a build needs is here." in capfd.readouterr().out
    assert cli.run_command(["doctor", "--json"]) == 0
    found = json.loads(capfd.readouterr().out)
    assert {"ferrule", "rustc", "linker", "cargo", "target", "python", "cache"} <= {
        row["what"] for row in found
    }


def test_doctor_says_what_is_missing(tmp_path: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if name not in ("RUSTC", "CARGO")}
    kept |= {"PATH": str(tmp_path), "CARGO_HOME": str(tmp_path), "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-m", "ferrule", "doctor"], env=kept, capture_output=True, text=True, check=False
    )
    assert done.returncode == 4
    assert "MISSING" in done.stdout and "sh.rustup.rs" in done.stdout and "1 thing(s) to mend" in done.stdout


def test_expand_shows_model_and_glue(tmp_path: Path, capfd: Any) -> None:
    source = tmp_path / "a.rs"
    source.write_text("#[pyfunction]\nfn f(x: i64) -> i64 { x }\n")
    assert cli.run_command(["expand", str(source), "--stage", "model"]) == 0
    assert "function f" in capfd.readouterr().out
    assert cli.run_command(["expand", str(source)]) == 0
    assert "__ferrule_glue::" in capfd.readouterr().out
    source.write_text("#[pyfunction(nme = 'x')]\nfn f() {}\n")
    assert cli.run_command(["expand", str(source)]) == 3
    assert f"{source}:1:14" in capfd.readouterr().err


def test_clean_forgets_a_project_and_everything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: Any
) -> None:
    cache = tmp_path / "cache"
    monkeypatch.setenv("FERRULE_CACHE_DIR", str(cache))
    (tmp_path / "gone_soon.rs").write_text("")
    for name in ("gone_soon-1", "kept-1"):
        (cache / "builds" / name).mkdir(parents=True)
    assert cli.run_command(["clean", str(tmp_path / "gone_soon.rs")]) == 0
    assert [path.name for path in (cache / "builds").iterdir()] == ["kept-1"]
    assert cli.run_command(["clean"]) == 0
    assert list(cache.iterdir()) == []
