"""Plain Rust signatures: which types cross into Python without a word from the author, and by what code.

A function qualifies when each parameter can be made from a Python object, or borrowed from one that the
wrapper made, and its result can be returned. What does not qualify is told why, in words for its author.
"""

from __future__ import annotations

import re

from ferrule.base.record import record
from ferrule.syntax.items import parse_file
from ferrule.syntax.nodes import Enum, File, Fn, Other, Struct
from ferrule.syntax.tree import ParseError
from ferrule.syntax.types import ArrayType, OpaqueType, PathType, ReferenceType, SliceType, TupleType, Type

_INTEGERS = tuple(f"{sign}{width}" for sign in "iu" for width in (8, 16, 32, 64, 128, "size"))
SCALARS = frozenset(("bool", "char", "String", "f32", "f64", "PathBuf", "Duration", *_INTEGERS))
_CONTAINERS = frozenset(("Vec", "Option", "HashMap", "BTreeMap", "HashSet", "BTreeSet"))
_LOCAL = frozenset(("crate", "self", "super"))
_ALIAS = re.compile(r"\btype\s+(\w+)\s*(<[^=]*>)?\s*=\s*(.+);\s*\Z", re.DOTALL)
TO_ERROR = """\
.map_err(|error| {
            #[allow(unused_imports)]
            use ::pyo3::glue::failure::*;
            (&&&&Failure::new(error)).to_error()
        })"""
"""The call that makes an exception of any error: by its own conversion, its text, or its debug form."""


class NotPlainError(Exception):
    """A signature that cannot cross; the text says why, as `it ...`."""


@record
class Argument:
    """One parameter of a wrapper."""

    declared: str
    """Its type there."""
    passed: str
    """The expression handed on, with `{}` for the name."""
    owned: bool
    """Whether the wrapper holds what the user's function borrows."""


class Signatures:
    """Looks at the types of one file."""

    def __init__(self, source: bytes, file: File, classes: set[str]) -> None:
        self.source = source
        self.classes = classes
        self.structs = {item.name for item in file.items if isinstance(item, Struct | Enum)} - classes
        self.aliases: dict[str, Type] = {}
        self.results: set[str] = set()
        for item in file.items:
            if isinstance(item, Other) and item.kind == "type_item":
                self._alias(item.span.of(source))

    def _alias(self, text: str) -> None:
        found = _ALIAS.search(text)
        if found is None:
            return
        try:
            (made,) = parse_file(f"fn f() -> {found[3]} {{}}".encode()).items
        except (ParseError, ValueError):
            return
        if not isinstance(made, Fn) or made.returns is None:
            return
        if found[2] is None:
            self.aliases[found[1]] = made.returns
        elif name_of(made.returns) == "Result":
            self.results.add(found[1])

    def text(self, type_: Type) -> str:
        """A type as it is written."""
        return type_.span.of(self.source)

    def argument(self, name: str, type_: Type) -> Argument:
        """How a wrapper takes a parameter. Raises NotPlainError."""
        text = self.text(type_)
        if self.plain(type_):
            return Argument(text, "{}", False)
        if isinstance(type_, PathType) and name_of(type_) == "Option":
            inner = type_.segments[-1].args[0] if type_.segments[-1].args else None
            if isinstance(inner, ReferenceType) and not inner.mutable:
                if self.borrowed(inner):
                    return Argument(text, "{}", False)
                if isinstance(inner.inner, SliceType) and self.plain(inner.inner.inner):
                    return Argument(f"Option<Vec<{self.text(inner.inner.inner)}>>", "{}.as_deref()", True)
        elif isinstance(type_, PathType) and name_of(type_) == "Vec" and _strings(type_.segments[-1].args):
            return Argument("Vec<String>", "{}.iter().map(String::as_str).collect()", True)
        elif isinstance(type_, ReferenceType) and not type_.mutable:
            made = self._reference(type_, text)
            if made is not None:
                return made
        raise NotPlainError(f"takes `{name}: {text}`, {self._why(type_)}")

    def _reference(self, type_: ReferenceType, text: str) -> Argument | None:
        inner = type_.inner
        if self.borrowed(type_) or name_of(inner) in self.classes:
            return Argument(text, "{}", False)
        if name_of(inner) == "Path":
            return Argument("::std::path::PathBuf", "&{}", True)
        if isinstance(inner, SliceType):
            if self.plain(inner.inner):
                return Argument(f"Vec<{self.text(inner.inner)}>", "&{}", True)
            if _strings((inner.inner,)):
                return Argument("Vec<String>", "&{}.iter().map(String::as_str).collect::<Vec<&str>>()", True)
        elif self.plain(inner):
            return Argument(self.text(inner), "&{}", True)
        return None

    def returned(self, type_: Type, *, borrowed: bool) -> tuple[str, str]:
        """The wrapper's return type with its arrow, and what is called on the result.

        `borrowed` says that all arguments are handed on as they came, so that the result may borrow from
        them. Raises NotPlainError.
        """
        text = self.text(type_)
        if self.plain(type_, returned=True, lent=borrowed):
            return f" -> {text}", ""
        if isinstance(type_, PathType) and not type_.qualified:
            name, args = name_of(type_), type_.segments[-1].args
            alone = name in self.results or (name == "Result" and len(type_.segments) > 1)
            if args and self.plain(args[0], returned=True, lent=borrowed):
                if name == "PyResult":
                    return f" -> {text}", ""
                if alone or (name == "Result" and len(args) == 2):
                    return f" -> ::pyo3::PyResult<{self.text(args[0])}>", TO_ERROR
        raise NotPlainError(f"returns `{text}`, {self._why(type_)}")

    def borrowed(self, type_: Type) -> bool:
        """Whether it is `&str` or `&[u8]`, which the bridge lends."""
        if not isinstance(type_, ReferenceType) or type_.mutable:
            return False
        inner = type_.inner
        return name_of(inner) == "str" or (isinstance(inner, SliceType) and name_of(inner.inner) == "u8")

    def plain(self, type_: Type, *, returned: bool = False, lent: bool = False) -> bool:
        """Whether it is a scalar, or a container, tuple or array of such.

        `returned` allows classes of the file and static texts, `lent` borrowed texts.
        """
        if isinstance(type_, TupleType):
            return all(self.plain(one, returned=returned, lent=lent) for one in type_.elements)
        if isinstance(type_, ArrayType):
            return self.plain(type_.inner, returned=returned, lent=lent)
        if isinstance(type_, ReferenceType):
            return self.borrowed(type_) and (lent or (returned and type_.lifetime == "'static"))
        name = name_of(type_)
        if not isinstance(type_, PathType) or type_.qualified or name is None:
            return False
        if type_.segments[0].name in _LOCAL:
            return False
        args = type_.segments[-1].args
        if name in self.aliases and not args:
            return self.plain(self.aliases[name], returned=returned)
        if name == "Cow" and lent:
            return len(args) == 1 and name_of(args[0]) == "str"
        if name in _CONTAINERS:
            return bool(args) and all(self.plain(one, returned=returned, lent=lent) for one in args)
        return not args and (name in SCALARS or (returned and name in self.classes))

    def _why(self, type_: Type) -> str:
        """Why a type is not plain, and what to do."""
        if isinstance(type_, ReferenceType) and type_.mutable:
            return "which would change a copy; take the value and return it"
        found = next((name for name in self._names(type_) if name in self.structs), None)
        if found is not None:
            return f"and `{found}` has no #[pyclass]"
        if isinstance(type_, OpaqueType) and type_.kind == "impl":
            return "which is not one type; name the type, for example Vec<f64>"
        return "which is not a plain type"

    def _names(self, type_: Type) -> list[str]:
        return re.findall(r"\w+", self.text(type_))


def _strings(args: tuple[Type, ...]) -> bool:
    return len(args) == 1 and isinstance(args[0], ReferenceType) and name_of(args[0].inner) == "str"


def name_of(type_: object) -> str | None:
    """The last name of a path, None for other types."""
    return type_.segments[-1].name if isinstance(type_, PathType) and type_.segments else None
