"""`#[cfg]` and `#[cfg_attr]`, as far as they can be decided without rustc.

`test` is off; what depends on features or on the target is taken to be on, since a stub that has a name
too many is better than one that lacks it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from ferrule.base.record import fields, replace
from ferrule.syntax.attributes import attribute_of
from ferrule.syntax.nodes import Attribute, FieldNode
from ferrule.syntax.tokens import Group, Leaf, TokenTree, span_of, split

_T = TypeVar("_T")

_OFF = frozenset(
    ("test", "doctest", "doc", "miri", "loom", "Py_LIMITED_API", "PyPy", "GraalPy", "Py_3_15", "Py_3_16")
)
"""Conditions that do not hold for the module that is being described."""


def evaluate(trees: Sequence[TokenTree]) -> bool | None:
    """Whether a condition holds; None when only rustc knows."""
    if not trees or not isinstance(trees[0], Leaf):
        return None
    name = trees[0].text
    if len(trees) == 1:
        return False if name in _OFF else None
    if not isinstance(trees[1], Group):
        return None
    parts = [evaluate(part) for part in split(trees[1].trees)]
    if name == "not" and parts:
        return None if parts[0] is None else not parts[0]
    decided = {"any": True, "all": False}.get(name)
    if decided is None:
        return None
    if decided in parts:
        return decided
    return None if None in parts else not decided


def present(attrs: Iterable[Attribute]) -> bool:
    """Whether an item with these attributes may be part of the module."""
    return all(
        attr.args is None or evaluate(attr.args.trees) is not False for attr in attrs if attr.path == ("cfg",)
    )


def spread(source: bytes, attrs: tuple[Attribute, ...]) -> tuple[Attribute, ...]:
    """The attributes with those inside `cfg_attr` set free."""
    found: list[Attribute] = []
    for attr in attrs:
        if attr.path != ("cfg_attr",) or attr.args is None:
            found.append(attr)
            continue
        condition, *inner = split(attr.args.trees) or [[]]
        if evaluate(condition) is False:
            continue
        freed = [attribute_of(source, tuple(part), span_of(part)) for part in inner if part]
        found += spread(source, tuple(freed))
    return tuple(found)


def settle(source: bytes, node: _T) -> _T:
    """A syntax node with every `cfg_attr` in it spread, and without the fields, variants, methods and
    parameters whose conditions do not hold.
    """
    changes: dict[str, Any] = {}
    for name in fields(node):
        value = getattr(node, name)
        if not isinstance(value, tuple) or not value or not hasattr(value[0], "__record_fields__"):
            continue
        if isinstance(value[0], Attribute):
            changes[name] = spread(source, value)
        else:
            settled = (settle(source, one) for one in value)
            changes[name] = _counted(one for one in settled if present(getattr(one, "attrs", ())))
    return replace(node, **changes) if changes else node


def _counted(nodes: Iterable[Any]) -> tuple[Any, ...]:
    """What is left of some nodes; the fields of a tuple are named by their place."""
    return tuple(
        replace(one, name=str(at)) if isinstance(one, FieldNode) and one.name.isdigit() else one
        for at, one in enumerate(nodes)
    )
