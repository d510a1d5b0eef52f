"""The rules of `#[pyclass(python_enum = "..")]`: what Python's `enum` asks of names and values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ferrule.base.diagnostics import Span
from ferrule.base.record import replace
from ferrule.lower.context import Context
from ferrule.lower.defaults import default_python
from ferrule.model.core import Text
from ferrule.model.options import PyClassOptions, VariantOptions
from ferrule.model.pyclass import Variant
from ferrule.syntax.tokens import tokenize

_TEXTUAL = ("Enum", "StrEnum")
"""Bases whose members may have texts for values."""


def member_text(
    context: Context, variant: VariantOptions, options: PyClassOptions, name: Text
) -> Text | None:
    """The text that is a member's value: given, or as `enum.auto()` makes it for a `StrEnum`."""
    base = options.python_enum.value if options.python_enum is not None else ""
    if variant.value is not None and base not in _TEXTUAL:
        context.error(
            "only a member of an `Enum` or a `StrEnum` has a text for its value",
            variant.spans["value"],
            'write `python_enum = "StrEnum"` in `#[pyclass]`',
        )
        return None
    if variant.value is None and base == "StrEnum":
        return Text(name.value.lower(), name.span)
    return variant.value


def numbered(variants: Iterable[Variant]) -> tuple[Variant, ...]:
    """The variants of an enum with their discriminants, where literals show them."""
    found: list[Variant] = []
    number: int | None = -1
    for variant in variants:
        if variant.discriminant is not None:
            shown = default_python(tokenize(variant.discriminant.value.encode()))
            number = int(shown) if shown.removeprefix("-").isdigit() else None
        elif number is not None:
            # One that may be missing leaves the next ones unknown.
            number += 1
        found.append(replace(variant, number=number))
        if variant.cfgs:
            number = None
    return tuple(found)


def check_python_enum(context: Context, options: PyClassOptions, variants: Sequence[Variant]) -> None:
    """Names that Python's `enum` keeps for itself, and values that would make one member of two."""
    if options.python_enum is None:
        return
    texts: dict[str, Span] = {}
    for variant in variants:
        name = variant.name.value
        if name == "mro" or (name.startswith("_") and name.endswith("_")):
            context.error(
                f"an enum in Python cannot have a member named `{name}`",
                variant.name.span,
                'give it another name with `#[pyo3(name = "..")]`',
            )
        if variant.text is not None:
            if variant.text.value in texts and not variant.cfgs:
                context.error(
                    f"two members have the value `{variant.text}`",
                    variant.text.span,
                    "Python would make the second another name of the first",
                )
            texts[variant.text.value] = variant.text.span
