"""`[tool.setuptools-rust]`: what becomes of each key of its tables (setuptools-rust 1.13), and what its
neighbour `[tool.setuptools]` says about where Python packages are.

Only what pyproject.toml and setup.cfg say is read; a setup.py is never run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ferrule.base.errors import ProjectError
from ferrule.project.kinds import ModuleSource
from ferrule.project.settings import unknown_key

READ: dict[str, str] = {
    "target": "the import path: `module-name`; of several modules, an entry of `modules`",
    "path": "`manifest-path`; default: `Cargo.toml`",
    "binding": "`PyO3` and `NoBinding` are built, `Exec` is left out, `RustCPython` is refused",
    "features": "`features`",
    "rustc-flags": "`rustc-args`",
    "native": "`-Ctarget-cpu=native` in `rustc-args`",
    "debug": '`true` is `profile = "dev"`',
    "strip": "`All` and `No` are `strip`; `Debug` leaves it to the profile",
    "py-limited-api": "`true` is the feature `pyo3/abi3`; `auto` takes `py-limited-api` of `bdist_wheel`, "
    "from `[tool.distutils]` or setup.cfg, as `pyo3/abi3-py3N`",
    "args": "features, `--profile` and `--config` become settings; others are refused",
    "cargo-manifest-args": "`--locked`, `--frozen` and `--offline` change nothing; others are refused",
}
"""Key of ``[[tool.setuptools-rust.ext-modules]]`` -> what becomes of it."""

IGNORED: dict[str, str] = {
    "optional": "a build that fails is an error",
    "quiet": "`-q` says it for one run",
    "rust-version": "cargo reads `rust-version` of Cargo.toml",
    "script": "it concerns programs",
}
"""Key -> why it changes nothing."""

REFUSED: dict[str, str] = {
    "env": "set the variables where Ferrule is run",
    "generated-files": 'list them in `include`, with `from = "out-dir"`',
}
"""Key -> what to do instead."""

_PLACE = ("module-name", "manifest-path")
_HARMLESS = frozenset({"--locked", "--frozen", "--offline"})


def translated(pyproject: Mapping[str, Any], where: Path) -> Mapping[str, Any]:
    """The tables as a layer of settings.

    Raises ProjectError for unknown keys, and for what Ferrule does not build.
    """
    named = f"[[tool.setuptools-rust.ext-modules]] of {where}"
    limited = _limited_api(pyproject, where)
    entries = [_entry(table, named, limited) for table in _modules(pyproject, named)]
    if not entries:
        return {}
    layer = dict(entries[0])
    if len(entries) > 1:
        rest = [{key: value for key, value in entry.items() if key not in _PLACE} for entry in entries]
        if any(other != rest[0] for other in rest):
            raise ProjectError(
                f"{named} gives its modules different options, and Ferrule builds those of a project alike.",
                "Give every one the same, or build them as projects of their own.",
            )
        layer = dict(rest[0])
        layer["modules"] = tuple(_several(entry) for entry in entries)
    source = _python_source(pyproject)
    if source is not None:
        layer["python-source"] = source
    return layer


def programs(pyproject: Mapping[str, Any]) -> list[str]:
    """Names of the programs that setuptools-rust would build and Ferrule leaves out."""
    table = pyproject.get("tool", {}).get("setuptools-rust", {})
    rows = [row for row in table.get("bins", ()) if isinstance(row, dict)]
    rows += [row for row in table.get("ext-modules", ()) if isinstance(row, dict) and _is_program(row)]
    found: list[str] = []
    for row in rows:
        target = row.get("target", "?")
        found += map(str, target.values()) if isinstance(target, dict) else [str(target)]
    return found


def _is_program(row: Mapping[str, Any]) -> bool:
    return row.get("binding") == "Exec" or isinstance(row.get("target"), dict)


def _several(entry: Mapping[str, Any]) -> ModuleSource:
    folder = Path(entry["manifest-path"]).parent.as_posix()
    return ModuleSource(entry["module-name"], folder)


def _modules(pyproject: Mapping[str, Any], named: str) -> list[Mapping[str, Any]]:
    table = pyproject["tool"]["setuptools-rust"]
    outer = "[" + named.removeprefix("[[").replace(".ext-modules]]", "]")
    rows = table.get("ext-modules", []) if isinstance(table, dict) else None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ProjectError(f"{named} must be tables.")
    for key in table:
        if key not in ("ext-modules", "bins"):
            raise unknown_key(key, outer, {"ext-modules": "", "bins": ""})
    return [row for row in rows if not _is_program(row)]


def _entry(row: Mapping[str, Any], named: str, limited: str | None) -> dict[str, Any]:
    known = {**READ, **IGNORED, **REFUSED}
    for key in row:
        if key not in known:
            raise unknown_key(key, named, known)
        if key in REFUSED and row[key]:
            step = REFUSED[key]
            raise ProjectError(
                f"Ferrule does nothing with `{key}` in {named}.", f"{step[0].upper()}{step[1:]}."
            )
    if row.get("binding", "PyO3") not in ("PyO3", "NoBinding"):
        raise ProjectError(
            f"`binding` in {named} is `{row['binding']}`, and Ferrule builds `PyO3` alone.",
            "Build this project with setuptools-rust.",
        )
    if not isinstance(row.get("target"), str):
        raise ProjectError(f"{named} needs a `target`, the import path of the module.")
    manifest = str(row.get("path", "Cargo.toml"))
    entry: dict[str, Any] = {"module-name": row["target"], "manifest-path": manifest}
    features = [*_texts(row, "features", named), *_abi(row.get("py-limited-api", "auto"), limited)]
    flags = [*_texts(row, "rustc-flags", named), *(["-Ctarget-cpu=native"] if row.get("native") else [])]
    if row.get("debug") is True:
        entry["profile"] = entry["editable-profile"] = "dev"
    if row.get("strip") in ("All", "No"):
        entry["strip"] = row["strip"] == "All"
    features += _arguments(row, named, entry)
    return entry | {
        key: tuple(value) for key, value in (("features", features), ("rustc-args", flags)) if value
    }


def _abi(asked: Any, limited: str | None) -> list[str]:
    if asked is True:
        return ["pyo3/abi3"]
    return [f"pyo3/abi3-py{limited}"] if asked == "auto" and limited else []


def _texts(row: Mapping[str, Any], key: str, named: str) -> list[str]:
    value = row.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ProjectError(f"`{key}` in {named} must be a list of strings.")
    return value


def _arguments(row: Mapping[str, Any], named: str, entry: dict[str, Any]) -> list[str]:
    """Bring arguments for cargo into the settings; return the features among them."""
    features: list[str] = []
    given = _words(_texts(row, "args", named) + _texts(row, "cargo-manifest-args", named))
    for option, value in given:
        if option in ("--no-default-features", "--all-features"):
            entry[option[2:]] = True
        elif option == "--profile" and value:
            entry["profile"] = value
        elif option == "--config" and value:
            entry["config"] = (*entry.get("config", ()), value)
        elif option in ("--features", "-F") and value:
            features += value.replace(",", " ").split()
        elif option not in _HARMLESS:
            raise ProjectError(
                f"`args` in {named} has `{option}`, which Ferrule does not know how to pass on.",
                "Say it in [tool.ferrule], or in `.cargo/config.toml`.",
            )
    return features


def _words(arguments: list[str]) -> Iterator[tuple[str, str]]:
    """Options with their values: ``--profile x`` and ``--profile=x`` alike."""
    rest = list(arguments)
    while rest:
        option, equals, value = rest.pop(0).partition("=")
        if not equals and option in ("--profile", "--config", "--features", "-F") and rest:
            value = rest.pop(0)
        yield option, value


def _limited_api(pyproject: Mapping[str, Any], where: Path) -> str | None:
    """The `39` of ``py-limited-api = "cp39"``, which belongs to the wheel in setuptools."""
    table = pyproject.get("tool", {}).get("distutils", {}).get("bdist_wheel", {})
    text = table.get("py-limited-api", table.get("py_limited_api"))
    config = where.with_name("setup.cfg")
    if text is None and config.is_file():
        import configparser

        parser = configparser.ConfigParser(interpolation=None)
        try:
            parser.read(config, encoding="utf-8")
        except (configparser.Error, UnicodeDecodeError, OSError) as error:
            raise ProjectError(f"{config} cannot be read: {str(error).splitlines()[0]}.") from error
        for key in ("py_limited_api", "py-limited-api"):
            text = text or parser.get("bdist_wheel", key, fallback=None)
    found = re.fullmatch(r"cp(3\d+)", str(text)) if text is not None else None
    return found.group(1) if found else None


def _python_source(pyproject: Mapping[str, Any]) -> str | None:
    """Where setuptools looks for packages: ``package-dir``, else ``packages.find.where``."""
    table = pyproject.get("tool", {}).get("setuptools", {})
    if not isinstance(table, dict):
        return None
    root = table.get("package-dir", {})
    if isinstance(root, dict) and root.get(""):
        return str(root[""])
    packages = table.get("packages", {})
    find = packages.get("find", {}) if isinstance(packages, dict) else {}
    where = find.get("where") if isinstance(find, dict) else None
    return str(where[0]) if isinstance(where, list) and len(where) == 1 and where[0] != "." else None
