"""Probes of one class and of its instances: metadata, subclasses, operators, protocols, attributes."""

import collections.abc
import copy
import inspect
import itertools
import operator
import pickle
import pydoc
import weakref

from probes import OWN, Probe, call_probes, function_texts, without_instance
from values import FEW, VALUES

BINARY = {
    "add": operator.add,
    "sub": operator.sub,
    "mul": operator.mul,
    "matmul": operator.matmul,
    "floordiv": operator.floordiv,
    "truediv": operator.truediv,
    "divmod": divmod,
    "mod": operator.mod,
    "lshift": operator.lshift,
    "rshift": operator.rshift,
    "and": operator.and_,
    "xor": operator.xor,
    "or": operator.or_,
    "pow": operator.pow,
    "lt": operator.lt,
    "le": operator.le,
    "eq": operator.eq,
    "ne": operator.ne,
    "gt": operator.gt,
    "ge": operator.ge,
}
IN_PLACE = {
    name: getattr(operator, name)
    for name in (
        "iadd",
        "isub",
        "imul",
        "imatmul",
        "ifloordiv",
        "itruediv",
        "imod",
        "ilshift",
        "irshift",
        "iand",
        "ixor",
        "ior",
        "ipow",
        "iconcat",
    )
}
UNARY = {
    "len": len,
    "hash": lambda x: "default" if type(x).__hash__ is object.__hash__ else hash(x),
    "repr": repr,
    "str": str,
    "bytes": bytes,
    "bool": bool,
    "int": int,
    "float": float,
    "complex": complex,
    "index": operator.index,
    "pos": operator.pos,
    "neg": operator.neg,
    "abs": abs,
    "invert": operator.invert,
    "round": round,
    "iter": lambda x: first(iter(x)),
    "next": next,
    "list": lambda x: first(x),
    "aiter": lambda x: type(x).__aiter__(x),
    "anext": lambda x: awaited(type(x).__anext__(x)),
    "await": lambda x: awaited(type(x).__await__(x)),
    "reversed": lambda x: first(reversed(x)),
    "format": format,
    "format>10": lambda x: format(x, ">10"),
    "format d": lambda x: format(x, "d"),
    "f": lambda x: f"{x!r:>5}{x!s}",
    "dir": lambda x: [n for n in dir(x)],
    "vars": vars,
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
    "pickle0": lambda x: pickle.dumps(x, 0),
    "pickle2": lambda x: pickle.loads(pickle.dumps(x, 2)),
    "pickle5": lambda x: pickle.loads(pickle.dumps(x, 5)),
    "weakref": weakref.ref,
    "callable": callable,
    "memoryview": lambda x: memoryview(x).tolist(),
    "bytearray": bytearray,
    "length_hint": operator.length_hint,
    "with": lambda x: entered(x),
    "unpack": lambda x: (lambda *a: a)(*x),
    "mapped": lambda x: dict(**x),
    "del x.nope": lambda x: delattr(x, "nope"),
    "x.nope": lambda x: x.nope,
    "set x.nope": lambda x: setattr(x, "nope", 1),
    "set x.__class__": lambda x: setattr(x, "__class__", int),
    "set x.__dict__": lambda x: setattr(x, "__dict__", {}),
    "x.__dict__": lambda x: x.__dict__,
    "x.__weakref__": lambda x: x.__weakref__,
    "int.bit": lambda x: [1, 2, 3][x],
    "range": lambda x: range(x),
    "'%d'": lambda x: "%d" % x,
    "chr": chr,
    "sum": lambda x: sum([x, x]),
    "sorted": lambda x: sorted([x, x]),
    "in": lambda x: x in [x],
    "in dict": lambda x: {x: 1}[x],
    "eq self": lambda x: (x == x, x != x),
    "fspath": lambda x: __import__("os").fspath(x),
    "math": lambda x: __import__("math").sqrt(x),
    "trunc": lambda x: __import__("math").trunc(x),
    "floor": lambda x: __import__("math").floor(x),
    "sizeof": lambda x: x.__sizeof__() > 0,
    "reduce": lambda x: x.__reduce_ex__(2),
    "isinstance": lambda x: [
        abc for abc in collections.abc.__all__ if isinstance(x, getattr(collections.abc, abc))
    ],
    "isgc": lambda x: None,
    "init again": lambda x: x.__init__(),
    "sequence": lambda x: operator.concat(x, x),
    "x.__doc__": lambda x: x.__doc__,
    "x.__module__": lambda x: x.__module__,
    "del x.__class__": lambda x: delattr(x, "__class__"),
}
TWO = {
    "getitem": lambda x, k: x[k],
    "delitem": lambda x, k: operator.delitem(x, k),
    "contains": lambda x, k: k in x,
    "setitem": lambda x, k: operator.setitem(x, k, 1),
    "setitem value": lambda x, v: operator.setitem(x, 0, v),
    "setitem key value": lambda x, v: operator.setitem(x, "a", v),
    "getattr": getattr,
    "delattr": delattr,
    "pow mod": lambda x, m: pow(x, 2, m),
    "setattr": lambda x, v: setattr(x, "attribute", v),
    "rpow mod": lambda x, v: pow(2, v, x),
    "pow of mod": lambda x, v: pow(v, x, 3),
    "count": operator.countOf,
    "indexOf": operator.indexOf,
    "isinstance": isinstance,
    "round": round,
    "send": lambda x, v: x.send(v),
    "instance of": lambda x, v: isinstance(v, type(x)),
    "slices": lambda x, v: x[v:v],
    "set slice": lambda x, v: operator.setitem(x, slice(0, 1), v),
}
SLICES = (slice(0, 2), slice(None), slice(-1, None, -1), slice(2**70), slice("a"), slice(0, 0, 0))
SPECIAL_KEYS = {
    "getitem": "__getitem__",
    "delitem": "__delitem__",
    "contains": "__contains__",
    "setitem": "__setitem__",
}


def first(items):
    return list(itertools.islice(items, 8))


def awaited(it):
    """What an awaitable's steps give."""
    steps = []
    try:
        for _ in range(5):
            steps.append(it.send(None) if hasattr(it, "send") else next(it))
    except StopIteration as stop:
        steps.append(("stop", stop.value))
    return steps


def entered(x):
    with x as inner:
        return inner


def class_probes(cls, subjects):
    """Of the class itself: what it says of itself, its constructor, changes of it, subclasses."""
    name = cls.__qualname__
    yield from (Probe(f"{name}: {key}", lambda: [], lambda f=f: f(cls)) for key, f in ABOUT_CLASSES.items())
    for attribute in sorted(vars(cls)):
        yield Probe(f"{name}.{attribute} itself", lambda: [], lambda n=attribute: member_texts(vars(cls)[n]))
    from probes import Subject, nothing

    yield from call_probes(name, Subject(name, nothing), without_instance(cls), cls)
    new = lambda _, *args: cls.__new__(*args)  # noqa: E731
    yield from call_probes(f"{name}.__new__", Subject(name, nothing), new, None)
    make = subjects[0].make if subjects else nothing
    for base in (object, dict, int, Exception, cls):
        yield Probe(f"{base.__name__}.__new__({name})", lambda: [], lambda b=base: type(b.__new__(cls)))
    for attribute, value in sorted(vars(cls).items()):
        if not callable(value) and not hasattr(value, "__get__"):
            continue
        for key in FEW:
            wrong = lambda v, n=attribute: vars(cls)[n].__get__(v, type(v))()  # noqa: E731
            yield Probe(f"{name}.{attribute} of {key}", VALUES_AS_OPERANDS[key], wrong)
            direct = lambda v, n=attribute: getattr(cls, n)(v)  # noqa: E731
            yield Probe(f"{name}.{attribute}({key})", VALUES_AS_OPERANDS[key], direct)
    for key, try_it in SUBCLASSES.items():
        yield Probe(f"{name}: {key}", lambda: [make()], lambda x, t=try_it: t(cls, x))
    if subjects:
        for key, try_it in SUBCLASSES_WITH.items():
            yield Probe(f"{name}: {key}", lambda: [make()], lambda x, t=try_it: t(cls, x))


VALUES_AS_OPERANDS = {name: (lambda make=make: [make()]) for name, make in VALUES.items()}


def signature_of(cls):
    return str(inspect.signature(cls))


ABOUT_CLASSES = {
    "repr": repr,
    "name": lambda c: (c.__name__, c.__qualname__, c.__module__),
    "doc": lambda c: c.__doc__,
    "text_signature": lambda c: c.__text_signature__,
    "signature": signature_of,
    "mro": lambda c: c.__mro__,
    "bases": lambda c: (c.__base__, c.__bases__),
    "flags": lambda c: [
        bit for bit in (5, 6, 8, 9, 10, 24, 25, 26, 27, 28, 29, 30, 31) if c.__flags__ >> bit & 1
    ],
    "is gc": lambda c: c.__flags__ >> 14 & 1,
    "names": lambda c: sorted(vars(c)),
    "dir": lambda c: sorted(dir(c)),
    "offsets": lambda c: (bool(c.__dictoffset__), bool(c.__weakrefoffset__), c.__itemsize__),
    "metaclass": type,
    "hash": lambda c: c.__hash__,
    "help": lambda c: pydoc.plain(pydoc.render_doc(c)),
    "match_args": lambda c: c.__match_args__,
    "annotations": lambda c: c.__annotations__,
    "generic": lambda c: repr(c[int]),
    "generic two": lambda c: repr(c[int, str]),
    "set attribute": lambda c: (setattr(c, "nope", 1), delattr(c, "nope")),
    "del attribute": lambda c: delattr(c, "nope"),
    "pickle": lambda c: pickle.loads(pickle.dumps(c)) is c,
    "copy": lambda c: copy.copy(c) is c,
    "subclass": lambda c: issubclass(c, collections.abc.Hashable),
    "call": callable,
    "abc": lambda c: [n for n in collections.abc.__all__ if issubclass(c, getattr(collections.abc, n))],
    "iter": iter,
    "len": len,
    "or": lambda c: c | int,
    "set name": lambda c: setattr(c, "__name__", 3),
    "del doc": lambda c: delattr(c, "__doc__"),
    "del new": lambda c: delattr(c, "__new__"),
}


def member_texts(value):
    texts = function_texts(value)
    return (
        texts
        if isinstance(value, (type, classmethod, staticmethod)) or callable(value)
        else [*texts, repr(value)]
    )


def subclassed(cls, **space):
    return type("Sub", (cls,), {"__module__": "twins", **space})


def copied(cls, x):
    """An instance of a Python subclass, made with the arguments that gave `x`'s own class an instance."""
    sub = subclassed(cls)
    args = getattr(x, "args", ()) if isinstance(x, BaseException) else ()
    return [type(sub), sub.__mro__, sub(*args)]


SUBCLASSES = {
    "subclass": lambda c, x: copied(c, x),
    "subclass slots": lambda c, x: subclassed(c, __slots__=())(),
    "subclass slots a": lambda c, x: subclassed(c, __slots__=("a", "__weakref__"))(),
    "subclass init": lambda c, x: subclassed(c, __init__=lambda self, *a, **k: None)(1, 2, 3),
    "subclass new": lambda c, x: subclassed(c, __new__=lambda s, *a: c.__new__(s))(1, 2),
    "subclass new foreign": lambda c, x: subclassed(c, __new__=lambda s, *a: object.__new__(s))(),
    "subclass eq": lambda c, x: hash(subclassed(c, __eq__=lambda s, o: True)()),
    "subclass and dict": lambda c, x: type("Sub", (c, dict), {})(),
    "subclass and Exception": lambda c, x: type("Sub", (c, Exception), {})(),
    "dict and subclass": lambda c, x: type("Sub", (dict, c), {})(),
    "subclass twice": lambda c, x: type("Sub2", (subclassed(c),), {})(),
    "set class": lambda c, x: setattr(x, "__class__", subclassed(c)),
}


def new_of(cls, x):
    """A Python subclass whose `__new__` finds arguments for itself."""
    import values
    from probes import Subject, nothing, successes

    sub = subclassed(cls, extra=5)
    found = successes(lambda *args: sub(*args), Subject("", nothing), 1)
    args = [values.VALUES[name]() for name in found[0]] if found else ()
    return sub(*args)


SUBCLASSES_WITH = {
    "sub": lambda c, x: new_of(c, x),
    "sub attribute": lambda c, x: (lambda s: (setattr(s, "q", 1), s.q, s.__dict__, s.extra))(new_of(c, x)),
    "sub weakref": lambda c, x: weakref.ref(new_of(c, x)),
    "sub eq": lambda c, x: (new_of(c, x) == x, x == new_of(c, x), new_of(c, x) != x),
    "sub order": lambda c, x: (new_of(c, x) < x, x < new_of(c, x)),
    "sub add": lambda c, x: (x + new_of(c, x), new_of(c, x) + x),
    "sub iadd": lambda c, x: operator.iadd(x, new_of(c, x)),
    "sub hash": lambda c, x: hash(new_of(c, x)) == hash(x),
    "sub repr": lambda c, x: repr(new_of(c, x)),
    "sub str": lambda c, x: str(new_of(c, x)),
    "sub copy": lambda c, x: copy.copy(new_of(c, x)),
    "sub pickle": lambda c, x: pickle.dumps(new_of(c, x)),
    "sub iter": lambda c, x: first(new_of(c, x)),
    "sub len": lambda c, x: len(new_of(c, x)),
    "sub bool": lambda c, x: bool(new_of(c, x)),
    "sub call": lambda c, x: new_of(c, x)(),
    "sub getitem": lambda c, x: new_of(c, x)[0],
    "sub init": lambda c, x: new_of(c, x).__init__(),
    "sub class": lambda c, x: setattr(new_of(c, x), "__class__", c),
    "sub generic": lambda c, x: repr(type(new_of(c, x))[int]),
    "sub dir": lambda c, x: sorted(dir(new_of(c, x))),
    "sub override": lambda c, x: type(new_of(subclassed(c, __getattribute__=lambda s, n: 7), x)),
}


def instance_probes(subject):
    """Of an instance: protocols, operators, attributes and methods."""
    name, cls = subject.name, subject.cls
    for key, run in UNARY.items():
        yield Probe(f"{key} {name}", subject.with_values(()), run)
    for key, run in {**BINARY, **IN_PLACE, **TWO}.items():
        special = SPECIAL_KEYS.get(key, f"__{key}__")
        names = (*VALUES, *OWN) if defines(cls, special) else (*FEW, *OWN)
        for value in names:
            yield Probe(f"{key} {name}, {value}", subject.with_values((value,)), run)
        if key in BINARY:
            names = (*VALUES,) if defines(cls, f"__r{key}__") or defines(cls, special) else FEW
            for value in names:
                turned = lambda x, v, run=run: run(v, x)  # noqa: E731
                yield Probe(f"{key} {value}, {name}", subject.with_values((value,)), turned)
    for place, each in enumerate(SLICES):
        yield Probe(f"{name}[slice {place}]", subject.with_values(()), lambda x, s=each: x[s])
        yield Probe(
            f"del {name}[slice {place}]", subject.with_values(()), lambda x, s=each: operator.delitem(x, s)
        )
    for attribute in sorted(dir(cls)):
        if not hasattr(object, attribute) and attribute != "__class_getitem__":
            yield from attribute_probes(subject, attribute)


def defines(cls, name):
    return getattr(cls, name, None) is not getattr(object, name, None)


def attribute_probes(subject, attribute):
    """Reading, writing, deleting, and calling where it can be called."""
    key = f"{subject.name}.{attribute}"
    yield Probe(key, subject.with_values(()), lambda x: getattr(x, attribute))
    yield Probe(f"del {key}", subject.with_values(()), lambda x: delattr(x, attribute))
    yield Probe(
        f"{key} twice", subject.with_values(()), lambda x: getattr(x, attribute) is getattr(x, attribute)
    )
    value = inspect.getattr_static(subject.cls, attribute)
    for name in (*VALUES, *OWN) if inspect.isdatadescriptor(value) else FEW[:3]:
        set_it = lambda x, v: (setattr(x, attribute, v), getattr(x, attribute))  # noqa: E731
        yield Probe(f"{key} = {name}", subject.with_values((name,)), set_it)
    if callable(getattr(subject.cls, attribute, None)):
        run = lambda x, *args, **named: without_instance(getattr(x, attribute))(x, *args, **named)  # noqa: E731
        yield from call_probes(
            key,
            subject,
            run,
            value if not isinstance(value, (classmethod, staticmethod)) else getattr(subject.cls, attribute),
        )
