"""The tree of a crate's Rust modules: which file each is in, and the items and imports that it has.

A file is read when something looks into its scope. One that is missing or is not Rust is an empty scope
that says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from ferrule.base.diagnostics import Diagnostic, Span
from ferrule.base.record import record
from ferrule.crate.conditions import present, settle
from ferrule.model.crate import FileDiagnostic
from ferrule.syntax.items import parse_file
from ferrule.syntax.nodes import (
    Const,
    Enum,
    Fn,
    Impl,
    Item,
    MacroCall,
    Mod,
    Other,
    Struct,
    Use,
    UseName,
)
from ferrule.syntax.tokens import normal_text, split, string_value
from ferrule.syntax.tree import ParseError

Kind = Literal["mod", "fn", "type", "const"]
"""Namespaces in which a definition is looked up; those of Rust, with modules and types kept apart."""

TOO_DEEP = "is nested too deeply to be read"
MAKES_EXCEPTIONS = "create_exception"
IMPORTS_EXCEPTIONS = "import_exception"


@record
class SourceFile:
    """A file that was read."""

    path: Path
    text: bytes


@record
class Definition:
    """A named item."""

    kind: Kind
    name: str
    item: Item
    scope: Scope
    """The module that it is written in."""

    @property
    def id(self) -> str:
        """Its path in the crate."""
        return "::".join((*self.scope.path, self.name))


class Scope:
    """One Rust module: a file, or a `mod` with a body."""

    def __init__(
        self,
        path: tuple[str, ...],
        crate: Crate,
        *,
        parent: Scope | None,
        directory: Path,
        body: tuple[SourceFile, Mod] | None = None,
        candidates: tuple[Path, ...] = (),
    ) -> None:
        self.path = path
        """`("crate", "shapes")`."""
        self.crate = crate
        self.parent = parent
        self.directory = directory
        """Where the files of its child modules are."""
        self.file = SourceFile(candidates[0] if candidates else Path(), b"") if body is None else body[0]
        self.node = None if body is None else body[1]
        """The `mod` item, for a module with a body."""
        self.children: dict[str, Scope] = {}
        self.definitions: dict[tuple[Kind, str], list[Definition]] = {}
        self.uses: list[UseName] = []
        self.impls: list[Impl] = []
        self.calls: list[MacroCall] = []
        """Macro calls that may make items."""
        self.readable = True
        """False when the file is missing or is not Rust."""
        if body is not None:
            self._fill(body[1].items or ())
        else:
            self._read(candidates)

    @property
    def source(self) -> bytes:
        """The text that the spans of its items count in."""
        return self.file.text

    @property
    def root(self) -> Scope:
        """The crate's root."""
        scope = self
        while scope.parent is not None:
            scope = scope.parent
        return scope

    def walk(self) -> Iterator[Scope]:
        """This scope and all below it."""
        yield self
        for child in self.children.values():
            yield from child.walk()

    def find(self, kind: Kind, name: str) -> Definition | None:
        """The definition of a name written here; the first where `cfg` leaves several."""
        found = self.definitions.get((kind, name))
        return found[0] if found else None

    def _read(self, candidates: tuple[Path, ...]) -> None:
        for path in candidates:
            try:
                self.file = SourceFile(path, path.read_bytes())
            except OSError:
                continue
            if path in self.crate.reading:  # a file that names itself by #[path]
                break
            self.crate.reading.append(path)
            self._parse(path)
            self.crate.reading.pop()
            return
        self.readable = False

    def _parse(self, path: Path) -> None:
        if path.name in ("mod.rs", "lib.rs", "main.rs") or self.parent is None:
            self.directory = path.parent
        try:
            parsed = parse_file(self.file.text)
            self._fill(parsed.items)
        except ParseError as error:
            self.readable = False
            self.crate.report(self.file, Diagnostic(error.message, error.span))
        except RecursionError:
            self.readable = False
            self.crate.report(self.file, Diagnostic(TOO_DEEP, Span(0, 0)))

    def _fill(self, items: tuple[Item, ...]) -> None:
        conditional = b"cfg" in self.source
        for written in items:
            item = settle(self.source, written) if conditional else written
            if not present(item.attrs):
                continue
            self._add(item)
        self.uses.sort(key=lambda use: use.glob)  # a name that is written out hides those behind a `*`

    def _add(self, item: Item) -> None:
        if isinstance(item, Use):
            self.uses += item.names
            self.crate.names.update(use.name for use in item.names if use.path[-1:] != (use.name,))
        elif isinstance(item, Impl):
            self.impls.append(item)
        elif isinstance(item, Mod):
            self._define("mod", item.name, item)
            self.children[item.name] = self._child(item)
        elif isinstance(item, Fn):
            self._define("fn", item.name, item)
        elif isinstance(item, Struct | Enum):
            self._define("type", item.name, item)
        elif isinstance(item, Const):
            self._define("const", item.name, item)
        elif isinstance(item, Other) and item.kind == "type_item":
            self._define("type", item.name, item)
        elif isinstance(item, MacroCall):
            name = exception_name(item)
            if name:
                self._define("type", name, item)
            self.calls.append(item)

    def _define(self, kind: Kind, name: str, item: Item) -> None:
        self.crate.names.add(name)
        self.definitions.setdefault((kind, name), []).append(Definition(kind, name, item, self))

    def _child(self, mod: Mod) -> Scope:
        path = (*self.path, mod.name)
        below = self.directory / mod.name
        if mod.items is not None:
            return Scope(path, self.crate, parent=self, directory=below, body=(self.file, mod))
        given = next((attr for attr in mod.attrs if attr.path == ("path",)), None)
        value = None if given is None else string_value(given.value_text)
        if value is not None:
            # The path counts from the file's own directory, except inside a `mod` with a body.
            base = self.directory if self.node is not None else self.file.path.parent
            place = base / value
            candidates: tuple[Path, ...] = (place,)
            below = place.parent
        else:
            candidates = (below.with_suffix(".rs"), below / "mod.rs")
        return Scope(path, self.crate, parent=self, directory=below, candidates=candidates)


class Crate:
    """What is shared by all scopes: the root, and what went wrong while reading."""

    def __init__(self, root: Path) -> None:
        self.names: set[str] = set()
        """Every name that is defined or renamed anywhere: no other can be found."""
        self.resolved: dict[tuple[tuple[str, ...], tuple[str, ...], Kind], Definition | None] = {}
        """Answers of `resolve`, which asks for the same paths again and again."""
        self.reading: list[Path] = []
        """Files that are being read, from the root down."""
        self.diagnostics: list[FileDiagnostic] = []
        self.root = Scope(("crate",), self, parent=None, directory=root.parent, candidates=(root,))

    def report(self, file: SourceFile, diagnostic: Diagnostic) -> None:
        """Keep a diagnostic of one of the files."""
        found = FileDiagnostic(str(file.path), file.text, diagnostic)
        if found not in self.diagnostics:
            self.diagnostics.append(found)


def exception_name(call: MacroCall) -> str:
    """The type that a `create_exception!` or `import_exception!` makes, or an empty text."""
    if not call.path or call.args is None:
        return ""
    if call.path[-1] not in (MAKES_EXCEPTIONS, IMPORTS_EXCEPTIONS):
        return ""
    parts = exception_arguments(call)
    return parts[1] if len(parts) > 1 else ""


def exception_arguments(call: MacroCall) -> list[str]:
    """The arguments of `create_exception!(module, Name, Base, "doc")` as texts."""
    return [] if call.args is None else [normal_text(part) for part in split(call.args.trees)]


def place_of(scope: Scope, span: Span) -> str:
    """A place in a scope's file for people: `shapes.rs:12`."""
    line = scope.source.count(b"\n", 0, span.start) + 1
    return f"{scope.file.path.name}:{line}"
