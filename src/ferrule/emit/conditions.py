"""Classes whose constructors take fields under `#[cfg]`: only rustc knows which of them are there.

The macro is asked before rustc decides about fields, so the whole glue is written once for each case, under the
opposite conditions.
"""

from __future__ import annotations

from itertools import product

from ferrule.base.diagnostics import Span
from ferrule.base.record import replace
from ferrule.emit.tokens import at
from ferrule.model.core import Text
from ferrule.model.pyclass import Class, Field, Variant


def editions(cls: Class) -> list[tuple[Class, str]]:
    """The class with each possible set of its fields, and the `#[cfg]` under which it is that one.

    Rules keep their number small.
    """
    several = cls.conditional_fields
    if not several:
        return [(cls, "")]
    made = []
    for present in product((True, False), repeat=len(several)):
        missing: set[Span] = set()
        conditions = []
        for fields, there in zip(several, present, strict=True):
            text = f"all({', '.join(at(one.span) for one in fields[0].conditions)})"
            conditions.append(text if there else f"not({text})")
            missing |= set() if there else {field.span for field in fields}
        made.append((_without(cls, missing), f"#[cfg(all({', '.join(conditions)}))]"))
    return made


def _without(cls: Class, missing: set[Span]) -> Class:
    variants = tuple(_variant(variant, missing) for variant in cls.variants)
    return replace(cls, fields=_kept(cls.fields, missing), variants=variants)


def _variant(variant: Variant, missing: set[Span]) -> Variant:
    constructor = variant.constructor
    if constructor is not None:
        constructor = tuple(one for one in constructor if one.span not in missing)
    return replace(variant, fields=_kept(variant.fields, missing), constructor=constructor)


def _kept(fields: tuple[Field, ...], missing: set[Span]) -> tuple[Field, ...]:
    """The fields that are there, those of tuples counted anew."""
    kept = []
    for index, field in enumerate(one for one in fields if one.span not in missing):
        name, rust_name = field.name, field.rust_name
        if rust_name.isdigit():
            if name.value == f"_{rust_name}":
                name = Text(f"_{index}", name.span)
            rust_name = str(index)
        kept.append(replace(field, name=name, rust_name=rust_name, cfgs=(), conditions=()))
    return tuple(kept)
