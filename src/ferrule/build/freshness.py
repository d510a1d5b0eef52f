"""Is the last build still good? Compared by content: flags, compiler, interpreter, Ferrule itself, and
every file that was read.

The answer is a reason in words, so that the user is told why something is compiled again.
"""

from __future__ import annotations

import functools
import hashlib
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ferrule.base.record import record

_PACKAGE = Path(__file__).resolve().parent.parent
_MACRO_ROOMS = ("base", "syntax", "model", "lower", "emit", "expander", "stubs", "crate")


@record
class Inputs:
    """What a build depends on besides the files that it reads."""

    parts: dict[str, str]
    """Name of a part, as the user is told it -> its content or digest; compared in this order."""


def digest(data: bytes) -> str:
    """The content hash used throughout the cache."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def digest_file(path: Path) -> str | None:
    """Content hash of a file, None when it cannot be read."""
    try:
        return digest(path.read_bytes())
    except OSError:
        return None


@functools.cache
def runtime_identity() -> str:
    """Content hash of the Rust sources of the runtime crate and the shim."""
    return _tree_digest([_PACKAGE / "runtime"], (".rs", ".toml"))


@functools.cache
def macro_identity() -> str:
    """Content hash of everything that decides how a macro expands: the Rust shim and the Python rooms
    behind it.
    """
    return digest(
        (runtime_identity() + _tree_digest([_PACKAGE / room for room in _MACRO_ROOMS], (".py",))).encode()
    )


def _tree_digest(roots: Iterable[Path], suffixes: tuple[str, ...]) -> str:
    total = hashlib.blake2b(digest_size=16)
    for root in roots:
        for directory, folders, names in os.walk(root):
            folders[:] = sorted(name for name in folders if name not in ("target", "__pycache__"))
            for name in sorted(names):
                if name.endswith(suffixes):
                    path = os.path.join(directory, name)  # noqa: PTH118 - a hot loop
                    total.update(os.path.relpath(path, root).encode() + b"\0")
                    with open(path, "rb") as file:  # noqa: PTH123
                        total.update(hashlib.blake2b(file.read()).digest())
    return total.hexdigest()


def record_sources(files: Iterable[Path], root: Path) -> dict[str, str]:
    """Content hashes of the files that a build read; names are relative to `root` where they lie below it."""
    found = {}
    for path in files:
        content = digest_file(path)
        if content is not None:
            found[_shown(path, root)] = content
    return found


def _shown(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)


def why_stale(
    state: Mapping[str, Any] | None,
    inputs: Inputs,
    root: Path,
    directory: Path,
    environment: Mapping[str, str],
) -> str | None:
    """Why the build recorded in `state` cannot be used, in words; None when it can.

    `root` is what relative source names start from, `directory` the slot, `environment` what rustc would be
    given.
    """
    if state is None:
        return "it was not built before"
    before = state.get("inputs", {})
    for name, content in inputs.parts.items():
        if before.get(name) != content:
            return f"{name} changed"
    for name, content in state.get("sources", {}).items():
        now = digest_file(root / name)
        if now is None:
            return f"{name} is gone"
        if now != content:
            return f"{name} changed"
    for name, value in state.get("environment", {}).items():
        if environment.get(name) != value:
            return f"the environment variable {name} changed"
    if not (directory / str(state.get("library", ""))).is_file():
        return "the built library is gone from the cache"
    return None
