"""The meta path finder for `.rs` files, and the loader of what they are compiled to.

It stands at the end of `sys.meta_path`: a Python module, a package or a built extension of the same
name comes first. A module's `__file__` and `__spec__.origin` are its library, as with every extension module,
since tools would read a Rust file there as Python. The library lies in the cache, named by its content, and
is never overwritten; the Rust file is `__spec__.loader.path`.
"""

# `pathlib` would take longer to load than all else here:
# ruff: noqa: PTH100, PTH109, PTH113, PTH118

from __future__ import annotations

import _imp
import os
import sys
from _frozen_importlib import ModuleSpec  # `importlib` itself would load a dozen other modules
from _frozen_importlib_external import ExtensionFileLoader, spec_from_file_location
from os import path

from ferrule.importer import memory

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType

_KEPT = frozenset(("__name__", "__loader__", "__package__", "__spec__", "__file__", "__path__"))
_loaded: dict[str, str] = {}
"""Module name -> the library that it came from."""


class RustFinder:
    """Finds `NAME.rs` in the directories of `sys.path`, and of packages."""

    @staticmethod
    def find_spec(name: str, paths: Sequence[str] | None = None, target: object = None) -> ModuleSpec | None:
        """A spec for the module, None when there is no such Rust file. Compiles nothing."""
        del target
        file = name.rpartition(".")[2] + ".rs"
        for entry in sys.path if paths is None else paths:
            if not isinstance(entry, str):
                continue
            try:
                source = path.join(entry or os.getcwd(), file)
                if path.isfile(source):
                    source = path.abspath(source)
                    return spec_from_file_location(name, source, loader=RustLoader(name, source))
            except (OSError, ValueError):
                continue
        return None

    @staticmethod
    def invalidate_caches() -> None:
        """Nothing is kept between imports."""


class RustLoader(ExtensionFileLoader):
    """Compiles a Rust file when its module is created, and loads the library.

    `library` is the path of what was loaded, None before.
    """

    def __init__(self, name: str, source: str) -> None:
        super().__init__(name, source)
        self.library: str | None = None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """Build if need be, and make the module. Raises ImportError with the rendered mistakes."""
        self.library = spec.origin = _library(spec.name, str(self.path))
        return self._create(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Fill the module; in a reload, with the names of a newly built one."""
        name = module.__name__
        if self.library is not None:
            _imp.exec_dynamic(module)
            _loaded[name] = self.library
            return
        library = self.library = _library(name, str(self.path))
        module.__file__ = library
        if module.__spec__ is not None:
            module.__spec__.origin = library
        if _loaded.get(name) == library:
            return
        fresh = self._create(name)
        _imp.exec_dynamic(fresh)
        module.__dict__.update((key, value) for key, value in vars(fresh).items() if key not in _KEPT)
        _loaded[name] = library

    def _create(self, name: str) -> ModuleType:
        module: ModuleType = _imp.create_dynamic(ModuleSpec(name, self, origin=self.library))
        return module


def library_of(name: str, source: str) -> str:
    """The library for a module, built if the last one is not good any more.

    Raises ImportError: with the rendered mistakes when the source does not compile, else with one sentence.
    """
    file = memory.place(memory.usual_root(), source, name)
    known = memory.read(file)
    good = known is not None and memory.holds(known)
    if known is not None and good and memory.current(known):
        return str(known["library"])
    from ferrule.importer.compile import compile_module

    return compile_module(name, source, known if good else None)


def _library(name: str, source: str) -> str:
    """As `library_of`, with a traceback that ends at the loader."""
    try:
        return library_of(name, source)
    except ImportError as error:
        raise error.with_traceback(None) from None


def install() -> None:
    """Make `.rs` files importable in this process; harmless when done already."""
    if _finder not in sys.meta_path:
        sys.meta_path.append(_finder)


def uninstall() -> None:
    """Undo `install`. Modules that were imported stay."""
    if _finder in sys.meta_path:
        sys.meta_path.remove(_finder)


_finder = RustFinder()
