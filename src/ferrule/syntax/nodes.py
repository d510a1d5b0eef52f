"""Nodes of items: what can be read off a Rust item without knowing any other.

Every node has its `span`; that of an item begins with its first attribute or doc comment. Names are without
`r#` in `name`, as written in the text at `ident`.
"""

from __future__ import annotations

from typing import Literal

from ferrule.base.diagnostics import Span
from ferrule.base.record import record
from ferrule.syntax.tokens import Group
from ferrule.syntax.types import Type


@record
class Attribute:
    """`#[path(args)]`, `#[path = value]`, or a doc comment."""

    span: Span
    """All of it: from `#` to `]`, or the whole comment."""
    path: tuple[str, ...]
    """Segments of its path; `("doc",)` for doc comments."""
    path_span: Span
    args: Group | None = None
    """The bracketed group after the path."""
    value: Span | None = None
    """Tokens after `=`."""
    value_text: str = ""
    """Text of these tokens; of a doc comment its text without the marker."""
    inner: bool = False
    """`#![..]`, `//!`."""
    comment: bool = False
    """Written as a comment."""

    @property
    def name(self) -> str:
        """Last segment of the path."""
        return self.path[-1] if self.path else ""


@record
class GenericParam:
    """One generic parameter."""

    kind: Literal["lifetime", "type", "const"]
    name: str
    """With its apostrophe for a lifetime."""
    span: Span
    """All of it: bounds and default included."""
    ident: Span
    declaration: Span
    """As it stands in an `impl`: without the default."""


@record
class Generics:
    """`<'a, T: Bound, const N: usize>`."""

    span: Span
    params: tuple[GenericParam, ...]

    def names(self, kind: Literal["lifetime", "type", "const"]) -> tuple[str, ...]:
        """Names of the parameters of one kind."""
        return tuple(param.name for param in self.params if param.kind == kind)


@record
class SelfParam:
    """`self`, `&self`, `&mut self`, `self: T`."""

    span: Span
    attrs: tuple[Attribute, ...] = ()
    reference: bool = False
    mutable: bool = False
    """`&mut self`; a `mut self` by value is not meant."""
    type: Type | None = None


@record
class Param:
    """One parameter of a function."""

    span: Span
    """`pattern: Type`, without attributes."""
    attrs: tuple[Attribute, ...]
    pattern: Span
    name: str | None
    """The identifier when the pattern is one (`mut x` included), else None."""
    ident: Span
    """The identifier, or the pattern."""
    type: Type | None
    """None for `...` of C variadics."""


@record
class Fn:
    """A function, free or in an `impl`."""

    span: Span
    attrs: tuple[Attribute, ...]
    name: str
    ident: Span
    params: tuple[Param, ...] = ()
    receiver: SelfParam | None = None
    returns: Type | None = None
    vis: Span | None = None
    generics: Generics | None = None
    where: Span | None = None
    modifiers: tuple[str, ...] = ()
    """Of `const`, `async`, `unsafe`, `extern`, in the order written."""
    body: Span | None = None
    """With its braces."""


@record
class FieldNode:
    """A field of a struct or of a variant."""

    span: Span
    """With visibility, without attributes."""
    attrs: tuple[Attribute, ...]
    name: str
    """Identifier or index."""
    ident: Span
    """The identifier; the type for a tuple's field."""
    type: Type
    vis: Span | None = None


Shape = Literal["struct", "tuple", "unit"]


@record
class Struct:
    """A struct; also a union, for which every rule says no."""

    span: Span
    attrs: tuple[Attribute, ...]
    name: str
    ident: Span
    shape: Shape
    fields: tuple[FieldNode, ...] = ()
    vis: Span | None = None
    generics: Generics | None = None
    where: Span | None = None
    union: bool = False


@record
class VariantNode:
    """A variant of an enum."""

    span: Span
    """Without attributes."""
    attrs: tuple[Attribute, ...]
    name: str
    ident: Span
    shape: Shape
    fields: tuple[FieldNode, ...] = ()
    discriminant: Span | None = None


@record
class Enum:
    """An enum."""

    span: Span
    attrs: tuple[Attribute, ...]
    name: str
    ident: Span
    variants: tuple[VariantNode, ...]
    vis: Span | None = None
    generics: Generics | None = None
    where: Span | None = None


@record
class Impl:
    """`impl Type { .. }`, `impl Trait for Type { .. }`."""

    span: Span
    attrs: tuple[Attribute, ...]
    type: Type
    items: tuple[Item, ...]
    trait: Type | None = None
    generics: Generics | None = None
    where: Span | None = None


@record
class Mod:
    """`mod name { .. }` or `mod name;`."""

    span: Span
    attrs: tuple[Attribute, ...]
    name: str
    ident: Span
    head: Span
    """Visibility, `mod` and name."""
    items: tuple[Item, ...] | None = None
    """None for `mod name;`."""
    inner_attrs: tuple[Attribute, ...] = ()
    body: Span | None = None
    """Between the braces."""
    vis: Span | None = None


@record
class UseName:
    """One name that a `use` brings in."""

    span: Span
    """`A`, `B as C`, or `*`."""
    path: tuple[str, ...]
    """The full path; without the `*` for a glob, without the `self` of `a::{self}`."""
    name: str
    """Name in this scope; `*` for a glob, `_` for `as _`."""
    glob: bool = False


@record
class Use:
    """`use a::{B, C as D};`, flattened."""

    span: Span
    attrs: tuple[Attribute, ...]
    names: tuple[UseName, ...]
    vis: Span | None = None


@record
class Const:
    """`const NAME: T = expr;` or `static NAME: T = expr;`."""

    span: Span
    attrs: tuple[Attribute, ...]
    name: str
    ident: Span
    type: Type
    value: Span | None = None
    vis: Span | None = None
    static: bool = False


@record
class MacroCall:
    """`path!(..);` where an item may stand."""

    span: Span
    attrs: tuple[Attribute, ...]
    path: tuple[str, ...]
    args: Group | None = None


@record
class Other:
    """An item that no rule looks into: a trait, a type alias, an extern block."""

    span: Span
    attrs: tuple[Attribute, ...]
    kind: str
    """tree-sitter's name of it: `trait_item`, `type_item`."""
    name: str = ""


Item = Fn | Struct | Enum | Impl | Mod | Use | Const | MacroCall | Other


@record
class File:
    """A source file."""

    items: tuple[Item, ...]
    attrs: tuple[Attribute, ...] = ()
    """Inner attributes and `//!` comments."""
