"""What the last build of an imported file read, so that an import can tell by itself that nothing changed.

A memory is one small file in the cache for each (source file, module name, Python). It is compared by content
with the sources and the environment, and by sizes and times with Ferrule's own files; the compiler is not
asked, so that a module that was built once runs where there is none. Loads next to no other module.
"""

# `pathlib` would take longer to load than all else here:
# ruff: noqa: PTH100, PTH111, PTH113, PTH118, PTH120, PTH123

from __future__ import annotations

import marshal
import os
import sys
from os import path

try:
    from _blake2 import blake2b  # `hashlib` would load OpenSSL, which takes longer than all else here
except ImportError:  # pragma: no cover - a Python without its own hashes
    from hashlib import blake2b

FORMAT = 1
"""Changes when the content of a memory does."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_PACKAGE = path.dirname(path.dirname(path.abspath(__file__)))
_OWN = ("base", "syntax", "model", "lower", "emit", "expander", "crate", "project", "build", "runtime")
_NOT_OURS = ("target", "tests", "__pycache__")
_VARIABLES = ("RUSTFLAGS", "RUSTC", "RUSTUP_TOOLCHAIN")


def place(root: str, source: str, name: str) -> str:
    """The file below the cache directory `root` that remembers the module `name` made from `source`."""
    flags = getattr(sys, "abiflags", "")
    key = "\0".join((source, name, sys.implementation.cache_tag or "", flags, sys.platform))
    return path.join(root, "imports", digest(key.encode("utf-8", "surrogateescape")))


def usual_root() -> str:
    """The cache directory as `base.cachedir` decides it, found without its imports where that is easy."""
    configured = os.environ.get("FERRULE_CACHE_DIR", "")
    if configured:
        return path.abspath(path.expanduser(configured))
    if sys.platform.startswith("linux"):
        base = os.environ.get("XDG_CACHE_HOME", "").strip() or path.expanduser("~/.cache")
        return path.join(base, "ferrule")
    from ferrule.base.cachedir import cache_root

    return str(cache_root().path)


def digest(data: bytes) -> str:
    """The content hash, the same as `build.freshness.digest`."""
    return blake2b(data, digest_size=16).hexdigest()


def read(file: str) -> dict[str, Any] | None:
    """A memory, None when there is none or it is damaged."""
    try:
        with open(file, "rb") as stream:
            found = marshal.loads(stream.read())
    except (OSError, ValueError, EOFError, TypeError):
        return None
    return found if isinstance(found, dict) and found.get("format") == FORMAT else None


def holds(memory: dict[str, Any]) -> bool:
    """Whether the sources and the environment are what they were, and the library is still there."""
    for name, content in memory["sources"].items():
        try:
            with open(name, "rb") as stream:
                if digest(stream.read()) != content:
                    return False
        except OSError:
            return False
    for name, value in memory["environment"].items():
        if os.environ.get(name) != value:
            return False
    return path.isfile(memory["library"])


def current(memory: dict[str, Any]) -> bool:
    """Whether it was built by this very Ferrule, with the same settings."""
    settings: dict[str, str] = memory["settings"]
    own: str = memory["own"]
    return settings == asked() and own == own_files()


def asked() -> dict[str, str]:
    """The environment variables that say how to build."""
    return {
        name: value
        for name, value in os.environ.items()
        if name in _VARIABLES or (name.startswith("FERRULE_") and name != "FERRULE_EXPANDER")
    }


def own_files() -> str:
    """A digest of names, sizes and times of Ferrule's own files that decide what comes out of a build."""
    seen: list[str] = []
    for room in _OWN:
        _list(path.join(_PACKAGE, room), seen)
    return digest("\n".join(seen).encode())


def _list(directory: str, into: list[str]) -> None:
    with os.scandir(directory) as entries:
        for entry in sorted(entries, key=_name):
            if entry.name.endswith((".py", ".rs")):
                facts = entry.stat()
                into.append(f"{entry.name} {facts.st_size} {facts.st_mtime_ns}")
            elif "." not in entry.name and entry.name not in _NOT_OURS and entry.is_dir():
                into.append(entry.name)
                _list(entry.path, into)


def _name(entry: os.DirEntry[str]) -> str:
    return entry.name
