"""A Rust toolchain where there is none: by puccinialin, a package that puts rustup and Rust into a cache
directory of its own and says on stderr what it does.

What it keeps from earlier is used at once. It is asked to install only where the user said so, with
``FERRULE_INSTALL_RUST``, and by `backend` in isolated builds, for which the frontend brings the package.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from ferrule.base.errors import ToolchainError

PACKAGE = "puccinialin"

OFFER = "Or let Ferrule put one into a cache: `pip install puccinialin`, then set FERRULE_INSTALL_RUST=1."
"""What a message about a missing compiler may add."""

_BY_HAND = "Install Rust yourself: https://rustup.rs"


def rustc_of_our_own() -> Path | None:
    """The path of a rustc that puccinialin keeps, or installs now if that was asked for; None without any.

    The process's environment is changed so that cargo is found beside it. Raises ToolchainError when the
    installation fails.
    """
    changes = _kept()
    if changes is None:
        if os.environ.get("FERRULE_INSTALL_RUST", "") in ("", "0"):
            return None
        changes = install()
    os.environ.update(changes)
    found = shutil.which("rustc", path=changes["PATH"])
    if found is None:
        raise ToolchainError("puccinialin installed Rust, and no rustc is there.", _BY_HAND)
    return Path(found).absolute()


def _kept() -> dict[str, str] | None:
    """The environment of what an earlier run installed."""
    import platformdirs

    root = Path(platformdirs.user_cache_dir(PACKAGE))
    programs = root / "cargo" / "bin"
    toolchains = root / "rustup" / "toolchains"
    if shutil.which("rustc", path=str(programs)) is None or not toolchains.is_dir():
        return None
    return {
        "RUSTUP_HOME": str(root / "rustup"),
        "CARGO_HOME": str(root / "cargo"),
        "PATH": f"{programs}{os.pathsep}{os.environ.get('PATH', '')}",
    }


def install() -> dict[str, str]:
    """Install Rust now; the changes to the environment with which it is found. Raises ToolchainError."""
    from importlib import import_module
    from importlib.util import find_spec

    if find_spec(PACKAGE) is None:
        raise ToolchainError(
            "FERRULE_INSTALL_RUST is set, and puccinialin, which would install Rust, is missing.",
            "Install it with: pip install puccinialin",
        )
    try:
        changes: dict[str, str] = import_module(PACKAGE).setup_rust()
    except Exception as error:  # of the network, of rustup, of an unknown platform
        reason = str(error).strip().splitlines() or [type(error).__name__]
        raise ToolchainError(f"Rust could not be installed by puccinialin: {reason[0]}.", _BY_HAND) from error
    return changes
