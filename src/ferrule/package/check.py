"""Does a wheel work? It is installed into a fresh environment, and its modules are imported there."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

from ferrule.base.errors import PackageError
from ferrule.base.process import Completed, run
from ferrule.build.artifact import Artifact

_PROBE = """\
import importlib, sys
for name in sys.argv[1:]:
    file = importlib.import_module(name).__file__ or ""
    if not file.startswith(sys.prefix):
        sys.exit(f"{name} was imported from {file}, which is not the wheel's")
"""


def check_wheel(wheel: Path, artifact: Artifact) -> None:
    """Install a wheel with its dependencies into an environment of its own, and import its modules.

    uv does it where it is there, since pip takes seconds; only dependencies need a network. Raises
    PackageError with the tool's words, or Python's, as the detail.
    """
    with tempfile.TemporaryDirectory(prefix="ferrule-check-") as directory:
        place = Path(directory) / "environment"
        bare = {
            name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_"))
        }
        uv = _uv()
        options = ["--without-pip"] if uv else []
        _expect(
            run([artifact.interpreter.executable, "-m", "venv", *options, str(place)], env=bare),
            "No environment could be made to check the wheel in.",
        )
        python = place / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        if uv:
            command = [uv, "pip", "install", "--quiet", "--python", str(python), str(wheel.absolute())]
        else:
            command = [
                str(python),
                "-m",
                "pip",
                "--disable-pip-version-check",
                "install",
                str(wheel.absolute()),
            ]
        _expect(run(command, env=bare), f"The wheel {wheel.name} cannot be installed.")
        names = [one.module for one in artifact.modules]
        _expect(
            run([python, "-I", "-c", _PROBE, *names], cwd=directory, env=bare),
            f"The wheel {wheel.name} can be installed, and `import {names[0]}` fails.",
        )


def _uv() -> str | None:
    return shutil.which("uv") or shutil.which("uv", path=str(Path(sys.executable).parent))


def _expect(done: Completed, otherwise: str) -> None:
    if not done.ok:
        raise PackageError(otherwise, "Its words are above.", detail=done.stderr or done.stdout)
