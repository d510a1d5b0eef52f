"""Fields as properties: a row of the table of properties, and the functions that read and write the field."""

from __future__ import annotations

from ferrule.emit import names
from ferrule.emit import runtime_api as api
from ferrule.emit.block import cfg_attributes
from ferrule.emit.signature import SCALARS
from ferrule.emit.tokens import described, literal, on, type_tokens
from ferrule.model.conversions import CONVERSIONS
from ferrule.model.copies import COPY_NOTE, is_container
from ferrule.model.pyclass import Field


def property_row(field: Field, target: str) -> str:
    """The start of a property's row: its name and its documentation."""
    return f"{api.PROPERTY}::new({_described(field, target)})"


def _described(field: Field, target: str) -> str:
    """The name, what the user wrote, and that the value is a copy: where it is seen here, or found by rustc to be a
    class.
    """
    plain = described(field.name.value, field.docs)
    if not field.get or field.access == "view":
        return plain
    noted = described(field.name.value, field.docs, after=COPY_NOTE)
    if is_container(field.type):
        return noted
    if field.type.kind != "path" or field.type.name in CONVERSIONS:
        return plain
    probe = f"{api.COPY_PROBE}::<{type_tokens(field.type, target)}>::COPIED"
    return f"{{ use {api.NOT_COPIED} as _; if {probe} {{ {noted} }} else {{ {plain} }} }}"


def struct_field(field: Field, index: int, target: str, *, readable: bool = False) -> tuple[str, str]:
    """Items and table row of the property of a struct's field; the row is empty where Python sees none.

    `readable` asks for the function that reads the field in any case.
    """
    cfgs = cfg_attributes(field.cfgs)
    row = property_row(field, target)
    parts = []
    kind = type_tokens(field.type, target)
    if field.access != "view" and (field.get or field.set) and not readable and field.type.text in SCALARS:
        check, part = _scalar(field, index, target)
        return f"{cfgs} {check}", row + part
    if field.access == "view":
        parts.append(_view(f"{names.PREFIX}view{index}", cfgs, target, field, kind))
    if readable or (field.get and field.access != "view"):
        getter = f"{names.PREFIX}get{index}"
        read = on(field.type.span, f"{api.FIELD_GET}::<{kind}>(&guard.{field.rust_name}).convert(py)")
        parts.append(_getter(getter, cfgs, target, read))
    if field.get:
        row += f".getter({names.PREFIX}{'view' if field.access == 'view' else 'get'}{index})"
    if field.set:
        setter = f"{names.PREFIX}set{index}"
        convert = on(field.type.span, f"<{kind} as {api.FROM_PY_OBJECT}>::CONVERT")
        parts.append(
            f"{cfgs} unsafe fn {setter}(py: {api.PYTHON}<'_>, slf: *mut {api.PY_OBJECT}, value: *mut {api.PY_OBJECT}) "
            f"-> {api.PY_RESULT}<()> {{\n"
            f"    let value = unsafe {{ {api.SETTER_VALUE}::<{kind}>(py, value, {convert}, {literal(field.name.value)}) }}?;\n"
            f"    unsafe {{ {api.BORROW_MUT}::<{target}>(slf) }}?.{field.rust_name} = value;\n"
            f"    ::core::result::Result::Ok(())\n}}"
        )
        row += f".setter({setter})"
    return "\n".join(parts), row if field.get or field.set else ""


def _scalar(field: Field, index: int, target: str) -> tuple[str, str]:
    """What rustc checks of a field of a primitive type, and the part of the row by which the runtime reaches it."""
    how = "both" if field.get and field.set else "read" if field.get else "write"
    kind = f"::core::primitive::{field.type.text}"
    place = f"::core::mem::offset_of!({target}, {field.rust_name})"
    made = on(field.type.span, f"{api.SCALAR_FIELD}::{how}::<{target}, {kind}>({place})")
    check = (
        f"fn {names.PREFIX}field{index}(value: &{target}) -> &{kind} {{ "
        + on(field.type.span, f"&value.{field.rust_name}")
        + " }"
    )
    return check, f".scalar(unsafe {{ {made} }})"


def variant_field(field: Field, getter: str, target: str, variant: str) -> tuple[str, str]:
    """Items and table row of the property of a field of an enum's variant, read by the function `getter`."""
    kind = type_tokens(field.type, target)
    value = on(field.type.span, f"{api.FIELD_GET}::<{kind}>(value).convert(py)")
    read = f"match &*guard {{ {variant} {{ {field.rust_name}: value, .. }} => {value}, _ => {api.WRONG_VARIANT}() }}"
    items = _getter(getter, cfg_attributes(field.cfgs), target, read)
    return items, f"{property_row(field, target)}.getter({getter})"


def _view(name: str, cfgs: str, target: str, field: Field, kind: str) -> str:
    """A function that returns a live view; a field of a packed struct, which no reference may point to, is refused."""
    made = on(
        field.type.span,
        f"{api.FIELD_VIEW}::<{target}, {kind}>(py, slf, |owner| &raw mut (*owner).{field.rust_name})",
    )
    return (
        f"{cfgs} unsafe fn {name}(py: {api.PYTHON}<'_>, slf: *mut {api.PY_OBJECT}) "
        f"-> {api.PY_RESULT}<{api.OBJECT}> {{\n"
        f"    let _ = |owner: &{target}| {{ let _ = &owner.{field.rust_name}; }};\n    unsafe {{ {made} }}\n}}"
    )


def _getter(name: str, cfgs: str, target: str, read: str) -> str:
    """A function that borrows the instance as `guard` and returns what `read` makes of it."""
    return (
        f"{cfgs} unsafe fn {name}(py: {api.PYTHON}<'_>, slf: *mut {api.PY_OBJECT}) "
        f"-> {api.PY_RESULT}<{api.OBJECT}> {{\n"
        f"    use {api.FIELD_GET_BY_REF} as _; use {api.FIELD_GET_BY_CLONE} as _;\n"
        f"    let guard = unsafe {{ {api.BORROW}::<{target}>(slf) }}?;\n    {read}\n}}"
    )
