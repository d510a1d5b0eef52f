"""Rust types and what they are in Python: the annotation of an argument and that of a returned value.

A type is known by its last path segment. The runtime's trait implementations do the converting; this table
only says, for stubs and messages, what Python sees. Names of other modules are written in full
(`collections.abc.Sequence`), so that the printer of stubs knows what to import.
"""

from __future__ import annotations

import builtins
import re
from collections.abc import Mapping
from typing import Literal

from ferrule.base.record import record
from ferrule.model.types import RustType

Direction = Literal["in", "out"]


@record
class Conversion:
    """One Rust type."""

    rust: str
    """Last segment of its path."""
    accepts: str
    """Annotation of an argument; `{0}`, `{1}` stand for its type arguments, empty when not accepted."""
    gives: str
    """Annotation of a returned value, likewise."""
    arity: int = 0
    """How many type arguments the annotation needs; further ones (hashers, allocators) are ignored."""
    invariant: bool = False
    """Whether Python's type is invariant in its arguments, so that wide types inside it would refuse what
    people pass: `dict[str, typing.SupportsIndex]` does not take a `dict[str, int]`."""


def _same(rust: str, python: str, arity: int = 0) -> Conversion:
    return Conversion(rust, python, python, arity)


ANY = "typing.Any"
_INTS = ("i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16", "u32", "u64", "u128", "usize")
_NONZERO = ("I8", "I16", "I32", "I64", "I128", "Isize", "U8", "U16", "U32", "U64", "U128", "Usize")
_KINDS = ("Hash", "BTree", "Index")
_DICT = "dict[{0}, {1}]"
_PATH = "str | os.PathLike[str]"
_SET_IN = "set[{0}] | frozenset[{0}]"
_INT_IN = "typing.SupportsIndex"  # a `float` would be refused; an `int` is one of these
_IP_ANY = "ipaddress.IPv4Address | ipaddress.IPv6Address"

ROWS: tuple[Conversion, ...] = (
    # scalars
    *(Conversion(name, _INT_IN, "int") for name in _INTS),
    *(Conversion(f"NonZero{name}", _INT_IN, "int") for name in _NONZERO),
    Conversion("NonZero", _INT_IN, "int"),
    _same("f32", "float"),
    _same("f64", "float"),
    _same("bool", "bool"),
    _same("char", "str"),
    _same("str", "str"),
    _same("String", "str"),
    _same("CStr", "str"),
    _same("CString", "str"),
    _same("OsStr", "str"),
    _same("OsString", "str"),
    Conversion("Path", _PATH, "pathlib.Path"),
    Conversion("PathBuf", _PATH, "pathlib.Path"),
    # wrappers that Python does not see
    _same("Box", "{0}", 1),
    _same("Cow", "{0}", 1),
    _same("Arc", "{0}", 1),
    _same("Rc", "{0}", 1),
    _same("Cell", "{0}", 1),
    _same("Bound", "{0}", 1),
    _same("Borrowed", "{0}", 1),
    _same("Py", "{0}", 1),
    _same("PyRef", "{0}", 1),
    _same("PyRefMut", "{0}", 1),
    _same("PyClassGuard", "{0}", 1),
    _same("PyClassGuardMut", "{0}", 1),
    _same("PyClassInitializer", "{0}", 1),
    _same("PyResult", "{0}", 1),
    _same("Result", "{0}", 1),
    _same("Option", "{0} | None", 1),
    # containers
    Conversion("Vec", "collections.abc.Sequence[{0}]", "list[{0}]", 1),
    Conversion("VecDeque", "collections.abc.Sequence[{0}]", "list[{0}]", 1),
    Conversion("SmallVec", "collections.abc.Sequence[{0}]", "list[{0}]", 1),
    *(Conversion(f"{kind}Map", _DICT, _DICT, 2, invariant=True) for kind in _KINDS),
    *(Conversion(f"{kind}Set", _SET_IN, "set[{0}]", 1, invariant=True) for kind in _KINDS),
    # time and network
    _same("Duration", "datetime.timedelta"),
    _same("SystemTime", "datetime.datetime"),
    Conversion("IpAddr", f"{_IP_ANY} | str", _IP_ANY),
    Conversion("Ipv4Addr", "ipaddress.IPv4Address | str", "ipaddress.IPv4Address"),
    Conversion("Ipv6Addr", "ipaddress.IPv6Address | str", "ipaddress.IPv6Address"),
    # Python's own types
    _same("PyAny", ANY),
    _same("PyBool", "bool"),
    _same("PyByteArray", "bytearray"),
    _same("PyBytes", "bytes"),
    _same("PyCapsule", ANY),
    _same("PyCFunction", "collections.abc.Callable[..., typing.Any]"),
    _same("PyComplex", "complex"),
    _same("PyCode", "types.CodeType"),
    _same("PyDate", "datetime.date"),
    _same("PyDateTime", "datetime.datetime"),
    _same("PyDelta", "datetime.timedelta"),
    _same("PyDict", "dict[typing.Any, typing.Any]"),
    _same("PyDictItems", "collections.abc.ItemsView[typing.Any, typing.Any]"),
    _same("PyDictKeys", "collections.abc.KeysView[typing.Any]"),
    _same("PyDictValues", "collections.abc.ValuesView[typing.Any]"),
    _same("PyFloat", "float"),
    _same("PyFrame", "types.FrameType"),
    _same("PyFrozenSet", "frozenset[typing.Any]"),
    _same("PyFunction", "collections.abc.Callable[..., typing.Any]"),
    _same("PyInt", "int"),
    _same("PyIterator", "collections.abc.Iterator[typing.Any]"),
    _same("PyList", "list[typing.Any]"),
    _same("PyMapping", "collections.abc.Mapping[typing.Any, typing.Any]"),
    _same("PyMappingProxy", "types.MappingProxyType[typing.Any, typing.Any]"),
    _same("PyMemoryView", "memoryview"),
    _same("PyModule", "types.ModuleType"),
    _same("PyNone", "None"),
    _same("PyRange", "range"),
    _same("PySequence", "collections.abc.Sequence[typing.Any]"),
    _same("PySet", "set[typing.Any]"),
    _same("PySlice", "slice"),
    _same("PyString", "str"),
    _same("PyTime", "datetime.time"),
    _same("PyTraceback", "types.TracebackType"),
    _same("PyTuple", "tuple[typing.Any, ...]"),
    _same("PyType", "type[typing.Any]"),
    _same("PyTzInfo", "datetime.tzinfo"),
    _same("PyBackedStr", "str"),
    Conversion("PyBackedBytes", "bytes | bytearray", "bytes"),
    Conversion("PyBuffer", "bytes | bytearray | memoryview", ""),
    Conversion("PyErr", "BaseException", "BaseException"),
    # types of other crates, with the features that convert them
    _same("BigDecimal", "decimal.Decimal"),
    _same("BigInt", "int"),
    _same("BigUint", "int"),
    _same("Bytes", "bytes"),
    _same("Complex", "complex"),
    _same("Complex32", "complex"),
    _same("Complex64", "complex"),
    _same("DateTime", "datetime.datetime"),
    _same("Decimal", "decimal.Decimal"),
    _same("Either", "{0} | {1}", 2),
    _same("FixedOffset", "datetime.tzinfo"),
    _same("NaiveDate", "datetime.date"),
    _same("NaiveDateTime", "datetime.datetime"),
    _same("NaiveTime", "datetime.time"),
    _same("NotNan", "float"),
    _same("OffsetDateTime", "datetime.datetime"),
    _same("OrderedFloat", "float"),
    _same("PrimitiveDateTime", "datetime.datetime"),
    _same("Ratio", "fractions.Fraction"),
    _same("TimeDelta", "datetime.timedelta"),
    _same("Utc", "datetime.tzinfo"),
    _same("Uuid", "uuid.UUID"),
    _same("Zoned", "datetime.datetime"),
)

_EXCEPTION_ROWS = tuple(
    _same(f"Py{name}", name)
    for name, kind in vars(builtins).items()
    if isinstance(kind, type) and issubclass(kind, BaseException)
)

CONVERSIONS: dict[str, Conversion] = {row.rust: row for row in (*ROWS, *_EXCEPTION_ROWS)}
"""The rows by last path segment."""


_ARRAY = re.compile(r"Py(Readonly|Readwrite)?Array([0-6]|Dyn)?")
_DTYPES = {
    **{
        f"{sign}{bits}": f"numpy.{word}{bits}"
        for sign, word in (("i", "int"), ("u", "uint"))
        for bits in (8, 16, 32, 64)
    },
    "f32": "numpy.float32",
    "f64": "numpy.float64",
    "bool": "numpy.bool_",
    "Complex32": "numpy.complex64",
    "Complex64": "numpy.complex128",
}
"""Element types of the numpy crate's arrays."""


def annotation(kind: RustType | None, direction: Direction, known: Mapping[str, str] | None = None) -> str:
    """The Python annotation of a Rust type as an argument (`in`) or as a returned value (`out`).

    `known` gives the annotations of the crate's own types by their paths as written (`shapes::Circle`).
    What is not known is `typing.Any`. A return type of None, `()` or `Result<(), E>` is `None`.
    """
    if kind is None or (kind.kind == "tuple" and not kind.args):
        return "None" if direction == "out" else "tuple[()]"
    return _annotate(kind, direction, known or {}, top=True)


def _annotate(kind: RustType, direction: Direction, known: Mapping[str, str], *, top: bool) -> str:
    if direction == "in" and (kind.kind == "reference" or kind.name == "Cow") and _is_byte_slice(kind.args):
        return "bytes" if kind.kind == "reference" else "bytes | bytearray"  # borrowed from the object
    if kind.kind in ("slice", "array") or (kind.name in ("Vec", "SmallVec") and kind.args):
        return _sequence(kind.args[0], direction, known)
    if kind.kind == "reference":
        return _annotate(kind.args[0], direction, known, top=top)
    if kind.kind == "tuple":
        inner = ", ".join(_annotate(arg, direction, known, top=False) for arg in kind.args)
        if not kind.args and top:
            return "None"
        return f"tuple[{inner or '()'}]"
    if kind.kind != "path" or not kind.name:
        return ANY
    array = _array(kind)
    if array:
        return array
    own = known.get("::".join(kind.path))
    if own is not None:
        return own
    row = CONVERSIONS.get(kind.name)
    form = "" if row is None else row.accepts if direction == "in" else row.gives
    if row is None or not form or len(kind.args) < row.arity:
        return ANY
    keep_top = top and row.rust in ("PyResult", "Result")
    inside: Direction = "out" if row.invariant else direction
    inner_texts = [_annotate(arg, inside, known, top=keep_top) for arg in kind.args[: row.arity]]
    if row.rust == "Option" and inner_texts[0].split(" | ")[-1] in ("None", ANY):
        return inner_texts[0]
    return form.format(*inner_texts)


def _array(kind: RustType) -> str:
    """The annotation of an array of the numpy crate; empty for any other type."""
    if not _ARRAY.fullmatch(kind.name):
        return ""
    element = _DTYPES.get(kind.args[0].name) if kind.args else None
    return f"numpy.typing.NDArray[{element or ANY}]"


def _is_byte_slice(args: tuple[RustType, ...]) -> bool:
    return len(args) == 1 and args[0].kind == "slice" and args[0].args[0].name == "u8"


def _sequence(element: RustType, direction: Direction, known: Mapping[str, str]) -> str:
    """Sequences: those of `u8` are bytes on the way out, and may be bytes on the way in."""
    inner = _annotate(element, direction, known, top=False)
    is_bytes = element.name == "u8"
    if direction == "out":
        return "bytes" if is_bytes else f"list[{inner}]"
    sequence = f"collections.abc.Sequence[{inner}]"
    return f"bytes | bytearray | {sequence}" if is_bytes else sequence
