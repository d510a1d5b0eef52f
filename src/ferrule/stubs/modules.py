"""Modules as declarations: which class is declared in which file, and what else each file holds."""

from __future__ import annotations

from collections.abc import Iterator

from ferrule.model.crate import (
    CrateClass,
    CrateConstant,
    CrateException,
    CrateFunction,
    CrateModel,
    CrateModule,
    CrateType,
    Member,
)
from ferrule.stubs.classes import class_node, exception_node
from ferrule.stubs.functions import function_node
from ferrule.stubs.nodes import (
    AliasNode,
    Annotation,
    ModuleItem,
    ModuleNode,
    SubmoduleNode,
    VariableNode,
)
from ferrule.stubs.types import TypeTable

INCOMPLETE = "_typeshed.Incomplete"
Places = dict[str, tuple[str, str]]
"""Where each class is declared: dotted module and name, by id."""


def module_nodes(model: CrateModel) -> tuple[list[ModuleNode], Places]:
    """The declarations of every module of a crate, and where each class is."""
    places: Places = {}
    modules = [one for top in model.modules for one in _all_modules(top)]
    for module in modules:
        for member in module.members:
            if isinstance(member.item, CrateClass | CrateException):
                places.setdefault(member.item.id, (module.name, member.name))
    table = TypeTable(model.types)
    bodies = {module.name: _body(module, table, places, dict(model.types)) for module in modules}
    if modules:
        _add_private(modules[0], bodies, table, places, dict(model.types))
    return [_node(module, bodies[module.name]) for module in modules], places


def _all_modules(module: CrateModule) -> Iterator[CrateModule]:
    yield module
    for member in module.members:
        if isinstance(member.item, CrateModule):
            yield from _all_modules(member.item)


def _node(module: CrateModule, body: list[ModuleItem]) -> ModuleNode:
    package = any(isinstance(member.item, CrateModule) for member in module.members)
    names = tuple(member.name for member in module.members) if module.complete else None
    return ModuleNode(module.name, tuple(body), module.docs.text, names, package)


def _body(
    module: CrateModule, table: TypeTable, places: Places, types: dict[str, CrateType]
) -> list[ModuleItem]:
    return [_item(module, member, table, places, types) for member in module.members]


def _item(
    module: CrateModule, member: Member, table: TypeTable, places: Places, types: dict[str, CrateType]
) -> ModuleItem:
    item, name = member.item, member.name
    if isinstance(item, CrateModule):
        return SubmoduleNode(name)
    if isinstance(item, CrateFunction):
        return function_node(name, item, table)
    if isinstance(item, CrateConstant):
        return _constant(name, item, table)
    if places[item.id] != (module.name, name):
        if places[item.id][0] == module.name:
            return VariableNode(name, Annotation(f"type[@{item.id}]"))
        return AliasNode(name, item.id)
    if isinstance(item, CrateException):
        return exception_node(name, item, types)
    return class_node(name, item, table)


def _constant(name: str, item: CrateConstant, table: TypeTable) -> VariableNode:
    docs = item.docs.text
    if item.refers is not None:
        table.mentioned.add(item.refers)
        return VariableNode(name, Annotation(f"type[@{item.refers}]"), docs=docs)
    if item.python is not None:
        return VariableNode(name, Annotation(f"typing.Final[{item.python}]"), docs=docs)
    if item.type is not None:
        kind = table.of(item.type, "out", item.types or {}).text
        return VariableNode(name, Annotation(f"typing.Final[{kind}]"), docs=docs)
    return VariableNode(name, Annotation(INCOMPLETE), docs=docs)


def _add_private(
    module: CrateModule,
    bodies: dict[str, list[ModuleItem]],
    table: TypeTable,
    places: Places,
    types: dict[str, CrateType],
) -> None:
    """Declare the classes that functions give out and no module holds.

    They exist, but cannot be imported: type checkers are told so by `typing.type_check_only`.
    """
    body = bodies[module.name]
    taken = {item.name for item in body}
    while missing := sorted(table.mentioned - places.keys()):
        for id_ in missing:
            found = types[id_]
            if not isinstance(found, CrateClass | CrateException):
                continue
            name = found.name
            while name in taken:
                name = f"_{name}"
            taken.add(name)
            places[id_] = (module.name, name)
            if isinstance(found, CrateClass):
                body.append(class_node(name, found, table, private=True))
            else:
                body.append(exception_node(name, found, types))
