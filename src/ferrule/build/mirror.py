"""A project as cargo is shown it: the same tree by links, with a Cargo.lock of our own.

Cargo writes the patched bridge crate into Cargo.lock, and a user's Cargo.lock must not change. So cargo
runs in a mirror below the cache: `<slot>/tree` + the absolute path of the workspace, whose entries are
links to the real ones. Cutting the mirror's own path off any path that cargo mentions gives the real one.
Path dependencies outside of the workspace are linked at their places too.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import Any

from ferrule.base.files import system_fault, write_if_changed
from ferrule.base.record import record
from ferrule.build.freshness import digest
from ferrule.project import toml
from ferrule.project.manifest import Manifest, workspace_root

_NOT_LINKED = frozenset({"Cargo.lock", "target"})


@record
class Mirror:
    """Where cargo runs."""

    tree: Path
    """The directory whose path is put before every real path."""
    manifest: Path
    """The package's Cargo.toml in the mirror."""
    lock: Path
    """The workspace's real Cargo.lock, which may not exist."""

    def real(self, text: str) -> str:
        """A text with the mirror's paths turned into the real ones."""
        return text.replace(str(self.tree), "")


def make_mirror(manifest: Manifest, slot: Path) -> Mirror:
    """Bring the mirror of a package up to date. Raises SystemFault when the cache cannot be written."""
    root = (workspace_root(manifest.path) or manifest.path).parent
    tree = slot / "tree"
    try:
        _link_entries(root, _inside(tree, root))
        for outside in sorted(_outer_dependencies(manifest.path, root)):
            _link_around(outside, _inside(tree, outside))
        _bring_lock(root / "Cargo.lock", _inside(tree, root) / "Cargo.lock", slot)
    except OSError as error:
        raise system_fault(error, f"The mirror of {root} cannot be made in {tree}") from error
    return Mirror(tree, _inside(tree, manifest.path), root / "Cargo.lock")


def _inside(tree: Path, path: Path) -> Path:
    return tree / path.relative_to(path.anchor)


def _link_entries(real: Path, mirrored: Path) -> None:
    mirrored.mkdir(parents=True, exist_ok=True)
    wanted = {name for name in os.listdir(real) if name not in _NOT_LINKED}  # noqa: PTH208 - names are all that is needed
    for name in os.listdir(mirrored):  # noqa: PTH208
        if name not in wanted and (mirrored / name).is_symlink():
            (mirrored / name).unlink()
    for name in wanted:
        _link(real / name, mirrored / name)


def _link(real: Path, mirrored: Path) -> None:
    if mirrored.is_symlink():
        if mirrored.readlink() == real:
            return
        mirrored.unlink()
    mirrored.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(FileExistsError):
        mirrored.symlink_to(real, target_is_directory=real.is_dir())


def _link_around(real: Path, mirrored: Path) -> None:
    """Link a directory, or its entries where the mirror has one of its own: the workspace lies inside."""
    if not mirrored.is_dir() or mirrored.is_symlink():
        _link(real, mirrored)
        return
    for entry in real.iterdir():
        if entry.name not in _NOT_LINKED:
            _link_around(entry, mirrored / entry.name)


def _bring_lock(real: Path, mirrored: Path, slot: Path) -> None:
    """Start from the user's lock whenever that changed; otherwise keep ours, which cargo has completed."""
    origin = slot / "lock-origin"
    content = real.read_bytes() if real.is_file() else b""
    if write_if_changed(origin, digest(content)) and content:
        mirrored.write_bytes(content)


def _outer_dependencies(manifest: Path, root: Path) -> set[Path]:
    """Directories of path dependencies that lie outside of `root`, followed through their own manifests."""
    found: set[Path] = set()
    wanted = [manifest, root / "Cargo.toml"]
    seen: set[Path] = set()
    while wanted:
        current = wanted.pop()
        if current in seen or not current.is_file():
            continue
        seen.add(current)
        for place in _paths(toml.load(current)):
            directory = Path(os.path.normpath(current.parent / place))
            wanted.append(directory / "Cargo.toml")
            if not directory.is_relative_to(root):
                found.add(directory)
    return found


def _paths(data: Any) -> set[str]:
    """Every `path = "..."` of a dependency anywhere in a manifest."""
    found: set[str] = set()
    if not isinstance(data, dict):
        return found
    for key, value in data.items():
        if key in ("dependencies", "dev-dependencies", "build-dependencies") and isinstance(value, dict):
            found.update(
                str(row["path"]) for row in value.values() if isinstance(row, dict) and "path" in row
            )
        else:
            found |= _paths(value)
    return found
