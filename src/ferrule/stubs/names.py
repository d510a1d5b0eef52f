"""How one stub file spells the names that its annotations need, and what it must import for them.

Names of built-in types are written plainly unless the module or the class around them has a member of that
name; everything else is imported, under another name where its own is taken.
"""

from __future__ import annotations

import builtins
import keyword
import re
from collections.abc import Mapping

from ferrule.model.annotations import is_annotation
from ferrule.stubs.nodes import Annotation

_TOKEN = re.compile(
    r"""(?P<string>'[^']*'|"[^"]*")|@(?P<id>[\w:#]+(?:\.\w+)*)|(?P<name>(?<![\w.])[^\W\d]\w*(?:\.[^\W\d]\w*)*)"""
)
_WITHOUT_MODULE = """
    Any Callable ClassVar Final Generic Hashable Iterable Iterator Literal Mapping MutableMapping
    MutableSequence NamedTuple NoReturn Optional Protocol Sequence Sized SupportsFloat SupportsIndex
    SupportsInt Tuple Dict List Set FrozenSet Type Union Generator AsyncIterator AsyncIterable Awaitable
    Coroutine Annotated TypeAlias
    """
_TYPING = frozenset(_WITHOUT_MODULE.split())
"""Names that people write without saying where they come from."""
_EXTENSIONS = frozenset(("Self", "Never", "LiteralString", "Buffer", "TypeIs", "TypeGuard", "Unpack"))
"""Likewise, of newer Pythons: `typing_extensions` has them for every type checker."""
_ABBREVIATIONS = {
    "np": "numpy",
    "npt": "numpy.typing",
    "pd": "pandas",
    "pl": "polars",
    "pa": "pyarrow",
    "dt": "datetime",
    "t": "typing",
    "abc": "collections.abc",
}
_BUILTINS = frozenset(name for name in vars(builtins) if not name.startswith("_"))


class Names:
    """The names of one file. Rendering an annotation records the imports that it needs."""

    def __init__(
        self, module: str, taken: frozenset[str], places: Mapping[str, tuple[str, str]], *, package: bool
    ) -> None:
        self.module = module
        self.base = module if package else module.rpartition(".")[0]
        """The package that relative imports count from."""
        self.taken = taken
        """Names that the file itself declares."""
        self.places = places
        """Where every class of the crate is declared: by id, dotted module and name."""
        self.from_imports: dict[tuple[str, str], set[str]] = {}
        """(module, name) and the local names that it is imported under."""
        self.imports: dict[str, str] = {}
        """Modules imported whole, and the local name of each; empty for its own."""
        self.aliases: dict[str, str] = {}
        """Second names for classes of this file, for places where the first means something else."""

    def relative(self, module: str) -> str:
        """Another module of the crate, for a `from` import."""
        return _relative(self.base, module)

    def annotation(self, value: Annotation, hidden: frozenset[str] = frozenset()) -> str:
        """An annotation as this file writes it; `hidden` are the names of the class around it."""
        if value.written and not is_annotation(value.text):
            return self.text("typing.Any", hidden)
        return self.text(value.text, hidden, written=value.written)

    def text(self, text: str, hidden: frozenset[str] = frozenset(), *, written: bool = False) -> str:
        """A Python text with names in full, as this file writes it."""

        def spell(match: re.Match[str]) -> str:
            if match["string"]:
                return match[0]
            if match["id"]:
                return self._own(match["id"], hidden)
            return self._written(match[0], hidden) if written else self._full(match[0], hidden)

        return _TOKEN.sub(spell, text)

    def _full(self, name: str, hidden: frozenset[str]) -> str:
        """A name of our own tables: a built-in name, or one with its whole module before it."""
        module, _, last = name.rpartition(".")
        if module:
            return self._import(module, last, hidden)
        if keyword.iskeyword(name) or name not in _BUILTINS:
            return name
        if name in self.taken or name in hidden:
            return f"{self._module('builtins', hidden)}.{name}"
        return name

    def _written(self, name: str, hidden: frozenset[str]) -> str:
        """A name that a user wrote in an annotation."""
        head, dot, rest = name.partition(".")
        if keyword.iskeyword(name) or head in self.taken:
            return name
        for id_, (_, own) in self.places.items():
            if own == head:
                return self._own(id_, hidden) + dot + rest
        if dot:
            full = f"{_ABBREVIATIONS.get(head, head)}.{rest}"
            module = _module_part(full)
            return self._module(module, hidden) + full[len(module) :]
        if name in _BUILTINS:
            return self._full(name, hidden)
        if name in _TYPING:
            return self._import("typing", name, hidden)
        return self._import("typing_extensions", name, hidden) if name in _EXTENSIONS else name

    def _own(self, id_: str, hidden: frozenset[str]) -> str:
        """A class of the crate; a name after the id's dot is a class inside it."""
        base, dot, inner = id_.partition(".")
        place = self.places.get(base)
        if place is None:
            return self._import("typing", "Any", hidden)
        module, name = place
        if module != self.module:
            return self._import(self.relative(module), name, hidden) + dot + inner
        if name in hidden:
            known = [one for one, target in self.aliases.items() if target == name and one not in hidden]
            other = known[0] if known else self._free(name, hidden)
            self.aliases[other] = name
            name = other
        return name + dot + inner

    def _import(self, module: str, name: str, hidden: frozenset[str]) -> str:
        if module == "builtins":
            return self._full(name, hidden)
        known = self.from_imports.setdefault((module, name), set())
        for local in sorted(known, key=len):
            if local not in hidden:
                return local
        local = self._free(name, hidden)
        known.add(local)
        return local

    def _module(self, module: str, hidden: frozenset[str]) -> str:
        """A module imported whole, and how it is written."""
        head = module.partition(".")[0]
        if head in self.taken or head in hidden:
            local = self.imports.get(module) or self._free(module.replace(".", "_"), hidden)
            self.imports[module] = local
            return local
        self.imports.setdefault(module, "")
        return self.imports[module] or module

    def _free(self, name: str, hidden: frozenset[str]) -> str:
        """The name, with underscores before it while something else has it."""
        used = {local for locals_ in self.from_imports.values() for local in locals_}
        used |= set(self.aliases) | {local for local in self.imports.values() if local}
        while name in self.taken or name in hidden or name in used:
            name = f"_{name}"
        return name

    def import_lines(self) -> list[str]:
        """The import statements, sorted."""
        lines = [
            f"import {module} as {local}" if local else f"import {module}"
            for module, local in self.imports.items()
        ]
        by_module: dict[str, list[str]] = {}
        for (module, name), locals_ in self.from_imports.items():
            for local in locals_:
                shown = name if local == name else f"{name} as {local}"
                by_module.setdefault(module, []).append(shown)
        lines += [f"from {module} import {', '.join(sorted(names))}" for module, names in by_module.items()]
        return sorted(lines, key=lambda line: (line.startswith("from ."), line.startswith("from"), line))


def _module_part(full: str) -> str:
    """The module in a dotted name: what stands before the first part with a capital, or before the last."""
    parts = full.split(".")
    for at, part in enumerate(parts):
        if part[:1].isupper():
            return ".".join(parts[:at])
    return ".".join(parts[:-1])


def _relative(base: str, there: str) -> str:
    """How a module whose package is `base` names the module `there` in a `from` import."""
    own, other = base.split(".") if base else [], there.split(".")
    common = 0
    while common < min(len(own), len(other)) and own[common] == other[common]:
        common += 1
    return "." * (len(own) - common + 1) + ".".join(other[common:])
