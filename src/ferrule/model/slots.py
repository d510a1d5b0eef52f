"""Special methods that fill a slot of the type: one row each.

A name that is not here is a plain method, however many underscores it has. Arguments of slots are positional
only and have no signature, except those of `__new__`, `__init__` and `__call__`.
"""

from __future__ import annotations

from typing import Literal

from ferrule.base.record import record

ArgumentKind = Literal[
    "object",  # any convertible value
    "maybe_none",  # a Python object or None: Option<T> sees None for a missing one
    "ssize",  # isize from C
    "compare_op",  # pyclass::CompareOp
    "buffer",  # *mut Py_buffer
    "flags",  # c_int
    "visit",  # PyVisit
]

ResultKind = Literal[
    "object",  # any value that can be returned to Python
    "hash",  # an integer of at most 64 bits; -1 becomes -2
    "length",  # usize
    "bool",
    "nothing",  # () or Result<()>
    "next",  # Option<T>: None ends the iteration
    "self",  # returns nothing; Python gets the instance back
    "visit",  # Result<(), PyTraverseError>
]


@record
class Slot:
    """One special method."""

    name: str
    slot: str
    """Slot of the type object; a pair `a+b` where two methods share one C function (`__setattr__` and
    `__delattr__`), a list `a|b` where one method fills two."""
    signature: str
    """C type of the slot's function."""
    arguments: tuple[ArgumentKind, ...]
    """What the method takes beside the instance."""
    result: ResultKind
    on_bad_argument: Literal["raise", "not_implemented"] = "raise"
    """What happens when an argument does not convert: the error, or `NotImplemented`."""
    shared: str = ""
    """Name of the C function it is half of (`setattr`, `binary add`), combined with its partner."""
    free_signature: bool = False
    """Has an ordinary signature, with names, defaults and keywords."""


def _binary(name: str, slot: str) -> tuple[Slot, Slot]:
    """The forward and the reflected method of one operator."""
    arguments: tuple[ArgumentKind, ...] = ("object", "maybe_none") if name == "pow" else ("object",)
    kind = "ternaryfunc" if name == "pow" else "binaryfunc"
    return (
        Slot(f"__{name}__", slot, kind, arguments, "object", "not_implemented", f"binary {name}"),
        Slot(f"__r{name}__", slot, kind, arguments, "object", "not_implemented", f"binary {name}"),
    )


def _in_place(name: str, slot: str) -> Slot:
    arguments: tuple[ArgumentKind, ...] = ("object", "maybe_none") if name == "pow" else ("object",)
    kind = "ternaryfunc" if name == "pow" else "binaryfunc"
    return Slot(f"__i{name}__", slot, kind, arguments, "self", "not_implemented")


def _compare(name: str) -> Slot:
    return Slot(
        f"__{name}__",
        "tp_richcompare",
        "richcmpfunc",
        ("object",),
        "object",
        "not_implemented",
        "richcompare",
    )


def _unary(name: str, slot: str) -> Slot:
    return Slot(f"__{name}__", slot, "unaryfunc", (), "object")


ROWS: tuple[Slot, ...] = (
    # object
    Slot("__new__", "tp_new", "newfunc", (), "object", free_signature=True),
    Slot("__init__", "tp_init", "initproc", (), "nothing", free_signature=True),
    Slot("__str__", "tp_str", "reprfunc", (), "object"),
    Slot("__repr__", "tp_repr", "reprfunc", (), "object"),
    Slot("__hash__", "tp_hash", "hashfunc", (), "hash"),
    # attributes
    Slot("__getattribute__", "tp_getattro", "getattrofunc", ("object",), "object", shared="getattr"),
    Slot("__getattr__", "tp_getattro", "getattrofunc", ("object",), "object", shared="getattr"),
    Slot("__setattr__", "tp_setattro", "setattrofunc", ("object", "object"), "nothing", shared="setattr"),
    Slot("__delattr__", "tp_setattro", "setattrofunc", ("object",), "nothing", shared="setattr"),
    # comparison
    _compare("lt"),
    _compare("le"),
    _compare("eq"),
    _compare("ne"),
    _compare("gt"),
    _compare("ge"),
    Slot(
        "__richcmp__",
        "tp_richcompare",
        "richcmpfunc",
        ("object", "compare_op"),
        "object",
        "not_implemented",
    ),
    # descriptors
    Slot("__get__", "tp_descr_get", "descrgetfunc", ("maybe_none", "maybe_none"), "object"),
    Slot("__set__", "tp_descr_set", "descrsetfunc", ("object", "object"), "nothing", shared="descr_set"),
    Slot("__delete__", "tp_descr_set", "descrsetfunc", ("object",), "nothing", shared="descr_set"),
    # call
    Slot("__call__", "tp_call", "ternaryfunc", (), "object", free_signature=True),
    # iteration
    Slot("__iter__", "tp_iter", "getiterfunc", (), "object"),
    Slot("__next__", "tp_iternext", "iternextfunc", (), "next"),
    Slot("__await__", "am_await", "unaryfunc", (), "object"),
    Slot("__aiter__", "am_aiter", "unaryfunc", (), "object"),
    Slot("__anext__", "am_anext", "unaryfunc", (), "next"),
    # mapping and sequence protocols; `mapping` and `sequence` on the class choose among the slots
    Slot("__len__", "mp_length|sq_length", "lenfunc", (), "length"),
    Slot("__contains__", "sq_contains", "objobjproc", ("object",), "bool"),
    Slot("__getitem__", "mp_subscript|sq_item", "binaryfunc", ("object",), "object"),
    Slot(
        "__setitem__",
        "mp_ass_subscript|sq_ass_item",
        "objobjargproc",
        ("object", "object"),
        "nothing",
        shared="setitem",
    ),
    Slot(
        "__delitem__",
        "mp_ass_subscript|sq_ass_item",
        "objobjargproc",
        ("object",),
        "nothing",
        shared="setitem",
    ),
    Slot("__concat__", "sq_concat", "binaryfunc", ("object",), "object"),
    Slot("__repeat__", "sq_repeat", "ssizeargfunc", ("ssize",), "object"),
    Slot("__inplace_concat__", "sq_inplace_concat", "binaryfunc", ("object",), "object"),
    Slot("__inplace_repeat__", "sq_inplace_repeat", "ssizeargfunc", ("ssize",), "object"),
    # numbers
    _unary("pos", "nb_positive"),
    _unary("neg", "nb_negative"),
    _unary("abs", "nb_absolute"),
    _unary("invert", "nb_invert"),
    _unary("index", "nb_index"),
    _unary("int", "nb_int"),
    _unary("float", "nb_float"),
    Slot("__bool__", "nb_bool", "inquiry", (), "bool"),
    *_binary("add", "nb_add"),
    *_binary("sub", "nb_subtract"),
    *_binary("mul", "nb_multiply"),
    *_binary("matmul", "nb_matrix_multiply"),
    *_binary("floordiv", "nb_floor_divide"),
    *_binary("truediv", "nb_true_divide"),
    *_binary("divmod", "nb_divmod"),
    *_binary("mod", "nb_remainder"),
    *_binary("lshift", "nb_lshift"),
    *_binary("rshift", "nb_rshift"),
    *_binary("and", "nb_and"),
    *_binary("xor", "nb_xor"),
    *_binary("or", "nb_or"),
    *_binary("pow", "nb_power"),
    _in_place("add", "nb_inplace_add"),
    _in_place("sub", "nb_inplace_subtract"),
    _in_place("mul", "nb_inplace_multiply"),
    _in_place("matmul", "nb_inplace_matrix_multiply"),
    _in_place("truediv", "nb_inplace_true_divide"),
    _in_place("floordiv", "nb_inplace_floor_divide"),
    _in_place("mod", "nb_inplace_remainder"),
    _in_place("pow", "nb_inplace_power"),
    _in_place("lshift", "nb_inplace_lshift"),
    _in_place("rshift", "nb_inplace_rshift"),
    _in_place("and", "nb_inplace_and"),
    _in_place("xor", "nb_inplace_xor"),
    _in_place("or", "nb_inplace_or"),
    # buffer and garbage collector
    Slot("__getbuffer__", "bf_getbuffer", "getbufferproc", ("buffer", "flags"), "nothing"),
    Slot("__releasebuffer__", "bf_releasebuffer", "releasebufferproc", ("buffer",), "nothing"),
    Slot("__traverse__", "tp_traverse", "traverseproc", ("visit",), "visit"),
    Slot("__clear__", "tp_clear", "inquiry", (), "nothing"),
)

SLOTS: dict[str, Slot] = {row.name: row for row in ROWS}
"""The rows by name of the method."""

HALVES = {
    "setattr": "AttributeError: can't set attribute",
    "descr_set": "NotImplementedError: can't set descriptor",
    "setitem": "NotImplementedError: can't set item",
}
"""C functions of two methods -> what is raised for the first half where a class has only the second; for the
second half it says `delete`.
"""

NOTES = {
    "__new__": "Written as `#[new]` or by this name. Without it, calling the class is a `TypeError`.",
    "__init__": "Runs after `__new__`, with the same arguments.",
    "__str__": "Without it, `__repr__`.",
    "__hash__": "-1 becomes -2. Without it, a class with `__eq__` is not hashable.",
    "__getattribute__": "at every access; where it ends in an `AttributeError`, `__getattr__` is asked.",
    "__getattr__": "only where the ordinary way ends in an `AttributeError`.",
    "__eq__": "without `__ne__`, that is its opposite.",
    "__richcmp__": "All six comparisons in one; excludes the others.",
    "__get__": "Instance and owner.",
    "__next__": "`None`, or the error `PyStopIteration`, ends the iteration.",
    "__anext__": "Gives an awaitable; `None` ends the iteration.",
    "__len__": "Over `isize::MAX` an `OverflowError`. In `sq_length` only with `sequence`.",
    "__getitem__": "Not in `sq_item` with `mapping`. With `sequence`, C adds the length to negative indices.",
    "__concat__": "`+` where no number's slot answers.",
    "__repeat__": "`*` where no number's slot answers.",
    "__inplace_concat__": "`+=` where no number's slot answers.",
    "__inplace_repeat__": "`*=` where no number's slot answers.",
    "__getbuffer__": "An `unsafe fn`.",
    "__releasebuffer__": "An `unsafe fn`. Its error goes to `sys.unraisablehook`.",
    "__traverse__": "Takes `&self` and no `Python`; attaching within it panics.",
    "__clear__": "Lets go of what keeps a cycle alive.",
}
"""Methods -> what the reference page adds to their rows."""
