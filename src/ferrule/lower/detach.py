"""`detach`: a function whose body runs detached from the interpreter may not touch anything of Python's.

Types are judged by their names; what an alias hides is refused by rustc, since the glue asks for `Ungil`.
"""

from __future__ import annotations

from collections.abc import Sequence

from ferrule.base.diagnostics import Span
from ferrule.lower.context import Context
from ferrule.lower.types import lower_type
from ferrule.model.types import RustType
from ferrule.syntax.nodes import Fn

ATTACHED = frozenset(
    ("Python", "Bound", "Borrowed", "Py", "PyRef", "PyRefMut", "PyClassGuard", "PyClassGuardMut", "PyObject")
)
"""Types that are of use only while attached."""

_NOTE = "take and return plain values, or take `py: Python<'_>` and detach inside, with `py.detach(|| ..)`"


def check_detach(context: Context, fn: Fn, span: Span) -> None:
    """The rules for a function with the option `detach`, which is written at `span`."""
    if "async" in fn.modifiers:
        context.error("`detach` belongs to a plain `fn`", span, "an `async fn` is polled by Python")
    written = [param.type for param in fn.params]
    written += [fn.receiver.type if fn.receiver is not None else None, fn.returns]
    for type_ in written:
        found = None if type_ is None else _attached((lower_type(context.source, type_),))
        if found is not None:
            context.error(f"`{found.name}` cannot be used while detached from Python", found.span, _NOTE)


def _attached(kinds: Sequence[RustType]) -> RustType | None:
    """The first type among these and their parts that needs an attached thread."""
    for kind in kinds:
        found = kind if kind.name in ATTACHED else _attached(kind.args)
        if found is not None:
            return found
    return None
