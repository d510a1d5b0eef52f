"""Definitions to model, each once: by the same rules as when rustc expands them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ferrule.base.diagnostics import Sink
from ferrule.base.record import fields
from ferrule.crate.resolve import resolve, split_path
from ferrule.crate.scopes import IMPORTS_EXCEPTIONS, TOO_DEEP, Crate, Definition, Scope, exception_arguments
from ferrule.lower.attributes import named
from ferrule.lower.context import Context
from ferrule.lower.docs import read_docs
from ferrule.lower.entry import DERIVES, ModelItem, lower_item
from ferrule.lower.pyfn import pyfn_arguments
from ferrule.lower.types import lower_type
from ferrule.model.core import DocPart, Docs
from ferrule.model.crate import CrateAlias, CrateDerived, CrateException
from ferrule.model.derive import Derive
from ferrule.model.module import Module
from ferrule.model.types import RustType
from ferrule.syntax.items import parse_item
from ferrule.syntax.nodes import Attribute, Const, Enum, Item, MacroCall, Other, Struct
from ferrule.syntax.tokens import Leaf, TokenTree, is_punct, normal_text, split, string_value, tokenize
from ferrule.syntax.tree import ParseError

_IGNORED = frozenset(("Self",))


class Lowerer:
    """Lowers definitions and remembers what came of them."""

    def __init__(self, crate: Crate) -> None:
        self.crate = crate
        self._done: dict[tuple[str, str, int], ModelItem | None] = {}

    def lower(self, macro: str, scope: Scope, item: Item) -> ModelItem | None:
        """The model of an item that has the attribute `macro`; None without it, or with no model of it.

        What breaks a rule is reported to the crate.
        """
        key = (macro, "::".join(scope.path), item.span.start)
        if key not in self._done:
            self._done[key] = self._lower(macro, scope, item)
        return self._done[key]

    def _lower(self, macro: str, scope: Scope, item: Item) -> ModelItem | None:
        attr = named(item.attrs, macro)
        if attr is None and macro not in DERIVES:
            return None
        lists: list[Sequence[TokenTree]] = []
        if attr is not None and attr.args is not None:
            lists = [pyfn_arguments(attr)[1] if macro == "pyfn" else attr.args.trees]
        sink = Sink()
        try:
            asked = "pyfunction" if macro == "pyfn" else macro
            found = lower_item(asked, scope.source, item, lists, sink).item
        except RecursionError:
            sink.error(TOO_DEEP, item.span)
            found = None
        for diagnostic in sink.diagnostics:
            self.crate.report(scope.file, diagnostic)
        return found

    def derives(self, scope: Scope, item: Struct | Enum) -> tuple[Derive | None, Derive | None]:
        """The derives of a type, reading and writing."""
        macros = [f"derive:{name}" for name in _derived_names(item.attrs)]
        found = [self.lower(macro, scope, item) for macro in macros if macro in DERIVES]
        made = [one for one in found if isinstance(one, Derive)]
        reads = next((one for one in made if one.kind == "FromPyObject"), None)
        writes = next((one for one in made if one.kind != "FromPyObject"), None)
        return reads, writes


def docs_of(scope: Scope, attrs: tuple[Attribute, ...]) -> Docs:
    """The documentation among some attributes."""
    return read_docs(Context(scope.source, Sink()), attrs)


def module_item(definition: Definition, lowerer: Lowerer) -> Module | None:
    """The `#[pymodule]` that a definition is."""
    found = lowerer.lower("pymodule", definition.scope, definition.item)
    return found if isinstance(found, Module) else None


def has_macro(item: Item, name: str) -> bool:
    """Whether an item has one of our attribute macros."""
    return named(item.attrs, name) is not None


def _derived_names(attrs: Sequence[Attribute]) -> Iterator[str]:
    for attr in attrs:
        if attr.path == ("derive",) and attr.args is not None:
            for part in split(attr.args.trees):
                if part and isinstance(part[-1], Leaf):
                    yield part[-1].text


def alias(definition: Definition) -> RustType | None:
    """The type behind `type Name = Type;` without type parameters."""
    item = definition.item
    if not isinstance(item, Other):
        return None
    trees = tokenize(definition.scope.source, item.span)
    words = [tree.text if isinstance(tree, Leaf) else "" for tree in trees]
    if "type" not in words or "=" not in words:
        return None
    begin, end = words.index("type"), words.index("=")
    generic = [tree for tree in trees[begin + 2 : end] if isinstance(tree, Leaf) and tree.kind == "ident"]
    if generic:
        return None
    target = [tree for tree in trees[end + 1 :] if not is_punct(tree, ";")]
    return parse_type(normal_text(target))


def _is_generic_alias(definition: Definition) -> bool:
    """`type Result<T> = ..`: known by its last segment, as the type behind it mostly is."""
    return isinstance(definition.item, Other) and alias(definition) is None


def parse_type(text: str) -> RustType | None:
    """A type from its text; its spans are meaningless."""
    source = f"const X: {text} = ();".encode()
    try:
        item = parse_item(source)
    except ParseError:
        return None
    return lower_type(source, item.type) if isinstance(item, Const) else None


def exception(definition: Definition) -> CrateException | None:
    """The exception that a `create_exception!` makes."""
    call = definition.item
    if not isinstance(call, MacroCall) or call.args is None:
        return None
    arguments = exception_arguments(call)
    if call.path[-1] == IMPORTS_EXCEPTIONS or len(arguments) < 3:
        return None
    base_path = split_path(arguments[2])
    base = resolve(definition.scope, base_path, "type")
    docs = _literal_docs(call) or docs_of(definition.scope, call.attrs)
    shown = base.id if base is not None else base_path[-1] if base_path else "PyException"
    return CrateException(definition.id, definition.name, shown, docs)


def _literal_docs(call: MacroCall) -> Docs | None:
    parts = split(call.args.trees) if call.args is not None else []
    last = parts[3][0] if len(parts) > 3 and len(parts[3]) == 1 else None
    text = string_value(last.text) if isinstance(last, Leaf) else None
    return None if text is None or last is None else Docs((DocPart(text, last.span),))


def derived(definition: Definition, lowerer: Lowerer) -> CrateDerived | None:
    """A type that is converted by a derive."""
    item = definition.item
    if not isinstance(item, Struct | Enum) or has_macro(item, "pyclass"):
        return None
    reads, writes = lowerer.derives(definition.scope, item)
    if reads is None and writes is None:
        return None
    types = {**type_names(definition.scope, reads), **type_names(definition.scope, writes)}
    return CrateDerived(definition.id, reads, writes, types)


def simple_alias(definition: Definition) -> CrateAlias | None:
    """A type alias."""
    kind = alias(definition)
    if kind is None:
        return None
    return CrateAlias(definition.id, kind, type_names(definition.scope, kind))


def type_names(scope: Scope, item: object) -> dict[str, str]:
    """The crate's own types among those that a model item mentions: paths as written, and ids."""
    found: dict[str, str] = {}
    for path in _mentioned(item):
        name = "::".join(path)
        if name in found or name in _IGNORED:
            continue
        definition = resolve(scope, path, "type")
        if definition is not None and not _is_generic_alias(definition):
            found[name] = definition.id
    return found


def _mentioned(value: object) -> Iterator[tuple[str, ...]]:
    """Paths of all types inside a record."""
    if isinstance(value, RustType):
        if value.path and not value.qualified:
            yield value.path
        for argument in value.args:
            yield from _mentioned(argument)
    elif isinstance(value, tuple):
        for one in value:
            yield from _mentioned(one)
    elif hasattr(value, "__record_fields__"):
        for name in fields(value):
            yield from _mentioned(getattr(value, name))


def macro_names(call: MacroCall) -> set[str]:
    """All identifiers in a macro call's arguments."""
    if call.args is None:
        return set()
    return set(_words(call.args.trees))


def _words(trees: Sequence[object]) -> Iterator[str]:
    for tree in trees:
        if isinstance(tree, Leaf):
            if tree.kind == "ident":
                yield tree.text
        else:
            yield from _words(tree.trees)  # type: ignore[attr-defined]
