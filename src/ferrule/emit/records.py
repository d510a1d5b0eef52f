"""`pickle` and `dataclass` of `#[pyclass]`: the table of all fields, and what is made of it."""

from __future__ import annotations

from ferrule.base.record import record
from ferrule.emit import names
from ferrule.emit import runtime_api as api
from ferrule.emit.arguments import slot
from ferrule.emit.block import cfg_attributes
from ferrule.emit.from_fields import from_fields
from ferrule.emit.signature import Callable, method_items
from ferrule.emit.tokens import literal, on
from ferrule.model.conversions import annotation
from ferrule.model.function import Function, Parameter
from ferrule.model.pyclass import Class, Field

RESTORE = "_ferrule_restore"
"""The class method that makes an instance of all its fields; known to the runtime."""
_NONE = "::core::option::Option::None"


@record
class Record:
    """Texts that the two options contribute to a class."""

    items: str = ""
    slots: str = ""
    methods: str = ""
    attributes: str = ""
    compare: str = ""
    """The comparison by fields, unless an option asks for another."""


def records(cls: Class, target: str) -> Record:
    """What `pickle` and `dataclass` add to a struct, or to an enum of unit variants."""
    options = cls.options
    if not (options.pickle or options.dataclass):
        return Record()
    if cls.kind == "simple_enum":
        return Record(methods=f"&{api.REDUCE_VARIANT}::<{target}>::DEF,")
    if cls.is_enum:
        return Record()  # the classes of its variants have fields, the enum itself has none
    getters = [f"{names.PREFIX}get{index}" for index in range(len(cls.fields))]
    items = [table(cls.fields, getters, target, target, defaults=options.dataclass)]
    methods = slots = attributes = compare = ""
    if options.pickle:
        given = [(field, Parameter(field.name, field.span, field.type)) for field in cls.fields]
        function, path = from_fields(cls, given, target, name=RESTORE)
        restore, methods = pickled(function, path, "restore", target, target)
        items.append(restore)
    if options.dataclass:
        methods += f" &{api.REPLACE}::<{target}>::DEF,"
        slots = _slot("tp_repr", f"unary::<{api.BY_FIELDS}<{target}>>")
        if options.frozen and not options.hash_:
            slots += _slot("tp_hash", f"hash::<{api.BY_FIELDS}<{target}>>")
        if not options.eq:
            compare = f"{api.COMPARE_FIELDS}::<{target}>"
            slots += f"{api.SLOT} {{ id: {api.ffi('Py_tp_richcompare')}, function: {compare} as *const _ }},"
        attributes = "".join(
            f"{api.ATTRIBUTE} {{ name: {literal(name)}, value: {function}::<{target}> }},"
            for name, function in (
                ("__match_args__", api.MATCH_ARGS),
                ("__dataclass_fields__", api.DATACLASS_FIELDS),
                ("__dataclass_params__", api.DATACLASS_PARAMS),
            )
        )
    return Record("\n".join(items), slots, methods, attributes, compare)


def pickled(function: Function, path: str, tag: str, target: str, owner: str) -> tuple[str, str]:
    """Items and rows of the methods by which instances are pickled: `function` takes all fields."""
    what = Callable(
        tag=tag,
        display=RESTORE,
        path=path,
        self_type=target,
        finish=f"unsafe {{ {api.NEW_OBJECT}::<{target}, _>({names.PY}, {names.SLF}, {names.RESULT}) }}",
        modifier=".class_method()",
    )
    return method_items(function, what), f"&{names.definition(tag)}, &{api.REDUCE}::<{owner}>::DEF,"


def table(
    fields: tuple[Field, ...], getters: list[str], target: str, owner: str, *, defaults: bool = False
) -> str:
    """The implementation of the runtime's `Record` for `owner`, with functions that make defaults."""
    items, rows = [], []
    for index, (field, getter) in enumerate(zip(fields, getters, strict=True)):
        default = _NONE
        if defaults and field.default is not None:
            name = f"{names.PREFIX}field_default{index}"
            items.append(_default(field, name, target))
            default = f"::core::option::Option::Some({name})"
        rows.append(
            f"{cfg_attributes(field.cfgs)} {api.RECORD_FIELD} {{ name: {literal(field.name.value)}, "
            f"annotation: {literal(annotation(field.type, 'out'))}, "
            f"keyword_only: {'true' if field.kw_only else 'false'}, get: {getter}, default: {default} }},"
        )
    items.append(
        f"impl {api.RECORD} for {owner} {{\n"
        f"    const FIELDS: &'static [{api.RECORD_FIELD}] = &[{' '.join(rows)}];\n}}"
    )
    return "\n".join(items)


def _default(field: Field, name: str, target: str) -> str:
    """A function that makes a field's default as a Python object."""
    made = slot(Parameter(field.name, field.span, field.type, default=field.default), 0, name, target)
    convert = on(field.type.span, f"{api.FIELD_GET}::<{made.type}>(&value).convert(py)")
    return (
        f"fn {name}(py: {api.PYTHON}<'_>) -> {api.PY_RESULT}<{api.OBJECT}> {{\n"
        f"    use {api.FIELD_GET_BY_REF} as _; use {api.FIELD_GET_BY_CLONE} as _;\n"
        f"    let value: {made.type} = {made.default};\n    {convert}\n}}"
    )


def _slot(name: str, function: str) -> str:
    return f"{api.SLOT} {{ id: {api.ffi('Py_' + name)}, function: {api.SLOT_FUNCTIONS}::{function} as *const _ }},"
