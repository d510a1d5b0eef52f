"""Plain and hostile arguments for the probes of `driver.py`, each made anew for every call.

Runs on every Python from 3.9 on, and needs nothing but the standard library.
"""

import array
import datetime
import decimal
import fractions
import ipaddress
import pathlib
import types


class IntSub(int):
    """A subclass of a built-in class."""


class StrSub(str):
    """Likewise."""

    __slots__ = ()


class FloatSub(float):
    """Likewise."""


class ListSub(list):
    """Likewise."""


class TupleSub(tuple):
    """Likewise."""

    __slots__ = ()


class DictSub(dict):
    """Likewise."""


class BytesSub(bytes):
    """Likewise."""


class Evil:
    """Answers each special method in `answers`: raises exceptions, calls functions, returns other values."""

    def __repr__(self):
        return f"Evil({type(self).answers})"


def evil(**answers):
    def method(answer):
        def run(self, *args, **kwargs):
            if isinstance(answer, type) and issubclass(answer, BaseException):
                raise answer("evil")
            return answer

        return run

    space = {f"__{name}__": method(answer) for name, answer in answers.items()}
    return type("Evil", (Evil,), {**space, "answers": sorted(answers)})()


def lying_sequence(length, items):
    class Lying(list):
        def __len__(self):
            return length

        def __repr__(self):
            return f"Lying({length})"

    return Lying(items)


def no_length():
    class Endless(list):
        def __len__(self):
            raise ZeroDivisionError("evil")

    return Endless([1, 2])


def with_attributes(**attributes):
    return types.SimpleNamespace(**attributes)


def raising_property(error):
    class Raising:
        @property
        def x(self):
            raise error("in x")

        y = x
        name = x

        def __repr__(self):
            return "Raising"

    return Raising()


UTC = datetime.timezone.utc

VALUES = {
    "None": lambda: None,
    "True": lambda: True,
    "0": lambda: 0,
    "1": lambda: 1,
    "-1": lambda: -1,
    "2": lambda: 2,
    "200": lambda: 200,
    "256": lambda: 256,
    "70000": lambda: 70000,
    "2**31": lambda: 2**31,
    "2**63": lambda: 2**63,
    "-2**63-1": lambda: -(2**63) - 1,
    "2**64": lambda: 2**64,
    "2**127": lambda: 2**127,
    "2**200": lambda: 2**200,
    "0.0": lambda: 0.0,
    "1.5": lambda: 1.5,
    "1e300": lambda: 1e300,
    "nan": lambda: float("nan"),
    "inf": lambda: float("inf"),
    "1j": lambda: 1j,
    "''": lambda: "",
    "'a'": lambda: "a",
    "'ab'": lambda: "ab",
    "'1'": lambda: "1",
    "'é'": lambda: "é",
    "surrogate": lambda: "\ud800",
    "nul": lambda: "a\0b",
    "address": lambda: "127.0.0.1",
    "b''": lambda: b"",
    "b'ab'": lambda: b"ab",
    "b'\\xff'": lambda: b"\xff",
    "bytearray": lambda: bytearray(b"xy"),
    "memoryview": lambda: memoryview(b"xyz"),
    "array": lambda: array.array("i", [1, 2, 3]),
    "[]": lambda: [],
    "[1]": lambda: [1],
    "[1,2]": lambda: [1, 2],
    "[1,'a']": lambda: [1, "a"],
    "['a']": lambda: ["a"],
    "[None]": lambda: [None],
    "[[1],[2]]": lambda: [[1], [2]],
    "[1.5]": lambda: [1.5],
    "()": lambda: (),
    "(1,)": lambda: (1,),
    "(1,2)": lambda: (1, 2),
    "(1,'a')": lambda: (1, "a"),
    "('a',1)": lambda: ("a", 1),
    "(1,2,3)": lambda: (1, 2, 3),
    "{}": lambda: {},
    "{'a':1}": lambda: {"a": 1},
    "{1:2}": lambda: {1: 2},
    "{'x':1}": lambda: {"x": 1, "y": 2, "name": "n"},
    "{'x':'a'}": lambda: {"x": "a"},
    "{'a':[1]}": lambda: {"a": [1]},
    "set()": lambda: set(),
    "{1,2}": lambda: {1, 2},
    "{'a'}": lambda: {"a"},
    "frozenset": lambda: frozenset({1}),
    "range": lambda: range(3),
    "iterator": lambda: iter([1, 2]),
    "slice": lambda: slice(1, 2),
    "slice-1": lambda: slice(None, None, -1),
    "object": lambda: object(),
    "type": lambda: int,
    "NotImplemented": lambda: NotImplemented,
    "Ellipsis": lambda: ...,
    "function": lambda: len,
    "module": lambda: types,
    "error": lambda: ValueError("v"),
    "error class": lambda: KeyError,
    "IntSub": lambda: IntSub(5),
    "StrSub": lambda: StrSub("s"),
    "FloatSub": lambda: FloatSub(2.5),
    "ListSub": lambda: ListSub([1, 2]),
    "TupleSub": lambda: TupleSub((1, 2)),
    "DictSub": lambda: DictSub(a=1),
    "BytesSub": lambda: BytesSub(b"q"),
    "date": lambda: datetime.date(2020, 1, 2),
    "datetime": lambda: datetime.datetime(2020, 1, 2, 3, 4, 5, 6),
    "aware": lambda: datetime.datetime(2020, 1, 2, 3, 4, 5, 6, UTC),
    "time": lambda: datetime.time(1, 2),
    "timedelta": lambda: datetime.timedelta(1, 2, 3),
    "-timedelta": lambda: datetime.timedelta(-1),
    "Decimal": lambda: decimal.Decimal("1.5"),
    "Fraction": lambda: fractions.Fraction(1, 2),
    "path": lambda: pathlib.PurePosixPath("a/b"),
    "ip": lambda: ipaddress.IPv4Address("1.2.3.4"),
    "ip6": lambda: ipaddress.IPv6Address("::1"),
    "namespace": lambda: with_attributes(x=1, y=2, name="n", a=1, b="b"),
    "namespace'": lambda: with_attributes(x="1", y=None, name=3),
    "namespace0": lambda: with_attributes(),
    "raising": lambda: raising_property(ValueError),
    "raising'": lambda: raising_property(AttributeError),
    "index": lambda: evil(index=7),
    "index!": lambda: evil(index=ZeroDivisionError),
    "index str": lambda: evil(index="x"),
    "index huge": lambda: evil(index=2**100),
    "int": lambda: evil(int=7),
    "float": lambda: evil(float=2.5),
    "float!": lambda: evil(float=ZeroDivisionError),
    "float str": lambda: evil(float="x"),
    "bool!": lambda: evil(bool=ZeroDivisionError),
    "eq!": lambda: evil(eq=ZeroDivisionError, hash=5),
    "eq": lambda: evil(eq=True, hash=5),
    "reflected": lambda: evil(
        radd="radd", rsub="rsub", rmul="rmul", rpow="rpow", ror="ror", lt="lt", ge="ge"
    ),
    "hash!": lambda: evil(hash=ZeroDivisionError),
    "str!": lambda: evil(str=ZeroDivisionError),
    "fspath": lambda: evil(fspath="p/q"),
    "fspath!": lambda: evil(fspath=ZeroDivisionError),
    "fspath int": lambda: evil(fspath=3),
    "iter!": lambda: evil(iter=ZeroDivisionError),
    "getitem!": lambda: evil(getitem=ZeroDivisionError, len=2),
    "sequence": lambda: evil(getitem=IndexError, len=2),
    "len!": lambda: no_length(),
    "-len": lambda: lying_sequence(-1, [1]),
    "long": lambda: lying_sequence(5, [1, 2]),
    "short": lambda: lying_sequence(1, [1, 2]),
    "getattr!": lambda: evil(getattr=ZeroDivisionError),
    "class!": lambda: evil(instancecheck=ZeroDivisionError, format=ZeroDivisionError),
}
"""Name of a value -> how it is made."""

FEW = (
    "None",
    "1",
    "'a'",
    "1.5",
    "[1,2]",
    "{'a':1}",
    "True",
    "(1,'a')",
    "b'ab'",
    "object",
    "index!",
    "2**200",
)
"""Values for the places where all would be too many."""

FEWER = ("1", "'a'", "None", "1.5", "True")
"""Values for calls with several arguments."""
