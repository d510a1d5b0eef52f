"""Signatures: what becomes of each form, and the texts shown for defaults."""

from __future__ import annotations

import pytest

from ferrule.base.diagnostics import Sink
from ferrule.lower.defaults import default_python
from ferrule.lower.entry import lower_macro
from ferrule.model.function import Function
from ferrule.syntax.tokens import tokenize


def lowered(attr: str, text: str) -> Function:
    sink = Sink()
    found = lower_macro("pyfunction", f"{attr}\n{text}", len(attr.encode()), sink)
    assert not sink.diagnostics, sink.diagnostics
    assert isinstance(found.item, Function)
    return found.item


@pytest.mark.parametrize(
    ("signature", "arguments", "shown"),
    [
        ("", "a: i32, b: Option<i32>", "(a, b)"),
        ("()", "", "()"),
        ("(a, b = None)", "a: i32, b: Option<i32>", "(a, b=None)"),
        ("(a, /, b)", "a: i32, b: i32", "(a, /, b)"),
        ("(a, b, /)", "a: i32, b: i32", "(a, b, /)"),
        ("(*, a)", "a: i32", "(*, a)"),
        ("(a, *, b = 2, c)", "a: i32, b: i32, c: i32", "(a, *, b=2, c)"),
        ("(*args, a)", "args: &Bound<'_, PyTuple>, a: i32", "(*args, a)"),
        (
            "(a, /, b = 1, *args, c, d = 5, **kwargs)",
            "a: i32, b: i32, args: Vec<i32>, c: i32, d: i32, kwargs: Option<HashMap<String, i32>>",
            "(a, /, b=1, *args, c, d=5, **kwargs)",
        ),
        ("(a, r#type = 1)", "a: i32, r#type: i32", "(a, type=1)"),
        ("(a = Vec::<(A, B)>::new(), b = f(1, 2))", "a: V, b: i32", "(a=..., b=...)"),
        ('(a: "list[int]", b: "int" = 3) -> "str"', "a: V, b: i32", "(a, b=3)"),
        ("(a, b)", "a: i32, py: Python<'_>, b: i32", "(a, b)"),
        ("(a,)", "a: i32", "(a)"),
    ],
)
def test_text_signature(signature: str, arguments: str, shown: str) -> None:
    attr = f"signature = {signature}" if signature else ""
    assert lowered(attr, f"fn f({arguments}) {{}}").text_signature == shown


def test_kinds_defaults_and_annotations() -> None:
    text = "fn f(py: Python<'_>, a: i32, b: Option<i32>, c: f64, d: Option<Py<PyDict>>) {}"
    fn = lowered('signature = (a: "int", /, b = Some(3), *, c = 0.5, **d) -> "str"', text)
    assert [one.kind for one in fn.parameters] == [
        "positional_only",
        "positional_or_keyword",
        "keyword_only",
        "var_keyword",
    ]
    assert [str(one.default) for one in fn.parameters] == ["None", "Some(3)", "0.5", "None"]
    assert [one.required for one in fn.parameters] == [True, False, False, False]
    assert (fn.parameters[0].annotation, fn.returns_annotation) == ("int", "str")
    assert [type(one).__name__ for one in fn.arguments] == ["Injected", *["Parameter"] * 4]


def test_default_spans_lie_in_the_attribute() -> None:
    attr = "signature = (a = f ( 1 ))"
    source = f"{attr}\nfn f(a: i32) {{}}"
    default = lowered(attr, "fn f(a: i32) {}").parameters[0].default
    assert default is not None
    assert (default.value, default.span.of(source.encode())) == ("f(1)", "f ( 1 )")


def test_text_signature_option() -> None:
    assert lowered('text_signature = "(x)"', "fn f(a: i32) {}").text_signature == "(x)"
    assert lowered("text_signature = None", "fn f(a: i32) {}").text_signature is None
    assert lowered("pass_module", "fn f(m: &Bound<'_, PyModule>, a: i32) {}").text_signature == "($module, a)"


def test_injected_arguments_keep_their_place() -> None:
    fn = lowered("pass_module", "fn f(py: Python<'_>, m: Py<PyModule>, a: i32) {}")
    assert [getattr(one, "kind", "") for one in fn.arguments[:2]] == ["python", "module"]
    assert fn.pass_module and len(fn.parameters) == 1


def test_warnings_may_be_repeated() -> None:
    fn = lowered('warn(message = "a"), warn(message = "b", category = x::Y)', "fn f() {}")
    assert [(one.message.value, str(one.category)) for one in fn.warnings] == [("a", "None"), ("b", "x::Y")]


@pytest.mark.parametrize(
    ("rust", "python"),
    [
        ("1", "1"),
        ("-1", "-1"),
        ("1_000u64", "1000"),
        ("0xFFu8", "255"),
        ("0b1_0", "2"),
        ("00", "0"),
        ("1.5", "1.5"),
        ("1f64", "1.0"),
        ("2.", "2.0"),
        ("1e3", "1000.0"),
        ("true", "True"),
        ("None", "None"),
        ('"a\\"b"', "'a\"b'"),
        ("'x'", "'x'"),
        ('"\\n\\0"', '"\\n\\x00"'),
        ('b"x"', "..."),
        ("Some(1)", "..."),
        ("i32::MAX", "..."),
        ("X", "..."),
        ("-x", "..."),
    ],
)
def test_default_python(rust: str, python: str) -> None:
    assert default_python(tokenize(rust.encode())) == python
