"""What the body of a function-form `#[pymodule]` adds to its module, as far as its tokens show it.

For stubs only: `m.add_class::<T>()`, `m.add_function(wrap_pyfunction!(f, m)?)`, `m.add("NAME", ..)`,
`wrap_pymodule!(m)`. What is added in loops, by macros or by other functions is not seen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ferrule.base.diagnostics import Span
from ferrule.model.module import Export, ExportKind
from ferrule.syntax.tokens import (
    Group,
    Leaf,
    TokenTree,
    is_punct,
    normal_text,
    span_of,
    split,
    string_value,
    tokenize,
)

_WRAPPERS: dict[str, ExportKind] = {"wrap_pyfunction": "function", "wrap_pymodule": "module"}


def read_registrations(source: bytes, body: Span) -> tuple[Export, ...]:
    """The registrations in a function's body, in the order of the text."""
    return tuple(_walk(tokenize(source, body)))


def _walk(trees: Sequence[TokenTree]) -> Iterator[Export]:
    for at, tree in enumerate(trees):
        if isinstance(tree, Group):
            yield from _walk(tree.trees)
        elif tree.kind == "ident":
            yield from _call(tree, trees[at + 1 : at + 12])


def _call(name: Leaf, after: Sequence[TokenTree]) -> Iterator[Export]:
    kind = _WRAPPERS.get(name.text)
    if kind is not None and len(after) > 1 and is_punct(after[0], "!") and isinstance(after[1], Group):
        arguments = split(after[1].trees)
        if arguments and arguments[0]:
            yield Export(kind, normal_text(arguments[0]), None, span_of(arguments[0]))
    elif name.text == "add_class" and len(after) > 2 and is_punct(after[0], "::") and is_punct(after[1], "<"):
        path: list[TokenTree] = []
        for tree in after[2:]:
            if is_punct(tree, ">"):
                break
            path.append(tree)
        if path:
            yield Export("class", normal_text(path), None, span_of(path))
    elif name.text == "add" and after and isinstance(after[0], Group):
        arguments = split(after[0].trees)
        first = arguments[0][0] if len(arguments) == 2 and len(arguments[0]) == 1 else None
        value = string_value(first.text) if isinstance(first, Leaf) and first.kind == "literal" else None
        if value is not None:
            yield Export("constant", normal_text(arguments[1]), value, span_of(arguments[1]))
