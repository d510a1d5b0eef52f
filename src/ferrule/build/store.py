"""The build cache on disk: one directory per (sources' place, interpreter ABI, profile), locked while it is
written.

Everything appears by rename, so that a reader, a second build or a killed one never meets half a file.
Temporary directories that a killed build left behind are removed by the next one that holds the lock.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ferrule.base.cachedir import cache_root
from ferrule.base.errors import SystemFault
from ferrule.base.files import system_fault, write_atomically
from ferrule.build import ahead
from ferrule.build.report import Reporter

if TYPE_CHECKING:
    from ferrule.build.ahead import Start

LOCK_PATIENCE = 600.0
"""Seconds to wait for another build of the same module before giving up."""


ELSEWHERE = "elsewhere"
"""A link in a workspace to a temporary directory outside of the cache that goes when the workspace does."""


def slot(kind: str, name: str, *key: str) -> Path:
    """The directory for one thing of a kind (``builds``, ``runtime``, ...), told apart by `key`. It may not
    exist yet.
    """
    digest = hashlib.blake2b("\0".join(key).encode(), digest_size=8).hexdigest()
    return cache_root().path / kind / f"{name}-{digest}"


@contextmanager
def locked(directory: Path, report: Reporter, what: str, running: Start | None = None) -> Iterator[None]:
    """Hold the lock of a slot while the block runs; the system releases it if the process dies. What was
    started ahead in that slot (`running`) brings the lock along.

    Raises SystemFault when the place cannot be written, or another process keeps the lock beyond
    `LOCK_PATIENCE`.
    """
    if running is not None and _is_there(running.lock.fileno(), directory):
        _sweep(directory, keep=running.scratch)
        yield
        return
    while True:
        try:
            directory.mkdir(parents=True, exist_ok=True)
            file = _lock_file(directory).open("ab")
        except OSError as error:
            raise system_fault(error, f"The cache directory {directory} cannot be written") from error
        with file:
            if not _try_lock(file.fileno()):
                with report.progress(f"waiting for another build of {what}"):
                    _wait(file.fileno(), what)
            if not _is_there(
                file.fileno(), directory
            ):  # cleared while we waited: another may lock a new file
                continue
            _sweep(directory)
            try:
                yield
            finally:
                _unlock(file.fileno())
            return


@contextmanager
def held_by_nobody(entry: Path) -> Iterator[bool]:
    """Whether no process holds the lock of an entry; if so, it is held while the block runs."""
    try:
        file = _lock_file(entry).open("rb")
    except OSError:
        yield True
        return
    with file:
        free = _try_lock(file.fileno())
        try:
            yield free
        finally:
            if free:
                _unlock(file.fileno())


def _lock_file(entry: Path) -> Path:
    return entry.parent / f"{entry.name}.lock"


def _is_there(descriptor: int, directory: Path) -> bool:
    """Whether the lock that is held is still the one that others would find, and the slot still there."""
    try:
        found = _lock_file(directory).stat()
    except OSError:
        return False
    held = os.fstat(descriptor)
    return directory.is_dir() and (held.st_dev, held.st_ino) == (found.st_dev, found.st_ino)


@contextmanager
def workspace(directory: Path, running: Start | None = None) -> Iterator[Path]:
    """A temporary directory inside a slot whose lock is held: a fresh one, or that of what was started ahead;
    removed afterwards, whatever happens.
    """
    path = directory / ahead.workspace_name() if running is None else Path(running.scratch)
    try:
        path.mkdir(exist_ok=running is not None)
    except OSError as error:
        raise system_fault(error, f"The cache directory {directory} cannot be written") from error
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def read_state(directory: Path) -> dict[str, Any] | None:
    """What the last finished build in a slot left behind, None when there was none or it is damaged."""
    try:
        state = json.loads((directory / "state.json").read_bytes())
    except (OSError, ValueError):
        return None
    return state if isinstance(state, dict) else None


def write_state(directory: Path, state: dict[str, Any]) -> None:
    """Record a finished build. Raises SystemFault when the place cannot be written."""
    write_atomically(directory / "state.json", json.dumps(state, indent=1).encode())


def _sweep(directory: Path, keep: str = "") -> None:
    with contextlib.suppress(OSError):
        for left in directory.glob("tmp-*"):
            if str(left) == keep:
                continue
            if (left / ELSEWHERE).is_symlink():
                shutil.rmtree((left / ELSEWHERE).readlink(), ignore_errors=True)
            shutil.rmtree(left, ignore_errors=True)


def _wait(descriptor: int, what: str) -> None:
    deadline = time.monotonic() + LOCK_PATIENCE
    while not _try_lock(descriptor):
        if time.monotonic() > deadline:
            raise SystemFault(
                f"Another process has been building {what} for {LOCK_PATIENCE / 60:.0f} minutes.",
                "End that process, then try again.",
            )
        time.sleep(0.02)


# The system's own call instead of the filelock package, whose import costs as much as a small compile.
if sys.platform == "win32":
    import msvcrt

    def _try_lock(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _unlock(descriptor: int) -> None:
        with contextlib.suppress(OSError):
            msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _try_lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return True  # a file system without locks: atomic renames still keep files whole
        return True

    def _unlock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)
