"""Case files: one fact per file, as text in sections.

A file begins with a line or more that say what it shows. Then come sections, each with a head line
`=== name`:

* `source`: a Rust file with macro calls. Every case has one.
* `model`: what the macro calls say, as the model prints itself, call by call.
* `glue`: the glue of every call, the user's tokens filled in.
* `errors`: what is wrong, as it is shown to the user. A case in `reject/` has it, one in `accept/` never.
* `stub`: the module's `.pyi`.
* `run`: Python that is run with the built module, under the name of the source's `#[pymodule]`. Asserts and
  functions `test_...`; `raises` is pytest's.

`Needs Python 3.10.` in the first lines leaves the case out where cases are run with an older one.

Sections but `source` and `run` are expectations; `pytest --bless` writes those that are there with what
comes out (write an empty head line to have it filled), and `errors` of new cases in `reject/`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).with_name("cases")
NAMES = ("source", "model", "glue", "errors", "stub", "run")
HEAD = re.compile(r"^=== *(\S*) *$", re.MULTILINE)


NEEDS = re.compile(r"Needs Python 3\.(\d+)")


@dataclass(frozen=True)
class Case:
    """One case file."""

    path: Path
    says: str
    sections: dict[str, str]
    """Texts by name, in the order of the file, each ending in one newline unless empty."""

    @property
    def name(self) -> str:
        return f"{self.path.parent.name}/{self.path.stem}"

    @property
    def rejected(self) -> bool:
        return self.path.parent.name == "reject"

    @property
    def oldest_minor(self) -> int:
        """The 10 of the Python 3.10 that it needs; 0 for any."""
        found = NEEDS.search(self.says)
        return int(found[1]) if found else 0

    @property
    def source(self) -> bytes:
        return self.sections["source"].encode()


class CaseError(Exception):
    """The file is no case."""


def read(path: Path) -> Case:
    """Read a case. Raises CaseError."""
    parts = HEAD.split(path.read_text(encoding="utf-8"))
    says, rest = parts[0].strip(), parts[1:]
    sections: dict[str, str] = {}
    for name, text in zip(rest[::2], rest[1::2], strict=True):
        if name not in NAMES:
            raise CaseError(f"{path}: no section is called {name!r}")
        if name in sections:
            raise CaseError(f"{path}: two sections {name}")
        sections[name] = trimmed(text)
    if not says:
        raise CaseError(f"{path}: the first line must say what the case shows")
    if not sections.get("source"):
        raise CaseError(f"{path}: no source")
    if path.parent.name == "accept" and "errors" in sections:
        raise CaseError(f"{path}: errors in a case to be accepted")
    return Case(path, says, sections)


def write(case: Case, found: dict[str, str]) -> None:
    """Write a case back with other texts for some sections."""
    texts = {**case.sections, **{name: trimmed(text) for name, text in found.items()}}
    ordered = sorted(texts, key=NAMES.index)
    body = "\n".join(f"=== {name}\n{texts[name]}" for name in ordered)
    case.path.write_text(f"{case.says}\n\n{body}", encoding="utf-8")


def trimmed(text: str) -> str:
    """Without empty lines around it and blanks at line ends, with one newline at the end."""
    lines = [line.rstrip() for line in text.strip("\n").splitlines()]
    return "".join(f"{line}\n" for line in lines).strip("\n") + "\n" if any(lines) else ""


def listed() -> list[Path]:
    """All case files."""
    return sorted(FOLDER.glob("*/*.case"))
