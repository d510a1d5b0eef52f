"""Special methods: a C function for each slot, by the slot's row in `ferrule.model.slots`."""

from __future__ import annotations

from ferrule.emit import names
from ferrule.emit import runtime_api as api
from ferrule.emit.arguments import injected
from ferrule.emit.block import cfg_attributes
from ferrule.emit.receiver import receiver
from ferrule.emit.tokens import Unsupported, at, on
from ferrule.model.function import Injected
from ferrule.model.pyclass import Method, Methods
from ferrule.model.slots import ROWS, Slot

_ROWS = {row.name: row for row in ROWS}


def emit_slots(methods: Methods, target: str) -> list[tuple[str, str, str]]:
    """Items, table row and cfg attributes of each special method in the block."""
    found = []
    for index, method in enumerate(methods.methods):
        if method.kind == "slot":
            items, row = _slot(method, _ROWS[method.slot], f"slot{index}", target)
            found.append((items, row, cfg_attributes(method.function.cfgs)))
    return found


def _slot(method: Method, row: Slot, tag: str, target: str) -> tuple[str, str]:
    if row.signature != "reprfunc":
        raise Unsupported(
            f"`{row.name}` is not supported yet: call it by another name, and wrap it in Python",
            method.function.ident,
        )
    function = method.function
    statement, use = receiver(method.receiver, target) if method.receiver is not None else ("", "")
    uses = [use] if use else []
    uses += [injected(argument) for argument in function.arguments if isinstance(argument, Injected)]
    place = function.returns.span if function.returns is not None else function.ident
    finish = on(place, f"{api.RETURNS}({names.PY}, {names.RESULT})")
    items = (
        f'unsafe extern "C" fn {names.entry(tag)}({names.SLF}: *mut {api.PY_OBJECT}) -> *mut {api.PY_OBJECT} {{\n'
        f"{api.GUARD}(|{names.PY}| {{\n{statement}\n"
        f"let {names.RESULT} = <{target}>::{at(function.ident)}({', '.join(uses)});\n{finish}\n}})\n}}"
    )
    slot = api.ffi(f"Py_{row.slot}")
    return items, f"{api.SLOT} {{ id: {slot}, function: {names.entry(tag)} as *const _ }}"
