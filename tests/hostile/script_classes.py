"""Classes used as nobody should. Everything must end in a value or a Python exception, never in a crash.

Run as `python script_classes.py`; prints the number of checks, exits with 1 and the reasons where one fails. A crash of
the interpreter shows as a signal.
"""

# ruff: noqa: B023 - functions made in loops are called before the next round

import copy
import gc
import os
import pickle
import resource
import sys
import weakref

import hostile_classes as m
from checks import anything, expect, run

os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # panics and unraisable errors print themselves

ALL = [value for value in vars(m).values() if isinstance(value, type)]
MADE = {
    m.Calls: lambda: m.Calls(),
    m.Node: lambda: m.Node(1, 2),
    m.Point: lambda: m.Point(1.0, 2.0),
    m.Shape: lambda: m.Shape(),
    m.Data: lambda: m.Data(1),
    m.Kind: lambda: m.Kind.One,
    m.Of: lambda: m.Of(1),
    m.Wrong: lambda: m.Wrong(1),
    m.Table: lambda: m.Table(),
    m.WithInit: lambda: m.WithInit(),
    m.Derived: lambda: m.Derived(),
    m.Tree: lambda: m.Tree.Leaf(1),
}


def construction():
    for cls in ALL:
        for other in (int, object, dict, Exception, type, m.Calls, m.Node, None, 5):
            if not (isinstance(other, type) and issubclass(other, cls)):
                expect(TypeError, cls.__new__, other)
        expect(TypeError, object.__new__, cls)
        if issubclass(cls, dict):
            expect(TypeError, dict.__new__, cls)
        if issubclass(cls, Exception):
            expect(TypeError, Exception.__new__, cls)
        expect(TypeError, cls.__new__)
        anything(cls, *range(50))
        anything(lambda: cls(**{"\ud800": 1}))
    for make in MADE.values():
        one = make()
        for _ in range(2):
            anything(one.__init__)
            anything(one.__init__, 1, 2, 3)
            anything(lambda: one.__init__(f=1))
        repr(one)
    one = m.WithInit(5)
    one.__init__(2)
    expect(7, lambda: one.n)
    expect(ValueError, m.WithInit, -1)
    expect(ValueError, one.__init__, -1)
    bare = m.WithInit.__new__(m.WithInit)
    expect(0, lambda: bare.n)
    expect(ZeroDivisionError, m.Calls, lambda: 1 / 0)
    made = []
    expect(m.Calls, lambda: type(m.Calls(lambda: made.append(m.Calls(gc.collect)))))

    class Skips(m.Calls):
        def __new__(cls):
            return 5

    class Never(m.Calls):
        def __init__(self):
            pass

    class Two(m.Calls, m.WithInit if False else object):
        __slots__ = ("a",)

    expect(5, Skips)
    expect(0, lambda: len(Never()))
    expect(0, lambda: len(Two()))
    for pair in ((m.Calls, m.Table), (m.Wrong, m.Calls), (m.Table, int), (m.Calls, m.WithInit)):
        expect(TypeError, type, "Both", pair, {})
    for cls in (m.Node, m.Point, m.Shape, m.Kind, m.Data, m.Of):
        expect(TypeError, type, "Sub", (cls,), {})


def attributes():
    for cls, make in MADE.items():
        one = make()
        for name in dir(cls):
            if name in ("__class__", "__dict__", "__doc__"):
                continue
            anything(delattr, one, name)
            anything(setattr, one, name, object())
            anything(getattr, cls, name)
            descriptor = cls.__dict__.get(name)
            if hasattr(descriptor, "__get__"):
                for wrong in (None, 5, object(), m.Calls(), {}, Exception()):
                    anything(descriptor.__get__, wrong, type(wrong))
                    if callable(descriptor) and not isinstance(wrong, cls):
                        expect(TypeError, descriptor, wrong)
                    if hasattr(descriptor, "__set__") and not isinstance(wrong, cls):
                        expect(TypeError, descriptor.__set__, wrong, 1)
        for other in (int, object, *ALL, type("Empty", (), {})):
            if not isinstance(one, other) and not issubclass(other, m.Tree):
                expect(TypeError, setattr, one, "__class__", other)

    class Mine(m.Calls):
        pass

    class Yours(m.Calls):
        pass

    class Wide(m.Calls):
        __slots__ = ("a", "b")

    one = Mine()
    one.__class__ = Yours
    expect(Yours, type, one)
    expect(TypeError, setattr, one, "__class__", Wide)
    expect(TypeError, setattr, one, "__class__", m.Derived)
    anything(setattr, one, "__dict__", 5)
    one.__dict__ = {"a": 1}
    expect(1, lambda: one.a)
    # Python lets an instance move to a base of the same layout, and between classes of one enum.
    anything(setattr, one, "__class__", m.Calls)
    expect(1, lambda: one.a)
    for other in (m.Tree, m.Tree.Leaf, m.Tree.Pair):
        leaf = m.Tree.Leaf([1])
        anything(setattr, leaf, "__class__", other)
        for name in ("value", "_0", "_1"):
            try:
                getattr(leaf, name)
            except BaseException:
                pass
        anything(repr, leaf)
        anything(pickle.dumps, leaf)


def reentry():
    one = m.Calls()
    expect(RuntimeError, one.exclusive, lambda: one.add(1))
    expect(RuntimeError, one.exclusive, lambda: len(one))
    expect(RuntimeError, one.exclusive, lambda: repr(one))
    expect(RuntimeError, one.exclusive, lambda: hash(one))
    expect(RuntimeError, one.exclusive, lambda: one.held)
    expect(RuntimeError, one.exclusive, lambda: setattr(one, "held", 1))
    expect(RuntimeError, one.exclusive, lambda: one.exclusive(int))
    expect(RuntimeError, one.exclusive, lambda: next(one))
    expect(RuntimeError, one.exclusive, lambda: one[int])
    expect(RuntimeError, one.shared, lambda: one.add(1))
    expect(0, one.shared, lambda: one.shared(int))
    expect(RuntimeError, one.other, one)
    expect(RuntimeError, one.both, one)
    expect(RuntimeError, lambda: one[lambda: one[int]])
    expect(RuntimeError, lambda: (lambda: one[int]) in one)
    expect(False, one.exclusive, lambda: one == 5)
    anything(one.exclusive, lambda: one == one)
    one.add(-one.add(0))
    expect(None, one.exclusive, lambda: [gc.collect()].clear())
    expect(True, one.exclusive, lambda: isinstance(copy.copy, object))
    expect(KeyError, one.exclusive, lambda: {}["x"])
    expect(SystemExit, one.exclusive, sys.exit)
    one.add(-one.add(0))
    one.held = lambda: one.add(1)
    expect(RuntimeError, next, one)
    one.add(-one.add(0))
    one.held = lambda: setattr(one, "held", None)
    expect(RuntimeError, next, one)
    one.held = None
    expect(3, lambda: one.add(3 - one.add(0)))

    def plus():
        nonlocal one
        one += lambda: one.add(1)

    expect(RuntimeError, plus)
    expect(3, len, one)
    node = m.Node(1, 2)

    def grow(_):
        if len(grown) < 100:
            grown.append(1)
            node.push(0)

    grown = []
    expect(102, node.each, grow)
    point = m.Point(0.0, 0.0)
    expect(RuntimeError, point.shift, lambda: point.x)
    expect((TypeError, ValueError), point.shift, lambda: "x")
    expect(0.0, lambda: point.x)


risen = []


class Risen:
    """Comes back to life."""

    def __del__(self):
        risen.append(self)


def resurrection():
    class Lives(m.Calls):
        def __del__(self):
            kept.append(self)

    class Dies(m.Calls):
        def __del__(self):
            self.exclusive(gc.collect)
            raise KeyError("ignored")

    kept = []
    one = Lives()
    one.held = one
    one.note = [one]
    del one
    for _ in range(3):
        gc.collect()
    expect(1, len, kept)
    again = kept.pop()
    expect(True, lambda: again.held in (again, None))
    again.held = again
    again = None
    gc.collect()
    Dies()
    called = []
    one = m.Calls()
    refs = [weakref.ref(one, lambda ref: called.append((ref(), gc.collect(), m.Calls()))) for _ in range(3)]
    del one
    expect(3, len, called)
    expect([None] * 3, lambda: [ref() for ref in refs])
    one = m.Calls()
    one.held = Risen()
    del one
    expect(1, lambda: len(risen))
    node = m.Node()
    node.push(node)
    node.push(Risen())
    del node
    gc.collect()
    expect(2, lambda: len(risen))
    risen.clear()

    class Revives:
        def __init__(self, target):
            self.target = target

        def __del__(self):
            seen.append(self.target())

    seen = []
    one = m.Calls()
    one.held = Revives(weakref.ref(one))
    del one
    expect([None], lambda: seen)


def cycles():
    def through(make):
        gc.collect()
        seen = weakref.ref(make())
        for _ in range(2):
            gc.collect()
        return seen()

    def attribute():
        one = m.Calls()
        one.me = one
        return one

    def field():
        one = m.Derived()
        one.more = [one]
        one.held = {"x": one}
        return one

    def nodes():
        first = m.Node()
        second = m.Node(first, *range(100))
        first.push(second)
        return second

    def views():
        shape = m.Shape()
        shape.objects.append(shape.numbers)
        shape.objects.append(shape.point)
        shape.table["me"] = shape.table
        return shape

    def subclass():
        class Sub(m.Derived):
            pass

        one = Sub()
        one.held, one.more, one.x = one, Sub, one
        return one

    for make in (attribute, field, nodes, views, subclass):
        expect(None, through, make)
    table = m.Table()
    table["me"] = table
    table.hold(table)
    del table
    gc.collect()
    # An early stop: the collector's visitors end a traversal as soon as they have seen enough.
    target = object()
    node = m.Node(*[target] * 1000)
    expect(True, lambda: any(one is node for one in gc.get_referrers(target)))
    expect(True, lambda: target in gc.get_referents(node))
    busy = m.Calls()
    busy.held = busy
    expect(None, lambda: busy.exclusive(lambda: gc.get_referents(busy) and None))
    expect(None, busy.exclusive, lambda: [gc.collect()].clear())


def deep():
    limit = sys.getrecursionlimit()
    one = m.Calls()
    for _ in range(limit * 3):
        outer = m.Calls()
        outer.held = one
        one = outer
    anything(repr, one)  # how deep C code may go is the interpreter's to say
    while one is not None:
        one, one_before = one.held, one
        one_before.held = None
    one = m.Calls()
    one.held = one
    expect(RecursionError, repr, one)
    one.held = None
    data = m.Data(1)
    expect("Data(a=1, b=[])", repr, data)
    tree = m.Tree.Leaf(None)
    for _ in range(20000):
        tree = m.Tree.Pair(tree, None)
    del tree
    of = m.Of(None)
    for _ in range(20000):
        of = m.Of(of)
    del of

    def recurse(n):
        return one.shared(recurse, n + 1)

    expect(RecursionError, recurse, 0)


def pickles():
    point = m.Point(1.0, 2.0)
    for state in (None, 5, "x", {}, {"x": "y"}, (1,), (1, 2, 3, 4), ("a", "b"), [], object()):
        for make in MADE.values():
            one = make()
            if hasattr(one, "__setstate__"):
                anything(one.__setstate__, state)
        for cls in (m.Point, m.Data, m.Kind, m.Tree):
            restore = getattr(cls, "_ferrule_restore", None)
            if restore is not None:
                anything(restore, state)
                anything(lambda: restore(*state))
    blob = pickle.dumps(
        [point, m.Data(1, ["x"]), m.Kind.Two, m.Tree.Leaf(m.Tree.Pair(1, 2)), m.Shape().point]
    )
    # A damaged pickle may ask for more memory than there is, and some interpreters touch all of it.
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    most = 8 << 30
    resource.setrlimit(resource.RLIMIT_AS, (most if hard < 0 else min(hard, most), hard))
    for index in range(len(blob)):
        for value in (0, 0xFF, blob[index] ^ 1):
            changed = blob[:index] + bytes([value]) + blob[index + 1 :]
            if b"hostile_classes" in changed:
                anything(pickle.loads, changed)
        anything(pickle.loads, blob[:index])
    for make in (m.Calls, m.Node, m.Shape, lambda: m.Wrong(1), m.Table, lambda: m.Of(1)):
        anything(lambda: pickle.loads(pickle.dumps(make())))
        anything(lambda: copy.deepcopy(make()))


run(construction, attributes, reentry, resurrection, cycles, deep, pickles)
