"""The tables of members that one attribute contributes to a class, as an expression. What stands in them is made
where it belongs.
"""

from __future__ import annotations

from ferrule.emit import runtime_api as api


def tables(*, new: str = "", **rows: str) -> str:
    """The runtime's `ClassItems`: `rows` by the name of their table, `new` the constructor."""
    fields = [f"{name}: &[{text}]," for name, text in rows.items() if text]
    if new:
        fields.append(f"new: ::core::option::Option::Some({new}),")
    if not fields:
        return f"{api.CLASS_ITEMS}::NONE"
    return f"{api.CLASS_ITEMS} {{ {' '.join(fields)} ..{api.CLASS_ITEMS}::NONE }}"
