"""The names that our runtime offers under `pyo3::`, read off its sources with the same reader as everyone's.

Macros inside the runtime make many of its types. Every identifier in such a call counts as a name of the
module that the call stands in, so a name that is not found here is surely not there.
"""

from __future__ import annotations

import functools
import re
from pathlib import Path

from ferrule.crate.items import macro_names
from ferrule.crate.scopes import Crate, Scope

SOURCE = Path(__file__).resolve().parents[1] / "runtime" / "pyo3" / "src" / "lib.rs"

_EXPORTED = re.compile(rb"#\[macro_export\]\s*macro_rules!\s*(\w+)")
_WORD = re.compile(rb"[A-Za-z_]\w*")
_TRAIT = re.compile(rb"\b(?:trait|union)\s+(\w+)")
_FFI = "ffi"
"""The module whose declarations depend on the version of Python: any word of the runtime is taken for a name
in it.
"""


class Surface:
    """The modules of the runtime and what is in them."""

    def __init__(self, source: Path) -> None:
        self._root = Crate(source).root
        self._names: dict[tuple[str, ...], frozenset[str]] = {}
        text = b"\n".join(path.read_bytes() for path in sorted(source.parent.rglob("*.rs")))
        self.words = frozenset(word.decode() for word in _WORD.findall(text))
        """Every word of the runtime: a method that is not among them does not exist."""
        self._macros = frozenset(word.decode() for word in _EXPORTED.findall(text))

    def module(self, path: tuple[str, ...]) -> Scope | None:
        """The module at a path below `pyo3`, through re-exports; None when that is no module."""
        scope: Scope | None = self._root
        for segment in path:
            scope = None if scope is None else self._inside(scope, segment)
        return scope

    def missing(self, path: tuple[str, ...]) -> tuple[str, ...] | None:
        """The shortest beginning of a path below `pyo3` that does not exist; None when all modules in it and
        the first thing that is no module are there.
        """
        for at, segment in enumerate(path):
            holder = self.module(path[:at])
            if holder is None or segment in ("self", "*"):
                return None
            if self._inside(holder, segment) is None and segment not in self.names(holder):
                return path[: at + 1]
        return None

    def names(self, scope: Scope) -> frozenset[str]:
        """The names that can be taken from a module."""
        if scope.path not in self._names:
            self._names[scope.path] = frozenset()  # modules may take from each other
            self._names[scope.path] = frozenset(self._collect(scope))
        return self._names[scope.path]

    def _collect(self, scope: Scope) -> set[str]:
        if scope.path == ("crate", _FFI):
            return set(self.words)
        found = {name for _, name in scope.definitions} | set(scope.children)
        if scope.parent is None:
            found |= self._macros
        for call in scope.calls:
            found |= macro_names(call)
        for use in scope.uses:
            if not use.glob:
                found.add(use.name)
                continue
            target = self._target(scope, use.path)
            if target is not None:
                found |= self.names(target)
        # Items that the reader looks into no further; for a module with a body, those of its whole file.
        found |= {word.decode() for word in _TRAIT.findall(scope.source)}
        return found

    def _inside(self, scope: Scope, name: str) -> Scope | None:
        if name in scope.children:
            return scope.children[name]
        for use in scope.uses:
            if use.name == name and not use.glob and use.path != (name,):
                return self._target(scope, use.path)
        return None

    def _target(self, scope: Scope, path: tuple[str, ...]) -> Scope | None:
        """The module that a path names inside of `scope`."""
        current: Scope | None = scope
        for at, segment in enumerate(path):
            if current is None:
                return None
            if segment in ("crate", "$crate") and at == 0:
                current = self._root
            elif segment == "self":
                continue
            elif segment == "super":
                current = current.parent
            else:
                current = current.children.get(segment)
        return current


@functools.cache
def surface() -> Surface:
    """The runtime that is shipped."""
    return Surface(SOURCE)
