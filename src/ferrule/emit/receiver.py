"""How a method gets its instance: borrowed, borrowed mutably, or converted to the declared type."""

from __future__ import annotations

from ferrule.emit import names
from ferrule.emit import runtime_api as api
from ferrule.emit.tokens import on, type_tokens
from ferrule.model.pyclass import Receiver


def receiver(taken: Receiver, target: str) -> tuple[str, str]:
    """Statements that make the receiver, and the expression that passes it."""
    local = names.RECEIVER
    if taken.kind == "ref":
        made = on(taken.span, f"{api.BORROW}::<{target}>({names.SLF})")
        return f"let {local} = unsafe {{ {made} }}?;", f"&*{local}"
    if taken.kind == "mut":
        made = on(taken.span, f"{api.BORROW_MUT}::<{target}>({names.SLF})")
        return f"let mut {local} = unsafe {{ {made} }}?;", f"&mut *{local}"
    assert taken.type is not None
    if taken.type.kind == "reference":
        inner = taken.type.args[0]
        bound = f"unsafe {{ {api.RECEIVER_BOUND}::<{target}>({names.PY}, {names.SLF}) }}"
        use = f"{local}.as_unbound()" if inner.name == "Py" else f"&*{local}"
        return f"let {local} = {bound};", use
    kind = type_tokens(taken.type, target)
    made = on(taken.type.span, f"{api.RECEIVER}::<{kind}>({names.PY}, {names.SLF})")
    return f"let {local} = unsafe {{ {made} }}?;", local
