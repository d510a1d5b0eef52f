"""`#[new]`: one descriptor with two entry points, `tp_new` and the class's vectorcall."""

from __future__ import annotations

from ferrule.base.diagnostics import Span
from ferrule.emit import names
from ferrule.emit import runtime_api as api
from ferrule.emit.signature import Callable, callable_items, layout
from ferrule.emit.tokens import at, on
from ferrule.model.function import Function
from ferrule.model.pyclass import Method


def emit_constructor(method: Method, tag: str, target: str, *, large: bool) -> tuple[str, str]:
    """The items of a `#[new]` method, and the expression of its descriptor."""
    function = method.function
    items, row = constructor_items(function, tag, target, f"<{target}>::{at(function.ident)}", large=large)
    return f"{items}\n{only_constructor(target, function.ident)}", row


def only_constructor(target: str, place: Span) -> str:
    """What makes rustc refuse a second constructor, wherever it stands; the message points to `place`."""
    return on(place, f"impl {api.HAS_CONSTRUCTOR} for {target} {{}}")


def constructor_items(
    function: Function, tag: str, target: str, path: str, *, large: bool = False
) -> tuple[str, str]:
    """The items of a constructor that calls `path`, and the expression of its descriptor."""
    place = function.returns.span if function.returns is not None else function.ident
    probe = f"{api.NEW_PROBE}::<{target}, _>::new({names.RESULT})"
    made = on(place, f"{probe}.create({names.PY}, {names.SLF})")
    what = Callable(
        tag=tag,
        display="__new__",
        path=path,
        self_type=target,
        large=large,
        finish=f"{{ use {api.NEW_UNRELATED} as _; use {api.NEW_REFUSED} as _; unsafe {{ {made} }} }}",
    )
    laid = layout(function, what)
    return callable_items(function, what, laid), f"{api.CONSTRUCTOR}::of::<{what.named}>()"
