"""The door of this room: one macro call in, one model item and the ranges to cut out."""

from __future__ import annotations

from collections.abc import Sequence

from ferrule.base.diagnostics import Sink, Span
from ferrule.base.record import record
from ferrule.lower.context import Context
from ferrule.model.derive import Derive, DeriveKind
from ferrule.model.function import Function
from ferrule.model.module import Module
from ferrule.model.pyclass import Class, Methods
from ferrule.syntax.items import parse_item
from ferrule.syntax.nodes import Enum, Fn, Impl, Item, Mod, Struct
from ferrule.syntax.tokens import TokenTree, tokenize
from ferrule.syntax.tree import ParseError

ModelItem = Function | Class | Methods | Module | Derive
"""Everything that a macro call can become."""

DERIVES: dict[str, DeriveKind] = {
    "derive:FromPyObject": "FromPyObject",
    "derive:IntoPyObject": "IntoPyObject",
    "derive:IntoPyObjectRef": "IntoPyObjectRef",
}
"""Derive macros by the names that the shim gives them."""


@record
class Lowered:
    """What became of one macro call."""

    item: ModelItem | None
    """The model; None when the item cannot be understood at all. With errors in the sink it may still be
    there, as far as it went, so that what follows does not fail for want of it."""
    cuts: tuple[Span, ...]
    """Helper attributes to be left out of the item that rustc goes on with, in the order of the source."""


def lower_macro(macro: str, text: bytes | str, attr_len: int, sink: Sink) -> Lowered:
    """Lower one call of a macro as the shim sends it.

    `macro` is `pyfunction`, `pyclass`, `pymethods`, `pymodule` or one of `DERIVES`. `text` holds the
    attribute's tokens in its first `attr_len` bytes, then a newline, then the item. All spans, in messages
    and in the model, are byte ranges of `text`.
    """
    source = text.encode() if isinstance(text, str) else text
    lists = [tokenize(source, Span(0, attr_len))] if attr_len else []
    try:
        item = parse_item(source, min(attr_len + 1, len(source)) if attr_len else 0)
    except ParseError as error:
        sink.error(error.message, error.span)
        return Lowered(None, ())
    return lower_item(macro, source, item, lists, sink)


def lower_item(
    macro: str,
    source: bytes,
    item: Item,
    lists: Sequence[Sequence[TokenTree]],
    sink: Sink,
) -> Lowered:
    """Lower an item that is parsed already, as when a whole file is read.

    `lists` are the option lists of the macro's own attribute (the tokens between its brackets).
    """
    context = Context(source, sink)
    found = _dispatch(context, macro, item, lists)
    return Lowered(found, tuple(sorted(context.cuts)))


def _dispatch(
    context: Context, macro: str, item: Item, lists: Sequence[Sequence[TokenTree]]
) -> ModelItem | None:
    # Imports are here because one macro call needs one of them.
    if macro == "pyfunction" and isinstance(item, Fn):
        from ferrule.lower.function import lower_pyfunction

        return lower_pyfunction(context, item, lists)
    if macro == "pyclass" and isinstance(item, Struct):
        from ferrule.lower.pyclass import lower_struct

        return lower_struct(context, item, lists)
    if macro == "pyclass" and isinstance(item, Enum):
        from ferrule.lower.pyclass import lower_enum

        return lower_enum(context, item, lists)
    if macro == "pymethods" and isinstance(item, Impl):
        from ferrule.lower.methods import lower_pymethods

        return lower_pymethods(context, item, lists)
    if macro == "pymodule" and isinstance(item, Fn | Mod):
        from ferrule.lower.module import lower_pymodule

        return lower_pymodule(context, item, lists)
    if macro in DERIVES and isinstance(item, Struct | Enum):
        from ferrule.lower.derive import lower_derive

        return lower_derive(context, DERIVES[macro], item)
    places = {
        "pyfunction": "a function",
        "pyclass": "a struct or an enum",
        "pymethods": "an `impl` block",
        "pymodule": "a function or an inline `mod`",
    }
    shown = macro.removeprefix("derive:")
    written = f"`#[derive({shown})]`" if macro in DERIVES else f"`#[{shown}]`"
    context.error(f"{written} stands before {places.get(macro, 'a struct or an enum')}", _name_span(item))
    return None


def _name_span(item: Item) -> Span:
    ident = getattr(item, "ident", None)
    return ident if isinstance(ident, Span) else item.span
