"""Tokens: every kind of literal, groups, normal text, splitting, values."""

from __future__ import annotations

import pytest

from ferrule.syntax.tokens import Group, Leaf, normal_text, split, string_value, tokenize


def flat(text: str) -> list[tuple[str, str]]:
    return [
        (tree.kind, tree.text) if isinstance(tree, Leaf) else ("group", tree.open)
        for tree in tokenize(text.encode())
    ]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("r#type", [("ident", "r#type")]),
        ("größe", [("ident", "größe")]),
        ("$crate", [("ident", "$crate")]),
        ("'a 'a'", [("lifetime", "'a"), ("literal", "'a'")]),
        ("'\\''", [("literal", "'\\''")]),
        ("'\\u{1F600}'", [("literal", "'\\u{1F600}'")]),
        ("'é'", [("literal", "'é'")]),
        ("b'x'", [("literal", "b'x'")]),
        ('"a\\"b"', [("literal", '"a\\"b"')]),
        ('r#"a"b"#', [("literal", 'r#"a"b"#')]),
        ('br"x" c"y" b"z"', [("literal", 'br"x"'), ("literal", 'c"y"'), ("literal", 'b"z"')]),
        ("1_000u64", [("literal", "1_000u64")]),
        ("1.5e-3", [("literal", "1.5e-3")]),
        ("0xFF", [("literal", "0xFF")]),
        ("1..2", [("literal", "1"), ("punct", ".."), ("literal", "2")]),
        ("1.max", [("literal", "1"), ("punct", "."), ("ident", "max")]),
        ("1.", [("literal", "1.")]),
        ("a -> b::c", [("ident", "a"), ("punct", "->"), ("ident", "b"), ("punct", "::"), ("ident", "c")]),
        ("a // x\n /* y */ b", [("ident", "a"), ("ident", "b")]),
        ("(a) [b]", [("group", "("), ("group", "[")]),
    ],
)
def test_tokens(text: str, tokens: list[tuple[str, str]]) -> None:
    assert flat(text) == tokens


def test_spans_are_bytes_of_the_whole_text() -> None:
    source = "é (größe)".encode()
    group = tokenize(source)[1]
    assert isinstance(group, Group)
    assert group.span.of(source) == "(größe)"
    assert group.inside.of(source) == "größe"
    assert group.trees[0].span.of(source) == "größe"


def test_unbalanced_brackets_do_not_fail() -> None:
    assert flat(") a (b") == [("ident", "a"), ("group", "(")]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", []),
        ("a", ["a"]),
        ("a, b,", ["a", "b"]),
        ("a = f::<A, B>(1, 2), c", ["a = f::<A, B>(1, 2)", "c"]),
        ("a = HashMap<A, B>, c", ["a = HashMap<A, B>", "c"]),
        ("a = x < y, b = z > w", ["a = x<y", "b = z> w"]),
    ],
)
def test_split(text: str, parts: list[str]) -> None:
    assert [normal_text(part) for part in split(tokenize(text.encode()))] == parts


@pytest.mark.parametrize(
    "text",
    [
        "Vec<f64>",
        "&'a mut Bound<'py, PyAny>",
        "&[u8]",
        "[u8; 4]",
        "(A, B)",
        "Box<dyn Fn(i32) -> u8 + Send>",
        "HashMap<String, Vec<Option<i64>>>",
        "<T as Trait>::Out",
        "*const u8",
        "impl Iterator<Item = u8>",
        'a::b(1, "x")',
        "-1.5",
        "Some(3)",
        "vec![1, 2]",
        "fn(i32) -> i32",
    ],
)
def test_normal_text_undoes_flattening(text: str) -> None:
    loose = text
    for mark in "<>()[],;&*!=":
        loose = loose.replace(mark, f" {mark} ")
    loose = loose.replace("- >", "->").replace("-  >", "->")
    assert normal_text(tokenize(text.encode())) == text
    assert normal_text(tokenize(loose.encode())) == text


@pytest.mark.parametrize(
    ("literal", "value"),
    [
        ('"a\\n\\x41\\u{e9}\\"\\\\"', 'a\nAé"\\'),
        ('"a\\\n   b"', "ab"),
        ('r"\\n"', "\\n"),
        ('r##"a"#b"##', 'a"#b'),
        ('b"x"', None),
        ("'x'", None),
        ("12", None),
    ],
)
def test_string_value(literal: str, value: str | None) -> None:
    assert string_value(literal) == value
