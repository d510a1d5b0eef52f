"""What kinds of values settings have: how one is read, what an error calls it, and its JSON schema.

A kind belongs to an annotation of `settings.Settings`, and is found by its text. The settings themselves do
not live here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from ferrule.base.diagnostics import did_you_mean
from ferrule.base.record import record


@record
class Glob:
    """Files that are to be packed, or left out."""

    path: str
    """Glob relative to pyproject.toml, then to `python-source`; below `OUT_DIR` if `out_dir`."""
    wheel: bool = True
    """Whether wheels are meant."""
    sdist: bool = True
    """Whether source distributions are meant."""
    out_dir: bool = False
    """Whether the files are those that a build script writes below its ``OUT_DIR``."""
    to: str | None = None
    """Directory in the wheel that they are put into; only with `out_dir`."""
    crate: str | None = None
    """Crate whose build script it is, None for the project's own; only with `out_dir`."""


@record
class ModuleSource:
    """One native module of several: where it is imported from, and where its Rust is."""

    name: str
    """Dotted import path."""
    path: str
    """A `.rs` file, or the directory of a Cargo.toml, relative to pyproject.toml."""


@record
class Kind:
    """One kind of value."""

    noun: str
    """What an error calls it, e.g. ``a string``."""
    read: Callable[[Any], Any]
    """From TOML, or from the string of a variable or an option. Raises ValueError with what is wrong, or
    empty where the noun says it all.
    """
    schema: Mapping[str, Any]
    """JSON schema of a value in pyproject.toml."""


def kind_of(annotation: str) -> Kind:
    """The kind that belongs to a field's annotation."""
    if annotation.startswith("Literal["):
        return _choice(tuple(re.findall(r"'([^']*)'", annotation)))
    return _KINDS[annotation]


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    raise ValueError


def _switch(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.lower() in {"1", "0", "true", "false", "yes", "no"}:
        return value.lower() in {"1", "true", "yes"}
    raise ValueError


def _texts(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return tuple(value.replace(",", " ").split())
    if isinstance(value, (list, tuple)) and all(isinstance(item, str) for item in value):
        return tuple(value)
    raise ValueError


def _choice(names: tuple[str, ...]) -> Kind:
    listed = ", ".join(f"`{name}`" for name in names)

    def read(value: Any) -> str:
        if isinstance(value, str):
            if value in names:
                return value
            raise ValueError(did_you_mean(value, names) or "")
        raise ValueError

    return Kind(f"one of {listed}", read, {"enum": list(names)})


def _features(value: Any) -> tuple[str, ...]:
    if not isinstance(value, (list, tuple)):
        return _texts(value)
    return tuple(item if isinstance(item, str) else _conditional(item) for item in value)


def _conditional(item: Any) -> str:
    """maturin's table for a feature on some Pythons, as a name with a marker."""
    if not isinstance(item, dict) or not isinstance(item.get("feature"), str):
        raise ValueError
    _only(item, ("feature", "python-version", "python-implementation"))
    markers = []
    if item.get("python-version") is not None:
        for part in str(item["python-version"]).split(","):
            found = re.fullmatch(r"\s*(~=|==|!=|<=|>=|<|>)\s*([\d.]+(?:\.\*)?)\s*", part)
            if found is None:
                raise ValueError(f"`{part.strip()}` is no condition on a version such as `>=3.11`")
            markers.append(f"python_version {found[1]} '{found[2]}'")
    if item.get("python-implementation") is not None:
        markers.append(f"implementation_name == '{str(item['python-implementation']).lower()}'")
    return f"{item['feature']}; {' and '.join(markers)}" if markers else item["feature"]


def _globs(value: Any) -> tuple[Glob, ...]:
    if isinstance(value, (list, tuple)):
        return tuple(_glob(item) for item in value)
    return tuple(map(Glob, _texts(value)))


def _glob(item: Any) -> Glob:
    if isinstance(item, (str, Glob)):
        return Glob(item) if isinstance(item, str) else item
    if not isinstance(item, dict) or not isinstance(item.get("path"), str):
        raise ValueError
    if "from" in item:
        _only(item, ("path", "from", "to", "crate-name", "crate_name"))
        if item["from"] != "out-dir":
            raise ValueError('`from` can only be "out-dir"')
        if not isinstance(item.get("to"), str):
            raise ValueError("`to` must say where the files go")
        crate = item.get("crate-name", item.get("crate_name"))
        return Glob(item["path"], sdist=False, out_dir=True, to=item["to"], crate=crate)
    _only(item, ("path", "format"))
    formats = item.get("format", ["sdist", "wheel"])
    chosen = [formats] if isinstance(formats, str) else formats
    if not isinstance(chosen, list) or not chosen or not set(chosen) <= {"sdist", "wheel"}:
        raise ValueError('`format` must be "sdist", "wheel" or a list of them')
    return Glob(item["path"], wheel="wheel" in chosen, sdist="sdist" in chosen)


def _modules(value: Any) -> tuple[ModuleSource, ...]:
    if isinstance(value, tuple):
        return value
    if not isinstance(value, dict) or not all(isinstance(path, str) for path in value.values()):
        raise ValueError
    return tuple(ModuleSource(name, path) for name, path in value.items())


def _only(table: Mapping[str, Any], known: tuple[str, ...]) -> None:
    for key in table:
        if key not in known:
            note = did_you_mean(key, known) or f"known are {', '.join(known)}"
            raise ValueError(f"`{key}` is unknown there; {note}")


_TEXT = {"type": "string"}
_TEXTS = {"type": "array", "items": _TEXT}
_FORMAT = {"enum": ["sdist", "wheel"]}
_FEATURE = {
    "type": "object",
    "properties": {"feature": _TEXT, "python-version": _TEXT, "python-implementation": _TEXT},
    "required": ["feature"],
    "additionalProperties": False,
}
_GLOB = {
    "type": "object",
    "properties": {
        "path": _TEXT,
        "format": {"anyOf": [_FORMAT, {"type": "array", "items": _FORMAT, "minItems": 1}]},
        "from": {"enum": ["out-dir"]},
        "to": _TEXT,
        "crate-name": _TEXT,
    },
    "required": ["path"],
    "additionalProperties": False,
}

_KINDS: dict[str, Kind] = {
    "str | None": Kind("a string", _text, _TEXT),
    "bool": Kind("true or false", _switch, {"type": "boolean"}),
    "bool | None": Kind("true or false", _switch, {"type": "boolean"}),
    "tuple[str, ...]": Kind("a list of strings", _texts, _TEXTS),
    "tuple[Feature, ...]": Kind(
        "a list of strings, or of tables with `feature`, `python-version` and `python-implementation`",
        _features,
        {"type": "array", "items": {"anyOf": [_TEXT, _FEATURE]}},
    ),
    "tuple[Glob, ...]": Kind(
        "a list of strings, or of tables with `path` and `format`",
        _globs,
        {"type": "array", "items": {"anyOf": [_TEXT, _GLOB]}},
    ),
    "tuple[ModuleSource, ...]": Kind(
        'a table of modules and their sources, such as `"pkg.fast" = "pkg/fast.rs"`',
        _modules,
        {"type": "object", "additionalProperties": _TEXT},
    ),
}
"""Annotation -> kind."""
