"""One question to one answer: the macro's item is lowered to the model, the model is emitted as glue.

Mistakes of the user become errors at their tokens. Mistakes of Ferrule become an error at the macro, with
the way to a traceback; they never end the process, which has other items to answer for.
"""

from __future__ import annotations

import os

from ferrule.base.diagnostics import Span
from ferrule.expander.wire import Answer, Question

HERE = Span(0, 0)
"""The macro call itself."""


def answer(asked: Question) -> Answer:
    """What the shim shall make of a macro call. Raises nothing."""
    try:
        return _expand(asked)
    except Exception as error:
        return _internal(asked, error)


def load() -> None:
    """Import what answers need, so that the first one comes as fast as the others."""


def _expand(asked: Question) -> Answer:
    raise NotImplementedError(asked.macro)


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
    item = Span(asked.attr_len + 1, len(asked.text.encode()))
    return Answer(cuts=(item,), errors=((HERE, text),))
