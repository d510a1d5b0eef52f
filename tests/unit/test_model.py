"""The vocabularies: consistent tables, annotations, and the printed model."""

from __future__ import annotations

import re

import pytest

from ferrule.base.diagnostics import Sink
from ferrule.lower.entry import lower_macro
from ferrule.lower.types import lower_type
from ferrule.model import options
from ferrule.model.conversions import ROWS as CONVERSIONS
from ferrule.model.conversions import annotation
from ferrule.model.options import FunctionOptions, Options, PyClassOptions
from ferrule.model.printing import show
from ferrule.model.slots import ROWS, SLOTS
from ferrule.model.types import RustType
from ferrule.syntax.items import parse_item
from ferrule.syntax.nodes import Fn

TABLES = [one for one in vars(options).values() if isinstance(one, type) and issubclass(one, Options)]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.__name__)
def test_rows_refer_to_rows(table: type[Options]) -> None:
    rows = table.rows()
    for name, row in rows.items():
        assert row.doc.endswith("."), name
        assert set(row.needs) | set(row.excludes) <= set(rows), name


def test_class_options() -> None:
    assert len(PyClassOptions.rows()) == 25 + len({"dataclass", "pickle", "python_enum", "view"})
    empty = PyClassOptions()
    assert empty.frozen is False and empty.name is None and not empty.given("dict")
    assert FunctionOptions.rows()["warn"].repeatable


def test_slots() -> None:
    assert len(ROWS) == len(SLOTS) == 87
    assert all(re.fullmatch(r"__[a-z_]+__", name) for name in SLOTS)


def test_conversions_are_unique() -> None:
    names = [row.rust for row in CONVERSIONS]
    assert len(names) == len(set(names))


def rust_type(text: str) -> RustType:
    source = f"fn f() -> {text} {{}}".encode()
    item = parse_item(source)
    assert isinstance(item, Fn) and item.returns is not None
    return lower_type(source, item.returns)


@pytest.mark.parametrize(
    ("rust", "accepts", "gives"),
    [
        ("i64", "typing.SupportsIndex", "int"),
        ("&str", "str", "str"),
        ("Vec<f64>", "collections.abc.Sequence[float]", "list[float]"),
        ("Vec<u8>", "bytes | bytearray | collections.abc.Sequence[typing.SupportsIndex]", "bytes"),
        ("&[u8]", "bytes", "bytes"),
        ("[String; 3]", "collections.abc.Sequence[str]", "list[str]"),
        ("HashMap<String, Vec<i64>>", "dict[str, list[int]]", "dict[str, list[int]]"),
        ("Option<Option<i32>>", "typing.SupportsIndex | None", "int | None"),
        ("Option<Bound<'_, PyAny>>", "typing.Any", "typing.Any"),
        ("PyResult<()>", "None", "None"),
        ("PyResult<Option<Thing>>", "Item | None", "Item | None"),
        ("(i32, ())", "tuple[typing.SupportsIndex, tuple[()]]", "tuple[int, tuple[()]]"),
        ("HashSet<char>", "set[str] | frozenset[str]", "set[str]"),
        ("&Bound<'py, PyDict>", "dict[typing.Any, typing.Any]", "dict[typing.Any, typing.Any]"),
        ("Py<Thing>", "Item", "Item"),
        ("PathBuf", "str | os.PathLike[str]", "pathlib.Path"),
        ("Unknown<i32>", "typing.Any", "typing.Any"),
        ("impl Trait", "typing.Any", "typing.Any"),
        ("Cow<'_, str>", "str", "str"),
    ],
)
def test_annotation(rust: str, accepts: str, gives: str) -> None:
    kind = rust_type(rust)
    known = {"Thing": "Item"}
    assert annotation(kind, "in", known) == accepts
    assert annotation(kind, "out", known) == gives


def test_annotation_of_nothing() -> None:
    assert annotation(None, "out") == "None"
    assert annotation(rust_type("()"), "in") == "tuple[()]"


def test_show() -> None:
    text = "/// Adds.\n#[cfg(x)] pub fn add(py: Python<'_>, a: Option<i64>, b: Vec<f64>) -> i64 {}"
    attr = 'signature = (a = None, *, b), warn(message = "old thing")'
    found = lower_macro("pyfunction", f"{attr}\n{text}", len(attr), Sink())
    assert show(found.item) == (
        "function add rust_name=add returns=i64 docs='Adds.' text_signature='(a=None, *, b)' "
        "visibility=yes cfgs=1\n"
        "  injected kind=python type=Python<'_>\n"
        "  parameter a type=Option<i64> default=None default_python=None\n"
        "  parameter b type=Vec<f64> kind=keyword_only\n"
        "  warning message=old thing\n"
    )
