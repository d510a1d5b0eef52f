"""One question to one answer: the macro's item is lowered to the model, the model is emitted as glue.

Mistakes of the user become errors at their tokens. Mistakes of Ferrule become an error at the macro, with
the way to a traceback; they never end the process, which has other items to answer for.
"""

from __future__ import annotations

import os
from contextlib import suppress

from ferrule.base.diagnostics import Diagnostic, Sink, Span
from ferrule.base.record import record
from ferrule.expander.wire import Answer, Question

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ferrule.lower.entry import ModelItem

HERE = Span(0, 0)
"""The macro call itself."""

_FIRST = (("pyfunction", "fn f (a : u8) {}"), ("pymodule", "mod m {}"))


@record
class Reading:
    """What a macro call says, before any glue is written."""

    item: ModelItem | None
    """The model; None when the item cannot be understood at all."""
    cuts: tuple[Span, ...]
    """Helper attributes, which rustc must not see."""
    diagnostics: tuple[Diagnostic, ...]
    """Mistakes of the user."""


def answer(asked: Question, *, large: bool = False) -> Answer:
    """What the shim shall make of a macro call, in a large crate or a small one. Raises nothing."""
    try:
        reading = read(asked)
        return (_refusal if reading.diagnostics else _expansion)(asked, reading, large=large)
    except Exception as error:
        return _internal(asked, error)


def read(asked: Question) -> Reading:
    """Lower a macro call to the model. Raises only for mistakes of Ferrule."""
    from ferrule.lower.entry import lower_macro

    sink = Sink()
    lowered = lower_macro(asked.macro, asked.text, asked.attr_len, sink)
    return Reading(lowered.item, lowered.cuts, tuple(sink.diagnostics))


def glue(reading: Reading, *, large: bool = False) -> str:
    """The Rust that a model asks for, in a large crate or a small one.

    Raises Unsupported for what the runtime cannot do yet, anything else only for mistakes of Ferrule.
    """
    from ferrule.emit import emit

    return "" if reading.item is None else emit(reading.item, reading.cuts, large=large)


def _refusal(asked: Question, reading: Reading, *, large: bool) -> Answer:
    """Errors, with the glue of what was understood: rustc goes on, and must not miss a trait or a name."""
    errors = tuple((found.span, found.text()) for found in reading.diagnostics)
    with suppress(Exception):
        expansion = _expansion(asked, reading, large=large)
        return Answer(expansion.cuts, expansion.glue, errors)
    return Answer(reading.cuts, errors=errors)


def _expansion(asked: Question, reading: Reading, *, large: bool) -> Answer:
    from ferrule.emit import Unsupported
    from ferrule.model.module import Module

    try:
        text = glue(reading, large=large)
    except Unsupported as error:
        return Answer(reading.cuts, errors=((error.span, error.message),))
    if isinstance(reading.item, Module) and reading.item.rewritten:
        # The glue has all of it, as parts of it must stand inside.
        return Answer((_item(asked),), text)
    return Answer(reading.cuts, text)


def _item(asked: Question) -> Span:
    return Span(asked.attr_len + 1, len(asked.text.encode()))


def load() -> None:
    """Import what answers need, so that the first one comes as fast as the others."""
    for macro, item in _FIRST:
        answer(Question(macro, f"\n{item}", 0, "", ""))


def _internal(asked: Question, error: Exception) -> Answer:
    debug = os.environ.get("FERRULE_DEBUG", "") not in ("", "0")
    if debug:
        import sys
        import traceback

        traceback.print_exception(error, file=sys.stderr)
    what = " ".join(f"{type(error).__name__}: {error}".split())
    hint = "the traceback is above" if debug else "run with FERRULE_DEBUG=1 for the traceback"
    text = f"`{asked.macro}` could not be expanded ({what})\nthis is a bug in Ferrule; {hint}"
    # Without the item, as its helper attributes would be errors of their own; rustc stops here in any case.
    return Answer(cuts=(_item(asked),), errors=((HERE, text),))
