"""Functions and methods as Python calls them: parameters, defaults, what is injected, what is returned."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from ferrule.base.diagnostics import Span
from ferrule.base.record import record
from ferrule.model.core import NO_DOCS, Docs, Text
from ferrule.model.types import RustType

ParameterKind = Literal[
    "positional_only",
    "positional_or_keyword",
    "var_positional",  # *args
    "keyword_only",
    "var_keyword",  # **kwargs
]

InjectedKind = Literal[
    "python",  # py: Python<'_>, anywhere
    "module",  # first argument, with pass_module
    "class",  # first argument of a #[classmethod]: the type object
    "cancel_handle",  # of an async fn
]


@record
class Parameter:
    """One argument that the Python caller passes."""

    name: Text
    """Name for Python, and the tokens of the Rust pattern's identifier."""
    span: Span
    """The whole of `name: Type`, without attributes."""
    type: RustType
    kind: ParameterKind = "positional_or_keyword"
    default: Text | None = None
    """Expression that stands for a missing argument: evaluated at each call, `Some` around it optional."""
    default_python: str = ""
    """The default as Python text when it is a literal (`1`, `'a'`, `True`, `None`), else `...`; with no
    default an empty text."""
    from_py_with: Text | None = None
    """Path or expression of a function `fn(&Bound<PyAny>) -> PyResult<T>` that converts in our place."""
    annotation: str | None = None
    """Annotation for stubs given in the signature (`a: "list[int]"`)."""

    @property
    def required(self) -> bool:
        """Whether a call without it fails."""
        return self.default is None and self.kind not in ("var_positional", "var_keyword")


@record
class Injected:
    """One argument of the Rust function that the glue supplies and Python never sees."""

    kind: InjectedKind
    span: Span
    """The whole of `py: Python<'_>`."""
    type: RustType
    """Says whether a reference, a `Bound` or a `Py` is wanted."""


@record
class Warning_:  # noqa: N801 - `Warning` is a built-in name of Python
    """A warning issued at each call, after the arguments were converted."""

    message: Text
    """The value of the string literal, and the literal's place."""
    category: Text | None = None
    """Path of a warning class; without it `UserWarning`."""


@record
class Overload:
    """One of several ways to call a function, for stubs."""

    parameters: tuple[Parameter, ...]
    """Those of the function that it names, with its own kinds, defaults and annotations."""
    returns_annotation: str | None = None
    """`-> "int"`; None for what the function returns."""


@record
class Function:
    """A `#[pyfunction]`, or the callable part of a method."""

    name: Text
    """Name for Python."""
    rust_name: str
    """Identifier as written, `r#` included."""
    ident: Span
    """That identifier's place."""
    span: Span
    """The whole item with its attributes."""
    arguments: tuple[Parameter | Injected, ...] = ()
    """What the Rust function is called with, in its order, without a receiver."""
    returns: RustType | None = None
    """Return type; None when none is written (`()`)."""
    returns_annotation: str | None = None
    """Annotation for stubs given in the signature (`-> "int"`)."""
    docs: Docs = NO_DOCS
    text_signature: str | None = None
    """`__text_signature__`, such as `(a, b=1, *, c=...)` or `($self, a)`; None when suppressed or unfit."""
    warnings: tuple[Warning_, ...] = ()
    lifetimes: tuple[str, ...] = ()
    """Lifetime parameters, `'py`."""
    is_async: bool = False
    is_unsafe: bool = False
    detaches: bool = False
    """Whether the body runs detached from the interpreter."""
    crate_path: Text | None = None
    """`crate = "path"`: where the runtime crate is found; None for `::pyo3`."""
    visibility: Span | None = None
    """`pub`, `pub(crate)`; None when private."""
    cfgs: tuple[Span, ...] = ()
    """`#[cfg(...)]` attributes of the item, to be repeated on the glue that names it."""
    overloads: tuple[Overload, ...] = ()
    """What stubs say instead of the one signature; empty, or at least two."""

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """What Python passes, in the order of Python's signature."""
        return tuple(arg for arg in self.arguments if isinstance(arg, Parameter))

    @property
    def pass_module(self) -> bool:
        """Whether the module is passed as the first argument."""
        return any(isinstance(arg, Injected) and arg.kind == "module" for arg in self.arguments)


def text_signature(parameters: Sequence[Parameter], first: str = "") -> str:
    """`__text_signature__`: `(a, /, b=1, *args, c=..., **kwargs)`, with `first` (`$self`) before the rest."""
    parts = [first] if first else []
    previous: ParameterKind | None = None
    for one in parameters:
        if previous == "positional_only" and one.kind != "positional_only":
            parts.append("/")
        if one.kind == "keyword_only" and previous not in ("keyword_only", "var_positional"):
            parts.append("*")
        stars = {"var_positional": "*", "var_keyword": "**"}.get(one.kind, "")
        default = f"={one.default_python}" if one.default is not None else ""
        parts.append(f"{stars}{one.name}{default}")
        previous = one.kind
    if previous == "positional_only":
        parts.append("/")
    return f"({', '.join(parts)})"
