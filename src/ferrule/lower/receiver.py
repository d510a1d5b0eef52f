"""How a method takes its instance: `&self`, `&mut self`, or a first argument of a handle's type."""

from __future__ import annotations

from ferrule.lower.context import Context
from ferrule.lower.types import lower_type
from ferrule.model.conversions import CONVERSIONS
from ferrule.model.pyclass import Receiver
from ferrule.model.types import referent
from ferrule.syntax.nodes import Fn

_HANDLES = ("Bound", "Borrowed", "Py", "PyRef", "PyRefMut", "PyClassGuard", "PyClassGuardMut")


def read_receiver(context: Context, fn: Fn, where: str) -> Receiver | None:
    """The receiver of a method that needs one; None after a message.

    Without `self` the first argument is the receiver. A type that this crate does not know is left to
    rustc, since it may be an alias of a handle; plain values are refused here.
    """
    own = fn.receiver
    note = "add `&self`" if where.startswith("a `#[") else "add `&self`, or `#[staticmethod]` above it"
    if own is not None:
        if own.type is not None:
            kind = lower_type(context.source, own.type)
            if kind.kind == "reference" and kind.args[0].name == "Self":
                return Receiver("mut" if kind.mutable else "ref", own.span, kind, named_self=True)
            return Receiver("bound", own.span, kind, named_self=True)
        if own.reference:
            return Receiver("mut" if own.mutable else "ref", own.span)
        context.error(
            f"{where} cannot take `self` by value",
            own.span,
            "Python keeps the instance: write `&self`, `&mut self`, or `slf: Py<Self>`",
        )
        return None
    first = fn.params[0] if fn.params else None
    if first is None or first.type is None:
        context.error(f"{where} has no `self`", fn.ident, note)
        return None
    kind = lower_type(context.source, first.type)
    target = referent(kind)
    plain = (
        target.kind != "path" or target.name == "Python" or target.name.startswith("Py") or not target.name
    )
    if target.name not in _HANDLES and (plain or target.name in CONVERSIONS):
        context.error(
            f"{where} has no `self`, and its first argument is no handle of the instance",
            first.span,
            note,
        )
        return None
    return Receiver("bound", first.span, kind)
