"""`#[pyclass(new = "from_fields")]`: a constructor with one required parameter for each field."""

from __future__ import annotations

from ferrule.emit.constructor import constructor_items
from ferrule.model.core import Text
from ferrule.model.function import Function, Parameter
from ferrule.model.pyclass import Class


def emit_from_fields(cls: Class, target: str) -> tuple[str, str]:
    """The items of the constructor, and the reference to its descriptor."""
    parameters = tuple(
        Parameter(Text(_python_name(cls, index), field.name.span), field.span, field.type)
        for index, field in enumerate(cls.fields)
    )
    names = ", ".join(parameter.name.value for parameter in parameters)
    function = Function(
        Text("__new__", cls.ident),
        "__new__",
        cls.ident,
        cls.span,
        arguments=parameters,
        text_signature=f"({names})",
    )
    locals_ = [f"field{index}" for index in range(len(cls.fields))]
    # Braces fit structs of every shape: a tuple's fields are named by their index.
    made = ", ".join(f"{field.rust_name}: {local}" for field, local in zip(cls.fields, locals_, strict=True))
    make = f"|{', '.join(locals_)}| {target} {{ {made} }}"
    return constructor_items(function, "fields", target, f"({make})")


def _python_name(cls: Class, index: int) -> str:
    field = cls.fields[index]
    return field.rust_name.removeprefix("r#") if cls.kind == "struct" else f"_{index}"
