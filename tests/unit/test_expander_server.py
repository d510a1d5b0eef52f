"""The serving loops, without rustc."""

from __future__ import annotations

import io
import os
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from ferrule.base.diagnostics import Span
from ferrule.expander import answer, server, wire
from ferrule.expander.wire import Answer, Question

ASKED = Question("pyfunction", "\npub fn f () {}", 0, "demo", "")
BOOT = Path(server.__file__).with_name("boot.py")


def echo(asked: Question) -> Answer:
    return Answer(glue=asked.crate_name)


def served(data: bytes) -> list[list[bytes]]:
    """All frames that the loop answers to `data`."""
    writer = io.BytesIO()
    server.serve_stream(io.BytesIO(data), writer, echo)
    reader = io.BytesIO(writer.getvalue())
    frames = []
    while (frame := wire.read_frame(reader)) is not None:
        frames.append(frame)
    return frames


def sent(*questions: list[bytes]) -> bytes:
    stream = io.BytesIO()
    for fields in questions:
        wire.write_frame(stream, fields)
    return stream.getvalue()


def test_greeting_comes_first() -> None:
    assert served(b"") == [[b"ferrule-expander", wire.VERSION.encode()]]


def test_questions_are_answered_in_order() -> None:
    other = Question("pyclass", "\nstruct S ;", 0, "other", "")
    frames = served(sent(wire.question_fields(ASKED), wire.question_fields(other)))
    assert [frame[2] for frame in frames[1:]] == [b"demo", b"other"]


@pytest.mark.parametrize("data", [sent([b"2", b"x"]), sent([]), b"\xff\xff\xff\xff", b"\1"])
def test_noise_gets_one_error_and_the_end(data: bytes) -> None:
    frames = served(data + sent(wire.question_fields(ASKED)))
    assert len(frames) == 2
    assert frames[1][0] == b"error"
    assert b"expander was sent" in frames[1][3]


def test_socket(tmp_path: Path) -> None:
    path = tmp_path / "socket"
    with server.serve_socket(path, echo) as address:
        assert address == str(path)
        assert path.stat().st_mode & 0o077 == 0
        with socket.socket(socket.AF_UNIX) as client:
            client.connect(address)
            stream = client.makefile("rwb")
            assert wire.read_frame(stream) == wire.greeting()
            wire.write_frame(stream, wire.question_fields(ASKED))
            assert wire.read_frame(stream) == [b"ok", b"", b"demo"]
            stream.close()
    assert not path.exists()


def test_socket_of_a_client_that_hangs_up(tmp_path: Path) -> None:
    entered, leave = threading.Event(), threading.Event()

    def slow(_: Question) -> Answer:
        entered.set()
        leave.wait(5)
        return Answer(glue="x" * 1_000_000)

    with server.serve_socket(tmp_path / "socket", slow) as address:
        assert address is not None
        with socket.socket(socket.AF_UNIX) as client:
            client.connect(address)
            client.sendall(sent(wire.question_fields(ASKED)))
            assert entered.wait(5)
        leave.set()
        with socket.socket(socket.AF_UNIX) as client:
            client.connect(address)
            assert wire.read_frame(client.makefile("rb")) == wire.greeting()


def test_socket_in_no_directory(tmp_path: Path) -> None:
    with pytest.raises(OSError), server.serve_socket(tmp_path / "none" / "socket", echo):
        pass


def test_pipes() -> None:
    """The file that the shim runs, as the shim runs it; what libraries print stays out of the answers."""
    process = subprocess.run(
        [sys.executable, "-I", "-S", str(BOOT)],
        input=sent(wire.question_fields(ASKED)),
        capture_output=True,
        check=True,
        timeout=30,
    )
    reader = io.BytesIO(process.stdout)
    assert wire.read_frame(reader) == wire.greeting()
    assert wire.read_frame(reader) is not None
    assert reader.read() == b""


def test_internal_error(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    def broken(_: Question) -> Answer:
        raise RecursionError("too\ndeep")

    monkeypatch.setattr(answer, "read", broken)
    monkeypatch.delenv("FERRULE_DEBUG", raising=False)
    given = answer.answer(ASKED)
    assert given.cuts == (Span(1, len(ASKED.text)),)
    assert given.errors[0][1].splitlines() == [
        "`pyfunction` could not be expanded (RecursionError: too deep)",
        "this is a bug in Ferrule; run with FERRULE_DEBUG=1 for the traceback",
    ]
    assert capfd.readouterr().err == ""
    monkeypatch.setenv("FERRULE_DEBUG", "1")
    answer.answer(ASKED)
    assert "Traceback" in capfd.readouterr().err


def test_an_old_python_is_refused_with_its_version() -> None:
    code = (
        f"import sys; sys.version_info = (3, 8); sys.argv = [{str(BOOT)!r}]; exec(open({str(BOOT)!r}).read())"
    )
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    process = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, env=environment, timeout=30
    )
    frame = wire.read_frame(io.BytesIO(process.stdout))
    assert frame == [b"failed", b"Ferrule needs Python 3.10 or newer (Python 3.8)"]
