"""Python's type hints as Rust types, and a Python function's signature as that of a `#[pyfunction]`.

The table is here; what a value of such a type is converted from and to is the bridge's business. Nothing is
imported for it: hints are told apart by what they are made of.
"""

from __future__ import annotations

import _collections_abc as abc  # as `collections.abc`, without loading `collections`
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FunctionType
    from typing import Any


class Row:
    """The Rust types for one Python type: as a parameter, inside of a container, as a result."""

    def __init__(self, taken: str, held: str, given: str) -> None:
        self.taken, self.held, self.given = taken, held, given


_ANY = "::pyo3::Py<::pyo3::PyAny>"
SCALARS: dict[object, Row] = {
    int: Row("i64", "i64", "i64"),
    float: Row("f64", "f64", "f64"),
    bool: Row("bool", "bool", "bool"),
    str: Row("&str", "String", "String"),
    bytes: Row("&[u8]", "Vec<u8>", "Vec<u8>"),
    None: Row("()", "()", "()"),
    type(None): Row("()", "()", "()"),
    object: Row("&::pyo3::Bound<'_, ::pyo3::PyAny>", _ANY, _ANY),
}
"""Types without parts."""

_SET = "::std::collections::HashSet<{}>"
_MAP = "::std::collections::HashMap<{}, {}>"
CONTAINERS: dict[object, str] = {
    list: "Vec<{}>",
    abc.Sequence: "Vec<{}>",
    dict: _MAP,
    abc.Mapping: _MAP,
    set: _SET,
    frozenset: _SET,
    abc.Set: _SET,
}
"""Types with parts, whose Rust types stand in for the braces."""

KEYWORDS = frozenset(
    """abstract as async await become box break const continue do dyn else enum extern false final fn for gen
    if impl in let loop macro match mod move mut override priv pub ref return static struct trait true try
    type typeof unsafe unsized use virtual where while yield""".split()  # noqa: SIM905
)
"""Words that must be written `r#word` to be names in Rust."""

_NEVER = frozenset(("self", "Self", "super", "crate", "_"))


def around(function: FunctionType, *, fallible: bool, wrapped: bool, detach: bool) -> tuple[str, str]:
    """What stands before and behind the body of the Rust function for a Python one, the former in one line.

    `fallible` makes its result a `PyResult`; `wrapped` lets the body's last expression be the bare value even
    so. Raises TypeError, naming the parameter, where a hint is missing or has no Rust type.
    """
    code = function.__code__
    name = function.__name__
    count = code.co_argcount
    names = code.co_varnames[: count + code.co_kwonlyargcount]
    if code.co_flags & 0x0C:
        raise TypeError(f"{name}() takes *args or **kwargs, which `ferrule.rust` cannot hand on.")
    hints = _hints(function)
    defaults = dict(zip(reversed(names[:count]), reversed(function.__defaults__ or ()), strict=False))
    defaults.update(function.__kwdefaults__ or {})
    shown: list[str] = []
    declared: list[str] = []
    for position, parameter in enumerate(names):
        if position == count:
            shown.append("*")
        what = f"the parameter `{parameter}` of {name}()"
        if parameter not in hints:
            raise TypeError(f"{_begin(what)} has no type hint, and `ferrule.rust` needs one.")
        type_ = _rust(hints[parameter], what).taken
        word = rust_name(parameter, what)
        declared.append(f"{word}: {type_}")
        default = f" = {_literal(defaults[parameter], type_, what)}" if parameter in defaults else ""
        shown.append(f"{word}{default}")
        if position + 1 == code.co_posonlyargcount:
            shown.append("/")
    if "return" not in hints:
        raise TypeError(f"{name}() has no hint for its result; write `-> None` if it has none.")
    result = _rust(hints["return"], f"the result of {name}()").given
    inside = ("", "")
    if fallible and wrapped:
        inside = (f" ::pyo3::glue::outcome::<{result}, _>({{", "})")
    result = f"::pyo3::PyResult<{result}>" if fallible else result
    asked = "(detach)" if detach else ""
    head = (
        f"#[::pyo3::pyfunction{asked}] #[pyo3(signature = ({', '.join(shown)}))] "
        f"fn {rust_name(name, 'the name of the function')}({', '.join(declared)}) -> {result} {{"
    )
    return f"{head}{inside[0]}", f"\n{inside[1]}}}\n"


def rust_name(name: str, what: str) -> str:
    """A Python name as Rust writes it. Raises TypeError for the few that it cannot write."""
    if name in _NEVER or not name.isidentifier():
        raise TypeError(f"{_begin(what)} cannot be called `{name}` in Rust.")
    return f"r#{name}" if name in KEYWORDS else name


def _hints(function: FunctionType) -> dict[str, Any]:
    """The annotations, with those that are texts evaluated where the function was written."""
    found: dict[str, Any] = {}
    for name, hint in function.__annotations__.items():
        while isinstance(hint, str):
            try:
                hint = eval(hint, function.__globals__)  # noqa: PLW2901
            except Exception as error:
                what = "result" if name == "return" else f"parameter `{name}`"
                raise TypeError(
                    f"The hint `{hint}` for the {what} of {function.__name__}() cannot be evaluated: {error}."
                ) from None
        found[name] = hint
    return found


def _rust(hint: Any, what: str) -> Row:
    """The Rust types for a hint. Raises TypeError with `what` as the subject."""
    try:
        row = SCALARS.get(hint)
    except TypeError:
        row = None
    if row is not None:
        return row
    origin, parts = getattr(hint, "__origin__", None), getattr(hint, "__args__", ())
    if metadata := getattr(hint, "__metadata__", ()):
        named = [text for text in metadata if isinstance(text, str)]
        return Row(named[0], named[0], named[0]) if named else _rust(origin, what)
    typing = sys.modules.get("typing")
    if typing is not None and hint is typing.Any:
        return SCALARS[object]
    for attribute in ("__supertype__", "__value__"):  # NewType, and the `type` statement
        if hasattr(hint, attribute):
            return _rust(getattr(hint, attribute), what)
    if type(hint) is type(int | None) or (typing is not None and origin is typing.Union):
        return _optional(hint, parts, what)
    if origin is tuple:
        if parts[1:] == (...,):
            origin, parts = list, parts[:1]
        else:
            inner = [_rust(part, what) for part in parts if part != ()]
            comma = "," if len(inner) == 1 else ""
            held = f"({', '.join(row.held for row in inner)}{comma})"
            return Row(held, held, held)
    pattern = CONTAINERS.get(origin)
    if pattern is not None and len(parts) == pattern.count("{}"):
        held = pattern.format(*(_rust(part, what).held for part in parts))
        return Row(held, held, held)
    if hint is tuple or hint in CONTAINERS:
        raise TypeError(
            f"{_begin(what)} is annotated with `{_shown(hint)}`; say of what, for example `list[int]`."
        )
    raise _unknown(hint, what)


def _optional(hint: Any, parts: tuple[Any, ...], what: str) -> Row:
    rest = [part for part in parts if part is not type(None)]
    if len(rest) != 1 or len(parts) != 2:
        raise _unknown(hint, what)
    row = _rust(rest[0], what)
    return Row(*(f"Option<{type_}>" for type_ in (row.taken, row.held, row.given)))


def _unknown(hint: Any, what: str) -> TypeError:
    shown = _shown(hint)
    return TypeError(
        f"{_begin(what)} is annotated with `{shown}`, for which no Rust type is known. "
        f'Name one: `Annotated[{shown}, "RustType"]`.'
    )


def _begin(what: str) -> str:
    return what[:1].upper() + what[1:]


def _shown(hint: Any) -> str:
    return str(hint.__qualname__) if isinstance(hint, type) and not hasattr(hint, "__args__") else str(hint)


def _literal(value: Any, type_: str, what: str) -> str:
    """A default as an expression of a Rust type. Raises TypeError for what has no literal."""
    if type_.startswith("Option<"):
        return "None" if value is None else f"Some({_literal(value, type_[7:-1], what)})"
    text = _plain(value)
    if text is not None:
        return text
    raise TypeError(
        f"The default of {what}, {value!r}, cannot be written in Rust; use None, a number, a text, "
        "bytes, or a list or tuple of numbers."
    )


def _plain(value: Any) -> str | None:
    kind = type(value)
    if kind is bool:
        return str(value).lower()
    if kind is int:
        return str(value)
    if kind is float:
        if value != value:  # noqa: PLR0124 - the only one that is not equal to itself
            return "f64::NAN"
        infinite = {float("inf"): "f64::INFINITY", float("-inf"): "f64::NEG_INFINITY"}
        return infinite.get(value) or f"{value!r}f64"
    if kind is str:
        return '"' + "".join(_escaped(char) for char in value) + '"'
    if kind is bytes:
        return 'b"' + "".join(f"\\x{byte:02x}" for byte in value) + '" as &[u8]'
    if kind in (list, tuple):
        parts = [None if type(part) in (str, bytes) else _plain(part) for part in value]
        known = [part for part in parts if part is not None]
        if len(known) < len(parts):
            return None
        return f"vec![{', '.join(known)}]" if kind is list else f"({''.join(f'{part}, ' for part in known)})"
    return None


def _escaped(char: str) -> str:
    if char in '\\"':
        return f"\\{char}"
    return char if char.isprintable() else f"\\u{{{ord(char):x}}}"
