"""The bridge crate and its companions as cargo sees them: our sources under the version that is asked for.

A project that says ``pyo3 = "0.27"`` gets a copy of the crate whose manifest says 0.27.99, by a patch on
cargo's command line; no line of the project changes (DESIGN section 5). The same holds for `pyo3-ffi`,
`pyo3-macros` and `pyo3-build-config`, which projects and other crates name directly. Copies lie in the
cache, by content.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from ferrule.base.files import write_if_changed
from ferrule.build import cache, store
from ferrule.build.freshness import runtime_identity
from ferrule.build.report import Reporter
from ferrule.build.runtime import SOURCES
from ferrule.project import toml
from ferrule.project.manifest import BRIDGE, BRIDGE_FFI

CRATES = {
    BRIDGE: "pyo3",
    BRIDGE_FFI: "ffi",
    "pyo3-macros": "shim",
    "pyo3-build-config": "build-config",
}
"""Name in the registry -> folder of our sources that takes its place."""

_PLAIN = re.compile(r"\s*([\^~=]?)\s*0\.(\d+)(?:\.(\d+))?\s*$")
_BELOW = re.compile(r"<\s*0\.(\d+)")


def own_version() -> str:
    """The version that our manifest states: the newest API that the crate offers."""
    text = (SOURCES / "pyo3" / "Cargo.toml").read_text(encoding="utf-8")
    found = re.search(r'^version\s*=\s*"([^"]+)"', text, re.MULTILINE)
    assert found is not None
    return found.group(1)


def versions_asked(lock: Path, own_lock: Path, requirements: Iterable[str]) -> list[str]:
    """Versions under which the crates are needed: those that the project's Cargo.lock holds, else those that
    satisfy the requirements of the project's own manifests, and what cargo chose for other packages before.
    """
    versions = set(_locked(lock))
    if not versions:
        versions.update(version_for(requirement) for requirement in requirements)
        versions.update(_locked(own_lock))
    return sorted(versions or {own_version()})


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


def not_ours(lock: Path) -> list[str]:
    """Versions of the crates that cargo took from a registry, according to the Cargo.lock that it wrote."""
    return sorted(set(_locked(lock, from_registry=True)))


def _locked(lock: Path, *, from_registry: bool = False) -> Iterator[str]:
    if lock.is_file():
        for package in toml.load(lock).get("package", []):
            if package.get("name") in CRATES and (not from_registry or "source" in package):
                yield str(package["version"])


def patches(versions: Iterable[str], own: Mapping[str, Path], report: Reporter) -> Iterator[str]:
    """The settings that make cargo take every crate of ours, in every version, instead of the registry's.

    `own` are those that exist already as stand-ins, under our own version. Raises SystemFault when the cache
    cannot be written.
    """
    for number, version in enumerate(versions):
        directory = _copies(version, report)
        for crate, folder in CRATES.items():
            patch = f"patch.crates-io.{crate}-{number}"
            place = own[crate] if own and version == own_version() else directory / folder
            yield f'{patch}.package="{crate}"'
            yield f"{patch}.path={json.dumps(str(place))}"


def stand_ins(places: Mapping[str, Path], others: Path, report: Reporter) -> dict[str, Path]:
    """Make given directories crates of ours, for a project that names a checkout of PyO3 by paths, and the
    crates without a place directories below `others`; return the directory of each.

    They refer to each other, since cargo wants one crate of a name and version in a graph. The project
    itself may lie inside of one. Raises OSError or SystemFault.
    """
    copies = _copies(own_version(), report)
    found = {crate: places.get(crate, others / folder) for crate, folder in CRATES.items()}
    for crate, folder in CRATES.items():
        place = found[crate]
        if place.is_symlink():
            place.unlink()
        place.mkdir(parents=True, exist_ok=True)
        for entry in (copies / folder).iterdir():
            link = place / entry.name
            if entry.name != "Cargo.toml" and not (link.is_symlink() and link.readlink() == entry):
                link.unlink(missing_ok=True)
                link.symlink_to(entry)
        text = (copies / folder / "Cargo.toml").read_text(encoding="utf-8")
        for other, sibling in CRATES.items():
            text = text.replace(f'path = "../{sibling}"', f"path = {json.dumps(str(found[other]))}")
        manifest = place / "Cargo.toml"
        if manifest.is_symlink():
            manifest.unlink()
        write_if_changed(manifest, text)
    return found


def _copies(version: str, report: Reporter) -> Path:
    """The directory that holds copies of the crates that state `version`."""
    directory = store.slot("crates", version, runtime_identity())
    if (directory / "state.json").is_file():
        cache.used(directory)
        return directory
    with store.locked(directory, report, f"the bridge crate {version}"):
        if not (directory / "state.json").is_file():
            for folder in CRATES.values():
                _copy(SOURCES / folder, directory / folder, version)
            store.write_state(directory, {"version": version})
    return directory


def _copy(source: Path, target: Path, version: str) -> None:
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target, ignore=shutil.ignore_patterns("target", "Cargo.lock", "__pycache__"))
    manifest = target / "Cargo.toml"
    text = manifest.read_text(encoding="utf-8")
    # Our own version occurs as the crate's and in its dependencies on our other crates, and nowhere else.
    text = re.sub(rf'\bversion = "{re.escape(own_version())}"', f'version = "{version}"', text)
    manifest.write_text(f"{_with_external(text, source)}\n[workspace]\n", encoding="utf-8")


def _with_external(text: str, source: Path) -> str:
    """A manifest whose features bring in the crates of `external.toml` as optional dependencies.

    The crate in our own tree has none, so that whatever builds it there needs no registry.
    """
    table = source / "external.toml"
    if not table.is_file():
        return text
    lines = ["[dependencies]"]
    for feature, brought in toml.load(table).items():
        listed = re.search(rf"^{re.escape(feature)} = \[(.*)\]$", text, re.MULTILINE)
        assert listed is not None, f"{source} has no feature {feature}"
        enables = [*brought.pop("enables", []), *(f"dep:{name}" for name in brought)]
        now = ", ".join([*filter(None, [listed[1]]), *map(json.dumps, enables)])
        text = text.replace(listed[0], f"{feature} = [{now}]", 1)
        lines += (f"{name} = {_inline(spec)}" for name, spec in brought.items())
    return text.replace("[dependencies]\n", "\n".join([*lines, ""]), 1)


def _inline(spec: dict[str, object]) -> str:
    """A dependency as TOML; strings, booleans and lists of strings are written as in JSON."""
    return "{ " + ", ".join(f"{key} = {json.dumps(value)}" for key, value in spec.items()) + " }"
