"""Which getters of a crate give copies that Python could change in vain, and the one line that says so."""

from __future__ import annotations

from ferrule.model.copies import shows_container
from ferrule.model.crate import CrateClass, CrateModel
from ferrule.model.pyclass import Field
from ferrule.stubs.types import TypeTable


def gives_copy(field: Field, found: CrateClass, table: TypeTable) -> bool:
    """Whether Python reads the field as a list, a dict, a set or an instance that it could change."""
    if not field.get or field.access == "view":
        return False
    shown = table.of(field.type, "out", found.types, found.id)
    return shows_container(shown.text) or table.is_changeable(shown)


def copies(model: CrateModel) -> list[str]:
    """`Class.property` for each getter that gives a copy and does not say that it means to (`get(copy)`)."""
    table = TypeTable(model.types)
    return [
        f"{found.name}.{field.name.value}"
        for found in model.types.values()
        if isinstance(found, CrateClass)
        for field in found.item.fields
        if not field.access and gives_copy(field, found, table)
    ]


def remarks(model: CrateModel) -> tuple[str, ...]:
    """One sentence about all of them for whoever builds the module; none if there are none."""
    names = copies(model)
    if not names:
        return ()
    others = f" and {len(names) - 1} more" if len(names) > 1 else ""
    verb = "give copies" if others else "gives a copy"
    return (
        f"{names[0]}{others} {verb}, so that changing it in Python does not change the object: "
        "`get(view)` gives the field itself, `get(copy)` says that a copy is meant "
        "(`ferrule stubs --copies` lists them)",
    )
