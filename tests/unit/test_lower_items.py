"""Methods, classes, modules, derives: what becomes of them, and what is cut out of them."""

from __future__ import annotations

from typing import TypeVar

import pytest

from ferrule.base.diagnostics import Sink, Span
from ferrule.lower.context import Context
from ferrule.lower.docs import read_docs
from ferrule.lower.entry import lower_macro
from ferrule.lower.names import rename
from ferrule.lower.types import lower_type
from ferrule.model.derive import Derive
from ferrule.model.function import Function
from ferrule.model.module import Module
from ferrule.model.pyclass import Class, Methods
from ferrule.model.types import At, Delimited, Hole, Piece, option_inner, result_ok
from ferrule.syntax.items import parse_item
from ferrule.syntax.nodes import Fn

_T = TypeVar("_T")


def lowered(kind: type[_T], macro: str, text: str, attr: str = "") -> tuple[_T, list[str]]:
    sink = Sink()
    source = f"{attr}\n{text}"
    found = lower_macro(macro, source, len(attr.encode()), sink)
    assert not sink.diagnostics, sink.diagnostics
    assert isinstance(found.item, kind)
    return found.item, [cut.of(source.encode()) for cut in found.cuts]


def methods(body: str) -> tuple[Methods, list[str]]:
    return lowered(Methods, "pymethods", f"impl Thing {{ {body} }}")


@pytest.mark.parametrize(
    ("body", "kind", "name", "slot"),
    [
        ("fn f(&self) {}", "instance", "f", ""),
        ("#[new] fn f() -> Self {}", "new", "__new__", "__new__"),
        ("fn __new__() -> Self {}", "new", "__new__", "__new__"),
        ("#[new] #[classmethod] fn f(cls: &Bound<'_, PyType>) -> Self {}", "new", "__new__", "__new__"),
        ("fn __init__(&self, a: i32) {}", "init", "__init__", "__init__"),
        ("#[staticmethod] fn f() {}", "static", "f", ""),
        ("#[classmethod] fn f(cls: Py<PyType>) {}", "class", "f", ""),
        ("#[classattr] fn f() -> i32 {}", "classattr", "f", ""),
        ("#[getter] fn get_x(&self) -> i32 {}", "getter", "x", ""),
        ("#[getter] fn get_(&self) -> i32 {}", "getter", "get_", ""),
        ("#[getter(y)] fn get_x(&self) -> i32 {}", "getter", "y", ""),
        ('#[getter("y")] fn get_x(&self) -> i32 {}', "getter", "y", ""),
        ('#[getter] #[pyo3(name = "y")] fn get_x(&self) -> i32 {}', "getter", "y", ""),
        ("#[setter] fn set_x(&mut self, v: i32) {}", "setter", "x", ""),
        ("#[deleter] fn delete_x(&mut self) {}", "deleter", "x", ""),
        ("fn __repr__(&self) -> String {}", "slot", "__repr__", "__repr__"),
        ('#[pyo3(name = "__repr__")] fn f(&self) -> String {}', "slot", "__repr__", "__repr__"),
        ("fn __call__(&self, a: i32) {}", "slot", "__call__", "__call__"),
        ("fn __enter__(slf: Py<Self>) -> Py<Self> {}", "instance", "__enter__", ""),
        ("fn r#type(&self) {}", "instance", "type", ""),
    ],
)
def test_method_kinds(body: str, kind: str, name: str, slot: str) -> None:
    (method,) = methods(body)[0].methods
    assert (method.kind, method.name, method.slot) == (kind, name, slot)


@pytest.mark.parametrize(
    ("params", "kind", "exclusive"),
    [
        ("&self", "ref", False),
        ("&mut self", "mut", True),
        ("self: &Self", "ref", False),
        ("self: Py<Self>", "bound", False),
        ("slf: PyRef<'_, Self>", "bound", False),
        ("mut slf: PyRefMut<'_, Self>", "bound", True),
        ("slf: &Bound<'_, Self>", "bound", False),
        ("slf: Alias<'_>", "bound", False),
    ],
)
def test_receivers(params: str, kind: str, exclusive: bool) -> None:
    (method,) = methods(f"fn f({params}, py: Python<'_>, a: i32) {{}}")[0].methods
    assert method.receiver is not None
    assert (method.receiver.kind, method.receiver.exclusive) == (kind, exclusive)
    assert [one.name.value for one in method.function.parameters] == ["a"]
    assert method.function.text_signature == "($self, a)"


def test_cuts_are_the_attributes_that_rustc_does_not_know() -> None:
    item, cuts = methods(
        '#[doc = "x"] #[new] #[pyo3(signature = (a))] #[inline] fn f(#[pyo3(from_py_with = g)] a: i32) '
        '-> Self {} #[classattr] #[pyo3(name = "B")] const A: i32 = 1; #[cfg(x)] #[getter] fn b(&self) {} '
    )
    assert cuts == [
        "#[new]",
        "#[pyo3(signature = (a))]",
        "#[pyo3(from_py_with = g)]",
        "#[classattr]",
        '#[pyo3(name = "B")]',
        "#[getter]",
    ]
    assert item.constants[0].name.value == "B"
    assert len(item.methods[1].function.cfgs) == 1
    assert item.methods[0].function.docs.text == "x"


def test_methods_under_cfg_may_repeat_a_name() -> None:
    item, _ = methods("#[cfg(a)] fn f(&self) {} #[cfg(not(a))] fn f(&self) {}")
    assert len(item.methods) == 2


def test_properties_are_brought_together() -> None:
    item, _ = methods(
        "/// Set.\n#[setter] fn set_x(&mut self, v: i32) {} #[getter] fn x(&self) -> i32 {} fn f(&self) {}"
    )
    (prop,) = item.properties
    assert (prop.name, prop.deleter, prop.docs.text) == ("x", None, "Set.")


def test_class_fields() -> None:
    text = 'struct P { #[pyo3(get, set, name = "a")] x: i32, #[pyo3(get)] some_value: f64, r#type: u8 }'
    item, cuts = lowered(Class, "pyclass", text, 'rename_all = "camelCase"')
    assert [(one.name.value, one.rust_name, one.get, one.set) for one in item.fields] == [
        ("a", "x", True, True),
        ("someValue", "some_value", True, False),
        ("type", "r#type", False, False),
    ]
    assert len(cuts) == 2 and len(item.properties) == 2


def test_tuple_struct_fields() -> None:
    item, _ = lowered(Class, "pyclass", 'struct P(#[pyo3(get, name = "a")] i32, u8);')
    assert [(one.name.value, one.rust_name) for one in item.fields] == [("a", "0"), ("_1", "1")]
    assert item.kind == "tuple_struct"


def test_enums() -> None:
    simple, _ = lowered(
        Class, "pyclass", "#[repr(u8)] enum E { SomeA = 1, B }", 'rename_all = "UPPERCASE", eq'
    )
    assert (simple.kind, simple.repr) == ("simple_enum", "u8")
    assert [(one.name.value, str(one.discriminant)) for one in simple.variants] == [
        ("SOMEA", "1"),
        ("B", "None"),
    ]
    complex_, cuts = lowered(
        Class, "pyclass", "enum E { A(i32), #[pyo3(constructor = (x = 1))] B { x: i32 } }", "eq, hash"
    )
    assert complex_.kind == "complex_enum" and cuts == ["#[pyo3(constructor = (x = 1))]"]
    assert complex_.variants[0].fields[0].name.value == "_0"
    constructor = complex_.variants[1].constructor
    assert constructor is not None and constructor[0].default_python == "1"


def test_module_function_form() -> None:
    text = (
        "/// Docs.\n#[allow(x)] fn m(m: &Bound<'_, PyModule>) -> PyResult<()> { if x {m.add_class::<B>()?; } "
        '#[cfg(x)] #[pyfn(m, signature = (a = 1))] #[pyo3(name = "g")] fn f(a: i32) -> [u8; 2] {} Ok(()) }'
    )
    item, _ = lowered(Module, "pymodule", text)
    assert item.init is not None and not item.init.takes_python and item.docs.text == "Docs."
    source = f"\n{text}".encode()
    (local,) = item.functions
    spans = (local.ident, local.attribute, local.module, local.options, local.cfgs[0])
    assert [span.of(source) for span in spans if span is not None] == [
        "f", "#[pyfn(m, signature = (a = 1))]", "m", "signature = (a = 1)", "#[cfg(x)]",
    ]  # fmt: skip
    assert local.span.of(source).startswith("#[cfg(x)]") and local.span.of(source).endswith("{}")
    assert item.head.of(source).strip().startswith("fn m(m") and item.head.of(source).endswith(
        "PyResult<()> "
    )
    assert [one.of(source) for one in item.kept_attributes] == ["/// Docs.", "#[allow(x)]"]


def test_module_inline_form() -> None:
    text = (
        "#[allow(x)] pub mod m { //! Inner.\n use pyo3::prelude::*; #[pymodule_export] use a::{b, C as D}; "
        '#[cfg(x)] #[pyfunction] #[pyo3(name = "g")] fn f() {} #[pyo3::pyclass(module = "q")] struct S; '
        "#[pymodule] mod sub {} #[pymodule_export] const X: i32 = 1; fn plain() {} "
        "#[pymodule_init] fn i(m: &Bound<'_, PyModule>) -> PyResult<()> {} }"
    )
    item, cuts = lowered(Module, "pymodule", text, 'name = "real", module = "a.b"')
    assert [(one.kind, one.path, one.python_name) for one in item.exports] == [
        ("use", "b", None),
        ("use", "D", None),
        ("function", "f", "g"),
        ("class", "S", "S"),
        ("module", "sub", "sub"),
        ("constant", "X", "X"),
    ]
    assert item.qualified_name == "a.b.real" and item.docs.text == "Inner."
    assert item.exports[3].has_module_option and len(item.exports[2].cfgs) == 1
    assert cuts == ["#[pymodule_export]", "#[pymodule_export]", "#[pymodule_init]"]
    source = f'name = "real", module = "a.b"\n{text}'.encode()
    assert item.head.of(source) == "pub mod m"
    assert [one.of(source) for one in item.kept_attributes] == ["#[allow(x)]"]
    assert item.body is not None and item.body.of(source).endswith("{} ")
    attribute = item.exports[3].attribute
    assert attribute is not None and attribute.of(source) == '#[pyo3::pyclass(module = "q")]'


def test_derives_cut_nothing() -> None:
    text = "struct A<'a, T: X = u8> where T: Y, { #[pyo3(item, from_py_with = f)] a: &'a T, b: u8 }"
    item, cuts = lowered(Derive, "derive:FromPyObject", text)
    assert cuts == [] and item.names("lifetime") == ("'a",) and item.names("type") == ("T",)
    source = f"\n{text}".encode()
    assert [one.declaration.of(source) for one in item.generics] == ["'a", "T: X"]
    assert item.where is not None and item.where.of(source) == "T: Y"
    assert [(one.access, one.key.value) for one in item.variants[0].fields] == [
        ("item", '"a"'),
        ("attribute", "b"),
    ]


@pytest.mark.parametrize(
    ("shape", "accesses", "transparent"),
    [
        ("struct A(u8);", ["whole"], True),
        ("struct A(u8, u8);", ["index", "index"], False),
        ("struct A { a: u8 }", ["attribute"], False),
        ("#[pyo3(transparent)] struct A { a: u8 }", ["whole"], True),
        ("#[pyo3(from_item_all)] struct A { a: u8 }", ["item"], False),
    ],
)
def test_derive_access(shape: str, accesses: list[str], transparent: bool) -> None:
    item, _ = lowered(Derive, "derive:FromPyObject", shape)
    assert [one.access for one in item.variants[0].fields] == accesses
    assert item.variants[0].transparent is transparent


@pytest.mark.parametrize(
    ("rule", "field", "variant"),
    [
        ("camelCase", "someValue", "someName"),
        ("kebab-case", "some-value", "some-name"),
        ("lowercase", "some_value", "somename"),
        ("PascalCase", "SomeValue", "SomeName"),
        ("SCREAMING-KEBAB-CASE", "SOME-VALUE", "SOME-NAME"),
        ("SCREAMING_SNAKE_CASE", "SOME_VALUE", "SOME_NAME"),
        ("snake_case", "some_value", "some_name"),
        ("UPPERCASE", "SOME_VALUE", "SOMENAME"),
    ],
)
def test_rename(rule: str, field: str, variant: str) -> None:
    assert (rename("some_value", rule), rename("SomeName", rule)) == (field, variant)


def _pieces(pieces: tuple[Piece, ...], source: bytes) -> list[object]:
    out: list[object] = []
    for piece in pieces:
        if isinstance(piece, At):
            out.append(piece.span.of(source))
        elif isinstance(piece, Hole):
            out.append((piece.kind, piece.text))
        elif isinstance(piece, Delimited):
            out.append([piece.open, *_pieces(piece.pieces, source), piece.close])
    return out


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Vec<f64>", ["Vec<f64>"]),
        ("&str", ["&str"]),
        ("Bound<'_, PyAny>", ["Bound<'_, PyAny>"]),
        ("&'py Bound<'py, PyAny>", ["&", ("lifetime", "'py"), "Bound<", ("lifetime", "'py"), ", PyAny>"]),
        ("(u8, &'a str)", [["(", "u8, &", ("lifetime", "'a"), "str", ")"]]),
        ("Vec<Self>", ["Vec<", ("self", "Self"), ">"]),
    ],
)
def test_type_pieces(text: str, pieces: list[object]) -> None:
    source = f"fn f() -> {text} {{}}".encode()
    item = parse_item(source)
    assert isinstance(item, Fn) and item.returns is not None
    kind = lower_type(source, item.returns)
    assert kind.text == text
    assert _pieces(kind.pieces, source) == pieces


def test_type_questions() -> None:
    source = b"fn f() -> io::Result<Option<a::B<C>>> {}"
    item = parse_item(source)
    assert isinstance(item, Fn) and item.returns is not None
    ok = result_ok(lower_type(source, item.returns))
    assert ok is not None
    inner = option_inner(ok)
    assert inner is not None and inner.path == ("a", "B") and inner.args[0].name == "C"


def test_docs() -> None:
    text = '/// One\n///  two\n#[doc = " three"]\n#[doc = concat!("a", "b")]\n#[doc(hidden)]\nfn f() {}'
    item = parse_item(text)
    docs = read_docs(Context(text.encode(), Sink()), item.attrs)
    assert [part.text for part in docs.parts] == ["One", " two", "three", 'concat!("a", "b")']
    assert docs.parts[3].is_expression and docs.text is None


def test_items_made_by_macro_rules_are_plain_text() -> None:
    item, _ = lowered(Function, "pyfunction", '# [doc = "d"] fn g (a : $crate :: T) -> i64 { a }')
    assert item.parameters[0].type.path == ("$crate", "T")


def test_not_rust_is_a_message() -> None:
    sink = Sink()
    assert lower_macro("pyfunction", "fn (", 0, sink).item is None
    assert sink.diagnostics[0].span != Span(0, 0) or sink.diagnostics[0].message
