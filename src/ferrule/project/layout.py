"""The native modules of a project that has several: which Rust files and crates they are made from.

Either ``[tool.ferrule.modules]`` names them, or they are found: every `.rs` file with a `#[pymodule]` inside
the project's Python packages, and beside pyproject.toml. Nothing here reads a Cargo.toml.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from ferrule.base.errors import ProjectError
from ferrule.base.record import record
from ferrule.base.rust_text import declares_module
from ferrule.project.names import check_module_name
from ferrule.project.settings import Settings

_NEVER = frozenset({"target", "build", "dist", "node_modules", "__pycache__", "site-packages"})
"""Directories that hold nobody's sources."""


@record
class Found:
    """One native module."""

    module: str
    """Dotted import path."""
    path: Path
    """A `.rs` file, or the Cargo.toml of a crate."""
    base: Path | None
    """Directory of the Python package that it lies in; None for a module of its own."""


def source_directories(root: Path, settings: Settings) -> tuple[Path, ...]:
    """The directories in which Python packages are looked for.

    Raises ProjectError when `python-source` names none.
    """
    if settings.python_source is None:
        return (root, root / "src", root / "python")
    directory = root / settings.python_source
    if not directory.is_dir():
        raise ProjectError(f"`python-source` names {directory}, which is not a directory.")
    return (directory,)


def source_directory(root: Path, settings: Settings, top_level: str) -> Path | None:
    """The directory of the Python package `top_level`; `python-source` itself where that is set."""
    for directory in source_directories(root, settings):
        if settings.python_source is not None or (directory / top_level / "__init__.py").is_file():
            return directory
    return None


def package_source(root: Path, settings: Settings, module: str) -> Path | None:
    """The directory of the Python package that `module` lies in, None for a module without one.

    Raises ProjectError for a dotted name without a package.
    """
    top_level, dot, _ = module.partition(".")
    base = source_directory(root, settings, top_level)
    if base is not None and (base / top_level).is_dir():
        return base
    if dot:
        raise ProjectError(
            f"The module `{module}` lies in a package `{top_level}` that does not exist below {root}.",
            f"Create {top_level}/__init__.py, or set `python-source` to the directory of the package.",
        )
    return None


def declared(root: Path, settings: Settings) -> list[Found]:
    """The modules that ``[tool.ferrule.modules]`` names.

    Raises ProjectError for names that cannot be imported and sources that are not there.
    """
    if settings.module_name is not None or settings.manifest_path is not None:
        other = "module-name" if settings.module_name is not None else "manifest-path"
        raise ProjectError(
            f"`modules` and `{other}` exclude each other.", "Name every module in `modules`, with its source."
        )
    found = []
    for source in settings.modules:
        for part in source.name.split("."):
            check_module_name(part, f"`{source.name}` in `modules`", nested="." in source.name)
        path = Path(os.path.normpath(root / source.path))
        if path.is_dir():
            path /= "Cargo.toml"
        if not path.is_file():
            raise ProjectError(f"`modules` names {path} as the source of `{source.name}`, and it is no file.")
        if path.suffix != ".rs" and path.name != "Cargo.toml":
            raise ProjectError(
                f"`modules` names {path} as the source of `{source.name}`.",
                "Give a `.rs` file, or the directory of a crate.",
            )
        found.append(Found(source.name, path, package_source(root, settings, source.name)))
    _refuse_clashes(found)
    return found


def discovered(root: Path, settings: Settings) -> list[Found]:
    """The modules inside Python packages and beside pyproject.toml, sorted by name; empty without any.

    Raises ProjectError for names that cannot be imported, and for two things of one name.
    """
    found = [*_in_packages(root, settings), *_at_top(root)]
    _refuse_clashes(found)
    return sorted(found, key=lambda one: one.module)


def in_packages(root: Path, settings: Settings) -> list[Path]:
    """The files of modules that lie inside the project's Python packages."""
    return [one.path for one in _in_packages(root, settings)]


def _in_packages(root: Path, settings: Settings) -> Iterator[Found]:
    for base in source_directories(root, settings):
        if not base.is_dir():
            continue
        for package in sorted(base.iterdir()):
            if package.name.isidentifier() and (package / "__init__.py").is_file():
                yield from _below(package, base)


def _below(package: Path, base: Path) -> Iterator[Found]:
    for directory, folders, names in os.walk(package):
        folders[:] = sorted(
            name for name in folders if name.isidentifier() and name not in _NEVER and name[0] != "."
        )
        for name in sorted(names):
            path = Path(directory) / name
            if path.suffix != ".rs" or not _declares(path):
                continue
            stem = path.stem.replace("-", "_")
            check_module_name(stem, f"the file {path}", nested=True)
            parts = path.parent.relative_to(base).parts
            yield Found(".".join((*parts, stem)), path, base)


def _at_top(root: Path) -> Iterator[Found]:
    for path in sorted(root.glob("*.rs")):
        if path.is_file() and _declares(path):
            name = path.stem.replace("-", "_")
            check_module_name(name, f"the file {path}")
            yield Found(name, path, None)


def _declares(path: Path) -> bool:
    try:
        return declares_module(path.read_bytes())
    except OSError as error:
        raise ProjectError(f"{path} cannot be read: {error.strerror}.") from error


def _refuse_clashes(found: Iterable[Found]) -> None:
    seen: dict[str, Path] = {}
    for one in found:
        rivals = [seen[one.module]] if one.module in seen else []
        seen[one.module] = one.path
        if one.base is not None:
            beside = one.base.joinpath(*one.module.split("."))
            candidates = [beside.with_name(f"{beside.name}.py"), beside / "__init__.py"]
        else:
            candidates = [one.path.parent / one.module / "__init__.py"] if one.path.suffix == ".rs" else []
        rivals += [path for path in candidates if path.is_file()]
        if rivals:
            raise ProjectError(
                f"The module `{one.module}` would be made from {one.path} and from {rivals[0]}.",
                "Rename one of them.",
            )
