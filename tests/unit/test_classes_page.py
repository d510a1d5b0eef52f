"""The generated parts of docs/classes.md are those that the tables of the model make."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ferrule.model import reference
from ferrule.model.slots import HALVES, NOTES, ROWS, SLOTS

PAGE = Path(__file__).parents[2] / "docs" / "classes.md"


def part(name: str) -> re.Pattern[str]:
    """What stands between the markers of a part, and they themselves."""
    return re.compile(rf"(<!-- {name}: begin -->\n).*?(<!-- {name}: end -->)", re.DOTALL)


@pytest.mark.parametrize("name", list(reference.parts()))
def test_a_generated_part_is_current(name: str, bless: bool) -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert part(name).search(text), f"docs/classes.md has no part `{name}`"
    made = reference.parts()[name]
    wanted = part(name).sub(lambda found: f"{found[1]}{made}\n{found[2]}", text)
    if bless:
        PAGE.write_text(wanted, encoding="utf-8")
        text = wanted
    assert text == wanted, f"pytest {Path(__file__).name} --bless writes it"


def test_no_part_is_left_over() -> None:
    marked = re.findall(r"<!-- (\w+): begin -->", PAGE.read_text(encoding="utf-8"))
    assert sorted(marked) == sorted(reference.parts())


def test_every_special_method_has_a_line_and_every_note_a_method() -> None:
    table = reference.slot_table()
    assert [name for name in SLOTS if f"`{name}`" not in table] == []
    assert set(NOTES) <= set(SLOTS)
    assert set(HALVES) <= {row.shared for row in ROWS}


def test_every_option_has_a_line() -> None:
    for table in reference.TABLES.values():
        made = reference.option_table(table)
        lines = made.splitlines()[2:]
        assert len(lines) == len(table.rows())
        for name, row in table.rows().items():
            line = next(line for line in lines if line.startswith(f"| `{name}"))
            assert ("**Not in PyO3.**" in line) == row.own
            assert all(f"`{other}`" in line for other in (*row.needs, *row.excludes))
