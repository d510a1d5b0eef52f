"""The door of this room: the stub files of a crate."""

from __future__ import annotations

from ferrule.model.crate import CrateModel
from ferrule.stubs.modules import module_nodes
from ferrule.stubs.nodes import ModuleNode
from ferrule.stubs.printing import print_module


def stub_files(model: CrateModel) -> dict[str, str]:
    """The texts of a crate's stub files by their paths below site-packages, with `/`.

    A module without submodules is one file, `fast.pyi` or `package/_native.pyi`. One with submodules is a
    package of stubs, `fast/__init__.pyi` and `fast/shapes.pyi`, so that type checkers find `fast.shapes`.
    Empty for a crate without a `#[pymodule]`.
    """
    modules, places = module_nodes(model)
    return {stub_path(module): print_module(module, places) for module in modules}


def stub_path(module: ModuleNode) -> str:
    """Where a module's stub file lies."""
    path = module.name.replace(".", "/")
    return f"{path}/__init__.pyi" if module.package else f"{path}.pyi"
