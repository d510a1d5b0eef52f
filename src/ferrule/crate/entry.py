"""The doors of this room: a crate's model for stubs, and the modules that a crate declares."""

from __future__ import annotations

from pathlib import Path

from ferrule.base.diagnostics import line_and_column
from ferrule.crate.assemble import Assembler, declared_modules
from ferrule.crate.items import Lowerer, has_macro, module_item
from ferrule.crate.scopes import Crate, Definition
from ferrule.model.crate import CrateModel, ModuleDeclaration


def crate_model(root: Path, module_name: str | None = None) -> CrateModel:
    """What Python will see of a crate, read off its sources.

    `root` is the crate's root source file (`src/lib.rs`, or a lone `.rs` file), or a directory with
    `src/lib.rs`. `module_name` is the dotted name under which the native module is imported
    (`package._native`); without it the `#[pymodule]`'s own.

    Never raises for odd sources: a file that is missing or is not Rust is left out, and what is broken is
    in the model's diagnostics.
    """
    crate = Crate(root_source(root))
    assembler = Assembler(crate)
    modules = []
    for definition in _top_level(crate, assembler.lowerer, module_name):
        item = module_item(definition, assembler.lowerer)
        if item is None:
            continue
        made = assembler.module(definition, module_name or item.qualified_name)
        if made is not None:
            modules.append(made)
    assembler.types.close_over()
    return CrateModel(tuple(modules), assembler.types.known, tuple(crate.diagnostics))


def rust_modules(root: Path) -> list[ModuleDeclaration]:
    """Every `#[pymodule]` in a crate, in the order of its files: what it is called, and where it stands."""
    crate = Crate(root_source(root))
    lowerer = Lowerer(crate)
    found: list[ModuleDeclaration] = []
    inside = _nested(crate)
    for definition in declared_modules(crate.root.walk()):
        item = module_item(definition, lowerer)
        if item is None:
            continue
        line, column = line_and_column(definition.scope.source, item.ident.start)
        path = str(definition.scope.file.path)
        nested = item.submodule or definition.id in inside
        name = item.name.value
        found.append(ModuleDeclaration(name, definition.id, path, line, column, item.form, nested))
    return found


def root_source(root: Path) -> Path:
    """The root source file of what `root` is: itself, or the library's in a directory."""
    if not root.is_dir():
        return root
    for candidate in (root / "src" / "lib.rs", root / "lib.rs"):
        if candidate.is_file():
            return candidate
    return root / "src" / "lib.rs"


def _nested(crate: Crate) -> set[str]:
    """Ids of the `#[pymodule]`s that lie inside another."""
    found: set[str] = set()
    for definition in declared_modules(crate.root.walk()):
        scope = definition.scope
        while scope.parent is not None:
            if scope.node is not None and has_macro(scope.node, "pymodule"):
                found.add(definition.id)
            scope = scope.parent
    return found


def _top_level(crate: Crate, lowerer: Lowerer, module_name: str | None) -> list[Definition]:
    """The module that is imported: the one of the wanted name, else the only one that is no submodule."""
    inside = _nested(crate)
    candidates: list[Definition] = []
    for definition in declared_modules(crate.root.walk()):
        item = module_item(definition, lowerer)
        if item is not None and not item.submodule and definition.id not in inside:
            candidates.append(definition)
    wanted = module_name.rpartition(".")[2] if module_name else None
    named = [one for one in candidates if _python_name(one, lowerer) == wanted]
    if named:
        return named[:1]
    stem = crate.root.file.path.stem
    same = [one for one in candidates if _python_name(one, lowerer) == stem]
    at_root = [one for one in candidates if one.scope is crate.root]
    return (same or at_root or candidates)[:1]


def _python_name(definition: Definition, lowerer: Lowerer) -> str:
    item = module_item(definition, lowerer)
    return item.name.value if item is not None else ""
