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

from ferrule.base.files import system_fault, write_if_changed
from ferrule.base.record import record
from ferrule.build import bridge_crate
from ferrule.build.freshness import digest
from ferrule.build.report import Reporter
from ferrule.project.graph import local_manifests
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
    local: frozenset[Path]
    """Real manifests: the package's, the workspace's, and those of path dependencies (one may be missing),
    but for crates that ours take the place of."""
    stand_ins: dict[str, Path]
    """Our crates by name at the places where the project names PyO3's by a path; empty when it does not."""

    @property
    def own_lock(self) -> Path:
        """The Cargo.lock that cargo writes here."""
        return _inside(self.tree, self.lock)

    def real(self, text: str) -> str:
        """A text with the mirror's paths turned into the real ones."""
        return text.replace(str(self.tree), "")


def make_mirror(manifest: Manifest, slot: Path, report: Reporter) -> Mirror:
    """Bring the mirror of a package up to date. Raises SystemFault when the cache cannot be written."""
    root = (workspace_root(manifest.path) or manifest.path).parent
    tree = slot / "tree"
    try:
        _link_entries(root, _inside(tree, root))
        local, replaced = local_manifests(manifest.path, root, bridge_crate.CRATES)
        for path in sorted(local):
            if not path.is_relative_to(root):
                _link_around(path.parent, _inside(tree, path.parent))
        places = {crate: _inside(tree, path.parent) for path, crate in replaced.items()}
        stand_ins = bridge_crate.stand_ins(places, slot / "crates", report) if places else {}
        _bring_lock(root / "Cargo.lock", _inside(tree, root) / "Cargo.lock", slot)
    except OSError as error:
        raise system_fault(error, f"The mirror of {root} cannot be made in {tree}") from error
    return Mirror(tree, _inside(tree, manifest.path), root / "Cargo.lock", frozenset(local), stand_ins)


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
