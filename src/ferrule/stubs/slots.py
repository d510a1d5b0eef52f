"""Special methods as Python sees them: which are shown, under which names, with which types.

The runtime fills C slots; Python makes special methods of these, and not always of the name that was written
in Rust (`__concat__` becomes `__add__`). A method that Python cannot call has no row.
"""

from __future__ import annotations

from ferrule.base.record import record

OBJECT = "object"


@record
class Shown:
    """How one special method is declared."""

    names: tuple[str, ...] = ()
    """Names in Python, where they are not the one written; `()` for that one."""
    arguments: tuple[str, ...] = ()
    """Fixed annotations of the arguments; an empty text leaves that of Rust's type."""
    defaults: tuple[str, ...] = ()
    """Python text of defaults, by position; empty for none."""
    result: str = ""
    """Fixed annotation of the result; empty leaves that of Rust's type."""
    hidden: bool = False
    """Python code never sees it."""
    unwrapped: bool = False
    """`None` ends an iteration, so that it is never returned."""


_RESULT_SELF = Shown(result="typing_extensions.Self")
_NONE = Shown(result="None")
_POW = Shown(defaults=("", "None"))

_IN_PLACE = """
    add sub mul matmul truediv floordiv mod lshift rshift and xor or
    """
SHOWN: dict[str, Shown] = {
    "__str__": Shown(result="str"),
    "__repr__": Shown(result="str"),
    "__hash__": Shown(result="int"),
    "__bool__": Shown(result="bool"),
    "__len__": Shown(result="int"),
    "__index__": Shown(result="int"),
    "__int__": Shown(result="int"),
    "__float__": Shown(result="float"),
    "__contains__": Shown(result="bool"),
    "__getattribute__": Shown(arguments=("str",)),
    "__getattr__": Shown(arguments=("str",)),
    "__setattr__": Shown(arguments=("str",), result="None"),
    "__delattr__": Shown(arguments=("str",), result="None"),
    # an operand of another type gives NotImplemented, so any object may be compared
    "__eq__": Shown(arguments=(OBJECT,)),
    "__ne__": Shown(arguments=(OBJECT,)),
    "__next__": Shown(unwrapped=True),
    "__anext__": Shown(unwrapped=True),
    "__get__": Shown(defaults=("", "None")),
    "__set__": _NONE,
    "__delete__": _NONE,
    "__setitem__": _NONE,
    "__delitem__": _NONE,
    "__pow__": _POW,
    "__rpow__": _POW,
    "__concat__": Shown(("__add__",)),
    "__repeat__": Shown(("__mul__", "__rmul__"), ("typing.SupportsIndex",)),
    "__inplace_concat__": Shown(("__iadd__",)),
    "__inplace_repeat__": Shown(("__imul__",), ("typing.SupportsIndex",)),
    **{f"__i{name}__": _RESULT_SELF for name in _IN_PLACE.split()},
    "__ipow__": _RESULT_SELF,
    "__getbuffer__": Shown(("__buffer__",), ("int",), result="memoryview"),
    "__releasebuffer__": Shown(("__release_buffer__",), ("memoryview",), result="None"),
    "__traverse__": Shown(hidden=True),
    "__clear__": Shown(hidden=True),
    "__richcmp__": Shown(("__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__")),
}
"""The special methods that are not simply shown as written."""

_OPERATORS = "add sub mul matmul truediv floordiv mod divmod pow lshift rshift and xor or"
PAIRS: tuple[tuple[str, str], ...] = (
    *((f"__{name}__", f"__r{name}__") for name in _OPERATORS.split()),
    ("__lt__", "__gt__"),
    ("__le__", "__ge__"),
)
"""Methods of which Python makes both where a class fills the slot for one. Calling the other one gives
`NotImplemented`, whatever it is given, since the written one has answered already."""

PLAIN = Shown()
EQUALITIES = ("__eq__", "__ne__")
