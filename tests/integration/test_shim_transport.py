"""How the shim reaches an expander, and what it says when it cannot."""

from __future__ import annotations

import socket
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from shim_rig import ROOT, Rig, build_shim

from ferrule.expander import wire
from ferrule.expander.wire import Answer, Question

ONE = "use pyo3_macros::*;\n#[pyfunction] pub fn f() {}\n"
THREE = ONE + "#[pyfunction] pub fn g() {}\n#[pyfunction] pub fn h() {}\n"


@contextmanager
def listening(path: Path, handle: Callable[[socket.socket], None]) -> Iterator[str]:
    """A socket whose every connection is given to `handle` and then closed."""
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        listener.listen()

        def accept() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                with connection:
                    handle(connection)

        thread = threading.Thread(target=accept)
        thread.start()
        try:
            yield str(path)
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            thread.join()


def executable(path: Path, text: str) -> str:
    path.write_text(text)
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


def marker(question: Question) -> Answer:
    return Answer(glue=f"pub const LEN: usize = {len(question.text)};")


# --- a process of its own


def test_own_process(rig: Rig) -> None:
    """The real expander, whose answer to an item that is no function is an error at the item."""
    result = rig.run(ONE.replace("fn f() {}", "struct S;"), FERRULE_PYTHON=sys.executable)
    assert result.noise == ""
    assert [error.text for error in result.errors]
    assert "no interpreter" not in result.errors[0].text


def test_users_python_settings_are_left_alone(rig: Rig, tmp_path: Path) -> None:
    (tmp_path / "socket.py").write_text("raise SystemExit('not this one')")
    (tmp_path / "os.py").write_text("raise SystemExit('not this one')")
    environment = {"PYTHONPATH": str(tmp_path), "PYTHONHOME": str(tmp_path), "PYTHONSTARTUP": "/nowhere"}
    result = rig.run(ONE.replace("fn f() {}", "struct S;"), FERRULE_PYTHON=sys.executable, **environment)
    assert result.noise == ""
    assert "no interpreter" not in result.errors[0].text


def test_no_python_at_all(rig: Rig) -> None:
    result = rig.run(THREE, PATH="", VIRTUAL_ENV=None, PYO3_PYTHON=None)
    (error,) = result.errors
    assert error.places == ["2:1-2:14"]
    assert "python3: " in error.text
    assert "python: " in error.text
    assert "pip install ferrule" in error.text
    assert "FERRULE_PYTHON" in error.text


def test_every_interpreter_is_named_with_its_reason(rig: Rig, tmp_path: Path) -> None:
    environment = tmp_path / "env"
    bin_directory = environment / "bin"
    bin_directory.mkdir(parents=True)
    executable(bin_directory / "python", "#!/bin/sh\nexit 3\n")
    result = rig.run(
        ONE,
        PATH="",
        FERRULE_PYTHON="/nowhere/python",
        PYO3_PYTHON="/bin/true",
        VIRTUAL_ENV=str(environment),
    )
    lines = result.errors[0].text.splitlines()
    assert [line.strip().split(":")[0] for line in lines[1:-1]] == [
        "/nowhere/python", "/bin/true", str(bin_directory / "python"), "python3", "python",
    ]  # fmt: skip
    assert "No such file" in lines[1]
    assert "it ended before it answered (exit status: 0)" in lines[2]
    assert "exit status: 3" in lines[3]


def test_the_next_interpreter_is_tried(rig: Rig) -> None:
    result = rig.run(
        ONE.replace("fn f() {}", "struct S;"),
        PATH="", FERRULE_PYTHON="/bin/false", PYO3_PYTHON=sys.executable, VIRTUAL_ENV=None,
    )  # fmt: skip
    assert result.noise == ""
    assert "no interpreter" not in result.errors[0].text


def test_an_interpreter_without_what_is_needed(rig: Rig, tmp_path: Path) -> None:
    venv = tmp_path / "bare"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(venv)], check=True)
    result = rig.run(
        ONE, PATH="", FERRULE_PYTHON=str(venv / "bin" / "python"), VIRTUAL_ENV=None, PYO3_PYTHON=None
    )
    assert "No module named 'tree_sitter'" in result.errors[0].text
    assert result.noise == ""


def test_the_process_ends_with_rustc(rig: Rig, tmp_path: Path) -> None:
    note = tmp_path / "pid"
    wrapper = executable(tmp_path / "python", f'#!/bin/sh\necho $$ > {note}\nexec {sys.executable} "$@"\n')
    rig.run(ONE, FERRULE_PYTHON=wrapper)
    pid = int(note.read_text())
    for _ in range(50):
        if not Path(f"/proc/{pid}").exists() or ") Z " in Path(f"/proc/{pid}/stat").read_text():
            return
        threading.Event().wait(0.1)
    pytest.fail("the expander is still there")


# --- a socket


def test_parallel_runs_on_one_socket(rig: Rig) -> None:
    source = "use pyo3_macros::*;\n" + "".join(
        f"mod m{n} {{ #[crate::pyfunction] pub fn f() {{ /* {n} */ }} const _: usize = LEN; }}\n"
        for n in range(50)
    )
    with rig.served(marker) as address, ThreadPoolExecutor(6) as pool:
        runs = [pool.submit(rig.run, source, FERRULE_EXPANDER=address) for _ in range(12)]
        for run in runs:
            run.result().check()


def test_a_dead_socket_is_replaced_by_a_process(rig: Rig, tmp_path: Path) -> None:
    result = rig.run(ONE, FERRULE_EXPANDER=str(tmp_path / "gone"), FERRULE_PYTHON="/bin/false", PATH="")
    assert "(FERRULE_EXPANDER): No such file" in result.errors[0].text
    assert "/bin/false: " in result.errors[0].text


def test_a_server_that_dies_while_it_answers(rig: Rig, tmp_path: Path) -> None:
    calls = []

    def dying(connection: socket.socket) -> None:
        with connection.makefile("rwb") as stream:
            wire.write_frame(stream, wire.greeting())
            calls.append(wire.read_frame(stream))
            stream.write(b"\x03\0\0\0\x02\0\0\0o")

    with listening(tmp_path / "s", dying) as address:
        result = rig.run(ONE, FERRULE_EXPANDER=address, FERRULE_PYTHON="/bin/false")
    assert len(calls) == 2
    assert "stopped while it was answering, twice" in result.errors[0].text


def test_a_server_that_dies_once(rig: Rig, tmp_path: Path) -> None:
    calls = []

    def frail(connection: socket.socket) -> None:
        with connection.makefile("rwb") as stream:
            wire.write_frame(stream, wire.greeting())
            while fields := wire.read_frame(stream):
                calls.append(fields)
                if len(calls) == 2:
                    return
                wire.write_frame(stream, wire.answer_fields(Answer()))

    with listening(tmp_path / "s", frail) as address:
        rig.run(THREE, FERRULE_EXPANDER=address).check()
    assert len(calls) == 4


def test_another_version(rig: Rig, tmp_path: Path) -> None:
    def newer(connection: socket.socket) -> None:
        with connection.makefile("wb") as stream:
            wire.write_frame(stream, [b"ferrule-expander", b"99"])

    with listening(tmp_path / "s", newer) as address:
        result = rig.run(ONE, FERRULE_EXPANDER=address, FERRULE_PYTHON="/bin/false", PATH="")
    assert "speaks version 99" in result.errors[0].text
    assert "cargo clean -p pyo3-macros" in result.errors[0].text


@pytest.mark.parametrize(
    "answer",
    [
        [],
        [b"fine", b"", b""],
        [b"ok", b"1", b""],
        [b"ok", b"", b"", b"1 x no"],
        [b"ok", b"-1 2", b""],
        [b"ok", b"", b"\xff"],
    ],
)
def test_an_answer_that_is_none(rig: Rig, tmp_path: Path, answer: list[bytes]) -> None:
    def confused(connection: socket.socket) -> None:
        with connection.makefile("rwb") as stream:
            wire.write_frame(stream, wire.greeting())
            while wire.read_frame(stream):
                wire.write_frame(stream, answer)

    with listening(tmp_path / "s", confused) as address:
        result = rig.run(ONE, FERRULE_EXPANDER=address, FERRULE_PYTHON="/bin/false", PATH="")
    assert result.errors[0].places == ["2:1-2:14"]
    assert "expander" in result.errors[0].text


def test_ranges_outside_of_the_text(rig: Rig) -> None:
    far = wire.Span(10**6, 10**6 + 5)
    given = Answer(cuts=(far,), glue="const _: () = { __at!(1000000 1000005) };", errors=((far, "m"),))
    (error,) = rig.answered(ONE, lambda _: given).errors
    assert (error.text, error.places) == ("m", ["2:1-2:14"])


# --- where the package is


def test_root_is_found_beside_the_crate(rig: Rig, tmp_path: Path) -> None:
    """As under plain cargo, where nothing tells the shim where it is."""
    manifest = str(ROOT / "ferrule" / "runtime" / "shim")
    rig.library = build_shim(rig.rustc, tmp_path, FERRULE_ROOT="", CARGO_MANIFEST_DIR=manifest)
    assert "not there any more" not in rig.run(ONE, FERRULE_PYTHON="/bin/false", PATH="").errors[0].text
    moved = rig.run(ONE, FERRULE_ROOT=str(tmp_path)).errors[0].text
    assert f"{tmp_path}/ferrule/expander/boot.py: not there any more" in moved
