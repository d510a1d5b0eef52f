"""A module for a file that declares none: what of it is exported, and the crate root that exports it.

Exported are the items with `#[pyfunction]` or `#[pyclass]`, and the top-level `pub fn`s and `pub const`s of
plain types (`plain`). The user's file is included where it lies, so that rustc's messages point into it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ferrule.base.errors import SourceError
from ferrule.base.record import record
from ferrule.crate.plain import NotPlainError, Signatures
from ferrule.syntax.items import parse_file
from ferrule.syntax.nodes import Attribute, Const, Enum, File, Fn, Struct, Use
from ferrule.syntax.tree import ParseError

_LOCAL = frozenset(("crate", "self", "super"))
_USER = "user_file"
_EXAMPLES = "Write a `pub fn` with plain types such as i64, f64, &str or Vec<f64>, or use #[pyfunction]."
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
class Exported:
    """What a file gives to Python."""

    root: str
    """The text of a crate root that includes the file, and exports what it can."""
    skipped: tuple[tuple[str, str], ...]
    """The names of functions that it cannot export, each with the reason, as `it ...`."""


def exporting_root(source: bytes, path: Path, name: str) -> Exported | None:
    """A crate root that includes the file `path`, and exports what it can as the module `name`.

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
        self.signatures = Signatures(source, file, self.classes)
        self.skipped: list[tuple[str, str]] = []

    def root(self, name: str) -> Exported:
        """The crate root."""
        exports = "".join(self.exports())
        if not exports:
            why = "; ".join(f"`{name}` {why}" for name, why in self.skipped) or self.hidden()
            raise SourceError(
                f"{self.path.name} has nothing that can be exported to Python{why and f': {why}'}.", _EXAMPLES
            )
        quoted = _quoted(self.path)
        # A file with inner attributes cannot be included, and is made a module of its own.
        taken = f"#[path = {quoted}]\nmod {_USER};\n" if self.inner else f"include!({quoted});\n"
        head = f"#[::pyo3::pymodule]\nmod r#{name} {{\n    #[allow(unused_imports)]\n    use {self.at}::*;\n"
        return Exported(f"{_PRINTING}{taken}{head}{self.imports()}{exports}}}\n", tuple(self.skipped))

    def hidden(self) -> str:
        """What there is, but not `pub`."""
        names = [item.name for item in self.file.items if isinstance(item, Fn) and item.name != "main"]
        return f"{' and '.join(f'`{name}`' for name in names[:3])} must be `pub`" if names else ""

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
                try:
                    yield self.wrapper(item)
                except NotPlainError as error:
                    self.skipped.append((item.name, str(error)))
            elif isinstance(item, Const) and item.vis is not None and item.vis.of(self.source) == "pub":
                yield from self.constant(item)

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

    def constant(self, item: Const) -> Iterator[str]:
        """A constant of a plain type, under its name."""
        if item.static or not self.signatures.plain(item.type, returned=True, lent=True):
            return
        ident, type_ = item.ident.of(self.source), item.type.span.of(self.source)
        text = f"    #[pymodule_export]\n    const {ident}: {type_} = {self.at}::{ident};\n"
        yield f"{self.conditions(item.attrs)}{text}"

    def wrapper(self, item: Fn) -> str:
        """A `#[pyfunction]` that calls a plain function. Raises NotPlainError when its signature is not."""
        generics = self.lifetimes(item)
        arguments, declared, passed = [], [], []
        for number, one in enumerate(item.params):
            name = f"argument_{number}" if one.name is None else one.ident.of(self.source)
            if one.type is None:
                raise NotPlainError("is variadic")
            argument = self.signatures.argument(name, one.type)
            arguments.append(argument)
            declared.append(f"{name}: {argument.declared}")
            passed.append(argument.passed.format(name))
        borrowed = not any(argument.owned for argument in arguments)
        arrow, mapped = "", ""
        if item.returns is not None:
            arrow, mapped = self.signatures.returned(item.returns, borrowed=borrowed)
        ident = item.ident.of(self.source)
        call = f"{self.at}::{ident}({', '.join(passed)}){mapped}"
        head = f"{self.conditions(item.attrs)}    #[::pyo3::pyfunction]\n"
        return f"{head}    fn {ident}{generics}({', '.join(declared)}){arrow} {{\n        {call}\n    }}\n"

    def lifetimes(self, item: Fn) -> str:
        """The generic parameters, if they are lifetimes alone. Raises NotPlainError."""
        modifiers = set(item.modifiers) - {"const"}
        if modifiers:
            raise NotPlainError(f"is `{' '.join(sorted(modifiers))}`")
        if item.generics is None:
            return ""
        if item.where is not None or any(one.kind != "lifetime" for one in item.generics.params):
            raise NotPlainError("is generic; write one for a type, such as f64, that calls it")
        return item.generics.span.of(self.source)


def _quoted(path: Path) -> str:
    return '"' + str(path).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _bridged(attrs: tuple[Attribute, ...]) -> bool:
    return any(attr.name in ("pyfunction", "pyclass") for attr in attrs)
