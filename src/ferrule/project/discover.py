"""What a path is: one `.rs` file, a crate, a crate inside a Python project, or a project of several modules.
The answer is a `Project`.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ferrule.base.errors import ProjectError, UsageError
from ferrule.base.record import record, replace
from ferrule.project import layout
from ferrule.project.manifest import Manifest, manifest_of, read_manifest, require_cdylib
from ferrule.project.names import check_module_name
from ferrule.project.settings import Settings, from_environment, read_settings

_MAYBE_HEADER = re.compile(rb"^\s*//!? ?\[", re.MULTILINE)

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
    """Directory that holds the Python package that the module lies in, None in a pure Rust layout."""
    more: tuple[Project, ...] = ()
    """The other native modules of the same distribution."""
    made_manifest: str | None = None
    """Text of `manifest` where the build has to write it, since a file's header stands for it."""

    @property
    def modules(self) -> tuple[Project, ...]:
        """All native modules of the distribution, this one first."""
        return (self, *self.more)

    @property
    def crate_root(self) -> Path:
        """The directory that paths in compiler messages are relative to."""
        if self.manifest is None or self.made_manifest is not None:
            return self.source.parent
        return self.manifest.path.parent

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
        if self.manifest:
            return self.manifest.name
        return self.crate_name if self.python_source is None else self.top_level

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
    module = settings.module_name or name
    manifest, text = _header_manifest(path, name, module)
    return Project(
        root=path.parent,
        source=path,
        crate_name=name,
        module=module,
        edition=manifest.edition if manifest else FILE_EDITION,
        manifest=manifest,
        pyproject=None,
        settings=settings,
        python_source=None,
        made_manifest=text,
    )


def _header_manifest(path: Path, name: str, module: str) -> tuple[Manifest | None, str | None]:
    """The manifest that a file's header stands for, and its text; it has a place of its own in the cache."""
    try:
        source = path.read_bytes()
    except OSError:
        return None, None  # rustc says it best
    if _MAYBE_HEADER.search(source, 0, 16_384) is None:
        return None, None
    from ferrule.base.cachedir import cache_root
    from ferrule.project.header import cargo_toml, read_header, toml_text

    header = read_header(source, path)
    if header is None:
        return None, None
    data = cargo_toml(header, name, path, FILE_EDITION)
    place = hashlib.blake2b(f"{path}\0{module}".encode(), digest_size=8).hexdigest()
    written = cache_root().path / "scripts" / f"{name}-{place}" / "Cargo.toml"
    try:
        return manifest_of(data, written), toml_text(data)
    except ProjectError as error:
        said = error.summary.replace(str(written), f"the header of {path}")
        raise ProjectError(said, error.next_step) from None


@record
class _Frame:
    """What all modules of a directory's project share."""

    root: Path
    pyproject: Mapping[str, Any] | None
    settings: Settings


def _directory(root: Path, stronger: tuple[Mapping[str, Any], ...], manifest: Path | None = None) -> Project:
    from ferrule.project import toml

    pyproject_path = root / "pyproject.toml"
    pyproject = toml.load(pyproject_path) if pyproject_path.is_file() else None
    settings = read_settings(pyproject or {}, pyproject_path, *stronger, from_environment(os.environ))
    frame = _Frame(root, pyproject, settings)
    if settings.modules and manifest is None:
        return _together(layout.declared(root, settings), frame)
    cargo_path = manifest or _manifest_of(root, settings)
    if cargo_path is None:
        return _without_crate(frame, stronger)
    crate = read_manifest(cargo_path)
    require_cdylib(crate)
    module = settings.module_name or _default_module(root, crate, settings)
    for part in module.split("."):
        check_module_name(
            part,
            "`module-name`" if settings.module_name else f"the library of {cargo_path}",
            nested="." in module,
        )
    return _of_crate(crate, module, layout.package_source(root, settings, module), frame)


def _of_crate(crate: Manifest, module: str, base: Path | None, frame: _Frame) -> Project:
    return Project(
        root=frame.root,
        source=crate.lib_path,
        crate_name=crate.crate_name,
        module=module,
        edition=crate.edition,
        manifest=crate,
        pyproject=frame.pyproject,
        settings=frame.settings,
        python_source=base,
    )


def _of_file(path: Path, module: str, base: Path | None, frame: _Frame) -> Project:
    return Project(
        root=frame.root,
        source=path,
        crate_name=path.stem.replace("-", "_"),
        module=module,
        edition=FILE_EDITION,
        manifest=None,
        pyproject=frame.pyproject,
        settings=frame.settings,
        python_source=base,
    )


def _together(found: Sequence[layout.Found], frame: _Frame) -> Project:
    """One project of several modules."""
    made = []
    for one in found:
        if one.path.suffix == ".rs":
            made.append(_of_file(one.path, one.module, one.base, frame))
            continue
        crate = read_manifest(one.path)
        require_cdylib(crate)
        made.append(_of_crate(crate, one.module, one.base, frame))
    return replace(made[0], more=tuple(made[1:]))


def _without_crate(frame: _Frame, stronger: tuple[Mapping[str, Any], ...]) -> Project:
    """A project of `.rs` files."""
    root, settings = frame.root, frame.settings
    sources = sorted(path for path in root.glob("*.rs") if path.is_file())
    if frame.pyproject is None and sources:
        if len(sources) == 1:
            return _single_file(sources[0], stronger)
        names = ", ".join(path.name for path in sources)
        raise ProjectError(
            f"{root} has no Cargo.toml and several Rust files ({names}).",
            "Name the one to build, or write a pyproject.toml with a [project] table to build all.",
        )
    found = layout.discovered(root, settings)
    if settings.module_name is not None:
        return _named(settings.module_name, [one.path for one in found] or sources, frame)
    if found:
        return _together(found, frame)
    if len(sources) == 1:
        name = sources[0].stem.replace("-", "_")
        check_module_name(name, f"the file {sources[0].name}")
        return _of_file(sources[0], name, None, frame)
    raise ProjectError(
        f"{root} holds neither a Cargo.toml nor a `.rs` file with a #[pymodule].",
        "Give the path of a `.rs` file or of a project, or start one with `ferrule new NAME`.",
    )


def _named(module: str, sources: Sequence[Path], frame: _Frame) -> Project:
    """A project of one file, which `module-name` gives its place."""
    if len(sources) != 1:
        raise ProjectError(
            f"`module-name` is for one module, and {frame.root} has {len(sources)} Rust files for it.",
            "Name them in [tool.ferrule.modules].",
        )
    for part in module.split("."):
        check_module_name(part, "`module-name`", nested="." in module)
    return _of_file(sources[0], module, layout.package_source(frame.root, frame.settings, module), frame)


def remarks(project: Project) -> list[str]:
    """Sentences about what the user may not expect. Looks through the project's directories."""
    if project.manifest is None or project.python_source is None or project.settings.modules:
        return []
    own = project.source.parent
    found = layout.in_packages(project.root, project.settings)
    others = [path for path in found if own not in path.parents]
    if not others:
        return []
    return [
        f"{others[0]} is not built, since the project has a Cargo.toml; name all modules in "
        "[tool.ferrule.modules] to build both."
    ]


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


def _default_module(root: Path, crate: Manifest, settings: Settings) -> str:
    """The library's name; ``pkg.pkg`` where a Python package of that name exists, as maturin has it."""
    base = layout.source_directory(root, settings, crate.crate_name)
    if base is not None and (base / crate.crate_name / "__init__.py").is_file():
        return f"{crate.crate_name}.{crate.crate_name}"
    return crate.crate_name
