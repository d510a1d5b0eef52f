"""Counts blocks and references over many calls of everything; run as `python script_leaks.py CALLS [leak]`.

Prints one line for each pattern that grows; exit code 1 if there is any. With `leak`, one pattern leaks on purpose.
"""

import os
import sys
from datetime import timedelta
from pathlib import Path

import hostile
from growth import report

CALLS = int(sys.argv[1])
os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # panics print themselves

thing = object()
box = hostile.Box_(2.0, ["a"], thing)


class Sub(hostile.Box_):
    pass


class Raises:
    def __index__(self):
        raise KeyError("index")

    def __float__(self):
        raise KeyError("float")

    def __fspath__(self):
        raise KeyError("path")


bad = Raises()
subbed = Sub(1.0)

SUCCESS = {
    "ints": lambda: [
        getattr(hostile, f"same_{kind}")(100)
        for kind in "i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize f32 f64".split()
    ],
    "big ints": lambda: (hostile.same_i64(2**62), hostile.same_u64(2**63), hostile.same_i128(-(2**100))),
    "bool": lambda: hostile.same_bool(True),
    "char": lambda: hostile.same_char("ß"),
    "string": lambda: hostile.same_string("hällo"),
    "bytes": lambda: hostile.same_bytes(b"abc"),
    "bytearray": lambda: hostile.same_bytes(bytearray(b"abc")),
    "floats": lambda: hostile.same_floats([1.5, 2, True]),
    "floats of a tuple": lambda: hostile.same_floats((1.5, 2)),
    "ints in a list": lambda: hostile.same_ints([1, 2**40, -5]),
    "ints of a range": lambda: hostile.same_ints(range(4)),
    "strings": lambda: hostile.same_strings(["a", "β", "c" * 50]),
    "bools": lambda: hostile.same_bools([True, False]),
    "nested": lambda: hostile.same_nested([[1.0], [2.0, 3.0]]),
    "pairs": lambda: hostile.same_pairs([(1, "x")]),
    "deep": lambda: hostile.same_deep([[[[1]]]]),
    "array": lambda: hostile.same_array([1, 2, 3]),
    "tuple": lambda: hostile.same_tuple((1, 2.0, "3")),
    "map": lambda: hostile.same_map({"a": 1, "b": 2}),
    "sorted": lambda: hostile.same_sorted({1: ["a"]}),
    "set": lambda: hostile.same_set({"a", "b"}),
    "frozenset": lambda: hostile.same_set(frozenset({"a"})),
    "option": lambda: (hostile.same_option(None), hostile.same_option([1])),
    "path": lambda: hostile.same_path(Path("a/b")),
    "duration": lambda: hostile.same_duration(timedelta(seconds=1.5)),
    "object": lambda: hostile.same_object(thing),
    "objects": lambda: hostile.same_objects([thing, None, 1]),
    "borrowed": lambda: (hostile.length_of_str("abc"), hostile.length_of_bytes(b"abc")),
    "list": lambda: hostile.sum_list([1, 2]),
    "dict": lambda: hostile.keys_of({"a": 1, 2: 3}),
    "full": lambda: hostile.full(1, 2, 3, 4, c=5, d=6, a=7),
    "call": lambda: hostile.call(max, (1, 2)),
    "make": lambda: hostile.make(5),
    "drop elsewhere": lambda: hostile.drop_elsewhere([thing, [1]]),
    "constructor": lambda: hostile.Box_(1.0, ["a", "b"], object=thing),
    "subclass": lambda: Sub(1.0, ["a"], object=thing),
    "subclass with attributes": lambda: setattr(Sub(), "x", []),
    "methods": lambda: (box.read(), box.write(3.0), box.fixed(), box.name_of(), subbed.read()),
    "two": lambda: box.with_(subbed) if hasattr(box, "with_") else getattr(box, "with")(subbed),
    "attributes": lambda: (
        box.number,
        box.items,
        box.object,
        setattr(box, "number", 2.0),
        setattr(box, "items", ["x"]),
        setattr(box, "object", thing),
    ),
    "special": lambda: (repr(box), len(box), box[0], box + box, box == box, box == 1, list(box)),
    "during": lambda: box.during(lambda: [1]),
}

FAILURE = {
    "overflow": lambda: hostile.same_i8(1000),
    "huge": lambda: hostile.same_u64(10**50),
    "negative": lambda: hostile.same_u32(-1),
    "float for int": lambda: hostile.same_i64(1.5),
    "str for int": lambda: hostile.same_i64("1"),
    "raising index": lambda: hostile.same_i64(bad),
    "raising float": lambda: hostile.same_f64(bad),
    "raising path": lambda: hostile.same_path(bad),
    "int for str": lambda: hostile.same_string(1),
    "surrogate": lambda: hostile.same_string("\ud800"),
    "surrogates in a list": lambda: hostile.same_strings(["a", "\ud800"]),
    "borrowed surrogate": lambda: hostile.length_of_str("\ud800"),
    "long char": lambda: hostile.same_char("ab"),
    "bad element": lambda: hostile.same_floats([1.0, "x"]),
    "raising element": lambda: hostile.same_floats([1.0, bad]),
    "bad nested": lambda: hostile.same_nested([[1.0], ["x"]]),
    "str for list": lambda: hostile.same_strings("abc"),
    "generator": lambda: hostile.same_ints(x for x in [1]),
    "wrong length": lambda: hostile.same_array([1]),
    "wrong tuple": lambda: hostile.same_tuple((1, 2.0)),
    "bad value": lambda: hostile.same_map({"a": "x"}),
    "bad key": lambda: hostile.same_map({1: 1}),
    "list for dict": lambda: hostile.same_map([1]),
    "bad set": lambda: hostile.same_set({1}),
    "negative duration": lambda: hostile.same_duration(timedelta(-1)),
    "missing": lambda: hostile.full(),
    "unknown keyword": lambda: hostile.length_of_str("a", y=1),
    "twice": lambda: hostile.length_of_str("a", x="b"),
    "too many": lambda: hostile.length_of_str("a", "b"),
    "last of three": lambda: hostile.after_owned(["a", "b"], b"cd", "x"),
    "raised": lambda: hostile.fail(),
    "raised in Python": lambda: hostile.call(int, ("x",)),
    "panic": lambda: hostile.panics("p"),
    "constructor raises": lambda: hostile.Box_(float("nan")),
    "constructor with a bad argument": lambda: hostile.Box_(1.0, [1]),
    "subclass constructor raises": lambda: Sub(float("nan")),
    "re-entered": lambda: box.during(lambda: box.read()),
    "borrowed twice": lambda: getattr(box, "with")(box),
    "bad attribute": lambda: setattr(box, "number", "x"),
    "bad items": lambda: setattr(box, "items", ["a", 1]),
    "deleted attribute": lambda: delattr(box, "number"),
    "bad index": lambda: box[9],
    "bad operand": lambda: box + 1,
}


def guarded(call):
    def run():
        try:
            call()
        except BaseException as error:  # panics are no Exception
            del error
        else:
            raise AssertionError("nothing was raised")

    return run


def main():
    if sys.argv[2:] == ["leak"]:
        kept = []
        SUCCESS["on purpose"] = lambda: kept.append([thing])
    patterns = [*SUCCESS.items(), *((name, guarded(call)) for name, call in FAILURE.items())]
    return report(
        patterns, thing, lambda name: CALLS // 100 if name in ("panic", "drop elsewhere") else CALLS
    )


if __name__ == "__main__":
    sys.exit(main())
