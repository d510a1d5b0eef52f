"""The crate's own types as Python sees them: classes with their methods, exceptions, aliases, derives."""

from __future__ import annotations

from ferrule.crate.items import (
    Lowerer,
    derived,
    exception,
    has_macro,
    macro_names,
    simple_alias,
    type_names,
)
from ferrule.crate.resolve import resolve, split_path
from ferrule.crate.scopes import Crate, Definition, Scope
from ferrule.model.crate import CrateBlock, CrateClass, CrateType
from ferrule.model.pyclass import Class, Methods
from ferrule.model.types import referent
from ferrule.syntax.nodes import Enum, MacroCall, Other, Struct

_MACROS = """
    create_exception import_exception thread_local lazy_static static_assertions assert_impl_all
    assert_not_impl_any define_stub_info_gatherer bitflags const_assert
    """
_KNOWN_MACROS = frozenset(_MACROS.split())
"""Macros that add no methods to a class."""


class Types:
    """Describes definitions in the namespace of types, each once."""

    def __init__(self, crate: Crate, lowerer: Lowerer) -> None:
        self.crate = crate
        self.lowerer = lowerer
        self.known: dict[str, CrateType] = {}
        self._blocks: dict[str, list[tuple[Scope, Methods]]] | None = None
        self._mentioned: set[str] | None = None
        self._open: set[str] = set()

    def describe(self, definition: Definition) -> CrateType | None:
        """What a type is for Python; None when it is nothing, or cannot be lowered."""
        if definition.id in self.known or definition.id in self._open:
            return self.known.get(definition.id)
        self._open.add(definition.id)
        try:
            found = self._describe(definition)
        except RecursionError:
            return None  # nested too deeply
        if found is not None:
            self.known[definition.id] = found
        return found

    def close_over(self) -> None:
        """Describe every type that a described one mentions, until there are no more."""
        for scope in self.crate.root.walk():
            for (kind, _), several in scope.definitions.items():
                if kind == "type":
                    self.describe(several[0])

    def _describe(self, definition: Definition) -> CrateType | None:
        item = definition.item
        if isinstance(item, MacroCall):
            return exception(definition)
        if isinstance(item, Other):
            return simple_alias(definition)
        if isinstance(item, Struct | Enum):
            if has_macro(item, "pyclass"):
                return self._class(definition)
            return derived(definition, self.lowerer)
        return None

    def _class(self, definition: Definition) -> CrateClass | None:
        lowered = self.lowerer.lower("pyclass", definition.scope, definition.item)
        if not isinstance(lowered, Class):
            return None
        blocks = self._all_blocks().get(definition.id, [])
        methods = tuple(CrateBlock(block, type_names(scope, block)) for scope, block in blocks)
        base = None
        if lowered.options.extends is not None:
            found = resolve(definition.scope, split_path(lowered.options.extends.value), "type")
            base = None if found is None else found.id
        complete = definition.name not in self._names_in_macros()
        types = type_names(definition.scope, lowered)
        return CrateClass(definition.id, lowered, methods, types, base, complete)

    def _all_blocks(self) -> dict[str, list[tuple[Scope, Methods]]]:
        """All `#[pymethods]` blocks by the id of their class."""
        if self._blocks is None:
            self._blocks = {}
            for scope in self.crate.root.walk():
                for impl in scope.impls:
                    self._add_block(scope, self.lowerer.lower("pymethods", scope, impl))
        return self._blocks

    def _add_block(self, scope: Scope, block: object) -> None:
        if not isinstance(block, Methods) or self._blocks is None:
            return
        target = resolve(scope, referent(block.type).path, "type")
        while target is not None and isinstance(target.item, Other):
            aliased = simple_alias(target)  # `impl Alias` means the type behind it
            target = None if aliased is None else resolve(target.scope, aliased.type.path, "type")
        if target is not None:
            self._blocks.setdefault(target.id, []).append((scope, block))

    def _names_in_macros(self) -> set[str]:
        """Names that macro calls mention: the macro may add methods to such a class."""
        if self._mentioned is None:
            self._mentioned = set()
            for scope in self.crate.root.walk():
                for call in scope.calls:
                    if call.path and call.path[-1] not in _KNOWN_MACROS:
                        self._mentioned |= macro_names(call)
        return self._mentioned
