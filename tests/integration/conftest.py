"""Fixtures of the integration tests."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import build_rig
import pytest
from program_rig import RUST, Program
from shim_rig import Rig, build_shim, rustc_path


@pytest.fixture(scope="session")
def shim_library(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """The compiler, and the shim built with it."""
    rustc = rustc_path()
    return rustc, build_shim(rustc, tmp_path_factory.mktemp("shim"))


@pytest.fixture
def rig(shim_library: tuple[str, Path], tmp_path: Path) -> Rig:
    """Real rustc runs against the shim."""
    return Rig(*shim_library, tmp_path)


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh virtual environment with pip, shared by the tests of a module."""
    path = tmp_path_factory.mktemp("environment") / "venv"
    subprocess.run([sys.executable, "-m", "venv", path], check=True, env=None)
    return path


@pytest.fixture
def tool(environment: Path, tmp_path: Path) -> build_rig.Rig:
    """The command line, with a cache of its own for everything but the compiled runtime."""
    return build_rig.Rig(environment, build_rig.shared_cache(tmp_path / "cache"))


@pytest.fixture
def program(tmp_path: Path) -> Program:
    made = Program(tmp_path / "my program é")
    made.write("fast.rs", RUST)
    return made
