"""Rules of the special methods: how many arguments each takes, and what they may be."""

from __future__ import annotations

from ferrule.lower.context import Context
from ferrule.model.function import Injected
from ferrule.model.pyclass import Method
from ferrule.model.slots import Slot
from ferrule.syntax.nodes import Fn


def check_slot(context: Context, slot: Slot, fn: Fn, method: Method) -> None:
    """Report what keeps a method from filling its slot."""
    if slot.free_signature:
        return
    given = method.function.parameters
    wanted = len(slot.arguments)
    # The modulus of `pow` may be left out.
    least = wanted - 1 if slot.name in ("__pow__", "__rpow__", "__ipow__") else wanted
    if not least <= len(given) <= wanted:
        many = "no argument" if wanted == 0 else "1 argument" if wanted == 1 else f"{wanted} arguments"
        span = given[wanted].span if len(given) > wanted else fn.ident
        context.error(f"`{slot.name}` takes {many} beside the instance, found {len(given)}", span)
    if slot.name == "__traverse__":
        receiver = method.receiver
        if receiver is not None and receiver.kind != "ref":
            context.error(
                "`__traverse__` takes `&self`",
                receiver.span,
                "it runs inside the garbage collector, where no reference count may change",
            )
        for one in method.function.arguments:
            if isinstance(one, Injected):
                context.error(
                    "`__traverse__` cannot take `Python`",
                    one.span,
                    "it runs inside the garbage collector, where Python cannot be used",
                )
    if slot.name in ("__getbuffer__", "__releasebuffer__") and not method.function.is_unsafe:
        context.error(
            f"`{slot.name}` must be an `unsafe fn`",
            fn.ident,
            "it is given a raw `Py_buffer`, and must keep the promises of the buffer protocol",
        )
