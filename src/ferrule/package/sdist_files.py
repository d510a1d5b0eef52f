"""Which files of a directory belong to a source distribution.

All of them, but for what `.gitignore` files leave out, what tools make, and links out of the directory, which
are refused; or what git knows, where ``sdist-generator`` says so.
"""

from __future__ import annotations

import os
from collections.abc import Container, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ferrule.base.errors import PackageError, ToolchainError
from ferrule.base.process import run
from ferrule.package.patterns import refuse_escape

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

_TOOLS = frozenset(
    """__pycache__ .git .hg .svn .venv venv node_modules .tox .nox .mypy_cache .pytest_cache .ruff_cache
    .hypothesis .idea .vscode""".split()  # noqa: SIM905
)
_AT_ROOT = frozenset({"target", "dist", "build"})
_MADE = (".so", ".pyd", ".pyc", ".whl", ".dylib", ".dll")


def files_below(root: Path, not_in: Container[Path] = ()) -> Iterator[Path]:
    """The files of a directory, sorted; directories in `not_in` are passed over.

    Raises PackageError for links that lead out of it.
    """
    yield from _walk(root, root, _specs_above(root), not_in)


def files_of_git(root: Path) -> Iterator[Path]:
    """The files that git tracks, or would track, in a directory, sorted.

    Raises PackageError when the directory is no part of a repository, or git is missing.
    """
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        done = run(command, cwd=root)
    except ToolchainError as error:
        raise PackageError("`sdist-generator` is `git`, and there is no git.", error.next_step) from error
    if not done.ok:
        raise PackageError(
            f"`sdist-generator` is `git`, and git does not know {root}.",
            "Its words are above.",
            detail=done.stderr,
        )
    for name in sorted(set(done.stdout.split("\0"))):
        path = root / name
        if name and path.is_file() and path.suffix not in _MADE:
            refuse_escape(path, root)
            yield path


def _walk(
    directory: Path, root: Path, specs: list[tuple[Path, GitIgnoreSpec]], not_in: Container[Path]
) -> Iterator[Path]:
    own = _spec(directory)
    specs = [*specs, (directory, own)] if own is not None else specs
    for entry in sorted(directory.iterdir()):
        folder = entry.is_dir()
        if entry in not_in or entry.name in _TOOLS or entry.name.endswith((".egg-info", ".dist-info")):
            continue
        if folder and entry.name in _AT_ROOT and (directory == root or (directory / "Cargo.toml").is_file()):
            continue
        if entry.suffix in _MADE or _ignored(entry, folder, specs):
            continue
        if entry.is_symlink():
            refuse_escape(entry, root)
            if folder and entry.resolve() in [directory.resolve(), *directory.resolve().parents]:
                raise PackageError(f"{entry} is a link to a directory that it lies in itself.", "Remove it.")
        if folder:
            yield from _walk(entry, root, specs, not_in)
        elif entry.is_file():
            yield entry


def _ignored(path: Path, folder: bool, specs: list[tuple[Path, GitIgnoreSpec]]) -> bool:
    decided = False
    for base, spec in specs:
        found = spec.check_file(path.relative_to(base).as_posix() + "/" * folder).include
        decided = decided if found is None else found
    return decided


def _specs_above(root: Path) -> list[tuple[Path, GitIgnoreSpec]]:
    """The `.gitignore` files between a directory and its repository."""
    places = []
    for directory in root.parents:
        places.append(directory)
        if (directory / ".git").exists():
            break
    else:
        return []
    if (root / ".git").exists():
        return []
    return [(place, spec) for place in reversed(places) if (spec := _spec(place)) is not None]


def _spec(directory: Path) -> GitIgnoreSpec | None:
    file = directory / ".gitignore"
    if not file.is_file():
        return None
    import pathspec

    try:
        lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
        return pathspec.GitIgnoreSpec.from_lines(lines)
    except (OSError, ValueError) as error:
        raise PackageError(f"{file} cannot be read: {error}.") from error


def relative(path: Path, root: Path) -> str:
    """The name of a file in an archive of `root`."""
    return Path(os.path.relpath(path, root)).as_posix()
