"""What a path is: one `.rs` file, a crate, or a crate inside a Python project. The answer is a `Project`."""

from __future__ import annotations

import keyword
import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ferrule.base.errors import ProjectError, UsageError
from ferrule.base.record import record
from ferrule.project.manifest import Manifest, read_manifest, require_cdylib
from ferrule.project.settings import Settings, from_environment, read_settings

FILE_EDITION = "2021"
"""Edition of a file without a Cargo.toml: the newest that the oldest supported rustc knows."""


@record
class Project:
    """What is to be built, and where everything of it lies."""

    root: Path
    """Directory of pyproject.toml, else of Cargo.toml, else of the file."""
    source: Path
    """Root source file of the library."""
    crate_name: str
    """Name of the library; what follows ``PyInit_``."""
    module: str
    """Dotted import path of the native module."""
    edition: str
    """Rust edition."""
    manifest: Manifest | None
    """Cargo.toml; None for a file."""
    pyproject: Mapping[str, Any] | None
    """Content of pyproject.toml, None without one."""
    settings: Settings
    """Settings that apply."""
    python_source: Path | None
    """Directory that holds the project's own Python package, None in a pure Rust layout."""

    @property
    def crate_root(self) -> Path:
        """The directory that paths in compiler messages are relative to."""
        return self.manifest.path.parent if self.manifest else self.source.parent

    @property
    def top_level(self) -> str:
        """The first part of the import path."""
        return self.module.partition(".")[0]

    @property
    def distribution(self) -> str:
        """Name under which pip knows it."""
        named = (self.pyproject or {}).get("project", {}).get("name")
        if isinstance(named, str):
            return named
        return self.manifest.name if self.manifest else self.crate_name

    @property
    def label(self) -> str:
        """What to call it in messages."""
        return self.module


def discover(path: Path | str, *stronger: Mapping[str, Any]) -> Project:
    """Find out what `path` is.

    `stronger` are layers of settings above pyproject.toml and the environment, strongest first.
    Raises ProjectError or UsageError with a sentence about what is missing.
    """
    place = Path(os.path.abspath(path))  # noqa: PTH100 - `..` is folded without following links, as cargo does
    if place.is_dir():
        return _directory(place, stronger)
    if not place.exists():
        raise ProjectError(f"{path} does not exist.")
    if place.name in ("Cargo.toml", "pyproject.toml"):
        return _directory(place.parent, stronger, manifest=place if place.name == "Cargo.toml" else None)
    if place.suffix == ".rs":
        return _single_file(place, stronger)
    raise UsageError(
        f"{path} is not something that Ferrule builds.",
        "Give a `.rs` file, or a directory with a Cargo.toml.",
    )


def _single_file(path: Path, stronger: tuple[Mapping[str, Any], ...]) -> Project:
    name = path.stem.replace("-", "_")
    check_module_name(name, f"the file {path.name}")
    settings = read_settings({}, path, *stronger, from_environment(os.environ))
    return Project(
        root=path.parent,
        source=path,
        crate_name=name,
        module=settings.module_name or name,
        edition=FILE_EDITION,
        manifest=None,
        pyproject=None,
        settings=settings,
        python_source=None,
    )


def _directory(root: Path, stronger: tuple[Mapping[str, Any], ...], manifest: Path | None = None) -> Project:
    from ferrule.project import toml

    pyproject_path = root / "pyproject.toml"
    pyproject = toml.load(pyproject_path) if pyproject_path.is_file() else None
    settings = read_settings(pyproject or {}, pyproject_path, *stronger, from_environment(os.environ))
    cargo_path = manifest or _manifest_of(root, settings)
    if cargo_path is None:
        return _lone_source(root, stronger)
    crate = read_manifest(cargo_path)
    require_cdylib(crate)
    module = settings.module_name or _default_module(root, crate, settings, pyproject)
    for part in module.split("."):
        check_module_name(
            part,
            "`module-name`" if settings.module_name else f"the library of {cargo_path}",
            nested="." in module,
        )
    return Project(
        root=root,
        source=crate.lib_path,
        crate_name=crate.crate_name,
        module=module,
        edition=crate.edition,
        manifest=crate,
        pyproject=pyproject,
        settings=settings,
        python_source=_python_source(root, settings, module),
    )


def _manifest_of(root: Path, settings: Settings) -> Path | None:
    if settings.manifest_path:
        path = root / settings.manifest_path
        if not path.is_file():
            raise ProjectError(f"`manifest-path` names {path}, which does not exist.")
        return path
    for candidate in (root / "Cargo.toml", root / "rust" / "Cargo.toml"):
        if candidate.is_file():
            return candidate
    return None


def _lone_source(root: Path, stronger: tuple[Mapping[str, Any], ...]) -> Project:
    sources = sorted(path for path in root.glob("*.rs") if path.is_file())
    if len(sources) == 1:
        return _single_file(sources[0], stronger)
    if sources:
        names = ", ".join(path.name for path in sources)
        raise ProjectError(
            f"{root} has no Cargo.toml and several Rust files ({names}).", "Name the one to build."
        )
    raise ProjectError(
        f"{root} holds neither a Cargo.toml nor a `.rs` file.",
        "Give the path of a `.rs` file or of a project, or start one with `cargo new --lib NAME`.",
    )


def _default_module(
    root: Path, crate: Manifest, settings: Settings, pyproject: Mapping[str, Any] | None
) -> str:
    """The library's name; ``pkg.pkg`` where a Python package of that name exists, as maturin has it."""
    del pyproject
    base = _source_directory(root, settings, crate.crate_name)
    if base is not None and (base / crate.crate_name / "__init__.py").is_file():
        return f"{crate.crate_name}.{crate.crate_name}"
    return crate.crate_name


def _source_directory(root: Path, settings: Settings, top_level: str) -> Path | None:
    if settings.python_source:
        directory = root / settings.python_source
        if not directory.is_dir():
            raise ProjectError(f"`python-source` names {directory}, which is not a directory.")
        return directory
    for directory in (root, root / "src", root / "python"):
        if (directory / top_level / "__init__.py").is_file():
            return directory
    return None


def _python_source(root: Path, settings: Settings, module: str) -> Path | None:
    top_level, dot, _ = module.partition(".")
    base = _source_directory(root, settings, top_level)
    if base is not None and (base / top_level).is_dir():
        return base
    if dot:
        raise ProjectError(
            f"The module `{module}` lies in a package `{top_level}` that does not exist below {root}.",
            f"Create {top_level}/__init__.py, or set `python-source` to the directory of the package.",
        )
    return None


def check_module_name(name: str, of: str, *, nested: bool = False) -> None:
    """Raise ProjectError unless `name` can be imported: an identifier, no keyword, not hidden by the
    standard library.
    """
    if not name.isidentifier() or not name.isascii():
        mended = re.sub(r"\W+", "_", name, flags=re.ASCII).strip("_") or "module"
        mended = f"_{mended}" if mended[0].isdigit() else mended
        raise ProjectError(
            f"`{name}`, the name of {of}, cannot be a Python module's name.",
            f"Rename it, for example to `{mended}`.",
        )
    if keyword.iskeyword(name):
        raise ProjectError(
            f"`{name}`, the name of {of}, is a keyword of Python and cannot be imported.",
            f"Rename it, for example to `{name}_`.",
        )
    if not nested and name in sys.stdlib_module_names:
        raise ProjectError(
            f"`{name}`, the name of {of}, is a module of Python's standard library, "
            "which would be imported instead.",
            f"Rename it, for example to `fast_{name}`.",
        )
