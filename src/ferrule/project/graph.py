"""Packages on disk that depend on each other: rows of dependencies in manifests, and what they lead to.

Only manifests are read; versions, and crates from registries, are cargo's business.
"""

from __future__ import annotations

import os
from collections.abc import Container, Iterator
from pathlib import Path
from typing import Any

from ferrule.project import toml
from ferrule.project.manifest import workspace_root

KINDS = ("dependencies", "dev-dependencies", "build-dependencies")
"""Names of the tables of dependencies."""


def dependency_rows(data: Any) -> Iterator[tuple[str, Any]]:
    """Every row of every table of dependencies anywhere in a manifest: the package's name, and the row."""
    if not isinstance(data, dict):
        return
    for key, value in data.items():
        if key in KINDS and isinstance(value, dict):
            for name, row in value.items():
                named = row.get("package") if isinstance(row, dict) else None
                yield str(named or name), row
        else:
            yield from dependency_rows(value)


def local_manifests(
    manifest: Path, root: Path, replaced: Container[str]
) -> tuple[set[Path], dict[Path, str]]:
    """The manifests of a package, of its workspace at `root`, and of all that they depend on by path; apart
    from them those of packages whose names are in `replaced`, with the names. One may be missing.
    """
    wanted = [manifest, root / "Cargo.toml"]
    seen: set[Path] = set()
    others: dict[Path, str] = {}
    while wanted:
        current = wanted.pop()
        if current in seen or current in others:
            continue
        data = toml.load(current) if current.is_file() else {}
        name = toml.table(data, "package", current).get("name")
        if name in replaced:
            others[current] = str(name)
            continue
        seen.add(current)
        wanted += [path / "Cargo.toml" for path in _paths(data, current.parent)]
    return seen, others


def needed_crates(manifest: Path) -> dict[Path, str]:
    """The directories of the packages that one at `manifest` cannot be built without, itself included, with
    their names: through its own rows and those that it inherits from its workspace.
    """
    found: dict[Path, str] = {}
    wanted = [manifest]
    while wanted:
        current = wanted.pop()
        if current.parent in found or not current.is_file():
            continue
        data = toml.load(current)
        found[current.parent] = str(toml.table(data, "package", current).get("name", current.parent.name))
        own = {key: value for key, value in data.items() if key != "workspace"}
        paths = list(_paths(own, current.parent))
        root = workspace_root(current)
        if root is not None:
            above = toml.load(root)
            shared = toml.table(toml.table(above, "workspace", root), "dependencies", root)
            inherited = [
                shared.get(key)
                for key, row in _keyed_rows(own)
                if isinstance(row, dict) and row.get("workspace")
            ]
            paths += [_joined(root.parent, row) for row in inherited if _has_path(row)]
            for patched in toml.table(above, "patch", root).values():
                paths += _paths({"dependencies": patched}, root.parent)
        wanted += [path / "Cargo.toml" for path in paths]
    return found


def _keyed_rows(data: Any) -> Iterator[tuple[str, Any]]:
    if not isinstance(data, dict):
        return
    for key, value in data.items():
        if key in KINDS and isinstance(value, dict):
            yield from value.items()
        else:
            yield from _keyed_rows(value)


def _paths(data: Any, base: Path) -> Iterator[Path]:
    return (_joined(base, row) for _, row in dependency_rows(data) if _has_path(row))


def _has_path(row: Any) -> bool:
    return isinstance(row, dict) and "path" in row


def _joined(base: Path, row: Any) -> Path:
    return Path(os.path.normpath(base / str(row["path"])))
