"""Platforms: what a module is built for (`Target`) and what the build runs on (`Host`).

The two are never the same type, so that a function which needs one cannot be given the other; today they
are always equal in value, since cross-compilation is not offered yet. Which tag wheels for a target carry is
in `platform_tags`.
"""

from __future__ import annotations

from collections.abc import Mapping

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

    @property
    def is_musl(self) -> bool:
        """Whether the C library is musl instead of the GNU one."""
        return self.is_linux and "musl" in self.triple

    @property
    def machine(self) -> str:
        """Rust's name of the processor, e.g. ``x86_64``, ``armv7``."""
        return self.triple.partition("-")[0]

    @property
    def linux_machine(self) -> str:
        """The processor as Linux names it in tags, e.g. ``armv7l``."""
        from ferrule.toolchain.platform_tags import linux_machine

        return linux_machine(self)

    @property
    def pointer_width(self) -> int:
        """32 or 64 bits."""
        wide = ("64" in self.machine or self.machine == "s390x") and not self.triple.endswith(
            ("x32", "ilp32")
        )
        return 64 if wide else 32

    def platform_tag(self, environ: Mapping[str, str]) -> str | None:
        """The platform part of wheel tags, None where it is not known (see `platform_tags`)."""
        from ferrule.toolchain.platform_tags import platform_of

        return platform_of(self, environ)

    @classmethod
    def of_host(cls, host: Host) -> Target:
        """Return the host as a target: a native build."""
        return cls(host.triple)

    def library_file(self, crate: str) -> str:
        """Return the file name that rustc gives to a ``cdylib`` called `crate`."""
        if self.is_windows:
            return f"{crate}.dll"
        return f"lib{crate}.dylib" if self.is_apple else f"lib{crate}.so"
