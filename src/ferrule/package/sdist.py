"""Source distributions: the project's own files and PKG-INFO in a tar file, the same bytes for the same
content.
"""

from __future__ import annotations

import gzip
import io
import os
import tarfile
from collections.abc import Iterator
from pathlib import Path

from ferrule.base.errors import PackageError
from ferrule.base.files import write_atomically
from ferrule.package.epoch import source_date
from ferrule.package.metadata import Metadata, metadata_of
from ferrule.project.discover import Project

_LEFT_OUT = frozenset({"target", "dist", "build", "__pycache__", ".git", ".venv", "venv", "node_modules"})


def build_sdist(project: Project, directory: Path) -> Path:
    """Write the sdist of a project into `directory` and return its path.

    Raises PackageError for a project without pyproject.toml (pip could not build it) or with links out of
    its directory.
    """
    if project.pyproject is None:
        raise PackageError(
            f"{project.root} has no pyproject.toml, and an sdist without one cannot be built by pip.",
            'Create one with: [build-system] requires = ["ferrule"], build-backend = "ferrule.backend".',
        )
    metadata = metadata_of(project)
    path = directory / f"{metadata.stem}.tar.gz"
    write_atomically(path, _archive(project, metadata))
    return path


def _archive(project: Project, metadata: Metadata) -> bytes:
    stamp = source_date(0)
    members = [("PKG-INFO", metadata.text.encode(), 0o644)]
    members += [
        (name, path.read_bytes(), (path.stat().st_mode & 0o111 and 0o755) or 0o644)
        for name, path in _files(project)
    ]
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w", format=tarfile.PAX_FORMAT) as tar:
        for name, content, mode in members:
            info = tarfile.TarInfo(f"{metadata.stem}/{name}")
            info.size, info.mtime, info.mode = len(content), stamp, mode
            tar.addfile(info, io.BytesIO(content))
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", mtime=stamp, filename="") as out:
        out.write(plain.getvalue())
    return packed.getvalue()


def _files(project: Project) -> Iterator[tuple[str, Path]]:
    root = project.root
    for module in project.modules:
        if not module.crate_root.is_relative_to(root):
            raise PackageError(
                f"The crate {module.crate_root} lies outside of {root}, and would be missing in the sdist."
            )
    for directory, folders, names in os.walk(root):
        folders[:] = sorted(
            name for name in folders if name not in _LEFT_OUT and not name.endswith(".egg-info")
        )
        for name in sorted(names):
            path = Path(directory) / name
            if path.suffix in (".so", ".pyd", ".pyc", ".whl") or not path.is_file():
                continue
            if not path.resolve().is_relative_to(root.resolve()):
                raise PackageError(f"{path} is a link to a file outside of the project.")
            yield path.relative_to(root).as_posix(), path
