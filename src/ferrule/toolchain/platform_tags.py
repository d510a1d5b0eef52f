"""Platform tags that follow from the target alone (PyPA specification "Platform compatibility tags").

Pure functions. On Linux the answer is the honest ``linux_<machine>``; whether a library deserves better is
`package.audit`'s to find out.
"""

from __future__ import annotations

from collections.abc import Mapping

from ferrule.toolchain.target import Target

_LINUX = {
    "i386": "i686",
    "i586": "i686",
    "armv7": "armv7l",
    "thumbv7neon": "armv7l",
    "arm": "armv6l",
    "powerpc64le": "ppc64le",
    "powerpc64": "ppc64",
    "riscv64gc": "riscv64",
}
"""Rust's name of a processor -> what `uname -m` says, where they differ."""

_WINDOWS = {"x86_64": "win_amd64", "i686": "win32", "i586": "win32", "aarch64": "win_arm64"}

_MACOS_OLDEST = {"x86_64": (10, 12), "aarch64": (11, 0)}
"""Processor -> the macOS that rustc builds for when nothing is said (The rustc Book, "Platform Support")."""


def platform_of(target: Target, environ: Mapping[str, str]) -> str | None:
    """The platform tag of a library built for a target; None for a platform that this table does not know.

    `environ` may hold ``MACOSX_DEPLOYMENT_TARGET``, which rustc and the linker obey too.
    """
    if target.is_apple:
        return _macos(target.machine, environ.get("MACOSX_DEPLOYMENT_TARGET", ""))
    if target.is_windows:
        return _WINDOWS.get(target.machine)
    if target.is_linux:
        return f"linux_{linux_machine(target)}"
    return None


def linux_machine(target: Target) -> str:
    """The processor as Linux names it in tags, e.g. ``aarch64``, ``armv7l``."""
    return _LINUX.get(target.machine, target.machine)


def _macos(machine: str, deployment: str) -> str:
    version = _MACOS_OLDEST.get(machine, (11, 0))
    numbers = deployment.split(".")
    if numbers[0].isdigit():
        minor = numbers[1] if len(numbers) > 1 else "0"
        version = max(version, (int(numbers[0]), int(minor) if minor.isdigit() else 0))
    if version[0] > 10:  # since macOS 11 the second number changes nothing for programs
        version = (version[0], 0)
    return f"macosx_{version[0]}_{version[1]}_{'arm64' if machine == 'aarch64' else machine}"
