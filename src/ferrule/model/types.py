"""Rust types as far as the bridge looks into them.

A type is kept with its tokens' place, its normalised text and its shape. What a type *means* is rustc's
business: a path is known by its last segment only, and every question here is answered by that.
"""

from __future__ import annotations

from typing import Literal

from ferrule.base.diagnostics import Span
from ferrule.base.record import record

TypeKind = Literal[
    "path",  # std::vec::Vec<T>, <T as Trait>::Out (then `qualified` is set)
    "reference",  # &'a mut T; args = (T,)
    "tuple",  # (A, B); args = its elements; () is the empty tuple
    "array",  # [T; N]; args = (T,)
    "slice",  # [T]; args = (T,)
    "pointer",  # *const T; args = (T,)
    "never",  # !
    "infer",  # _
    "fn",  # fn(A) -> B
    "impl",  # impl Trait
    "dyn",  # dyn Trait
    "macro",  # some_macro!(..)
]


@record
class At:
    """Tokens of the source to be taken over as they are."""

    span: Span


@record
class Hole:
    """One token that may have to be replaced where the type is written again."""

    kind: Literal["lifetime", "self"]
    """`lifetime`: a named lifetime such as `'py` (not `'_` and not `'static`). `self`: the type `Self`."""
    text: str
    """The token as written: `'py`, `Self`."""
    span: Span


@record
class Delimited:
    """A bracketed group with a hole somewhere inside; groups without one are part of an `At`."""

    open: str
    """`(`, `[` or `{`."""
    close: str
    """The matching bracket."""
    span: Span
    """The group with its brackets."""
    pieces: tuple[Piece, ...]


Piece = At | Hole | Delimited


@record
class RustType:
    """One Rust type."""

    kind: TypeKind
    span: Span
    """All of its tokens."""
    text: str
    """Normalised text: `Vec<f64>`, `&'py Bound<'py, PyAny>`, `HashMap<String, i64>`."""
    path: tuple[str, ...] = ()
    """Names of a path's segments without generics: `("std", "vec", "Vec")`. Empty for other kinds."""
    args: tuple[RustType, ...] = ()
    """Type arguments of a path's last segment, elements of a tuple, or the one inner type."""
    mutable: bool = False
    """`&mut T` and `*mut T`."""
    length: str = ""
    """An array's length, as written."""
    lifetimes: tuple[Lifetime, ...] = ()
    """Every lifetime written anywhere inside, `'_` and `'static` included, in the order of the source."""
    pieces: tuple[Piece, ...] = ()
    """The same tokens cut at named lifetimes and `Self`, for writing the type again in another place."""
    qualified: bool = False
    """`<T as Trait>::Name`: nothing is known about what it is."""

    @property
    def name(self) -> str:
        """A path's last segment, or an empty text."""
        return self.path[-1] if self.path and not self.qualified else ""

    def __str__(self) -> str:
        return self.text


@record
class Lifetime:
    """A lifetime with its place."""

    value: str
    """With its apostrophe: `'py`."""
    span: Span


def is_python_token(kind: RustType) -> bool:
    """Whether this is `Python<'py>` (by value), the token of being attached."""
    return kind.kind == "path" and kind.name == "Python"


def is_reference(kind: RustType) -> bool:
    """Whether this is `&T` or `&mut T`."""
    return kind.kind == "reference"


def is_unit(kind: RustType) -> bool:
    """Whether this is `()`."""
    return kind.kind == "tuple" and not kind.args


def option_inner(kind: RustType) -> RustType | None:
    """`T` of an `Option<T>`, or None."""
    return kind.args[0] if kind.name == "Option" and len(kind.args) == 1 else None


def result_ok(kind: RustType) -> RustType | None:
    """`T` of a `PyResult<T>` or `Result<T, ...>` (io::Result and the like included), or None."""
    return kind.args[0] if kind.name in ("PyResult", "Result") and kind.args else None


def referent(kind: RustType) -> RustType:
    """What a reference refers to, through all `&`s; the type itself when it is none."""
    while kind.kind == "reference":
        kind = kind.args[0]
    return kind


def mentions(kind: RustType, name: str) -> bool:
    """Whether a path ending in `name` occurs in the type or in its arguments."""
    return kind.name == name or any(mentions(arg, name) for arg in kind.args)
