"""`#[derive(IntoPyObject)]` and `#[derive(IntoPyObjectRef)]`: a dict, a tuple, or what the sole field becomes.

What lives here: writing, and how keys are written, which reading shares. Lifetimes and bounds are `derive_generics`'s.
"""

from __future__ import annotations

import re

from ferrule.base.record import record
from ferrule.base.text import rust
from ferrule.emit import names
from ferrule.emit import runtime_api as api
from ferrule.emit.block import block
from ferrule.emit.derive_generics import declared, field_bounds, target, where, writing_lifetimes
from ferrule.emit.tokens import at, on
from ferrule.model.derive import Derive, DeriveField, DeriveVariant
from ferrule.model.types import At, Delimited, Piece, RustType

_IMPL = """
    #[automatically_derived]
    impl$generics $trait<$py> for $target $where {
        $content
    }
"""

_CONTENT = """
    type Target = $made;
    type Output = $output;
    type Error = $error;
    fn into_pyobject(self, $python: $token<$py>) -> ::core::result::Result<$output, $error> {
        $body
    }
"""

_STRUCT = """
    let $path { $pattern } = self;
    $body
"""

_ENUM = """
    match self {
        $arms
    }
"""

_DICT = """
    let $result = $dict::new($python);
    $statements
    ::core::result::Result::Ok($result$after)
"""

_PUT = """
    {
        static $found: $interned = $interned::new($key);
        $put;
    }
"""

_STRING = re.compile(r'"(?:[^"\\]|\\[\s\S])*"|r(#*)"[\s\S]*?"\1')


@record
class _Writing:
    """What the parts of one implementation share."""

    derive: Derive
    py: str
    """The lifetime of being attached."""
    reference: str
    """`&'a ` in front of each field's type, or nothing."""
    self_type: str
    """What `Self` means in the types of fields."""

    def type(self, kind: RustType) -> str:
        """The type of the value that is there for a field of type `kind`."""
        return f"{self.reference}{_without_self(kind, self.self_type)}"


def emit_into(derive: Derive) -> str:
    """The glue of one derive."""
    by_reference = derive.kind == "IntoPyObjectRef"
    lifetimes = writing_lifetimes(derive, by_reference=by_reference)
    reference = f"&{lifetimes.borrow} " if by_reference else ""
    writing = _Writing(derive, lifetimes.py, reference, target(derive))
    asked = field_bounds(derive, lambda field: field.into_py_with is not None)
    items = rust(
        _IMPL,
        generics=declared(derive, lifetimes),
        trait=api.INTO_PY_OBJECT,
        py=lifetimes.py,
        target=f"{reference}{target(derive)}",
        where=where(
            derive, [f"{writing.type(kind)}: {api.INTO_PY_OBJECT}<{lifetimes.py}>" for _, kind in asked]
        ),
        content=_content(writing),
    )
    return block(items, derive.crate_path)


def is_text(field: DeriveField) -> bool:
    """Whether an item's key is a string literal, which can be made once; else it is any other expression."""
    return _STRING.fullmatch(field.key.value) is not None


def key(field: DeriveField) -> str:
    """The key of an item as tokens."""
    return field.key.value if field.key.span == field.ident else at(field.key.span)


def _content(writing: _Writing) -> str:
    first = writing.derive.variants[0]
    parts = {"python": names.PY, "token": api.PYTHON, "py": writing.py, "body": _body(writing)}
    if not writing.derive.is_enum and first.transparent:
        kind = first.fields[0].type
        inner = f"<{writing.type(kind)} as {api.INTO_PY_OBJECT}<{writing.py}>>"
        made = {"made": f"{inner}::Target", "output": f"{inner}::Output", "error": f"{inner}::Error"}
        return on(kind.span, rust(_CONTENT, **parts, **made))
    made_type = api.PY_DICT if first.shape == "struct" else api.PY_TUPLE
    if writing.derive.is_enum:
        made_type = api.PY_ANY
    output = f"{api.BOUND}<{writing.py}, {made_type}>"
    return rust(_CONTENT, **parts, made=made_type, output=output, error=api.PY_ERR)


def _body(writing: _Writing) -> str:
    derive = writing.derive
    name = at(derive.ident)
    if not derive.is_enum:
        only = derive.variants[0]
        made = _sole(writing, only) if only.transparent else _many(writing, only, "")
        return rust(_STRUCT, path=name, pattern=_pattern(only), body=made)
    arms = []
    for variant in derive.variants:
        if variant.transparent:
            made = _any(writing, variant.fields[0], 0)
        else:
            made = _many(writing, variant, ".into_any()")
        arms.append(f"{name}::{at(variant.ident)} {{ {_pattern(variant)} }} => {{ {made} }}")
    return rust(_ENUM, arms="\n".join(arms))


def _pattern(variant: DeriveVariant) -> str:
    members = (
        f"{at(field.ident) if variant.shape == 'struct' else field.rust_name}: {names.argument(number)}"
        for number, field in enumerate(variant.fields)
    )
    return ", ".join(members)


def _sole(writing: _Writing, variant: DeriveVariant) -> str:
    kind = variant.fields[0].type
    convert = f"<{writing.type(kind)} as {api.INTO_PY_OBJECT}<{writing.py}>>::into_pyobject"
    return f"{convert}({names.argument(0)}, {names.PY})"


def _many(writing: _Writing, variant: DeriveVariant, after: str) -> str:
    """A tuple or dict of all fields; `after` is done with it."""
    if variant.shape == "tuple":
        items = ", ".join(f"{_any(writing, field, number)}?" for number, field in enumerate(variant.fields))
        made = f"{api.PY_TUPLE}::new({names.PY}, [{items}])"
        return f"::core::result::Result::Ok({made}?{after})" if after else made
    statements = (_put(writing, field, number) for number, field in enumerate(variant.fields))
    return rust(
        _DICT,
        result=names.RESULT,
        after=after,
        dict=api.PY_DICT,
        python=names.PY,
        statements="\n".join(statements),
    )


def _any(writing: _Writing, field: DeriveField, number: int) -> str:
    """A field as an object of any type, or the error."""
    value = names.argument(number)
    if field.into_py_with is not None:
        variant = "Borrowed" if writing.reference else "Owned"
        owned = _without_self(field.type, writing.self_type)
        span = field.into_py_with.span
        call = f"{at(span)}({api.COW}::<'_, {owned}>::{variant}({value}), {names.PY})"
        return on(span, f"{api.CALLED}({call})")
    return on(field.type.span, f"{api.INTO_ANY}::<{writing.type(field.type)}>({value}, {names.PY})")


def _put(writing: _Writing, field: DeriveField, number: int) -> str:
    """The statement that puts a field into the dict."""
    if not is_text(field):
        value = f"{_any(writing, field, number)}?"
        return f"{api.PY_DICT_METHODS}::set_item(&{names.RESULT}, {at(field.key.span)}, {value})?;"
    if field.into_py_with is not None:
        put = f"{api.PUT_OBJECT}(&{names.RESULT}, &{names.FOUND}, {_any(writing, field, number)}?)?"
    else:
        made = f"{api.PUT}::<{writing.type(field.type)}>"
        put = on(field.type.span, f"{made}(&{names.RESULT}, &{names.FOUND}, {names.argument(number)})?")
    return rust(_PUT, found=names.FOUND, interned=api.INTERNED, key=key(field), put=put)


def _without_self(kind: RustType, self_type: str) -> str:
    """The type as written, but for `Self`, which is a reference in an implementation for one."""
    return " ".join(_piece(piece, self_type) for piece in kind.pieces) if kind.pieces else at(kind.span)


def _piece(piece: Piece, self_type: str) -> str:
    if isinstance(piece, At):
        return at(piece.span)
    if isinstance(piece, Delimited):
        return f"{piece.open} {' '.join(_piece(part, self_type) for part in piece.pieces)} {piece.close}"
    return self_type if piece.kind == "self" else at(piece.span)
