"""Builds the hostile module for one interpreter and profile, and runs scripts against it in processes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

from ferrule.build.report import Quiet
from ferrule.pipeline import Options, build_artifact
from ferrule.toolchain.environment import find_all
from ferrule.toolchain.interpreters import this_interpreter

HERE = Path(__file__).resolve().parent


@cache
def interpreters() -> tuple[str, ...]:
    """Every CPython present that a module can be built for: the running one first, then one for each version,
    with and without a GIL.
    """
    found = {this_interpreter().label: sys.executable}
    for one in find_all(HERE):
        if one.interpreter is not None and one.refusal is None:
            found.setdefault(one.interpreter.label, one.interpreter.executable)
    return tuple(found.values())


@cache
def built(folder: Path, python: str, debug: bool, module: str = "hostile") -> Path:
    """A directory that holds the module."""
    artifact = build_artifact(Options(HERE / f"{module}.rs", debug=debug, python=python), Quiet())
    profile = "debug" if debug else "release"
    place = folder / f"{module}-{Path(python).name}-{artifact.interpreter.abi_identity}-{profile}"
    place.mkdir()
    shutil.copy(artifact.library, place / artifact.file_name)
    return place


def run(script: str, *arguments: str, place: Path, python: str) -> subprocess.CompletedProcess[str]:
    """The script's outcome; a crash shows as a negative exit code."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(place),
        "RUST_BACKTRACE": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    return subprocess.run(
        [python, str(HERE / script), *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
