"""Bad arguments never crash the interpreter, and nothing leaks: on every interpreter, also unoptimised."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
import rig

CALLS = "100000"
FEWER = "3000"


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("hostile")


@pytest.mark.parametrize("debug", [False, True], ids=["release", "debug"])
@pytest.mark.parametrize("python", rig.interpreters())
def test_bad_arguments(python: str, debug: bool, folder: Path) -> None:
    done = rig.run("script_hostile.py", place=rig.built(folder, python, debug), python=python)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("debug", [False, True], ids=["release", "debug"])
@pytest.mark.parametrize("python", rig.interpreters())
def test_classes(python: str, debug: bool, folder: Path) -> None:
    place = rig.built(folder, python, debug, "hostile_classes")
    for script in ("script_classes.py", "script_class_views.py", "script_recursion.py"):
        done = rig.run(script, place=place, python=python)
        assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("python", rig.interpreters())
def test_no_leak_of_classes(python: str, folder: Path) -> None:
    calls = CALLS if python == sys.executable else FEWER
    place = rig.built(folder, python, False, "hostile_classes")
    done = rig.run("script_class_leaks.py", calls, place=place, python=python)
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_leak_of_classes_in_a_debug_build(folder: Path) -> None:
    place = rig.built(folder, sys.executable, True, "hostile_classes")
    done = rig.run("script_class_leaks.py", FEWER, place=place, python=sys.executable)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("python", rig.interpreters())
def test_no_leak(python: str, folder: Path) -> None:
    calls = CALLS if python == sys.executable else FEWER
    done = rig.run("script_leaks.py", calls, place=rig.built(folder, python, False), python=python)
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_leak_in_a_debug_build(folder: Path) -> None:
    place = rig.built(folder, sys.executable, True)
    done = rig.run("script_leaks.py", FEWER, place=place, python=sys.executable)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_leak_is_found(folder: Path) -> None:
    place = rig.built(folder, sys.executable, False)
    done = rig.run("script_leaks.py", "2000", "leak", place=place, python=sys.executable)
    assert done.returncode == 1
    assert done.stdout.startswith("on purpose: 2000 references")


@pytest.mark.slow
@pytest.mark.parametrize("debug", [False, True], ids=["release", "debug"])
def test_properties(debug: bool, folder: Path) -> None:
    place = rig.built(folder, sys.executable, debug)
    done = rig.run("script_properties.py", place=place, python=sys.executable)
    assert done.returncode == 0, done.stdout + done.stderr
