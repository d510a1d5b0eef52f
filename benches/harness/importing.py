"""Projects of one script and one fast module, for each way to make the module fast."""

from __future__ import annotations

import itertools
import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from harness.timing import run_process
from harness.workspace import BENCHES, MODULES, UnavailableError, cache, run

TEMPLATES = MODULES / "imports"


@dataclass(frozen=True)
class Contender:
    """One way from a loop in a file to a fast one."""

    name: str
    sources: tuple[str, ...]
    """Templates of the module, joined."""
    file: str
    """What the module is called."""
    switch: str = ""
    """What the script says before it imports the module."""
    packages: tuple[str, ...] = ()
    """What pip installs for it."""
    build: tuple[str, ...] = ()
    """What has to be run by hand after an edit: a program of the environment, and its arguments."""
    variables: tuple[tuple[str, str], ...] = ()
    """Environment variables; `{root}` stands for the project."""

    @property
    def key(self) -> str:
        return self.name.lower().replace(" ", "_")


_MATURIN = """\
import maturin_import_hook
from maturin_import_hook.settings import MaturinSettings
maturin_import_hook.install(settings=MaturinSettings(release=True))"""

CONTENDERS = (
    Contender("Python", ("python.py",), "fast.py"),
    Contender("Ferrule", ("ferrule.rs",), "fast.rs", "import ferrule.hook"),
    Contender(
        "rustimport",
        ("pyo3.rs",),
        "fast.rs",
        "import rustimport.import_hook",
        ("rustimport", "maturin"),
        variables=(("RUSTIMPORT_RELEASE_BINARIES", "true"),),
    ),
    Contender(
        "maturin-import-hook",
        ("pyo3.rs", "pymodule.rs"),
        "fast.rs",
        _MATURIN,
        ("maturin-import-hook", "maturin"),
    ),
    Contender("numba", ("numba.py",), "fast.py", "", ("numba",)),
    Contender(
        "Cython",
        ("cython.pyx",),
        "fast.pyx",
        "import pyximport; pyximport.install(build_dir='build', language_level=3)",
        ("cython", "setuptools"),
    ),
    Contender("mypyc", ("mypyc.py",), "fast.py", "", ("mypy[mypyc]", "setuptools"), ("mypyc", "fast.py")),
)


def environment() -> Path:
    """The interpreter of the environment that all contenders share, with this Ferrule installed.

    Raises RuntimeError when Ferrule cannot be installed.
    """
    place = cache("imports-environment", f"{sys.version_info[0]}.{sys.version_info[1]}")
    python = place / "bin" / "python"
    if not python.is_file():
        run([sys.executable, "-m", "venv", place], cwd=place)
    _pip(python, str(BENCHES.parent))
    _pip(python, "--force-reinstall", "--no-deps", str(BENCHES.parent))
    return python


def _pip(python: Path, *words: str) -> None:
    command = [python, "-m", "pip", "--disable-pip-version-check", "install", "-q", *words]
    run(command, cwd=python.parent, env={**os.environ, "PYTHONPATH": ""})


@dataclass
class Loops:
    """One contender's project."""

    contender: Contender
    root: Path
    python: Path
    editions: Iterator[int] = field(default_factory=lambda: itertools.count(7))

    @property
    def environment(self) -> dict[str, str]:
        """What its processes are given; caches lie in the project, so that they can be wiped."""
        kept = {
            name: value
            for name, value in os.environ.items()
            if name not in ("PYTHONPATH", "PYTHONDONTWRITEBYTECODE", "PYTHONPROFILEIMPORTTIME")
        }
        kept["PATH"] = f"{self.python.parent}{os.pathsep}{kept.get('PATH', '')}"
        kept["FERRULE_CACHE_DIR"] = str(cache("imports-ferrule"))
        kept["RUSTIMPORT_CACHE_DIR"] = str(cache("imports-rustimport"))
        kept["MATURIN_BUILD_DIR"] = str(cache("imports-maturin"))
        kept["NUMBA_CACHE_DIR"] = str(self.root / "numba")
        return {**kept, **dict(self.contender.variables)}

    def install(self) -> None:
        """Install what the contender needs. Raises UnavailableError."""
        if not self.contender.packages:
            return
        try:
            _pip(self.python, *self.contender.packages)
        except RuntimeError as error:
            what = " and ".join(self.contender.packages)
            raise UnavailableError(
                f"pip cannot install {what}: {str(error).strip().splitlines()[-1]}"
            ) from error

    def wipe(self) -> None:
        """Remove the project and every build of it, but nothing that builds of others would use."""
        shutil.rmtree(self.root, ignore_errors=True)
        self.root.mkdir(parents=True)
        for kind in ("builds", "imports", "roots"):
            shutil.rmtree(cache("imports-ferrule") / kind, ignore_errors=True)
        if self.contender.name == "maturin-import-hook":
            _forget(cache("imports-maturin"))
        if self.contender.name == "rustimport":
            _forget(cache("imports-rustimport"))

    def write(self) -> None:
        """Write the next edition of the module, and the script."""
        edition = next(self.editions)
        total = 0
        for number in range(1000):
            total = (total + number * number % edition) & 0xFFFFFFFF
        changes = {"SWITCH": self.contender.switch, "EXPECTED": str(total), "EDIT": str(edition)}
        text = "".join(_read(source) for source in self.contender.sources)
        for name, template in ((self.contender.file, text), ("app.py", _read("app.py"))):
            filled = template
            for word, value in changes.items():
                filled = filled.replace(word, value)
            (self.root / name).write_text(filled, encoding="utf-8")

    def command(self) -> list[str | Path]:
        """The script's start."""
        return [self.python, "app.py"]

    def start(self, *, build: bool = True) -> float:
        """Seconds of a start of the script, with what has to be run by hand before."""
        taken = 0.0
        if build and self.contender.build:
            program = self.python.parent / self.contender.build[0]
            taken = run_process([program, *self.contender.build[1:]], cwd=self.root, env=self.environment)
        return taken + run_process(self.command(), cwd=self.root, env=self.environment)


def _read(name: str) -> str:
    return (TEMPLATES / f"{name}.in").read_text(encoding="utf-8")


def _forget(directory: Path) -> None:
    """Remove a module's own builds from a directory that keeps compiled dependencies too."""
    for path in list(directory.rglob("*fast*")):
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)
