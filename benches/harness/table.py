"""Tables of results as text that is a Markdown table as well. Knows nothing of what is measured."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field


@dataclass
class Table:
    """Rows of cells below named columns; the first column is text, the others numbers."""

    columns: Sequence[str]
    rows: list[Sequence[str]] = field(default_factory=list)

    def add(self, *cells: str) -> None:
        self.rows.append(cells)

    def render(self) -> str:
        """Aligned, so that it reads well in a terminal too."""
        lines = [list(self.columns), *(list(row) for row in self.rows)]
        widths = [max(len(line[at]) for line in lines) for at in range(len(self.columns))]
        rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
        return "\n".join(_line(line, widths) for line in (lines[0], rule, *lines[1:]))


@dataclass
class Section:
    """What one benchmark has to say: how it measured, its tables, and remarks on them."""

    title: str
    method: str
    tables: list[Table]
    remarks: list[str] = field(default_factory=list)

    def render(self) -> str:
        parts = [f"### {self.title}", self.method, *(table.render() for table in self.tables)]
        if self.remarks:
            parts.append("\n".join(f"- {remark}" for remark in self.remarks))
        return "\n\n".join(parts)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded: Iterable[str] = (
        cell.rjust(width) if at else cell.ljust(width)
        for at, (cell, width) in enumerate(zip(cells, widths, strict=True))
    )
    return "| " + " | ".join(padded) + " |"


def duration(seconds: float) -> str:
    """Seconds in the unit that suits them, three digits."""
    for limit, factor, unit in ((1e-6, 1e9, "ns"), (1e-3, 1e6, "µs"), (1.0, 1e3, "ms")):
        if seconds < limit:
            return f"{seconds * factor:.3g} {unit}"
    return f"{seconds:.3g} s"


def ratio(value: float | None) -> str:
    """A ratio with the digits that it deserves; a dash when there is none."""
    if value is None:
        return "-"
    return f"{value:.2f}" if value < 10 else f"{value:.1f}"
