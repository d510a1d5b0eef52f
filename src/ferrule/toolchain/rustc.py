"""Finding rustc and reading its identity.

Order: ``$RUSTC``, `rustc` on PATH, ``$CARGO_HOME/bin`` (``~/.cargo/bin``), what `bootstrap` keeps. Behind a
rustup proxy the real compiler in the sysroot is called, since the proxy costs as much as a small compile. The
proxy's choice depends on the directory and on rustup's files, so those are part of what the remembered answer
is valid for.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

from ferrule.base.errors import ToolchainError
from ferrule.base.record import record
from ferrule.toolchain import memo
from ferrule.toolchain.target import Host, Target

MINIMUM = (1, 83, 0)
"""Oldest rustc that the runtime crate compiles with."""

INSTALL = "curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh -s -- -y --profile minimal"
"""The command that gives a machine rustc and cargo (rustup's own documentation)."""


@record
class Rustc:
    """A Rust compiler."""

    path: Path
    """The compiler itself, not a rustup proxy."""
    version: tuple[int, int, int]
    """E.g. ``(1, 95, 0)``."""
    verbose_version: str
    """The whole output of ``rustc -vV``: the compiler's identity in fingerprints."""
    host: Host
    """The platform that it runs on."""
    sysroot: Path
    """Where its standard library lives."""

    @property
    def short_version(self) -> str:
        """E.g. ``1.95.0``, with ``-nightly`` and the like."""
        return self.verbose_version.split()[1]

    def decided_by(self, directory: Path) -> list[Path]:
        """The files that change when another compiler takes this one's place in `directory`."""
        settings = _rustup_home() / "settings.toml"
        return [self.path, *([settings] if settings.is_file() else []), *_toolchain_files(directory)]


def find_rustc(directory: Path | None = None) -> Rustc:
    """Return the rustc that would be used in `directory` (default: the current one).

    Raises:
        ToolchainError: there is none, it does not run, or it is older than `MINIMUM`.

    """
    found = locate_rustc()
    if found is None:
        from ferrule.toolchain.bootstrap import OFFER, rustc_of_our_own

        found = rustc_of_our_own()
        if found is None:
            step = f"Install Rust with: {INSTALL}\n{OFFER}"
            raise ToolchainError("No Rust compiler was found on PATH.", next_step=step)
    rustc = describe_rustc(found, directory or Path.cwd())
    if rustc.version < MINIMUM:
        raise ToolchainError(
            f"rustc {rustc.short_version} is too old: Ferrule needs {MINIMUM[0]}.{MINIMUM[1]} or newer.",
            next_step="Update it with: rustup update stable",
        )
    return rustc


def choose_target(rustc: Rustc, asked: str | None) -> Target:
    """The platform to build for: `asked`, else ``CARGO_BUILD_TARGET``, else the one that rustc runs on.

    Raises:
        ToolchainError: rustc does not know it, its standard library is missing, or it is not this platform.

    """
    asked = asked or os.environ.get("CARGO_BUILD_TARGET") or rustc.host.triple
    if asked == rustc.host.triple:
        return Target.of_host(rustc.host)
    from ferrule.base.diagnostics import did_you_mean

    known = _output(rustc.path, Path.cwd(), "--print", "target-list").split()
    if asked not in known:
        note = did_you_mean(asked, known) or "`rustc --print target-list` lists them"
        raise ToolchainError(f"rustc knows no target `{asked}`.", f"{note[0].upper()}{note[1:]}")
    if not (rustc.sysroot / "lib" / "rustlib" / asked / "lib").is_dir():
        raise ToolchainError(
            f"Rust's standard library for {asked} is not installed, and Ferrule builds for its own platform "
            f"({rustc.host.triple}) alone.",
            "Build on a machine of that kind.",
        )
    raise ToolchainError(
        f"Ferrule cannot build for {asked} on {rustc.host.triple} yet.", "Build on a machine of that kind."
    )


def locate_rustc() -> Path | None:
    """Return the path of the rustc command (perhaps a rustup proxy), or None."""
    asked = os.environ.get("RUSTC")
    if asked:
        found = shutil.which(asked)
        if found is None:
            raise ToolchainError(
                f"RUSTC is set to `{asked}`, which cannot be run.", next_step="Unset RUSTC or correct it."
            )
        return Path(found).absolute()
    found = shutil.which("rustc") or shutil.which("rustc", path=str(_cargo_home() / "bin"))
    return Path(found).absolute() if found else None


def describe_rustc(command: Path, directory: Path) -> Rustc:
    """Ask the rustc at `command` about itself, as it answers in `directory`."""
    watched = [command, *_rustup_files(directory)]
    key = "\n".join([str(command), os.environ.get("RUSTUP_TOOLCHAIN", ""), _override_directory(directory)])
    facts = memo.remember("rustc", key, watched, lambda: _ask(command, directory))
    real = Path(facts["path"])
    if not real.exists():  # a toolchain was removed behind the proxy's back
        facts = _ask(command, directory)
    major, minor, patch = facts["version"]
    return Rustc(
        path=Path(facts["path"]),
        version=(major, minor, patch),
        verbose_version=facts["verbose_version"],
        host=Host(facts["host"]),
        sysroot=Path(facts["sysroot"]),
    )


def _ask(command: Path, directory: Path) -> dict[str, Any]:
    verbose = _output(command, directory, "-vV")
    sysroot = Path(_output(command, directory, "--print", "sysroot").strip())
    numbers = re.search(r"^release: (\d+)\.(\d+)\.(\d+)", verbose, re.MULTILINE)
    host = re.search(r"^host: (\S+)", verbose, re.MULTILINE)
    if numbers is None or host is None:
        raise ToolchainError(f"`{command} -vV` does not answer like a Rust compiler.")
    inner = sysroot / "bin" / command.name
    real = inner if _is_proxy(command) and inner.exists() else command
    return {
        "path": str(real),
        "version": [int(number) for number in numbers.groups()],
        "verbose_version": verbose,
        "host": host.group(1),
        "sysroot": str(sysroot),
    }


def _output(command: Path, directory: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(
            [str(command), *arguments],
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
            cwd=directory,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ToolchainError(f"`{command}` could not be run: {error}.") from error
    if done.returncode != 0:
        lines = done.stderr.strip().splitlines() or [f"exit status {done.returncode}"]
        raise ToolchainError(
            f"`{command} {' '.join(arguments)}` failed: {lines[0].removeprefix('error: ')}.",
            next_step="Check the toolchain with: rustup show",
        )
    return done.stdout


def _is_proxy(command: Path) -> bool:
    return Path(os.path.realpath(command)).stem.startswith("rustup") or (command.parent / "rustup").exists()


def _cargo_home() -> Path:
    return Path(os.environ.get("CARGO_HOME") or Path.home() / ".cargo")


def _rustup_home() -> Path:
    return Path(os.environ.get("RUSTUP_HOME") or Path.home() / ".rustup")


def _rustup_files(directory: Path) -> list[Path]:
    home = _rustup_home()
    files = [home / "settings.toml", *_toolchain_files(directory)]
    files.extend((home / "toolchains").iterdir() if (home / "toolchains").is_dir() else [])
    return files


def _toolchain_files(directory: Path) -> list[Path]:
    places = [directory, *directory.parents]
    names = ("rust-toolchain", "rust-toolchain.toml")
    return [place / name for place in places for name in names if (place / name).is_file()]


def _override_directory(directory: Path) -> str:
    """Return what the answer depends on besides files: the directory, when some rule of rustup is about
    directories.
    """
    home = _rustup_home()
    try:
        _, _, overrides = (home / "settings.toml").read_text(encoding="utf-8").partition("[overrides]")
    except OSError:
        overrides = ""
    by_directory = bool(overrides.strip()) or bool(_toolchain_files(directory))
    return str(directory) if by_directory else ""
