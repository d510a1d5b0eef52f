"""What is tried on a module: every function, class, method, attribute and operator, with plain and hostile values.

What there is to try is found by looking at the module, so that any source can be probed. Instances are made by a
function `make_NAME` of the module, or by the first arguments that the class takes.
"""

import inspect
import itertools
import types

from values import FEW, FEWER, VALUES

MOST_ARGUMENTS = 5
OWN = {"same": None, "other": None}
"""Further operands: the instance itself, another of its class."""


class Probe:
    """One call: `make` gives its operands (the instance first), `run` is called with them."""

    __slots__ = ("key", "make", "run", "state")

    def __init__(self, key, make, run, state=True):
        self.key, self.make, self.run, self.state = key, make, run, state


class Subject:
    """An instance to try things on: its name, how it is made, and its class."""

    def __init__(self, name, make):
        self.name, self.make, self.cls = name, make, type(make())

    def operand(self, name, instance):
        """The value of this name, beside the instance."""
        if name == "same":
            return instance
        return self.make() if name == "other" else VALUES[name]()

    def with_values(self, names):
        """Makes the instance and these values."""

        def make():
            instance = self.make()
            return [instance, *(self.operand(name, instance) for name in names)]

        return make


def nothing():
    return None


def probes_of(module):
    """All probes of a module, in the same order each time."""
    from operations import class_probes, instance_probes

    yield Probe("module", lambda: [], lambda: [n for n in sorted(vars(module)) if not n.startswith("__")])
    yield Probe("module.__all__", lambda: [], lambda: sorted(module.__all__))
    yield Probe("module.__doc__", lambda: [], lambda: module.__doc__)
    for name, value in sorted(vars(module).items()):
        if isinstance(value, type):
            for cls in nested(value):
                subjects = list(subjects_of(module, cls))
                yield from class_probes(cls, subjects)
                for subject in subjects:
                    yield from instance_probes(subject)
        elif callable(value) and not name.startswith(("make_", "__")):
            owner = Subject(name, nothing)
            yield from call_probes(name, owner, without_instance(value), value)
            yield Probe(f"{name} itself", lambda: [], lambda f=value: function_texts(f))
        elif not name.startswith("__") and not isinstance(value, types.ModuleType):
            yield Probe(f"module.{name}", lambda: [], lambda v=value: v)


def without_instance(function):
    """The function, called with one argument more in front; keywords are passed only where there are some."""
    return lambda _, *args, **named: function(*args, **named) if named else function(*args)


def nested(cls):
    """A class and the classes in it, as enums have."""
    yield cls
    for name in sorted(vars(cls)):
        value = vars(cls)[name]
        if isinstance(value, type) and issubclass(value, cls) and value is not cls:
            yield value


def function_texts(function):
    try:
        signature = str(inspect.signature(function))
    except Exception as error:
        signature = f"{type(error).__name__}: {error}"
    names = ("__name__", "__qualname__", "__module__", "__doc__", "__text_signature__")
    return [type(function).__name__, signature, *(getattr(function, name, "absent") for name in names)]


def subjects_of(module, cls):
    """Instances of a class: variants of enums, what `make_NAME` gives, what the constructor gives."""
    simple_enum = "__int__" in vars(cls)
    variants = [name for name, value in sorted(vars(cls).items()) if type(value) is cls and simple_enum]
    for name in variants[:3]:
        yield Subject(f"{cls.__qualname__}.{name}", lambda name=name: vars(cls)[name])
    if variants:
        return
    maker = getattr(module, f"make_{cls.__name__}", None)
    if maker is not None:
        yield Subject(f"make_{cls.__name__}()", maker)
    for names in successes(lambda *args: cls(*args), Subject("", nothing), 1):
        subject = f"{cls.__qualname__}({', '.join(names)})"
        yield Subject(subject, lambda names=names: cls(*(VALUES[name]() for name in names)))


def successes(call, subject, most):
    """Names of arguments with which the call succeeds: the first few of the smallest number that does."""
    for count in range(MOST_ARGUMENTS + 1):
        found = []
        choices = (*FEWER, "[1,2]", "{'a':1}", "other") if count < 3 else FEWER
        for names in itertools.product(choices, repeat=count):
            instance = subject.make()
            try:
                call(*(subject.operand(name, instance) for name in names))
            except BaseException:
                continue
            found.append(names)
            if len(found) == most:
                break
        if found:
            return found
    return []


def call_probes(key, subject, run, target):
    """Calls with every number of arguments, every value in every place, and all kinds of keywords.

    `run` is called with the instance and the arguments.
    """

    def probe(names, **named):
        shown = ", ".join([*names, *(f"{name}={value!r}" for name, value in named.items())])
        call = (lambda *args: run(*args, **named)) if named else run
        return Probe(f"{key}({shown})", subject.with_values(names), call)

    yield probe(())
    for name in (*VALUES, *OWN):
        yield probe((name,))
    found = successes(lambda *args: run(subject.make(), *args), subject, 1)
    good = found[0] if found else ()
    for count in range(2, MOST_ARGUMENTS + 2):
        if count != len(good):
            yield probe(("1",) * count)
            yield probe(("'a'",) * count)
    if len(good) > 1:
        for place, name in itertools.product(range(len(good)), (*VALUES, *OWN)):
            yield probe((*good[:place], name, *good[place + 1 :]))
    yield from keyword_probes(probe, good, names_of(target))


def names_of(target):
    """Names of the parameters, where `__text_signature__` gives them."""
    try:
        parameters = inspect.signature(target).parameters.values()
    except (TypeError, ValueError):
        return ()
    return tuple(each.name for each in parameters if each.kind != each.VAR_POSITIONAL and each.name != "self")


def keyword_probes(probe, good, names):
    yield probe((), nope=1)
    yield probe(good, nope=1)
    yield probe(good, **{"": 1})
    yield probe(good, **{"\ud800": 1})
    yield probe(good, **{"é": 1, "ü": 2})
    values = [VALUES[name]() for name in good]
    if names:
        yield probe((), **dict(zip(names, values)))
        yield probe((), **dict(zip(reversed(names), values)))
        yield probe((), **dict(zip(names, values)), nope=1)
    for place, name in enumerate(names):
        for value in (1, "a", None, [1], 2**200, 1.5):
            yield probe((), **{name: value})
            yield probe(good[:place], **{name: value})
        yield probe(good, **{name: 1})
        yield probe(good[:1], **{name: 1})
        yield probe((), **{other: 1 for other in names if other != name})
    yield probe(tuple(FEW), **dict.fromkeys(names, 1))
