"""Attributes and doc comments: reading them, and handing them to the node that they stand before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ferrule.base.diagnostics import Span
from ferrule.syntax.nodes import Attribute
from ferrule.syntax.tokens import Group, Leaf, TokenTree, is_punct, strip_raw, tokenize
from ferrule.syntax.types import place

if TYPE_CHECKING:
    from tree_sitter import Node


def read_attribute(source: bytes, span: Span) -> Attribute:
    """The attribute `#[..]` or `#![..]` that lies at `span`."""
    trees = tokenize(source, span)
    inner = len(trees) > 1 and is_punct(trees[1], "!")
    group = trees[-1]
    inside = group.trees if isinstance(group, Group) else ()
    return attribute_of(source, inside, span, inner=inner)


def attribute_of(
    source: bytes, trees: tuple[TokenTree, ...], span: Span, *, inner: bool = False
) -> Attribute:
    """An attribute from the tokens between its brackets; `span` is all of it."""
    path: list[str] = []
    end = 0
    for tree in trees:
        if isinstance(tree, Leaf) and tree.kind == "ident":
            path.append(strip_raw(tree.text))
        elif not is_punct(tree, "::"):
            break
        end += 1
    path_span = Span(trees[0].span.start, trees[end - 1].span.end) if end else span
    args: Group | None = None
    value: Span | None = None
    rest = trees[end:]
    if rest and isinstance(rest[0], Group):
        args = rest[0]
    elif len(rest) > 1 and is_punct(rest[0], "="):
        value = Span(rest[1].span.start, rest[-1].span.end)
    text = "" if value is None else value.of(source)
    return Attribute(span, tuple(path), path_span, args, value, text, inner)


def read_comment(source: bytes, node: Node) -> Attribute | None:
    """A doc comment as an attribute; None for a comment that documents nothing."""
    text = source[node.start_byte : node.end_byte].decode("utf-8", "replace").rstrip("\r\n")
    span = Span(node.start_byte, node.start_byte + len(text.encode()))
    if text.startswith(("///", "//!")):
        if text.startswith("////"):
            return None
        body = text[3:]
    elif text.startswith(("/**", "/*!")) and not text.startswith(("/***", "/**/")):
        body = text[3:-2]
    else:
        return None
    return Attribute(span, ("doc",), span, None, span, body, inner=text[2] == "!", comment=True)


class Pending:
    """Walks the children of a node and collects the attributes that stand before each of the others."""

    def __init__(self, source: bytes) -> None:
        self.source = source
        self.waiting: list[Attribute] = []
        self.inner: list[Attribute] = []

    def takes(self, node: Node) -> bool:
        """Take `node` if it is an attribute or a comment, and tell whether it was one."""
        kind = node.type
        if kind in ("attribute_item", "inner_attribute_item"):
            found: Attribute | None = read_attribute(self.source, place(node))
        elif kind in ("line_comment", "block_comment"):
            found = read_comment(self.source, node)
        else:
            return False
        if found is not None:
            (self.inner if found.inner else self.waiting).append(found)
        return True

    def pop(self) -> tuple[Attribute, ...]:
        """The attributes collected since the last time."""
        taken = tuple(self.waiting)
        self.waiting.clear()
        return taken
