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
    return "\n".join(prefix + line if line else line for line in text.split("\n"))


_templates: dict[str, str] = {}


def rust(template: str, **parts: object) -> str:
    """A dedented block of Rust with its `$name` holes filled from `parts`.

    A hole alone on its line takes a whole block, indented to the hole; an empty block removes the line.
    Filled text is never scanned again, and nothing needs escaping. The result has no trailing newline.

    Raises KeyError for a hole without a part, and for a part without a hole.
    """
    shape = _templates.get(template)
    if shape is None:
        shape = _templates[template] = dedent(template)
    used: set[str] = set()

    def part(name: str) -> str:
        if name not in parts:
            raise KeyError(f"the template has a hole ${name} that no part fills")
        used.add(name)
        return str(parts[name])

    out: list[str] = []
    for line in shape.split("\n"):
        if "$" not in line:
            out.append(line)
            continue
        alone = _HOLE_ALONE.match(line)
        if alone is None:
            out.append(_HOLE.sub(lambda hole: part(hole[1]), line))
            continue
        block = part(alone[2])
        if block:
            out.append(indent(block, alone[1]))
    if len(used) != len(parts):
        unused = ", ".join(sorted(set(parts) - used))
        raise KeyError(f"the template has no hole for: {unused}")
    return "\n".join(out)


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
