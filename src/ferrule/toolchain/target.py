"""Platforms: what a module is built for (`Target`) and what the build runs on (`Host`).

The two are never the same type, so that a function which needs one cannot be given the other; today they
are always equal in value, since cross-compilation is not offered yet.
"""

from __future__ import annotations

from ferrule.base.record import record


@record
class Host:
    """The platform that rustc and the build run on."""

    triple: str
    """Rust's name of the platform."""

    @property
    def is_apple(self) -> bool:
        """Whether the platform is one of Apple's, where undefined symbols need a linker flag."""
        return "-apple-" in self.triple

    @property
    def is_windows(self) -> bool:
        """Whether libraries are DLLs."""
        return "-windows-" in self.triple


@record
class Target:
    """The platform that the built module runs on."""

    triple: str
    """Rust's name of the platform, e.g. ``x86_64-unknown-linux-gnu``."""

    @property
    def is_apple(self) -> bool:
        """Whether the platform is one of Apple's, where undefined symbols need a linker flag."""
        return "-apple-" in self.triple

    @property
    def is_windows(self) -> bool:
        """Whether libraries are DLLs."""
        return "-windows-" in self.triple

    @property
    def is_linux(self) -> bool:
        """Whether libraries are ELF objects loaded by a Linux libc."""
        return "-linux-" in self.triple

    @classmethod
    def of_host(cls, host: Host) -> Target:
        """Return the host as a target: a native build."""
        return cls(host.triple)

    def library_file(self, crate: str) -> str:
        """Return the file name that rustc gives to a ``cdylib`` called `crate`."""
        if self.is_windows:
            return f"{crate}.dll"
        return f"lib{crate}.dylib" if self.is_apple else f"lib{crate}.so"
