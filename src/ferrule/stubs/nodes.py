"""Python declarations as a small tree, shaped after Python's own grammar."""

from __future__ import annotations

from typing import Literal

from ferrule.base.record import record
from ferrule.model.function import ParameterKind


@record
class Annotation:
    """The type of something."""

    text: str
    """Python, with names in full: `typing.Any`, `list[@crate::Circle]`; `@` and an id stand for a class of
    the crate. Of a `written` one, the text as the user wrote it."""
    written: bool = False
    """Taken over from a signature."""


@record
class Argument:
    """A parameter in a declaration."""

    name: str
    kind: ParameterKind
    annotation: Annotation
    default: str = ""
    """Python text after `=`; empty for none."""


@record
class FunctionNode:
    """`def name(...) -> ...`."""

    name: str
    arguments: tuple[Argument, ...]
    returns: Annotation
    docs: str | None = None
    decorators: tuple[str, ...] = ()
    """In full: `property`, `typing.final`, `x.setter`."""
    first: Literal["", "self", "cls"] = ""
    """What it is bound to."""
    overloads: tuple[tuple[tuple[Argument, ...], Annotation], ...] = ()
    """Arguments and result of each overload, written instead of its own."""


@record
class VariableNode:
    """`name: annotation`, `name: annotation = value`, or `name = value`."""

    name: str
    annotation: Annotation | None
    value: str = ""
    docs: str | None = None
    comment: str = ""
    """Comment at the end of the line."""


@record
class ClassNode:
    """`class name(bases): ...`."""

    name: str
    id: str
    """Its id; of a class inside another class empty."""
    body: tuple[ClassItem, ...] = ()
    bases: tuple[Annotation, ...] = ()
    docs: str | None = None
    decorators: tuple[str, ...] = ()


@record
class AliasNode:
    """A class of the crate that lives in another module: `from .other import Name as Name`."""

    name: str
    id: str


@record
class SubmoduleNode:
    """A submodule: `from . import name as name`."""

    name: str


ClassItem = FunctionNode | VariableNode | ClassNode
ModuleItem = FunctionNode | VariableNode | ClassNode | AliasNode | SubmoduleNode


@record
class ModuleNode:
    """One stub file."""

    name: str
    """Dotted name."""
    body: tuple[ModuleItem, ...]
    docs: str | None = None
    all_names: tuple[str, ...] | None = None
    """Content of `__all__`; None when not all is known."""
    package: bool = False
    """It has submodules."""


def member_names(body: tuple[ModuleItem, ...] | tuple[ClassItem, ...]) -> frozenset[str]:
    """The names that a body binds."""
    return frozenset(item.name for item in body)
