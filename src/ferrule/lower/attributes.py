"""What stands before an item, sorted: our helper attributes, documentation, `cfg`, and what is rustc's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from ferrule.base.diagnostics import Span
from ferrule.lower.context import Context
from ferrule.lower.options import Place, Read, read_options
from ferrule.model.core import Text
from ferrule.model.options import Options
from ferrule.syntax.nodes import Attribute
from ferrule.syntax.tokens import TokenTree

_O = TypeVar("_O", bound=Options)

ITEM_MACROS = ("pyfunction", "pyclass", "pymethods", "pymodule")
"""Attribute macros of items."""


def helper_lists(
    context: Context, attrs: Iterable[Attribute], *, cut: bool = True
) -> list[Sequence[TokenTree]]:
    """The option lists of all `#[pyo3(...)]` attributes, which are cut from the item.

    Helper attributes of derives are known to rustc and stay where they are (`cut=False`).
    """
    lists: list[Sequence[TokenTree]] = []
    for attr in attrs:
        if attr.path != ("pyo3",):
            continue
        if cut:
            context.cut(attr.span)
        if attr.args is None or attr.value is not None:
            context.error("`#[pyo3]` needs options in brackets", attr.span, "write it as `#[pyo3(...)]`")
        else:
            lists.append(attr.args.trees)
    return lists


def read_helpers(
    context: Context, table: type[_O], attrs: Iterable[Attribute], *, where: str, kind: str = ""
) -> Read[_O]:
    """Options out of the `#[pyo3(...)]` attributes of one thing, read by a table; the attributes are cut."""
    return read_options(context, table, helper_lists(context, attrs), Place(where, kind))


def named(attrs: Iterable[Attribute], name: str) -> Attribute | None:
    """The first attribute whose path ends in `name`."""
    for attr in attrs:
        if attr.name == name and not attr.comment:
            return attr
    return None


def cfg_spans(attrs: Iterable[Attribute]) -> tuple[Span, ...]:
    """All `#[cfg(...)]` attributes."""
    return tuple(attr.span for attr in attrs if attr.path == ("cfg",))


def cfg_conditions(context: Context, attrs: Iterable[Attribute]) -> tuple[Text, ...]:
    """What stands between the brackets of all `#[cfg(...)]` attributes."""
    groups = (attr.args for attr in attrs if attr.path == ("cfg",))
    return tuple(
        Text(context.normal_text(one.inside), one.inside) for one in groups if one is not None and one.trees
    )


def item_macro(attrs: Iterable[Attribute]) -> Attribute | None:
    """The first attribute that is one of our item macros."""
    for attr in attrs:
        if attr.name in ITEM_MACROS and not attr.comment:
            return attr
    return None
