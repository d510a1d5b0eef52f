"""Errors for the users of the tool: one sentence, the next step, and an exit code by class of failure.

Mistakes in Rust sources are `diagnostics`; a `SourceError` carries them, already rendered, to the command
line. Anything that is not a `FerruleError` is a fault of Ferrule itself.
"""

from __future__ import annotations


class FerruleError(Exception):
    """A failure that the user can understand and mend.

    `summary` is one whole sentence that holds the cause. `next_step` says what to do, or is empty.
    `detail` is longer text shown below (a compiler's output), or is empty.
    """

    exit_code = 1
    """Exit code of the process; one number for each class of failure."""

    def __init__(self, summary: str, next_step: str = "", *, detail: str = "") -> None:
        super().__init__(summary)
        self.summary = summary
        self.next_step = next_step
        self.detail = detail

    def __str__(self) -> str:
        """Summary, then the next step; the detail is left to the command line."""
        return f"{self.summary} {self.next_step}".strip()


class UsageError(FerruleError):
    """The command line or a call of the Python API makes no sense."""

    exit_code = 2


class SourceError(FerruleError):
    """The Rust source breaks a rule of Rust or of Ferrule; `detail` shows where."""

    exit_code = 3


class ToolchainError(FerruleError):
    """rustc, cargo, a linker or an interpreter is missing, too old or broken."""

    exit_code = 4


class ProjectError(FerruleError):
    """A project's files or settings are missing or contradict each other."""

    exit_code = 5


class BuildError(FerruleError):
    """A tool was run on good input and failed: the linker, a build script."""

    exit_code = 6


class SystemFault(FerruleError):
    """The machine refused: a read-only folder, a full disk, a lock that nobody releases."""

    exit_code = 7


class PackageError(FerruleError):
    """A wheel or an sdist cannot be made or installed from what there is."""

    exit_code = 8


class Interrupted(FerruleError):
    """The user pressed Ctrl-C; child processes have been ended."""

    exit_code = 130
