"""Which Python to build for: the active environment when nothing is said, or the one that `-i` names.

Order without `-i`: ``VIRTUAL_ENV``, ``CONDA_PREFIX``, a `.venv` in the project or above it, and the
interpreter that runs Ferrule. `find_all` lists every interpreter of the machine for `doctor` and
`list-python`.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from ferrule.base.errors import ToolchainError
from ferrule.base.record import record
from ferrule.toolchain.interpreters import Interpreter, probe_executable, this_interpreter

_NAME = re.compile(r"^python3?(\.\d+)?t?(\.exe)?$")


@record
class Choice:
    """An interpreter and the reason why it was taken."""

    interpreter: Interpreter
    why: str
    """E.g. ``VIRTUAL_ENV is set``."""


def choose(asked: str | None, project: Path) -> Choice:
    """Return the interpreter to build for.

    Args:
        asked: what `-i` gave: a path, a command, or a version such as ``3.12``; None for the active
        environment. project: directory from which a `.venv` is looked for, upward.

    Raises:
        ToolchainError: nothing is there, or modules cannot be built for it.

    """
    choice = _asked_for(asked, project) if asked else _active(project)
    refusal = choice.interpreter.refusal()
    if refusal is not None:
        raise ToolchainError(
            f"{refusal} (found {choice.interpreter.executable}, since {choice.why}).",
            next_step="Choose another interpreter with `-i`; `ferrule doctor` lists those present.",
        )
    return choice


def _asked_for(asked: str, project: Path) -> Choice:
    if re.fullmatch(r"3\.\d+t?", asked):
        return _of_version(asked, project)
    path = Path(asked)
    command = asked
    if path.is_dir():
        inside = _python_of(path)
        if inside is None:
            raise ToolchainError(f"`{asked}` is a directory without a Python interpreter in it.")
        command = str(inside)
    return Choice(probe_executable(command), "-i asked for it")


def _of_version(asked: str, project: Path) -> Choice:
    """The `pythonX.Y` on PATH, else an interpreter of that version elsewhere: pyenv's command on PATH answers
    for the versions that are switched on alone.
    """
    try:
        return Choice(probe_executable(f"python{asked}"), "-i asked for it")
    except ToolchainError:
        for found in find_all(project):
            python = found.interpreter
            if python is not None and python.short_version + "t" * python.free_threaded == asked:
                return Choice(python, "-i asked for it")
        raise


def _active(project: Path) -> Choice:
    for variable in ("VIRTUAL_ENV", "CONDA_PREFIX"):
        value = os.environ.get(variable)
        if not value:
            continue
        if Path(value) == Path(sys.prefix):
            return Choice(this_interpreter(), f"{variable} is set")
        python = _python_of(Path(value))
        if python is not None:
            return Choice(probe_executable(python), f"{variable} is set")
        if variable == "VIRTUAL_ENV":
            raise ToolchainError(
                f"VIRTUAL_ENV is {value}, which holds no Python interpreter.",
                next_step="Activate another environment, or unset it.",
            )
    if sys.prefix != sys.base_prefix and not _is_isolated_tool():
        return Choice(this_interpreter(), "it runs Ferrule")
    for directory in (project, *project.parents):
        if (directory / ".venv" / "pyvenv.cfg").is_file():
            python = _python_of(directory / ".venv")
            if python is not None:
                return Choice(probe_executable(python), f"{directory / '.venv'} is the project's environment")
    return Choice(this_interpreter(), "it runs Ferrule")


def _is_isolated_tool() -> bool:
    """Whether Ferrule runs from an environment made for it alone by `uv tool` or pipx, which is nobody's
    target.
    """
    parts = Path(sys.prefix).parts
    return any(pair in (("uv", "tools"), ("pipx", "venvs")) for pair in pairwise(parts))


def _python_of(prefix: Path) -> Path | None:
    for inside in ("bin/python", "bin/python3", "Scripts/python.exe", "python.exe"):
        if (prefix / inside).is_file():
            return prefix / inside
    return None


@record
class Found:
    """One executable met by `find_all`."""

    path: Path
    interpreter: Interpreter | None
    """None when it could not be asked."""
    refusal: str | None
    """Why modules cannot be built for it; None when they can."""


def find_all(project: Path) -> list[Found]:
    """List interpreters on PATH, of pyenv and of uv, and the active one; each interpreter once, newest
    version first.
    """
    seen: set[tuple[str, str]] = set()
    result = []
    for path in _candidates(project):
        try:
            interpreter = probe_executable(path)
        except ToolchainError as error:
            result.append(Found(path, None, str(error)))
            continue
        key = (interpreter.prefix, interpreter.abi_identity)
        if key not in seen:
            seen.add(key)
            result.append(Found(path, interpreter, interpreter.refusal()))
    return sorted(
        result, key=lambda found: found.interpreter.version if found.interpreter else (0, 0, 0), reverse=True
    )


def _candidates(project: Path) -> Iterator[Path]:
    yield Path(sys.executable)
    for variable in ("VIRTUAL_ENV", "CONDA_PREFIX"):
        if os.environ.get(variable):
            python = _python_of(Path(os.environ[variable]))
            if python is not None:
                yield python
    local = _python_of(project / ".venv")
    if local is not None:
        yield local
    home = Path.home()
    roots = [
        Path(os.environ.get("PYENV_ROOT") or home / ".pyenv") / "versions",
        home / ".local/share/uv/python",
    ]
    for root in roots:
        for version in sorted(root.iterdir()) if root.is_dir() else ():
            python = _python_of(version)
            if python is not None:
                yield python
    for directory in os.environ.get("PATH", "").split(os.pathsep):
        if Path(directory).name == "shims":  # pyenv's scripts; the interpreters behind them are listed above
            continue
        yield from _named_python(Path(directory))


def _named_python(directory: Path) -> Iterator[Path]:
    try:
        entries = sorted(directory.iterdir(), reverse=True)
    except OSError:
        return
    for entry in entries:
        if _NAME.match(entry.name) and os.access(entry, os.X_OK):
            yield entry
