"""Python interpreters: what one is (`Interpreter`), asking it (`probe`), and judging whether modules can be
built for it.

Which interpreter is *chosen* is in `environment`; the questions themselves are in `probe`.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from ferrule.base.errors import ToolchainError
from ferrule.base.record import record

OLDEST = (3, 9)
"""Oldest CPython that modules can be built for (DESIGN section 6)."""

NEWEST = (3, 14)
"""Newest CPython whose object layouts the runtime knows."""


@record
class Interpreter:
    """One Python interpreter as it described itself."""

    executable: str
    """Absolute path, e.g. ``/home/me/.venv/bin/python``."""
    implementation: str
    """``sys.implementation.name``: ``cpython``, ``pypy``, ..."""
    version: tuple[int, int, int]
    """E.g. ``(3, 12, 1)``."""
    release_level: str
    """``final``, ``candidate``, ``beta``, ``alpha``."""
    abiflags: str
    """``sys.abiflags``: ``""``, ``"d"``, ``"t"``, ``"td"``."""
    debug: bool
    """Whether the interpreter counts references (``Py_DEBUG``)."""
    free_threaded: bool
    """Whether it was built without a GIL."""
    extension_suffixes: tuple[str, ...]
    """``importlib.machinery.EXTENSION_SUFFIXES``; the first is version-specific."""
    soabi: str | None
    """E.g. ``cpython-312-x86_64-linux-gnu``; None on Windows."""
    platform: str
    """``sysconfig.get_platform()``, e.g. ``linux-x86_64``."""
    pointer_width: int
    """32 or 64 bits."""
    byteorder: str
    """``little`` or ``big``."""
    purelib: str
    """Directory where pure Python packages are installed."""
    platlib: str
    """Directory where native packages are installed."""
    scripts: str
    """Directory of console scripts."""
    data: str
    """Root of the ``data`` installation scheme."""
    include: str
    """Directory of C headers."""
    prefix: str
    """``sys.prefix``."""
    base_prefix: str
    """``sys.base_prefix``; differs from `prefix` in a virtual environment."""
    externally_managed: bool
    """Whether the distribution forbids installing here (PEP 668); ignored in a virtual environment."""

    @classmethod
    def from_facts(cls, facts: dict[str, Any]) -> Interpreter:
        """Build from what `probe.facts` returned (or its JSON)."""
        values = dict(facts)
        major, minor, micro = values["version"]
        values["version"] = (int(major), int(minor), int(micro))
        values["extension_suffixes"] = tuple(values["extension_suffixes"])
        return cls(**values)

    def to_facts(self) -> dict[str, Any]:
        """Return the JSON-ready form that `from_facts` reads."""
        return dict(self.__dict__)

    @property
    def minor(self) -> int:
        """The ``12`` of ``3.12``."""
        return self.version[1]

    @property
    def short_version(self) -> str:
        """E.g. ``3.12``."""
        return f"{self.version[0]}.{self.version[1]}"

    @property
    def in_virtual_environment(self) -> bool:
        """Whether this interpreter is a virtual environment's."""
        return self.prefix != self.base_prefix

    @property
    def label(self) -> str:
        """How a person would call it, e.g. ``CPython 3.13t``."""
        flags = ("t" if self.free_threaded else "") + ("d" if self.debug else "")
        return (
            f"CPython {self.short_version}{flags}"
            if self.implementation == "cpython"
            else (f"{self.implementation} {self.short_version}")
        )

    @property
    def wheel_tags(self) -> tuple[str, str]:
        """The interpreter and ABI tags of version-specific wheels, e.g. ``("cp313", "cp313t")`` (PyPA
        specification "Platform compatibility tags").
        """
        python = f"cp{self.version[0]}{self.minor}"
        return python, python + ("t" if self.free_threaded else "") + ("d" if self.debug else "")

    @property
    def platform_tag(self) -> str:
        """The platform tag that promises nothing about other machines, e.g. ``linux_x86_64``."""
        return self.platform.replace("-", "_").replace(".", "_").replace(" ", "_")

    @property
    def abi_identity(self) -> str:
        """All that a compiled module depends on: two interpreters with one identity can share it."""
        flags = ("t" if self.free_threaded else "") + ("d" if self.debug else "")
        return f"{self.implementation}-{self.short_version}{flags}-{self.platform}-{self.pointer_width}"

    def extension_suffix(self, *, abi3: bool) -> str:
        """Return what follows the module's name in its file name, e.g.
        ``.cpython-312-x86_64-linux-gnu.so``.
        """
        if not abi3:
            return self.extension_suffixes[0]
        stable = [suffix for suffix in self.extension_suffixes if suffix.startswith(".abi3")]
        return stable[0] if stable else self.extension_suffixes[-1]

    def refusal(self) -> str | None:
        """Say in one sentence why modules cannot be built for this interpreter, or None when they can."""
        if self.implementation != "cpython":
            return f"{self.implementation} is not supported: Ferrule builds for CPython"
        if self.version[:2] < OLDEST:
            oldest = f"{OLDEST[0]}.{OLDEST[1]}"
            return f"Python {self.short_version} is too old: Ferrule builds for {oldest} and newer"
        if self.version[:2] > NEWEST:
            newest = f"{NEWEST[0]}.{NEWEST[1]}"
            return f"Python {self.short_version} is newer than {newest}, the newest that Ferrule knows"
        if self.byteorder != "little":
            return "big-endian machines are not supported"
        return None


def this_interpreter() -> Interpreter:
    """Describe the running interpreter, without starting a process."""
    from ferrule.toolchain import probe

    return Interpreter.from_facts(probe.facts())  # type: ignore[no-untyped-call]


def probe_executable(executable: str | Path) -> Interpreter:
    """Ask the interpreter at `executable` about itself.

    Answers are remembered in the cache by the file's identity, size and time, so a second look costs no
    process.

    Raises:
        ToolchainError: the file is missing, does not run, or is not a Python interpreter.

    """
    import shutil

    found = shutil.which(str(executable))
    if found is None:
        raise ToolchainError(
            f"No Python interpreter at `{executable}`.",
            next_step="Give `-i` the path of a python executable, or a version on PATH such as `3.12`.",
        )
    path = Path(found).absolute()
    if path.parent == Path(sys.executable).parent and os.path.realpath(path) == os.path.realpath(
        sys.executable
    ):
        return this_interpreter()
    return _remembered(path)


def _remembered(path: Path) -> Interpreter:
    from ferrule.toolchain import memo

    probe_script = Path(__file__).with_name("probe.py")
    watched = [path, path.parent.parent / "pyvenv.cfg", probe_script]
    facts = memo.remember("python", str(path), watched, lambda: _ask(path, probe_script))
    return Interpreter.from_facts(facts)


def _ask(path: Path, script: Path) -> dict[str, Any]:
    import json
    import subprocess

    try:
        done = subprocess.run(
            [str(path), "-I", str(script)], capture_output=True, text=True, timeout=30, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ToolchainError(f"`{path}` could not be run as a Python interpreter: {error}.") from error
    try:
        facts = json.loads(done.stdout)
    except ValueError:
        lines = (done.stderr or done.stdout).strip().splitlines()
        why = f": {lines[0]}" if lines else ""
        raise ToolchainError(f"`{path}` does not answer like a Python interpreter{why}.") from None
    if not isinstance(facts, dict) or "version" not in facts:
        raise ToolchainError(f"`{path}` does not answer like a Python interpreter.")
    return facts
