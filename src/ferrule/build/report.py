"""What a build tells whoever asked for it. The command line prints it, the import hook keeps it, backends
write it plainly.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

from ferrule.base.record import record
from ferrule.project.discover import Project


class Reporter(Protocol):
    """Receives news in the order in which it happens."""

    @property
    def colour(self) -> bool:
        """Whether compiler messages may hold terminal colours."""

    def note(self, text: str) -> None:
        """One line about what is done and why."""

    def warn(self, text: str) -> None:
        """One sentence about something that is not as it should be, though work goes on."""

    def compiler(self, text: str) -> None:
        """A rendered message of rustc: a warning that does not stop the build."""

    def progress(self, text: str) -> AbstractContextManager[None]:
        """Something that may last is being done while the block runs."""


class Quiet:
    """A reporter that keeps everything to itself, readable afterwards in `lines`."""

    colour = False

    def __init__(self) -> None:
        self.lines: list[str] = []

    def note(self, text: str) -> None:
        """Keep the line."""
        self.lines.append(text)

    def warn(self, text: str) -> None:
        """Keep the line."""
        self.lines.append(f"warning: {text}")

    def compiler(self, text: str) -> None:
        """Keep the message."""
        self.lines.append(text)

    @contextmanager
    def progress(self, text: str) -> Iterator[None]:
        """Keep the line."""
        self.lines.append(text)
        yield


@record
class Description:
    """What is known of a module without compiling it."""

    stubs: Mapping[str, str]
    """Its `.pyi` files by path below site-packages."""
    remarks: tuple[str, ...] = ()
    """What its author may want to know, a sentence each."""
    copies: tuple[str, ...] = ()
    """`Class.property` for each getter that gives a copy without saying that it means to."""


@record
class Services:
    """What a build needs from rooms that it may not import."""

    serve: Callable[[Path, Path, int, bool], AbstractContextManager[Mapping[str, str]]]
    """Serve macro expansions at a socket path while the block runs; gives the environment variables that tell
    rustc of it. The second path is a file for answers, which the next build can use. The number is the
    descriptor of a socket that listens at the path already, -1 if there is none. The flag tells of a large
    crate.
    """
    describe: Callable[[Project], Description]
    """Describe the module."""
