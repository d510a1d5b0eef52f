"""Small values that every part of the model shares: texts with their places, documentation, cfgs."""

from __future__ import annotations

from ferrule.base.diagnostics import Span
from ferrule.base.record import record


@record
class Text:
    """A piece of text and the tokens that it comes from (a name, a path, an expression)."""

    value: str
    """The text itself: a name without `r#`, a literal's value, or an expression as written."""
    span: Span
    """The tokens that it comes from; for a default (`name` not given) those of the Rust identifier."""

    def __str__(self) -> str:
        return self.value


@record
class DocPart:
    """One doc comment line, or one `#[doc = ...]`."""

    text: str
    """The line with one leading space taken off; for an expression, the expression as written."""
    span: Span
    """The value's tokens: the string literal or the expression. The whole comment for `///`."""
    is_expression: bool = False
    """True for `#[doc = include_str!("x.md")]` and other expressions, known to rustc alone."""


@record
class Docs:
    """Documentation of an item; empty when there is none."""

    parts: tuple[DocPart, ...] = ()
    """In the order of the source; joined by newlines they are the docstring."""

    @property
    def present(self) -> bool:
        """Whether there is any documentation."""
        return len(self.parts) > 0

    @property
    def text(self) -> str | None:
        """The whole docstring; None when there is none, or when a part is an expression."""
        if not self.parts or any(part.is_expression for part in self.parts):
            return None
        return "\n".join(part.text for part in self.parts)


NO_DOCS = Docs()
