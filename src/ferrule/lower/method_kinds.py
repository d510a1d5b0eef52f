"""What a function in `#[pymethods]` is, by its attributes and its name, and what Python calls it."""

from __future__ import annotations

from collections.abc import Iterable

from ferrule.base.record import record
from ferrule.lower.context import Context
from ferrule.lower.names import is_identifier
from ferrule.model.core import Text
from ferrule.model.options import MethodOptions
from ferrule.model.pyclass import MethodKind
from ferrule.model.slots import SLOTS
from ferrule.syntax.nodes import Attribute, Fn
from ferrule.syntax.tokens import Leaf, string_value, strip_raw

KIND_ATTRIBUTES = ("new", "staticmethod", "classmethod", "classattr", "getter", "setter", "deleter")
"""Attributes that say what a function is."""

_PREFIXES = {"getter": "get_", "setter": "set_", "deleter": "delete_"}
_KINDS: dict[str, MethodKind] = {
    "new": "new",
    "staticmethod": "static",
    "classattr": "classattr",
    "getter": "getter",
    "setter": "setter",
    "deleter": "deleter",
    "classmethod": "class",
}


@record
class Marks:
    """The kind attributes of one function, by name."""

    found: dict[str, Attribute]


def read_marks(context: Context, attrs: Iterable[Attribute]) -> Marks:
    """The kind attributes, which are cut; reports those that cannot stand together."""
    found: dict[str, Attribute] = {}
    for attr in attrs:
        if attr.comment or len(attr.path) != 1 or attr.name not in KIND_ATTRIBUTES:
            continue
        context.cut(attr.span)
        if attr.name in found:
            context.error(f"`#[{attr.name}]` is given twice", attr.span)
            continue
        if attr.name not in _PREFIXES and (attr.args is not None or attr.value is not None):
            context.error(f"`#[{attr.name}]` takes no arguments", attr.span)
        if attr.name in _PREFIXES and attr.value is not None:
            context.error(f"the name of a property is written `#[{attr.name}(name)]`", attr.span)
        others = [other for other in found if {other, attr.name} != {"new", "classmethod"}]
        if others:
            context.error(f"`#[{others[0]}]` and `#[{attr.name}]` exclude each other", attr.span)
            continue
        found[attr.name] = attr
    return Marks(found)


def method_kind(context: Context, fn: Fn, marks: Marks, options: MethodOptions) -> tuple[MethodKind, Text]:
    """What the function is, and its name for Python."""
    plain = options.name or Text(fn.name, fn.ident)
    for attribute, kind in _KINDS.items():
        if attribute not in marks.found:
            continue
        if kind in ("getter", "setter", "deleter"):
            return kind, _property_name(context, fn, attribute, marks.found[attribute], options)
        if kind == "class" and plain.value == "__new__":
            return "new", plain
        if kind in ("class", "static") and plain.value in SLOTS:
            return "slot", plain
        return kind, Text("__new__", fn.ident) if kind == "new" else plain
    if plain.value == "__new__":
        return "new", plain
    if plain.value == "__init__":
        return "init", plain
    return ("slot" if plain.value in SLOTS else "instance"), plain


def _property_name(context: Context, fn: Fn, attribute: str, attr: Attribute, options: MethodOptions) -> Text:
    """A property's name: given in the attribute, in `name`, or the function's without its prefix."""
    prefix = _PREFIXES[attribute]
    short = fn.name[len(prefix) :] if fn.name.startswith(prefix) and len(fn.name) > len(prefix) else fn.name
    default = Text(short, fn.ident)
    if attr.args is None:
        return options.name or default
    trees = attr.args.trees
    leaf = trees[0] if len(trees) == 1 and isinstance(trees[0], Leaf) else None
    name: str | None = None
    if leaf is not None:
        name = strip_raw(leaf.text) if leaf.kind == "ident" else string_value(leaf.text)
    if leaf is None or name is None or not is_identifier(name):
        context.error(
            "the name of a property must be an identifier", attr.args.span, f"write `#[{attribute}(name)]`"
        )
        return options.name or default
    if options.name is not None:
        context.error("the name of the property is given twice", leaf.span)
    return Text(name, leaf.span)
