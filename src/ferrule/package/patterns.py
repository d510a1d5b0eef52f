"""Globs of settings, matched against a project's files: `include` and `exclude`, for wheels and sdists."""

from __future__ import annotations

import glob
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from ferrule.base.errors import PackageError
from ferrule.project.kinds import Glob


def included(root: Path, globs: Iterable[Glob]) -> Iterator[Path]:
    """The files below `root` that globs name, sorted, each once.

    Raises PackageError for a glob that leads out of `root`, and for files of build scripts.
    """
    hidden = {"include_hidden": True} if sys.version_info >= (3, 11) else {}
    found: set[Path] = set()
    for one in globs:
        if one.out_dir:
            raise PackageError(
                f'`include` asks for `{one.path}` from the "out-dir" of a build script, which Ferrule does '
                "not pack.",
                "Let the build script embed the file with `include_bytes!`, or keep it in the package.",
            )
        if Path(one.path).is_absolute() or ".." in Path(one.path).parts:
            raise PackageError(
                f"`include` names `{one.path}`, which leads out of the project's directory {root}.",
                "Move the files into the project.",
            )
        for name in glob.glob(one.path, root_dir=root, recursive=True, **hidden):  # noqa: PTH207 - `**` matches files
            path = root / name
            if path.is_file():
                refuse_escape(path, root)
                found.add(path)
    return iter(sorted(found))


class Excluded:
    """Tells whether files are left out; globs are read as those of a `.gitignore`."""

    def __init__(self, globs: Iterable[Glob]) -> None:
        lines = [one.path for one in globs]
        self._matches = None
        if lines:
            import pathspec

            try:
                self._matches = pathspec.GitIgnoreSpec.from_lines(lines).match_file
            except ValueError as error:
                raise PackageError(f"`exclude` holds no valid glob: {error}.") from error

    def __call__(self, *names: str) -> bool:
        """Whether any of a file's names (relative, with ``/``) is left out."""
        return self._matches is not None and any(self._matches(name) for name in names)


def refuse_escape(path: Path, root: Path) -> None:
    """Raise PackageError when a file is a link to something outside of `root`."""
    if not path.resolve().is_relative_to(root.resolve()):
        raise PackageError(
            f"{path} is a link to a file outside of {root}, which nobody else has.",
            "Copy the file into the project, or leave it out with `exclude`.",
        )


def relative_name(path: Path, root: Path) -> str:
    """The path from `root`, with ``/`` and perhaps ``..``."""
    return Path(os.path.relpath(path, root)).as_posix()
