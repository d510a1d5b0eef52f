"""Files written so that no reader ever sees half of one, and left alone when nothing changed."""

from __future__ import annotations

import errno
import itertools
import os
from pathlib import Path

from ferrule.base.errors import SystemFault

_numbers = itertools.count()


def write_if_changed(path: Path | str, content: bytes | str, *, mode: int | None = None) -> bool:
    """Write `content` to `path` atomically, unless the file holds it already; tell whether it was written.

    Parent folders are made. A text is written as UTF-8 with the newlines it has. Leaving an equal file
    untouched keeps its modification time, on which cargo's freshness rests.

    Raises SystemFault when the place cannot be written.
    """
    target = Path(path)
    data = content.encode() if isinstance(content, str) else content
    try:
        if target.read_bytes() == data:
            return False
    except OSError:
        pass
    write_atomically(target, data, mode=mode)
    return True


def write_atomically(path: Path | str, data: bytes, *, mode: int | None = None) -> None:
    """Write a file through a temporary one beside it, renamed over `path` when complete.

    `mode` is the permission bits; without it they are those of a file made in the usual way.
    Raises SystemFault when the place cannot be written; nothing is left behind then.
    """
    target = Path(path)
    temporary = ""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        # Not by `tempfile`: loading it takes longer than writing.
        name = str(target.with_name(f".{target.name}.{os.getpid()}-{next(_numbers)}.tmp"))
        handle = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        temporary = name
        with os.fdopen(handle, "wb") as out:
            out.write(data)
        Path(temporary).chmod(_usual_mode() if mode is None else mode)
        Path(temporary).replace(target)
    except OSError as error:
        _discard(temporary)
        raise system_fault(error, f"cannot write {target}") from error
    except BaseException:
        _discard(temporary)
        raise


def system_fault(error: OSError, what: str) -> SystemFault:
    """An operating-system error as one sentence that begins with `what`, and a next step if one is known."""
    steps = {
        errno.ENOSPC: "Free some disk space and try again.",
        errno.EDQUOT: "Free some of your disk quota and try again.",
        errno.EROFS: "Choose a folder on a writable file system.",
        errno.EACCES: "Check the permissions of the folder.",
        errno.EPERM: "Check the permissions of the folder.",
    }
    reason = error.strerror or type(error).__name__
    return SystemFault(f"{what}: {reason}.", steps.get(error.errno or 0, ""))


def _discard(temporary: str) -> None:
    if temporary:
        Path(temporary).unlink(missing_ok=True)


def _usual_mode() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
