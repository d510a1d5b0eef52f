"""A module for a file that declares none: what of it is exported, and the crate root that exports it.

Exported are the items with `#[pyfunction]` or `#[pyclass]`, and the top-level `pub fn`s whose signatures hold
plain types. The user's file is included where it lies, so that rustc's messages point into it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ferrule.base.errors import SourceError
from ferrule.base.record import record
from ferrule.syntax.items import parse_file
from ferrule.syntax.nodes import Attribute, Enum, File, Fn, Struct, Use
from ferrule.syntax.tree import ParseError
from ferrule.syntax.types import ArrayType, PathType, ReferenceType, SliceType, TupleType, Type

_INTEGERS = tuple(f"{sign}{width}" for sign in "iu" for width in (8, 16, 32, 64, 128, "size"))
_SCALARS = frozenset(("bool", "char", "String", "f32", "f64", "PathBuf", "Duration", *_INTEGERS))
_CONTAINERS = frozenset(("Vec", "Option", "Box", "HashMap", "BTreeMap", "HashSet", "BTreeSet"))
_OWN_ERRORS = frozenset(("PyErr", "ParseIntError", "ParseFloatError", "Utf8Error", "FromUtf8Error"))
_LOCAL = frozenset(("crate", "self", "super"))
_USER = "user_file"
_PRINTING = (
    "".join(
        f"#[allow(unused_macros)] macro_rules! {name} {{ ($($text:tt)*) => {{ {body} }} }} "
        for name, body in (
            ("print", "::pyo3::__ferrule_print!(Out, false, $($text)*)"),
            ("println", "::pyo3::__ferrule_print!(Out, true, $($text)*)"),
            ("eprint", "::pyo3::__ferrule_print!(Err, false, $($text)*)"),
            ("eprintln", "::pyo3::__ferrule_print!(Err, true, $($text)*)"),
            ("dbg", "::pyo3::__ferrule_dbg!($($text)*)"),
        )
    )
    + "\n"
)
"""Puts macros of the runtime in the place of std's, so that what is printed follows `sys.stdout`."""


@record
class _Argument:
    """One parameter of a wrapper."""

    declared: str
    """Its type there."""
    passed: str
    """The expression handed on, with `{}` for the name."""
    owned: bool
    """Whether the wrapper holds what the user's function borrows."""


def exporting_root(source: bytes, path: Path, name: str) -> str | None:
    """The text of a crate root that includes the file `path`, and exports what it can as the module `name`.

    None when the text is not readable as Rust, which rustc explains best. Raises SourceError when there is
    nothing to export.
    """
    try:
        file = parse_file(source)
    except ParseError:
        return None
    return _Exporter(source, file, path).root(name)


def including_root(source: bytes, path: Path) -> str | None:
    """The text of a crate root that is the file `path`, but for where it prints.

    None where a file cannot be included: with inner attributes, or with macros that it names by `crate::`.
    """
    try:
        file = parse_file(source)
    except ParseError:
        return None
    if file.attrs or b"macro_export" in source:
        return None
    return f"{_PRINTING}include!({_quoted(path)});\n"


class _Exporter:
    """Looks at one file's items."""

    def __init__(self, source: bytes, file: File, path: Path) -> None:
        self.source = source
        self.file = file
        self.path = path
        self.inner = bool(file.attrs)
        self.at = f"super::{_USER}" if self.inner else "super"
        self.classes = {
            item.name for item in file.items if isinstance(item, Struct | Enum) and _bridged(item.attrs)
        }
        self.skipped: list[str] = []

    def root(self, name: str) -> str:
        """The crate root's text."""
        exports = "".join(self.exports())
        if not exports:
            why = f" ({'; '.join(self.skipped)})" if self.skipped else ""
            raise SourceError(
                f"{self.path.name} has nothing that can be exported to Python{why}.",
                "Write a `pub fn` with plain types such as i64, f64, &str or Vec<f64>, or use #[pyfunction].",
            )
        quoted = _quoted(self.path)
        # A file with inner attributes cannot be included, and is made a module of its own.
        taken = f"#[path = {quoted}]\nmod {_USER};\n" if self.inner else f"include!({quoted});\n"
        head = f"#[::pyo3::pymodule]\nmod {name} {{\n    #[allow(unused_imports)]\n    use {self.at}::*;\n"
        return f"{_PRINTING}{taken}{head}{self.imports()}{exports}}}\n"

    def imports(self) -> str:
        """The imports of a file that is a module of its own, whose privates are out of reach."""
        if not self.inner:
            return ""
        uses = [item for item in self.file.items if isinstance(item, Use) and item.vis is None]
        outer = [item for item in uses if not _LOCAL.intersection(name.path[0] for name in item.names)]
        texts = [item.span.of(self.source) for item in outer]
        return "".join(f"    #[allow(unused_imports)]\n    {text}\n" for text in texts)

    def exports(self) -> Iterator[str]:
        """What stands in the module, one text for each item."""
        for item in self.file.items:
            if isinstance(item, Fn | Struct | Enum) and _bridged(item.attrs):
                self.must_be_public(item)
                ident = item.ident.of(self.source)
                yield f"{self.conditions(item.attrs)}    #[pymodule_export]\n    use {self.at}::{ident};\n"
            elif isinstance(item, Fn) and item.vis is not None and item.vis.of(self.source) == "pub":
                made = self.wrapper(item)
                if made is None:
                    self.skipped.append(f"`{item.name}` is generic, or has types that are not plain")
                else:
                    yield made

    def must_be_public(self, item: Fn | Struct | Enum) -> None:
        if self.inner and item.vis is None:
            raise SourceError(
                f"`{item.name}` in {self.path.name} must be `pub` to be exported.",
                "A file that begins with `//!` or `#![..]` is compiled as a module of its own.",
            )

    def conditions(self, attrs: tuple[Attribute, ...]) -> str:
        """The `#[cfg]`s and doc comments of an item, to be repeated."""
        kept = [attr.span.of(self.source).strip() for attr in attrs if attr.name in ("cfg", "doc")]
        return "".join(f"    {text}\n" for text in kept)

    def wrapper(self, item: Fn) -> str | None:
        """A `#[pyfunction]` that calls a plain function; None when its signature is not plain."""
        if item.generics is not None or item.where is not None or set(item.modifiers) - {"const"}:
            return None
        arguments = [None if one.type is None else self.argument(one.type) for one in item.params]
        declared, passed = [], []
        for number, (one, argument) in enumerate(zip(item.params, arguments, strict=True)):
            if argument is None:
                return None
            name = f"argument_{number}" if one.name is None else one.ident.of(self.source)
            declared.append(f"{name}: {argument.declared}")
            passed.append(argument.passed.format(name))
        borrowed = not any(argument is not None and argument.owned for argument in arguments)
        returned = ("", "") if item.returns is None else self.returned(item.returns, borrowed=borrowed)
        if returned is None:
            return None
        arrow, mapped = returned
        ident = item.ident.of(self.source)
        call = f"{self.at}::{ident}({', '.join(passed)}){mapped}"
        head = f"{self.conditions(item.attrs)}    #[::pyo3::pyfunction]\n"
        return f"{head}    fn {ident}({', '.join(declared)}){arrow} {{\n        {call}\n    }}\n"

    def argument(self, type_: Type) -> _Argument | None:
        """How a wrapper takes a parameter, None when it cannot."""
        text = type_.span.of(self.source)
        if self.plain(type_):
            return _Argument(text, "{}", False)
        if isinstance(type_, PathType) and _name(type_) == "Option":
            inner = type_.segments[-1].args[0] if type_.segments[-1].args else None
            if isinstance(inner, ReferenceType) and not inner.mutable:
                if self.borrowed(inner):
                    return _Argument(text, "{}", False)
                if isinstance(inner.inner, SliceType) and self.plain(inner.inner.inner):
                    element = inner.inner.inner.span.of(self.source)
                    return _Argument(f"Option<Vec<{element}>>", "{}.as_deref()", True)
            return None
        if not isinstance(type_, ReferenceType) or type_.mutable:
            return None
        inner = type_.inner
        if self.borrowed(type_) or _name(inner) in self.classes:
            return _Argument(text, "{}", False)
        if isinstance(inner, SliceType):
            element = inner.inner.span.of(self.source)
            if self.plain(inner.inner):
                return _Argument(f"Vec<{element}>", "&{}", True)
            if isinstance(inner.inner, ReferenceType) and _name(inner.inner.inner) == "str":
                strings = "&{}.iter().map(String::as_str).collect::<Vec<&str>>()"
                return _Argument("Vec<String>", strings, True)
        elif self.plain(inner):
            return _Argument(inner.span.of(self.source), "&{}", True)
        return None

    def returned(self, type_: Type, *, borrowed: bool) -> tuple[str, str] | None:
        """The wrapper's return type with its arrow, and what is called on the result; None when not plain."""
        text = type_.span.of(self.source)
        if self.plain(type_, returned=True) or (borrowed and self.borrowed(type_)):
            return f" -> {text}", ""
        if not isinstance(type_, PathType) or type_.qualified:
            return None
        name, args = _name(type_), type_.segments[-1].args
        if not args or not self.plain(args[0], returned=True):
            return None
        if name == "PyResult" or (name == "Result" and len(type_.segments) > 1 and len(args) == 1):
            return (f" -> {text}", "") if name == "PyResult" or type_.segments[-2].name == "io" else None
        if name != "Result" or len(args) != 2:
            return None
        error = args[1]
        if _name(error) in _OWN_ERRORS or (
            isinstance(error, PathType) and [part.name for part in error.segments][-2:] == ["io", "Error"]
        ):
            return f" -> {text}", ""
        text_like = isinstance(error, ReferenceType) and _name(error.inner) == "str"
        if not text_like and _name(error) not in ("String", "Box"):
            return None
        value = args[0].span.of(self.source)
        to_error = ".map_err(|error| ::pyo3::exceptions::PyValueError::new_err(error.to_string()))"
        return f" -> ::pyo3::PyResult<{value}>", to_error

    def borrowed(self, type_: Type) -> bool:
        """Whether it is `&str` or `&[u8]`, which the bridge lends."""
        if not isinstance(type_, ReferenceType) or type_.mutable:
            return False
        inner = type_.inner
        return _name(inner) == "str" or (isinstance(inner, SliceType) and _name(inner.inner) == "u8")

    def plain(self, type_: Type, *, returned: bool = False) -> bool:
        """Whether it is a scalar, or a container, tuple or array of such; when returned also a class."""
        if isinstance(type_, TupleType):
            return all(self.plain(one, returned=returned) for one in type_.elements)
        if isinstance(type_, ArrayType):
            return self.plain(type_.inner, returned=returned)
        name = _name(type_)
        if not isinstance(type_, PathType) or type_.qualified or name is None:
            return False
        if type_.segments[0].name in _LOCAL:
            return False
        args = type_.segments[-1].args
        if name in _CONTAINERS:
            return bool(args) and all(self.plain(one, returned=returned) for one in args)
        return not args and (name in _SCALARS or (returned and name in self.classes))


def _quoted(path: Path) -> str:
    return '"' + str(path).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _bridged(attrs: tuple[Attribute, ...]) -> bool:
    return any(attr.name in ("pyfunction", "pyclass") for attr in attrs)


def _name(type_: object) -> str | None:
    return type_.segments[-1].name if isinstance(type_, PathType) and type_.segments else None
