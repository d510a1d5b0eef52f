"""Model to Rust glue text. Pure functions: no files, no settings, no syntax trees.

What lives here: one file per noun of the model, `names` (every invented name), `runtime_api` (every path into the
runtime), `tokens` (the user's tokens inside the glue). What does not: rules and their messages, which are lowering's.
"""

from __future__ import annotations

from collections.abc import Sequence

from ferrule.base.diagnostics import Span
from ferrule.emit.tokens import Unsupported
from ferrule.model.derive import Derive
from ferrule.model.function import Function
from ferrule.model.module import Module
from ferrule.model.pyclass import Class, Methods

__all__ = ["Unsupported", "emit", "replaces_item"]

Item = Function | Module | Class | Methods | Derive


def replaces_item(item: object) -> bool:
    """Whether the glue holds the item itself, which is then left out: a module that is written again."""
    return isinstance(item, Module) and item.rewritten


def emit(item: object, cuts: Sequence[Span] = (), *, large: bool = False) -> str:
    """The glue of one item; `cuts` are the helper attributes in it, for items that are emitted whole.
    `large` says that the crate is, so that its functions share what they can.

    Raises Unsupported for what the model can express but the runtime cannot do yet.
    """
    if isinstance(item, Function):
        from ferrule.emit.function import emit_function

        return emit_function(item, large=large)
    if isinstance(item, Module):
        from ferrule.emit.module import emit_module

        return emit_module(item, cuts)
    if isinstance(item, Class) and item.options.python_enum is not None:
        from ferrule.emit.python_enum import emit_python_enum

        return emit_python_enum(item)
    if isinstance(item, Class):
        from ferrule.emit.pyclass import emit_class

        return emit_class(item)
    if isinstance(item, Methods):
        from ferrule.emit.methods import emit_methods

        return emit_methods(item, large=large)
    if isinstance(item, Derive):
        from ferrule.emit.derive import emit_derive

        return emit_derive(item)
    raise Unsupported(f"`{type(item).__name__}` items are not supported yet", Span(0, 0))
