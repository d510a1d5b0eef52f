"""Classes and exceptions as declarations: what options and fields of a `#[pyclass]` give, and its methods."""

from __future__ import annotations

from ferrule.model.conversions import ANY, CONVERSIONS
from ferrule.model.copies import of_view, with_note
from ferrule.model.crate import CrateClass, CrateException, CrateType
from ferrule.model.pyclass import Field
from ferrule.stubs.copies import gives_copy
from ferrule.stubs.functions import arguments, method, positional
from ferrule.stubs.methods import SELF, MethodNodes, no_hash, setter_node
from ferrule.stubs.nodes import Annotation, Argument, ClassItem, ClassNode, FunctionNode, VariableNode
from ferrule.stubs.slots import PAIRS
from ferrule.stubs.types import TypeTable

FINAL = "typing.final"
DISJOINT_BASE = "typing_extensions.disjoint_base"
"""Marks a class with a memory layout of its own, of which an instance can have one."""


def class_node(name: str, found: CrateClass, table: TypeTable, *, private: bool = False) -> ClassNode:
    """A `#[pyclass]` under its name in a module; `private` for one that no module holds."""
    from ferrule.stubs.enums import enum_items

    item = found.item
    body: list[ClassItem] = []
    if item.is_enum:
        body += enum_items(found, table)
    body += field_items(item.fields, found, table)
    if item.new_from_fields:
        given = arguments(item.constructor_parameters, table, found.types, found.id)
        body.append(FunctionNode("__new__", given, Annotation(SELF), None, (), "cls"))
    for block in found.blocks:
        body += MethodNodes(found, block, table).all()
    if item.options.python_enum is not None:
        kinds = (Annotation(f"enum.{item.options.python_enum.value}"),)
        return ClassNode(name, found.id, _unique(body), kinds, item.docs.text)
    body += option_items(found, {one.name for one in body})
    body += slot_partners(found, {one.name for one in body})
    if not found.complete:
        body.append(method("__getattr__", [positional("name", "str")], ANY))
    decorators: tuple[str, ...] = (DISJOINT_BASE,) if _is_open(found) else (FINAL,)
    if private:
        decorators = (*decorators, "typing.type_check_only")
    return ClassNode(name, found.id, _unique(body), _bases(found, table), item.docs.text, decorators)


def exception_node(name: str, found: CrateException, types: dict[str, CrateType]) -> ClassNode:
    """A `create_exception!`."""
    if found.base in types:
        base = Annotation(f"@{found.base}")
    else:
        row = CONVERSIONS.get(found.base)
        base = Annotation(row.gives if row is not None else "Exception")
    return ClassNode(name, found.id, (), (base,), found.docs.text)


def _is_open(found: CrateClass) -> bool:
    """Whether Python can make subclasses; the variants of a complex enum are some."""
    return found.item.options.subclass or found.item.kind == "complex_enum"


def _bases(found: CrateClass, table: TypeTable) -> tuple[Annotation, ...]:
    extends = found.item.options.extends
    if extends is None:
        return ()
    if found.base is not None:
        text = table.meaning(found.base, "out")
        return (Annotation(text),) if text.startswith("@") else ()
    row = CONVERSIONS.get(extends.value.rpartition("::")[2].strip())
    if row is None or row.gives == ANY or "|" in row.gives:
        return ()
    return (Annotation(row.gives),)


def field_items(fields: tuple[Field, ...], found: CrateClass, table: TypeTable) -> list[ClassItem]:
    """The properties that fields make."""
    made: list[ClassItem] = []
    for field in fields:
        name = field.name.value
        if not (field.get or field.set):
            continue
        kind = table.of(field.type, "out", found.types, found.id) if field.get else Annotation(ANY)
        docs = field.docs.text
        if field.access == "view":
            kind = Annotation(of_view(kind.text))
        elif gives_copy(field, found, table):
            docs = with_note(docs)
        made.append(FunctionNode(name, (), kind, docs, ("property",), "self"))
        if field.set:
            made.append(setter_node(name, table.of(field.type, "in", found.types, found.id)))
    return made


def option_items(found: CrateClass, written: set[str]) -> list[ClassItem]:
    """What the options of the class make, beside the methods that are `written` out."""
    options = found.item.options
    other = positional("other", f"@{found.id}")
    anything = positional("other", "object")
    made: list[ClassItem] = []
    if options.eq:
        made += [method(name, [anything], "bool") for name in ("__eq__", "__ne__")]
    if options.ord:
        made += [method(name, [other], "bool") for name in ("__lt__", "__le__", "__gt__", "__ge__")]
    if options.hash_:
        made.append(method("__hash__", [], "int"))
    if options.str_ is not None:
        made.append(method("__str__", [], "str"))
    if options.generic:
        key = positional("key", ANY)
        decorators = ("classmethod",)
        made.append(
            method("__class_getitem__", [key], "types.GenericAlias", first="cls", decorators=decorators)
        )
    if options.dataclass:
        made += _dataclass_items(found)
    names = written | {one.name for one in made}
    if "__eq__" in names and "__hash__" not in names:
        made.append(no_hash())
    return made


def slot_partners(found: CrateClass, names: set[str]) -> list[ClassItem]:
    """The methods that Python adds to those that fill a slot together with another."""
    filled = {method.slot for block in found.blocks for method in block.item.methods if method.slot}
    filled |= names & {"__lt__", "__gt__", "__le__", "__ge__"}
    missing: list[str] = []
    for one, other in PAIRS:
        if (one in filled) != (other in filled):
            missing.append(other if one in filled else one)
    compared = filled | set(missing)
    if "__eq__" in names and "__lt__" in compared:
        missing += [name for name in ("__le__", "__ge__") if name not in compared]
    return [_unreachable(name) for name in missing if name not in names]


def _unreachable(name: str) -> FunctionNode:
    """A method that is there and never has an answer."""
    given = [positional("other", "typing_extensions.Never")]
    if name in ("__pow__", "__rpow__"):
        given.append(positional("mod", ANY, "None"))
    compares = name in ("__lt__", "__gt__", "__le__", "__ge__")
    return method(name, given, "bool" if compares else ANY)


def _dataclass_items(found: CrateClass) -> list[ClassItem]:
    """What makes a class a dataclass."""
    names = [field.name.value for field in found.item.fields if not field.kw_only]
    matched = "".join(f'"{name}", ' for name in names).removesuffix(" " if len(names) == 1 else ", ")
    kind = Annotation("typing.ClassVar[dict[str, dataclasses.Field[typing.Any]]]")
    changes = Argument("changes", "var_keyword", Annotation(ANY))
    made: list[ClassItem] = [
        VariableNode("__match_args__", Annotation("typing.Final"), f"({matched})"),
        VariableNode("__dataclass_fields__", kind),
        FunctionNode("__replace__", (changes,), Annotation(SELF), None, (), "self"),
        method("__eq__", [positional("other", "object")], "bool"),
    ]
    if found.item.options.frozen:
        made.append(method("__hash__", [], "int"))
    return made


def _unique(body: list[ClassItem]) -> tuple[ClassItem, ...]:
    """The items without those that an earlier one of the same name replaces; parts of a property together."""
    seen: set[str] = set()
    kept: list[ClassItem] = []
    for item in body:
        if item.name in seen:
            continue
        seen.add(item.name)
        parts = _property_parts(item.name, body) if _accessor(item) else []
        kept += parts or [item]
    return tuple(kept)


def _accessor(item: ClassItem) -> str:
    """`property`, `setter` or `deleter`; empty for what is no part of a property."""
    last = item.decorators[-1] if isinstance(item, FunctionNode) and item.decorators else ""
    kind = last.rpartition(".")[2]
    return kind if kind in ("property", "setter", "deleter") else ""


def _property_parts(name: str, body: list[ClassItem]) -> list[ClassItem]:
    """Getter, setter and deleter of one name, which may come from fields and from several blocks."""
    own = [item for item in body if item.name == name]
    parts: list[ClassItem] = []
    for kind in ("property", "setter", "deleter"):
        found = [item for item in own if isinstance(item, FunctionNode) and _accessor(item) == kind]
        # A setter without a getter comes with one that knows no type: any other is better.
        found.sort(key=lambda item: item.returns.text == ANY)
        parts += found[:1]
    return parts
