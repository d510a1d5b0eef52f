"""What a lone `.rs` file says of its own building: `//! [dependencies]` and other tables of Cargo.toml.

The tables stand in the comment lines (`//!` or `//`) that begin the file, from the first line that names one
on, or between the fences of a block marked `cargo`:

    //! Words about the file.
    //!
    //! [dependencies]
    //! itoa = "1"

From them the Cargo.toml is made that the build writes. Files are read elsewhere; nothing is written here.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ferrule.base.diagnostics import Diagnostic, Span, did_you_mean, render
from ferrule.base.errors import SourceError
from ferrule.base.record import record
from ferrule.project import toml

TABLES = ("dependencies", "features", "lints", "package", "patch", "profile", "target")
"""Tables that a header may hold."""

_PACKAGE_KEYS = ("authors", "description", "edition", "license", "rust-version", "version")
_COMMENT = re.compile(rb"(//!? ?)(.*)")
_TABLE = re.compile(rf"\[\[?\s*(?:{'|'.join(TABLES)})\s*(?:\.[^\]]*)?\]\]?\s*(?:#.*)?$")
_FENCE = re.compile(r"\s*(?:```|~~~)\s*(\w*)")


@record
class Header:
    """The tables in the comment at the beginning of a file."""

    tables: Mapping[str, Any]
    """Parsed TOML; relative paths of dependencies are made absolute."""

    def lines(self) -> str:
        """The same tables as comment lines, for a file that stands for this one elsewhere."""
        return comment_lines(self.tables)


def read_header(source: bytes, path: Path) -> Header | None:
    """The header of the Rust file `path`, None when it has none.

    Raises SourceError, pointing at the line, for what is not TOML and for tables that do not belong there.
    """
    rows = _toml_rows(source)
    if not rows:
        return None
    text = "\n".join(row.text for row in rows)
    try:
        tables = toml.parse(text)
    except ValueError as error:
        found = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        line, column = (int(found[1]), int(found[2])) if found else (len(rows), 1)
        row = rows[min(line, len(rows)) - 1]
        start = row.start + len(row.text[: column - 1].encode())
        words = str(error).partition(" (at")[0]
        raise _wrong(f"this is not TOML: {words[:1].lower()}{words[1:]}", start, source, path) from None
    _check(tables, rows, source, path)
    return Header(_absolute(tables, path.parent))


@record
class _Row:
    """One line of TOML in a comment."""

    text: str
    start: int
    """Byte offset of the text in the file."""


def _toml_rows(source: bytes) -> list[_Row]:
    rows: list[_Row] = []
    fence: str | None = None
    offset = 0
    for line in source.split(b"\n"):
        begin, offset = offset, offset + len(line) + 1
        stripped = line.strip()
        comment = _COMMENT.match(stripped.removeprefix(b"\xef\xbb\xbf"))
        if comment is None:
            if rows or (stripped and not (begin == 0 and stripped.startswith(b"#!/"))):
                break
            continue
        text = comment[2].decode("utf-8", "replace").rstrip("\r")
        row = _Row(text, begin + line.index(b"//") + len(comment[1]))
        mark = _FENCE.match(text)
        if mark is not None:
            if fence == "cargo" or (rows and fence is None):
                break
            fence = mark[1] if fence is None else None
        elif fence == "cargo" or (fence is None and (rows or _TABLE.match(text))):
            rows.append(row)
    return rows


def _check(tables: Mapping[str, Any], rows: list[_Row], source: bytes, path: Path) -> None:
    for name, value in tables.items():
        if name not in TABLES:
            note = did_you_mean(name, TABLES) or f"known tables: {', '.join(TABLES)}"
            raise _wrong(f"a header has no table `{name}`", _place(rows, name), source, path, note)
        if not isinstance(value, dict):
            raise _wrong(f"`{name}` must be a table", _place(rows, name), source, path)
    for key in tables.get("package", {}):
        if key not in _PACKAGE_KEYS:
            note = did_you_mean(key, _PACKAGE_KEYS) or f"known keys: {', '.join(_PACKAGE_KEYS)}"
            raise _wrong(f"a header's [package] has no key `{key}`", _place(rows, key), source, path, note)
    for name, value in tables.get("dependencies", {}).items():
        if not isinstance(value, str | dict):
            note = f'write it as `{name} = "1"` or `{name} = {{ version = "1", features = [] }}`'
            raise _wrong("a dependency is a version or a table", _place(rows, name), source, path, note)


def _place(rows: list[_Row], name: str) -> int:
    """Where a name stands for the first time."""
    for row in rows:
        found = re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", row.text)
        if found:
            return row.start + len(row.text[: found.start()].encode())
    return rows[0].start


def _wrong(message: str, start: int, source: bytes, path: Path, note: str | None = None) -> SourceError:
    end = re.compile(rb"[\w-]*").match(source, start)
    span = Span(start, end.end() if end else start)
    notes = () if note is None else (note,)
    rendered = render(Diagnostic(message, span, notes), source, str(path))
    return SourceError(f"The header of {path.name} cannot be used.", detail=f"{rendered}\n")


def _absolute(value: Any, directory: Path) -> Any:
    """The tables with every `path = "..."` of a dependency taken from the file's own directory."""
    if not isinstance(value, dict):
        return value
    return {
        key: os.path.normpath(directory / one)
        if key == "path" and isinstance(one, str)
        else _absolute(one, directory)
        for key, one in value.items()
    }


def cargo_toml(header: Header, crate_name: str, source: Path, edition: str) -> dict[str, Any]:
    """The Cargo.toml of the file `source` as data; `edition` applies where the header names none."""
    tables = dict(header.tables)
    package = {"version": "0.0.0", "edition": edition} | tables.pop("package", {})
    dependencies = {"pyo3": "*"} | tables.pop("dependencies", {})
    return {
        "package": {"name": crate_name, **package},
        "lib": {"name": crate_name, "path": str(source), "crate-type": ["cdylib"]},
        "dependencies": dependencies,
        **tables,
        "workspace": {},  # or cargo would look for one in the directories above
    }


def comment_lines(tables: Mapping[str, Any]) -> str:
    """Tables as a header, with the empty line that ends it."""
    return "".join(f"// {line}\n" for line in toml_text(tables).splitlines()) + "\n"


def toml_text(tables: Mapping[str, Any]) -> str:
    """A TOML document with one table in each line but for the first level's own headings."""
    lines: list[str] = []
    for name, table in tables.items():
        lines.append(f"[{name}]")
        lines += [f"{_value(key)} = {_value(value)}" for key, value in table.items()]
    return "".join(f"{line}\n" for line in lines)


def _value(value: Any) -> str:
    if isinstance(value, dict):
        inner = ", ".join(f"{_value(key)} = {_value(one)}" for key, one in value.items())
        return f"{{ {inner} }}"
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, bool):
        return str(value).lower()
    # A JSON string is a TOML string, but for the one control character that JSON leaves as it is.
    return (
        json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
        if isinstance(value, str)
        else str(value)
    )
