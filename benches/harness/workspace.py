"""Where benchmarks keep builds: a cache directory of their own, outside the repository."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import platformdirs

BENCHES = Path(__file__).resolve().parent.parent
MODULES = BENCHES / "modules"


class UnavailableError(Exception):
    """A peer cannot be built here; the text is one sentence that says why."""


def cache(*parts: str) -> Path:
    """A directory of the benchmarks' own cache, made if needed. Set FERRULE_BENCH_CACHE to move it."""
    root = os.environ.get("FERRULE_BENCH_CACHE") or platformdirs.user_cache_dir(
        "ferrule-benches", appauthor=False
    )
    path = Path(root).joinpath(*parts)
    path.mkdir(parents=True, exist_ok=True)
    return path


def digest(*parts: str) -> str:
    """A short name for a content."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def ferrule_command() -> list[str]:
    """Ferrule as `python -m ferrule`, in the interpreter that runs the benchmarks."""
    return [sys.executable, "-m", "ferrule"]


def ferrule_environment(**changes: str) -> dict[str, str]:
    """The environment for Ferrule; a checkout's own sources come first on Python's path."""
    source = str(BENCHES.parent / "src")
    given = {**os.environ, **changes}
    given["PYTHONPATH"] = os.pathsep.join(filter(None, [source, os.environ.get("PYTHONPATH", "")]))
    return given


def maturin() -> Path:
    """The maturin program itself, not a shell script that looks for it. Raises UnavailableError."""
    for prefix in (sys.prefix, sys.base_prefix):
        path = Path(prefix) / "bin" / "maturin"
        if path.is_file():
            return path
    found = shutil.which("maturin")
    if found is None:
        raise UnavailableError("maturin is not installed (`pip install maturin`), so PyO3 is not measured.")
    return Path(found)


def run(command: list[str | Path], *, cwd: Path, env: dict[str, str] | None = None) -> str:
    """Run a program and return its standard output. Raises RuntimeError with all output when it fails."""
    words = [os.fspath(word) for word in command]
    done = subprocess.run(words, cwd=cwd, env=env, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"`{' '.join(words)}` ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout
