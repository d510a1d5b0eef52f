"""`@ferrule.rust` on a Python function: what may be decorated, where the Rust body is, and what comes out."""

from __future__ import annotations

from types import FunctionType

from ferrule.importer.annotations import around, rust_name
from ferrule.importer.inline import Options, Text
from ferrule.importer.loader import NoCompiler
from ferrule.importer.places import Place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from functools import partial
    from typing import Any

    _Partial = partial[Any]
else:
    import _functools  # `functools` would load more than all else here

    _Partial = _functools.partial

_BLOCK = r"^[ \t]*```rust[ \t]*\r?\n(.*?)^[ \t]*```"
_SILENT = r'(?s://[^\n]*|/\*.*?\*/|"(?:[^"\\]|\\.)*")'
_FALLIBLE = r"[\w)\]}>]\s*\?|\breturn\s+(?:Ok|Err)\s*\("
_RESULT = r"(?:Ok|Err)\s*\([^;]*\)"
_ENDS = rf"(?:^|[;{{}}])\s*{_RESULT}\s*$"
_BRANCHES = r"(?:[;{]\s*(?:Ok|Err)\s*\([^;{}]*\)\s*\}\s*(?:else\b|$))"
_PRELUDE = "#[allow(unused_imports)] use ::pyo3::prelude::*; "

_COPIED = ("__module__", "__name__", "__qualname__", "__doc__", "__annotations__", "__type_params__")

_told: set[str] = set()
"""Reasons that were given for falling back to Python."""


class RustFunction(_Partial):
    """A compiled function under a Python function's name, signature and documentation."""

    __qualname__: str
    __wrapped__: FunctionType

    def __reduce__(self) -> str:
        """By name, as functions are pickled."""
        return str(self.__qualname__)

    def __repr__(self) -> str:
        return f"<function {self.__qualname__} in Rust>"


def in_rust(function: Any, source: str | None, options: Options, place: Place) -> Any:
    """The function with a Rust body; itself, with a warning, where there is no compiler.

    Raises TypeError for what cannot be decorated, ImportError for what does not compile.
    """
    _check(function)
    place = Place(function.__code__.co_filename, function.__code__.co_firstlineno, function.__globals__)
    body = _body(function) if source is None else source
    fallible, wrapped = _fallible(body)
    head, tail = around(function, fallible=fallible, wrapped=wrapped, detach=options.detach)
    text = Text(options.header(place.directory()), body, place, head=_PRELUDE + head, tail=tail)
    label = function.__name__ if function.__name__.isascii() else "function"
    try:
        module = text.module(options.name or label, exact=options.name is not None)
    except NoCompiler as error:
        _tell(function, str(error))
        return function
    made = RustFunction(getattr(module, function.__name__))
    made.__dict__.update(function.__dict__)
    for name in _COPIED:
        if hasattr(function, name):
            setattr(made, name, getattr(function, name))
    made.__wrapped__ = function
    return made


def _check(function: Any) -> None:
    if not isinstance(function, FunctionType):
        kind = type(function).__name__
        raise TypeError(
            f"`ferrule.rust` takes a Rust text or a function, and was given an object of type {kind}."
        )
    name, flags = function.__name__, function.__code__.co_flags
    rust_name(name, "the function")
    outer = function.__qualname__.rpartition(".")[0]
    if outer and not outer.endswith("<locals>"):
        raise TypeError(f"{name}() of {outer} is a method; decorate a function, and call it from there.")
    if flags & 0x20:
        raise TypeError(f"{name}() is a generator, which has no body in Rust; return a list instead.")
    if flags & 0x380:
        raise TypeError(f"{name}() is async, which has no body in Rust; call a plain function from it.")


def _body(function: FunctionType) -> str:
    body = function.__doc__ or ""
    if "```rust" in body:
        import re

        block = re.search(_BLOCK, body, re.MULTILINE | re.DOTALL)
        body = body if block is None else block[1]
    if not body.strip():
        raise TypeError(
            f"{function.__name__}() has no Rust body: write it as the docstring, or as an argument."
        )
    return body


def _fallible(body: str) -> tuple[bool, bool]:
    """Whether a body says that it may fail: it uses `?`, returns an `Err`, or ends in `Ok(...)` or such
    branches; and whether its last expression may be the bare value, as it is no plain `Ok(...)`.
    """
    if "?" not in body and "Ok" not in body and "Err" not in body:
        return False, False
    import re

    said = re.sub(_SILENT, "", body).strip()
    if re.search(_ENDS, said):
        return True, False
    return re.search(f"{_FALLIBLE}|{_BRANCHES}", said) is not None, True


def _tell(function: FunctionType, why: str) -> None:
    if why in _told:
        return
    _told.add(why)
    import warnings

    warnings.warn(
        f"{function.__name__}() runs as Python, since its Rust body cannot be compiled here: {why}",
        RuntimeWarning,
        stacklevel=4,
    )
