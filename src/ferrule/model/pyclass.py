"""Classes: fields, variants, options, and the methods of their `#[pymethods]` blocks."""

from __future__ import annotations

from typing import Literal

from ferrule.base.diagnostics import Span
from ferrule.base.record import record
from ferrule.model.core import NO_DOCS, Docs, Text
from ferrule.model.function import Function, Parameter
from ferrule.model.options import PyClassOptions
from ferrule.model.types import RustType

ClassKind = Literal[
    "struct",  # named fields
    "tuple_struct",
    "unit_struct",
    "simple_enum",  # unit variants only
    "complex_enum",  # at least one variant with data
]


@record
class Field:
    """A field of a struct or of an enum's variant."""

    name: Text
    """Name for Python, `rename_all` and `name = ".."` applied; `_0` for a tuple's first."""
    rust_name: str
    """Name in Rust: an identifier, or an index such as `0`."""
    ident: Span
    """The identifier; for a tuple's field the type."""
    span: Span
    """The whole field without attributes."""
    type: RustType
    get: bool = False
    """Python may read it (`get`, or `get_all` on the class)."""
    set: bool = False
    """Python may write it (`set`, or `set_all`)."""
    access: Literal["", "copy", "view"] = ""
    """What `get` says of a value that can be changed: `get(copy)`, `get(view)`."""
    default: Text | None = None
    """Expression for a missing argument of the constructor made from the fields."""
    default_python: str = ""
    """The default as Python text when it is a literal, else `...`; with no default an empty text."""
    kw_only: bool = False
    """Only a keyword gives it to that constructor."""
    docs: Docs = NO_DOCS
    cfgs: tuple[Span, ...] = ()
    conditions: tuple[Text, ...] = ()
    """What each of `cfgs` asks for."""

    @property
    def plain_name(self) -> str:
        """The name in Rust as Python could write it: without `r#`, and `_0` for an index."""
        return f"_{self.rust_name}" if self.rust_name.isdigit() else self.rust_name.removeprefix("r#")


@record
class Variant:
    """A variant of an enum."""

    name: Text
    rust_name: str
    ident: Span
    span: Span
    shape: Literal["unit", "tuple", "struct"] = "unit"
    fields: tuple[Field, ...] = ()
    discriminant: Text | None = None
    """Expression after `=`."""
    number: int | None = None
    """The discriminant, where literals show it."""
    text: Text | None = None
    """Of an enum of Python's own, the member's value if that is a text."""
    constructor: tuple[Parameter, ...] | None = None
    """Signature from `constructor = (...)`; None for the plain one, all fields required."""
    docs: Docs = NO_DOCS
    cfgs: tuple[Span, ...] = ()


@record
class Class:
    """A `#[pyclass]`."""

    name: Text
    """Name for Python."""
    rust_name: str
    ident: Span
    span: Span
    """The whole item with its attributes."""
    kind: ClassKind
    options: PyClassOptions
    fields: tuple[Field, ...] = ()
    """Of a struct, all of them, properties or not."""
    variants: tuple[Variant, ...] = ()
    """Of an enum."""
    docs: Docs = NO_DOCS
    repr: str = ""
    """An enum's integer type from `#[repr(..)]`; empty for `isize`."""
    visibility: Span | None = None
    cfgs: tuple[Span, ...] = ()

    @property
    def is_enum(self) -> bool:
        """Whether it is an enum of either kind."""
        return self.kind in ("simple_enum", "complex_enum")

    @property
    def new_from_fields(self) -> bool:
        """Whether its constructor is made from its fields."""
        return self.options.new is not None or self.options.dataclass

    @property
    def constructor_fields(self) -> tuple[Field, ...]:
        """Fields in the order of the constructor made from them: those given by keyword only come last."""
        return tuple(sorted(self.fields, key=lambda field: field.kw_only))

    @property
    def constructor_parameters(self) -> tuple[Parameter, ...]:
        """The parameters of that constructor: named as in Rust, or as in Python for a dataclass."""
        return tuple(
            Parameter(
                field.name if self.options.dataclass else Text(field.plain_name, field.name.span),
                field.span,
                field.type,
                "keyword_only" if field.kw_only else "positional_or_keyword",
                default=field.default,
                default_python=field.default_python,
            )
            for field in self.constructor_fields
        )

    @property
    def conditional_fields(self) -> tuple[tuple[Field, ...], ...]:
        """Fields under `#[cfg]` that a constructor takes, those with the same condition together."""
        if not (self.new_from_fields or self.options.pickle or self.kind == "complex_enum"):
            return ()
        groups: dict[tuple[str, ...], list[Field]] = {}
        of_variants = (field for variant in self.variants for field in variant.fields)
        for field in (*self.fields, *of_variants):
            if field.conditions:
                groups.setdefault(tuple(one.value for one in field.conditions), []).append(field)
        return tuple(tuple(group) for group in groups.values())

    @property
    def properties(self) -> tuple[Field, ...]:
        """The fields that Python may read or write."""
        return tuple(field for field in self.fields if field.get or field.set)


MethodKind = Literal[
    "instance",
    "new",  # #[new] or fn __new__
    "init",  # fn __init__
    "static",
    "class",
    "classattr",  # a fn with #[classattr]; consts are `ClassConstant`s
    "getter",
    "setter",
    "deleter",
    "slot",  # one of the special methods of `slots`
]

ReceiverKind = Literal[
    "ref",  # &self
    "mut",  # &mut self
    "bound",  # slf: Bound<'_, Self>, &Bound<'_, Self>, Py<Self>, PyRef, PyRefMut, guards: by its type
]


@record
class Receiver:
    """How a method takes its instance."""

    kind: ReceiverKind
    span: Span
    """`&self`, `&mut self`, or the whole of `slf: PyRef<'_, Self>`."""
    type: RustType | None = None
    """Only for `bound`: a reference to `Bound<Self>`, or `Bound`, `Py`, `PyRef`, `PyRefMut`,
    `PyClassGuard`, `PyClassGuardMut` of `Self`; to be converted from the instance."""
    named_self: bool = False
    """Written `self: Py<Self>` and not `slf: Py<Self>`."""

    @property
    def exclusive(self) -> bool:
        """Whether it borrows the instance mutably."""
        return self.kind == "mut" or (
            self.type is not None and self.type.name in ("PyRefMut", "PyClassGuardMut")
        )


@record
class Method:
    """A function in a `#[pymethods]` block."""

    kind: MethodKind
    function: Function
    """Name, arguments (no receiver; a class method's type is `Injected("class")`), return type, docs.
    For getters, setters and deleters `function.name` is the property's name."""
    receiver: Receiver | None = None
    """None for static, class, new, classattr."""
    slot: str = ""
    """Name of the row in `slots`, such as `__repr__`; for kind `slot`, and `__new__`, `__init__` and
    `__call__`."""
    is_classmethod: bool = False
    """`#[classmethod]` was written: kind `class`, a `new`, or a slot that takes the type."""

    @property
    def name(self) -> str:
        """Name for Python."""
        return self.function.name.value


@record
class ClassConstant:
    """`#[classattr] const NAME: T = ...;`"""

    name: Text
    rust_name: str
    ident: Span
    span: Span
    type: RustType
    value: Text | None = None
    """The expression after `=`."""
    docs: Docs = NO_DOCS
    cfgs: tuple[Span, ...] = ()
    moved: tuple[Span, ...] = ()
    """Attributes and item, for the glue to write in the item's place; empty where the item stays."""


@record
class Property:
    """A getter, a setter and a deleter of one name, brought together."""

    name: str
    getter: Method | None = None
    setter: Method | None = None
    deleter: Method | None = None

    @property
    def docs(self) -> Docs:
        """Documentation: the getter's, else the setter's, else the deleter's."""
        for method in (self.getter, self.setter, self.deleter):
            if method is not None and method.function.docs.present:
                return method.function.docs
        return NO_DOCS


@record
class Methods:
    """A `#[pymethods] impl Type { ... }`."""

    type: RustType
    """The `Type` after `impl`."""
    span: Span
    """The whole item with its attributes."""
    methods: tuple[Method, ...] = ()
    constants: tuple[ClassConstant, ...] = ()
    crate_path: Text | None = None
    cfgs: tuple[Span, ...] = ()

    @property
    def properties(self) -> tuple[Property, ...]:
        """Getters, setters and deleters joined by name, in the order of their first mention.

        Methods under `#[cfg]` may repeat one: the last of each kind is taken. Emit methods one by one
        where that matters.
        """
        found: dict[str, dict[str, Method]] = {}
        for method in self.methods:
            if method.kind in ("getter", "setter", "deleter"):
                found.setdefault(method.name, {})[method.kind] = method
        return tuple(
            Property(name, kinds.get("getter"), kinds.get("setter"), kinds.get("deleter"))
            for name, kinds in found.items()
        )
