"""Types: their nodes, and the reading of them from tree-sitter's.

A type in parentheses is the type itself. What the bridge never looks into (function pointers, `impl` and
`dyn` types, macro calls) is an `Opaque`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from ferrule.base.diagnostics import Span
from ferrule.base.record import record

if TYPE_CHECKING:
    from tree_sitter import Node


@record
class Segment:
    """One part of a path, with what follows it in angle brackets."""

    name: str
    """An identifier without `r#`; also `crate`, `self`, `super`, `$crate`, `Self`."""
    span: Span
    args: tuple[Type, ...] = ()
    """Type arguments; lifetimes, constants and bindings are left out."""


@record
class PathType:
    """`std::vec::Vec<T>`, or `<T as Trait>::Name` (then `qualified`)."""

    span: Span
    segments: tuple[Segment, ...]
    qualified: bool = False


@record
class ReferenceType:
    """`&'a mut T`."""

    span: Span
    inner: Type
    mutable: bool = False
    lifetime: str = ""
    """With its apostrophe; empty when elided."""


@record
class PointerType:
    """`*const T`, `*mut T`."""

    span: Span
    inner: Type
    mutable: bool = False


@record
class TupleType:
    """`(A, B)`, `()`."""

    span: Span
    elements: tuple[Type, ...]


@record
class ArrayType:
    """`[T; N]`."""

    span: Span
    inner: Type
    length: Span


@record
class SliceType:
    """`[T]`."""

    span: Span
    inner: Type


@record
class OpaqueType:
    """A type that nothing is known about but its tokens."""

    span: Span
    kind: Literal["never", "infer", "fn", "impl", "dyn", "macro"]


Type = PathType | ReferenceType | PointerType | TupleType | ArrayType | SliceType | OpaqueType

_OPAQUE: dict[str, Literal["never", "infer", "fn", "impl", "dyn", "macro"]] = {
    "never_type": "never",
    "function_type": "fn",
    "abstract_type": "impl",
    "dynamic_type": "dyn",
    "bounded_type": "dyn",
    "higher_ranked_trait_bound": "dyn",
    "removed_trait_bound": "dyn",
    "macro_invocation": "macro",
    "block": "infer",
}
_NAMES = frozenset(
    ("primitive_type", "type_identifier", "identifier", "self", "super", "crate", "metavariable")
)


def place(node: Node) -> Span:
    """Where a tree-sitter node lies."""
    return Span(node.start_byte, node.end_byte)


def text_of(node: Node) -> str:
    """The text of a tree-sitter node."""
    data = node.text
    return "" if data is None else data.decode("utf-8", "replace")


def read_type(node: Node) -> Type:
    """The type that a tree-sitter node stands for."""
    kind = node.type
    span = place(node)
    if kind in _NAMES or kind in ("generic_type", "scoped_type_identifier", "scoped_identifier"):
        return _path(node, span)
    if kind == "reference_type":
        lifetime, mutable = "", False
        for child in node.children:
            if child.type == "lifetime":
                lifetime = "'" + text_of(child).lstrip("' ")
            elif child.type == "mutable_specifier":
                mutable = True
        return ReferenceType(span, _field(node, "type"), mutable, lifetime)
    if kind == "pointer_type":
        mutable = any(child.type == "mutable_specifier" for child in node.children)
        return PointerType(span, _field(node, "type"), mutable)
    if kind == "unit_type":
        return TupleType(span, ())
    if kind == "tuple_type":
        elements = [read_type(child) for child in _inner(node)]
        if len(elements) == 1 and not any(child.type == "," for child in node.children):
            return elements[0]
        return TupleType(span, tuple(elements))
    if kind == "array_type":
        length = node.child_by_field_name("length")
        inner = _field(node, "element")
        return SliceType(span, inner) if length is None else ArrayType(span, inner, place(length))
    return OpaqueType(span, _OPAQUE.get(kind, "dyn"))


def _field(node: Node, name: str) -> Type:
    child = node.child_by_field_name(name)
    return OpaqueType(place(node), "infer") if child is None else read_type(child)


def _inner(node: Node) -> list[Node]:
    return [child for child in node.named_children if not child.type.endswith("comment")]


def _path(node: Node, span: Span) -> Type:
    segments: list[Segment] = []
    qualified = _segments(node, segments)
    if len(segments) == 1 and segments[0].name == "_":
        return OpaqueType(span, "infer")
    return PathType(span, tuple(segments), qualified)


def _segments(node: Node, out: list[Segment]) -> bool:
    """Append the segments of a path's node; tell whether it begins with `<T as Trait>`."""
    kind = node.type
    if kind in ("generic_type", "generic_type_with_turbofish"):
        head = node.child_by_field_name("type")
        arguments = node.child_by_field_name("type_arguments")
        qualified = head is not None and _segments(head, out)
        if out and arguments is not None:
            last = out[-1]
            out[-1] = Segment(last.name, last.span, _type_arguments(arguments))
        return qualified
    if kind in ("scoped_type_identifier", "scoped_identifier"):
        path = node.child_by_field_name("path")
        qualified = path is not None and _segments(path, out)
        name = node.child_by_field_name("name")
        if name is not None:
            _segments(name, out)
        return qualified
    if kind in ("bracketed_type", "qualified_type"):
        return True
    name_text = text_of(node)
    out.append(Segment(name_text[2:] if name_text.startswith("r#") else name_text, place(node)))
    return False


_NOT_TYPES = frozenset(
    (
        "lifetime",
        "type_binding",
        "trait_bounds",
        "block",
        "integer_literal",
        "boolean_literal",
        "negative_literal",
        "char_literal",
        "string_literal",
        "float_literal",
        "line_comment",
        "block_comment",
    )
)


def _type_arguments(node: Node) -> tuple[Type, ...]:
    return tuple(read_type(child) for child in node.named_children if child.type not in _NOT_TYPES)
