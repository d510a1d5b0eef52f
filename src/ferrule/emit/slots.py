"""Special methods: each becomes a type that implements the runtime's `Call`, and fills a slot alone or with others.

Which C function, which arguments and which result is decided by the method's row in `ferrule.model.slots`.
"""

from __future__ import annotations

from ferrule.base.record import record
from ferrule.emit import names
from ferrule.emit import runtime_api as api
from ferrule.emit.arguments import injected, slot
from ferrule.emit.block import cfg_attributes
from ferrule.emit.receiver import receiver
from ferrule.emit.signature import Callable, callable_items, layout, warnings
from ferrule.emit.tokens import Unsupported, at, literal, on
from ferrule.model.function import Injected, Parameter
from ferrule.model.pyclass import Method, Methods
from ferrule.model.slots import SLOTS, Slot

_COMPARISONS = ("__lt__", "__le__", "__eq__", "__ne__", "__gt__", "__ge__")

# C type of the slot and result of the method: the runtime's function.
_ALONE = {
    ("reprfunc", "object"): "unary",
    ("unaryfunc", "object"): "unary",
    ("unaryfunc", "next"): "anext",
    ("getiterfunc", "object"): "unary",
    ("iternextfunc", "next"): "next",
    ("hashfunc", "hash"): "hash",
    ("lenfunc", "length"): "length",
    ("inquiry", "bool"): "inquiry",
    ("inquiry", "nothing"): "clear",
    ("objobjproc", "bool"): "contains",
    ("binaryfunc", "object"): "binary_self",
    ("binaryfunc", "self"): "in_place",
    ("ternaryfunc", "self"): "in_place_power",
    ("ssizeargfunc", "object"): "repeat",
    ("descrgetfunc", "object"): "descr_get",
    ("richcmpfunc", "object"): "compare_raw",
    ("getbufferproc", "nothing"): "get_buffer",
    ("releasebufferproc", "nothing"): "release_buffer",
    ("traverseproc", "visit"): "traverse",
}

# Functions that must know the class beside the method: they look into the instance themselves.
_OF_CLASS = ("traverse", "clear")

# Methods that fill one slot together: the runtime's function and the members in the order of its parameters.
_TOGETHER = {
    "richcompare": ("compare", _COMPARISONS),
    "getattr": ("getattr", ("__getattribute__", "__getattr__")),
    "setattr": ("setattr", ("__setattr__", "__delattr__")),
    "descr_set": ("descr_set", ("__set__", "__delete__")),
    "setitem": ("set_item", ("__setitem__", "__delitem__")),
}

# Python gives a class method the instance in a slot.
_CLASS_OF_INSTANCE = f"let {names.SLF}: {api.RAW} = unsafe {{ {api.ffi('Py_TYPE')}({names.SLF}) }}.cast();"

_RAW_TYPES = {
    "object": api.RAW,
    "maybe_none": api.RAW,
    "ssize": "isize",
    "compare_op": api.COMPARE_OP,
}

_RESULT_TYPES = {
    "object": api.OBJECT,
    "hash": api.PY_HASH,
    "length": "usize",
    "bool": "bool",
    "nothing": "()",
    "next": f"::core::option::Option<{api.OBJECT}>",
    "self": "bool",
}


@record
class SlotRow:
    """One C slot: what the block needs for it, the table's row, and the `#[cfg]` of both."""

    items: str
    row: str
    cfgs: str = ""
    method: str = ""
    """A row of the table of methods, for a descriptor that no name leads to."""


def emit_slots(methods: Methods, target: str) -> list[SlotRow]:
    """The slots that the special methods of a block fill."""
    special = [method for method in methods.methods if method.kind in ("slot", "init")]
    rows: list[SlotRow] = []
    shared: dict[str, list[Method]] = {}
    for index, method in enumerate(special):
        row = SLOTS[method.slot]
        cfgs = cfg_attributes(method.function.cfgs)
        if method.is_classmethod and row.signature in ("traverseproc", "initproc"):
            raise Unsupported(f"`{method.slot}` cannot be a class method", method.function.ident)
        if row.free_signature:
            rows.append(_with_signature(method, f"_slot{index}", target, cfgs))
        elif row.shared:
            shared.setdefault(row.shared, []).append(method)
        else:
            name = _struct(method.slot)
            function = _ALONE[row.signature, row.result]
            generics = f"{target}, {name}" if function in _OF_CLASS else name
            made = _row(row, f"{function}::<{generics}>")
            if function in _OF_CLASS:
                made += f", {_other_half(function, target)}"
            rows.append(SlotRow(_method(method, row, target), made, cfgs))
    return rows + [one for key, members in shared.items() for one in _group(key, members, target)]


def _struct(slot_name: str) -> str:
    return names.PREFIX + slot_name.strip("_") + "_method"


def _row(row: Slot, function: str) -> str:
    slot_id = api.ffi("Py_" + row.slot.split("|")[0])
    return f"{api.SLOT} {{ id: {slot_id}, function: {api.SLOT_FUNCTIONS}::{function} as *const _ }}"


def _other_half(function: str, target: str) -> str:
    """The collector's other function, for a class that has only one: it serves the dictionary and the base."""
    other = SLOTS["__clear__" if function == "traverse" else "__traverse__"]
    made = _row(other, f"{_ALONE[other.signature, other.result]}::<{target}, {api.ABSENT}>")
    return made.replace("{ id: ", "{ id: -", 1)


def _group(key: str, members: list[Method], target: str) -> list[SlotRow]:
    """A slot that several methods fill, which may stand in several blocks: each block says which it has by constants
    of the class itself, and each fills the slot with the same function over all that there are."""
    if key in _TOGETHER:
        function, order = _TOGETHER[key]
        classes = [target] if key == "richcompare" else []
    else:
        operator = key.removeprefix("binary ")
        function = "power" if operator == "pow" else "binary"
        order = (f"__{operator}__", f"__r{operator}__")
        classes = [target]
    generics = ", ".join([*classes, *("_" for _ in order)])
    halves = ", ".join(f"&<{target}>::{names.half(name)}" for name in order)
    slot_id = api.ffi("Py_" + SLOTS[members[0].slot].slot.split("|")[0])
    row = (
        f"{api.SLOT} {{ id: {slot_id} | {api.JOINED}, "
        f"function: {{ use {api.HALVES} as _; {api.SLOT_FUNCTIONS}::joined::{function}::<{generics}>({halves}) }} }}"
    )
    return [
        SlotRow(f"{_method(method, SLOTS[method.slot], target)}\n{_half(method, target)}", row, cfgs)
        for method in members
        for cfgs in [cfg_attributes(method.function.cfgs)]
    ]


def _half(method: Method, target: str) -> str:
    """The constant that says that the class has the method. Two blocks with the same are a conflict of names."""
    kind = f"{api.HALF}<{api.HAS}<{_struct(method.slot)}>>"
    constant = f"pub const {names.half(method.slot)}: {kind} = {api.HALF}::NEW;"
    return f"impl {target} {{ #[doc(hidden)] {on(method.function.ident, constant)} }}"


def _method(method: Method, row: Slot, target: str) -> str:
    """The type of one method and its implementation."""
    if row.signature == "traverseproc":
        return _traverse(method, target)
    name = _struct(method.slot)
    uses, statements = _arguments(method, row, target)
    place = method.function.returns.span if method.function.returns is not None else method.function.ident
    call = f"<{target}>::{at(method.function.ident)}({', '.join(uses)})"
    if method.function.is_unsafe:
        call = f"unsafe {{ {call} }}"
    if row.arguments[:1] == ("buffer",):
        trait = f"{api.SLOT_FUNCTIONS}::BufferMethod"
        head = (
            f"unsafe fn apply({names.PY}: {api.PYTHON}<'_>, {names.SLF}: {api.RAW}, "
            f"view: *mut {api.ffi('Py_buffer')}, flags: ::core::ffi::c_int) -> {api.PY_RESULT}<()>"
        )
    else:
        raw = "(" + "".join(f"{_RAW_TYPES[kind]}, " for kind in row.arguments) + ")"
        trait = f"{api.SLOT_CALL}<{raw}, {_RESULT_TYPES[row.result]}>"
        head = (
            f"unsafe fn call({names.PY}: {api.PYTHON}<'_>, {names.SLF}: {api.RAW}, args: {raw}) "
            f"-> {api.PY_RESULT}<{_RESULT_TYPES[row.result]}>"
        )
    return (
        f"pub struct {name};\nimpl {trait} for {name} {{\n    {head} {{\n{statements}\n{warnings(method.function)}\n"
        f"let {names.RESULT} = {call};\n{on(place, _finish(row))}\n    }}\n}}"
    )


def _arguments(method: Method, row: Slot, target: str) -> tuple[list[str], str]:
    """What the user's method is given, and the statements that make it."""
    bad = ""
    if row.on_bad_argument == "not_implemented":
        fallback = "false" if row.result == "self" else f"{api.NOT_IMPLEMENTED}()"
        bad = f"::core::result::Result::Ok({fallback})"
    uses: list[str] = []
    statements: list[str] = []
    if method.is_classmethod:
        statements.append(_CLASS_OF_INSTANCE)
    if method.receiver is not None:
        taken = receiver(method.receiver, target)
        statements.append(taken.statement_or(bad) if bad else taken.statement)
        uses.append(taken.use)
    raws = _raw_arguments(row)
    for argument in method.function.arguments:
        if isinstance(argument, Injected):
            uses.append(injected(argument))
            continue
        kind, raw = raws.pop(0)
        if kind in ("object", "maybe_none"):
            use, statement = _converted(argument, raw, target, bad)
            statements.append(statement)
            uses.append(use)
        else:
            uses.append(raw)
    return uses, "\n".join(statements)


def _raw_arguments(row: Slot) -> list[tuple[str, str]]:
    """Kinds and expressions of what C passes beside the instance."""
    if row.arguments[:1] == ("buffer",):
        return [("buffer", "view"), ("flags", "flags")][: len(row.arguments)]
    return [(kind, f"args.{index}") for index, kind in enumerate(row.arguments)]


def _converted(argument: Parameter, raw: str, target: str, bad: str) -> tuple[str, str]:
    tag = argument.name.value
    made = slot(argument, 0, tag, target)
    local = f"{names.PREFIX}arg_{tag}"
    pattern = made.pattern.replace(names.argument(0), local)
    use = made.use.replace(names.argument(0), local)
    value = (
        f"unsafe {{ {api.SETTER_VALUE}::<{made.type}>"
        f"({names.PY}, {raw}, {made.convert}, {literal(argument.name.value)}) }}"
    )
    if bad:
        statement = f"let ::core::result::Result::Ok({pattern}) = ({value}) else {{ return {bad}; }};"
    else:
        statement = f"let {pattern} = {value}?;"
    return use, f"{made.items}\n{statement}" if made.items else statement


def _finish(row: Slot) -> str:
    result = names.RESULT
    match row.result:
        case "object":
            return f"{api.RETURNS}({names.PY}, {result})"
        case "hash":
            return f"{api.OUTPUT}::into_value({result}).map({api.SLOT_FUNCTIONS}::HashOutput::into_hash)"
        case "length" | "bool":
            return f"{api.OUTPUT}::into_value({result})"
        case "nothing":
            return f"{api.EXEC_RESULT}({result})"
        case "next":
            return (
                f"{{ use {api.SLOT_FUNCTIONS}::NextValue as _; "
                f"{api.SLOT_FUNCTIONS}::NextProbe({result}).into_next({names.PY}) }}"
            )
        case "self":
            return f"{api.EXEC_RESULT}({result}).map(|()| true)"
        case "visit":
            return result


def _traverse(method: Method, target: str) -> str:
    name = _struct(method.slot)
    functions = api.SLOT_FUNCTIONS
    return (
        f"struct {name};\nimpl {functions}::TraverseMethod for {name} {{\n"
        f"    unsafe fn traverse({names.SLF}: {api.RAW}, visit: {api.PY_VISIT}<'_>) "
        f"-> ::core::result::Result<(), {api.PY_TRAVERSE_ERROR}> {{\n"
        f"        <{target}>::{at(method.function.ident)}"
        f"(unsafe {{ {functions}::value::<{target}>({names.SLF}) }}, visit)\n    }}\n}}"
    )


def _with_signature(method: Method, tag: str, target: str, cfgs: str) -> SlotRow:
    """`__call__` and `__init__`: arguments as a tuple and a dict, bound as those of any function."""
    function = method.function
    taken = receiver(method.receiver, target, in_body=True) if method.receiver is not None else None
    statement = _CLASS_OF_INSTANCE if method.is_classmethod else ""
    what = Callable(
        tag=tag,
        display=method.name,
        path=f"<{target}>::{at(function.ident)}",
        self_type=target,
        receiver=taken.in_body if taken is not None else statement,
        receiver_use=taken.use if taken is not None else "",
    )
    laid = layout(function, what)
    is_init = method.slot == "__init__"
    entry = api.ENTER_INIT if is_init else api.ENTER_TUPLE
    slot_id = api.ffi("Py_tp_init" if is_init else "Py_tp_call")
    row = f"{api.SLOT} {{ id: {slot_id}, function: {entry}::<{what.named}> as *const _ }}"
    return SlotRow(callable_items(function, what, laid), row, cfgs, f"&{names.definition(tag)}")
