"""Where Ferrule keeps what can be made again: one directory per user, never an editor's or cargo's own.

`cache_root()` decides it once per process. Set ``FERRULE_CACHE_DIR`` to move it. A directory that cannot be
written to is replaced by one below the system's temporary directory, with a warning that the caller shows;
nothing here prints.
"""

from __future__ import annotations

import functools
import os
from pathlib import Path

from ferrule.base.record import record

VARIABLE = "FERRULE_CACHE_DIR"


@record
class CacheRoot:
    """The directory to use, and what to tell the user about it."""

    path: Path
    """Exists and can be written to."""
    warning: str | None
    """One sentence when `path` is not the usual place."""


def cache_root() -> CacheRoot:
    """Return the cache directory, made if needed; the answer is kept for the life of the process."""
    return _decide(os.environ.get(VARIABLE, ""))


@functools.lru_cache(maxsize=8)
def _decide(configured: str) -> CacheRoot:
    wanted = Path(configured).expanduser().absolute() if configured else _usual()
    why = _unusable(wanted)
    if why is None:
        return CacheRoot(wanted, None)
    import tempfile

    uid = os.getuid() if hasattr(os, "getuid") else "user"
    fallback = Path(tempfile.gettempdir()) / f"ferrule-cache-{uid}"
    if _unusable(fallback) is not None or not _ours(fallback):
        fallback = Path(tempfile.mkdtemp(prefix="ferrule-cache-"))
    warning = (
        f"the cache directory {wanted} cannot be written to ({why}), so {fallback} is used; "
        f"set {VARIABLE} to a writable directory to keep builds"
    )
    return CacheRoot(fallback, warning)


def _usual() -> Path:
    import platformdirs

    return Path(platformdirs.user_cache_dir("ferrule", appauthor=False))


def _unusable(path: Path) -> str | None:
    try:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        return (error.strerror or str(error)).lower()
    return None if os.access(path, os.W_OK | os.X_OK) else "permission denied"


def _ours(path: Path) -> bool:
    # A directory that someone else prepared in a shared temporary directory could feed us their libraries.
    return not hasattr(os, "getuid") or path.stat().st_uid == os.getuid()
