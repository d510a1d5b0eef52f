"""Cargo features: which of the project's are on, and what they and the manifest ask of pyo3."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ferrule.base.diagnostics import did_you_mean
from ferrule.base.errors import ProjectError
from ferrule.base.record import record
from ferrule.project.manifest import Manifest

_ABI3 = re.compile(r"abi3-py3(\d+)$")


EXTERNAL_FEATURES = frozenset(
    """anyhow arc_lock bigdecimal bytes chrono chrono-local chrono-tz either eyre full hashbrown indexmap
    jiff-02 lock_api num-bigint num-complex num-rational ordered-float parking_lot rust_decimal serde smallvec
    time uuid""".split()  # noqa: SIM905
)
"""Features of the bridge that stand for other crates, which only cargo can bring."""


@record
class Bridge:
    """What a project asks of the crate `pyo3`."""

    features: tuple[str, ...]
    """Its features, sorted; ``macros`` is on unless default features were refused."""
    abi3: int | None
    """None for a version-specific module, else the oldest minor version of the stable ABI; 0 for the
    interpreter's own.
    """


DEFAULT_BRIDGE = Bridge(("macros",), None)


def bridge_of(features: Iterable[str]) -> Bridge:
    """Judge a set of pyo3's features."""
    chosen = sorted(set(features))
    versions = [int(found.group(1)) for found in map(_ABI3.match, chosen) if found]
    abi3 = min(versions) if versions else (0 if "abi3" in chosen else None)
    return Bridge(tuple(chosen), abi3)


def for_python(asked: Iterable[str], version: tuple[int, int, int], implementation: str) -> tuple[str, ...]:
    """The features of a setting that are meant for an interpreter, without their markers.

    Raises ProjectError for what is no marker (specification "Dependency specifiers").
    """
    found = []
    for text in asked:
        name, mark, condition = text.partition(";")
        if mark and not _holds(condition.strip(), version, implementation):
            continue
        found.append(name.strip())
    return tuple(found)


def _holds(condition: str, version: tuple[int, int, int], implementation: str) -> bool:
    from packaging.markers import InvalidMarker, Marker, UndefinedEnvironmentName

    environment = {
        "python_version": f"{version[0]}.{version[1]}",
        "python_full_version": ".".join(map(str, version)),
        "implementation_name": implementation,
    }
    try:
        return Marker(condition).evaluate(environment)
    except (InvalidMarker, UndefinedEnvironmentName) as error:
        reason = str(error).strip().splitlines()[0]
        raise ProjectError(f"`{condition}` in `features` is no marker: {reason}.") from None


def resolve(
    manifest: Manifest, asked: Iterable[str], *, default: bool, all_features: bool
) -> tuple[tuple[str, ...], Bridge]:
    """The project's own features that are on, sorted, and what is asked of pyo3.

    Raises ProjectError for a feature that the manifest does not have.
    """
    table = manifest.features
    bridge = manifest.bridge
    wanted = (
        list(table) if all_features else [*asked, *(["default"] if default and "default" in table else [])]
    )
    on: set[str] = set()
    of_bridge: set[str] = set(bridge.features if bridge else ())
    if bridge is None or bridge.default_features:
        of_bridge.add("macros")
    implicit = {item.name for item in manifest.dependencies if item.optional}
    while wanted:
        name = wanted.pop()
        owner, slash, feature = name.partition("/")
        if slash:
            if bridge is not None and owner.rstrip("?") == bridge.name:
                of_bridge.add(feature)
            continue
        if name in on or name.startswith("dep:"):
            continue
        if name not in table and name not in implicit:
            raise ProjectError(
                f"{manifest.path} has no feature `{name}`.", _suggestion(name, [*table, *implicit])
            )
        on.add(name)
        wanted.extend(table.get(name, ()))
    return tuple(sorted(on)), bridge_of(of_bridge)


def _suggestion(name: str, known: list[str]) -> str:
    note = did_you_mean(name, known)
    if note:
        return note[0].upper() + note[1:]
    return f"It has: {', '.join(sorted(known))}." if known else "It has no features at all."
