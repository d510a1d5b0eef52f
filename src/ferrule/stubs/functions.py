"""Functions as declarations: parameters with annotations and defaults, what is returned."""

from __future__ import annotations

import keyword
from collections.abc import Sequence
from typing import Literal

from ferrule.base.record import replace
from ferrule.model.conversions import ANY
from ferrule.model.crate import CrateFunction, TypeNames
from ferrule.model.function import Function, Parameter, ParameterKind
from ferrule.stubs.nodes import Annotation, Argument, FunctionNode
from ferrule.stubs.types import TypeTable, awaited


def function_node(name: str, found: CrateFunction, table: TypeTable) -> FunctionNode:
    """A `#[pyfunction]` under its name in a module."""
    item = found.item
    return FunctionNode(
        name,
        arguments(item.parameters, table, found.types),
        returns(item, table, found.types),
        docs_of(item),
        overloads=overloads(item, table, found.types),
    )


def docs_of(item: Function) -> str | None:
    """The docstring of a function."""
    return item.docs.text


def returns(item: Function, table: TypeTable, types: TypeNames, own: str | None = None) -> Annotation:
    """The annotation of what a function returns; the user's own wins."""
    if item.returns_annotation is not None:
        return Annotation(item.returns_annotation, written=True)
    if item.is_async:
        return awaited(item.returns, table, types, own)
    return table.of(item.returns, "out", types, own)


def overloads(
    item: Function,
    table: TypeTable,
    types: TypeNames,
    own: str | None = None,
    result: Annotation | None = None,
) -> tuple[tuple[tuple[Argument, ...], Annotation], ...]:
    """The arguments and the result of each overload; `result` stands for what the function returns."""
    otherwise = result if result is not None else returns(item, table, types, own)
    found = []
    for one in item.overloads:
        text = one.returns_annotation
        gives = otherwise if text is None else Annotation(text, written=True)
        found.append((arguments(one.parameters, table, types, own), gives))
    return tuple(found)


def arguments(
    parameters: Sequence[Parameter], table: TypeTable, types: TypeNames, own: str | None = None
) -> tuple[Argument, ...]:
    """The parameters of a function, in the order of Python's signature."""
    return python_names([_argument(one, table, types, own) for one in parameters])


def python_names(found: Sequence[Argument]) -> tuple[Argument, ...]:
    """The arguments with names that Python can write.

    One that is called like a keyword cannot be declared, so it is given by position alone; so are all before
    it. A keyword-only one gets an underscore, which is wrong but readable.
    """
    last = max((at for at, one in enumerate(found) if keyword.iskeyword(one.name)), default=-1)
    named: list[Argument] = []
    for at, one in enumerate(found):
        kind: ParameterKind = one.kind
        if at <= last and kind == "positional_or_keyword":
            kind = "positional_only"
        name = f"{one.name}_" if keyword.iskeyword(one.name) else one.name
        named.append(replace(one, name=name, kind=kind))
    return tuple(named)


def _argument(one: Parameter, table: TypeTable, types: TypeNames, own: str | None) -> Argument:
    if one.annotation is not None:
        kind = Annotation(one.annotation, written=True)
    elif one.from_py_with is not None:
        kind = Annotation(ANY)
    elif one.kind == "var_positional":
        kind = table.arguments(one.type, types, own)
    elif one.kind == "var_keyword":
        kind = table.keywords(one.type, types, own)
    else:
        kind = table.of(one.type, "in", types, own)
    return Argument(one.name.value, one.kind, kind, one.default_python)


def positional(name: str, annotation: str, default: str = "") -> Argument:
    """An argument of a special method, which is given by position."""
    return Argument(name, "positional_only", Annotation(annotation), default)


def method(
    name: str,
    given: Sequence[Argument],
    result: str,
    docs: str | None = None,
    *,
    first: Literal["", "self", "cls"] = "self",
    decorators: tuple[str, ...] = (),
) -> FunctionNode:
    """A method that a class option makes."""
    return FunctionNode(name, tuple(given), Annotation(result), docs, decorators, first)
