"""Modules with what they hold, classes with their methods: the parts of a `CrateModel`, brought together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ferrule.base.diagnostics import Span
from ferrule.crate.classes import Types
from ferrule.crate.conditions import present, settle
from ferrule.crate.items import Lowerer, docs_of, has_macro, module_item, type_names
from ferrule.crate.registrations import Registration, read_registrations
from ferrule.crate.resolve import resolve, split_path
from ferrule.crate.scopes import TOO_DEEP, Crate, Definition, Kind, Scope, place_of
from ferrule.crate.values import read_value
from ferrule.lower.types import lower_type
from ferrule.model.core import NO_DOCS, Docs
from ferrule.model.crate import (
    CrateClass,
    CrateConstant,
    CrateException,
    CrateFunction,
    CrateModule,
    Member,
)
from ferrule.model.function import Function
from ferrule.model.module import Export, Module
from ferrule.syntax.items import parse_item
from ferrule.syntax.nodes import Const, Fn, Mod
from ferrule.syntax.tree import ParseError

_KINDS: dict[str, tuple[Kind, ...]] = {
    "function": ("fn",),
    "class": ("type",),
    "module": ("mod", "fn"),
}
"""Where a registration looks for what it names."""


class _Draft:
    """A module while things are added to it."""

    def __init__(self, name: str, docs: Docs = NO_DOCS) -> None:
        self.name = name
        self.docs = docs
        self.members: dict[str, Member] = {}
        self.unknown: list[str] = []

    def add(self, member: Member | None) -> None:
        """Add a member; the last of one name wins, at the place of the first."""
        if member is not None:
            self.members[member.name] = member

    def finish(self) -> CrateModule:
        return CrateModule(self.name, tuple(self.members.values()), tuple(self.unknown), self.docs)


class Assembler:
    """Brings the modules of one crate together."""

    def __init__(self, crate: Crate) -> None:
        self.crate = crate
        self.lowerer = Lowerer(crate)
        self.types = Types(crate, self.lowerer)
        self._open: list[str] = []
        """Modules and functions that are being read, against circles."""

    def module(self, definition: Definition, name: str) -> CrateModule | None:
        """The `#[pymodule]` that is defined here, under its dotted name in Python."""
        item = module_item(definition, self.lowerer)
        if item is None or definition.id in self._open:
            return None
        self._open.append(definition.id)
        try:
            draft = _Draft(name, item.docs)
            if item.form == "inline":
                self._inline(definition, item, draft)
            else:
                self._function(definition, draft)
            return draft.finish()
        finally:
            self._open.pop()

    def _inline(self, definition: Definition, item: Module, draft: _Draft) -> None:
        scope = definition.scope.children.get(definition.name)
        if scope is None:
            draft.unknown.append("its body is not there")
            return
        for export in item.exports:
            self._export(scope, export, draft)
        if item.init is not None:
            init = scope.find("fn", item.init.rust_name.removeprefix("r#"))
            if init is not None:
                self._body(init, draft)

    def _function(self, definition: Definition, draft: _Draft) -> None:
        self._body(definition, draft)

    def _export(self, scope: Scope, export: Export, draft: _Draft) -> None:
        """One export of an inline module."""
        path = split_path(export.path)
        kinds: dict[str, Kind] = {"function": "fn", "class": "type", "constant": "const"}
        if export.kind in kinds:
            found = resolve(scope, path, kinds[export.kind])
            if found is None:
                return  # under a `cfg` that does not hold
            self._define(found, draft, export.python_name, scope, export.span)
            return
        order: tuple[Kind, ...] = ("mod", "fn") if export.kind == "module" else ("fn", "type", "mod", "const")
        found = next((one for kind in order if (one := self._exported(scope, path, kind))), None)
        if found is None:
            draft.unknown.append(f"`{export.path}` is not found ({place_of(scope, export.span)})")
            return
        # What `use` calls it in Rust is no matter: items carry their own names.
        self._define(found, draft, export.python_name, scope, export.span)

    def _exported(self, scope: Scope, path: tuple[str, ...], kind: Kind) -> Definition | None:
        """What a name of `#[pymodule_export] use` means: the first thing that Python can see."""
        found = resolve(scope, path, kind)
        if found is None or kind == "const":
            return found
        macros = {"fn": ("pyfunction", "pymodule"), "mod": ("pymodule",), "type": ()}[kind]
        if kind == "type" or any(has_macro(found.item, macro) for macro in macros):
            return found
        return None

    def _define(self, found: Definition, draft: _Draft, name: str | None, scope: Scope, span: Span) -> None:
        """Add what is defined somewhere, under a name of its own choice or a given one."""
        member = self.member(found, name, draft.name)
        if member is None:
            draft.unknown.append(f"`{found.name}` cannot be described ({place_of(scope, span)})")
        draft.add(member)

    def member(self, found: Definition, name: str | None, parent: str) -> Member | None:
        """What is defined somewhere, as a member of the module `parent`; None when it cannot be described."""
        item = found.item
        if isinstance(item, Fn | Mod) and has_macro(item, "pymodule"):
            made = module_item(found, self.lowerer)
            own = name or (made.name.value if made is not None else found.name)
            module = self.module(found, f"{parent}.{own}")
            return None if module is None else Member(own, module)
        if isinstance(item, Fn):
            lowered = self.lowerer.lower("pyfunction", found.scope, item)
            if not isinstance(lowered, Function):
                return None
            types = type_names(found.scope, lowered)
            return Member(name or lowered.name.value, CrateFunction(lowered, types))
        if isinstance(item, Const):
            kind = lower_type(found.scope.source, item.type)
            types = type_names(found.scope, kind)
            docs = docs_of(found.scope, item.attrs)
            return Member(name or found.name, CrateConstant(kind, types, docs=docs))
        described = self.types.describe(found)
        if isinstance(described, CrateClass | CrateException):
            return Member(name or described.name, described)
        return None

    def _body(self, definition: Definition, draft: _Draft, position: int | None = None) -> None:
        """What a function adds to the module that it is given; the module is its last argument."""
        fn = definition.item
        if not isinstance(fn, Fn) or fn.body is None or not fn.params:
            draft.unknown.append(f"`{definition.name}` has no body that can be read")
            return
        param = fn.params[-1 if position is None or position >= len(fn.params) else position]
        reader = _Body(self, definition.scope, definition.id)
        try:
            found = read_registrations(definition.scope.source, fn.body, param.name or "")
            reader.run(found, param.name, draft)
        except RecursionError:
            draft.unknown.append(f"`{definition.name}` {TOO_DEEP}")

    def follow(self, scope: Scope, one: Registration, draft: _Draft) -> bool:
        """A function that is given the module; False when it is not one of this crate."""
        found = resolve(scope, split_path(one.path), "fn")
        if found is None:
            return False
        if found.id not in self._open:
            self._open.append(found.id)
            self._body(found, draft, one.position)
            self._open.pop()
        return True

    def local(self, scope: Scope, one: Registration, draft: _Draft) -> None:
        """A `#[pyfn]` inside the body."""
        try:
            item = settle(scope.source, parse_item(scope.source[: one.span.end], one.span.start))
        except ParseError:
            draft.unknown.append(f"a `#[pyfn]` cannot be read ({place_of(scope, one.span)})")
            return
        lowered = self.lowerer.lower("pyfn", scope, item) if present(item.attrs) else None
        if isinstance(lowered, Function):
            types = type_names(scope, lowered)
            draft.add(Member(lowered.name.value, CrateFunction(lowered, types)))

    def constant(self, scope: Scope, one: Registration) -> Member:
        """A value that is added under a name."""
        value = read_value(one.value)
        if value.type_path:
            found = resolve(scope, split_path(value.type_path), "type")
            described = None if found is None else self.types.describe(found)
            if isinstance(described, CrateClass | CrateException):
                if described.name == one.name:
                    return Member(one.name, described)
                return Member(one.name, CrateConstant(refers=described.id))
            return Member(one.name, CrateConstant(python=_builtin_type(value.type_path)))
        if value.path:
            found = resolve(scope, split_path(value.path), "const")
            if found is not None and isinstance(found.item, Const):
                kind = lower_type(found.scope.source, found.item.type)
                types = type_names(found.scope, kind)
                return Member(
                    one.name, CrateConstant(kind, types, docs=docs_of(found.scope, found.item.attrs))
                )
        return Member(one.name, CrateConstant(python=value.python))


def _builtin_type(path: str) -> str | None:
    """`type[ValueError]` for `PyValueError`."""
    import builtins

    name = split_path(path)[-1:]
    plain = name[0].removeprefix("Py") if name else ""
    return f"type[{plain}]" if isinstance(getattr(builtins, plain, None), type) else None


class _Body:
    """One function's registrations, carried out on the drafts of the modules that it fills."""

    def __init__(self, assembler: Assembler, scope: Scope, where: str) -> None:
        self.assembler = assembler
        self.scope = scope
        self.where = where

    def run(self, found: Sequence[Registration], module: str | None, draft: _Draft) -> None:
        """Carry them out; children come into their parents when all is known of them."""
        drafts = {module or "": draft}
        parents: dict[str, tuple[str, str]] = {}
        for one in found:
            if one.action == "new":
                drafts[one.target] = _Draft(one.name)
                if not one.name:
                    drafts[one.target].unknown.append(f"its name is computed ({self._at(one)})")
            elif one.action == "variable":
                parents[one.path] = (one.target, one.name)
        for child in parents:
            self._name(child, parents, drafts)
        for one in found:
            target = drafts.get(one.target)
            if target is not None:
                self._carry_out(one, target)
        deepest = sorted(parents, key=lambda name: drafts[name].name.count(".") if name in drafts else 0)
        for child in reversed(deepest):
            parent, given = parents[child]
            if child in drafts and parent in drafts:
                made = drafts[child].finish()
                drafts[parent].add(Member(given or made.name.rpartition(".")[2], made))

    def _name(
        self, child: str, parents: dict[str, tuple[str, str]], drafts: dict[str, _Draft], depth: int = 0
    ) -> None:
        """Give a child module its dotted name, those above it first."""
        parent = parents[child][0]
        if depth < len(parents) and parent in parents:
            self._name(parent, parents, drafts, depth + 1)
        if child in drafts and parent in drafts:
            own = parents[child][1] or drafts[child].name.rpartition(".")[2]
            drafts[child].name = f"{drafts[parent].name}.{own}"

    def _carry_out(self, one: Registration, draft: _Draft) -> None:
        if one.action == "unknown":
            draft.unknown.append(f"{one.path} ({self._at(one)})")
        elif one.action == "value":
            draft.add(self.assembler.constant(self.scope, one))
        elif one.action == "call":
            if not self.assembler.follow(self.scope, one, draft):
                draft.unknown.append(f"`{one.path}` is given the module ({self._at(one)})")
        elif one.action == "local":
            self.assembler.local(self.scope, one, draft)
        elif one.action in ("function", "class", "module"):
            self._named(one, draft)

    def _named(self, one: Registration, draft: _Draft) -> None:
        for kind in _KINDS[one.action]:
            found = resolve(self.scope, split_path(one.path), kind)
            if found is None:
                continue
            member = self.assembler.member(found, one.name or None, draft.name)
            if member is not None:
                draft.add(member)
                return
        draft.unknown.append(f"`{one.path}` is not found in the crate ({self._at(one)})")

    def _at(self, one: Registration) -> str:
        return place_of(self.scope, one.span)


def declared_modules(scopes: Iterable[Scope]) -> list[Definition]:
    """Every definition with `#[pymodule]`, in the order of the tree."""
    return [
        one
        for scope in scopes
        for (kind, _), several in scope.definitions.items()
        if kind in ("fn", "mod")
        for one in several
        if has_macro(one.item, "pymodule")
    ]
