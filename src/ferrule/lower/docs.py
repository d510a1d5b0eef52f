"""Documentation out of `///` and `#[doc = ...]`."""

from __future__ import annotations

from ferrule.lower.context import Context
from ferrule.model.core import NO_DOCS, DocPart, Docs
from ferrule.syntax.nodes import Attribute
from ferrule.syntax.tokens import string_value


def read_docs(context: Context, attrs: tuple[Attribute, ...]) -> Docs:
    """The documentation among the attributes of an item; other attributes are passed over.

    One leading space is taken off each line. A value that is not a string literal is kept as an expression.
    """
    parts: list[DocPart] = []
    for attr in attrs:
        if attr.name != "doc" or attr.value is None:
            continue
        text = attr.value_text if attr.comment else string_value(attr.value_text)
        if text is None:
            parts.append(DocPart(attr.value_text, attr.value, is_expression=True))
        else:
            if "\0" in text:
                context.error("documentation cannot hold a NUL, which ends a text in C", attr.value)
                continue
            parts.append(DocPart("\n".join(_unindent(line) for line in text.split("\n")), attr.value))
    return Docs(tuple(parts)) if parts else NO_DOCS


def _unindent(line: str) -> str:
    return line[1:] if line.startswith(" ") else line
