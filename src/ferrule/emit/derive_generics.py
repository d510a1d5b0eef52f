"""The head of a derived implementation: lifetimes, generic parameters, bounds.

What lives here: which of the item's lifetimes is the one of being attached (`'py`) and which that of the object (`'a`),
and what the implementation asks of type parameters. What does not: bodies.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from ferrule.base.record import record
from ferrule.emit import names
from ferrule.emit.tokens import at
from ferrule.model.derive import Derive, DeriveField
from ferrule.model.types import RustType, is_reference

_ATTACHED = ("Bound", "PyRef", "PyRefMut", "Python")
"""Types whose first lifetime is `'py`."""
_BORROWING = ("Cow", "Borrowed", "PyClassGuard", "PyClassGuardMut")
"""Types whose first lifetime is that of the object."""
_OBJECTS = ("Bound", "Borrowed", "Py", "PyRef", "PyRefMut")
"""Types that convert whatever their parameter converts to: the bound is on the whole."""


@record
class Lifetimes:
    """The two lifetimes of a conversion, as tokens."""

    borrow: str
    py: str
    own: tuple[str, ...]
    """Those of them that the implementation has to declare."""


def fields_of(derive: Derive) -> Iterator[DeriveField]:
    """The fields of all variants."""
    for variant in derive.variants:
        yield from variant.fields


def reading_lifetimes(derive: Derive) -> Lifetimes:
    """For `FromPyObject`: the item has one lifetime at most, which may have to be both."""
    attached, borrowing = _roles(field.type for field in fields_of(derive))
    for parameter in derive.generics:
        if parameter.kind != "lifetime":
            continue
        user = at(parameter.name.span)
        if parameter.name.value not in borrowing:
            return Lifetimes(names.BORROW_LIFETIME, user, (names.BORROW_LIFETIME,))
        if parameter.name.value in attached:
            return Lifetimes(user, user, ())
        return Lifetimes(user, names.PY_LIFETIME, (names.PY_LIFETIME,))
    return Lifetimes(names.BORROW_LIFETIME, names.PY_LIFETIME, (names.BORROW_LIFETIME, names.PY_LIFETIME))


def writing_lifetimes(derive: Derive, *, by_reference: bool) -> Lifetimes:
    """For `IntoPyObject`: the lifetime of objects in the item, or the one called `'py`, or one of our own."""
    attached, _ = _roles(field.type for field in fields_of(derive))
    own = [names.BORROW_LIFETIME] if by_reference else []
    declared = [one for one in derive.generics if one.kind == "lifetime"]
    for parameter in sorted(declared, key=lambda one: one.name.value != "'py"):
        if parameter.name.value in attached or parameter.name.value == "'py":
            return Lifetimes(names.BORROW_LIFETIME, at(parameter.name.span), tuple(own))
    return Lifetimes(names.BORROW_LIFETIME, names.PY_LIFETIME, (*own, names.PY_LIFETIME))


def _roles(kinds: Iterable[RustType]) -> tuple[set[str], set[str]]:
    """Lifetimes that are `'py`, and those that are the object's."""
    attached: set[str] = set()
    borrowing: set[str] = set()
    for kind in _inside(kinds):
        written = [one.value for one in kind.lifetimes]
        if kind.name in _ATTACHED:
            attached.update(written[:1])
        elif kind.kind == "reference" or kind.name in _BORROWING:
            borrowing.update(written[:1])
        if kind.name == "Borrowed":
            attached.update(written[1:2])
    return attached, borrowing


def _inside(kinds: Iterable[RustType]) -> Iterator[RustType]:
    for kind in kinds:
        yield kind
        yield from _inside(kind.args)


def declared(derive: Derive, lifetimes: Lifetimes) -> str:
    """The parameters of the `impl`, in brackets."""
    parts = [*lifetimes.own, *(at(one.declaration) for one in derive.generics)]
    return f"<{', '.join(parts)}>" if parts else ""


def target(derive: Derive) -> str:
    """The item's type."""
    arguments = ", ".join(at(one.name.span) for one in derive.generics)
    return f"{at(derive.ident)}<{arguments}>" if arguments else at(derive.ident)


def where(derive: Derive, bounds: Sequence[str]) -> str:
    """The `where` clause: the item's own predicates and `bounds`."""
    predicates = [at(derive.where)] if derive.where is not None else []
    predicates += dict.fromkeys(bounds)
    return f"where {', '.join(predicates)}" if predicates else ""


def bounded(kind: RustType, parameters: Sequence[str]) -> Iterator[RustType]:
    """The types in a field's type that the conversion must be asked of: those whose meaning depends on a parameter.

    A parameter itself, what is taken from one (`I::Item`), and what stands for an object (`Bound<'py, T>`).
    """
    if not _mentions(kind, parameters):
        return
    whole = kind.kind in ("reference", "dyn", "fn", "impl", "macro", "pointer")
    if kind.kind == "path":
        whole = kind.qualified or kind.path[0] in parameters or kind.name in _OBJECTS
    inner = [one for arg in kind.args for one in bounded(arg, parameters)]
    if whole:
        yield kind
    else:
        yield from inner


def _mentions(kind: RustType, parameters: Sequence[str]) -> bool:
    return not set(re.findall(r"\w+", kind.text)).isdisjoint(parameters)


def field_bounds(derive: Derive, own: Callable[[DeriveField], bool]) -> list[tuple[DeriveField, RustType]]:
    """What each field asks of type parameters, without fields for which `own` says that the user converts them."""
    parameters = derive.names("type")
    if not parameters:
        return []
    return [
        (field, kind)
        for field in fields_of(derive)
        if not own(field)
        for kind in bounded(field.type, parameters)
    ]


def is_parameter(kind: RustType) -> bool:
    """Whether one of `bounded`'s types is a parameter itself."""
    return kind.kind == "path" and len(kind.path) == 1 and not kind.args and not is_reference(kind)
