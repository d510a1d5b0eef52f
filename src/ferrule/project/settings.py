"""Settings of a project: one record, one reader, one precedence.

Strongest first: command line, PEP 517 config-settings, environment (``FERRULE_<KEY>``), ``[tool.ferrule]``,
``[tool.maturin]`` or else ``[tool.setuptools-rust]``, the record's defaults. The fields of `Settings` are the
whole vocabulary: keys, kinds, "did you mean", the JSON schema and the reference page (`reference`) come from
it. What the other tools' tables have beyond it is in `maturin` and `setuptools_rust`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ferrule.base.diagnostics import did_you_mean
from ferrule.base.errors import ProjectError
from ferrule.base.record import record

if TYPE_CHECKING:
    from typing import Literal, TypeAlias

    from ferrule.project.kinds import Glob, ModuleSource

    Feature: TypeAlias = str


@record
class Settings:
    """Everything that can be set. A key is the field's name with dashes."""

    module_name: str | None = None
    """Dotted import path of the native module, e.g. `pkg._native`; default: the library's name."""
    modules: tuple[ModuleSource, ...] = ()
    """Several native modules: import path and source of each, a `.rs` file or the directory of a crate.
    Default: the crate of the project, or else every `.rs` file inside its Python packages that has a
    `#[pymodule]`.
    """
    python_source: str | None = None
    """Directory that holds the project's Python packages; default: here, `src` or `python`."""
    python_packages: tuple[str, ...] = ()
    """Further Python packages below `python-source` that belong to the distribution."""
    manifest_path: str | None = None
    """Cargo.toml of the crate; default: here or in `rust`."""
    features: tuple[Feature, ...] = ()
    """Cargo features to switch on. One for some Pythons only has a marker, as in
    `pyo3/abi3-py311; python_version >= '3.11'`.
    """
    all_features: bool = False
    """Switch on every Cargo feature."""
    no_default_features: bool = False
    """Do not switch on the default features."""
    profile: str | None = None
    """Cargo profile: `release` (the default), `dev` or one of the manifest's own."""
    editable_profile: str | None = None
    """The same for `ferrule develop` and for editable installations; default: `profile`."""
    rustc_args: tuple[str, ...] = ()
    """Further arguments for rustc, for the module's own crate."""
    config: tuple[str, ...] = ()
    """Values for cargo's `--config`; cargo then builds the project."""
    unstable_flags: tuple[str, ...] = ()
    """Values for cargo's `-Z`; cargo then builds the project."""
    strip: bool | None = None
    """Remove symbols from the library; default: as the profile says, else yes unless `--debug`."""
    include: tuple[Glob, ...] = ()
    """Globs of further files for the wheel and the sdist. A table `{ path = "...", format = "sdist" }` is for
    one of them.
    """
    exclude: tuple[Glob, ...] = ()
    """Globs of files to leave out, written as for `include`."""
    data: str | None = None
    """Directory with the wheel's data (`scripts`, `data`, `headers`, `purelib`, `platlib` in it); default:
    `MODULE.data`.
    """
    compatibility: str | None = None
    """Platform tag that a Linux wheel must deserve, e.g. `manylinux_2_28`; `linux` for the machine's own."""
    auditwheel: Literal["repair", "check", "warn", "skip"] | None = None
    """What is done about shared libraries and symbols that the platform tag does not allow."""
    sdist_generator: Literal["cargo", "git"] | None = None
    """Who says which files belong to the sdist; default: the project's directory without what `.gitignore`
    leaves out.
    """


def key_of(field: str) -> str:
    """The key under which a field is written."""
    return field.replace("_", "-")


KEYS: dict[str, str] = {key_of(field): kind for field, kind in Settings.__annotations__.items()}
"""Key -> kind, as annotated (``str | None``, ``bool``, ``tuple[str, ...]``)."""


def read_settings(pyproject: Mapping[str, Any], where: Path, *stronger: Mapping[str, Any]) -> Settings:
    """Read the tables of a pyproject.toml and lay stronger layers (strongest first) over them.

    Each stronger layer maps keys to values of the right kind, or to strings, as environment variables give
    them. Raises ProjectError for an unknown key, a value of the wrong kind, and a value of another tool's
    table that Ferrule does not serve.
    """
    tool = pyproject.get("tool", {})
    tables = tool if isinstance(tool, dict) else {}
    layers: list[tuple[str, Mapping[str, Any]]] = [
        ("the command line or environment", layer) for layer in stronger
    ]
    own = f"[tool.ferrule] of {where}"
    layers.append((own, _known(tables.get("ferrule", {}), own)))
    if "maturin" in tables:
        from ferrule.project import maturin

        theirs = f"[tool.maturin] of {where}"
        layers.append((theirs, maturin.translated(tables["maturin"], theirs)))
    elif "setuptools-rust" in tables:
        from ferrule.project import setuptools_rust

        theirs = f"[tool.setuptools-rust] of {where}"
        layers.append((theirs, setuptools_rust.translated(pyproject, where)))
    values: dict[str, Any] = {}
    for source, layer in reversed(layers):
        for key, value in layer.items():
            if key in KEYS and value is not None:
                values[key.replace("-", "_")] = typed(key, value, source)
    return Settings(**values)


def from_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """The layer that ``FERRULE_<KEY>`` variables make."""
    found = {}
    for key in KEYS:
        value = environ.get(f"FERRULE_{key.upper().replace('-', '_')}")
        if value:
            found[key] = value
    return found


def _known(table: Any, where: str) -> dict[str, Any]:
    if not isinstance(table, dict):
        raise ProjectError(f"{where} must be a table.")
    for key in table:
        if key not in KEYS:
            raise unknown_key(key, where, KEYS)
    return table


def unknown_key(key: str, where: str, known: Mapping[str, Any]) -> ProjectError:
    """The error for a key that a table does not have."""
    note = did_you_mean(key, known) or f"known keys: {', '.join(sorted(known))}"
    return ProjectError(f"{where} has an unknown key `{key}`.", f"{note[0].upper()}{note[1:]}")


def typed(key: str, value: Any, where: str) -> Any:
    """A value as its kind reads it. Raises ProjectError that names key and place."""
    from ferrule.project.kinds import kind_of

    kind = kind_of(KEYS[key])
    try:
        return kind.read(value)
    except ValueError as error:
        wrong = str(error)
    raise ProjectError(
        f"`{key}` in {where} must be {kind.noun}.", f"{wrong[0].upper()}{wrong[1:]}" if wrong else ""
    )
