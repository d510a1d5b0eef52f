"""What libraries say of where they were built: nothing of this machine's directories.

rustc writes the paths of sources into panic messages and debug information. They are replaced, so that a
library is the same bytes wherever it was built, and tells nobody the name of a home directory.
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterable, Mapping
from pathlib import Path

from ferrule.base.cachedir import cache_root
from ferrule.base.files import write_if_changed

OURS = "ferrule/runtime"
"""What stands in place of the directory of the runtime's sources."""


def option(real: Path | str, shown: str) -> str:
    """rustc's argument that shows paths below one directory as below another."""
    return f"--remap-path-prefix={real}={shown}"


def for_cargo(environ: Mapping[str, str]) -> list[str]:
    """Arguments for every crate of a graph: the places of the registry and of our own crates. Sources inside
    of the workspace need none, since cargo gives them by relative paths.
    """
    home = Path(environ.get("CARGO_HOME") or Path.home() / ".cargo")
    return [
        option(home / "registry" / "src", "cargo/registry"),
        option(home / "git" / "checkouts", "cargo/git"),
        option(cache_root().path / "crates", OURS),
    ]


def rustflags(environ: Mapping[str, str], flags: Iterable[str]) -> tuple[dict[str, str], list[str]]:
    """Variables and options of cargo that add arguments of rustc to those that the user gives it.

    Variables shadow the settings in configuration files, so they are used only where the user has them.
    """
    encoded = environ.get("CARGO_ENCODED_RUSTFLAGS")
    if encoded is not None or environ.get("RUSTFLAGS"):
        theirs = environ.get("RUSTFLAGS", "").split() if encoded is None else encoded.split("\x1f")
        return {"CARGO_ENCODED_RUSTFLAGS": "\x1f".join([*filter(None, theirs), *flags])}, []
    import json

    return {}, [f"--config=build.rustflags={json.dumps(list(flags))}"]


def wrapper(place: Path, outside: Iterable[tuple[Path, str]], environ: Mapping[str, str]) -> dict[str, str]:
    """Variables that make cargo start rustc through a script, which adds the directories of path dependencies
    beside the workspace, each with the name to show; none where there are no such.

    Arguments that cargo knows of would make projects compile dependencies again that they share with others.
    Raises SystemFault when the script cannot be written.
    """
    options = [shlex.quote(option(real, shown)) for real, shown in outside]
    if not options or os.name != "posix":
        return {}
    theirs = environ.get("RUSTC_WRAPPER", "")
    command = f"exec {shlex.quote(theirs)} " if theirs else "exec "
    script = place / "rustc.sh"
    write_if_changed(script, f'#!/bin/sh\n{command}"$@" {" ".join(options)}\n', mode=0o755)
    return {"RUSTC_WRAPPER": str(script)}


def shown_directory(path: Path, root: Path) -> str:
    """How a directory outside of the workspace is called: by its way from the workspace, without dots."""
    return "/".join(part for part in Path(os.path.relpath(path, root)).parts if part not in ("..", "."))
