"""Progress on a terminal and elsewhere, also of several things at once."""

from __future__ import annotations

import io
import threading
import time

import pytest

from ferrule.cli import console
from ferrule.cli.console import Console


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_short_work_is_silent_and_long_work_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = io.StringIO()
    monkeypatch.setattr("sys.stderr", shown)
    with Console().progress("short"):
        pass
    monkeypatch.setattr(console, "PATIENCE", 0.0)
    with Console().progress("long"):
        time.sleep(0.1)
    assert shown.getvalue() == "long ...\n"


def test_rows_of_several_threads_share_one_display(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = Terminal()
    monkeypatch.setattr("sys.stderr", shown)
    monkeypatch.setattr(console, "PATIENCE", 0.0)
    monkeypatch.setenv("TERM", "xterm")
    report = Console()
    failures: list[BaseException] = []

    def work(name: str) -> None:
        try:
            with report.progress(f"compiling {name}"):
                time.sleep(0.15)
                report.note(f"built {name}")
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(name,)) for name in ("one", "two", "three")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with report.progress("again"):
        time.sleep(0.05)
    report.note("done")
    assert not failures
    text = shown.getvalue()
    assert all(f"built {name}" in text and f"compiling {name}" in text for name in ("one", "two", "three"))
    assert text.endswith("done\n")
