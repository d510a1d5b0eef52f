"""`#[pyfn(m)]`: functions inside a function-form `#[pymodule]` that become functions of its module.

The rest of that function's body is Rust of the user's, which nobody reads here.
"""

from __future__ import annotations

from collections.abc import Sequence

from ferrule.base.diagnostics import Span
from ferrule.lower.context import Context
from ferrule.model.module import LocalFunction
from ferrule.syntax.attributes import read_attribute
from ferrule.syntax.nodes import Attribute
from ferrule.syntax.tokens import Group, Leaf, TokenTree, is_punct, span_of, split, tokenize

_BEFORE_NAME = frozenset(("pub", "const", "async", "unsafe", "extern", "fn"))


def read_pyfns(context: Context, body: Span) -> tuple[LocalFunction, ...]:
    """The `#[pyfn(m)]` functions among the statements of a body, which stands with its braces."""
    outer = tokenize(context.source, body)
    trees = outer[0].trees if outer and isinstance(outer[0], Group) else ()
    found: list[LocalFunction] = []
    at = 0
    while at < len(trees):
        attrs, after = attributes_at(context.source, trees, at)
        mark = next((attr for attr in attrs if attr.name == "pyfn"), None)
        if mark is not None:
            made = _local(context, trees, after, attrs, mark)
            if made is not None:
                found.append(made)
        at = max(after, at + 1)
    return tuple(found)


def attributes_at(source: bytes, trees: Sequence[TokenTree], at: int) -> tuple[tuple[Attribute, ...], int]:
    """The attributes that stand at a place among tokens, and the place after them."""
    found: list[Attribute] = []
    while at + 1 < len(trees) and is_punct(trees[at], "#"):
        group = trees[at + 1]
        if not isinstance(group, Group) or group.open != "[":
            break
        found.append(read_attribute(source, Span(trees[at].span.start, group.span.end)))
        at += 2
    return tuple(found), at


def function_end(trees: Sequence[TokenTree], at: int) -> int | None:
    """The place of the body's braces of a function whose head begins at a place; None if it is none."""
    word = trees[at] if at < len(trees) else None
    if not isinstance(word, Leaf) or word.text not in _BEFORE_NAME:
        return None
    for index in range(at, len(trees)):
        tree = trees[index]
        if isinstance(tree, Group) and tree.open == "{":
            return index
        if is_punct(tree, ";"):
            return None
    return None


def pyfn_arguments(mark: Attribute) -> tuple[list[TokenTree], list[TokenTree]]:
    """What `#[pyfn(m, ..)]` says: the expression of the module, and the options behind it."""
    trees = mark.args.trees if mark.args is not None else ()
    parts = split(trees)
    module = parts[0] if parts else []
    return module, list(trees[len(module) + 1 :])


def _local(
    context: Context, trees: Sequence[TokenTree], at: int, attrs: tuple[Attribute, ...], mark: Attribute
) -> LocalFunction | None:
    end = function_end(trees, at)
    name = _name(trees[at:end]) if end is not None else None
    if end is None or name is None:
        context.cut(mark.span)
        context.error("`#[pyfn]` stands before a function", mark.span)
        return None
    module, options = pyfn_arguments(mark)
    if not module:
        context.cut(mark.span)
        context.error("`#[pyfn]` needs the module", mark.span, "write `#[pyfn(m)]`")
        return None
    return LocalFunction(
        context.text(name.span),
        name.span,
        mark.span,
        span_of(module),
        span_of(options) if options else None,
        Span(attrs[0].span.start, trees[end].span.end),
        tuple(attr.span for attr in attrs if attr.path == ("cfg",)),
    )


def _name(head: Sequence[TokenTree]) -> Leaf | None:
    """The identifier behind `fn`."""
    words = iter(head)
    for word in words:
        if isinstance(word, Leaf) and word.text == "fn":
            name = next(words, None)
            return name if isinstance(name, Leaf) else None
    return None
