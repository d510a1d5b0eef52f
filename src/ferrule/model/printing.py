"""Any part of the model as text: stable, without spans, made for golden tests and bug reports.

One line for each record with its plain fields, records inside it on indented lines below. A field that has
its default value is left out, so that a new field changes no old text.
"""

from __future__ import annotations

from collections.abc import Iterable

from ferrule.base.diagnostics import Span
from ferrule.base.record import fields
from ferrule.base.text import Writer
from ferrule.model.core import Docs, Text
from ferrule.model.options import Options
from ferrule.model.types import RustType

_HIDDEN = {"ident", "span", "head", "body", "attribute"}
"""Fields that hold nothing but places."""


def show(item: object) -> str:
    """The text form of one item, or of several, ending with a newline."""
    writer = Writer("  ")
    for one in item if isinstance(item, list | tuple) else (item,):
        _record(writer, "", one)
    return str(writer)


def _record(writer: Writer, label: str, value: object) -> None:
    kind = type(value).__name__.rstrip("_").lower()
    defaults = getattr(type(value), "__record_defaults__", {})
    head = [f"{label}: {kind}" if label and label != kind else kind]
    below: list[tuple[str, object]] = []
    for name in fields(value):
        content = getattr(value, name)
        if name in _HIDDEN or (name in defaults and content == defaults[name]):
            continue
        plain = _plain(content)
        if plain is not None:
            head.append(plain if name == "name" else f"{name}={plain}")
        else:
            below.append((name, content))
    writer.line(" ".join(head))
    with writer.indented():
        for name, content in below:
            if isinstance(content, tuple):
                for one in content:
                    _record(writer, "", one)
            else:
                _record(writer, name, content)


def _plain(value: object) -> str | None:
    """The text of a value that fits on its record's line; None for one that needs lines of its own."""
    if isinstance(value, Text | RustType):
        return str(value)
    if isinstance(value, Docs):
        return repr(value.text if value.text is not None else [part.text for part in value.parts])
    if isinstance(value, Span):
        return "yes"
    if isinstance(value, Options):
        return _options(value)
    if isinstance(value, tuple):
        return _tuple(value)
    if isinstance(value, str):
        return value if value.replace("_", "").isalnum() else repr(value)
    if value is None or isinstance(value, bool | int):
        return {True: "yes", False: "no", None: "none"}.get(value, str(value))  # type: ignore[arg-type]
    return None


def _tuple(value: Iterable[object]) -> str | None:
    parts = [_plain(one) for one in value]
    if any(part is None for part in parts):
        return None
    if all(part == "yes" for part in parts):
        return str(len(parts))
    return f"({', '.join(part for part in parts if part is not None)})"


def _options(value: Options) -> str:
    parts = []
    for name, content in value.values().items():
        if content is True:
            parts.append(name)
        elif isinstance(content, tuple):
            parts += [f"{name}({one})" for one in content]
        else:
            parts.append(f"{name}={content}")
    return f"[{', '.join(parts)}]"
