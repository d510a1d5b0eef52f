"""The terminal: a `Reporter` that writes to stderr, and the form in which failures are shown.

Plain text goes out at once; rich is loaded only for work that has lasted half a second, and only on a
terminal.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ferrule.base.errors import FerruleError

PATIENCE = 0.5
"""Seconds after which the user is told what takes so long."""


class Console:
    """Writes to stderr."""

    def __init__(self) -> None:
        self._terminal = sys.stderr.isatty()
        self.colour = (self._terminal and not os.environ.get("NO_COLOR")) or bool(
            os.environ.get("FORCE_COLOR")
        )

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
        shown = _Shown(text, self._terminal)
        timer = threading.Timer(PATIENCE, shown.start)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            shown.stop()

    def _line(self, text: str) -> None:
        sys.stderr.write(f"{text}\n")
        sys.stderr.flush()

    def _style(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour else text


class _Shown:
    """A progress display that may be started by a timer and stopped by its owner, in either order."""

    def __init__(self, text: str, terminal: bool) -> None:
        self._text = text
        self._terminal = terminal
        self._lock = threading.Lock()
        self._done = False
        self._stop: Callable[[], None] = _nothing

    def start(self) -> None:
        with self._lock:
            if self._done:
                return
            if not self._terminal:
                sys.stderr.write(f"{self._text} ...\n")
                sys.stderr.flush()
                return
            from rich.console import Console as RichConsole
            from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

            bar = Progress(
                SpinnerColumn(),
                TextColumn("{task.description}"),
                TimeElapsedColumn(),
                console=RichConsole(stderr=True),
                transient=True,
            )
            bar.add_task(self._text, total=None)
            bar.start()
            self._stop = bar.stop

    def stop(self) -> None:
        with self._lock:
            self._done = True
            self._stop()


def _nothing() -> None:
    """Stop a display that never started."""
