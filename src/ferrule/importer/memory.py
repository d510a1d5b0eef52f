"""What the last build of an imported file read, so that an import can tell by itself that nothing changed.

A memory is one small file in the cache for each (source file, module name, Python). It is compared by content
with the sources and the environment, and by sizes and times with the compiler and Ferrule's own files. The
compiler is not run, and one that is not there any more changes nothing, so that a module that was built once
runs where there is none. Loads next to no other module.
"""

# `pathlib` would take longer to load than all else here:
# ruff: noqa: PTH100, PTH103, PTH105, PTH108, PTH111, PTH113, PTH116, PTH118, PTH119, PTH120, PTH123

import _imp
import marshal
import os
import sys
from os import path
from time import time

FORMAT = 2
"""Changes when the content of a memory does."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType
    from typing import Any

_DAY = 86_400
_KEYS = (0x6665727275, 0x6C652E7273)
_PACKAGE = path.dirname(path.dirname(path.abspath(__file__)))
_OWN = ("base", "syntax", "model", "lower", "emit", "expander", "crate", "project", "build", "runtime")
_NOT_OURS = ("target", "tests", "__pycache__")
_NOT_ASKED = ("FERRULE_EXPANDER", "FERRULE_HOOK")
_VARIABLES = ("RUSTFLAGS", "RUSTC", "RUSTUP_TOOLCHAIN")


def place(root: str, source: str, name: str, kind: str = "imports") -> str:
    """The file below the cache directory `root` that remembers the module `name` made from `source`, for one
    kind of memory.
    """
    flags = getattr(sys, "abiflags", "")
    key = "\0".join((source, name, sys.implementation.cache_tag or "", flags, sys.platform))
    return path.join(root, kind, digest(key.encode("utf-8", "surrogateescape")))


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
    """A content hash that Python has loaded already; `hashlib` takes longer to load than all else here.

    It is what Python compares sources with their `.pyc` by (PEP 552), taken twice with different keys.
    """
    return (_imp.source_hash(_KEYS[0], data) + _imp.source_hash(_KEYS[1], data)).hex()


def read(file: str) -> "dict[str, Any] | None":
    """A memory, None when there is none or it is damaged."""
    try:
        with open(file, "rb") as stream:
            found = marshal.loads(stream.read())
            age = time() - os.fstat(stream.fileno()).st_mtime
    except (OSError, ValueError, EOFError, TypeError):
        return None
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        return None
    if age > _DAY:
        _say_used(file, found)
    return found


def _say_used(file: str, memory: "dict[str, Any]") -> None:
    """Tell the cache's policy (`build.cache`) that a build is in use, at most once a day."""
    root = path.dirname(path.dirname(file))
    for name in (file, memory["library"], *memory["sources"]):
        if name.startswith(root):
            try:
                os.utime(name if name == file else path.dirname(name))
            except OSError:  # a cache that cannot be written is not cleared either
                return


def read_code(file: str, source: bytes) -> "CodeType | None":
    """The code of a script whose text is `source`, None when it is not kept."""
    try:
        with open(file, "rb") as stream:
            data = stream.read()
        head = digest(source).encode()
        return marshal.loads(data[len(head) :]) if data.startswith(head) else None
    except (OSError, ValueError, EOFError, TypeError):
        return None


def write_code(file: str, source: bytes, code: "CodeType") -> None:
    """Keep the code of a script; where that cannot be done, nothing is."""
    write(file, digest(source).encode() + marshal.dumps(code))


def write(file: str, data: bytes) -> None:
    """Write a file at once or not at all, without the rest of Ferrule; failing to is no failure."""
    partial = f"{file}.{os.getpid()}.tmp"
    try:
        os.makedirs(path.dirname(file), mode=0o700, exist_ok=True)
        with open(partial, "xb") as stream:
            stream.write(data)
        os.replace(partial, file)
    except OSError:
        if path.isfile(partial):
            os.unlink(partial)


def holds(memory: "dict[str, Any]") -> bool:
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


def current(memory: "dict[str, Any]") -> bool:
    """Whether it was built by this very Ferrule and compiler, with the same settings."""
    settings: dict[str, str] = memory["settings"]
    own: str = memory["own"]
    for name, facts in memory["tools"].items():
        if stamp(name) not in (facts, None):
            return False
    return settings == asked() and own == own_files()


def asked() -> dict[str, str]:
    """The environment variables that say how to build."""
    return {
        name: os.environ[name]
        for name in os.environ
        if name in _VARIABLES or (name.startswith("FERRULE_") and name not in _NOT_ASKED)
    }


def stamp(name: str) -> tuple[int, int] | None:
    """Size and time of a file, None when there is none."""
    try:
        facts = os.stat(name)
    except OSError:
        return None
    return facts.st_size, facts.st_mtime_ns


def own_files() -> str:
    """What tells this Ferrule from others: where an installer put it, one file that each installation writes
    anew; elsewhere a digest of names, sizes and times of all files that decide what comes out of a build.
    """
    if path.basename(path.dirname(_PACKAGE)) in ("site-packages", "dist-packages"):
        return repr(stamp(path.join(_PACKAGE, "__init__.py")))
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


def _name(entry: "os.DirEntry[str]") -> str:
    return entry.name
