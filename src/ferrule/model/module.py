"""Modules: the `fn` form that fills a module itself, and the inline `mod` form that lists its exports."""

from __future__ import annotations

from typing import Literal

from ferrule.base.diagnostics import Span
from ferrule.base.record import record
from ferrule.model.core import NO_DOCS, Docs, Text
from ferrule.model.types import RustType

ExportKind = Literal[
    "function",  # #[pyfunction] fn
    "class",  # #[pyclass] struct or enum
    "module",  # nested #[pymodule] mod
    "use",  # one name of #[pymodule_export] use path::{A, B as C};
    "constant",  # #[pymodule_export] const
]


@record
class Export:
    """One thing that the module holds."""

    kind: ExportKind
    path: str
    """How Rust names it from inside the module: `f`, or the local name of a `use`."""
    python_name: str | None = None
    """Name in Python where it is known here; None for `use`."""
    span: Span = Span(0, 0)
    """The identifier (in a `use`, the name or the whole `B as C`)."""
    attribute: Span | None = None
    """The whole `#[pyclass(...)]`, `#[pyfunction]`, `#[pymodule]` of an inline item; options can be added
    by writing `#[pyo3(...)]` right after it. None for `use`."""
    has_module_option: bool = False
    """The class or module says `module = "..."` itself."""
    has_submodule_option: bool = False
    """The nested module says `submodule` itself."""
    cfgs: tuple[Span, ...] = ()
    """`#[cfg(...)]` attributes of the item, to be repeated on the registration."""


@record
class LocalFunction:
    """A `#[pyfn(m)]` in the body of a function-form module."""

    rust_name: str
    ident: Span
    attribute: Span
    """The whole `#[pyfn(m, ..)]`."""
    module: Span
    """The expression of the module."""
    options: Span | None
    """What stands behind it: options of `#[pyfunction]`."""
    span: Span
    """The whole function with its attributes."""
    cfgs: tuple[Span, ...] = ()


@record
class ModuleInit:
    """The `#[pymodule_init]` function of an inline module, or the function of the fn form."""

    rust_name: str
    ident: Span
    takes_python: bool = False
    """First argument is `Python<'_>`, in the fn form's older shape."""
    module_type: RustType | None = None
    """Type of the module argument; None when there is none."""
    returns: RustType | None = None
    cfgs: tuple[Span, ...] = ()


@record
class Module:
    """A `#[pymodule]`."""

    name: Text
    """Last part of the module's name in Python, hence `PyInit_<name>`."""
    rust_name: str
    ident: Span
    span: Span
    """The whole item with its attributes."""
    form: Literal["function", "inline"]
    exports: tuple[Export, ...] = ()
    """Of the inline form, all of them. What the function form adds is known only when it runs."""
    functions: tuple[LocalFunction, ...] = ()
    """Of the function form, the `#[pyfn]`s in its body."""
    complete: bool = True
    """Whether `exports` is known to be everything: false for the fn form and with a `#[pymodule_init]`."""
    init: ModuleInit | None = None
    """The function form's function; of an inline form its `#[pymodule_init]`, if there is one."""
    docs: Docs = NO_DOCS
    submodule: bool = False
    """No init symbol is wanted: it is added to another module."""
    parent: Text | None = None
    """`module = "a.b"`: dotted name of what it lies in."""
    crate_path: Text | None = None
    visibility: Span | None = None
    head: Span = Span(0, 0)
    """All before the body but attributes."""
    kept_attributes: tuple[Span, ...] = ()
    """Outer attributes of the item that are not ours, documentation included."""
    body: Span | None = None
    """What lies between the braces."""
    cfgs: tuple[Span, ...] = ()

    @property
    def rewritten(self) -> bool:
        """Whether the glue contains the item itself, with changes inside it."""
        return self.form == "inline" or bool(self.functions)

    @property
    def qualified_name(self) -> str:
        """Dotted name, as far as it is known here."""
        return f"{self.parent.value}.{self.name.value}" if self.parent else self.name.value
