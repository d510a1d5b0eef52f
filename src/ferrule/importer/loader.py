"""The loader of what Rust files are compiled to.

A module's `__file__` and `__spec__.origin` are its library, as with every extension module, since tools would
read a Rust file there as Python. The library lies in the cache, named by its content, and is never
overwritten; the Rust file is `__spec__.loader.path`.
"""

# `pathlib` would take longer to load than all else here:
# ruff: noqa: PTH113, PTH119

import _imp
import os
from _frozen_importlib import ModuleSpec  # `importlib` itself would load a dozen other modules
from _frozen_importlib_external import ExtensionFileLoader, SourceFileLoader

from ferrule.importer import memory

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import CodeType, ModuleType
    from typing import Any, TypeVar

    _F = TypeVar("_F", bound=Callable[..., Any])

_KEPT = frozenset(("__name__", "__loader__", "__package__", "__spec__", "__file__", "__path__"))
_loaded: dict[str, str] = {}
"""Module name -> the library that it came from."""


class NoCompiler(ImportError):
    """The module has to be compiled, and there is nothing to compile it with."""


def unseen(function: "_F") -> "_F":
    """Take a function's frame out of the tracebacks of `ImportError`, as Python does with its own importer's,
    which it knows by this file name.
    """
    code: CodeType = function.__code__
    function.__code__ = code.replace(co_filename="<frozen importlib._bootstrap_external>")
    return function


class RustLoader(ExtensionFileLoader):
    """Compiles a Rust file when its module is created, and loads the library.

    `library` is the path of what was loaded, None before.
    """

    def __init__(self, name: str, source: str) -> None:
        super().__init__(name, source)
        self.library: str | None = None

    @unseen
    def create_module(self, spec: ModuleSpec) -> "ModuleType | None":  # type: ignore[override]
        """Build if need be, and make the module. Raises ImportError with the rendered mistakes.

        Where there is no compiler, a Python file beside the Rust file takes its place.
        """
        try:
            self.library = spec.origin = _library(spec.name, str(self.path))
        except NoCompiler as error:
            python = f"{str(self.path)[:-3]}.py"
            if not os.path.isfile(python):
                raise _plain(error) from None
            _say_fallback(str(self.path), python, error)
            spec.loader, spec.origin = SourceFileLoader(spec.name, python), python
            return None
        return self._create(spec.name)

    @unseen
    def exec_module(self, module: "ModuleType") -> None:
        """Fill the module; in a reload, with the names of a newly built one."""
        name = module.__name__
        if self.library is not None:
            _imp.exec_dynamic(module)
            _loaded[name] = self.library
            return
        before = _loaded.get(name)
        try:
            library = self.library = _library(name, str(self.path))
        except ImportError as error:
            if before is not None:
                _came_from(module, before)
            raise _plain(error) from None
        _came_from(module, library)
        if library == before:
            return
        fresh = self._create(name)
        _imp.exec_dynamic(fresh)
        module.__dict__.update((key, value) for key, value in vars(fresh).items() if key not in _KEPT)
        _loaded[name] = library

    @unseen
    def _create(self, name: str) -> "ModuleType":
        module: ModuleType = _imp.create_dynamic(ModuleSpec(name, self, origin=self.library))
        return module


def _came_from(module: "ModuleType", library: str) -> None:
    module.__file__ = library
    if module.__spec__ is not None:
        module.__spec__.origin = library


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

    return compile_module(name, source, known if good else None, stale=known is not None)


@unseen
def _library(name: str, source: str) -> str:
    """As `library_of`, with a traceback that ends at the user's import."""
    try:
        return library_of(name, source)
    except (ImportError, KeyboardInterrupt) as error:
        raise error.with_traceback(None) from None


def _plain(error: ImportError) -> ImportError:
    return ImportError(str(error), name=error.name, path=error.path)


def _say_fallback(source: str, python: str, error: ImportError) -> None:
    import warnings

    names = os.path.basename(python), os.path.basename(source)
    warnings.warn(f"{names[0]} is imported in place of {names[1]}: {error}", RuntimeWarning, stacklevel=2)
