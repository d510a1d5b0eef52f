"""A whole crate as Python will see it: modules with what they hold, classes with all their methods.

The records of the other files come from one item each. Here they are brought together: every `#[pymethods]`
block stands with its class, every registration with the item that it names, and the names of types are
resolved. A type's identity is its path in the crate, `crate::shapes::Circle`, called its `id`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from ferrule.base.diagnostics import Diagnostic
from ferrule.base.record import record
from ferrule.model.core import NO_DOCS, Docs
from ferrule.model.derive import Derive
from ferrule.model.function import Function
from ferrule.model.pyclass import Class, Methods
from ferrule.model.types import RustType

TypeNames = Mapping[str, str]
"""What the types that an item mentions are: paths as written, and ids of the crate's own types."""


@record
class CrateFunction:
    """A `#[pyfunction]`."""

    item: Function
    types: TypeNames


@record
class CrateBlock:
    """A `#[pymethods]` block."""

    item: Methods
    types: TypeNames


@record
class CrateClass:
    """A `#[pyclass]` with its methods."""

    id: str
    item: Class
    blocks: tuple[CrateBlock, ...]
    """Its `#[pymethods]` blocks."""
    types: TypeNames
    base: str | None = None
    """Id of the base class when it belongs to this crate; otherwise `item.options.extends` says it all."""
    complete: bool = True
    """Whether all its methods can be seen; false when a macro is called with its name."""

    @property
    def name(self) -> str:
        """Name for Python."""
        return self.item.name.value


@record
class CrateException:
    """A `create_exception!`."""

    id: str
    name: str
    base: str
    """Id of another exception of this crate, or the Rust name of a built-in one (`PyValueError`)."""
    docs: Docs = NO_DOCS


@record
class CrateConstant:
    """A value that a module holds."""

    type: RustType | None = None
    """Its Rust type, where it is written somewhere."""
    types: TypeNames | None = None
    python: str | None = None
    """Its annotation, where the value itself shows it."""
    refers: str | None = None
    """Id of the class or exception that it is."""
    docs: Docs = NO_DOCS


@record
class CrateAlias:
    """`type Grid = Vec<Vec<f64>>;`, without parameters."""

    id: str
    type: RustType
    types: TypeNames


@record
class CrateDerived:
    """A type that is converted by a derive and is no class."""

    id: str
    reads: Derive | None
    """Its `FromPyObject`."""
    writes: Derive | None
    """Its `IntoPyObject` or `IntoPyObjectRef`."""
    types: TypeNames


@record
class Member:
    """One name in a module."""

    name: str
    item: CrateFunction | CrateClass | CrateException | CrateConstant | CrateModule


@record
class CrateModule:
    """A module with what it holds, in the order in which it is added."""

    name: str
    """Dotted name: the module's, within its parents'."""
    members: tuple[Member, ...] = ()
    unknown: tuple[str, ...] = ()
    """Why it may hold more than `members`: one sentence for each place that could not be read."""
    docs: Docs = NO_DOCS

    @property
    def complete(self) -> bool:
        """Whether `members` is everything."""
        return not self.unknown


CrateType = CrateClass | CrateException | CrateAlias | CrateDerived


@record
class FileDiagnostic:
    """Something wrong in one of the crate's files."""

    path: str
    """The file, as it was reached from the given root."""
    source: bytes
    diagnostic: Diagnostic


@record
class CrateModel:
    """A crate."""

    modules: tuple[CrateModule, ...] = ()
    """Its top-level modules: one, as a rule; none when there is no `#[pymodule]`."""
    types: Mapping[str, CrateType] = {}
    """Every type of the crate that means something to Python, by id."""
    diagnostics: tuple[FileDiagnostic, ...] = ()


@record
class ModuleDeclaration:
    """A `#[pymodule]` as it is found in a file."""

    name: str
    """Name for Python."""
    rust_path: str
    """`crate::sub::name`."""
    path: str
    """The file."""
    line: int
    """Line of its name, from 1."""
    column: int
    """Column of its name, from 1."""
    form: Literal["function", "inline"]
    nested: bool
    """It lies in another `#[pymodule]`, or says `submodule`: it has no init symbol."""
