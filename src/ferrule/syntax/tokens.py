"""Token trees: what attributes and macro calls hold, read from text with a place for each token.

Also the two views of tokens that need nothing but tokens: the values of literals, and normalised text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal, NamedTuple

from ferrule.base.diagnostics import Span

LeafKind = Literal["ident", "lifetime", "literal", "punct"]


class Leaf(NamedTuple):
    """One token."""

    kind: LeafKind
    text: str
    """As written; `r#type` keeps its `r#`."""
    span: Span


class Group(NamedTuple):
    """A bracketed group."""

    open: str
    """`(`, `[` or `{`."""
    trees: tuple[TokenTree, ...]
    span: Span
    """With its brackets."""

    @property
    def inside(self) -> Span:
        """Without its brackets."""
        return Span(self.span.start + 1, self.span.end - 1)


TokenTree = Leaf | Group
CLOSING = {"(": ")", "[": "]", "{": "}"}

_START = rb"[A-Za-z_\x80-\xff]"
_WORD = rb"[A-Za-z0-9_\x80-\xff]*"
_TOKENS = re.compile(
    rb"(?P<space>\s+|//[^\n]*|/\*[\s\S]*?\*/)"
    rb'|(?P<literal>(?:br|cr|r)(?P<hashes>\#*)"[\s\S]*?"(?P=hashes)'
    rb'|[bc]?"(?:[^"\\]|\\[\s\S])*"'
    rb"|b?'(?:[^'\\\x80-\xff]|[\xc0-\xff][\x80-\xbf]*|\\x[0-9A-Fa-f]{2}|\\u\{[^}]*\}|\\[^xu])'"
    rb"|0[xob]\w+|[0-9][0-9_]*(?:\.(?![._A-Za-z\x80-\xff])[0-9_]*)?(?:[eE][+-]?[0-9_]+)?\w*)"
    rb"|(?P<lifetime>'(?:r\#)?" + _START + _WORD + rb")"
    rb"|(?P<ident>(?:r\#|\$)?" + _START + _WORD + rb")"
    rb"|(?P<open>[(\[{])|(?P<close>[)\]}])"
    rb"|(?P<punct>->|=>|::|\.\.=|\.\.\.|\.\.|.)",
    re.DOTALL,
)


def tokenize(source: bytes, span: Span | None = None) -> tuple[TokenTree, ...]:
    """The token trees of a text, or of a part of it. Comments are left out.

    The text is one that rustc or tree-sitter accepted. In any other, a bracket that closes nothing is
    skipped and one that is never closed reaches to the end.
    """
    begin, end = span or (0, len(source))
    stack: list[tuple[str, int, list[TokenTree]]] = [("", begin, [])]
    for match in _TOKENS.finditer(source, begin, end):
        kind = match.lastgroup
        if kind == "space":
            continue
        if kind == "open":
            stack.append((match[0].decode(), match.start(), []))
        elif kind == "close":
            if len(stack) > 1:
                opened, at, trees = stack.pop()
                stack[-1][2].append(Group(opened, tuple(trees), Span(at, match.end())))
        else:
            name: LeafKind = "literal" if kind in ("literal", "hashes") else kind  # type: ignore[assignment]
            leaf = Leaf(name, match[0].decode("utf-8", "replace"), Span(match.start(), match.end()))
            stack[-1][2].append(leaf)
    while len(stack) > 1:
        opened, at, trees = stack.pop()
        stack[-1][2].append(Group(opened, tuple(trees), Span(at, end)))
    return tuple(stack[0][2])


def split(trees: Iterable[TokenTree], separator: str = ",") -> list[list[TokenTree]]:
    """Token trees cut at a punctuation mark; no empty part after a trailing one, none for no tokens.

    Commas between the angle brackets of generics do not cut.
    """
    parts: list[list[TokenTree]] = [[]]
    depth = 0
    for tree in trees:
        if isinstance(tree, Leaf) and tree.kind == "punct":
            # `a < b` is a comparison more often than generics: only after `::` or a capital does `<` open.
            if tree.text == "<" and _opens_generics(parts[-1]):
                depth += 1
            elif tree.text == ">" and depth:
                depth -= 1
            elif tree.text == separator and not depth:
                parts.append([])
                continue
        parts[-1].append(tree)
    if not parts[-1]:
        parts.pop()
    return parts


def _opens_generics(before: list[TokenTree]) -> bool:
    if not before or not isinstance(before[-1], Leaf):
        return False
    last = before[-1]
    return last.text == "::" or (last.kind == "ident" and last.text[:1].isupper())


def span_of(trees: Iterable[TokenTree]) -> Span:
    """The place of some token trees, of which there is at least one."""
    listed = list(trees)
    return Span(listed[0].span.start, listed[-1].span.end)


def is_punct(tree: TokenTree | None, text: str) -> bool:
    """Whether this is the punctuation mark `text`."""
    return isinstance(tree, Leaf) and tree.kind == "punct" and tree.text == text


def strip_raw(name: str) -> str:
    """An identifier without `r#`."""
    return name[2:] if name.startswith("r#") else name


_NO_SPACE_BEFORE = frozenset((",", ";", ":", "::", "?", ".", "!", "<", ">"))
_NO_SPACE_AFTER = frozenset(("&", "::", "<", "*", "#", ".", "!", "?", "-", ".."))
_SPACED = frozenset(("->", "=>", "+", "=", "|"))


def normal_text(trees: Iterable[TokenTree]) -> str:
    """Tokens as one text with the usual spacing: `Vec<f64>`, `&'a mut T`, `[u8; 4]`, `a::b(1, "x")`."""
    out: list[str] = []
    _write(trees, out)
    return "".join(out)


def _write(trees: Iterable[TokenTree], out: list[str]) -> None:
    last: TokenTree | None = None
    for tree in trees:
        if last is not None and _space_between(last, tree):
            out.append(" ")
        if isinstance(tree, Group):
            out.append(tree.open)
            _write(tree.trees, out)
            out.append(CLOSING[tree.open])
        else:
            out.append(tree.text)
        last = tree


def _space_between(left: TokenTree, right: TokenTree) -> bool:
    if isinstance(right, Group):
        return right.open == "{" or (isinstance(left, Leaf) and left.text in (*_SPACED, ",", ";", ":", "mut"))
    if right.text in _SPACED or (isinstance(left, Leaf) and left.text in _SPACED):
        return True
    if right.kind == "punct" and right.text in _NO_SPACE_BEFORE:
        return False
    if isinstance(left, Group):
        return True
    if left.kind == "punct":
        return left.text not in _NO_SPACE_AFTER and not (left.text == ">" and right.kind == "punct")
    return right.kind != "punct" or right.text in ("&", "*")


_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "0": "\0", "\\": "\\", "'": "'", '"': '"'}
_ESCAPE = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|u\{([0-9A-Fa-f_]+)\}|(\n\s*)|(.))", re.DOTALL)


def string_value(literal: str) -> str | None:
    """The value of a string literal (`"a"`, `r#"a"#`); None for any other token, byte strings included."""
    if literal.startswith("r") and literal.endswith(('"', "#")):
        body = literal[1:].strip("#")
        return body[1:-1] if body[:1] == '"' else None
    if literal[:1] != '"' or len(literal) < 2:
        return None
    return unescape(literal[1:-1])


def unescape(body: str) -> str:
    """Text between the quotes of a literal, with its escapes replaced."""
    if "\\" not in body:
        return body

    def value(match: re.Match[str]) -> str:
        byte, code, newline, plain = match.groups()
        if byte or code:
            return chr(int((byte or code).replace("_", ""), 16))
        return "" if newline else _ESCAPES.get(plain, plain)

    return _ESCAPE.sub(value, body)
