"""The language of shim and expander, version 1: frames, greetings, questions and answers.

`runtime/shim/src/wire.rs` is the other end; a test runs the two against each other. A frame is a
little-endian u32, the number of fields, then for each field its length as such a u32 and its bytes.
The expander speaks first (a greeting); then every question gets one answer. Only the form of the
messages is known here, not what they mean.
"""

from __future__ import annotations

from typing import Protocol

from ferrule.base.diagnostics import Span
from ferrule.base.record import record

VERSION = "1"
"""Goes up when questions or answers change their form. A shim of another version will not talk."""

MOST_FIELDS = 1 << 16
"""More fields than this in a question mean that the other end is no shim."""


class Reader(Protocol):
    """A binary stream to read from, such as `socket.makefile("rb")`."""

    def read(self, size: int, /) -> bytes | None:
        """Up to `size` bytes, fewer only at the end of the stream."""


class Writer(Protocol):
    """A binary stream to write to, such as `sys.stdout.buffer`."""

    def write(self, data: bytes, /) -> object:
        """Take all of `data`."""

    def flush(self) -> None:
        """Pass on what was taken."""


class WireError(Exception):
    """What came in is not what a shim sends."""


@record
class Question:
    """One macro call."""

    macro: str
    """`pyfunction`, `pyclass`, `pymethods`, `pymodule`, or a derive such as `derive:FromPyObject`."""
    text: str
    """The attribute's tokens, a line end, the item's tokens. All spans are byte offsets into this text."""
    attr_len: int
    """Bytes of the attribute's tokens."""
    crate_name: str
    """The crate that is being compiled, as cargo names it; empty without cargo."""
    file: str
    """The source file, empty where rustc does not tell."""


@record
class Answer:
    """What the shim shall make of one macro call."""

    cuts: tuple[Span, ...] = ()
    """Tokens to take out of the item: helper attributes, or all of it."""
    glue: str = ""
    """Rust to put after the item, with the forms `__at!(12 47)` and `__on!(12 47 { ... })`."""
    errors: tuple[tuple[Span, str], ...] = ()
    """Messages, each at the tokens it is about. An empty span means the macro call itself."""


def read_frame(stream: Reader) -> list[bytes] | None:
    """The fields of the next frame, or None when the stream ends between frames.

    Raises WireError when it ends inside a frame or holds no frame.
    """
    head = stream.read(4)
    if not head:
        return None
    count = _number(head)
    if count > MOST_FIELDS:
        raise WireError(f"a frame of {count} fields")
    return [_exactly(stream, _number(_exactly(stream, 4))) for _ in range(count)]


def write_frame(stream: Writer, fields: list[bytes]) -> None:
    """Write one frame and flush."""
    parts = [len(fields).to_bytes(4, "little")]
    for field in fields:
        parts += [len(field).to_bytes(4, "little"), field]
    stream.write(b"".join(parts))
    stream.flush()


def greeting() -> list[bytes]:
    """The fields that the expander sends as soon as someone connects."""
    return [b"ferrule-expander", VERSION.encode()]


def question(fields: list[bytes]) -> Question:
    """A question from its fields. Raises WireError when they are none."""
    version = fields[0] if fields else b""
    if version != VERSION.encode():
        raise WireError(f"a question in version {version!r} of the protocol, and speaks version {VERSION}")
    try:
        macro, attr_len, text, crate_name, file = (field.decode() for field in fields[1:])
        return Question(macro, text, int(attr_len), crate_name, file)
    except ValueError as error:
        raise WireError(f"a question that is none ({error})") from error


def question_fields(asked: Question) -> list[bytes]:
    """The fields of a question, as a shim sends them."""
    fields = [VERSION, asked.macro, str(asked.attr_len), asked.text, asked.crate_name, asked.file]
    return [field.encode() for field in fields]


def answer_fields(given: Answer) -> list[bytes]:
    """The fields of an answer."""
    cuts = ";".join(f"{cut.start} {cut.end}" for cut in given.cuts)
    errors = [f"{span.start} {span.end} {message}" for span, message in given.errors]
    # "replace": a message may quote text that cannot be encoded, and must still arrive.
    return [
        field.encode("utf-8", "replace") for field in ["error" if errors else "ok", cuts, given.glue, *errors]
    ]


def _number(data: bytes) -> int:
    if len(data) != 4:
        raise WireError("a frame that ends early")
    return int.from_bytes(data, "little")


def _exactly(stream: Reader, size: int) -> bytes:
    data = stream.read(size) or b""
    if len(data) != size:
        raise WireError("a frame that ends early")
    return data
