"""Runs the ferrule command line in processes of its own, against environments made for the tests."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import ferrule
from ferrule.base.cachedir import cache_root

SOURCE = Path(ferrule.__file__).parents[1]

HELLO = """\
use pyo3::prelude::*;

/// Doubles a number.
#[pyfunction]
fn twice(x: i64) -> i64 {
    2 * x
}

#[pymodule]
fn NAME(m: &Bound<'_, PyModule>) -> PyResult<()> {
    m.add_function(wrap_pyfunction!(twice, m)?)?;
    Ok(())
}
"""

MANIFEST = """\
[package]
name = "NAME"
version = "0.1.0"
edition = "2021"

[lib]
crate-type = ["cdylib"]

[dependencies]
pyo3 = "0.29"
"""


def shared_cache(directory: Path) -> Path:
    """A cache of the tests' own that takes the compiled runtime from the user's, where there is one."""
    directory.mkdir(parents=True, exist_ok=True)
    for kind in ("runtime", "shim", "memo", "metadata", "cargo"):
        real = cache_root().path / kind
        real.mkdir(exist_ok=True)
        if not (directory / kind).exists():
            (directory / kind).symlink_to(real, target_is_directory=True)
    return directory


@dataclass
class Rig:
    """One environment and one cache."""

    venv: Path
    cache: Path
    variables: dict[str, str] = field(default_factory=dict)

    @property
    def python(self) -> Path:
        """The environment's interpreter."""
        return self.venv / "bin" / "python"

    @property
    def site(self) -> Path:
        """The environment's site-packages."""
        return next((self.venv / "lib").glob("python*/site-packages"))

    def environment(self) -> dict[str, str]:
        """What child processes are given."""
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("FERRULE_", "CONDA_"))
        }
        kept |= {
            "VIRTUAL_ENV": str(self.venv),
            "FERRULE_CACHE_DIR": str(self.cache),
            "PYTHONPATH": str(SOURCE),
        }
        kept |= self.variables
        return {name: value for name, value in kept.items() if value != "<unset>"}

    def ferrule(self, *arguments: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        """Run `python -m ferrule`."""
        return subprocess.run(
            self.command(*arguments),
            capture_output=True,
            text=True,
            env=self.environment(),
            cwd=cwd,
            check=False,
        )

    def command(self, *arguments: str | Path) -> list[str]:
        """The command that `ferrule` runs."""
        return [sys.executable, "-m", "ferrule", *map(str, arguments)]

    def run(self, code: str) -> str:
        """Run Python in the environment and return what it printed. Fails the test when it fails."""
        done = subprocess.run([self.python, "-I", "-c", code], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def pip(self, *arguments: str | Path) -> str:
        """Run the environment's pip."""
        done = subprocess.run(
            [self.python, "-m", "pip", "--disable-pip-version-check", *map(str, arguments)],
            capture_output=True,
            text=True,
            env=self.environment() | {"PYTHONPATH": ""},
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


def write_file(directory: Path, name: str) -> Path:
    """A module of one file."""
    path = directory / f"{name}.rs"
    path.write_text(HELLO.replace("NAME", name))
    return path


def write_crate(directory: Path, name: str, more: str = "") -> Path:
    """A crate as `cargo new --lib` and the article make it."""
    (directory / "src").mkdir(parents=True)
    (directory / "Cargo.toml").write_text(MANIFEST.replace("NAME", name) + more)
    (directory / "src" / "lib.rs").write_text(HELLO.replace("NAME", name))
    return directory
