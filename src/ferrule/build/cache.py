"""What the cache directory holds, as numbers, and how it gets smaller.

Only what Ferrule put there is looked at: the entries of the directories in `KINDS`. Nothing else is touched,
no link is followed, and an entry whose lock a running build holds stays. The policy: a kind's entries go when
they have not been used for as many days as its row says, looked at once a day, after a build. What is used
says so by its time (`used`), at most once a day.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from ferrule.base.cachedir import cache_root
from ferrule.base.record import record
from ferrule.build.store import held_by_nobody

DAY = 86_400.0
"""Seconds."""

KINDS = {
    "builds": ("built modules", 90),
    "ahead": ("what commands begin with after an edit", 90),
    "imports": ("what imports compare with, and code of scripts", 90),
    "inline": ("Rust written inside Python", 90),
    "roots": ("module declarations made for plain files", 90),
    "scripts": ("projects made for files that name crates", 90),
    "mirrors": ("links to projects that cargo builds", 90),
    "cargo": ("cargo's own builds", 30),
    "crates": ("the runtime as a crate for cargo", 30),
    "runtime": ("the compiled runtime, one for each Python, rustc and Ferrule", 30),
    "shim": ("the compiled macros, one for each rustc and Ferrule", 30),
    "memo": ("answers of rustc and interpreters", 90),
    "metadata": ("metadata of projects", 90),
    "sdists": ("source distributions, unpacked to be built", 30),
    "audits": ("which symbols wheels need", 90),
}
"""Name of a directory -> what its entries are, and for how many days they stay unused."""

_LOCK = ".lock"
_MARK = "pruned"


@record
class Kind:
    """One kind of entries."""

    name: str
    """A key of `KINDS`."""
    about: str
    """What its entries are."""
    entries: int
    """How many there are."""
    size: int
    """Bytes, as the files' lengths."""


@record
class Cleared:
    """What was removed."""

    entries: int
    """How many."""
    size: int
    """Bytes."""
    kept: int
    """Entries that a running build uses, or that cannot be removed."""


def survey() -> list[Kind]:
    """What there is, kind by kind, in the order of `KINDS`."""
    root = cache_root().path
    found = []
    for name, (about, _) in KINDS.items():
        entries = list(_entries(root / name))
        found.append(Kind(name, about, len(entries), sum(_size(entry) for entry in entries)))
    return found


def clear(older_than: float = 0.0) -> Cleared:
    """Remove what has not been used for `older_than` days; everything for 0."""
    if not older_than:
        with contextlib.suppress(OSError):
            (cache_root().path / _MARK).unlink()
    return _clear(dict.fromkeys(KINDS, older_than))


def forget(crate: str) -> int:
    """Remove the builds of a crate; how many there were."""
    builds = cache_root().path / "builds"
    count = sum(_remove(entry) for entry in _entries(builds) if entry.name.rpartition("-")[0] == crate)
    _remove_locks(builds)
    return count


def prune() -> None:
    """Apply the policy, unless that was done within a day."""
    mark = cache_root().path / _MARK
    with contextlib.suppress(OSError):
        if mark.exists() and 0 <= time.time() - mark.stat().st_mtime < DAY:
            return
        mark.touch()
        _clear({name: float(days) for name, (_, days) in KINDS.items()})


def used(directory: Path) -> None:
    """Note that an entry is in use, for the policy; costs nothing on most days."""
    with contextlib.suppress(OSError):
        if time.time() - directory.stat().st_mtime > DAY:
            os.utime(directory)


def _clear(days: dict[str, float]) -> Cleared:
    root = cache_root().path
    count = size = kept = 0
    for name, limit in days.items():
        for entry in _entries(root / name):
            if limit and time.time() - _last_use(entry) < limit * DAY:
                continue
            length = _size(entry)
            if _remove(entry):
                count += 1
                size += length
            else:
                kept += 1
        if not limit:
            _remove_locks(root / name)
            with contextlib.suppress(OSError):
                (root / name).rmdir()
    return Cleared(count, size, kept)


def _entries(directory: Path) -> Iterator[Path]:
    """The entries of a kind, without locks and halves of files; none where a link stands for the kind."""
    if directory.is_symlink():
        return
    with contextlib.suppress(OSError):
        for path in sorted(directory.iterdir()):
            if path.suffix != _LOCK:
                yield path


def _last_use(entry: Path) -> float:
    """Seconds since the epoch; now where that cannot be told."""
    times = []
    for path in (entry, entry / "state.json"):
        with contextlib.suppress(OSError):
            times.append(path.lstat().st_mtime)
    return max(times, default=time.time())


def _size(entry: Path) -> int:
    if entry.is_symlink() or not entry.is_dir():
        with contextlib.suppress(OSError):
            return entry.lstat().st_size
        return 0
    total = 0
    for directory, _, files in os.walk(entry):
        for file in files:
            with contextlib.suppress(OSError):
                total += (Path(directory) / file).lstat().st_size
    return total


def _remove(entry: Path) -> bool:
    with held_by_nobody(entry) as free:
        if not free:
            return False
        with contextlib.suppress(OSError):
            if entry.is_symlink() or not entry.is_dir():
                entry.unlink()
            else:
                shutil.rmtree(entry)
            return True
    return False


def _remove_locks(directory: Path) -> None:
    """Remove the locks of entries that are gone."""
    if directory.is_symlink():
        return
    for lock in directory.glob(f"*{_LOCK}"):
        entry = lock.with_suffix("")
        if not entry.exists():
            with held_by_nobody(entry) as free, contextlib.suppress(OSError):
                if free:
                    lock.unlink()
