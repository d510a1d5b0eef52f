"""Is the last build still good? Compared by content: flags, compiler, interpreter, Ferrule itself, and
every file that was read.

The answer is a reason in words, so that the user is told why something is compiled again.
"""

from __future__ import annotations

import functools
import hashlib
import os
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ferrule.base.record import record
from ferrule.toolchain import memo

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
    return _tree_digest("runtime", [_PACKAGE / "runtime"], (".rs", ".toml"))


@functools.cache
def macro_identity() -> str:
    """Content hash of all that decides how a macro expands: the shim and the Python rooms behind it."""
    rooms = _tree_digest("rooms", [_PACKAGE / room for room in _MACRO_ROOMS], (".py",))
    return digest((runtime_identity() + rooms).encode())


def _tree_digest(what: str, roots: Iterable[Path], suffixes: tuple[str, ...]) -> str:
    """Content hash of Ferrule's own files, remembered for as long as their sizes and times are the same."""
    files = [path for root in roots for path in _files(str(root), suffixes)]

    def read() -> dict[str, str]:
        total = hashlib.blake2b(digest_size=16)
        for path in files:
            total.update(path.relative_to(_PACKAGE).as_posix().encode() + b"\0")
            total.update(hashlib.blake2b(path.read_bytes()).digest())
        return {"digest": total.hexdigest()}

    return str(memo.remember(f"own-{what}", str(_PACKAGE), files, read)["digest"])


def _files(directory: str, suffixes: tuple[str, ...]) -> list[Path]:
    found: list[Path] = []
    with os.scandir(directory) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            if entry.name in ("target", "__pycache__"):
                continue
            if entry.is_dir():
                found += _files(entry.path, suffixes)
            elif entry.name.endswith(suffixes):
                found.append(Path(entry.path))
    return found


def record_sources(files: Iterable[Path], root: Path, begun: float) -> dict[str, str]:
    """Content hashes of the files that a build read; names are relative to `root` where they lie below it.

    A file that was written after the build had begun (`begun`: seconds since the epoch) gets no hash, since
    nobody knows what the compiler saw of it: the next build compiles again.
    """
    found = {}
    for path in files:
        content = digest_file(path)
        if content is not None:
            found[_shown(path, root)] = "" if written_since(path, begun) else content
    return found


def written_since(path: Path, begun: float) -> bool:
    """Whether a file was written between `begun` and now; a time in the future tells nothing."""
    try:
        return begun < path.stat().st_mtime <= time.time()
    except OSError:
        return True


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
