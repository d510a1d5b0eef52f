"""`ferrule.rust`: Rust written inside of Python, as a text or in place of a function's body.

A text is kept as a `.rs` file in the cache, named by its hash, and imported as `ferrule.inline.NAME` the way
the hook imports files, so what compiles, compares and loads is the hook's. When it does not compile, it
is compiled once more with its lines where the Python file has them, for messages that point there.
"""

# `pathlib` would take longer to load than all else here:
# ruff: noqa: PTH113, PTH118, PTH119, PTH120, PTH123

from __future__ import annotations

import sys
from _frozen_importlib_external import spec_from_file_location
from os import path

from ferrule.importer import memory
from ferrule.importer.loader import NoCompiler, RustLoader, library_of
from ferrule.importer.places import Place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from _frozen_importlib import ModuleSpec
    from collections.abc import Callable, Mapping
    from types import ModuleType
    from typing import Any, TypeVar, overload

    _F = TypeVar("_F", bound=Callable[..., Any])
    Dependencies = Mapping[str, str | Mapping[str, Any]]

    class RustText(ModuleType):
        """What `rust("...")` gives: a module with the functions and classes of the text, or, for the body of
        one function, a decorator. Checkers cannot tell which.
        """

        def __call__(self, function: _F) -> _F:
            """Decorate."""


PACKAGE = "ferrule.inline"
_EXPORTS = ("pub fn ", "pub const fn ", "pyfunction", "pyclass", "pymodule")
_OWN_MODULE = r"#\[\s*(?:\w+\s*::\s*)*pymodule\s*\]\s*(?:pub\s+)?(?:mod|fn)\s+(\w+)"


class Options:
    """What a call asked for."""

    def __init__(
        self,
        name: str | None,
        *,
        debug: bool,
        deps: Dependencies | None,
        edition: str | None,
        detach: bool = False,
    ) -> None:
        if name is not None and not (name.isidentifier() and name.isascii()):
            raise ValueError(f"`name` must be an identifier of plain letters, and is {name!r}.")
        if deps is not None and not hasattr(deps, "items"):
            raise TypeError('`deps` must be a dict such as {"itoa": "1"}.')
        self.name = name
        self.detach = detach
        self.tables: dict[str, Any] = {}
        if edition is not None:
            self.tables["package"] = {"edition": str(edition)}
        if deps:
            self.tables["dependencies"] = dict(deps)
        if debug:
            release = {"opt-level": 0, "debug-assertions": True, "overflow-checks": True}
            self.tables["profile"] = {"release": release}

    def header(self, directory: str) -> str:
        """The comment lines that say so; relative paths are taken from `directory`."""
        if not self.tables:
            return ""
        from ferrule.pipeline import header_text

        dependencies = self.tables.get("dependencies", {})
        for name, value in dependencies.items():
            if hasattr(value, "get") and isinstance(value.get("path"), str):
                dependencies[name] = {**value, "path": path.join(directory, value["path"])}
        return header_text(self.tables)


if TYPE_CHECKING:

    @overload
    def rust(function: _F, /) -> _F: ...
    @overload
    def rust(
        source: str,
        /,
        *,
        name: str | None = None,
        debug: bool = False,
        deps: Dependencies | None = None,
        edition: str | None = None,
        detach: bool = False,
    ) -> RustText: ...
    @overload
    def rust(
        *,
        name: str | None = None,
        debug: bool = False,
        deps: Dependencies | None = None,
        edition: str | None = None,
        detach: bool = False,
    ) -> Callable[[_F], _F]: ...


def rust(
    source: Any = None,
    /,
    *,
    name: str | None = None,
    debug: bool = False,
    deps: Dependencies | None = None,
    edition: str | None = None,
    detach: bool = False,
) -> Any:
    """Compile Rust that is written in a Python file.

    `rust("pub fn ...")` gives a module with what the text exports. As a decorator of a function with type
    hints, bare or as `@rust("body")`, it replaces the function's body with Rust: the given text, else the
    docstring (of which only a block marked ```rust counts, if it has one). `name` names the module, `debug`
    asks for an unoptimised build with checks, `deps` names crates as Cargo.toml does, `edition` is Rust's.
    `detach` lets other Python threads run while a decorated function does.

    Raises ImportError with rustc's messages where the Rust does not compile, and TypeError or ValueError for
    a call that makes no sense. Without a compiler, a decorated function keeps its Python body, with a
    warning.
    """
    options = Options(name, debug=debug, deps=deps, edition=edition, detach=detach)
    place = Place.of_caller(1)
    if source is None or isinstance(source, str):
        if source is not None and not source.strip():
            raise ValueError("`ferrule.rust` was given an empty text.")
        if source is not None and _exports(source):
            return module_of(source, options, place)
        return _Body(source, options, place)
    return _Body(None, options, place)(source)


class _Body:
    """The decorator for one function; `source` is its Rust body, None for the docstring."""

    def __init__(self, source: str | None, options: Options, place: Place) -> None:
        self._source = source
        self._options = options
        self._place = place

    def __call__(self, function: Any) -> Any:
        from ferrule.importer.functions import in_rust

        return in_rust(function, self._source, self._options, self._place)

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(
            f"`{name}` is not there: the Rust text of {self._place.file}, line {self._place.line}, exports "
            "nothing and so was taken for the body of a function. Write a `pub fn` or use #[pyfunction]."
        )


def _exports(source: str) -> bool:
    """Whether a text has something for a module; the body of a function has not."""
    words = " ".join(source.split())
    return any(mark in words for mark in _EXPORTS)


def module_of(source: str, options: Options, place: Place, label: str = "rust") -> ModuleType:
    """The module of a text, compiled if it is not in the cache; `label` begins its name where it has none.

    Raises ImportError, and ValueError for options that do not fit the text.
    """
    if options.detach:
        raise ValueError("`detach` is for decorated functions; in a text, write `#[pyfunction(detach)]`.")
    own = None
    if "pymodule" in source:
        import re

        found = re.search(_OWN_MODULE, source)
        own = None if found is None else found[1]
    if own is not None and options.name not in (None, own):
        raise ValueError(f"`name` is {options.name!r}, but the text's #[pymodule] is called `{own}`.")
    header = options.header(place.directory())
    if header and source.lstrip().startswith("//"):
        raise ValueError("The text begins with a comment, where a header belongs; write the options there.")
    wanted = options.name or own
    return Text(header, source, place).module(wanted or label, exact=wanted is not None)


class Text:
    """One piece of Rust on its way to a module.

    `head` and `tail` stand around `source`, which the user wrote at `place`.
    """

    def __init__(self, header: str, source: str, place: Place, *, head: str = "", tail: str = "") -> None:
        self.header, self.source, self.place = header, source, place
        self.head, self.tail = head, tail

    def module(self, label: str, *, exact: bool) -> ModuleType:
        """The module; `exact` makes `label` its name, otherwise the text's hash is added."""
        whole = self.header + (f"{self.head}\n" if self.head else "") + self.source + self.tail
        try:
            content = whole.encode()
        except UnicodeEncodeError:
            raise ValueError("The Rust text holds a lone surrogate, which no file can hold.") from None
        digest = memory.digest(content)[:16]
        leaf = label if exact else f"{label}_{digest}"
        name = f"{PACKAGE}.{leaf}"
        file = _kept(digest, leaf, content, exact=exact)
        if InlineFinder.sources.get(name) != file:
            InlineFinder.sources[name] = file
            sys.modules.pop(name, None)
        try:
            __import__(name)
        except NoCompiler as error:
            raise NoCompiler(str(error.__context__), name=name, path=file) from None
        except ImportError as error:
            # `compile_module` raises while it handles what went wrong.
            if type(error.__context__).__name__ != "SourceError":
                raise
            raise ImportError(self._explained(name, file) or str(error), name=name, path=file) from None
        return sys.modules[name]

    def _explained(self, name: str, file: str) -> str:
        """rustc's messages with the places in the Python file; empty if they cannot be had."""
        from ferrule.importer.compile import mistakes

        placed = self.place.placed(self.source)
        before, last = placed.text[: placed.first - 1], placed.first - 2
        if last >= 1:
            before = before[:last] + self.head + before[last:]
        else:
            before += f"{self.head}\n" if self.head else ""
        text = before + placed.text[placed.first - 1 :] + self.tail
        shown = path.join(path.dirname(file), f"at-{path.basename(file)[:-3]}", path.basename(file))
        said = mistakes(name, shown, text, header_of=self.header or None, colour=self.place.colour)
        return said.replace(shown, placed.shown).replace(path.basename(file), placed.shown)


def _kept(digest: str, leaf: str, content: bytes, *, exact: bool) -> str:
    """The file in the cache that holds a text, written if it is not there. Raises ImportError."""
    below = ("inline", digest, f"{leaf}.rs") if exact else ("inline", f"{leaf}.rs")
    file = path.join(memory.usual_root(), *below)
    try:
        with open(file, "rb") as stream:
            if stream.read() == content:
                return file
    except OSError:
        pass
    from ferrule.base.cachedir import cache_root
    from ferrule.base.errors import SystemFault
    from ferrule.base.files import write_if_changed

    file = path.join(str(cache_root().path), *below)
    try:
        write_if_changed(file, content)
    except SystemFault as error:
        raise ImportError(str(error), name=f"{PACKAGE}.{leaf}", path=file) from None
    return file


class _TextLoader(RustLoader):
    """Has no Python file to fall back to, and leaves the reason for a failure with the error."""

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """Build if need be, and make the module. Raises ImportError."""
        self.library = spec.origin = library_of(spec.name, str(self.path))
        return self._create(spec.name)


class InlineFinder:
    """Finds `ferrule.inline.NAME`: the texts of this process, and others by the hash in their names."""

    sources: dict[str, str] = {}  # noqa: RUF012 - one for the process
    """Module name -> the file that holds its text."""

    @classmethod
    def find_spec(cls, name: str, paths: object = None, target: object = None) -> ModuleSpec | None:
        """A spec for a module of ours. Compiles nothing."""
        del paths, target
        if not name.startswith(f"{PACKAGE}."):
            return None
        leaf = name.rpartition(".")[2]
        source = cls.sources.get(name) or path.join(memory.usual_root(), "inline", f"{leaf}.rs")
        if not path.isfile(source):
            return None
        return spec_from_file_location(name, source, loader=_TextLoader(name, source))

    @staticmethod
    def invalidate_caches() -> None:
        """Nothing is kept between imports."""

    @classmethod
    def install(cls) -> None:
        """Make these modules importable in this process; harmless when done already."""
        if cls not in sys.meta_path:
            sys.meta_path.append(cls)
