"""The bridge crate as cargo sees it: our sources under the version that a project asks for.

A project that says ``pyo3 = "0.27"`` gets a copy of the crate whose manifest says 0.27.99, by a patch on
cargo's command line; no line of the project changes (DESIGN section 5). Copies lie in the cache, by
content.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from ferrule.build import store
from ferrule.build.freshness import runtime_identity
from ferrule.build.report import Reporter
from ferrule.build.runtime import SOURCES
from ferrule.project import toml
from ferrule.project.manifest import BRIDGE, Manifest

_PLAIN = re.compile(r"\s*([\^~=]?)\s*0\.(\d+)(?:\.(\d+))?\s*$")
_BELOW = re.compile(r"<\s*0\.(\d+)")


def own_version() -> str:
    """The version that our manifest states: the newest API that the crate offers."""
    text = (SOURCES / "pyo3" / "Cargo.toml").read_text(encoding="utf-8")
    found = re.search(r'^version\s*=\s*"([^"]+)"', text, re.MULTILINE)
    assert found is not None
    return found.group(1)


def versions_asked(manifest: Manifest, lock: Path) -> list[str]:
    """Versions under which the crate is needed: those that Cargo.lock holds, else one that the requirement
    allows.
    """
    locked = set(_locked(lock))
    bridge = manifest.bridge
    if bridge is not None and not locked:
        locked.add(version_for(bridge.requirement))
    return sorted(locked or {own_version()})


def version_for(requirement: str) -> str:
    """A version that satisfies a Cargo version requirement, as new as it allows."""
    plain = _PLAIN.match(requirement)
    if plain:
        kind, minor, patch = plain.groups()
        if kind == "=":
            return f"0.{minor}.{patch or 0}"
        own = own_version()
        return (
            own
            if own.startswith(f"0.{minor}.") and int(patch or 0) <= int(own.split(".")[2])
            else f"0.{minor}.99"
        )
    below = _BELOW.search(requirement)
    if below and int(below.group(1)) <= int(own_version().split(".")[1]):
        return f"0.{int(below.group(1)) - 1}.99"
    return own_version()


def _locked(lock: Path) -> Iterator[str]:
    if lock.is_file():
        for package in toml.load(lock).get("package", []):
            if package.get("name") == BRIDGE:
                yield str(package["version"])


def copy_for(version: str, report: Reporter) -> Path:
    """The directory of the crate's copy that states `version`. Raises SystemFault when the cache cannot be
    written.
    """
    directory = store.slot("crates", version, runtime_identity())
    if (directory / "state.json").is_file():
        return directory / "pyo3"
    with store.locked(directory, report, f"the bridge crate {version}"):
        if not (directory / "state.json").is_file():
            for crate in ("pyo3", "shim"):
                _copy(SOURCES / crate, directory / crate, version)
            store.write_state(directory, {"version": version})
    return directory / "pyo3"


def _copy(source: Path, target: Path, version: str) -> None:
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target, ignore=shutil.ignore_patterns("target", "Cargo.lock", "__pycache__"))
    manifest = target / "Cargo.toml"
    text = manifest.read_text(encoding="utf-8")
    # Our own version occurs as the crate's and in its dependency on the shim, and nowhere else.
    text = re.sub(rf'\bversion = "{re.escape(own_version())}"', f'version = "{version}"', text)
    manifest.write_text(f"{text}\n[workspace]\n", encoding="utf-8")
