"""Every name that the glue invents. One reserved prefix, so that none of them meets a name of the user's.

Glue of one item stands in its own `const _` block (or in the side module of the item's own name), so names need
not be unique in the crate: only within the block, where methods are told apart by their index.
"""

from __future__ import annotations

PREFIX = "__ferrule_"

GLUE = PREFIX + "glue"
"""The runtime's `glue` module, as imported into the block."""
ROOT = PREFIX + "pyo3"
"""The runtime crate, as imported into the block."""
DEF_TYPE = "__FerruleDef"
"""The type in a side module that stands for a function or a module; known to `wrap_pyfunction!`."""
EXPORT = "__FERRULE_EXPORT"
"""The constant by which a module adds an item, whatever it is."""
PY = PREFIX + "py"
SLF = PREFIX + "slf"
ARGUMENTS = PREFIX + "arguments"
RESULT = PREFIX + "result"
RECEIVER = PREFIX + "receiver"
VALUE = PREFIX + "object"
"""The object that a derived conversion reads."""
FOUND = PREFIX + "found"
FIELDS = PREFIX + "fields"
BORROW_LIFETIME = "'" + PREFIX + "a"
PY_LIFETIME = "'" + PREFIX + "py"


def half(method: str) -> str:
    """The constant of a class that says whether it has one of the methods that share a slot."""
    return f"__FERRULE_{method.strip('_').upper()}"


def argument(index: int) -> str:
    """The local that holds the converted value of one parameter."""
    return f"{PREFIX}arg{index}"


def given(index: int) -> str:
    """The local that holds what the user's function is given, where that is named."""
    return f"{PREFIX}given{index}"


def body(tag: str) -> str:
    """The function that serves a property or a class attribute."""
    return f"{PREFIX}body{tag}"


def marker(tag: str) -> str:
    """The type that names a method, for the runtime's generic entry points."""
    return f"{PREFIX}function{tag}"


def definition(tag: str) -> str:
    """The static descriptor."""
    return f"{PREFIX}def{tag}"


def default(tag: str, index: int) -> str:
    """The function that writes the default of one parameter, if it must stand in an `impl`."""
    return f"{PREFIX}default{tag}_{index}"


def converter(tag: str, index: int) -> str:
    """The function that calls a `from_py_with`."""
    return f"{PREFIX}with{tag}_{index}"
