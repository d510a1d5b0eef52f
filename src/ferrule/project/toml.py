"""Reading TOML files: a dict, or one sentence with the place of the mistake; and typed access to what was
read.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from ferrule.base.errors import ProjectError


def parse(text: str) -> dict[str, Any]:
    """Read a text. Raises ValueError, with line and column in its message, when it is not TOML."""
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    return tomllib.loads(text)


def load(path: Path) -> dict[str, Any]:
    """Read a TOML file.

    Raises ProjectError when it cannot be read or is not TOML.
    """
    try:
        return parse(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ProjectError(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise ProjectError(f"{path} is not UTF-8 text (byte {error.start}).") from error
    except ValueError as error:
        raise ProjectError(f"{path} is not valid TOML: {error}.") from error


def table(value: dict[str, Any], key: str, where: Path) -> dict[str, Any]:
    """The table under `key`, empty when absent. Raises ProjectError when something else is there."""
    found = value.get(key, {})
    if not isinstance(found, dict):
        raise ProjectError(f"`{key}` in {where} must be a table, and is {_kind(found)}.")
    return found


def text(value: dict[str, Any], key: str, where: Path) -> str | None:
    """The string under `key`, None when absent. Raises ProjectError when something else is there."""
    found = value.get(key)
    if found is None or isinstance(found, str):
        return found
    raise ProjectError(f"`{key}` in {where} must be a string, and is {_kind(found)}.")


def texts(value: dict[str, Any], key: str, where: Path) -> tuple[str, ...]:
    """The strings listed under `key`, empty when absent. Raises ProjectError when something else is there."""
    found = value.get(key, [])
    if isinstance(found, list) and all(isinstance(item, str) for item in found):
        return tuple(found)
    raise ProjectError(f"`{key}` in {where} must be a list of strings, and is {_kind(found)}.")


def _kind(value: object) -> str:
    names = {
        bool: "a boolean",
        int: "a number",
        float: "a number",
        str: "a string",
        list: "a list",
        dict: "a table",
    }
    return names.get(type(value), type(value).__name__)
