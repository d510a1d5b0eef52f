"""`#[derive(FromPyObject)]`: a table of the fields, and one call for each.

What lives here: reading. Writing is `derive_into`'s, lifetimes and bounds are `derive_generics`'s. `cfg` plays no part:
rustc gives derives only what is there.
"""

from __future__ import annotations

from ferrule.base.record import record
from ferrule.base.text import rust
from ferrule.emit import names
from ferrule.emit import runtime_api as api
from ferrule.emit.block import block
from ferrule.emit.derive_generics import (
    Lifetimes,
    declared,
    field_bounds,
    is_parameter,
    reading_lifetimes,
    target,
    where,
)
from ferrule.emit.derive_into import emit_into, is_text, key
from ferrule.emit.tokens import at, literal, on
from ferrule.model.derive import Derive, DeriveField, DeriveVariant
from ferrule.model.types import RustType, option_inner

_IMPL = """
    #[automatically_derived]
    impl$generics $trait<$borrow, $py> for $target $where {
        type Error = $error;
        fn extract($object: $borrowed<$borrow, $py, $any>) -> ::core::result::Result<Self, $error> {
            static $fields: [$field; $count] = [$rows];
            $body
        }
    }
"""

_VARIANT = """
    match (|| -> ::core::result::Result<Self, $failure> {
        $body
    })() {
        ::core::result::Result::Ok($found) => return ::core::result::Result::Ok($found),
        ::core::result::Result::Err($found) => $found,
    },
"""

_BODY = """
    $elements
    ::core::result::Result::Ok($path { $fields })
"""

_ENUM = """
    let $result = [
        $variants
    ];
    ::core::result::Result::Err($no_variant($name, &[$shown], $result))
"""

_DEFAULT = """
    match $find {
        ::core::option::Option::Some($found) => $value,
        ::core::option::Option::None => $default,
    }
"""


def emit_derive(derive: Derive) -> str:
    """The glue of one derive."""
    if derive.kind != "FromPyObject":
        return emit_into(derive)
    lifetimes = reading_lifetimes(derive)
    rows: list[str] = []
    bodies = [_variant(derive, variant, rows) for variant in derive.variants]
    items = rust(
        _IMPL,
        generics=declared(derive, lifetimes),
        trait=api.FROM_PY_OBJECT,
        borrow=lifetimes.borrow,
        py=lifetimes.py,
        target=target(derive),
        where=where(derive, _bounds(derive, lifetimes)),
        error=api.PY_ERR,
        object=names.VALUE,
        borrowed=api.BORROWED,
        any=api.PY_ANY,
        fields=names.FIELDS,
        field=api.FIELD,
        count=len(rows),
        rows=", ".join(rows),
        body=_enum(derive, bodies) if derive.is_enum else bodies[0],
    )
    return block(items, derive.crate_path)


def _bounds(derive: Derive, lifetimes: Lifetimes) -> list[str]:
    borrowing = f"{api.FROM_PY_OBJECT}<{lifetimes.borrow}, {lifetimes.py}>"
    owned = f"{api.FROM_PY_OBJECT_OWNED}<{lifetimes.py}>"
    asked = field_bounds(derive, lambda field: field.from_py_with is not None)
    kept = {kind.text for field, kind in asked if is_parameter(kind) and not _is_borrowed(field, kind)}
    return [
        f"{at(kind.span)}: {borrowing if _is_borrowed(field, kind) and kind.text not in kept else owned}"
        for field, kind in asked
    ]


def _is_borrowed(field: DeriveField, kind: RustType) -> bool:
    """Whether the part `kind` of a field's type is converted from what lives as long as the object."""
    around = option_inner(field.type) or field.type
    return field.access in ("whole", "index") and around.span == kind.span


def _enum(derive: Derive, bodies: list[str]) -> str:
    shown = (
        f"({literal(_plain(variant.rust_name))}, {literal(variant.error_name)})"
        for variant in derive.variants
    )
    variants = (rust(_VARIANT, failure=api.FAILURE, body=body, found=names.FOUND) for body in bodies)
    return rust(
        _ENUM,
        result=names.RESULT,
        variants="\n".join(variants),
        no_variant=api.NO_VARIANT,
        name=literal(_plain(derive.rust_name)),
        shown=", ".join(shown),
    )


def _variant(derive: Derive, variant: DeriveVariant, rows: list[str]) -> str:
    """Statements that give the value or a failure; the fields' rows are added to the table."""
    place = _plain(derive.rust_name)
    if derive.is_enum:
        place += f"::{_plain(variant.rust_name)}"
    fields = []
    for number, field in enumerate(variant.fields):
        row = f"{names.FIELDS}[{len(rows)}]"
        rows.append(_row(field, f"{place}.{_plain(field.rust_name)}", number))
        fields.append(f"{_member(variant, field)}: {_read(_Reading(field, row, number))}")
    elements = ""
    if variant.shape == "tuple" and not variant.transparent:
        locals_ = ", ".join(names.argument(number) for number in range(len(variant.fields)))
        elements = f"let [{locals_}] = {api.ELEMENTS}({names.VALUE})?;"
    # Not `Self::Error`, which may be a variant as well as the trait's type.
    path = f"{at(derive.ident)}::{at(variant.ident)}" if derive.is_enum else "Self"
    return rust(_BODY, elements=elements, path=path, fields=", ".join(fields))


def _plain(name: str) -> str:
    return name.removeprefix("r#")


def _member(variant: DeriveVariant, field: DeriveField) -> str:
    return at(field.ident) if variant.shape == "struct" else field.rust_name


def _row(field: DeriveField, place: str, number: int) -> str:
    """The field's row in the table."""
    shown = literal(place)
    match field.access:
        case "attribute":
            return f"{api.FIELD}::attribute({shown}, {literal(field.key.value)})"
        case "item" if is_text(field):
            return f"{api.FIELD}::item({shown}, {key(field)})"
        case "item":
            return f"{api.FIELD}::key({shown})"
        case "index":
            return f"{api.FIELD}::index({shown}, {number})"
        case "whole":
            return f"{api.FIELD}::whole({shown})"


@record
class _Reading:
    """A field with its row and its number in the variant."""

    field: DeriveField
    row: str
    number: int


def _read(reading: _Reading) -> str:
    """The expression of the field's value."""
    field, row = reading.field, reading.row
    if field.access in ("whole", "index"):
        source = names.VALUE if field.access == "whole" else names.argument(reading.number)
        if field.from_py_with is not None:
            return on(field.from_py_with.span, f"{row}.value_by(&{source}, {at(field.from_py_with.span)})?")
        return on(field.type.span, f"{row}.borrow::<{at(field.type.span)}>({source})?")
    if field.default is None:
        return _value(reading, f"{_found(reading, 'get', api.GET_KEY)}")
    return rust(
        _DEFAULT,
        find=_found(reading, "find", api.FIND_KEY),
        found=names.FOUND,
        value=_value(reading, names.FOUND),
        default=_default(field),
    )


def _found(reading: _Reading, method: str, by_key: str) -> str:
    if reading.field.access == "item" and not is_text(reading.field):
        return f"{by_key}({names.VALUE}, {at(reading.field.key.span)})?"
    return f"{reading.row}.{method}({names.VALUE})?"


def _value(reading: _Reading, found: str) -> str:
    field, row = reading.field, reading.row
    if field.from_py_with is not None:
        return on(field.from_py_with.span, f"{row}.value_by(&{found}, {at(field.from_py_with.span)})?")
    return on(field.type.span, f"{row}.value::<{at(field.type.span)}>({found})?")


def _default(field: DeriveField) -> str:
    assert field.default is not None
    if field.default.value.startswith("::core::default::"):
        return on(field.type.span, f"<{at(field.type.span)} as ::core::default::Default>::default()")
    return at(field.default.span)
