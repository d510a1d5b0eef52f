"""Frames, questions and answers: what goes in comes out, and noise is refused."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ferrule.base.diagnostics import Span
from ferrule.expander import wire
from ferrule.expander.wire import Answer, Question

TEXT = st.text(st.characters(exclude_categories=["Cs"]))


def framed(fields: list[bytes]) -> bytes:
    stream = io.BytesIO()
    wire.write_frame(stream, fields)
    return stream.getvalue()


@given(st.lists(st.binary()))
def test_frames(fields: list[bytes]) -> None:
    stream = io.BytesIO(framed(fields) + framed([b"next"]))
    assert wire.read_frame(stream) == fields
    assert wire.read_frame(stream) == [b"next"]
    assert wire.read_frame(stream) is None


@given(st.binary())
def test_noise(data: bytes) -> None:
    """Nothing but a frame or a WireError comes of noise, and no memory is taken on its word."""
    try:
        fields = wire.read_frame(io.BytesIO(data))
    except wire.WireError:
        return
    assert fields is None or framed(fields) == data[: len(framed(fields))]


@pytest.mark.parametrize("cut", range(1, 14))
def test_a_frame_that_ends_early(cut: int) -> None:
    whole = framed([b"ab", b"c"])
    assert len(whole) == 15
    with pytest.raises(wire.WireError, match="ends early"):
        wire.read_frame(io.BytesIO(whole[:cut]))


@given(TEXT, TEXT, st.integers(min_value=0), TEXT)
def test_questions(macro: str, text: str, attr_len: int, crate: str) -> None:
    asked = Question(macro, text, attr_len, crate, "lib.rs")
    assert wire.question(wire.question_fields(asked)) == asked


@pytest.mark.parametrize(
    "fields",
    [
        [],
        [b"1"],
        [b"1", b"pyfunction", b"x", b"", b"", b""],
        [b"1", b"pyfunction", b"0", b"\xff", b"", b""],
        [b"1", b"pyfunction", b"0", b"", b"", b"", b"more"],
    ],
)
def test_questions_that_are_none(fields: list[bytes]) -> None:
    with pytest.raises(wire.WireError):
        wire.question(fields)


def test_question_in_another_version() -> None:
    with pytest.raises(wire.WireError, match="version"):
        wire.question([b"2", b"pyfunction"])


def test_answers() -> None:
    given_back = Answer((Span(1, 2), Span(30, 47)), "fn é() {}", ((Span(0, 0), "no\n= note: é"),))
    assert wire.answer_fields(given_back) == [
        b"error", b"1 2;30 47", "fn é() {}".encode(), "0 0 no\n= note: é".encode(),
    ]  # fmt: skip
    assert wire.answer_fields(Answer()) == [b"ok", b"", b""]


def test_an_answer_with_a_lone_surrogate_still_arrives() -> None:
    fields = wire.answer_fields(Answer(errors=((Span(0, 1), "bad \ud800"),)))
    assert fields[-1] == b"0 1 bad ?"
