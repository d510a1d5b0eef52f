"""What rustc and cargo say on their JSON streams, as typed values; and the one error that a failed compile
becomes.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from ferrule.base.errors import BuildError, FerruleError, SourceError
from ferrule.base.files import system_fault
from ferrule.base.record import record

_CARGO_ADD = re.compile(
    r"if you wanted to use a crate named `(\w+)`, use `cargo add \w+` to add it to your `Cargo.toml`"
)


@record
class Message:
    """One diagnostic of rustc."""

    level: str
    """``error``, ``warning``, ``note``, ``failure-note``, ``error: internal compiler error``."""
    text: str
    """The message's first line."""
    rendered: str
    """The whole message as rustc shows it, with colours if they were asked for."""
    has_place: bool
    """Whether it points into a source file."""
    code: str | None
    """E.g. ``E0277`` or a lint's name."""

    @property
    def is_error(self) -> bool:
        """Whether it stops the compile."""
        return self.level.startswith("error")


def parse_diagnostic(raw: dict[str, Any]) -> Message:
    """Read one diagnostic object (rustc's documentation, chapter "JSON output")."""
    code = raw.get("code")
    return Message(
        level=str(raw.get("level", "")),
        text=str(raw.get("message", "")),
        rendered=str(raw.get("rendered") or raw.get("message", "")),
        has_place=bool(raw.get("spans")),
        code=code.get("code") if isinstance(code, dict) else None,
    )


def parse_stream(text: str) -> tuple[list[Message], list[str]]:
    """Split rustc's stderr into its diagnostics and the lines that are not JSON (a crash, a linker's own
    words).
    """
    messages: list[Message] = []
    other: list[str] = []
    for line in text.splitlines():
        if not line.startswith("{"):
            other.append(line)
            continue
        try:
            raw = json.loads(line)
        except ValueError:
            other.append(line)
            continue
        if raw.get("$message_type", "diagnostic") == "diagnostic" and "message" in raw:
            messages.append(parse_diagnostic(raw))
    return messages, other


def shown_warnings(messages: list[Message]) -> list[str]:
    """Warnings to show after a build that succeeded; rustc's closing count is left out."""
    return [message.rendered for message in messages if message.level == "warning" and message.has_place]


def failure(messages: list[Message], other: list[str], what: str, *, code: int) -> FerruleError:
    """The error for a compile that did not succeed: one sentence, and everything rustc showed as its
    detail.
    """
    errors = [message for message in messages if message.is_error]
    placed = [message for message in errors if message.has_place]
    shown = [message for message in messages if message.has_place or message.is_error]
    detail = "\n".join(message.rendered.rstrip("\n") + "\n" for message in shown if not _is_summary(message))
    if placed:
        count = "1 error" if len(placed) == 1 else f"{len(placed)} errors"
        return SourceError(f"{what} does not compile: {count}.", detail=detail)
    full = _disk_full(detail, other)
    if full is not None:
        return full
    if any("linking with" in message.text for message in errors):
        return BuildError(
            f"{what} compiles, but cannot be linked.", "The linker's words are above.", detail=detail
        )
    real = [message for message in errors if not _is_summary(message)]
    if real:
        return SourceError(
            f"{what} does not compile: {real[0].text.splitlines()[0]}.", detail="\n".join(other)
        )
    return BuildError(
        f"rustc failed on {what} with exit code {code}.", detail="\n".join([detail, *other]).strip()
    )


def for_a_lone_file(text: str) -> str:
    """rustc's words, with advice about Cargo.toml replaced by what does the same for a file without one."""
    how = r"`//! [dependencies]`, then `//! \1 = \"VERSION\"`"
    return _CARGO_ADD.sub(f"name the crate in a comment at the file's beginning: {how}", text)


def _is_summary(message: Message) -> bool:
    return not message.has_place and message.text.startswith(("aborting due to", "could not compile"))


def _disk_full(detail: str, other: list[str]) -> FerruleError | None:
    import errno

    if "No space left on device" in detail or any("No space left" in line for line in other):
        error = OSError(errno.ENOSPC, "No space left on device")
        return system_fault(error, "The compiler could not write its output")
    return None


def dependencies(dep_info: Path, root: Path) -> tuple[list[Path], dict[str, str | None]]:
    """Source files and environment variables that a compile read, from rustc's dep-info file.

    Relative names are taken from `root`, the directory that rustc ran in.
    """
    files: list[Path] = []
    environment: dict[str, str | None] = {}
    try:
        text = dep_info.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return files, environment
    for line in text.splitlines():
        if line.startswith("# env-dep:"):
            name, equals, value = line.removeprefix("# env-dep:").partition("=")
            environment[name] = value if equals else None
        elif line.endswith(":") and not line.startswith("#"):
            name = line[:-1].replace("\\ ", " ")
            path = root / name
            if path not in files:
                files.append(path)
    return files, environment
