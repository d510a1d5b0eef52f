"""What is wrong in a source text, where, and how to mend it.

A `Diagnostic` is a span, a message and notes. A `Sink` collects them, so that one mistake does not hide
the next. `render` shows them with line numbers and carets; printing is the caller's business.
Errors of the tool itself (no compiler, a full disk) are in `errors`, not here.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ferrule.base.record import record


class Span(NamedTuple):
    """A half-open range of byte offsets into the UTF-8 bytes of one text."""

    start: int
    end: int

    def cover(self, other: Span) -> Span:
        """The smallest span that holds both."""
        return Span(min(self.start, other.start), max(self.end, other.end))

    def holds(self, other: Span) -> bool:
        """Whether `other` lies inside this span."""
        return self.start <= other.start and other.end <= self.end

    def of(self, text: bytes) -> str:
        """The text that lies under this span."""
        return text[self.start : self.end].decode("utf-8", "replace")


@record
class Diagnostic:
    """One error in a source text."""

    message: str
    """The rule that was broken: one line, lower case, no full stop, names in backquotes."""
    span: Span
    """The offending tokens."""
    notes: tuple[str, ...] = ()
    """How to mend it, one sentence each (`write it as ...`, `did you mean ...`)."""

    def text(self) -> str:
        """Message and notes as one text, in the form in which rustc shows a long message."""
        return "\n".join([self.message, *(f"= note: {note}" for note in self.notes)])


class Sink:
    """Collects diagnostics. Nothing stops at the first mistake of a user."""

    def __init__(self) -> None:
        self.diagnostics: list[Diagnostic] = []

    def error(self, message: str, span: Span, *notes: str | None) -> None:
        """Add an error. Notes that are None are left out, so `did_you_mean` can be passed as it comes."""
        kept = tuple(note for note in notes if note is not None)
        found = Diagnostic(message, span, kept)
        if found not in self.diagnostics:
            self.diagnostics.append(found)

    @property
    def failed(self) -> bool:
        """Whether anything was reported."""
        return len(self.diagnostics) > 0


def nearest(name: str, candidates: Iterable[str]) -> str | None:
    """The candidate that `name` was probably meant to be, or None when nothing is close."""
    import difflib

    pool = sorted(set(candidates))
    folded = {candidate.lower().replace("-", "_"): candidate for candidate in pool}
    wanted = name.lower().replace("-", "_")
    if wanted in folded:
        return folded[wanted]
    begun = [candidate for candidate in folded if candidate.startswith(wanted)]
    if len(wanted) > 2 and len(begun) == 1:
        return folded[begun[0]]
    close = difflib.get_close_matches(wanted, list(folded), n=1, cutoff=0.6)
    return folded[close[0]] if close else None


def did_you_mean(name: str, candidates: Iterable[str]) -> str | None:
    """The note "did you mean `x`?" for a misspelt name, or None when no candidate is close."""
    found = nearest(name, candidates)
    return None if found is None or found == name else f"did you mean `{found}`?"


def line_and_column(source: bytes, offset: int) -> tuple[int, int]:
    """Line and column of a byte offset, both counted from 1; columns count characters."""
    offset = max(0, min(offset, len(source)))
    start = source.rfind(b"\n", 0, offset) + 1
    line = source.count(b"\n", 0, start) + 1
    return line, len(source[start:offset].decode("utf-8", "replace")) + 1


def render(diagnostic: Diagnostic, source: bytes | str, path: str = "") -> str:
    """One diagnostic as text in rustc's layout: place, the line itself, carets below it, notes.

    A span over several lines is underlined to the end of its first line. `path` is shown as given.
    """
    data = source.encode() if isinstance(source, str) else source
    line, column = line_and_column(data, diagnostic.span.start)
    begin = data.rfind(b"\n", 0, diagnostic.span.start) + 1
    end = data.find(b"\n", diagnostic.span.start)
    end = len(data) if end < 0 else end
    shown = data[begin:end].decode("utf-8", "replace").rstrip("\r")
    under = data[diagnostic.span.start : min(diagnostic.span.end, end)].decode("utf-8", "replace")
    # Tabs stay tabs in the line of carets, so that both lines are as wide in any terminal.
    pad = "".join("\t" if char == "\t" else " " for char in shown[: column - 1])
    gutter = " " * len(str(line))
    rows = [
        f"error: {diagnostic.message}",
        f"{gutter}--> {path or '<source>'}:{line}:{column}",
        f"{gutter} |",
        f"{line} | {shown}",
        f"{gutter} | {pad}{'^' * max(1, len(under))}",
    ]
    rows += [f"{gutter} = note: {note}" for note in diagnostic.notes]
    return "\n".join(row.rstrip() for row in rows)


def render_all(diagnostics: Iterable[Diagnostic], source: bytes | str, path: str = "") -> str:
    """All diagnostics, in the order of their places, with an empty line between."""
    data = source.encode() if isinstance(source, str) else source
    ordered = sorted(diagnostics, key=lambda found: found.span)
    return "\n\n".join(render(found, data, path) for found in ordered)
