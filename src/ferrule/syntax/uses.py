"""`use` trees, flattened into one entry for each name that they bring in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ferrule.syntax.nodes import UseName
from ferrule.syntax.tokens import strip_raw
from ferrule.syntax.types import place, text_of

if TYPE_CHECKING:
    from tree_sitter import Node


def read_use(node: Node) -> tuple[UseName, ...]:
    """The names of a `use` declaration's argument."""
    found: list[UseName] = []
    _walk(node, (), found)
    return tuple(found)


def _walk(node: Node, prefix: tuple[str, ...], out: list[UseName]) -> None:
    kind = node.type
    if kind == "use_as_clause":
        path = node.child_by_field_name("path")
        alias = node.child_by_field_name("alias")
        full = prefix + (() if path is None else _path(path))
        if full and full[-1] == "self" and prefix:
            full = full[:-1]
        out.append(UseName(place(node), full, "" if alias is None else strip_raw(text_of(alias))))
    elif kind == "use_list":
        for child in node.named_children:
            if not child.type.endswith("comment"):
                _walk(child, prefix, out)
    elif kind == "scoped_use_list":
        path = node.child_by_field_name("path")
        names = node.child_by_field_name("list")
        if names is not None:
            _walk(names, prefix + (() if path is None else _path(path)), out)
    elif kind == "use_wildcard":
        inner = node.named_children
        full = prefix + (_path(inner[0]) if inner else ())
        out.append(UseName(place(node), full, "*", glob=True))
    elif kind == "self" and prefix:
        out.append(UseName(place(node), prefix, prefix[-1]))
    else:
        full = prefix + _path(node)
        out.append(UseName(place(node), full, full[-1] if full else ""))


def _path(node: Node) -> tuple[str, ...]:
    return tuple(strip_raw(part.strip()) for part in text_of(node).split("::") if part.strip())
