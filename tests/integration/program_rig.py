"""A user's program: a directory of Python and Rust files, run by real interpreters."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import ferrule

RUST = """\
use pyo3::prelude::*;

/// Adds two numbers.
#[pyfunction]
fn add(a: i64, b: i64) -> i64 {
    a + b
}

#[pyclass]
struct Point {
    #[pyo3(get)]
    x: i64,
}

#[pymethods]
impl Point {
    #[new]
    fn new(x: i64) -> Self {
        Point { x }
    }
}

#[pymodule]
mod fast {
    #[pymodule_export]
    use super::{add, Point};
}
"""


class Program:
    """A directory with Python and Rust files, and ways to run them."""

    def __init__(self, directory: Path) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self.directory = directory
        self.environment = {
            name: value for name, value in os.environ.items() if name not in ("VIRTUAL_ENV", "CONDA_PREFIX")
        } | {"PYTHONPATH": str(Path(ferrule.__file__).parents[1]), "PYTHONWARNINGS": "error"}

    def write(self, name: str, text: str) -> Path:
        path = self.directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def without_compiler(self) -> None:
        """Take rustc and cargo off PATH, and every other way to them."""
        self.environment["PATH"] = "/nonexistent"
        self.environment["HOME"] = "/nonexistent"
        self.environment["XDG_CACHE_HOME"] = os.environ.get(
            "XDG_CACHE_HOME", str(Path("~/.cache").expanduser())
        )

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, *words]
        return subprocess.run(
            command, cwd=self.directory, env=self.environment, capture_output=True, text=True, check=False
        )

    def python(self, code: str) -> str:
        """Run code with the hook and return its output."""
        done = self.run("-c", f"import ferrule.hook\n{code}")
        assert done.returncode == 0, done.stderr
        return done.stdout
