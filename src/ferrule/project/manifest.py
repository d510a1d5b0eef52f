"""Cargo.toml as far as Ferrule needs it: the library, its dependencies, its profile, its lints.

Only what the *direct* strategy and the metadata use is read; whatever else a manifest holds is cargo's
business, and its presence is recorded in `needs_cargo` so that `build` can decide.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ferrule.base.errors import ProjectError
from ferrule.base.record import record
from ferrule.project import toml

BRIDGE = "pyo3"
"""The crate that user code names (DESIGN section 5)."""

BRIDGE_FFI = "pyo3-ffi"
"""The crate of those that use the C API alone."""


@record
class Dependency:
    """One row of ``[dependencies]``."""

    name: str
    """The name that code uses."""
    package: str
    """The name in the registry."""
    requirement: str
    """Version requirement, ``*`` when none is given."""
    features: tuple[str, ...]
    """Features asked for."""
    default_features: bool
    """Whether its default features are on."""
    optional: bool
    """Whether a feature of ours must switch it on."""


@record
class Profile:
    """Settings of ``[profile.release]`` or ``[profile.dev]``; None where the manifest is silent."""

    opt_level: str | None
    """``0`` to ``3``, ``s``, ``z``."""
    lto: str | None
    """``fat``, ``thin``, ``off``."""
    panic: str | None
    """``unwind`` or ``abort``."""
    codegen_units: int | None
    """Number of units."""
    debug: str | None
    """Debug information, as rustc's ``debuginfo`` takes it."""
    strip: str | None
    """``none``, ``debuginfo`` or ``symbols``."""
    overflow_checks: bool | None
    """Whether arithmetic is checked."""
    debug_assertions: bool | None
    """Whether ``debug_assert!`` is compiled."""


@record
class Manifest:
    """A package's Cargo.toml."""

    path: Path
    """Absolute path of the file."""
    package: dict[str, Any]
    """The ``[package]`` table with values inherited from the workspace filled in."""
    name: str
    """Package name."""
    version: str
    """Package version."""
    edition: str
    """Rust edition."""
    crate_name: str
    """Name of the library, as in ``PyInit_<name>`` and file names."""
    lib_path: Path
    """Root source file of the library."""
    crate_types: tuple[str, ...]
    """``[lib] crate-type``; empty when not given."""
    has_lib_table: bool
    """Whether there is a ``[lib]`` table."""
    dependencies: tuple[Dependency, ...]
    """``[dependencies]``."""
    features: dict[str, tuple[str, ...]]
    """``[features]``."""
    release: Profile
    """``[profile.release]``."""
    dev: Profile
    """``[profile.dev]``."""
    lints: tuple[tuple[str, str], ...]
    """Pairs (level, lint) of ``[lints.rust]``, lowest priority first."""
    needs_cargo: str | None
    """Why cargo must build it, in words that end "because ..."; None when rustc alone can."""

    @property
    def bridge(self) -> Dependency | None:
        """The dependency on pyo3, else the one on its C API alone, if there is one."""
        named = {item.package: item for item in reversed(self.dependencies)}
        return named.get(BRIDGE) or named.get(BRIDGE_FFI)


def read_manifest(path: Path) -> Manifest:
    """Read the Cargo.toml at `path`.

    Raises ProjectError when it is not a package's manifest or holds values of the wrong kind.
    """
    return manifest_of(toml.load(path), path)


def manifest_of(data: dict[str, Any], path: Path) -> Manifest:
    """The manifest that `data` makes as the Cargo.toml at `path`. Raises ProjectError as `read_manifest`."""
    package = toml.table(data, "package", path)
    if "package" not in data:
        what = "a workspace without a package of its own" if "workspace" in data else "no package"
        raise ProjectError(
            f"{path} describes {what}.", "Give the path of the package that holds the Python module."
        )
    workspace_path = _workspace_root(path, data, package)
    workspace = toml.load(workspace_path) if workspace_path and workspace_path != path else data
    package = _inherit(package, toml.table(toml.table(workspace, "workspace", path), "package", path), path)
    name = toml.text(package, "name", path)
    if not name:
        raise ProjectError(f"{path} has no `name` in [package].")
    lib = toml.table(data, "lib", path)
    profiles = toml.table(workspace, "profile", path)
    dependencies = tuple(
        _dependency(key, value, workspace, path)
        for key, value in toml.table(data, "dependencies", path).items()
    )
    return Manifest(
        path=path,
        package=package,
        name=name,
        version=toml.text(package, "version", path) or "0.0.0",
        edition=toml.text(package, "edition", path) or "2015",
        crate_name=(toml.text(lib, "name", path) or name).replace("-", "_"),
        lib_path=path.parent / (toml.text(lib, "path", path) or "src/lib.rs"),
        crate_types=toml.texts(lib, "crate-type", path) or toml.texts(lib, "crate_type", path),
        has_lib_table="lib" in data,
        dependencies=dependencies,
        features={
            key: toml.texts({key: value}, key, path)
            for key, value in toml.table(data, "features", path).items()
        },
        release=_profile(toml.table(profiles, "release", path)),
        dev=_profile(toml.table(profiles, "dev", path)),
        lints=_lints(toml.table(data, "lints", path), path),
        needs_cargo=_needs_cargo(path, data, package, dependencies, workspace_path),
    )


def require_cdylib(manifest: Manifest) -> None:
    """Raise ProjectError, with the lines to add, unless the library is one that Python can import."""
    if not manifest.lib_path.is_file():
        raise ProjectError(
            f"{manifest.path} has no library: {manifest.lib_path} does not exist.",
            "A Python module is made from a library; move the code there, or give `path` in [lib].",
        )
    if "cdylib" in manifest.crate_types:
        return
    where = "below its [lib]" if manifest.has_lib_table else "to it"
    if manifest.crate_types:
        kinds = ", ".join(f'"{kind}"' for kind in (*manifest.crate_types, "cdylib"))
        raise ProjectError(
            f"{manifest.path} builds `{manifest.crate_name}` without the crate type `cdylib`, "
            "and Python can import nothing else.",
            f"Write in its [lib]:\n\n    crate-type = [{kinds}]",
        )
    head = "" if manifest.has_lib_table else "    [lib]\n"
    raise ProjectError(
        f"{manifest.path} builds `{manifest.crate_name}` as a Rust library only, which Python cannot import.",
        f'Add {where}:\n\n{head}    crate-type = ["cdylib"]',
    )


def workspace_root(path: Path) -> Path | None:
    """The manifest of the workspace that the package at `path` belongs to, found as cargo does; None
    outside of any.
    """
    data = toml.load(path)
    return _workspace_root(path, data, toml.table(data, "package", path))


def _workspace_root(path: Path, data: dict[str, Any], package: dict[str, Any]) -> Path | None:
    """The manifest of the workspace that `path` belongs to, found as cargo does; None outside of any."""
    if "workspace" in data:
        return path
    named = toml.text(package, "workspace", path)
    if named is not None:
        return path.parent / named / "Cargo.toml"
    for directory in path.parent.parents:
        candidate = directory / "Cargo.toml"
        if candidate.is_file() and "workspace" in toml.load(candidate):
            return candidate
    return None


def _inherit(package: dict[str, Any], shared: dict[str, Any], path: Path) -> dict[str, Any]:
    full = dict(package)
    for key, value in package.items():
        if isinstance(value, dict) and value.get("workspace") is True:
            if key not in shared:
                raise ProjectError(
                    f"`{key}.workspace = true` in {path}, but the workspace does not set `{key}`."
                )
            full[key] = shared[key]
    return full


def _dependency(name: str, value: Any, workspace: dict[str, Any], path: Path) -> Dependency:
    if isinstance(value, str):
        return Dependency(name, name, value, (), default_features=True, optional=False)
    if not isinstance(value, dict):
        raise ProjectError(f"The dependency `{name}` in {path} must be a version or a table.")
    inherited: dict[str, Any] = {}
    if value.get("workspace") is True:
        shared = workspace.get("workspace", {}).get("dependencies", {}).get(name, {})
        inherited = {"version": shared} if isinstance(shared, str) else dict(shared)
    features = (*toml.texts(inherited, "features", path), *toml.texts(value, "features", path))
    merged = {**inherited, **value}
    return Dependency(
        name=name.replace("-", "_"),
        package=toml.text(merged, "package", path) or name,
        requirement=toml.text(merged, "version", path) or "*",
        features=features,
        default_features=merged.get("default-features", merged.get("default_features", True)) is not False,
        optional=merged.get("optional", False) is True,
    )


def _profile(raw: dict[str, Any]) -> Profile:
    return Profile(
        opt_level=None if "opt-level" not in raw else str(raw["opt-level"]),
        lto=_switch(raw.get("lto"), on="fat", off=None),
        panic=raw.get("panic"),
        codegen_units=raw.get("codegen-units"),
        debug=_switch(raw.get("debug"), on="2", off="0"),
        strip=_switch(raw.get("strip"), on="symbols", off="none"),
        overflow_checks=raw.get("overflow-checks"),
        debug_assertions=raw.get("debug-assertions"),
    )


def _switch(value: Any, *, on: str, off: str | None) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return on if value else off
    return str(value)


def _lints(raw: dict[str, Any], path: Path) -> tuple[tuple[str, str], ...]:
    rows: list[tuple[int, str, str]] = []
    for name, setting in toml.table(raw, "rust", path).items():
        level = setting.get("level") if isinstance(setting, dict) else setting
        priority = setting.get("priority", 0) if isinstance(setting, dict) else 0
        rows.append((int(priority), str(level), name))
    return tuple((level, name) for _, level, name in sorted(rows, key=lambda row: row[0]))


def _needs_cargo(
    path: Path,
    data: dict[str, Any],
    package: dict[str, Any],
    dependencies: tuple[Dependency, ...],
    workspace: Path | None,
) -> str | None:
    others = [item.package for item in dependencies if item.package != BRIDGE]
    build = package.get("build")
    if others:
        return f"it depends on {', '.join(others[:3])}{' and others' if len(others) > 3 else ''}"
    if any("dependencies" in section for section in toml.table(data, "target", path).values()):
        return "it has dependencies for certain targets"
    if (build is None and (path.parent / "build.rs").is_file()) or (build not in (None, False)):
        return "it has a build script"
    if workspace is not None and workspace != path:
        return f"it belongs to the workspace {workspace.parent}"
    if toml.table(data, "lints", path).get("workspace") is True:
        return "its lints are inherited"
    return _cargo_config(path.parent)


def _cargo_config(directory: Path) -> str | None:
    """Settings of the project's own `.cargo/config.toml` that change how it is compiled are cargo's to
    apply.
    """
    for name in ("config.toml", "config"):
        config = directory / ".cargo" / name
        if config.is_file() and {"build", "target", "env", "profile", "patch"} & set(toml.load(config)):
            return f"{config} has settings for it"
    return None
