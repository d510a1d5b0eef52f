"""Type hints as Rust types, headers of `.rs` files, and where a text stands in a Python file."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, NewType, Optional

import pytest

import ferrule
from ferrule.base.errors import ProjectError, SourceError
from ferrule.importer.annotations import around
from ferrule.importer.functions import _fallible
from ferrule.importer.places import Place, find
from ferrule.project import toml
from ferrule.project.discover import discover
from ferrule.project.header import read_header, toml_text

Metres = NewType("Metres", float)


def head(function: Any, *, fallible: bool = False) -> str:
    return around(function, fallible=fallible, wrapped=False, detach=False)[0].partition("signature = ")[2]


def test_every_hint_of_the_table() -> None:
    def f(  # noqa: PLR0917
        a: int, b: float, c: bool, d: str, e: bytes, g: list[str], h: dict[str, list[int]], i: set[int],
        j: frozenset[int], k: tuple[int, str], l: tuple[float, ...], m: int | None, n: Optional[str],  # noqa: E741, UP045
        o: Any, p: object, q: Sequence[bytes], r: Mapping[str, float], s: Metres, t: Annotated[int, "u8"],
        u: tuple[()], type: int,
    ) -> None: ...  # fmt: skip

    f.__annotations__ = {
        name: eval(hint, globals()) if isinstance(hint, str) and name != "m" else hint
        for name, hint in f.__annotations__.items()
    }
    declared = re.search(r"fn f\((.*)\) -> (.*) \{", head(f))
    assert declared is not None
    types = dict(one.split(": ", 1) for one in re.split(r", (?=\S+: )", declared[1]))
    any_ = "&::pyo3::Bound<'_, ::pyo3::PyAny>"
    map_ = "::std::collections::HashMap"
    assert types == {
        "a": "i64", "b": "f64", "c": "bool", "d": "&str", "e": "&[u8]", "g": "Vec<String>",
        "h": f"{map_}<String, Vec<i64>>", "i": "::std::collections::HashSet<i64>",
        "j": "::std::collections::HashSet<i64>", "k": "(i64, String)", "l": "Vec<f64>", "m": "Option<i64>",
        "n": "Option<&str>", "o": any_, "p": any_, "q": "Vec<Vec<u8>>", "r": f"{map_}<String, f64>",
        "s": "f64", "t": "u8", "u": "()", "r#type": "i64",
    }  # fmt: skip
    assert declared[2] == "()"


def test_defaults_and_kinds_of_parameters() -> None:
    def f(
        a: int, /, b: float = -1.5, c: str = 'a"\\\n', *, d: bool = True, e: Optional[str] = None,  # noqa: UP045
        f: Optional[int] = 3, g: float = float("inf"), h: bytes = b"\x00z", i: list[int] = [1, 2],  # noqa: B006, UP045
    ) -> int: ...  # fmt: skip

    shown = head(f).partition(")] fn")[0].removesuffix(")")
    assert shown == (
        r'(a, /, b = -1.5f64, c = "a\"\\\u{a}", *, d = true, e = None, f = Some(3), g = f64::INFINITY, '
        r'h = b"\x00\x7a" as &[u8], i = vec![1, 2]'
    )


def refused(function: Any) -> str:
    with pytest.raises(TypeError) as caught:
        ferrule.rust(function)
    return str(caught.value)


def test_hints_that_have_no_rust_type_name_their_parameter() -> None:
    def one(a: int, b: complex) -> int:
        "b"

    assert refused(one) == (
        "The parameter `b` of one() is annotated with `complex`, for which no Rust type is known. "
        'Name one: `Annotated[complex, "RustType"]`.'
    )

    def two(a: int) -> Callable[[], int]:
        "a"

    assert refused(two).startswith("The result of two() is annotated with `")

    def three(a: list) -> int:
        "a"  # type: ignore[type-arg]

    assert refused(three).endswith("is annotated with `list`; say of what, for example `list[int]`.")

    def four(a, b: int) -> int:
        "b"  # type: ignore[no-untyped-def]

    assert refused(four) == "The parameter `a` of four() has no type hint, and `ferrule.rust` needs one."

    def five(a: int):
        "a"  # type: ignore[no-untyped-def]

    assert refused(five) == "five() has no hint for its result; write `-> None` if it has none."

    def six(*a: int) -> int:
        "a"

    assert refused(six) == "six() takes *args or **kwargs, which `ferrule.rust` cannot hand on."

    def seven(a: "Nowhere") -> int:  # noqa: F821, UP037
        "a"

    assert "The hint `Nowhere` for the parameter `a` of seven() cannot be evaluated: name" in refused(seven)

    def eight(a: int | str) -> int:
        "a"

    assert "is annotated with `int | str`" in refused(eight)

    def nine(a: object = object()) -> int:
        "a"

    assert "The default of the parameter `a` of nine(), <object" in refused(nine)

    def ten(self: int) -> int:
        "a"

    assert refused(ten) == "The parameter `self` of ten() cannot be called `self` in Rust."


def test_what_cannot_be_decorated() -> None:
    def no_body(a: int) -> int:
        return a

    assert refused(no_body) == "no_body() has no Rust body: write it as the docstring, or as an argument."

    def generator(a: int) -> Any:
        "a"
        yield a

    assert (
        refused(generator) == "generator() is a generator, which has no body in Rust; return a list instead."
    )

    async def coroutine(a: int) -> int:
        "a"

    assert refused(coroutine).startswith("coroutine() is async")

    class Holder:
        def method(self, a: int) -> int:
            "a"

    assert "Holder is a method; decorate a function" in refused(Holder.method)
    assert refused(lambda a: a) == "The function cannot be called `<lambda>` in Rust."
    assert "takes a Rust text or a function, and was given an object of type builtin" in refused(len)
    assert refused(3).endswith("was given an object of type int.")


def test_calls_that_make_no_sense() -> None:
    for text in ("", " \n\t"):
        with pytest.raises(ValueError, match="empty text"):
            ferrule.rust(text)
    with pytest.raises(ValueError, match="lone surrogate"):
        ferrule.rust("pub fn f() {} // \ud800")
    with pytest.raises(ValueError, match="`name` must be an identifier of plain letters, and is 'a b'"):
        ferrule.rust("pub fn f() {}", name="a b")
    with pytest.raises(ValueError, match=r"`name` is 'fast', but the text's #\[pymodule\] is called `slow`"):
        ferrule.rust("#[pymodule] mod slow {}", name="fast")
    with pytest.raises(TypeError, match=r'`deps` must be a dict such as \{"itoa": "1"\}'):
        ferrule.rust("pub fn f() {}", deps=["itoa"])  # type: ignore[call-overload]
    with pytest.raises(ValueError, match="begins with a comment, where a header belongs"):
        ferrule.rust("// [dependencies]\n\npub fn f() {}", edition="2021")
    with pytest.raises(
        AttributeError, match=r"`add` is not there: the Rust text of .*test_inline.py, line \d+"
    ):
        _ = ferrule.rust("fn add(a: i64) -> i64 { a }").add


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("a + b", (False, False)),
        ("text.parse::<i64>()?", (True, True)),
        ("if a == 0 { return Err(error()); } Ok(1)", (True, False)),
        ("let b = a;\nOk(b)", (True, False)),
        ("Ok(a.max(1).min(2))", (True, False)),
        ("if a == 0 { Err(error()) } else { Ok(1) }", (True, True)),
        ("match text.parse() { Ok(n) => n, Err(_) => 0 }", (False, True)),
        ('println!("why? {}", a); // really?', (False, True)),
        ("fn f<T: ?Sized>(x: &T) {} 1", (False, True)),
    ],
)
def test_bodies_that_may_fail(body: str, expected: tuple[bool, bool]) -> None:
    assert _fallible(body) == expected


# Headers ---------------------------------------------------------------------------------------------------


def header(text: str, path: Path = Path("/here/fast.rs")) -> Any:
    found = read_header(text.encode(), path)
    return None if found is None else found.tables


def test_headers_that_are_found() -> None:
    expected = {"dependencies": {"itoa": "1"}}
    assert header('//! [dependencies]\n//! itoa = "1"\npub fn f() {}') == expected
    assert header('#!/usr/bin/env x\n\n//! Words.\n//!\n//! [dependencies]\r\n//! itoa = "1"\r\n') == expected
    assert header('// [dependencies]\n// itoa = "1"\n\n// more words\n') == expected
    assert header('//! ```cargo\n//! [dependencies]\n//! itoa = "1"\n//! ```\n//! more') == expected
    assert header('\ufeff//! [dependencies]\n//! itoa = "1"\n') == expected
    assert header('//! [dependencies.a]\n//! path = "../a"\n') == {"dependencies": {"a": {"path": "/a"}}}


def test_what_is_no_header() -> None:
    assert header("pub fn f() {}") is None
    assert header("//! [package]: https://example.org\n//! [profile] says how\n//! [target]\u0020x\n") is None
    assert header("//! [link] to something\n//! [`f`]\n") is None
    assert header('//! ```toml\n//! [dependencies]\n//! itoa = "1"\n//! ```\n') is None
    assert header('pub fn f() {}\n// [dependencies]\n// itoa = "1"\n') is None


@pytest.mark.parametrize(
    ("text", "said", "place"),
    [
        ('//! é\n//! [dependencies]\n//! a = "1\n', "this is not TOML: ", ":3:"),
        ("//! [dependencies]\n//! a = 1\n", "a dependency is a version or a table", ":2:5\n"),
        ('//! [dependencies]\n//! a = "1"\n//! [lib]\n//! x = 1\n', "a header has no table `lib`", ":3:6\n"),
        ('//! [package]\n//! edtion = "2021"\n', "has no key `edtion`", ":2:5\n"),
        ("//! [package]\n//! [package]\n", "this is not TOML: ", ":2:"),
        ("//! [[dependencies]]\n", "`dependencies` must be a table", ":1:7\n"),
    ],
)
def test_headers_that_cannot_be_used(text: str, said: str, place: str) -> None:
    with pytest.raises(SourceError, match=r"The header of fast\.rs cannot be used\.") as caught:
        header(text)
    assert said in caught.value.detail
    assert f"/here/fast.rs{place}" in caught.value.detail


def test_a_file_with_a_header_is_a_project_with_a_manifest(tmp_path: Path) -> None:
    source = tmp_path / "fast.rs"
    package = '//! [package]\n//! edition = "2018"\n'
    source.write_text(package + '//!\n//! [dependencies]\n//! a = { path = "a" }\n')
    project = discover(source)
    assert project.manifest is not None
    assert (project.edition, project.crate_root, project.source) == ("2018", tmp_path, source)
    assert project.manifest.needs_cargo == "it depends on a"
    assert project.made_manifest is not None
    assert f'"a" = {{ "path" = "{tmp_path}/a" }}' in project.made_manifest
    source.write_text(package)
    alone = discover(source).manifest
    assert alone is not None
    assert alone.needs_cargo is None


def test_values_of_the_wrong_kind_are_the_headers(tmp_path: Path) -> None:
    source = tmp_path / "fast.rs"
    source.write_text("//! [package]\n//! edition = 2021\n")
    with pytest.raises(ProjectError, match=rf"^`edition` in the header of {source} must be a string"):
        discover(source)


def test_toml_text_is_toml() -> None:
    tables = {"a": {"b c": 'd"\\\x7f\n', "e": [1, 2.5, True], "f": {"g": {}}}, "h": {}}
    assert toml.parse(toml_text(tables)) == tables


# Places ----------------------------------------------------------------------------------------------------


def place(tmp_path: Path, python: str, text: str, line: int = 1) -> tuple[str, str]:
    file = tmp_path / f"app{abs(hash((python, line)))}.py"
    file.write_bytes(python.encode())
    found = find(text, Place(str(file), line, {}))
    return found.text, found.shown.replace(str(file), "FILE")


def test_a_text_is_found_where_it_stands(tmp_path: Path) -> None:
    python = 'import f\nm = f.rust("""fn a() {\n  b\n}""", name="x")\n'
    assert place(tmp_path, python, "fn a() {\n  b\n}") == ("\n" + " " * 14 + "fn a() {\n  b\n}\n", "FILE")
    assert place(tmp_path, 'm = f.rust("a + b")\n', "a + b") == (" " * 12 + "a + b\n", "FILE")
    # Python 3.13 takes the indentation off docstrings.
    python = 'def f():\r\n    """\r\n    let x = 1;\r\n      x\r\n    """\r\n'
    assert place(tmp_path, python, "\nlet x = 1;\n  x\n") == ("\n\n    let x = 1;\n      x\n", "FILE")


def test_of_equal_texts_the_nearest_is_meant(tmp_path: Path) -> None:
    python = 'a = rust("x")\n\n\nb = rust("x")\n'
    assert place(tmp_path, python, "x", 3)[0].count("\n") == 4


def test_a_text_that_is_not_there_keeps_its_own_lines(tmp_path: Path) -> None:
    assert place(tmp_path, 'm = rust("a\\nb")', "a\nb", 1) == ("a\nb", "<rust in FILE, line 1>")
    assert find("a", Place("<stdin>", 7, {})).shown == "<rust in <stdin>, line 7>"
