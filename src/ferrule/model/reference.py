"""The tables of options and of special methods as Markdown, for the reference page of classes.

The page is docs/classes.md; a test compares its generated parts with what is made here. Nothing of this is
loaded by a build.
"""

from __future__ import annotations

from itertools import groupby

from ferrule.model import options
from ferrule.model.slots import HALVES, NOTES, ROWS, Slot

_TAKES = {
    "object": "a value",
    "maybe_none": "a value or `None`",
    "ssize": "`isize`",
    "compare_op": "`CompareOp`",
    "buffer": "`*mut Py_buffer`",
    "flags": "`c_int`",
    "visit": "`PyVisit`",
}
_GIVES = {
    "object": "a value",
    "hash": "an integer",
    "length": "`usize`",
    "bool": "`bool`",
    "nothing": "nothing",
    "next": "`Option` of a value",
    "self": "nothing",
    "visit": "`Result<(), PyTraverseError>`",
}

TABLES: dict[str, type[options.Options]] = {
    "pyclass": options.PyClassOptions,
    "field": options.FieldOptions,
    "variant": options.VariantOptions,
    "method": options.MethodOptions,
    "constant": options.ConstantOptions,
}
"""Parts of the page that are tables of options."""


def parts() -> dict[str, str]:
    """Name of each generated part of the page -> its Markdown, without line ends around it."""
    made = {name: option_table(table) for name, table in TABLES.items()}
    return {**made, "slots": slot_table(), "own": ", ".join(own_options())}


def own_options() -> list[str]:
    """The options that PyO3 does not have, as they are written, in the order of the page."""
    return [f"`{_written(row)}`" for table in TABLES.values() for row in table.rows().values() if row.own]


def option_table(table: type[options.Options]) -> str:
    """One table of options: how each is written, what it does, where it stands."""
    lines = ["| option | meaning | stands |", "|---|---|---|"]
    for row in table.rows().values():
        lines.append(f"| `{_written(row)}` | {_meaning(row)} | {_place(row)} |")
    return "\n".join(lines)


def _written(row: options.Option) -> str:
    return row.name if row.form == "flag_or_choice" else row.example


def _meaning(row: options.Option) -> str:
    values = ""
    if row.form == "choice" and len(row.choices) > 1:
        values = " One of " + ", ".join(f'`"{choice}"`' for choice in row.choices) + "."
    elif row.form == "flag_or_choice":
        values = " Or " + ", ".join(f"`{row.name}({choice})`" for choice in row.choices) + " (not in PyO3)."
    return row.doc.replace("|", "\\|") + values + (" **Not in PyO3.**" if row.own else "")


def _place(row: options.Option) -> str:
    said = [f"on a {' or '.join(row.on)}"] if row.on else []
    said += [f"with {_listed(row.needs)}"] if row.needs else []
    said += [f"not with {_listed(row.excludes)}"] if row.excludes else []
    said += ["more than once"] if row.repeatable else []
    return "; ".join(said)


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def slot_table() -> str:
    """The special methods. Neighbours that differ in nothing but their names share a line."""
    lines = ["| method | C slot | takes | gives | rules |", "|---|---|---|---|---|"]
    for _, rows in groupby(ROWS, key=_alike):
        together = list(rows)
        first = together[0]
        slot = ", ".join(f"`{name}`" for name in first.slot.split("|"))
        takes = ", ".join(_TAKES[kind] for kind in first.arguments)
        if first.free_signature:
            takes = "any signature"
        said = "<br>".join(_rules(together))
        lines.append(f"| {_listed(_names(together))} | {slot} | {takes} | {_GIVES[first.result]} | {said} |")
    return "\n".join(lines)


def _names(rows: list[Slot]) -> tuple[str, ...]:
    return tuple(row.name for row in rows)


def _alike(row: Slot) -> tuple[object, ...]:
    return (row.slot, row.signature, row.arguments, row.result, row.on_bad_argument, row.free_signature)


def _rules(rows: list[Slot]) -> list[str]:
    first = rows[0]
    said = [
        f"`{row.name}`: {NOTES[row.name]}" if len(rows) > 1 else NOTES[row.name]
        for row in rows
        if row.name in NOTES
    ]
    if first.shared.startswith("binary "):
        said.append(
            "Of two operands of the class the left one is asked first, then the right one's reflected method."
        )
    if first.result == "self":
        said.append("Python gets the instance.")
    if first.on_bad_argument == "not_implemented":
        said.append("A value of another type: `NotImplemented`.")
    if first.shared in HALVES:
        name, _, text = HALVES[first.shared].partition(": ")
        text = text if first.name.startswith("__del") else text.replace("set", "delete", 1)
        said.append(f"Alone: `{name}: {text}` for the other half.")
    return said
