"""Finding cargo: the one that belongs to the chosen rustc."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from ferrule.base.errors import ToolchainError
from ferrule.base.record import record
from ferrule.toolchain.rustc import INSTALL, Rustc


@record
class Cargo:
    """A cargo command."""

    path: Path
    """The executable."""


def find_cargo(rustc: Rustc) -> Cargo:
    """Return ``$CARGO``, else the cargo beside `rustc` in its sysroot, else the one on PATH.

    Raises:
        ToolchainError: there is none.

    """
    asked = os.environ.get("CARGO")
    suffix = ".exe" if os.name == "nt" else ""
    beside = rustc.sysroot / "bin" / f"cargo{suffix}"
    found = shutil.which(asked) if asked else (str(beside) if beside.exists() else shutil.which("cargo"))
    if found is None:
        raise ToolchainError(
            "This project needs cargo, and no cargo was found.", next_step=f"Install Rust with: {INSTALL}"
        )
    return Cargo(Path(found).absolute())
