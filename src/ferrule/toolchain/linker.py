"""Finding the program that rustc links with: the C compiler driver on Unix, MSVC's `link.exe` on Windows."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from ferrule.base.errors import ToolchainError
from ferrule.base.record import record
from ferrule.toolchain.target import Target


@record
class Linker:
    """The linker driver of a target."""

    path: Path
    """The executable that rustc will start."""
    asked_for: bool
    """True when an environment variable named it, so that rustc must be told."""


def find_linker(target: Target) -> Linker | None:
    """Return the linker for `target`, or None on Windows, where rustc looks for Visual Studio itself.

    ``CARGO_TARGET_<TRIPLE>_LINKER`` is honoured, as cargo does.

    Raises:
        ToolchainError: there is none.

    """
    variable = f"CARGO_TARGET_{target.triple.upper().replace('-', '_')}_LINKER"
    asked = os.environ.get(variable)
    if asked:
        found = shutil.which(asked)
        if found is None:
            raise ToolchainError(f"{variable} is set to `{asked}`, which cannot be run.")
        return Linker(Path(found), asked_for=True)
    if target.is_windows:
        return None
    found = shutil.which("cc")
    if found is None:
        raise ToolchainError(
            "No C linker (`cc`) was found on PATH, and rustc needs one to make a library.",
            next_step=f"Install one with: {install_command()}",
        )
    return Linker(Path(found), asked_for=False)


def install_command() -> str:
    """Return the command that installs a C toolchain on this machine."""
    if sys.platform == "darwin":
        return "xcode-select --install"
    for manager, command in (
        ("apt-get", "sudo apt-get install build-essential"),
        ("dnf", "sudo dnf install gcc"),
        ("apk", "sudo apk add build-base"),
        ("pacman", "sudo pacman -S base-devel"),
        ("zypper", "sudo zypper install gcc"),
    ):
        if shutil.which(manager):
            return command
    return "your system's package manager (a package named gcc or clang)"
