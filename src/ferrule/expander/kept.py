"""Answers that are kept from one build of a crate to the next.

An answer follows from its question and from the rooms behind the macros, so an equal question to the same
rooms need not be answered again, nor the rooms be loaded. Bodies of functions are not part of questions, so
after most edits every answer is there. Answers with errors are not kept.
"""

from __future__ import annotations

import marshal
from contextlib import suppress
from hashlib import blake2b

from ferrule.base.diagnostics import Span
from ferrule.expander.wire import Answer, Question

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any

    _Form = tuple[tuple[tuple[int, int], ...], str]

FORMAT = 1
"""Changes when the content of the file does."""


class Kept:
    """The answers in one file, which belongs to one crate.

    `rooms` stands for all that decides an answer besides the question. Answers of other rooms, and a file
    that cannot be read, count as none.
    """

    def __init__(self, file: Path, rooms: str) -> None:
        self._file = file
        self._head = (FORMAT, rooms)
        self._known = self._read()
        self._used: dict[bytes, _Form] = {}

    def __bool__(self) -> bool:
        """Whether there is any answer."""
        return bool(self._known)

    def answered(self, question: Question, answer: Callable[[Question], Answer]) -> Answer:
        """The kept answer to a question, else what `answer` says, which is kept. May be called from several
        threads.
        """
        key = _key(question)
        known = self._known.get(key)
        if known is not None:
            self._used[key] = known
            cuts, glue = known
            return Answer(tuple(Span(start, end) for start, end in cuts), glue)
        made = answer(question)
        if not made.errors:
            self._used[key] = (tuple((cut.start, cut.end) for cut in made.cuts), made.glue)
        return made

    def write(self, *, whole: bool) -> None:
        """Keep what was answered; of a `whole` build nothing else. Failing to costs time later."""
        kept = dict(self._used) if whole else {**self._known, **self._used}
        if kept.keys() == self._known.keys():
            return
        from ferrule.base.errors import SystemFault
        from ferrule.base.files import write_atomically

        with suppress(SystemFault):
            write_atomically(self._file, marshal.dumps((*self._head, kept)))

    def _read(self) -> dict[bytes, _Form]:
        try:
            found: Any = marshal.loads(self._file.read_bytes())
        except (OSError, ValueError, EOFError, TypeError):
            return {}
        if isinstance(found, tuple) and found[:2] == self._head and isinstance(found[-1], dict):
            known: dict[bytes, _Form] = found[-1]
            return known
        return {}


def _key(question: Question) -> bytes:
    parts = (question.macro, str(question.attr_len), question.crate_name, question.file, question.text)
    return blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=16).digest()
