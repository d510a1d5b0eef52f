"""Names that Python can import: judging a module's name, and mending one."""

from __future__ import annotations

import keyword
import re
import sys

from ferrule.base.errors import ProjectError


def check_module_name(name: str, of: str, *, nested: bool = False) -> None:
    """Raise ProjectError unless `name` can be imported: an identifier, no keyword, not hidden by the
    standard library.
    """
    if not name.isidentifier() or not name.isascii():
        raise ProjectError(
            f"`{name}`, the name of {of}, cannot be a Python module's name.",
            f"Rename it, for example to `{mended(name)}`.",
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


def mended(name: str) -> str:
    """An identifier near to `name`."""
    made = re.sub(r"\W+", "_", name, flags=re.ASCII).strip("_") or "module"
    return f"_{made}" if made[0].isdigit() else made
