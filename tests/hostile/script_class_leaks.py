"""Counts what instances of every kind of class leave behind; run as `python script_class_leaks.py CALLS`.

Prints one line for each pattern that grows; exit code 1 if there is any.
"""

import copy
import os
import pickle
import sys
import weakref

import hostile_classes as m
from growth import report

CALLS = int(sys.argv[1])

os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # unraisable errors print themselves

thing = object()
shape = m.Shape()
numbers, objects, table, point = shape.numbers, shape.objects, shape.table, shape.point
data = m.Data(1, ["x"])


class Sub(m.Calls):
    pass


class SubDerived(m.Derived):
    def __del__(self):
        self.n = 1


class SubWrong(m.Wrong):
    pass


class SubTable(m.Table):
    __slots__ = ("a",)


def held(cls, *args):
    one = cls(*args)
    one.held = thing
    return one


def with_attributes(cls):
    one = cls()
    one.a, one.b = thing, [thing]
    vars(one)


def cycle(cls):
    one = cls()
    one.held, one.me = [one, thing], one


def weak(cls):
    one = cls()
    seen = [weakref.ref(one), weakref.ref(one, seen_dead)]
    del one
    assert seen[0]() is None


def seen_dead(_):
    pass


def raised(cls):
    try:
        raise cls(5)
    except cls as error:
        assert error.code == 5


def refused(call):
    try:
        call()
    except (TypeError, ValueError, RuntimeError, AttributeError, KeyError, IndexError, ZeroDivisionError):
        return
    raise AssertionError("nothing was raised")


def nested(count=60):
    one = m.Node(thing)
    for _ in range(count):
        one = m.Node(one, m.Tree.Pair(thing, None))


def view_cycle():
    one = m.Shape()
    one.objects.extend([one.numbers, one.point, thing])
    one.table["me"] = one.table


def tables(cls):
    one = cls()
    one["a"] = thing
    one.hold(thing)
    one.hits += 1


def lists():
    numbers.append(1.5)
    numbers[0] = 2.0
    numbers[:] = [1.0, 2.0, 3.0]
    numbers.sort()
    del numbers[1:]
    list(numbers), repr(numbers), numbers == [1.0], numbers + numbers, copy.copy(numbers)


def maps():
    table["a"] = thing
    table["b"] = table["a"]
    list(table.items()), table.pop("a"), table.get("x"), "b" in table, dict(table)
    table.clear()


PATTERNS = {
    "plain": lambda: m.Node(thing, 5, [thing]),
    "freelist": lambda: [m.Node(thing) for _ in range(6)],
    "freelist of a subclass": lambda: [m.Derived() for _ in range(3)],
    "dict": lambda: with_attributes(m.Calls),
    "dict of a subclass": lambda: with_attributes(Sub),
    "weakref": lambda: weak(m.Calls),
    "weakref of a subclass": lambda: weak(Sub),
    "cycle": lambda: cycle(m.Calls),
    "cycle through a subclass": lambda: cycle(Sub),
    "cycle through a base": lambda: cycle(m.Derived),
    "finalizer": lambda: SubDerived(),
    "generic": lambda: (m.Of(thing).item, m.Of[int]),
    "dataclass": lambda: (m.Data(5, ["y"]), repr(data), data == m.Data(1, ["x"]), data.__replace__(a=2)),
    "pickle": lambda: pickle.loads(pickle.dumps([m.Point(1.0, 2.0), data, m.Kind.One, m.Tree.Leaf("x")])),
    "copy": lambda: (copy.copy(data), copy.deepcopy(m.Point(1.0, 2.0))),
    "enum": lambda: (m.Kind.One, m.Kind.Two == 2, hash(m.Kind.One), repr(m.Kind.Two), {m.Kind.One: thing}),
    "complex enum": lambda: (m.Tree.Leaf(thing).value, m.Tree.Pair(thing, m.Tree.Leaf(1))._0),
    "inheritance": lambda: held(m.Derived),
    "subclass": lambda: held(Sub, lambda: thing),
    "exception": lambda: raised(m.Wrong),
    "exception of a subclass": lambda: raised(SubWrong),
    "dict as base": lambda: tables(m.Table),
    "dict as base of a subclass": lambda: tables(SubTable),
    "init": lambda: m.WithInit(2).__init__(3),
    "nested": nested,
    "view": lambda: (shape.point.x, setattr(shape.point, "x", 2.0), point.shift(float)),
    "view set": lambda: setattr(shape, "point", shape.point),
    "view copied": lambda: (copy.copy(point), pickle.dumps(point), point == m.Point(0.0, 0.0)),
    "view outlives": lambda: m.Shape().point.x,
    "view of a list": lists,
    "view of objects": lambda: (objects.extend([thing, [thing]]), objects[0], objects.pop(), objects.clear()),
    "view of a map": maps,
    "cycle through views": view_cycle,
    "constructor raises": lambda: refused(lambda: m.Calls(lambda: 1 / 0)),
    "constructor refuses": lambda: refused(lambda: m.Point("x", thing)),
    "init raises": lambda: refused(lambda: m.WithInit(-1)),
    "re-entered": lambda: refused(lambda: shape.exclusive(lambda: numbers[0])),
    "wrong element": lambda: refused(lambda: numbers.extend([1.0, thing])),
    "wrong key": lambda: refused(lambda: table[thing]),
    "wrong index": lambda: refused(lambda: objects.pop(5)),
    "wrong attribute": lambda: refused(lambda: setattr(point, "x", thing)),
    "wrong class": lambda: refused(lambda: m.Calls.__new__(int)),
}

COLLECTED = ("cycle", "finalizer", "nested", "pickle", "dict as base", "dataclass")
"""Slow ones: the collector runs, or much is made each time."""

if __name__ == "__main__":
    sys.exit(
        report(
            list(PATTERNS.items()),
            thing,
            lambda name: CALLS // 10 if name.startswith(COLLECTED) else CALLS,
        )
    )
