"""Live views, and threads that share instances, used as nobody should; run as `python script_class_views.py`.

Prints and exits as `script_classes.py` does.
"""

# ruff: noqa: B023 - functions made in loops are called before the next round

import gc
import os
import pickle
import sys
import threading
import weakref

import hostile_classes as m
from checks import anything, expect, run

os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # panics and unraisable errors print themselves


def views():
    shape = m.Shape()
    point, numbers, objects, table = shape.point, shape.numbers, shape.objects, shape.table
    for use in (
        lambda: point.x,
        lambda: setattr(point, "x", 1.0),
        lambda: numbers.append(1.0),
        lambda: numbers[0],
        lambda: list(numbers),
        lambda: len(objects),
        lambda: table["x"],
        lambda: dict(table),
        lambda: setattr(shape, "numbers", []),
        lambda: repr(numbers),
        lambda: shape.numbers.sort(),
        lambda: pickle.dumps(numbers),
    ):
        expect(RuntimeError, shape.exclusive, use)
        expect(RuntimeError, point.shift, use)

    class Nasty:
        def __init__(self, act):
            self.act = act

        def __float__(self):
            self.act()
            return 1.0

        def __del__(self):
            self.act()

    for act in (
        numbers.clear,
        lambda: numbers.append(1.0),
        lambda: setattr(shape, "numbers", [5.0]),
        gc.collect,
    ):
        for change in (
            lambda nasty: numbers.append(nasty),
            lambda nasty: numbers.insert(1, nasty),
            lambda nasty: numbers.__setitem__(0, nasty),
            lambda nasty: numbers.__setitem__(slice(0, 2), [nasty, nasty]),
            lambda nasty: numbers.__setitem__(slice(None, None, -1), [nasty] * len(numbers)),
            lambda nasty: numbers.extend([1.0, nasty]),
            lambda nasty: numbers.extend(nasty for _ in range(3)),
            lambda nasty: nasty in numbers,
            lambda nasty: numbers.sort(key=lambda _: nasty.act()),
            lambda nasty: setattr(point, "x", nasty),
        ):
            numbers[:] = [1.0, 2.0, 3.0]
            anything(change, Nasty(act))
    for act in (objects.clear, lambda: objects.append(1), lambda: table.clear(), lambda: objects[:]):
        for change in (
            lambda: objects.__setitem__(0, 1),
            lambda: objects.pop(),
            lambda: objects.clear(),
            lambda: objects.__delitem__(slice(0, 1)),
            lambda: objects.__setitem__(slice(0, 2), []),
            lambda: objects.reverse(),
            lambda: table.__setitem__("a", 1),
            lambda: table.pop("a", None),
            lambda: table.clear(),
        ):
            anything(lambda: objects.extend([Nasty(act), Nasty(act)]))
            anything(lambda: table.update(a=Nasty(act)))
            anything(change)
        anything(lambda: objects.clear())
        table.clear()
    objects.append(objects)
    anything(repr, objects)
    anything(lambda: objects == objects)
    anything(hash, objects)
    objects.clear()
    table["t"] = table
    anything(repr, table)
    anything(lambda: table == table)
    table.clear()
    numbers[:] = [1.0]
    for index in (sys.maxsize, -sys.maxsize - 1, 2**100, -(2**100), 1, -2, None, "x", 1.0):
        expect((IndexError, TypeError), lambda: numbers[index])
        expect((IndexError, TypeError), lambda: numbers.__setitem__(index, 1.0))
        expect((IndexError, TypeError), lambda: numbers.__delitem__(index))
        expect((IndexError, TypeError, OverflowError), lambda: numbers.pop(index))
        anything(lambda: numbers.insert(index, 1.0))
        numbers[:] = [1.0]
    for call in ("append", "extend", "insert", "pop", "remove", "sort", "index", "count", "clear", "copy"):
        expect(TypeError, getattr(type(numbers), call))
        expect(TypeError, getattr(type(numbers), call), [])
        expect(TypeError, getattr(numbers, call), 1, 2, 3, 4)
    for cls in (type(numbers), type(table)):
        expect(TypeError, cls)
        expect(TypeError, cls.__new__, cls)
        expect(TypeError, object.__new__, cls)
        expect(TypeError, type, "Sub", (cls,), {})
    expect(MemoryError, lambda: numbers * sys.maxsize)
    iterators = [iter(numbers), iter(objects), iter(table), reversed(numbers)]
    seen = weakref.ref(shape)
    shape = None
    expect(True, lambda: seen() is not None)
    expect(1.0, lambda: numbers[0])
    point.x = 9.0
    expect(9.0, lambda: point.x)
    point = numbers = objects = table = use = act = change = None
    for iterator in iterators:
        anything(list, iterator)
    iterators = iterator = None
    gc.collect()
    expect(None, seen)
    expect(1.0, lambda: m.Shape().numbers[0])
    expect(0.0, lambda: m.Shape().point.x)


def threads():
    one, shape, node = m.Calls(), m.Shape(), m.Node()
    errors = []

    def hammer(seed):
        for index in range(1500):
            try:
                one.add(1)
                one.held = [index]
                repr(one)
                shape.numbers.append(1.0)
                shape.numbers.pop()
                shape.point.x += 1.0
                shape.table[str(index % 7)] = seed
                shape.table.pop(str((index + 1) % 7), None)
                list(shape.table.items())
                shape.objects.append(node)
                shape.objects.clear()
                node.push(m.Node(index))
                m.Tree.Pair(m.Kind.One, m.Data(1))
            except (RuntimeError, IndexError, KeyError):
                pass
            except BaseException as error:
                errors.append(error)

    workers = [threading.Thread(target=hammer, args=(seed,)) for seed in range(4)]
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    sys.setswitchinterval(interval)
    expect([], list, errors)


run(views, threads)
