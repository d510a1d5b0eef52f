"""The Python type of a constant, as far as its expression shows it."""

from __future__ import annotations

from collections.abc import Sequence

from ferrule.base.record import record
from ferrule.model.conversions import CONVERSIONS
from ferrule.syntax.tokens import Group, Leaf, TokenTree, is_punct, normal_text, split

_MACROS = {
    "env": "str",
    "concat": "str",
    "stringify": "str",
    "include_str": "str",
    "format": "str",
    "module_path": "str",
    "file": "str",
    "option_env": "str | None",
    "include_bytes": "bytes",
    "line": "int",
}
_MAKES_TEXT = ("to_string", "to_owned", "into", "to_uppercase", "to_lowercase")


@record
class Value:
    """What an expression shows."""

    python: str | None = None
    """Annotation of its type; None when unknown."""
    type_path: str = ""
    """Path of the class that it is (`py.get_type::<path>()`)."""
    path: str = ""
    """Path that it consists of: a constant's."""


def read_value(trees: Sequence[TokenTree]) -> Value:
    """What is known about an expression."""
    parts = [tree for tree in trees if not is_punct(tree, "&")]
    while parts and is_punct(parts[-1], "?"):
        parts.pop()
    if not parts:
        return Value()
    type_path = _type_object(parts)
    if type_path:
        return Value(type_path=type_path)
    converted = _converted(parts)
    if converted is not None:
        return Value(converted)
    if all(isinstance(tree, Leaf) and (tree.kind == "ident" or tree.text == "::") for tree in parts):
        text = normal_text(parts)
        if text in ("true", "false"):
            return Value("bool")
        return Value("None") if text == "None" else Value(path=text)
    return Value(_annotation(parts))


def _type_object(parts: Sequence[TokenTree]) -> str:
    for at, tree in enumerate(parts):
        if isinstance(tree, Leaf) and tree.text in ("get_type", "get_type_bound", "lazy_type_object"):
            rest = list(parts[at + 1 :])
            if len(rest) > 3 and is_punct(rest[0], "::") and is_punct(rest[1], "<"):
                end = next((i for i, one in enumerate(rest) if is_punct(one, ">")), 0)
                return normal_text(rest[2:end])
        if isinstance(tree, Leaf) and tree.text in ("type_object", "type_object_bound") and at >= 2:
            return normal_text(parts[: at - 1]) if is_punct(parts[at - 1], "::") else ""
    return ""


def _converted(parts: Sequence[TokenTree]) -> str | None:
    """`f64` of `size as f64`, in Python."""
    last, before = parts[-1], parts[-2] if len(parts) > 2 else None
    if not isinstance(last, Leaf) or not isinstance(before, Leaf) or before.text != "as":
        return None
    row = CONVERSIONS.get(last.text)
    return row.gives if row is not None else None


def _annotation(parts: Sequence[TokenTree]) -> str | None:
    head, last = parts[0], parts[-1]
    before = parts[-2] if len(parts) > 1 else None
    if is_punct(head, "-") and len(parts) == 2:
        return _literal(last)
    if isinstance(head, Leaf) and len(parts) == 1:
        return _literal(head)
    if isinstance(head, Group) and len(parts) == 1:
        return _collection(head)
    if isinstance(head, Leaf) and len(parts) == 3 and is_punct(parts[1], "!") and isinstance(last, Group):
        return _collection(last) if head.text == "vec" else _MACROS.get(head.text)
    if isinstance(head, Leaf) and len(parts) == 4 and _literal(head) == "str" and is_punct(parts[1], "."):
        method = parts[2]
        return "str" if isinstance(method, Leaf) and method.text in _MAKES_TEXT else None
    if isinstance(head, Leaf) and head.text == "String" and isinstance(last, Group):
        return "str"
    if isinstance(before, Leaf) and before.text == "len" and isinstance(last, Group) and not last.trees:
        return "int"
    return None


def _literal(tree: TokenTree) -> str | None:
    if not isinstance(tree, Leaf) or tree.kind != "literal":
        return "bool" if isinstance(tree, Leaf) and tree.text in ("true", "false") else None
    text = tree.text
    if text[0].isdigit():
        plain = text.lower()
        hexadecimal = plain.startswith(("0x", "0o", "0b"))
        return "float" if not hexadecimal and any(mark in plain for mark in (".", "f", "e")) else "int"
    if text.startswith(("b'", "c")):
        return "int" if text.startswith("b'") else "str"
    return "bytes" if text.startswith("b") else "str"


def _collection(group: Group) -> str | None:
    """`[1, 2]`, `vec!["a"]`, `(1, "x")`."""
    repeated = split(group.trees, ";")
    elements = [read_value(part).python for part in split(repeated[0] if repeated else ())]
    if group.open == "(":
        if len(elements) == 1 and not is_punct(group.trees[-1], ","):
            return elements[0]
        if not elements or None in elements:
            return None
        return f"tuple[{', '.join(one for one in elements if one)}]"
    kinds = sorted({one for one in elements if one is not None})
    if not elements or None in elements or len(kinds) != 1:
        return None
    return f"list[{kinds[0]}]"
