"""`#[derive(FromPyObject)]`, `#[derive(IntoPyObject)]`, `#[derive(IntoPyObjectRef)]`."""

from __future__ import annotations

from typing import Literal

from ferrule.base.diagnostics import Span
from ferrule.base.record import record
from ferrule.model.core import Text
from ferrule.model.types import RustType

DeriveKind = Literal["FromPyObject", "IntoPyObject", "IntoPyObjectRef"]

Access = Literal[
    "attribute",  # getattr(obj, name); the rule for named fields
    "item",  # obj[key]
    "index",  # element of a tuple; the rule for tuple fields
    "whole",  # transparent: the object itself
]


@record
class DeriveField:
    """A field, and how its value is found in a Python object or put into one."""

    rust_name: str
    """An identifier, or an index such as `0`."""
    ident: Span
    """The identifier; for a tuple's field the type."""
    type: RustType
    access: Access
    key: Text
    """Attribute's name, or the item's key as a Rust literal (`"x"`, `1`) with quotes. For `index` and
    `whole` the Rust name."""
    from_py_with: Text | None = None
    into_py_with: Text | None = None
    default: Text | None = None
    """Expression used when the attribute or item is missing; `Default::default()` for a bare `default`."""
    cfgs: tuple[Span, ...] = ()


@record
class DeriveVariant:
    """A shape of fields: the struct itself, or one variant of the enum."""

    rust_name: str
    """The variant's identifier; empty for a struct."""
    ident: Span
    shape: Literal["tuple", "struct"]
    transparent: bool
    """One field that stands for the whole object: `transparent`, or a tuple of one field."""
    fields: tuple[DeriveField, ...]
    error_name: str = ""
    """Name shown when no variant fits: `annotation = ".."`, or the variant's name."""
    cfgs: tuple[Span, ...] = ()


@record
class GenericParameter:
    """One generic parameter of the item."""

    kind: Literal["lifetime", "type", "const"]
    name: Text
    """With its apostrophe for a lifetime."""
    declaration: Span
    """As it stands in an `impl`: with bounds, without a default."""


@record
class Derive:
    """One derive on one item."""

    kind: DeriveKind
    rust_name: str
    ident: Span
    is_enum: bool
    variants: tuple[DeriveVariant, ...]
    """Exactly one for a struct."""
    generics: tuple[GenericParameter, ...] = ()
    """In the order of the source."""
    where: Span | None = None
    """The predicates after `where`, without a trailing comma."""
    crate_path: Text | None = None

    def names(self, kind: Literal["lifetime", "type", "const"]) -> tuple[str, ...]:
        """Names of the generic parameters of one kind."""
        return tuple(one.name.value for one in self.generics if one.kind == kind)
