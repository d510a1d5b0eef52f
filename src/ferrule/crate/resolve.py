"""What a path names: through `mod`, `use`, aliases and globs, within the crate."""

from __future__ import annotations

from collections.abc import Sequence

from ferrule.crate.scopes import Definition, Kind, Scope
from ferrule.syntax.nodes import UseName


def split_path(text: str) -> tuple[str, ...]:
    """The segments of a path as it is written, generics and raw prefixes left out."""
    depth = 0
    plain: list[str] = []
    for char in text:
        depth += char == "<"
        if depth == 0 and not char.isspace():
            plain.append(char)
        depth -= char == ">"
    return tuple(part.removeprefix("r#") for part in "".join(plain).split("::") if part)


def resolve(scope: Scope, path: Sequence[str], kind: Kind) -> Definition | None:
    """The definition that a path names when it is written in `scope`; None when it is none of the crate's."""
    key = (scope.path, tuple(path), kind)
    known = scope.crate.resolved
    if key not in known:
        try:
            known[key] = _Search().path(scope, key[1], kind)
        except RecursionError:
            known[key] = None
    return known[key]


_VISITS = 2


class _Search:
    """One look-up. An import is never followed through itself, so circles of imports end."""

    def __init__(self) -> None:
        self.open: list[UseName] = []
        """The imports that are being followed."""
        self.visits: dict[tuple[tuple[str, ...], str, Kind], int] = {}
        """How often a name was looked up: twice is enough, with an open import and without."""
        self.known: dict[tuple[tuple[str, ...], str, Kind], Definition | None] = {}

    def path(self, scope: Scope, path: tuple[str, ...], kind: Kind) -> Definition | None:
        if not path:
            return None
        *leading, last = path
        holder: Scope | None = scope
        for at, segment in enumerate(leading):
            holder = self._enter(holder, segment, first=at == 0) if holder is not None else None
        if holder is None:
            return None
        if last in ("self", "crate", "super"):
            inside = self._enter(holder, last, first=True)
            return None if inside is None else _itself(inside)
        return self.name(holder, last, kind)

    def _enter(self, scope: Scope, segment: str, *, first: bool) -> Scope | None:
        if segment == "self":
            return scope
        if segment == "super":
            return scope.parent
        if segment in ("crate", "$crate") and first:
            return scope.root
        found = self.name(scope, segment, "mod")
        if found is None:
            return None
        return found.scope.children.get(found.name)

    def name(self, scope: Scope, name: str, kind: Kind) -> Definition | None:
        """A single name, as it is visible inside `scope`."""
        if name not in scope.crate.names:
            return None
        key = (scope.path, name, kind)
        if key in self.known:
            return self.known[key]
        self.visits[key] = self.visits.get(key, 0) + 1
        if self.visits[key] > _VISITS:
            return None
        found = self._look_up(scope, name, kind)
        if found is not None or not self.open:
            self.known[key] = found  # what an open import hides may still be found from elsewhere
        return found

    def _look_up(self, scope: Scope, name: str, kind: Kind) -> Definition | None:
        own = scope.find(kind, name)
        if own is not None:
            return own
        for use in scope.uses:
            if use.name not in (name, "*") or any(use is one for one in self.open):
                continue
            self.open.append(use)
            found = self._follow(scope, use, name, kind)
            self.open.pop()
            if found is not None:
                return found
        return None

    def _follow(self, scope: Scope, use: UseName, name: str, kind: Kind) -> Definition | None:
        if not use.glob:
            return self.path(scope, use.path, kind)
        holder = self._scope(scope, use.path)
        return None if holder is None else self.name(holder, name, kind)

    def _scope(self, scope: Scope, path: tuple[str, ...]) -> Scope | None:
        holder: Scope | None = scope
        for at, segment in enumerate(path):
            holder = None if holder is None else self._enter(holder, segment, first=at == 0)
        return holder


def _itself(scope: Scope) -> Definition | None:
    return None if scope.parent is None else scope.parent.find("mod", scope.path[-1])
