"""What every rule needs at hand: the source text, the sink for messages, the ranges to cut."""

from __future__ import annotations

from ferrule.base.diagnostics import Sink, Span
from ferrule.syntax.tokens import normal_text, tokenize


class Context:
    """One lowering of one item."""

    def __init__(self, source: bytes, sink: Sink) -> None:
        self.source = source
        self.sink = sink
        self.cuts: list[Span] = []
        """Attributes that rustc must not see, because no macro of that name exists."""

    def error(self, message: str, span: Span, *notes: str | None) -> None:
        """Report a broken rule."""
        self.sink.error(message, span, *notes)

    def cut(self, span: Span) -> None:
        """Leave these tokens out of the item that rustc goes on with."""
        if span not in self.cuts:
            self.cuts.append(span)

    def text(self, span: Span) -> str:
        """The source under a span."""
        return span.of(self.source)

    def normal_text(self, span: Span) -> str:
        """The source under a span, with the usual spacing."""
        return normal_text(tokenize(self.source, span))
