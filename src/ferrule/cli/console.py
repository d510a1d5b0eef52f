"""The terminal: a `Reporter` that writes to stderr, and the form in which failures are shown.

Plain text goes out at once; rich is loaded only for work that has lasted half a second, and only on a
terminal.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ferrule.base.errors import FerruleError

PATIENCE = 0.5
"""Seconds after which the user is told what takes so long."""


class Console:
    """Writes to stderr."""

    def __init__(self) -> None:
        terminal = sys.stderr.isatty()
        self._board = _Board() if terminal else None
        self.colour = (terminal and not os.environ.get("NO_COLOR")) or bool(os.environ.get("FORCE_COLOR"))

    def note(self, text: str) -> None:
        """One plain line."""
        self._line(text)

    def warn(self, text: str) -> None:
        """One line marked as a warning."""
        self._line(f"{self._style('33;1', 'warning')}: {text}")

    def compiler(self, text: str) -> None:
        """rustc's own words."""
        self._line(text.rstrip("\n") + "\n")

    def failure(self, error: FerruleError) -> None:
        """The detail, then the one sentence, then the next step."""
        if error.detail:
            self._line(error.detail.rstrip("\n") + "\n")
        self._line(f"{self._style('31;1', 'error')}: {error.summary}")
        if error.next_step:
            self._line(error.next_step)

    @contextmanager
    def progress(self, text: str) -> Iterator[None]:
        """Show `text` if the block lasts: with a spinner on a terminal, as one line elsewhere."""
        shown = _Shown(text, self._board)
        timer = threading.Timer(PATIENCE, shown.start)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            shown.stop()

    def _line(self, text: str) -> None:
        if self._board is not None and self._board.write(text):
            return
        sys.stderr.write(f"{text}\n")
        sys.stderr.flush()

    def _style(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour else text


class _Shown:
    """A progress display that may be started by a timer and stopped by its owner, in either order."""

    def __init__(self, text: str, board: _Board | None) -> None:
        self._text = text
        self._board = board
        self._lock = threading.Lock()
        self._done = False
        self._task: Any = None

    def start(self) -> None:
        with self._lock:
            if self._done:
                return
            if self._board is None:
                sys.stderr.write(f"{self._text} ...\n")
                sys.stderr.flush()
            else:
                self._task = self._board.show(self._text)

    def stop(self) -> None:
        with self._lock:
            self._done = True
            if self._board is not None and self._task is not None:
                self._board.hide(self._task)


class _Board:
    """The one live display of a terminal, which holds a row for everything that lasts."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._bar: Any = None
        self._rows = 0

    def show(self, text: str) -> Any:
        with self._lock:
            from rich.console import Console as RichConsole
            from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

            if self._bar is None:
                self._bar = Progress(
                    SpinnerColumn(),
                    TextColumn("{task.description}"),
                    TimeElapsedColumn(),
                    console=RichConsole(stderr=True),
                    transient=True,
                )
                self._bar.start()
            self._rows += 1
            return self._bar.add_task(text, total=None)

    def hide(self, task: Any) -> None:
        with self._lock:
            self._rows -= 1
            self._bar.remove_task(task)
            if not self._rows:
                self._bar.stop()
                self._bar = None

    def write(self, text: str) -> bool:
        """Write above the rows; False when there are none."""
        with self._lock:
            if self._bar is None:
                return False
            from rich.text import Text

            self._bar.console.print(Text.from_ansi(text), soft_wrap=True)
            return True
