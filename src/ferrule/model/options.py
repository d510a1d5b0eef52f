"""The options of each attribute, one table for each place where options are written.

A table is a class; a row is a class attribute made by one of the functions below, typed as what an emitter
reads from it. Everything else follows from the rows: parsing, the messages for unknown, repeated, misplaced
and conflicting options, "did you mean", and the reference page. `PyClassOptions.rows()` gives the rows, an
instance the values: `options.frozen` is a bool, `options.name` a `Text` or None.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from ferrule.base.diagnostics import Span
from ferrule.model.core import Text

Form = Literal[
    "flag",  # frozen
    "name",  # name = "x", a Python identifier
    "dotted",  # module = "a.b"
    "string",  # annotation = "x"
    "string_or_none",  # text_signature = "(a)", text_signature = None
    "flag_or_string",  # str, str = "{x}"
    "flag_or_expression",  # default, default = 3
    "path",  # extends = PyDict
    "expression",  # freelist = 8, from_py_with = path
    "bool",  # gil_used = false
    "path_string",  # crate = "a::b"
    "choice",  # new = "from_fields"
    "group",  # signature = (a, /)
    "call",  # warn(message = "x")
    "flag_or_choice",  # get, get(view)
    "flag_or_call",  # attribute, attribute("x"), item, item(3)
]

RENAME_RULES = (
    "camelCase",
    "kebab-case",
    "lowercase",
    "PascalCase",
    "SCREAMING-KEBAB-CASE",
    "SCREAMING_SNAKE_CASE",
    "snake_case",
    "UPPERCASE",
)


class Option:
    """One row: an option's name, form, meaning and constraints."""

    def __init__(self, form: Form, doc: str, default: object, rules: Mapping[str, Any]) -> None:
        self.name = ""
        self.form = form
        """How the value is written."""
        self.doc = doc
        """One sentence for the reference page."""
        self.default = default
        """Value when the option is not written."""
        self.on: tuple[str, ...] = rules.get("on", ())
        """Kinds of item that it is allowed on; empty for all that the table serves."""
        self.needs: tuple[str, ...] = rules.get("needs", ())
        """Other options that must be written with it."""
        self.excludes: tuple[str, ...] = rules.get("excludes", ())
        """Other options that must not be written with it."""
        self.choices: tuple[str, ...] = rules.get("choices", ())
        """For the forms with `choice`, what is allowed."""
        self.repeatable: bool = rules.get("repeatable", False)
        """Whether it may be written more than once."""
        self.own: bool = rules.get("own", False)
        """Whether PyO3 has no such option."""
        unknown = set(rules) - {"on", "needs", "excludes", "choices", "repeatable", "own"}
        assert not unknown, unknown

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name.rstrip("_")

    def __get__(self, instance: object, owner: type) -> object:
        return self if instance is None else self.default

    @property
    def example(self) -> str:
        """How it is written, for messages and the reference page."""
        shapes = {
            "flag": "",
            "name": ' = "..."',
            "dotted": ' = "a.b"',
            "string": ' = "..."',
            "string_or_none": ' = "..."',
            "flag_or_string": "",
            "flag_or_expression": "",
            "path": " = Path",
            "expression": " = ...",
            "bool": " = true",
            "path_string": ' = "path"',
            "choice": f' = "{self.choices[0]}"' if self.choices else "",
            "group": " = (...)",
            "call": "(...)",
            "flag_or_choice": f"({self.choices[0]})" if self.choices else "",
            "flag_or_call": "",
        }
        return self.name + shapes[self.form]


class Options:
    """Values of one table as written on one item; an option that is not written has its row's default."""

    def __init__(self, values: Mapping[str, object] | None = None, spans: Mapping[str, Span] | None = None):
        attributes = {self._attributes()[name]: value for name, value in (values or {}).items()}
        self.__dict__.update(attributes)
        self.spans: dict[str, Span] = dict(spans or {})
        """Place of each written option, by its name."""

    @classmethod
    def rows(cls) -> dict[str, Option]:
        """The table: option names and their rows, in the order of declaration."""
        return {row.name: row for row in cls.__dict__.values() if isinstance(row, Option)}

    @classmethod
    def _attributes(cls) -> dict[str, str]:
        return {row.name: key for key, row in cls.__dict__.items() if isinstance(row, Option)}

    def given(self, name: str) -> bool:
        """Whether the option is written, whatever its value."""
        return name in self.spans

    def values(self) -> dict[str, object]:
        """What is written: option names and values."""
        keys = self._attributes()
        return {name: getattr(self, keys[name]) for name in self.spans}

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.__dict__ == other.__dict__

    def __hash__(self) -> int:
        return hash((type(self), tuple(self.spans)))

    def __repr__(self) -> str:
        inner = ", ".join(f"{name}={value!r}" for name, value in self.values().items())
        return f"{type(self).__name__}({inner})"


def _flag(doc: str, **rules: Any) -> bool:
    row: Any = Option("flag", doc, False, rules)
    return row  # type: ignore[no-any-return]


def _text(form: Form, doc: str, **rules: Any) -> Text | None:
    row: Any = Option(form, doc, None, rules)
    return row  # type: ignore[no-any-return]


def _texts(form: Form, doc: str, **rules: Any) -> tuple[Text, ...]:
    row: Any = Option(form, doc, (), {**rules, "repeatable": True})
    return row  # type: ignore[no-any-return]


_CRATE = "Rust path at which the runtime crate is found, for crates that re-export it."
_RENAME = "Rule by which Rust names become Python names."


_DETACH = "Lets other Python threads run while the body does; arguments and result hold no Python types."
_NOT_OF_PYTHON_ENUMS = (
    "dict", "eq", "eq_int", "freelist", "from_py_object", "frozen", "hash", "immutable_type", "mapping",
    "ord", "pickle", "sequence", "skip_from_py_object", "str", "unsendable", "weakref",
)  # fmt: skip
"""Options of classes that Ferrule makes: an `enum.Enum` has its own answer to each."""


class FunctionOptions(Options):
    """`#[pyfunction(...)]`."""

    name = _text("name", "Name in Python; without it the Rust name.")
    signature = _text("group", "Python signature: defaults, `/`, `*`, `*args`, `**kwargs`.")
    overload = _texts(
        "group", "One of several ways to call it, for stubs; written like a signature.", own=True
    )
    text_signature = _text("string_or_none", "Overrides or suppresses `__text_signature__`.")
    pass_module = _flag("The first Rust argument receives the module.")
    warn = _texts("call", "Issues a warning at each call.")
    detach = _flag(_DETACH, own=True)
    crate_ = _text("path_string", _CRATE)


class MethodOptions(Options):
    """`#[pyo3(...)]` on a function in `#[pymethods]`."""

    name = _text("name", "Name in Python; without it the Rust name.")
    signature = _text("group", "Python signature: defaults, `/`, `*`, `*args`, `**kwargs`.")
    overload = _texts(
        "group", "One of several ways to call it, for stubs; written like a signature.", own=True
    )
    text_signature = _text("string_or_none", "Overrides or suppresses `__text_signature__`.")
    warn = _texts("call", "Issues a warning at each call.")
    detach = _flag(_DETACH, own=True)


class ConstantOptions(Options):
    """`#[pyo3(...)]` on a `#[classattr] const`."""

    name = _text("name", "Name in Python; without it the Rust name.")


class ArgumentOptions(Options):
    """`#[pyo3(...)]` on an argument."""

    from_py_with = _text("expression", "Function that converts the argument.", excludes=("cancel_handle",))
    cancel_handle = _flag("Receives the `CancelHandle` of an `async fn`.", excludes=("from_py_with",))


class WarnOptions(Options):
    """`warn(...)` of a function or method."""

    message = _text("string", "Text of the warning.")
    category = _text("path", "Class of the warning; without it `UserWarning`.")


_VIEW = {"on": ("struct",), "excludes": ("extends", "dict"), "own": True}
"""A view has neither the memory of a base, nor a dictionary that outlives it."""


class PyClassOptions(Options):
    """`#[pyclass(...)]`."""

    crate_ = _text("path_string", _CRATE)
    dataclass = _flag(
        "Is a Python dataclass: constructor, `repr`, `==`, hash and more from the fields.",
        on=("struct",),
        excludes=("new", "get_all", "set_all", "extends"),
        own=True,
    )
    dict_ = _flag("Instances have a writable `__dict__`.")
    eq = _flag("`==` and `!=` by `PartialEq`.")
    eq_int = _flag("Compares with integers too.", on=("simple enum",), needs=("eq",))
    extends = _text("path", "Base class.", on=("struct",), excludes=("new",))
    freelist = _text("expression", "Reuses up to this many freed objects.")
    from_py_object = _flag("Is taken by value as an argument, by clone.", excludes=("skip_from_py_object",))
    frozen = _flag("Instances are never borrowed mutably.")
    generic = _flag("Adds `__class_getitem__`.", on=("struct",))
    get_all = _flag("Every field is readable, as those of variants are anyway.")
    hash_ = _flag("`__hash__` by `Hash`.", needs=("frozen", "eq"))
    immutable_type = _flag("Attributes of the class itself cannot be set.")
    mapping = _flag("Is no sequence for C code, though it has `__getitem__`.", excludes=("sequence",))
    module = _text("dotted", "Dotted name shown as `__module__`.")
    name = _text("name", "Name in Python; without it the Rust name.")
    new = _text("choice", "Makes a constructor.", choices=("from_fields",), on=("struct",))
    ord = _flag("`<`, `<=`, `>`, `>=` by `PartialOrd`.", needs=("eq",))
    pickle = _flag("Instances can be pickled and copied, by their fields.", excludes=("extends",), own=True)
    python_enum = _text(
        "choice",
        "Is one of Python's own enums: its variants are the members.",
        choices=("Enum", "IntEnum", "StrEnum", "Flag", "IntFlag"),
        on=("simple enum",),
        excludes=_NOT_OF_PYTHON_ENUMS,
        own=True,
    )
    rename_all = _text("choice", _RENAME, choices=RENAME_RULES)
    sequence = _flag("Is a sequence for C code: `__len__` fills `sq_length`.", excludes=("mapping",))
    set_all = _flag("Every field is writable.", on=("struct",), excludes=("frozen",))
    skip_from_py_object = _flag("Is not taken by value.", excludes=("from_py_object",))
    str_ = _text("flag_or_string", "`str()` by `Display`, or by a format such as `{x}`.")
    subclass = _flag("May be a base class.", on=("struct",))
    unsendable = _flag("Belongs to the thread that made it.")
    view = _flag("Instances may be fields of others that are seen live: see `get(view)`.", **_VIEW)
    weakref = _flag("May be referred to weakly.")


class FieldOptions(Options):
    """`#[pyo3(...)]` on a field of a `#[pyclass]`."""

    get = _text(
        "flag_or_choice",
        "Python may read the field: a copy of what can be changed, or with `view` the field itself.",
        choices=("view", "copy"),
    )
    set = _flag("Python may write the field.")
    name = _text("name", "Name in Python; without it the Rust name.")
    default = _text("flag_or_expression", "Default in the constructor made from the fields.", own=True)
    kw_only = _flag("Only a keyword gives it to the constructor made from the fields.", own=True)


class VariantOptions(Options):
    """`#[pyo3(...)]` on a variant of a `#[pyclass]` enum."""

    name = _text("name", "Name in Python; without it the Rust name.")
    constructor = _text("group", "Signature of the variant's constructor.", on=("complex enum",))
    value = _text(
        "string",
        "Text that is the member's value in an enum of Python's own.",
        on=("simple enum",),
        own=True,
    )


class MethodsOptions(Options):
    """`#[pymethods(...)]`."""

    crate_ = _text("path_string", _CRATE)


class ModuleOptions(Options):
    """`#[pymodule(...)]`."""

    name = _text("name", "Name in Python; without it the Rust name.")
    crate_ = _text("path_string", _CRATE)
    module = _text("dotted", "Dotted name of the package that it lies in.")
    submodule = _flag("Has no init symbol: it is added to another module.")
    gil_used = _text("bool", "Accepted; free-threaded interpreters turn the GIL on in any case.")


class FromContainerOptions(Options):
    """`#[pyo3(...)]` on an item that derives `FromPyObject`."""

    transparent = _flag("The sole field stands for the whole object.", on=("struct",))
    from_item_all = _flag("Fields are read as items, not as attributes.", on=("struct",))
    rename_all = _text("choice", _RENAME, choices=RENAME_RULES)
    crate_ = _text("path_string", _CRATE)


class FromVariantOptions(Options):
    """`#[pyo3(...)]` on a variant of an enum that derives `FromPyObject`."""

    transparent = _flag("The sole field stands for the whole object.")
    annotation = _text("string", "Name shown when no variant fits.")
    from_item_all = _flag("Fields are read as items, not as attributes.")
    rename_all = _text("choice", _RENAME, choices=RENAME_RULES)


class FromFieldOptions(Options):
    """`#[pyo3(...)]` on a field that derives `FromPyObject`."""

    attribute = _text("flag_or_call", "Read as an attribute, of another name if given.", excludes=("item",))
    item = _text("flag_or_call", "Read as an item, by another key if given.", excludes=("attribute",))
    from_py_with = _text("expression", "Function that converts the value.")
    default = _text("flag_or_expression", "Used when the attribute or item is missing.")


class IntoContainerOptions(Options):
    """`#[pyo3(...)]` on an item that derives `IntoPyObject` or `IntoPyObjectRef`."""

    transparent = _flag("The sole field stands for the whole object.", on=("struct",))
    rename_all = _text("choice", _RENAME, choices=RENAME_RULES)
    crate_ = _text("path_string", _CRATE)


class IntoVariantOptions(Options):
    """`#[pyo3(...)]` on a variant of an enum that derives `IntoPyObject` or `IntoPyObjectRef`."""

    transparent = _flag("The sole field stands for the whole object.")
    rename_all = _text("choice", _RENAME, choices=RENAME_RULES)


class IntoFieldOptions(Options):
    """`#[pyo3(...)]` on a field that derives `IntoPyObject` or `IntoPyObjectRef`."""

    item = _text("flag_or_call", "Key in the dict, other than the field's name.")
    into_py_with = _text("expression", "Function that converts the value.")
