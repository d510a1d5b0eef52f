"""The ground floor: records, diagnostics, templates, atomic files, child processes."""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path

import pytest

from ferrule.base import diagnostics, files, process, text
from ferrule.base.diagnostics import Diagnostic, Sink, Span
from ferrule.base.errors import SystemFault, ToolchainError
from ferrule.base.record import fields, record, replace


@record
class Point:
    x: int
    y: int = 2


def test_records_are_immutable_values() -> None:
    point = Point(1)
    assert point == Point(1, 2) and hash(point) == hash(Point(x=1, y=2))
    assert replace(point, y=5) == Point(1, 5)
    assert fields(Point) == ("x", "y")
    assert repr(point) == "Point(x=1, y=2)"
    with pytest.raises(AttributeError, match="immutable"):
        point.x = 3  # type: ignore[misc]
    with pytest.raises(TypeError, match="unexpected keyword"):
        Point(1, z=3)  # type: ignore[call-arg]


def test_render_points_with_carets() -> None:
    source = "fn f() {}\n\tfn gé(x: i3) {}\n"
    start = source.encode().index(b"i3")
    found = Diagnostic("no such type", Span(start, start + 2), ("write `i32`",))
    assert diagnostics.render(found, source, "a.rs") == (
        "error: no such type\n --> a.rs:2:11\n  |\n2 | \tfn gé(x: i3) {}\n  | \t         ^^\n"
        "  = note: write `i32`"
    )


def test_sink_keeps_every_message_once() -> None:
    sink = Sink()
    assert not sink.failed
    sink.error("a", Span(1, 2), None, "b")
    sink.error("a", Span(1, 2), "b")
    assert sink.diagnostics == [Diagnostic("a", Span(1, 2), ("b",))]
    assert sink.diagnostics[0].text() == "a\n= note: b"


@pytest.mark.parametrize(
    ("name", "note"),
    [
        ("signatur", "did you mean `signature`?"),
        ("textSignature", "did you mean `text_signature`?"),
        ("zzz", None),
    ],
)
def test_did_you_mean(name: str, note: str | None) -> None:
    assert diagnostics.did_you_mean(name, ["signature", "text_signature", "name"]) == note


def test_rust_fills_holes_once_and_indents_blocks() -> None:
    out = text.rust(
        """
        fn $name() {
            $body
            $nothing
        }
        """,
        name="f",
        body="let a = '$name';\nlet b = {1};",
        nothing="",
    )
    assert out == "fn f() {\n    let a = '$name';\n    let b = {1};\n}"


def test_rust_refuses_unmatched_holes_and_parts() -> None:
    with pytest.raises(KeyError, match="no part fills"):
        text.rust("fn $name() {}")
    with pytest.raises(KeyError, match="no hole for: body"):
        text.rust("fn f() {}", body="x")


def test_writer_sets_sections_apart() -> None:
    out = text.Writer()
    out.section()
    out.line("a {")
    with out.indented():
        out.lines("b", "c")
    out.line("}")
    out.section()
    out.section()
    out.line("d")
    assert str(out) == "a {\n    b\n    c\n}\n\nd\n"


def test_write_if_changed(tmp_path: Path) -> None:
    target = tmp_path / "deep" / "x.txt"
    assert files.write_if_changed(target, "é\n")
    stamp = target.stat().st_mtime_ns
    assert not files.write_if_changed(target, "é\n")
    assert target.stat().st_mtime_ns == stamp
    assert [path.name for path in target.parent.iterdir()] == ["x.txt"]
    (tmp_path / "file").write_text("")
    with pytest.raises(SystemFault, match="cannot write"):
        files.write_if_changed(tmp_path / "file" / "x", "a")


def test_run_captures_and_streams() -> None:
    lines: list[str] = []
    code = "import sys; print(sys.stdin.read()); print('e', file=sys.stderr); sys.exit(3)"
    done = process.run([sys.executable, "-c", code], stdin=b"hi", on_stdout=lines.append)
    assert (done.code, done.stdout, done.stderr, done.ok) == (3, "hi\n", "e\n", False)
    assert lines == ["hi"]


def test_run_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(ToolchainError, match="was not found"):
        process.run(["no-such-program-at-all"])
    with pytest.raises(ToolchainError, match="does not exist"):
        process.run(["true"], cwd=tmp_path / "no")


def test_interrupt_ends_the_child(monkeypatch: pytest.MonkeyPatch) -> None:
    import subprocess

    children: list[subprocess.Popen[bytes]] = []
    real_wait = subprocess.Popen.wait
    calls = threading.Event()

    def wait(self: subprocess.Popen[bytes], timeout: float | None = None) -> int:
        if not calls.is_set():
            calls.set()
            children.append(self)
            raise KeyboardInterrupt
        return real_wait(self, timeout)

    monkeypatch.setattr(subprocess.Popen, "wait", wait)
    begin = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        process.run(["sleep", "30"])
    assert children[0].poll() is not None
    assert time.monotonic() - begin < 10
