"""Writing generated text: `rust` for blocks whose shape is known, `Writer` for sequences.

Decisions are taken in Python before a template is filled; templates hold none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

_HOLE = re.compile(r"\$([a-z_][a-z0-9_]*)")
_HOLE_ALONE = re.compile(r"^([ ]*)\$([a-z_][a-z0-9_]*)$")


def dedent(text: str) -> str:
    """`text` without its common indent and without blank first and last lines."""
    lines = text.split("\n")
    while lines and not lines[0].strip():
        del lines[0]
    while lines and not lines[-1].strip():
        del lines[-1]
    widths = [len(line) - len(line.lstrip(" ")) for line in lines if line.strip()]
    cut = min(widths, default=0)
    return "\n".join(line[cut:] if line.strip() else "" for line in lines)


def indent(text: str, prefix: str) -> str:
    """Every line of `text` that is not empty, with `prefix` before it."""
    if "\n" not in text:
        return prefix + text if text else text
    return "\n".join([prefix + line if line else line for line in text.split("\n")])


_Line = str | list[str] | tuple[str, str]
"""A line of a template: without holes; with holes, where every second part is a hole's name; the indent and
the name of a hole that is alone on its line.
"""

_templates: dict[str, tuple[list[_Line], set[str]]] = {}
"""Lines and names of holes of each template that was used."""


def rust(template: str, **parts: object) -> str:
    """A dedented block of Rust with its `$name` holes filled from `parts`.

    A hole alone on its line takes a whole block, indented to the hole; an empty block removes the line.
    Filled text is never scanned again, and nothing needs escaping. The result has no trailing newline.

    Raises KeyError for a hole without a part, and for a part without a hole.
    """
    known = _templates.get(template)
    if known is None:
        known = _templates[template] = _read(template)
    lines, names = known
    if parts.keys() != names:
        _complain(names, set(parts))
    out: list[str] = []
    for line in lines:
        if isinstance(line, str):
            out.append(line)
        elif isinstance(line, tuple):
            block = str(parts[line[1]])
            if block:
                out.append(indent(block, line[0]))
        else:
            filled = line.copy()
            filled[1::2] = [str(parts[name]) for name in line[1::2]]
            out.append("".join(filled))
    return "\n".join(out)


def _read(template: str) -> tuple[list[_Line], set[str]]:
    lines: list[_Line] = []
    names: set[str] = set()
    for line in dedent(template).split("\n"):
        alone = _HOLE_ALONE.match(line)
        if alone is not None:
            lines.append((alone[1], alone[2]))
            names.add(alone[2])
            continue
        pieces = _HOLE.split(line)
        if len(pieces) == 1:
            lines.append(line)
        else:
            lines.append(pieces)
            names.update(pieces[1::2])
    return lines, names


def _complain(names: set[str], parts: set[str]) -> None:
    for name in names - parts:
        raise KeyError(f"the template has a hole ${name} that no part fills")
    raise KeyError(f"the template has no hole for: {', '.join(sorted(parts - names))}")


class Writer:
    """Collects lines, with an indent and with sections set apart by one empty line."""

    def __init__(self, step: str = "    ") -> None:
        self._lines: list[str] = []
        self._step = step
        self._depth = 0
        self._gap = False

    def line(self, text: str = "") -> None:
        """Add a line (or several, when `text` holds newlines) at the present indent."""
        if self._gap and self._lines:
            self._lines.append("")
        self._gap = False
        for row in text.split("\n"):
            self._lines.append(self._step * self._depth + row if row else "")

    def lines(self, *texts: str) -> None:
        """Add several lines."""
        for text in texts:
            self.line(text)

    def section(self) -> None:
        """Put an empty line before the next line, if something was written before it."""
        self._gap = True

    @contextmanager
    def indented(self) -> Iterator[None]:
        """Lines written inside are one step deeper."""
        self._depth += 1
        self._gap = False
        try:
            yield
        finally:
            self._depth -= 1
            self._gap = False

    def __str__(self) -> str:
        return "\n".join(self._lines) + "\n" if self._lines else ""


def python_string(value: str) -> str:
    """A Python literal, between double quotes where that needs no escape."""
    return repr(value) if '"' in value else f'"{repr(value + chr(39))[1:-2]}"'
