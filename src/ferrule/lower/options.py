"""Options read by their tables: `name = "x"`, `frozen`, `warn(...)`, with every message about them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

from ferrule.base.diagnostics import Span, did_you_mean, nearest
from ferrule.base.record import record
from ferrule.lower.context import Context
from ferrule.lower.names import is_identifier
from ferrule.model.core import Text
from ferrule.model.options import Option, Options
from ferrule.syntax.tokens import (
    Group,
    Leaf,
    TokenTree,
    is_punct,
    normal_text,
    span_of,
    split,
    string_value,
    strip_raw,
    tokenize,
)

_FAILED = object()
"""What the readers of values return after a message; None is the value of `text_signature = None`."""

_O = TypeVar("_O", bound=Options)


class Read(Generic[_O]):
    """Values of a table's options, and the tokens of those that hold a group."""

    def __init__(self, options: _O, trees: dict[str, list[Sequence[TokenTree]]]) -> None:
        self.options = options
        self.trees = trees
        """By option name, the tokens of each value: for `signature = (a) -> "x"` what follows the `=`, for
        `warn(..)` the group."""

    def group(self, name: str) -> Group | None:
        """The group that is an option's (first) value."""
        for trees in self.trees.get(name, ()):
            if trees and isinstance(trees[0], Group):
                return trees[0]
        return None


@record
class Place:
    """What options belong to."""

    what: str
    """For messages: `` `#[pyclass]` ``, `a field`."""
    kind: str = ""
    """Kind of the item, one of the names in the rows' `on`."""
    given: tuple[str, ...] = ()
    """Options that hold without being written."""
    foreign: tuple[str, ...] = ()
    """Options of other macros that may stand on the same thing, which are passed over."""


def read_options(
    context: Context, table: type[_O], lists: Sequence[Sequence[TokenTree]], place: Place
) -> Read[_O]:
    """Read option lists that apply to one thing by a table, reporting all that is wrong in them."""
    rows = table.rows()
    values: dict[str, object] = {}
    spans: dict[str, Span] = {}
    trees: dict[str, list[Sequence[TokenTree]]] = {}
    for part in (part for trees_ in lists for part in split(trees_)):
        if not part or (isinstance(part[0], Leaf) and part[0].text in place.foreign):
            continue
        found = _one(context, rows, part, place.what)
        if found is None:
            continue
        row, value, tokens = found
        at = span_of(part)
        if row.name in spans and not row.repeatable:
            context.error(f"option `{row.name}` is given twice", at)
            continue
        if row.on and place.kind and place.kind not in row.on:
            allowed = " or ".join(f"{_article(one)} {one}" for one in row.on)
            context.error(
                f"option `{row.name}` is not allowed on {_article(place.kind)} {place.kind}",
                at,
                f"it is allowed on {allowed}",
            )
            continue
        spans.setdefault(row.name, at)
        trees.setdefault(row.name, []).append(tokens)
        old = values.get(row.name, ())
        values[row.name] = (*old, value) if row.repeatable and isinstance(old, tuple) else value
    _check_pairs(context, rows, spans, place)
    return Read(table(values, spans), trees)


def _article(noun: str) -> str:
    return "an" if noun[0] in "aeiou" else "a"


def _check_pairs(context: Context, rows: dict[str, Option], spans: dict[str, Span], place: Place) -> None:
    for name, span in spans.items():
        row = rows[name]
        for other in row.needs:
            if other not in spans and other not in place.given:
                context.error(
                    f"option `{name}` needs `{other}` as well", span, f"add `{other}` to {place.what}"
                )
        for other in row.excludes:
            if other in spans and (span > spans[other] or name not in rows[other].excludes):
                context.error(f"options `{other}` and `{name}` exclude each other", span)


def _one(
    context: Context, rows: dict[str, Option], part: list[TokenTree], where: str
) -> tuple[Option, object, Sequence[TokenTree]] | None:
    """One option: its row, its value, the tokens of the value. None after a message."""
    head = part[0]
    if not isinstance(head, Leaf) or head.kind != "ident":
        context.error(f"expected an option of {where}", span_of(part), _known(rows))
        return None
    name = strip_raw(head.text)
    row = rows.get(name)
    if row is None:
        close = did_you_mean(name, rows)
        note = close if close is not None and nearest(name, rows) != name else _known(rows)
        context.error(f"unknown option `{name}` of {where}", head.span, note)
        return None
    rest = part[1:]
    if rest and is_punct(rest[0], "="):
        rest = rest[1:]
        if not rest:
            context.error(f"option `{name}` has no value", span_of(part), _written(row))
            return None
        value = _assigned(context, row, rest)
    elif rest:
        value = _called(context, row, rest)
    else:
        value = _bare(context, row, head.span)
    return None if value is _FAILED else (row, value, rest)


def _known(rows: dict[str, Option]) -> str:
    return f"its options are {', '.join(f'`{name}`' for name in rows)}" if rows else "it has no options"


def _written(row: Option) -> str:
    return f"write it as `{row.example}`"


def _bare(context: Context, row: Option, span: Span) -> object:
    """A name alone."""
    if row.form == "flag":
        return True
    if row.form in ("flag_or_string", "flag_or_expression", "flag_or_choice", "flag_or_call"):
        return Text("", span)
    context.error(f"option `{row.name}` needs a value", span, _written(row))
    return _FAILED


def _called(context: Context, row: Option, rest: list[TokenTree]) -> object:
    """`name(...)`."""
    group = rest[0]
    if len(rest) == 1 and isinstance(group, Group) and group.open == "(":
        if row.form == "call":
            return Text(normal_text(group.trees), group.span)
        if row.form == "flag_or_choice":
            return _chosen(context, row, normal_text(group.trees), span_of(group.trees or rest))
        if row.form == "flag_or_call":
            if len(group.trees) == 1 and isinstance(group.trees[0], Leaf):
                return Text(group.trees[0].text, group.trees[0].span)
            if group.trees:
                return Text(normal_text(group.trees), span_of(group.trees))
            context.error(f"option `{row.name}` has empty brackets", group.span, "leave them out")
            return _FAILED
    context.error(f"option `{row.name}` cannot be written like this", span_of(rest), _written(row))
    return _FAILED


def _chosen(context: Context, row: Option, word: str, span: Span) -> object:
    """`name(word)`."""
    if word in row.choices:
        return Text(word, span)
    listed = " or ".join(f"`{row.name}({choice})`" for choice in row.choices)
    context.error(
        f"option `{row.name}` cannot be `{row.name}({word})`",
        span,
        did_you_mean(word, row.choices) or f"write `{row.name}`, {listed}",
    )
    return _FAILED


def _assigned(context: Context, row: Option, value: list[TokenTree]) -> object:
    """`name = value`."""
    span = span_of(value)
    literal = value[0] if len(value) == 1 and isinstance(value[0], Leaf) else None
    string = string_value(literal.text) if literal is not None and literal.kind == "literal" else None
    if row.form in ("flag", "call", "flag_or_choice", "flag_or_call"):
        context.error(f"option `{row.name}` takes no `= value`", span, _written(row))
        return _FAILED
    if row.form == "group":
        if isinstance(value[0], Group) and value[0].open == "(":
            return Text(normal_text(value), span)
        context.error(f"option `{row.name}` needs brackets", span, _written(row))
        return _FAILED
    if row.form == "bool":
        if literal is not None and literal.text in ("true", "false"):
            return Text(literal.text, span)
        context.error(f"option `{row.name}` is either `true` or `false`", span)
        return _FAILED
    if row.form == "string_or_none" and literal is not None and literal.text == "None":
        return None
    if row.form == "path":
        return _path(context, row, value, string)
    if row.form in ("expression", "flag_or_expression"):
        if string is not None and row.name in ("from_py_with", "into_py_with"):
            context.error(
                f"option `{row.name}` takes a path, not a string", span, f"write `{row.name} = {string}`"
            )
            return _FAILED
        return Text(normal_text(value), span)
    if string is None:
        context.error(f"option `{row.name}` needs a string literal", span, _written(row))
        return _FAILED
    return _string(context, row, string, span)


def _path(context: Context, row: Option, value: list[TokenTree], string: str | None) -> object:
    head = value[0]
    if isinstance(head, Leaf) and (head.kind == "ident" or head.text == "::"):
        return Text(normal_text(value), span_of(value))
    note = f"write `{row.name} = {string}`" if string else _written(row)
    context.error(f"option `{row.name}` needs a path", span_of(value), note)
    return _FAILED


def _string(context: Context, row: Option, string: str, span: Span) -> object:
    if row.form == "name":
        plain = strip_raw(string)
        if is_identifier(plain):
            return Text(plain, span)
        context.error(f"`{string}` is no Python identifier", span)
        return _FAILED
    if row.form == "dotted":
        if all(is_identifier(part) for part in string.split(".")):
            return Text(string, span)
        context.error(f"`{string}` is no dotted Python name", span, f"write it as `{row.example}`")
        return _FAILED
    if row.form == "choice":
        if string in row.choices:
            return Text(string, span)
        listed = ", ".join(f'"{choice}"' for choice in row.choices)
        context.error(
            f'option `{row.name}` cannot be "{string}"',
            span,
            did_you_mean(string, row.choices) or f"it is one of {listed}",
        )
        return _FAILED
    if row.form == "path_string":
        trees = tokenize(string.encode())
        if _is_path(trees):
            return Text(normal_text(trees), span)
        context.error(f'"{string}" is no Rust path', span, _written(row))
        return _FAILED
    return Text(string, span)


def _is_path(trees: Sequence[TokenTree]) -> bool:
    """Whether tokens are a path without generics: `a`, `a::b`, `::a::b`."""
    names = list(trees)
    if names and is_punct(names[0], "::"):
        names = names[1:]
    if len(names) % 2 == 0:
        return False
    return all(
        is_punct(one, "::") if at % 2 else isinstance(one, Leaf) and one.kind == "ident"
        for at, one in enumerate(names)
    )
