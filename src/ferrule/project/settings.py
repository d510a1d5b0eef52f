"""Settings of a project: one record, one reader, one precedence.

Strongest first: command line, PEP 517 config-settings, environment (``FERRULE_<KEY>``), ``[tool.ferrule]``,
``[tool.maturin]``, the record's defaults. The fields of `Settings` are the whole vocabulary: keys, kinds
and "did you mean" come from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ferrule.base.diagnostics import did_you_mean
from ferrule.base.errors import ProjectError
from ferrule.base.record import record


@record
class Settings:
    """Everything that can be set. A key is the field's name with dashes."""

    module_name: str | None = None
    """Dotted import path of the native module, e.g. ``pkg._native``; default: the library's name."""
    python_source: str | None = None
    """Directory that holds the project's Python packages, relative to pyproject.toml."""
    python_packages: tuple[str, ...] = ()
    """Further Python packages below `python_source` that belong to the distribution."""
    manifest_path: str | None = None
    """Cargo.toml of the crate, relative to pyproject.toml."""
    features: tuple[str, ...] = ()
    """Cargo features to switch on."""
    all_features: bool = False
    """Switch on every Cargo feature."""
    no_default_features: bool = False
    """Do not switch on the default features."""
    profile: str | None = None
    """Cargo profile for wheels: ``release`` (the default), ``dev`` or one of the manifest's own."""
    rustc_args: tuple[str, ...] = ()
    """Further arguments for rustc, for the module's own crate."""
    strip: bool | None = None
    """Remove symbols from the library; default: as the profile says."""
    include: tuple[str, ...] = ()
    """Globs of further files for the wheel and sdist."""
    exclude: tuple[str, ...] = ()
    """Globs of files to leave out."""


MATURIN_ONLY = frozenset(
    [
        "bindings",
        "targets",
        "editable-profile",
        "config",
        "unstable-flags",
        "frozen",
        "locked",
        "compatibility",
        "manylinux",
        "auditwheel",
        "skip-auditwheel",
        "data",
        "sdist-generator",
        "sbom",
        "include-import-lib",
        "use-base-python",
        "pgo-command",
        "target",
        "generate-ci",
        "generate-stubs",
    ]
)
"""Keys of ``[tool.maturin]`` that are maturin's own business; they are known, and not used."""


def key_of(field: str) -> str:
    """The key under which a field is written."""
    return field.replace("_", "-")


KEYS: dict[str, str] = {key_of(field): kind for field, kind in Settings.__annotations__.items()}
"""Key -> kind, as annotated (``str | None``, ``bool``, ``tuple[str, ...]``)."""


def read_settings(pyproject: Mapping[str, Any], where: Path, *stronger: Mapping[str, Any]) -> Settings:
    """Read the tables of a pyproject.toml and lay stronger layers (strongest first) over them.

    Each stronger layer maps keys to values of the right kind, or to strings, as environment variables give
    them. Raises ProjectError for an unknown key or a value of the wrong kind.
    """
    tool = pyproject.get("tool", {})
    tables = tool if isinstance(tool, dict) else {}
    layers: list[tuple[str, Mapping[str, Any]]] = [
        ("the command line or environment", layer) for layer in stronger
    ]
    layers.append(
        (f"[tool.ferrule] of {where}", _known(tables.get("ferrule", {}), f"[tool.ferrule] of {where}", set()))
    )
    maturin = _known(tables.get("maturin", {}), f"[tool.maturin] of {where}", MATURIN_ONLY)
    layers.append((f"[tool.maturin] of {where}", maturin))
    values: dict[str, Any] = {}
    for source, layer in reversed(layers):
        for key, value in layer.items():
            if key in KEYS and value is not None:
                values[key.replace("-", "_")] = _typed(key, value, source)
    return Settings(**values)


def from_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """The layer that ``FERRULE_<KEY>`` variables make."""
    found = {}
    for key in KEYS:
        value = environ.get(f"FERRULE_{key.upper().replace('-', '_')}")
        if value:
            found[key] = value
    return found


def _known(table: Any, where: str, ignored: set[str] | frozenset[str]) -> dict[str, Any]:
    if not isinstance(table, dict):
        raise ProjectError(f"{where} must be a table.")
    for key in table:
        if key not in KEYS and key not in ignored:
            note = did_you_mean(key, KEYS) or f"known keys: {', '.join(sorted(KEYS))}"
            raise ProjectError(f"{where} has an unknown key `{key}`.", note[0].upper() + note[1:])
    return table


def _typed(key: str, value: Any, where: str) -> Any:
    kind = KEYS[key]
    if kind.startswith("str") and isinstance(value, str):
        return value
    if kind.startswith("bool"):
        if isinstance(value, bool):
            return value
        if isinstance(value, str) and value.lower() in {"1", "0", "true", "false", "yes", "no"}:
            return value.lower() in {"1", "true", "yes"}
    if kind.startswith("tuple"):
        if isinstance(value, str):
            return tuple(value.replace(",", " ").split())
        if isinstance(value, (list, tuple)):
            return tuple(name for name in map(_entry, value) if name)
    names = {"s": "a string", "b": "true or false", "t": "a list of strings"}
    raise ProjectError(f"`{key}` in {where} must be {names[kind[0]]}.")


def _entry(item: Any) -> str:
    # maturin allows tables in lists (`{path = ..., format = ...}`, `{feature = ...}`); their main value is
    # what counts here.
    if isinstance(item, dict):
        return str(item.get("path") or item.get("feature") or "")
    return str(item)
