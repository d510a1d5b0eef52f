"""Defaults as Python text, for `__text_signature__` and stubs: literals are shown, all else is `...`."""

from __future__ import annotations

from collections.abc import Sequence

from ferrule.base.text import python_string
from ferrule.syntax.tokens import Leaf, TokenTree, string_value, unescape

_SUFFIXES = ("u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128", "isize")


def default_python(trees: Sequence[TokenTree]) -> str:
    """A default expression as Python text when it is a literal, with a sign or without, else `...`."""
    leaves = list(trees)
    sign = ""
    if len(leaves) == 2 and isinstance(leaves[0], Leaf) and leaves[0].text == "-":
        sign, leaves = "-", leaves[1:]
    if len(leaves) != 1 or not isinstance(leaves[0], Leaf):
        return "..."
    leaf = leaves[0]
    if leaf.kind == "ident" and not sign:
        return {"true": "True", "false": "False", "None": "None"}.get(leaf.text, "...")
    if leaf.kind != "literal":
        return "..."
    if leaf.text[0].isdigit():
        number = _number(leaf.text)
        return "..." if number is None else sign + number
    value = string_value(leaf.text)
    is_char = value is None and leaf.text.startswith("'")
    if is_char:
        value = unescape(leaf.text[1:-1])
    if value is None or sign:
        return "..."
    # As PyO3 prints them.
    return repr(value) if is_char else python_string(value)


def _number(text: str) -> str | None:
    plain = text.replace("_", "")
    if plain[:2] not in ("0x", "0o", "0b"):
        for suffix in ("f32", "f64"):
            if plain.endswith(suffix):
                return repr(float(plain[: -len(suffix)]))
    for suffix in _SUFFIXES:
        if plain.endswith(suffix):
            plain = plain[: -len(suffix)]
            break
    try:
        return str(int(plain, 10 if plain.isdigit() else 0))
    except ValueError:
        pass
    try:
        return repr(float(plain))
    except ValueError:
        return None
