"""A constructor with one parameter for each field: `#[pyclass(new = "from_fields")]` and `dataclass`."""

from __future__ import annotations

from ferrule.emit.constructor import constructor_items, only_constructor
from ferrule.model.core import Text
from ferrule.model.function import Function, Parameter, text_signature
from ferrule.model.pyclass import Class, Field


def emit_from_fields(cls: Class, target: str) -> tuple[str, str]:
    """The items of the constructor, and the expression of its descriptor."""
    given = list(zip(cls.constructor_fields, cls.constructor_parameters, strict=True))
    function, path = from_fields(cls, given, target)
    items, reference = constructor_items(function, "fields", target, path)
    place = cls.options.spans.get("new")
    # A dataclass may have a constructor of its own instead.
    return (f"{items}\n{only_constructor(target, place)}" if place is not None else items), reference


def from_fields(
    cls: Class, given: list[tuple[Field, Parameter]], target: str, *, name: str = "__new__"
) -> tuple[Function, str]:
    """A function that takes the fields of a struct, and the Rust expression that it calls."""
    parameters = tuple(one for _, one in given)
    function = Function(
        Text(name, cls.ident),
        name,
        cls.ident,
        cls.span,
        arguments=parameters,
        text_signature=text_signature(parameters),
    )
    # Braces fit structs of every shape: a tuple's fields are named by their index.
    made = ", ".join(f"{field.rust_name}: field{index}" for index, (field, _) in enumerate(given))
    locals_ = ", ".join(f"field{index}" for index in range(len(given)))
    return function, f"(|{locals_}| {target} {{ {made} }})"
