"""Answers that outlive a build: the file that the shim reads. That it reads them is tested with the shim."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from ferrule.base.diagnostics import Span
from ferrule.expander import kept, wire
from ferrule.expander.kept import Kept
from ferrule.expander.wire import Answer, Question

ASKED = Question("pyfunction", "\npub fn f () {}", 0, "demo", "")
OTHER = Question("pyfunction", "\npub fn g () {}", 0, "demo", "")
MADE = Answer((Span(1, 4), Span(7, 9)), "glue")


def made(_: Question) -> Answer:
    return MADE


def frames(file: Path) -> list[list[bytes]]:
    stream = io.BytesIO(file.read_bytes())
    found = []
    while (frame := wire.read_frame(stream)) is not None:
        found.append(frame)
    return found


def asked_in(file: Path) -> list[Question]:
    return [wire.question(frame) for frame in frames(file)[1::2]]


def add(file: Path, *questions: Question) -> None:
    added = Kept(file)
    for question in questions:
        assert added.answered(question, made) == MADE
    added.write()


def test_new_answers_are_added(tmp_path: Path) -> None:
    file = tmp_path / "answers-1"
    add(file, ASKED)
    head, question, answer = frames(file)
    assert head == [b"ferrule-answers", wire.VERSION.encode()]
    assert (question, answer) == (wire.question_fields(ASKED), wire.answer_fields(MADE))
    add(file, OTHER)
    assert asked_in(file) == [OTHER, ASKED]


def test_nothing_new_writes_nothing(tmp_path: Path) -> None:
    add(tmp_path / "answers-1")
    assert not list(tmp_path.iterdir())


def test_mistakes_are_not_kept(tmp_path: Path) -> None:
    wrong = Answer(errors=((Span(0, 1), "no"),))
    added = Kept(tmp_path / "answers-1")
    assert added.answered(ASKED, lambda _: wrong) == wrong
    added.write()
    assert not list(tmp_path.iterdir())


def test_answers_of_other_rooms_are_removed(tmp_path: Path) -> None:
    add(tmp_path / "answers-1", ASKED)
    add(tmp_path / "answers-2", ASKED)
    assert [path.name for path in tmp_path.iterdir()] == ["answers-2"]


def test_old_answers_go_where_there_are_too_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "answers-1"
    add(file, ASKED)
    monkeypatch.setattr(kept, "MOST_BYTES", 10)
    add(file, OTHER)
    assert asked_in(file) == [OTHER]


@pytest.mark.parametrize("content", [b"", b"noise", b"\xff\xff\xff\xff", b"\1\0\0\0\1\0\0\0x"])
def test_a_damaged_file_is_replaced(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "answers-1"
    file.write_bytes(content)
    add(file, ASKED)
    assert asked_in(file) == [ASKED]


def test_what_is_before_damage_stays(tmp_path: Path) -> None:
    file = tmp_path / "answers-1"
    add(file, ASKED)
    with file.open("ab") as stream:
        wire.write_frame(stream, wire.question_fields(OTHER))
        stream.write(b"\5\0\0\0torn")
    add(file, OTHER)
    assert asked_in(file) == [OTHER, ASKED]


def test_a_place_that_cannot_be_written_is_no_failure(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    add(tmp_path / "file" / "answers-1", ASKED)
