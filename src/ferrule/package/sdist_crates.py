"""Crates that lie outside of a project, brought into its source distribution.

They are put below `local_dependencies` beside the manifest of the crate that needs them, which becomes the
root of their workspace: it is given what the real root shares, and every path between them is rewritten. So
nothing is inherited from outside, and cargo builds the unpacked sdist as it builds the tree.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ferrule.base.errors import PackageError
from ferrule.package.sdist_files import files_below
from ferrule.project import toml
from ferrule.project.graph import KINDS, needed_crates
from ferrule.project.manifest import workspace_root

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

PLACE = "local_dependencies"
"""Directory of the crates that were brought in."""


class Crates:
    """The crates of one manifest: where each lies, and where it will lie in the sdist."""

    def __init__(self, manifest: Path, root: Path) -> None:
        self._manifest = manifest
        self._root = root
        needed = needed_crates(manifest)
        self.outside = {path: name for path, name in needed.items() if not path.is_relative_to(root)}
        workspace = workspace_root(manifest)
        self._workspace = workspace if workspace and not workspace.is_relative_to(root) else None
        self._places = {path: path for path in needed if path.is_relative_to(root)}
        self._places |= {path: manifest.parent / PLACE / name for path, name in self.outside.items()}
        if len(set(self.outside.values())) != len(self.outside):
            raise PackageError(f"Two crates that {manifest} needs have one name.", "Rename one of them.")

    @property
    def self_contained(self) -> bool:
        """Whether the project's own directory holds all that cargo needs."""
        return not self.outside and self._workspace is None

    def members(self) -> Iterator[tuple[str, bytes | Path]]:
        """Names and contents, relative to the sdist, of what is brought in or rewritten.

        Raises PackageError for a crate that belongs to yet another workspace.
        """
        for real, place in sorted(self._places.items()):
            if real in self.outside:
                others = {*self._places, self._root} - {real}
                for path in files_below(real, others):
                    if path.name != "Cargo.toml" or path.parent != real:
                        yield self._name(place / path.relative_to(real)), path
            yield self._name(place / "Cargo.toml"), self._rewritten(real).encode()
        lock = (self._workspace or self._manifest).parent / "Cargo.lock"
        if lock.is_file():
            kept = set(needed_crates(self._manifest).values())
            yield (
                self._name(self._manifest.parent / "Cargo.lock"),
                pruned(lock.read_text("utf-8"), kept).encode(),
            )

    def _name(self, path: Path) -> str:
        return path.relative_to(self._root).as_posix()

    def _rewritten(self, real: Path) -> str:
        import tomlkit

        path = real / "Cargo.toml"
        toml.load(path)  # says where a mistake is
        data = tomlkit.parse(path.read_text(encoding="utf-8"))
        package = data.get("package", {})
        if isinstance(package, dict):
            package.pop("workspace", None)
        if path == self._manifest:
            if self._workspace is not None:
                self._adopt(data)
            for key in ("readme", "license-file"):
                if isinstance(package.get(key), str) and ".." in Path(package[key]).parts:
                    package[key] = Path(package[key]).name
        elif real in self.outside:
            theirs = workspace_root(path)
            if theirs is not None and theirs not in (path, self._workspace):
                raise PackageError(
                    f"The crate {real} belongs to the workspace {theirs.parent}, and cannot be put into the "
                    f"sdist of {self._root}.",
                    "Give both crates one workspace, or publish the other crate.",
                )
            data.pop("workspace", None)
        self._redirect(data, real, self._places[real])
        return tomlkit.dumps(data)

    def _adopt(self, data: TOMLDocument) -> None:
        """Make the manifest the root of a workspace that shares what the real one shares."""
        import tomlkit

        assert self._workspace is not None
        real = tomlkit.parse(self._workspace.read_text(encoding="utf-8"))
        shared = real["workspace"]
        assert isinstance(shared, dict)
        own = tomlkit.table()
        own["members"] = sorted(
            Path(os.path.relpath(place, self._manifest.parent)).as_posix()
            for path, place in self._places.items()
            if path != self._manifest.parent and place.is_relative_to(self._manifest.parent)
        )
        own["resolver"] = shared.get("resolver") or _resolver(real.get("package"))
        for key in ("package", "dependencies", "lints"):
            if key in shared:
                own[key] = shared[key]
        self._redirect(own, self._workspace.parent, self._manifest.parent)
        data["workspace"] = own
        for key in ("profile", "patch", "replace"):
            data.pop(key, None)
            if key in real:
                self._redirect(real, self._workspace.parent, self._manifest.parent)
                data[key] = real[key]

    def _redirect(self, data: Any, real: Path, place: Path) -> None:
        """Turn each path to a crate in a manifest that moves from `real` to `place`."""
        if not isinstance(data, dict):
            return
        for key, value in list(data.items()):
            if not isinstance(value, dict):
                continue
            if key in KINDS or key == "patch":
                rows = (
                    value.values()
                    if key in KINDS
                    else [row for one in value.values() for row in one.values()]
                )
                for row in rows:
                    self._turn(row, real, place)
            elif key not in ("package", "workspace"):
                self._redirect(value, real, place)

    def _turn(self, row: Any, real: Path, place: Path) -> None:
        if isinstance(row, dict) and "path" in row:
            target = Path(os.path.normpath(real / str(row["path"])))
            if target in self._places:
                row["path"] = Path(os.path.relpath(self._places[target], place)).as_posix()


def _resolver(package: Any) -> str:
    edition = package.get("edition") if isinstance(package, Mapping) else None
    return {"2021": "2", "2024": "3"}.get(str(edition), "1")


def pruned(lock: str, kept: set[str]) -> str:
    """A Cargo.lock without the packages that none of the local packages `kept` leads to."""
    head, *blocks = re.split(r"(?m)^(?=\[\[package\]\])", lock)
    tail = ""
    if blocks:
        last, mark, rest = blocks[-1].partition("\n[metadata]")
        blocks[-1], tail = (last + "\n" if mark else last), mark.lstrip("\n") + rest
    named = {block: re.search(r'(?m)^name = "(.+)"$', block) for block in blocks}
    by_name: dict[str, list[str]] = {}
    for block, found in named.items():
        by_name.setdefault(found[1] if found else "", []).append(block)
    reached: set[str] = set()
    wanted = [block for name in kept for block in by_name.get(name, []) if "\nsource = " not in block]
    while wanted:
        block = wanted.pop()
        if block in reached:
            continue
        reached.add(block)
        _, _, listed = block.partition("\ndependencies = [")
        for line in re.findall(r'"([^"]+)"', listed.partition("]")[0]):
            name, _, rest = line.partition(" ")
            version = rest.partition(" ")[0]
            wanted += [
                one for one in by_name.get(name, []) if not version or f'\nversion = "{version}"\n' in one
            ]
    return head + "".join(block for block in blocks if block in reached) + tail
