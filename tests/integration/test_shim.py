"""The shim under a real rustc: tokens to text, cuts, `__at!`, `__on!`, errors at their tokens."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from shim_rig import Rig

from ferrule.base.diagnostics import Span
from ferrule.expander.kept import Kept
from ferrule.expander.wire import Answer, Question

USE = "use pyo3_macros::*;\n"


def find(question: Question, part: str) -> Span:
    """Where `part` first lies in the text of the question, in bytes; white space does not count."""
    pattern = r"\s*".join(re.escape(char) for char in part if char != " ")
    found = re.search(pattern, question.text)
    assert found, (part, question.text)
    return Span(*(len(question.text[:index].encode()) for index in found.span()))


def at(span: Span) -> str:
    return f"__at!({span.start} {span.end})"


def nothing(_: Question) -> Answer:
    return Answer()


def text_of(rig: Rig, source: str) -> str:
    """The text that the shim makes of the one macro call in `source`."""
    result = rig.answered(USE + source, nothing).check()
    (question,) = result.questions
    assert question.text.encode()[question.attr_len : question.attr_len + 1] == b"\n"
    return question.text


# --- tokens to text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("#[pyfunction] pub fn f() {}", "\npub fn f () {}"),
        (
            '#[pyfunction(signature = (a, *, b = 1), name = "x")] pub fn f() {}',
            'signature = (a , * , b = 1) , name = "x"\npub fn f () {}',
        ),
        (
            "#[pyfunction] pub fn f<'a>(x: &'a &'static str, y: &&u8) -> Vec<Vec<u8>> { loop {} }",
            "\npub fn f <'a >(x : &'a &'static str , y : &&u8) -> Vec <Vec <u8 >>{}",
        ),
        ("/// Adds \"two\" é\n#[pyfunction] pub fn f() {}", '\n# [doc = " Adds \\"two\\" é"] pub fn f () {}'),
        ('#[pymodule] pub fn r#fn() { let _ = r#"a"b"#; }', '\npub fn r#fn () {let _ = r#"a"b"# ;}'),
        ("#[pymodule] pub fn f() { let _ = (b\"\\n\", 'x', b'y', 1u8, 1.5e3, c\"z\"); }", None),
        ("#[pymodule] pub fn größe(日本: u8) { let _ = (\"→\", 日本); }", None),
    ],
)  # fmt: skip
def test_text(rig: Rig, source: str, text: str | None) -> None:
    made = text_of(rig, source)
    if text is not None:
        assert made.replace(" ", "") == text.replace(" ", "")
    joint = re.sub(r"\s", "", made)
    assert joint == re.sub(r"\s|#\[pymodule\]", "", source) or text is not None


@pytest.mark.parametrize("part", ["'a", "->", "::", "&&", "..=", "r#fn", 'r#"a"b"#', "'x'"])
def test_tokens_stay_whole(rig: Rig, part: str) -> None:
    source = """#[pymodule] pub fn r#fn<'a>(x: &'a u8, y: &&u8) -> ::std::string::String {
        for _ in 0..=3 { let _ = (r#"a"b"#, 'x', x, y); } panic!() }"""
    assert part in text_of(rig, source)


BODIES = [
    ("#[pyfunction] pub fn f() -> u8 { if true { 1 } else { 2 } }", "pub fn f () -> u8 {}"),
    (
        "pub struct S; #[pymethods] impl S { pub fn a(&self) { let _ = 1; } const N: u8 = { 3 };"
        " pub fn b(&self) where Self: Sized { fn c() { {} } c() } }",
        "impl S {pub fn a (&self) {} const N : u8 = {3} ; pub fn b (&self) where Self : Sized {}}",
    ),
    (
        "pub struct B<const N: usize>; #[pyfunction] pub fn f(_: fn(u8)) -> B<{ 1 + 1 }> { B }",
        "pub fn f (_ : fn (u8)) -> B <{1 + 1} >{}",
    ),
    (
        "pub struct W<F>(F); #[pymethods] impl W<fn()> { pub fn f(&self) -> u8 { 1 } }",
        "impl W <fn ()>{pub fn f (&self) -> u8 {}}",
    ),
    ("#[pymodule] pub fn m() { let _ = 1; }", "pub fn m () {let _ = 1 ;}"),
    ("#[pymodule] pub mod m { pub fn f() { let _ = 1; } }", "pub mod m {pub fn f () {let _ = 1 ;}}"),
]


@pytest.mark.parametrize(("source", "text"), BODIES)
def test_bodies_are_left_out_of_the_text_but_not_of_the_item(rig: Rig, source: str, text: str) -> None:
    """Whether they are in the item, rustc tells: the functions would not return what they say."""
    assert text_of(rig, source).replace(" ", "") == f"\n{text}".replace(" ", "")


def test_an_item_whose_glue_repeats_it_keeps_its_bodies(rig: Rig) -> None:
    def reply(question: Question) -> Answer:
        whole = Span(question.attr_len + 1, len(question.text.encode()))
        return Answer(cuts=(whole,), glue=f"__at!({whole.start} {whole.end})")

    source = "pub struct S; #[pymethods] impl S { pub fn f(&self) -> u8 { 1 } }"
    rig.answered(USE + source + " const _: fn(&S) -> u8 = S::f;", reply).check()


def test_derive_has_no_attribute(rig: Rig) -> None:
    source = (
        USE
        + "#[derive(FromPyObject, IntoPyObject, IntoPyObjectRef)] pub struct S { #[pyo3(item)] pub a: u8 }"
    )
    result = rig.answered(source, nothing).check()
    assert [q.macro for q in result.questions] == [
        "derive:FromPyObject",
        "derive:IntoPyObject",
        "derive:IntoPyObjectRef",
    ]
    assert {q.attr_len for q in result.questions} == {0}
    assert "pyo3" in result.questions[0].text


def test_derive_keeps_the_item_once(rig: Rig) -> None:
    def reply(question: Question) -> Answer:
        return Answer(glue=f"impl {at(find(question, 'S'))} {{ pub const N: u8 = 3; }}")

    source = USE + "#[derive(FromPyObject)] pub struct S { pub a: u8 } const _: u8 = S::N;"
    rig.answered(source, reply).check()


def test_items_of_macro_rules(rig: Rig) -> None:
    source = """
    macro_rules! make { ($name:ident, $ty:ty, $e:expr, $($doc:literal)*) => {
        #[pyfunction(x = $e)] $(#[doc = $doc])* pub fn $name(v: $ty, w: $crate::T) -> u8 { $e }
    } }
    pub type T = u8;
    make!(twice, Vec<&'static str>, 1 + 2, "d");
    """
    question = rig.answered(USE + source, nothing).check().questions[0]
    assert question.text[: question.attr_len] == "x = 1 + 2"
    assert "fn twice" in question.text
    assert find(question, "v: Vec<&'static str>,")


def test_cfg_decides_before_the_macro(rig: Rig) -> None:
    source = """
    #[cfg(any())] #[pyfunction] pub fn gone() {}
    #[cfg(not(any()))] #[pyfunction] pub fn kept() {}
    #[cfg_attr(any(), pyfunction)] pub fn plain() {}
    #[cfg_attr(not(any()), pyfunction(x))] pub fn marked() {}
    """
    texts = [q.text for q in rig.answered(USE + source, nothing).check().questions]
    assert [re.findall(r"fn (\w+)", text) for text in texts] == [["kept"], ["marked"]]


# --- cuts


def test_cuts(rig: Rig) -> None:
    def reply(question: Question) -> Answer:
        data = question.text.encode()
        cuts = [Span(*m.span()) for m in re.finditer(rb"# ?\[ ?pyo3 ?\(.*?\) ?\]|# ?\[new ?\]", data)]
        assert len(cuts) == 4
        return Answer(cuts=tuple(reversed(cuts)))

    source = """
    pub struct S;
    #[pymethods] #[pyo3(crate)] impl S {
        #[new] pub fn new(#[pyo3(x)] a: u8, b: Option<u8>) -> u8 { a + b.unwrap_or(é("é")) }
        #[pyo3(signature = (a))] pub fn two(&self) {}
    }
    fn é(_: &str) -> u8 { 1 }
    """
    rig.answered(USE + source, reply).check()


def test_cut_of_the_whole_item(rig: Rig) -> None:
    def reply(question: Question) -> Answer:
        body = at(find(question, "{}"))  # which stands for its tokens
        glue = f"pub fn renamed() -> u8 {body}"
        return Answer(cuts=(Span(question.attr_len + 1, len(question.text.encode())),), glue=glue)

    rig.answered(USE + "#[pyfunction] fn f() -> u8 {1 + 1}\n pub fn g() -> u8 { renamed() }", reply).check()


def test_overlapping_cuts(rig: Rig) -> None:
    def reply(question: Question) -> Answer:
        whole, inner = find(question, "#[pyo3(x)]"), find(question, "pyo3")
        return Answer(cuts=(inner, whole, Span(whole.start, inner.end)))

    rig.answered(USE + "#[pyfunction] #[pyo3(x)] pub fn f() {}", reply).check()


# --- user's tokens in glue


def test_at_and_nested_forms(rig: Rig) -> None:
    def reply(question: Question) -> Answer:
        name, ty, arguments = (find(question, part) for part in ("origin", "Vec<&'static str>", "(1, 2)"))
        inner = f"__on!({name.start} {name.end} {{ {{ let x: Option<{at(ty)}> = None; x }} }})"
        return Answer(
            glue=f"""
            pub fn other() -> Option<{at(ty)}> {{ __on!({ty.start} {ty.end} {{ {inner} }}) }}
            pub const PAIR: (u8, u8) = {at(arguments)};
            pub const NAME: &str = stringify!({at(name)});
            pub const QUOTED: &str = "__at!(0 0)";
            """
        )

    source = """
    #[pyfunction(pair = (1, 2))] pub fn origin() -> Vec<&'static str> { vec![] }
    const _: () = assert!(PAIR.1 == 2 && NAME.len() == 6 && QUOTED.len() == 10);
    pub fn check() -> Option<Vec<&'static str>> { other() }
    """
    rig.answered(USE + source, reply).check()


def test_rustc_reports_at_the_users_tokens(rig: Rig) -> None:
    def reply(question: Question) -> Answer:
        ty = find(question, "Vec<Müll>")
        return Answer(glue=f"const _: fn() = || {{ fn need<T: Copy>() {{}} need::<{at(ty)}>() }};")

    source = USE + "pub struct Müll;\n#[pyfunction] pub fn é(a: u8, x: Vec<Müll>) {}\n"
    (error,) = rig.answered(source, reply).errors
    assert "Copy" in error.text
    assert error.under == ["Vec<Müll>"]
    assert error.places == ["3:34-3:43"]


@pytest.mark.parametrize(
    ("body", "under"),
    [
        ("need::<Bad>();", "Vec"),
        ("let _: u8 = ();", ">"),
        ("missing();", "Vec"),
    ],
)
def test_on_places_generated_tokens(rig: Rig, body: str, under: str) -> None:
    def reply(question: Question) -> Answer:
        ty = find(question, "Vec<Müll>")
        return Answer(glue=f"fn _f() {{ __on!({ty.start} {ty.end} {{ {body} }}) }}")

    source = "pub struct Müll; struct Bad; fn need<T: Copy>() {}\n#[pyfunction] pub fn é(x: Vec<Müll>) {}\n"
    errors = rig.answered(USE + source, reply).errors
    assert errors
    for error in errors:
        assert all(under in place for place in error.under), error
        assert all(place.startswith("3:") for place in error.places), error


def test_a_whole_range_is_underlined(rig: Rig) -> None:
    """Generated tokens begin where the user's begin, and end where they end."""

    def reply(question: Question) -> Answer:
        ty = find(question, "Vec<Müll>")
        return Answer(glue=f"fn _f() -> u8 {{ __on!({ty.start} {ty.end} {{ <{at(ty)} as Name>::name() }}) }}")

    source = "pub struct Müll; pub trait Name { fn name() -> u8; }\n#[pyfunction] pub fn é(x: Vec<Müll>) {}\n"
    (error,) = rig.answered(USE + source, reply).errors
    assert error.under == ["Vec<Müll>"]


def test_glue_is_free_of_lints(rig: Rig) -> None:
    def reply(question: Question) -> Answer:
        name = find(question, "plain")
        return Answer(
            glue=f"__on!({name.start} {name.end} {{ const _: fn() = || {{ unsafe {{ {at(name)}() }} }}; }})"
        )

    source = "#![forbid(unsafe_code)]\n#![deny(warnings)]\n" + USE + "#[pyfunction] pub fn plain() {}"
    rig.answered(source, reply).check()


# --- errors


def test_errors_at_their_tokens(rig: Rig) -> None:
    def reply(question: Question) -> Answer:
        spans = [find(question, part) for part in ("nme", '"é"', "u8, b", "(a: u8, b: u8)")]
        return Answer(errors=tuple((span, f"message {n}\n= note: é") for n, span in enumerate(spans)))

    source = USE + '#[pyfunction(nme = "é")]\npub fn f(a: u8,\n b: u8) {}\n'
    result = rig.answered(source, reply)
    assert [(e.text, e.places) for e in result.errors] == [
        ("message 0\n= note: é", ["2:14-2:17"]),
        ("message 1\n= note: é", ["2:20-2:23"]),
        ("message 2\n= note: é", ["3:13-4:3"]),
        ("message 3\n= note: é", ["3:9-4:8"]),
    ]


def test_error_at_the_macro_itself(rig: Rig) -> None:
    result = rig.answered(
        USE + "#[pyfunction]\npub fn f() {}", lambda _: Answer(errors=((Span(0, 0), "no"),))
    )
    assert [(e.text, e.places) for e in result.errors] == [("no", ["2:1-2:14"])]


def test_error_in_a_macro_rules_argument(rig: Rig) -> None:
    def reply(question: Question) -> Answer:
        return Answer(errors=((find(question, "Vec<u8>"), "bad type"),))

    source = "macro_rules! m { ($t:ty) => { #[pyfunction] pub fn f(x: $t) {} } }\n  m!(Vec<u8>);\n"
    (error,) = rig.answered(USE + source, reply).errors
    assert error.places == ["3:6-3:13"]


def test_glue_that_is_not_rust(rig: Rig) -> None:
    (error, *_) = rig.answered(USE + "#[pyfunction] pub fn f() {}", lambda _: Answer(glue="fn g( {")).errors
    assert error.places


def test_wrong_form_in_glue(rig: Rig) -> None:
    result = rig.answered(USE + "#[pyfunction] pub fn f() {}", lambda _: Answer(glue="__at!(a b)"))
    assert any("bug in Ferrule" in error.text for error in result.errors)


# --- size


def test_a_large_item(rig: Rig) -> None:
    """More than a pipe or a socket holds, in the question and in the answer."""

    def reply(question: Question) -> Answer:
        assert len(question.text) > 200_000
        lines = "\n".join(f"pub fn g{n}() -> u16 {{ {n} }}" for n in range(5000))
        return Answer(cuts=(find(question, "#[staticmethod]"),), glue=lines)

    methods = "\n".join(f"pub fn m{n}(&self, x: u16) -> u16 {{ x + {n} }}" for n in range(5000))
    source = f"pub struct S; #[pymethods] impl S {{ #[staticmethod] pub fn s() {{}} {methods} }}"
    rig.answered(USE + source, reply).check()


def test_many_items(rig: Rig) -> None:
    def reply(question: Question) -> Answer:
        name = question.text.split()[2]
        return Answer(glue=f"pub const {name.upper()}: u8 = 1;")

    source = "".join(f"#[pyfunction] pub fn f{n}() {{}}\n" for n in range(200))
    result = rig.answered(USE + source + "const _: u8 = F0 + F199;", reply).check()
    assert len(result.questions) == 200


# --- answers of earlier builds


def test_kept_answers_are_not_asked_for(rig: Rig, tmp_path: Path) -> None:
    source = USE + "#[pyfunction] pub fn f() -> u8 { 1 }\nconst _: u8 = F;"

    def reply(_: Question) -> Answer:
        return Answer(glue="pub const F: u8 = 1;")

    (question,) = rig.answered(source, reply).check().questions
    known = Kept(tmp_path / "answers-1")
    known.answered(question, reply)
    known.write()
    file = known.file
    edited = source.replace("{ 1 }", "{ if true { 2 } else { 3 } }")
    assert rig.answered(edited, nothing, kept=str(file)).check().questions == []
    (other,) = rig.answered(source.replace("fn f()", "fn g()"), reply, kept=str(file)).questions
    assert "fn g" in other.text
    data = file.read_bytes()
    other_kind = data.replace(b"ferrule-answers", b"another-content")
    for damaged in (b"", data[:40], data[:-1], other_kind, b"\xff" * 99):
        file.write_bytes(damaged)
        assert rig.answered(source, reply, kept=str(file)).check().questions == [question]
