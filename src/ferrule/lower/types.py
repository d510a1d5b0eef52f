"""Types from syntax to model: normalised text, arguments, lifetimes, and the pieces to write them again."""

from __future__ import annotations

from ferrule.base.diagnostics import Span
from ferrule.model.types import At, Delimited, Hole, Lifetime, Piece, RustType
from ferrule.syntax import types as syntax
from ferrule.syntax.tokens import CLOSING, Group, Leaf, TokenTree, normal_text, tokenize


def lower_type(source: bytes, kind: syntax.Type) -> RustType:
    """The model of one type."""
    trees = tokenize(source, kind.span)
    lifetimes: list[Lifetime] = []
    _collect_lifetimes(trees, lifetimes)
    text = normal_text(trees)
    pieces = _pieces(trees) if lifetimes or "Self" in text else (At(kind.span),)
    common = {"span": kind.span, "text": text, "lifetimes": tuple(lifetimes), "pieces": pieces}

    def inner(node: syntax.Type) -> tuple[RustType, ...]:
        return (lower_type(source, node),)

    if isinstance(kind, syntax.PathType):
        path = tuple(segment.name for segment in kind.segments)
        args = tuple(lower_type(source, arg) for arg in kind.segments[-1].args) if kind.segments else ()
        return RustType("path", path=path, args=args, qualified=kind.qualified, **common)  # type: ignore[arg-type]
    if isinstance(kind, syntax.ReferenceType):
        return RustType("reference", args=inner(kind.inner), mutable=kind.mutable, **common)  # type: ignore[arg-type]
    if isinstance(kind, syntax.PointerType):
        return RustType("pointer", args=inner(kind.inner), mutable=kind.mutable, **common)  # type: ignore[arg-type]
    if isinstance(kind, syntax.TupleType):
        elements = tuple(lower_type(source, element) for element in kind.elements)
        return RustType("tuple", args=elements, **common)  # type: ignore[arg-type]
    if isinstance(kind, syntax.ArrayType):
        length = normal_text(tokenize(source, kind.length))
        return RustType("array", args=inner(kind.inner), length=length, **common)  # type: ignore[arg-type]
    if isinstance(kind, syntax.SliceType):
        return RustType("slice", args=inner(kind.inner), **common)  # type: ignore[arg-type]
    return RustType(kind.kind, **common)  # type: ignore[arg-type]


def _collect_lifetimes(trees: tuple[TokenTree, ...], out: list[Lifetime]) -> None:
    for tree in trees:
        if isinstance(tree, Group):
            _collect_lifetimes(tree.trees, out)
        elif tree.kind == "lifetime":
            out.append(Lifetime(tree.text, tree.span))


def _hole(tree: TokenTree) -> Hole | None:
    if not isinstance(tree, Leaf):
        return None
    if tree.kind == "lifetime" and tree.text not in ("'_", "'static"):
        return Hole("lifetime", tree.text, tree.span)
    if tree.kind == "ident" and tree.text == "Self":
        return Hole("self", tree.text, tree.span)
    return None


def _pieces(trees: tuple[TokenTree, ...]) -> tuple[Piece, ...]:
    """Token trees cut at holes; everything between two holes is one `At`."""
    out: list[Piece] = []
    start: int | None = None
    end = 0
    for tree in trees:
        piece: Piece | None = _hole(tree)
        if piece is None and isinstance(tree, Group):
            inside = _pieces(tree.trees)
            if any(not isinstance(part, At) for part in inside):
                piece = Delimited(tree.open, CLOSING[tree.open], tree.span, inside)
        if piece is None:
            start = tree.span.start if start is None else start
            end = tree.span.end
            continue
        if start is not None:
            out.append(At(Span(start, end)))
            start = None
        out.append(piece)
    if start is not None:
        out.append(At(Span(start, end)))
    return tuple(out)
