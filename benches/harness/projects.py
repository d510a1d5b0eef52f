"""Throw-away projects and environments for build times: one crate, built by Ferrule, by maturin, by rustc."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from harness.peers import CARGO_TOML, PYO3_VERSION
from harness.timing import run_process
from harness.workspace import ferrule_command, ferrule_environment, maturin, run

EDIT = "fn edition() -> u32 {\n    "
"""What stands before the number that an edit changes."""


def environment(root: Path) -> Path:
    """A fresh virtual environment with pip, into which modules are installed."""
    prefix = root / "environment"
    run([sys.executable, "-m", "venv", prefix], cwd=root)
    return prefix


@dataclass
class Project:
    """One crate that is edited and built again and again, and the environment that it is installed into."""

    name: str
    root: Path
    text: str
    prefix: Path
    edits: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    current: int = 0

    def __post_init__(self) -> None:
        (self.root / "src").mkdir(parents=True)
        manifest = CARGO_TOML.format(name=self.name, version=PYO3_VERSION)
        (self.root / "Cargo.toml").write_text(manifest, encoding="utf-8")
        self.edit()

    def edit(self) -> None:
        """Change the body of one function."""
        self.current = next(self.edits)
        assert EDIT in self.text
        changed = self.text.replace(f"{EDIT}0\n", f"{EDIT}{self.current}\n")
        (self.root / "src" / "lib.rs").write_text(changed, encoding="utf-8")

    def check(self) -> None:
        """Raise AssertionError unless the environment imports the present edition."""
        program = f"import {self.name}; print({self.name}.edition())"
        assert run([self.prefix / "bin" / "python", "-c", program], cwd=self.prefix).strip() == str(
            self.current
        )

    def library(self) -> Path:
        """The installed library."""
        (site,) = self.prefix.glob("lib/python*/site-packages")
        (library,) = [*site.glob(f"{self.name}*.so"), *site.glob(f"{self.name}/*.so")]
        return library


class Places:
    """Directories below one scratch directory, numbered so that no two builds share one."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._numbers = itertools.count()

    def fresh(self) -> Path:
        path = self.root / str(next(self._numbers))
        path.mkdir()
        return path

    def project(self, name: str, text: str, prefix: Path | None = None) -> Project:
        root = self.fresh()
        return Project(name, root / "project", text, prefix or environment(root))


def ferrule_develop(project: Project, cache: Path | None = None, *flags: str) -> float:
    """Seconds that `ferrule develop` takes."""
    changes = {"VIRTUAL_ENV": str(project.prefix)}
    if cache is not None:
        changes["FERRULE_CACHE_DIR"] = str(cache)
    command = [*ferrule_command(), "develop", *flags]
    return run_process(command, cwd=project.root, env=ferrule_environment(**changes))


def maturin_develop(project: Project, *flags: str) -> float:
    """Seconds that `maturin develop` takes."""
    path = f"{project.prefix / 'bin'}{os.pathsep}{os.environ['PATH']}"
    given = {**os.environ, "VIRTUAL_ENV": str(project.prefix), "PATH": path}
    given.pop("CONDA_PREFIX", None)
    return run_process([maturin(), "develop", *flags], cwd=project.root, env=given)


def ferrule_build(project: Project) -> float:
    """Seconds that `ferrule build` takes."""
    out = project.root / "dist"
    command = [*ferrule_command(), "build", "-i", project.prefix / "bin" / "python", "--out", out]
    return run_process(command, cwd=project.root, env=ferrule_environment())


def maturin_build(project: Project) -> float:
    """Seconds that `maturin build --release` takes."""
    python = project.prefix / "bin" / "python"
    command = [maturin(), "build", "--release", "-i", python, "--out", project.root / "dist"]
    return run_process(command, cwd=project.root)


def bare_rustc(directory: Path) -> float:
    """Seconds that rustc takes for a library of one empty function, optimised as Ferrule's modules are."""
    source = directory / "bare.rs"
    if not source.is_file():
        source.write_text('#[no_mangle]\npub extern "C" fn nothing() {}\n', encoding="utf-8")
    return run_process(["rustc", "--crate-type", "cdylib", "-Copt-level=3", source.name], cwd=directory)


def stripped_size(library: Path, scratch: Path) -> int:
    """Bytes of a library without its symbols; as it is when there is no `strip`."""
    copy = scratch / f"stripped-{library.name}"
    shutil.copy(library, copy)
    program = shutil.which("strip")
    if program is not None:
        subprocess.run([program, copy], check=True)
    return copy.stat().st_size
