"""What stands in the import system: `.rs` becomes one more kind of file that Python's own finder knows.

Directories are searched in the order of `sys.path`. Within one, Python's order holds, with `.rs` between
built extensions and Python sources: a package, `fast.cpython-....so`, `fast.rs`, `fast.py`, a namespace
package. A Rust file never takes the place of a module of the standard library, nor, where a Python file of
its name stands beside it, of that one if another Rust file there declares it as its `mod`.

This file is all that a program pays for that imports no Rust: it loads nothing but what Python has loaded.
"""

# `pathlib` would take longer to load than all else here:
# ruff: noqa: PTH100, PTH109, PTH113, PTH123, PTH208

import os
import sys
from _frozen_importlib_external import ExtensionFileLoader, FileFinder, spec_from_file_location

TYPE_CHECKING = False
if TYPE_CHECKING:
    from _frozen_importlib import ModuleSpec  # `importlib` itself would load a dozen other modules
    from collections.abc import Iterator, Sequence
    from types import ModuleType
    from typing import Any

SUFFIX = ".rs"
_INIT = f"__init__{SUFFIX}"
_path_join = os.path.join


class RustFileFinder(FileFinder):
    """Python's finder for one directory, with `.rs` among its suffixes."""

    def find_spec(self, fullname: str, target: "ModuleType | None" = None) -> "ModuleSpec | None":
        """As `FileFinder` does. Compiles nothing."""
        spec = FileFinder.find_spec(self, fullname, target)
        if spec is not None and spec.origin is not None and spec.origin.endswith(SUFFIX):
            if _is_pythons(fullname) or spec.origin.endswith(_INIT):
                return _without(self, fullname)
            python = f"{spec.origin[:-3]}.py"
            if os.path.isfile(python) and _is_part_of_another(spec.origin):
                return _without(self, fullname)
        elif fullname == "pkgutil" and spec is not None:
            _tell_when_loaded(spec)
        elif spec is not None and type(spec.loader) is ExtensionFileLoader and not _is_pythons(fullname):
            from ferrule.importer.installed import compared

            compared(spec)
        return spec

    def iter_modules(self, prefix: str = "") -> "Iterator[tuple[str, bool]]":
        """What `pkgutil.iter_modules` lists: the modules of Python, then those of Rust."""
        import pkgutil

        listing: Any = vars(pkgutil)["iter_importer_modules"]
        seen: set[str] = set()
        for name, is_package in listing.dispatch(FileFinder)(self, prefix):
            seen.add(name)
            yield name, is_package
        try:
            files = sorted(os.listdir(self.path))
        except OSError:
            return
        for file in files:
            name = prefix + file[: -len(SUFFIX)]
            if file.endswith(SUFFIX) and file.count(".") == 1 and file != _INIT and name not in seen:
                yield name, False


class RustFinder:
    """The last resort: `NAME.rs` in directories that finders of other packages look after."""

    @staticmethod
    def find_spec(
        name: str, paths: "Sequence[str] | None" = None, target: object = None
    ) -> "ModuleSpec | None":
        """A spec for the module, None when there is no such Rust file. Compiles nothing."""
        del target
        file = name.rpartition(".")[2] + SUFFIX
        for entry in sys.path if paths is None else paths:
            if not isinstance(entry, str):
                continue
            try:
                source = _path_join(entry or os.getcwd(), file)
                if os.path.isfile(source):
                    source = os.path.abspath(source)
                    return spec_from_file_location(name, source, loader=_loader(name, source))
            except (OSError, ValueError):
                continue
        return None

    @staticmethod
    def invalidate_caches() -> None:
        """Nothing is kept between imports."""


def install() -> None:
    """Make `.rs` files importable in this process; harmless when done already."""
    if _finder in sys.meta_path:
        return
    sys.meta_path.append(_finder)
    for number, hook in enumerate(sys.path_hooks):
        if getattr(hook, "__name__", "") == "path_hook_for_FileFinder":
            sys.path_hooks.insert(number, _RustPathHook(hook))
            break
    for finder in sys.path_importer_cache.values():
        if type(finder) is FileFinder:
            finder.__class__ = RustFileFinder
            _set_loaders(finder)
    if "pkgutil" in sys.modules:
        _tell(sys.modules["pkgutil"])


def uninstall() -> None:
    """Undo `install`. Modules that were imported stay."""
    if _finder not in sys.meta_path:
        return
    sys.meta_path.remove(_finder)
    sys.path_hooks[:] = [hook for hook in sys.path_hooks if type(hook) is not _RustPathHook]
    for finder in sys.path_importer_cache.values():
        if type(finder) is RustFileFinder:
            loaders: Any = vars(finder)["_loaders"]
            loaders[:] = [pair for pair in loaders if pair[0] != SUFFIX]
            finder.__class__ = FileFinder  # type: ignore[assignment]


class _RustPathHook:
    """Makes the finders of directories, by way of Python's own hook."""

    def __init__(self, pythons: "Any") -> None:
        self.pythons = pythons

    def __call__(self, path: str) -> FileFinder:
        """The finder for a directory. Raises ImportError for anything else, as a path hook has to."""
        made: FileFinder = self.pythons(path)
        if type(made) is FileFinder:
            made.__class__ = RustFileFinder
            _set_loaders(made)
        return made


def _set_loaders(finder: FileFinder) -> None:
    """Enter `.rs` behind the suffixes of built extensions, which Python lists first."""
    loaders: Any = vars(finder)["_loaders"]
    python = [number for number, (suffix, _) in enumerate(loaders) if suffix == ".py"]
    loaders.insert(python[0] if python else len(loaders), (SUFFIX, _loader))


def _is_pythons(name: str) -> bool:
    return name.partition(".")[0] in sys.stdlib_module_names


def _loader(name: str, source: str) -> "Any":
    """The loader for a Rust file; the module is loaded when the first one is found."""
    from ferrule.importer.loader import RustLoader

    return RustLoader(name, source)


def _without(finder: FileFinder, fullname: str) -> "ModuleSpec | None":
    """What the directory holds under the name besides the Rust file."""
    loaders: Any = vars(finder)["_loaders"]
    plain = FileFinder(finder.path)
    vars(plain)["_loaders"] = [pair for pair in loaders if pair[0] != SUFFIX]
    return plain.find_spec(fullname)


def _is_part_of_another(source: str) -> bool:
    """Whether another Rust file of the directory declares the file as its module."""
    import re

    directory, name = os.path.split(source)
    declared = re.compile(
        rf"^\s*(?:pub(?:\([^)]*\))?\s+)?mod\s+{re.escape(name[:-3])}\s*;".encode(), re.MULTILINE
    )
    try:
        for file in os.listdir(directory):
            if file.endswith(SUFFIX) and file != name:
                with open(_path_join(directory, file), "rb") as stream:
                    if declared.search(stream.read()):
                        return True
    except OSError:
        pass
    return False


def _tell(pkgutil: "Any") -> None:
    pkgutil.iter_importer_modules.register(RustFileFinder, RustFileFinder.iter_modules)


def _tell_when_loaded(spec: "ModuleSpec") -> None:
    """Register with `pkgutil`, which asks finders by their class, as soon as it is there."""
    loader: Any = spec.loader
    execute = loader.exec_module

    def exec_module(module: "ModuleType") -> None:
        del loader.exec_module
        execute(module)
        _tell(module)

    loader.exec_module = exec_module


_finder = RustFinder()
