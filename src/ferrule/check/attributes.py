"""The attributes of a crate as the macros would read them: what a rule forbids, and what glue cannot do."""

from __future__ import annotations

from collections.abc import Iterator

from ferrule.base.diagnostics import Diagnostic
from ferrule.crate.items import Lowerer
from ferrule.crate.scopes import Crate, Scope
from ferrule.emit import Unsupported, emit
from ferrule.lower.attributes import named
from ferrule.model.crate import FileDiagnostic
from ferrule.model.module import Module
from ferrule.syntax.nodes import Enum, Item, Struct

_MACROS = ("pyfunction", "pyclass", "pymethods", "pymodule")


def refused_attributes(crate: Crate) -> tuple[FileDiagnostic, ...]:
    """Every message that the macros would give, in the order of the files."""
    lowerer = Lowerer(crate)
    for scope in crate.root.walk():
        for item in _attributed(scope):
            for macro in _MACROS:
                if named(item.attrs, macro) is not None:
                    _expand(crate, scope, lowerer.lower(macro, scope, item))
            if isinstance(item, Struct | Enum):
                for derive in lowerer.derives(scope, item):
                    _expand(crate, scope, derive)
    return tuple(crate.diagnostics)


def _attributed(scope: Scope) -> Iterator[Item]:
    for (kind, _), several in scope.definitions.items():
        if kind in ("fn", "type", "mod"):
            yield from (one.item for one in several)
    yield from scope.impls


def _expand(crate: Crate, scope: Scope, model: object) -> None:
    if model is None or isinstance(model, Module):  # what is in a module is expanded by itself
        return
    try:
        emit(model)
    except Unsupported as error:
        crate.report(scope.file, Diagnostic(error.message, error.span))
    except Exception:
        return  # a fault of Ferrule, which a build shows at its place
