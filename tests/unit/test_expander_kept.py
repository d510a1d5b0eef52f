"""Answers that outlive a build."""

from __future__ import annotations

import marshal
from pathlib import Path

import pytest

from ferrule.base.diagnostics import Span
from ferrule.expander.kept import FORMAT, Kept
from ferrule.expander.wire import Answer, Question

ASKED = Question("pyfunction", "\npub fn f () {}", 0, "demo", "")
OTHER = Question("pyfunction", "\npub fn g () {}", 0, "demo", "")
MADE = Answer((Span(1, 4), Span(7, 9)), "glue")


class Rooms:
    """Answers, and what they were asked."""

    def __init__(self, given: Answer = MADE) -> None:
        self.asked: list[Question] = []
        self.given = given

    def __call__(self, question: Question) -> Answer:
        self.asked.append(question)
        return self.given


def refused(question: Question) -> Answer:
    raise AssertionError(f"{question} was to be known")


def test_an_answer_is_given_again(tmp_path: Path) -> None:
    first = Kept(tmp_path / "answers", "rooms")
    assert not first
    assert first.answered(ASKED, Rooms()) == MADE
    first.write(whole=True)
    second = Kept(tmp_path / "answers", "rooms")
    assert second
    assert second.answered(ASKED, refused) == MADE


@pytest.mark.parametrize(
    "question",
    [
        Question("pyclass", ASKED.text, 0, "demo", ""),
        Question("pyfunction", ASKED.text, 1, "demo", ""),
        Question("pyfunction", ASKED.text, 0, "other", ""),
        Question("pyfunction", ASKED.text, 0, "demo", "lib.rs"),
        OTHER,
    ],
)
def test_another_question_is_asked(tmp_path: Path, question: Question) -> None:
    kept = Kept(tmp_path / "answers", "rooms")
    kept.answered(ASKED, Rooms())
    kept.write(whole=True)
    rooms = Rooms()
    Kept(tmp_path / "answers", "rooms").answered(question, rooms)
    assert rooms.asked == [question]


def test_other_rooms_are_asked_again(tmp_path: Path) -> None:
    kept = Kept(tmp_path / "answers", "rooms")
    kept.answered(ASKED, Rooms())
    kept.write(whole=True)
    assert not Kept(tmp_path / "answers", "changed")


def test_mistakes_are_not_kept(tmp_path: Path) -> None:
    kept = Kept(tmp_path / "answers", "rooms")
    wrong = Answer(errors=((Span(0, 1), "no"),))
    assert kept.answered(ASKED, Rooms(wrong)) == wrong
    kept.write(whole=True)
    assert not Kept(tmp_path / "answers", "rooms")


def test_what_a_whole_build_did_not_ask_is_forgotten(tmp_path: Path) -> None:
    file = tmp_path / "answers"
    kept = Kept(file, "rooms")
    kept.answered(ASKED, Rooms())
    kept.answered(OTHER, Rooms())
    kept.write(whole=True)
    broken = Kept(file, "rooms")
    broken.answered(ASKED, refused)
    broken.write(whole=False)
    Kept(file, "rooms").answered(OTHER, refused)
    smaller = Kept(file, "rooms")
    smaller.answered(ASKED, refused)
    smaller.write(whole=True)
    rooms = Rooms()
    Kept(file, "rooms").answered(OTHER, rooms)
    assert rooms.asked == [OTHER]


@pytest.mark.parametrize(
    "content",
    [b"", b"noise", marshal.dumps(1), marshal.dumps((FORMAT, "rooms")), marshal.dumps((0, "rooms", {}))],
)
def test_a_damaged_file_is_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "answers").write_bytes(content)
    kept = Kept(tmp_path / "answers", "rooms")
    assert not kept
    assert kept.answered(ASKED, Rooms()) == MADE


def test_a_place_that_cannot_be_written_is_no_failure(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    kept = Kept(tmp_path / "file" / "answers", "rooms")
    kept.answered(ASKED, Rooms())
    kept.write(whole=True)
