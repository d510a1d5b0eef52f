"""Answers that are kept from one build of a crate to the next, in a file that the shim reads by itself.

An answer follows from its question and from the rooms behind the macros, so an equal question to the same
rooms need not be asked again, nor the rooms be loaded. Bodies of functions are not part of questions, so
after most edits every answer is there. Answers with errors are not kept.

The file is a frame that says what it is, then for each question its frame and that of its answer (`wire`);
`runtime/shim/src/kept.rs` is its reader.
"""

from __future__ import annotations

import io
from contextlib import suppress

from ferrule.expander import wire

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from ferrule.expander.wire import Answer, Question

VARIABLE = "FERRULE_ANSWERS"
"""The environment variable that names the file to the shim."""

MOST_BYTES = 8 << 20
"""Size from which old answers are forgotten: nobody knows which of them are still asked for."""

_NAME = b"ferrule-answers"


class Kept:
    """What a build asks, and adds to one file. The file's name says which rooms the answers are of."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._new: list[tuple[Question, Answer]] = []

    def answered(self, question: Question, answer: Callable[[Question], Answer]) -> Answer:
        """What `answer` says, which is kept. May be called from several threads."""
        made = answer(question)
        if not made.errors:
            self._new.append((question, made))
        return made

    def write(self) -> None:
        """Add the new answers to the file, and remove those of other rooms. Failing to costs time later."""
        if not self._new:
            return
        from ferrule.base.errors import SystemFault
        from ferrule.base.files import write_atomically

        out = io.BytesIO()
        wire.write_frame(out, [_NAME, wire.VERSION.encode()])
        for question, made in self._new:
            wire.write_frame(out, wire.question_fields(question))
            wire.write_frame(out, wire.answer_fields(made))
        for fields in self._old():
            wire.write_frame(out, fields)
        with suppress(SystemFault, OSError):
            write_atomically(self.file, out.getvalue())
            kind = self.file.name.partition("-")[0]
            for other in self.file.parent.glob(f"{kind}-*"):
                if other != self.file:
                    other.unlink(missing_ok=True)

    def _old(self) -> Iterator[list[bytes]]:
        with suppress(OSError, wire.WireError):
            data = self.file.read_bytes()
            stream = io.BytesIO(data)
            if len(data) > MOST_BYTES or wire.read_frame(stream) != [_NAME, wire.VERSION.encode()]:
                return
            while (question := wire.read_frame(stream)) is not None:
                answer = wire.read_frame(stream)
                if answer is None:
                    return
                yield question
                yield answer
