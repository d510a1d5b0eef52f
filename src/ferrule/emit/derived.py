"""What options of `#[pyclass]` add to a class: comparison, hash, text, `__class_getitem__`, kept memory.

Each is a row of the class's own tables, through the same functions of the runtime as the user's special methods;
the user's methods win because the runtime lets rows of `#[pymethods]` replace them.
"""

from __future__ import annotations

import re

from ferrule.base.diagnostics import Span
from ferrule.base.record import record
from ferrule.emit import names
from ferrule.emit import runtime_api as api
from ferrule.emit.tokens import at, literal, on
from ferrule.model.pyclass import Class

_HOLES = re.compile(r"\{\{|\}\}|\{([^{}:]*)(:[^{}]*)?\}")

_FORMAT = """
struct {name};
impl {call}<(), {object}> for {name} {{
    unsafe fn call({py}: {python}<'_>, {slf}: {raw}, _: ()) -> {result}<{object}> {{
        let guard = unsafe {{ {borrow}::<{target}>({slf}) }}?;
        {returns}({py}, {text})
    }}
}}
"""


@record
class Derived:
    """Texts that the options of one class contribute."""

    items: str = ""
    """Items of the block."""
    slots: str = ""
    """Rows of the table of slots."""
    methods: str = ""
    """Rows of the table of methods."""
    compare: str = ""
    """The comparison, for the class's trait; empty for none."""


def derive(cls: Class, target: str) -> Derived:
    """What the options of `cls` add; `target` is its type."""
    options = cls.options
    items: list[str] = []
    slots: list[str] = []
    compare = _comparison(cls, target)
    if compare:
        slots.append(_slot("tp_richcompare", compare))
    if options.hash_:
        slots.append(_slot("tp_hash", _function(cls, "hash", "hash", f"Hashed<{target}>")))
    if options.str_ is not None:
        if options.str_.value:
            items.append(_format(cls, target))
            slots.append(_slot("tp_str", f"{api.SLOT_FUNCTIONS}::unary::<{names.PREFIX}text>"))
        else:
            slots.append(_slot("tp_str", _function(cls, "str", "unary", f"Displayed<{target}>")))
    if options.freelist is not None:
        items.append(_free_list(options.freelist.span, target))
        slots.append(_slot("tp_alloc", f"{api.ALLOCATE}::<{target}>"))
        slots.append(_slot("tp_free", f"{api.FREE}::<{target}>"))
    if options.immutable_type:
        check = on(options.spans["immutable_type"], f"{api.ASSERT_IMMUTABLE_TYPES}()")
        items.append(f"const _: () = {check};")
    methods = f"&{api.CLASS_GETITEM}," if options.generic else ""
    return Derived("\n".join(items), " ".join(slots), methods, compare)


def _slot(name: str, function: str) -> str:
    return f"{api.SLOT} {{ id: {api.ffi('Py_' + name)}, function: {function} as *const _ }},"


def _function(cls: Class, option: str, function: str, method: str) -> str:
    """A slot function over one of the runtime's methods, blamed on the option where a trait is missing."""
    functions = api.SLOT_FUNCTIONS
    return on(cls.options.spans[option], f"{functions}::{function}::<{functions}::{method}>")


def _comparison(cls: Class, target: str) -> str:
    """The `richcmpfunc` of a class with `eq` or `eq_int`; an empty text for others."""
    options = cls.options
    if not options.eq:
        return ""
    kind = "Order" if options.ord else "Equality"
    function = "derived_compare_int" if options.eq_int else "derived_compare"
    place = options.spans["ord" if options.ord else "eq"]
    return on(place, f"{api.SLOT_FUNCTIONS}::{function}::<{target}, {api.SLOT_FUNCTIONS}::{kind}>")


def _format(cls: Class, target: str) -> str:
    """The type of `str = "..."`, with the holes filled from the fields."""
    text = cls.options.str_
    assert text is not None
    fields = {field.rust_name.removeprefix("r#"): field.rust_name for field in cls.fields}
    uses: list[str] = []

    def hole(found: re.Match[str]) -> str:
        if found[1] is None:
            return found[0]
        uses.append(f"guard.{fields[found[1].strip().removeprefix('r#')]}")
        return "{" + (found[2] or "") + "}"

    pattern = literal(_HOLES.sub(hole, text.value))
    formatted = on(text.span, f"::std::format!({', '.join([pattern, *uses])})")
    return _FORMAT.format(
        name=f"{names.PREFIX}text",
        call=api.SLOT_CALL,
        object=api.OBJECT,
        py=names.PY,
        python=api.PYTHON,
        slf=names.SLF,
        raw=api.RAW,
        result=api.PY_RESULT,
        borrow=api.BORROW,
        target=target,
        returns=api.RETURNS,
        text=formatted,
    )


def _free_list(size: Span, target: str) -> str:
    return (
        f"impl {api.HAS_FREE_LIST} for {target} {{\n    fn free_list() -> &'static {api.FREE_LIST} {{\n"
        f"        static LIST: {api.FREE_LIST} = {api.FREE_LIST}::new({at(size)});\n        &LIST\n    }}\n}}"
    )
