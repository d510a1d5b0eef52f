"""The user's own tokens inside the glue: `__at!` stands for them, `__on!` lends their place to ours.

Also text literals. What types and names mean is decided elsewhere.
"""

from __future__ import annotations

from ferrule.base.diagnostics import Span
from ferrule.emit import runtime_api as api
from ferrule.model.core import Docs
from ferrule.model.types import At, Delimited, Piece, RustType

_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\0": "\\0"})


class Unsupported(Exception):
    """An item that the model can express but the glue cannot yet.

    Attributes: `message` (one sentence and what to do instead), `span` (the tokens to blame).
    """

    def __init__(self, message: str, span: Span) -> None:
        super().__init__(message)
        self.message = message
        self.span = span


def at(span: Span) -> str:
    """The user's tokens in `span`."""
    return f"__at!({span.start} {span.end})"


def on(span: Span, text: str) -> str:
    """`text`, reported by rustc as if it stood at `span`."""
    return f"__on!({span.start} {span.end} {{ {text} }})"


def literal(text: str) -> str:
    """A Rust string literal."""
    return f'"{text.translate(_ESCAPES)}"'


def type_tokens(kind: RustType, self_type: str = "") -> str:
    """The type again, for use in an expression of the glue: named lifetimes inferred, `Self` replaced."""
    if not kind.pieces:
        return at(kind.span)
    return " ".join(_piece(piece, self_type) for piece in kind.pieces)


def _piece(piece: Piece, self_type: str) -> str:
    if isinstance(piece, At):
        return at(piece.span)
    if isinstance(piece, Delimited):
        inner = " ".join(_piece(part, self_type) for part in piece.pieces)
        return f"{piece.open} {inner} {piece.close}"
    if piece.kind == "lifetime":
        return "'_"
    return self_type or "Self"


def docstring(docs: Docs, before: str = "", after: str = "") -> str:
    """An expression for a NUL-terminated constant: `before`, then the documentation, then `after`."""
    if after and docs.present:
        after = f"\n\n{after}"
    if docs.text is not None or not docs.present:
        return literal(before + (docs.text or "") + after + "\0")
    parts = [literal(before)] if before else []
    for index, part in enumerate(docs.parts):
        if index:
            parts.append(literal("\n"))
        parts.append(at(part.span) if part.is_expression else literal(part.text))
    return f"::core::concat!({', '.join(parts)}, {literal(after + chr(0))})"


def described(name: str, docs: Docs, after: str = "") -> str:
    """An expression for a name and its documentation in one text, each with a NUL at its end."""
    made = docstring(docs, f"{name}\0", after)
    return f"{api.TEXT}({made}, 2)" if docs.present and docs.text is None else made
