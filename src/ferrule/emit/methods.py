"""`#[pymethods]`: each method as a function with a receiver, each property, attribute and slot as a table row."""

from __future__ import annotations

import re

from ferrule.base.record import record
from ferrule.base.text import rust
from ferrule.emit import names
from ferrule.emit import runtime_api as api
from ferrule.emit.arguments import injected, slot
from ferrule.emit.block import block, cfg_attributes
from ferrule.emit.constructor import emit_constructor
from ferrule.emit.receiver import receiver
from ferrule.emit.signature import Callable, method_items, warnings
from ferrule.emit.slots import emit_slots
from ferrule.emit.tables import tables
from ferrule.emit.tokens import at, described, literal, on
from ferrule.model.function import Injected, Parameter
from ferrule.model.pyclass import ClassConstant, Method, Methods

_IMPL = """
    $items
    static __FERRULE_BLOCK: $block = $block::new(
        $tables,
        ::core::file!(),
        ::core::line!(),
    );
    $register! { $target, __FERRULE_BLOCK }
"""


@record
class Row:
    """What one method contributes: items of the block, and a row of one of the tables."""

    table: str
    """`methods`, `properties`, `slots`, `attributes` or `new`."""
    items: str
    row: str
    cfgs: str = ""


def emit_methods(methods: Methods, *, large: bool) -> str:
    """The glue of one block; `large` says that its crate is."""
    target = at(methods.type.span)
    rows = [
        _row(method, index, target, large=large)
        for index, method in enumerate(methods.methods)
        if method.kind not in ("slot", "init")
    ]
    rows += [_constant(constant, index, target) for index, constant in enumerate(methods.constants)]
    for found in emit_slots(methods, target):
        rows.append(Row("slots", _grouped(found.items, found.cfgs), found.row, found.cfgs))
        if found.method:
            rows.append(Row("methods", "", found.method, found.cfgs))
    new = [row for row in rows if row.table == "new"]
    found_tables = {
        name: "\n".join(f"{row.cfgs} {row.row}," for row in rows if row.table == name)
        for name in ("methods", "properties", "slots", "attributes")
    }
    items = rust(
        _IMPL,
        items="\n".join(f"{row.cfgs}\n{row.items}" if row.cfgs else row.items for row in rows if row.items),
        block=api.METHOD_BLOCK,
        register=api.REGISTER_BLOCK,
        target=target,
        tables=tables(new=new[-1].row if new else "", **found_tables),
    )
    return block(items, methods.crate_path, cfg_attributes(methods.cfgs))


def path_of(method: Method, target: str) -> str:
    """The method as a Rust path."""
    return f"<{target}>::{at(method.function.ident)}"


def _row(method: Method, index: int, target: str, *, large: bool) -> Row:
    function = method.function
    cfgs = cfg_attributes(function.cfgs)
    tag = str(index)
    match method.kind:
        case "new":
            items, row = emit_constructor(method, tag, target, large=large)
            return Row("new", _grouped(items, cfgs), row, cfgs)
        case "getter" | "setter" | "deleter":
            return Row("properties", _accessor(method, tag, target), _property(method, tag), cfgs)
        case "classattr":
            return Row(
                "attributes", _class_attribute(method, tag, target), _attribute(method.name, tag), cfgs
            )
        case "static" | "class" | "instance" | "init" | "slot":
            what = _callable(method, tag, target, large=large)
            items = method_items(function, what)
            return Row("methods", _grouped(items, cfgs), f"&{names.definition(tag)}", cfgs)


def _grouped(items: str, cfgs: str) -> str:
    """Several items under one `#[cfg]`: each gets it."""
    if not cfgs:
        return items
    return re.sub(r"(?m)^(?=(?:unsafe|static|const|pub|struct|impl|fn) )", f"{cfgs} ", items)


def _callable(method: Method, tag: str, target: str, *, large: bool) -> Callable:
    modifier = {"static": ".static_method()", "class": ".class_method()"}.get(method.kind, "")
    taken = receiver(method.receiver, target, in_body=True) if method.receiver is not None else None
    return Callable(
        tag=tag,
        display=method.name,
        path=path_of(method, target),
        self_type=target,
        receiver=taken.in_body if taken is not None else "",
        receiver_use=taken.use if taken is not None else "",
        modifier=modifier,
        large=large,
    )


def _property(method: Method, tag: str) -> str:
    text = described(method.name, method.function.docs)
    return f"{api.PROPERTY}::new({text}).{method.kind}({names.body(tag)})"


def _accessor(method: Method, tag: str, target: str) -> str:
    function = method.function
    assert method.receiver is not None
    taken = receiver(method.receiver, target)
    uses = [taken.use]
    value = ""
    for argument in function.arguments:
        if isinstance(argument, Injected):
            uses.append(injected(argument))
        else:
            read, used = _setter_value(argument, method, target)
            value += read
            uses.append(used)
    call = f"{path_of(method, target)}({', '.join(uses)})"
    place = function.returns.span if function.returns is not None else function.ident
    if method.kind == "getter":
        result, extra = f"{api.PY_RESULT}<{api.OBJECT}>", ""
        finish = on(place, f"{api.PROPERTY_VALUE}({names.PY}, {names.RESULT})")
    else:
        result = f"{api.PY_RESULT}<()>"
        extra = f", __ferrule_value: *mut {api.PY_OBJECT}" if method.kind == "setter" else ""
        finish = on(place, f"{api.EXEC_RESULT}({names.RESULT})")
    return (
        f"unsafe fn {names.body(tag)}({names.PY}: {api.PYTHON}<'_>, {names.SLF}: *mut {api.PY_OBJECT}{extra}) "
        f"-> {result} {{\n{value}{taken.statement}\n{warnings(function)}\n"
        f"let {names.RESULT} = {call};\n{finish}\n}}"
    )


def _setter_value(argument: Parameter, method: Method, target: str) -> tuple[str, str]:
    """Statements that convert the value, and the expression that passes it."""
    made = slot(argument, 0, names.PREFIX + "setter", target)
    convert = made.convert
    read = (
        f"{made.items}\n"
        f"let {made.pattern} = unsafe {{ {api.SETTER_VALUE}::<{made.type}>("
        f"{names.PY}, __ferrule_value, {convert}, {literal(method.name)}) }}?;\n"
    )
    return read, made.use


def _class_attribute(method: Method, tag: str, target: str) -> str:
    function = method.function
    uses = ", ".join(injected(argument) for argument in function.arguments if isinstance(argument, Injected))
    place = function.returns.span if function.returns is not None else function.ident
    return (
        f"fn {names.body(tag)}({names.PY}: {api.PYTHON}<'_>) -> {api.PY_RESULT}<{api.OBJECT}> {{\n"
        f"let {names.RESULT} = {path_of(method, target)}({uses});\n"
        + on(place, f"{api.RETURNS}({names.PY}, {names.RESULT})")
        + "\n}"
    )


def _attribute(name: str, tag: str) -> str:
    return f"{api.ATTRIBUTE} {{ name: {literal(name)}, value: {names.body(tag)} }}"


def _constant(constant: ClassConstant, index: int, target: str) -> Row:
    tag = f"const{index}"
    items = (
        f"fn {names.body(tag)}({names.PY}: {api.PYTHON}<'_>) -> {api.PY_RESULT}<{api.OBJECT}> {{\n"
        f"let {names.RESULT} = <{target}>::{at(constant.ident)};\n"
        + on(constant.type.span, f"{api.RETURNS}({names.PY}, {names.RESULT})")
        + "\n}"
    )
    if constant.moved:
        items += f"\nimpl {target} {{ {' '.join(at(span) for span in constant.moved)} }}"
    return Row("attributes", items, _attribute(constant.name.value, tag), cfg_attributes(constant.cfgs))
