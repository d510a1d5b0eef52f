"""Arguments that lie, change, recurse and raise. Every one must end in a value or a Python exception.

Run as `python script_hostile.py`; prints the number of checks, exits with 1 and the reasons where one fails. A crash of
the interpreter shows as a signal.
"""

import os
import sys
import threading
from collections import OrderedDict, UserList, defaultdict

import hostile

os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # panics print themselves

failed = []
checks = 0


def expect(wanted, call, *args, **kwargs):
    """`wanted` is an exception class, or the value."""
    global checks
    checks += 1
    try:
        found = call(*args, **kwargs)
    except BaseException as error:
        if not (isinstance(wanted, type) and isinstance(error, wanted)):
            failed.append(f"{call} {args!r:.80}: {type(error).__name__}: {error}")
        return error
    if isinstance(wanted, type) and issubclass(wanted, BaseException):
        failed.append(f"{call} {args!r:.80}: no {wanted.__name__} but {found!r:.80}")
    elif found != wanted:
        failed.append(f"{call} {args!r:.80}: {found!r:.80} and not {wanted!r:.80}")
    return found


class Shrinks:
    """Empties the list that it is an element of, when it is converted."""

    def __init__(self, owner):
        self.owner = owner

    def __index__(self):
        self.owner.clear()
        return 1

    def __float__(self):
        self.owner.clear()
        return 1.0


class Grows(Shrinks):
    def __index__(self):
        if len(self.owner) < 50:
            self.owner.extend([1] * 10)
        return 1


def mutation():
    for kind in (Shrinks, Grows):
        for function in (hostile.same_ints, hostile.same_floats):
            for tail in (0, 1, 10, 1000):
                items = []
                items.append(kind(items))
                items.extend([1] * tail)
                try:
                    function(items)
                except (TypeError, ValueError, IndexError, RuntimeError):
                    pass
                expect(True, lambda: True)
    nested = []
    nested.append([Shrinks(nested)])
    nested.append([1.0])
    try:
        hostile.same_nested(nested)
    except Exception:
        pass
    table = {}

    class ChangesTable(Shrinks):
        def __index__(self):
            table.clear()
            for index in range(100):
                table[f"new{index}"] = 1
            return 1

    table.update({"a": ChangesTable(table), "b": 2, "c": 3})
    try:
        hostile.same_map(table)
    except (RuntimeError, TypeError, ValueError):
        pass
    expect(True, lambda: True)


class Lies:
    """A sequence that lies about its length."""

    def __init__(self, length, items):
        self.length, self.items = length, items

    def __len__(self):
        return self.length

    def __getitem__(self, index):
        return self.items[index]


def lies():
    expect([1, 2], hostile.same_ints, UserList([1, 2]))
    for length in (0, 1, 5, sys.maxsize):
        try:
            hostile.same_ints(Lies(length, [1, 2]))
        except (TypeError, IndexError, MemoryError, OverflowError):
            pass
        expect(True, lambda: True)
    expect((ValueError, OverflowError, TypeError)[0], hostile.same_array, [1, 2])


class SubList(list):
    def __len__(self):
        return 10**9

    def __getitem__(self, index):
        raise KeyError("not this way")

    def __iter__(self):
        raise KeyError("not this way either")


class SubDict(dict):
    def items(self):
        raise KeyError("no items")

    def __len__(self):
        return 10**9


class SubInt(int):
    def __index__(self):
        raise KeyError("no index")


class SubFloat(float):
    def __float__(self):
        raise KeyError("no float")


class SubStr(str):
    def __str__(self):
        raise KeyError("no str")


def subclasses():
    for call in (
        lambda: hostile.same_ints(SubList([1, 2])),
        lambda: hostile.same_map(SubDict(a=1)),
        lambda: hostile.same_i64(SubInt(5)),
        lambda: hostile.same_f64(SubFloat(5)),
        lambda: hostile.same_string(SubStr("x")),
        lambda: hostile.same_strings([SubStr("x")]),
    ):
        try:
            call()
        except (KeyError, TypeError, MemoryError, OverflowError):
            pass
        expect(True, lambda: True)
    expect({"a": 1}, hostile.same_map, OrderedDict(a=1))
    expect({"a": 1}, hostile.same_map, defaultdict(int, a=1))
    expect(5, hostile.same_i64, SubInt(5)) if sys.version_info < (3, 0) else None
    expect("x", hostile.same_string, SubStr("x"))
    expect(1, hostile.same_i64, True)


def numbers():
    for bits, name in ((8, "8"), (16, "16"), (32, "32"), (64, "64"), (128, "128")):
        signed, unsigned = getattr(hostile, f"same_i{name}"), getattr(hostile, f"same_u{name}")
        top = 2**bits
        for value in (0, 1, -1, top // 2 - 1, -top // 2):
            expect(value, signed, value)
        for value in (top // 2, -top // 2 - 1, 10**60, -(10**60)):
            expect(OverflowError, signed, value)
        for value in (0, 1, top - 1):
            expect(value, unsigned, value)
        for value in (-1, top, 10**60, -(10**60)):
            expect(OverflowError, unsigned, value)
        for value in (1.5, "1", None, b"1", [1], 1j):
            expect(TypeError, signed, value)
            expect(TypeError, unsigned, value)
    expect(OverflowError, hostile.same_f64, 10**400)
    expect([float("inf"), 2.0], hostile.same_floats, [float("inf"), 2])
    expect(TypeError, hostile.same_f64, "1.0")
    expect(
        [2**30, -(2**30), 2**60, -(2**60), 2**63 - 1, -(2**63)],
        hostile.same_ints,
        [2**30, -(2**30), 2**60, -(2**60), 2**63 - 1, -(2**63)],
    )
    expect(OverflowError, hostile.same_ints, [1, 2**63])


def texts():
    for text in ("", "a", "ä", "€", "😀", "a\0b", "x" * 10000, "ä" * 10000):
        expect(text, hostile.same_string, text)
        expect([text], hostile.same_strings, [text])
        expect(len(text.encode()), hostile.length_of_str, text)
    for text in ("\ud800", "a\udfff", "\ud83d\ude00"):
        expect(UnicodeEncodeError, hostile.same_string, text)
        expect(UnicodeEncodeError, hostile.length_of_str, text)
        expect(UnicodeEncodeError, hostile.same_strings, [text])
        expect(UnicodeEncodeError, hostile.same_map, {text: 1})
    expect("😀", hostile.same_char, "😀")
    for text in ("", "ab"):
        expect(ValueError, hostile.same_char, text)
    for data in (b"", b"\0", bytes(range(256)), b"x" * 10000):
        expect(data, hostile.same_bytes, data)
        expect(data, hostile.same_bytes, bytearray(data))
        expect(data, hostile.same_bytes, list(data))
        expect(len(data), hostile.length_of_bytes, data)
    expect(OverflowError, hostile.same_bytes, [256])


def shapes():
    cyclic = []
    cyclic.append(cyclic)
    expect(TypeError, hostile.same_deep, cyclic)
    expect(TypeError, hostile.same_ints, cyclic)
    expect(TypeError, hostile.same_ints, (x for x in [1]))
    expect(TypeError, hostile.same_ints, {1, 2})
    expect(TypeError, hostile.same_ints, {1: 2})
    expect(TypeError, hostile.same_ints, iter([1]))
    expect(TypeError, hostile.same_strings, "abc")
    expect(TypeError, hostile.same_ints, None)
    expect(TypeError, hostile.same_tuple, [1, 2.0, "x"])
    expect(ValueError, hostile.same_tuple, (1, 2.0))
    expect([1, 2, 3], hostile.same_array, (1, 2, 3))
    deep = []
    for _ in range(100000):
        deep = [deep]
    expect(TypeError, hostile.same_deep, deep)
    while deep:
        deep = deep.pop()


def arguments():
    expect(TypeError, hostile.full)
    expect(TypeError, hostile.full, a=1)
    expect(TypeError, hostile.full, 1, 2, b=3)
    expect(TypeError, hostile.full, 1, **{"c": 1, "b": "x"})
    expect((1, 2, 0, 3, 1), hostile.full, 1, a=2)
    expect((1, 2, 0, 3, 1), hostile.full, 1, **{"\ud800": 2})
    expect((1, 5, 98, 3, 0), hostile.full, 1, 5, *range(98))
    expect((1, 2, 0, 3, 500), hostile.full, 1, **{f"k{i}": i for i in range(500)})
    expect(TypeError, hostile.length_of_str, "a", "b")
    expect(TypeError, hostile.length_of_str, y="b")
    expect(TypeError, hostile.length_of_str, "a", x="b")
    expect(TypeError, hostile.length_of_str, **{"\ud800": "a"})
    expect(TypeError, lambda: hostile.full(*[1], **{1: 2}))


def classes():
    box = hostile.Box_(1.0)
    expect(RuntimeError, box.during, box.read)
    expect(RuntimeError, box.during, lambda: box.write(1.0))
    expect(RuntimeError, box.during, lambda: setattr(box, "number", 1.0))
    expect(RuntimeError, box.during, lambda: box.number)
    expect(1.0, box.read)
    expect(RuntimeError, getattr(box, "with"), box)
    expect(TypeError, hostile.Box_.read, object())
    expect(TypeError, hostile.Box_.read)
    expect(TypeError, hostile.Box_.__new__, int)
    expect(TypeError, hostile.Box_.__new__, object)
    expect(TypeError, object.__new__, hostile.Box_)
    expect(TypeError, hostile.Countdown)
    expect(TypeError, hostile.Box_, 1.0, [1])
    expect(ValueError, hostile.Box_, float("nan"))
    expect(TypeError, type, "Sub", (hostile.Countdown,), {})
    expect(TypeError, getattr(box, "with"), object())

    class Sub(hostile.Box_):
        def __init__(self, *args):
            super().__init__()
            super().__init__()

    sub = Sub(4.0)
    expect(4.0, sub.read)
    sub.__init__()
    expect(4.0, sub.read)
    expect(5.0, getattr(box, "with"), sub)
    sub.object = sub
    del sub

    def change():
        sub = Sub(1.0)
        sub.__class__ = hostile.Box_

    expect(TypeError, change)
    iterator = iter(hostile.Box_(1.0, ["a", "b"]))
    expect([1, 0], list, iterator)
    expect([], list, iterator)
    expect(TypeError, delattr, hostile.Box_(1.0), "missing") if False else None
    expect(AttributeError, setattr, hostile.Box_(1.0), "missing", 1)
    expect(AttributeError, delattr, box, "number")


def threads():
    box = hostile.Box_(0.0)
    errors = []

    def hammer():
        for _ in range(2000):
            try:
                box.write(box.read() + 1)
                box.items = ["x"]
                repr(box)
                hostile.drop_elsewhere([box, []])
            except RuntimeError:
                pass
            except BaseException as error:
                errors.append(error)

    workers = [threading.Thread(target=hammer) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    expect([], list, errors)


def panics():
    error = expect(BaseException, hostile.panics, "told")
    expect("told", str, error)
    expect("PanicException", lambda: type(error).__name__)
    expect(False, isinstance, error, Exception)


def subinterpreters():
    """A second interpreter is refused: classes belong to the first."""
    try:
        import _xxsubinterpreters as interpreters
    except ImportError:
        try:
            import _interpreters as interpreters
        except ImportError:
            return
    code = f"""if True:
        import sys
        sys.path[:] = {sys.path!r}
        try:
            import hostile
        except ImportError as error:
            assert "subinterpreters" in str(error), error
        else:
            raise AssertionError("imported twice")
    """
    other = interpreters.create()
    outcome = interpreters.run_string(other, code)
    expect(None, lambda: outcome)
    interpreters.destroy(other)


for part in (
    mutation,
    lies,
    subclasses,
    numbers,
    texts,
    shapes,
    arguments,
    classes,
    threads,
    panics,
    subinterpreters,
):
    part()
print("\n".join(failed) or f"{checks} checks")
sys.exit(1 if failed else 0)
