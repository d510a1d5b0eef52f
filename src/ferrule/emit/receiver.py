"""How a method gets its instance: borrowed, borrowed mutably, or converted to the declared type."""

from __future__ import annotations

from ferrule.base.record import record
from ferrule.emit import names
from ferrule.emit import runtime_api as api
from ferrule.emit.tokens import on, type_tokens
from ferrule.model.pyclass import Receiver

FAILED = "::core::ptr::null_mut()"
"""What the body of a function returns with an exception pending."""

_RETURNED = (api.BORROW, api.BORROW_MUT, api.RECEIVER)
_IN_BODY = (api.TAKE, api.TAKE_MUT, api.TAKE_AS)


@record
class Taken:
    """Texts that a receiver contributes."""

    pattern: str
    """What it is bound to."""
    value: str
    """The expression that makes it."""
    fallible: bool
    """Whether the expression is a `Result`, or an `Option` in the body of a function."""
    use: str
    """The expression that passes it to the user's method."""

    @property
    def statement(self) -> str:
        """The binding; an error is the caller's."""
        return f"let {self.pattern} = {self.value}{'?' if self.fallible else ''};"

    def statement_or(self, otherwise: str) -> str:
        """The binding; an error makes the caller return `otherwise`."""
        if not self.fallible:
            return self.statement
        return (
            f"let ::core::result::Result::Ok({self.pattern}) = ({self.value}) else {{ return {otherwise}; }};"
        )

    @property
    def in_body(self) -> str:
        """The binding in the body of a function, which returns null where an exception is pending."""
        if not self.fallible:
            return self.statement
        return (
            f"let ::core::option::Option::Some({self.pattern}) = ({self.value}) else {{ return {FAILED}; }};"
        )


def receiver(taken: Receiver, target: str, *, in_body: bool = False) -> Taken:
    """The texts of a receiver of class `target`, for a function that returns errors or for the body of one."""
    local = names.RECEIVER
    ref, mut, converted = _IN_BODY if in_body else _RETURNED
    if taken.kind == "ref":
        made = on(taken.span, f"{ref}::<{target}>({names.SLF})")
        return Taken(local, f"unsafe {{ {made} }}", True, f"&*{local}")
    if taken.kind == "mut":
        made = on(taken.span, f"{mut}::<{target}>({names.SLF})")
        return Taken(f"mut {local}", f"unsafe {{ {made} }}", True, f"&mut *{local}")
    assert taken.type is not None
    if taken.type.kind == "reference":
        inner = taken.type.args[0]
        bound = f"unsafe {{ {api.RECEIVER_BOUND}::<{target}>({names.PY}, {names.SLF}) }}"
        return Taken(local, bound, False, f"{local}.as_unbound()" if inner.name == "Py" else f"&*{local}")
    kind = type_tokens(taken.type, target)
    made = on(taken.type.span, f"{converted}::<{kind}>({names.PY}, {names.SLF})")
    return Taken(local, f"unsafe {{ {made} }}", True, local)
