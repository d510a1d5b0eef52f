"""Enums as declarations: variants without data are class attributes, those with data are classes."""

from __future__ import annotations

from ferrule.base.text import python_string
from ferrule.model.crate import CrateClass
from ferrule.model.pyclass import Class, Field, Variant
from ferrule.stubs.functions import arguments, method, positional, python_names
from ferrule.stubs.methods import SELF
from ferrule.stubs.nodes import Annotation, Argument, ClassItem, ClassNode, FunctionNode, VariableNode
from ferrule.stubs.types import TypeTable, union


def enum_items(found: CrateClass, table: TypeTable) -> list[ClassItem]:
    """What the variants of an enum give."""
    if found.item.options.python_enum is not None:
        return _members(found.item)
    if found.item.kind == "simple_enum":
        kind = Annotation(f"typing.ClassVar[@{found.id}]")
        items: list[ClassItem] = [
            VariableNode(one.name.value, kind, docs=one.docs.text) for one in found.item.variants
        ]
        return [*items, method("__int__", [], "int")]
    return [_variant(one, found, table) for one in found.item.variants]


def _members(item: Class) -> list[ClassItem]:
    """The members of an enum of Python's own, with their values where the source shows them."""
    made: list[ClassItem] = []
    for one in item.variants:
        value = "..." if one.number is None else str(one.number)
        if one.text is not None:
            value = python_string(one.text.value)
        made.append(VariableNode(one.name.value, None, value, one.docs.text))
    return made


def _variant(one: Variant, found: CrateClass, table: TypeTable) -> ClassNode:
    """A variant with data: a subclass inside the class."""
    fields = one.fields
    shown = [_field_name(field) for field in fields]
    matched = ", ".join(f'"{name}"' for name in shown)
    comma = "," if len(fields) == 1 else ""
    body: list[ClassItem] = [
        VariableNode("__match_args__", Annotation("typing.Final"), f"({matched}{comma})"),
    ]
    if one.constructor is not None:
        given = arguments(one.constructor, table, found.types, found.id)
    else:
        plain = [
            Argument(name, "positional_or_keyword", table.of(field.type, "in", found.types, found.id))
            for name, field in zip(shown, fields, strict=True)
        ]
        given = python_names(plain)
    body.append(FunctionNode("__new__", given, Annotation(SELF), None, (), "cls"))
    kinds = [table.of(field.type, "out", found.types, found.id) for field in fields]
    for name, field, kind in zip(shown, fields, kinds, strict=True):
        body.append(FunctionNode(name, (), kind, field.docs.text, ("property",), "self"))
    if one.shape == "tuple":
        index = positional("index", "typing.SupportsIndex")
        element = union([kind.text for kind in kinds])
        body += [method("__len__", [], "int"), method("__getitem__", [index], element)]
    bases = (Annotation(f"@{found.id}"),)
    return ClassNode(one.name.value, "", tuple(body), bases, one.docs.text, ("typing.final",))


def _field_name(field: Field) -> str:
    return f"_{field.rust_name}" if field.rust_name.isdigit() else field.name.value
