"""What settings add to a wheel, or take out of it: `include`, `exclude` and `data`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from ferrule.base.errors import PackageError
from ferrule.build.artifact import Artifact
from ferrule.package.patterns import Excluded, included, refuse_escape, relative_name
from ferrule.package.tree import Entry, module_entries, read_member
from ferrule.project.discover import Project

SCHEMES = ("data", "headers", "platlib", "purelib", "scripts")
"""Directories of a wheel's data (PyPA specification "Binary distribution format")."""


def wheel_entries(artifact: Artifact, stem: str) -> list[Entry]:
    """All files of a wheel but its dist-info; `stem` is the ``name-version`` of file names.

    Raises PackageError for settings that cannot be followed, SystemFault for files that cannot be read.
    """
    project = artifact.project
    settings = project.settings
    entries = module_entries(artifact)
    libraries = {one.file_name for one in artifact.modules}
    excluded = Excluded(one for one in settings.exclude if one.wheel)
    bases = [one.project.python_source for one in artifact.modules if one.project.python_source]
    kept = [
        entry
        for entry in entries
        if entry.path.rpartition("/")[2] in libraries
        or not excluded(entry.path, *(relative_name(base / entry.path, project.root) for base in bases))
    ]
    taken = {entry.path for entry in kept}
    for path in included(project.root, (one for one in settings.include if one.wheel)):
        name = _place(path, project.root, bases)
        if name not in taken:
            kept.append(Entry(name, read_member(path)))
    return [*kept, *data_entries(project, stem)]


def data_entries(project: Project, stem: str) -> list[Entry]:
    """The files of the project's data directory; none where it has none."""
    directory = data_directory(project)
    return [] if directory is None else list(_data(directory, stem))


def data_directory(project: Project) -> Path | None:
    """The directory with the wheel's data. Raises PackageError when the one that settings name is missing."""
    named = project.settings.data
    directory = project.root / (named or f"{project.module}.data")
    if directory.is_dir():
        return directory
    if named is not None:
        raise PackageError(f"`data` names {directory}, which is not a directory.")
    return None


def _data(directory: Path, stem: str) -> Iterator[Entry]:
    for scheme in sorted(directory.iterdir()):
        if scheme.name not in SCHEMES or not scheme.is_dir():
            raise PackageError(
                f"{scheme} cannot be put into a wheel's data.",
                f"Its directories are {', '.join(SCHEMES)}.",
            )
        for path in sorted(scheme.rglob("*")):
            if path.is_file():
                refuse_escape(path, directory)
                name = f"{stem}.data/{path.relative_to(directory).as_posix()}"
                yield Entry(name, read_member(path), executable=scheme.name == "scripts")


def _place(path: Path, root: Path, bases: Iterable[Path]) -> str:
    for base in bases:
        if path.is_relative_to(base):
            return path.relative_to(base).as_posix()
    return path.relative_to(root).as_posix()
