"""Where a piece of Rust stands in a Python file, so that rustc's messages can point there.

Used only when something does not compile. The text is looked for in the file, line by line, because what a
program passes on says nothing of where it was written.
"""

from __future__ import annotations

# `pathlib` and `typing` would take longer to load than all else here:
# ruff: noqa: PTH100, PTH109, PTH113, PTH120
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Place:
    """Where a program handed over a piece of Rust: the Python file as tracebacks show it, the line of the
    call or of the function, from 1, and the globals of the calling module.
    """

    def __init__(self, file: str, line: int, scope: dict[str, Any]) -> None:
        self.file, self.line, self.scope = file, line, scope

    colour = False
    """Whether messages that point here may have the colours of a terminal."""

    @classmethod
    def of_caller(cls, depth: int) -> Place:
        """The place of the call `depth` frames above the caller of this."""
        frame = sys._getframe(depth + 1)
        return cls(frame.f_code.co_filename, frame.f_lineno, frame.f_globals)

    def placed(self, text: str) -> Placed:
        """The text with its lines and columns where the file has them."""
        return find(text, self)

    def directory(self) -> str:
        """The directory of the file, the current one where there is no file."""
        real = os.path.isfile(self.file)
        return os.path.dirname(os.path.abspath(self.file)) if real else os.getcwd()


class Placed:
    """A piece of Rust with its lines and columns where the Python file has them: as many empty lines as stand
    before it, then the text. `first` is the number of its first line, `shown` the file to name in messages.
    """

    def __init__(self, text: str, first: int, shown: str) -> None:
        self.text, self.first, self.shown = text, first, shown


def find(text: str, place: Place) -> Placed:
    """The text as it lies in its file; as it is, under a name that tells so, when it is not found there."""
    import linecache

    lines = [line.rstrip("\r\n") for line in linecache.getlines(place.file, place.scope)]
    wanted = text.splitlines()
    starts = (
        [start for start in range(len(lines)) if _stands_at(start, lines, wanted)] if text.strip() else []
    )
    if not starts:
        return Placed(text, 1, f"<rust in {place.file}, line {place.line}>")
    start = min(starts, key=lambda number: abs(number + 1 - place.line))
    kept = lines[start : start + len(wanted)]
    if len(wanted) > 1:
        kept[0] = _behind(kept[0], wanted[0])
        kept[-1] = _before(kept[-1], wanted[-1])
    else:
        column = lines[start].index(wanted[0].strip())
        kept[0] = " " * column + wanted[0].strip()
    return Placed("\n" * start + "\n".join(kept) + "\n", start + 1, place.file)


def _stands_at(start: int, lines: list[str], wanted: list[str]) -> bool:
    """Whether the lines of a text stand from `start` on. Indentation is ignored: Python 3.13 takes it off
    docstrings; before the first line and behind the last one there may be more.
    """
    if start + len(wanted) > len(lines):
        return False
    if len(wanted) == 1:
        return wanted[0].strip() in lines[start]
    inner = zip(wanted[1:-1], lines[start + 1 : start + len(wanted) - 1], strict=True)
    return (
        lines[start].rstrip().endswith(wanted[0].strip())
        and lines[start + len(wanted) - 1].strip().startswith(wanted[-1].strip())
        and all(one.strip() == other.strip() for one, other in inner)
    )


def _behind(line: str, wanted: str) -> str:
    """The end of a line, with spaces for what stands before it."""
    kept = wanted.strip()
    column = len(line.rstrip()) - len(kept)
    return " " * column + kept if kept else ""


def _before(line: str, wanted: str) -> str:
    """The beginning of a line."""
    kept = wanted.strip()
    return line[: line.index(kept) + len(kept)] if kept else ""
