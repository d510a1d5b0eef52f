"""Items from tree-sitter's nodes. Bodies of functions are not entered."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from ferrule.base.diagnostics import Span
from ferrule.syntax.attributes import Pending, read_attribute
from ferrule.syntax.nodes import (
    Attribute,
    Const,
    Enum,
    FieldNode,
    File,
    Fn,
    GenericParam,
    Generics,
    Impl,
    Item,
    MacroCall,
    Mod,
    Other,
    Param,
    SelfParam,
    Shape,
    Struct,
    Use,
    VariantNode,
)
from ferrule.syntax.tokens import Group, strip_raw, tokenize
from ferrule.syntax.tree import Parsed, ParseError, parse
from ferrule.syntax.types import OpaqueType, Type, place, read_type, text_of
from ferrule.syntax.uses import read_use

if TYPE_CHECKING:
    from tree_sitter import Node


def parse_item(text: bytes | str, start: int = 0) -> Item:
    """The one item in the text after the byte offset `start`. Raises ParseError."""
    source = text.encode() if isinstance(text, str) else text
    found = _Reader(source, parse(source, start)).file()
    if len(found.items) != 1:
        raise ParseError("expected one item", Span(start, len(source)))
    return found.items[0]


def parse_file(text: bytes | str) -> File:
    """All items of a source file. Raises ParseError."""
    source = text.encode() if isinstance(text, str) else text
    return _Reader(source, parse(source)).file()


class _Reader:
    """Reads one parsed text; holds nothing but the text and its tree."""

    def __init__(self, source: bytes, parsed: Parsed) -> None:
        self.source = source
        self.parsed = parsed
        self.lost = [read_attribute(source, span) for span in parsed.lost_attributes]

    def file(self) -> File:
        items, inner = self.items(self.parsed.tree.root_node)
        return File(items, inner)

    def items(self, parent: Node) -> tuple[tuple[Item, ...], tuple[Attribute, ...]]:
        """Items among a node's children, and the inner attributes there."""
        pending = Pending(self.source)
        found: list[Item] = []
        for child in parent.children:
            if pending.takes(child) or child.type in ("{", "}", "empty_statement", "shebang", ";"):
                continue
            found.append(self.item(child, pending.pop()))
        return tuple(found), tuple(pending.inner)

    def item(self, node: Node, attrs: tuple[Attribute, ...]) -> Item:
        """One item with the attributes before it."""
        if node.type == "expression_statement" and node.children:
            node = node.children[0]
        span = place(node)
        if attrs:
            span = Span(attrs[0].span.start, span.end)
        read = _READERS.get(node.type)
        if read is not None:
            return read(self, node, attrs, span)
        name = node.child_by_field_name("name")
        return Other(span, attrs, node.type, "" if name is None else strip_raw(text_of(name)))

    def function(self, node: Node, attrs: tuple[Attribute, ...], span: Span) -> Fn:
        name, ident = _name(node)
        modifiers: list[str] = []
        for child in node.children:
            if child.type == "function_modifiers":
                modifiers = [_modifier(part) for part in child.children]
        params, receiver = self.params(node.child_by_field_name("parameters"))
        returns = node.child_by_field_name("return_type")
        body = node.child_by_field_name("body")
        return Fn(
            span,
            attrs,
            name,
            ident,
            params,
            receiver,
            None if returns is None else read_type(returns),
            _visibility(node),
            _generics(node),
            _where(node),
            tuple(modifiers),
            None if body is None else place(body),
        )

    def params(self, node: Node | None) -> tuple[tuple[Param, ...], SelfParam | None]:
        """Parameters and the receiver, if there is one."""
        found: list[Param] = []
        receiver: SelfParam | None = None
        if node is None:
            return (), None
        pending = Pending(self.source)
        last_end = node.start_byte
        for child in node.children:
            if pending.takes(child) or child.type in ("(", ")", ","):
                continue
            attrs = pending.pop() + tuple(
                attr for attr in self.lost if last_end <= attr.span.start < child.start_byte
            )
            last_end = child.end_byte
            if child.type == "self_parameter":
                kinds = [part.type for part in child.children]
                reference = "&" in kinds
                mutable = reference and "mutable_specifier" in kinds
                receiver = SelfParam(place(child), attrs, reference, mutable)
                continue
            param = _param(child, attrs)
            if param.name == "self" and param.type is not None:
                receiver = SelfParam(param.span, attrs, type=param.type)
            else:
                found.append(param)
        return tuple(found), receiver

    def fields(self, node: Node) -> tuple[FieldNode, ...]:
        """Fields of a field list, named or ordered."""
        found: list[FieldNode] = []
        pending = Pending(self.source)
        vis: Span | None = None
        for child in node.children:
            if pending.takes(child):
                continue
            if child.type == "visibility_modifier":
                vis = place(child)
            elif child.type == "field_declaration":
                name, ident = _name(child)
                kind = _type(child, "type")
                field_vis = _visibility(child)
                found.append(FieldNode(place(child), pending.pop(), name, ident, kind, field_vis))
            elif child.type not in ("{", "}", "(", ")", ","):
                kind = read_type(child)
                span = place(child) if vis is None else vis.cover(place(child))
                name = str(len(found))
                found.append(FieldNode(span, pending.pop(), name, place(child), kind, vis))
                vis = None
        return tuple(found)

    def body(self, node: Node) -> tuple[Shape, tuple[FieldNode, ...]]:
        """Shape and fields of a struct or of a variant."""
        body = node.child_by_field_name("body")
        if body is None or body.type not in ("field_declaration_list", "ordered_field_declaration_list"):
            return "unit", ()
        shape: Shape = "struct" if body.type == "field_declaration_list" else "tuple"
        return shape, self.fields(body)

    def struct(self, node: Node, attrs: tuple[Attribute, ...], span: Span) -> Struct:
        name, ident = _name(node)
        shape, fields = self.body(node)
        union = node.type == "union_item"
        vis, generics, where = _visibility(node), _generics(node), _where(node)
        return Struct(span, attrs, name, ident, shape, fields, vis, generics, where, union)

    def enum(self, node: Node, attrs: tuple[Attribute, ...], span: Span) -> Enum:
        name, ident = _name(node)
        body = node.child_by_field_name("body")
        variants: list[VariantNode] = []
        pending = Pending(self.source)
        for child in body.children if body is not None else ():
            if pending.takes(child) or child.type != "enum_variant":
                continue
            variant, at = _name(child)
            shape, fields = self.body(child)
            value = child.child_by_field_name("value")
            discriminant = None if value is None else place(value)
            own = pending.pop()
            variants.append(VariantNode(place(child), own, variant, at, shape, fields, discriminant))
        vis, generics, where = _visibility(node), _generics(node), _where(node)
        return Enum(span, attrs, name, ident, tuple(variants), vis, generics, where)

    def implementation(self, node: Node, attrs: tuple[Attribute, ...], span: Span) -> Impl:
        trait = node.child_by_field_name("trait")
        body = node.child_by_field_name("body")
        items = () if body is None else self.items(body)[0]
        of = None if trait is None else read_type(trait)
        return Impl(span, attrs, _type(node, "type"), items, of, _generics(node), _where(node))

    def module(self, node: Node, attrs: tuple[Attribute, ...], span: Span) -> Mod:
        name, ident = _name(node)
        head = Span(node.start_byte, ident.end)
        body = node.child_by_field_name("body")
        if body is None:
            return Mod(span, attrs, name, ident, head, vis=_visibility(node))
        items, inner = self.items(body)
        inside = Span(body.start_byte + 1, body.end_byte - 1)
        return Mod(span, attrs, name, ident, head, items, inner, inside, _visibility(node))

    def use(self, node: Node, attrs: tuple[Attribute, ...], span: Span) -> Use:
        argument = node.child_by_field_name("argument")
        names = () if argument is None else read_use(argument)
        return Use(span, attrs, names, _visibility(node))

    def const(self, node: Node, attrs: tuple[Attribute, ...], span: Span) -> Const:
        name, ident = _name(node)
        value = node.child_by_field_name("value")
        at = None if value is None else place(value)
        static = node.type == "static_item"
        return Const(span, attrs, name, ident, _type(node, "type"), at, _visibility(node), static)

    def call(self, node: Node, attrs: tuple[Attribute, ...], span: Span) -> MacroCall:
        name = node.child_by_field_name("macro")
        path = () if name is None else tuple(part.strip() for part in text_of(name).split("::"))
        args: Group | None = None
        for tree in tokenize(self.source, place(node)):
            if isinstance(tree, Group):
                args = tree
        return MacroCall(span, attrs, path, args)


_READERS: dict[str, Callable[[_Reader, Node, tuple[Attribute, ...], Span], Item]] = {
    "function_item": _Reader.function,
    "function_signature_item": _Reader.function,
    "struct_item": _Reader.struct,
    "union_item": _Reader.struct,
    "enum_item": _Reader.enum,
    "impl_item": _Reader.implementation,
    "mod_item": _Reader.module,
    "use_declaration": _Reader.use,
    "const_item": _Reader.const,
    "static_item": _Reader.const,
    "macro_invocation": _Reader.call,
}


def _name(node: Node) -> tuple[str, Span]:
    name = node.child_by_field_name("name")
    return ("", place(node)) if name is None else (strip_raw(text_of(name)), place(name))


def _type(node: Node, field: str) -> Type:
    child = node.child_by_field_name(field)
    return OpaqueType(place(node), "infer") if child is None else read_type(child)


def _modifier(node: Node) -> str:
    return "extern" if node.type == "extern_modifier" else text_of(node)


def _visibility(node: Node) -> Span | None:
    for child in node.children:
        if child.type == "visibility_modifier":
            return place(child)
    return None


def _where(node: Node) -> Span | None:
    for child in node.children:
        if child.type == "where_clause":
            return Span(child.start_byte + len("where"), child.end_byte)
    return None


_PARAM_KINDS: dict[str, Literal["lifetime", "type", "const"]] = {
    "lifetime_parameter": "lifetime",
    "lifetime": "lifetime",
    "type_parameter": "type",
    "const_parameter": "const",
}


def _generics(node: Node) -> Generics | None:
    params = node.child_by_field_name("type_parameters")
    if params is None:
        return None
    found: list[GenericParam] = []
    for child in params.named_children:
        kind = _PARAM_KINDS.get(child.type)
        if kind is None:
            continue
        name = child.child_by_field_name("name") or child
        text = text_of(name)
        shown = "'" + text.lstrip("' ") if kind == "lifetime" else text
        found.append(GenericParam(kind, shown, place(child), place(name), _without_default(child)))
    return Generics(place(params), tuple(found)) if found else None


def _without_default(node: Node) -> Span:
    """`T: Bound` of `T: Bound = Default`."""
    end = node.end_byte
    for before, child in pairwise(node.children):
        if child.type == "=":
            end = before.end_byte
    return Span(node.start_byte, end)


def _param(node: Node, attrs: tuple[Attribute, ...]) -> Param:
    if node.type != "parameter":
        # `...`, `_`, or a bare type in a trait's old-style declaration
        return Param(place(node), attrs, place(node), None, place(node), None)
    pattern = node.child_by_field_name("pattern")
    span = place(node)
    if pattern is None:
        return Param(span, attrs, span, None, span, _type(node, "type"))
    ident = pattern
    if pattern.type == "mut_pattern" and pattern.named_children:
        ident = pattern.named_children[-1]
    name = strip_raw(text_of(ident)) if ident.type in ("identifier", "self") else None
    if name == "_":
        name = None
    return Param(span, attrs, place(pattern), name, place(ident), _type(node, "type"))
