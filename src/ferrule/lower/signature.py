"""The Python signature of a function: `signature = (a, /, b = 1, *args, **kwargs)` laid over its arguments.

`RustArgument` is what the Rust side gives; `read_signature` joins it with what the user wrote, or takes the
plain rule: every argument is required and may be passed by position or by name.
"""

from __future__ import annotations

from collections.abc import Sequence

from ferrule.base.diagnostics import Span, did_you_mean
from ferrule.base.record import record
from ferrule.lower.context import Context
from ferrule.lower.defaults import default_python
from ferrule.model.annotations import is_annotation
from ferrule.model.core import Text
from ferrule.model.function import Parameter, ParameterKind
from ferrule.model.types import RustType, option_inner
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
)


@record
class RustArgument:
    """An argument of the Rust function that Python passes."""

    name: str
    ident: Span
    span: Span
    type: RustType
    from_py_with: Text | None = None


@record
class Entry:
    """One name in a written signature."""

    name: str
    span: Span
    kind: ParameterKind
    default: Text | None = None
    default_trees: tuple[TokenTree, ...] = ()
    annotation: str | None = None


def plain_parameters(arguments: Sequence[RustArgument]) -> tuple[Parameter, ...]:
    """The parameters of a function without a written signature."""
    return tuple(
        Parameter(Text(one.name, one.ident), one.span, one.type, from_py_with=one.from_py_with)
        for one in arguments
    )


def read_signature(
    context: Context, group: Group, arguments: Sequence[RustArgument], injected: Sequence[str] = ()
) -> tuple[Parameter, ...]:
    """The parameters of a function with the signature in `group`.

    `injected` are the names of arguments that the signature must not mention. Names, their order and their
    number must be those of the Rust arguments; an argument that the signature gets wrong is taken as plain.
    """
    before = len(context.sink.diagnostics)
    entries = read_entries(context, group)
    if len(context.sink.diagnostics) > before:
        return plain_parameters(arguments)
    found: list[Parameter] = []
    names = [one.name for one in arguments]
    failed = False
    for at, entry in enumerate(entries):
        if at < len(arguments) and entry.name == names[at]:
            found.append(_join(context, entry, arguments[at]))
            continue
        failed = True
        if entry.name in injected:
            context.error(
                f"`{entry.name}` is supplied by the runtime and cannot be part of the signature", entry.span
            )
            entries = entries[:at]
        elif entry.name in names:
            note = "the signature lists the arguments in the order of the function"
            message = f"expected `{names[at]}` here, found `{entry.name}`" if at < len(names) else ""
            context.error(message or f"`{entry.name}` stands in the signature twice", entry.span, note)
        else:
            context.error(
                f"`{entry.name}` is no argument of the function",
                entry.span,
                did_you_mean(entry.name, set(names) - {one.name for one in entries}),
            )
        break
    if failed:
        return plain_parameters(arguments)
    for one in arguments[len(entries) :]:
        context.error(
            f"argument `{one.name}` is missing in the signature", group.span, "every argument has an entry"
        )
        return plain_parameters(arguments)
    return tuple(found)


def _join(context: Context, entry: Entry, argument: RustArgument) -> Parameter:
    starred = entry.kind in ("var_positional", "var_keyword")
    if starred and argument.from_py_with is not None:
        context.error("`from_py_with` cannot be used with `*args` and `**kwargs`", argument.from_py_with.span)
    if entry.kind == "var_positional" and option_inner(argument.type) is not None:
        context.error(
            f"`*{entry.name}` cannot be an `Option`",
            argument.type.span,
            "it is an empty tuple when nothing is passed",
        )
    if entry.kind == "var_keyword" and option_inner(argument.type) is None:
        context.error(
            f"`**{entry.name}` must be an `Option`",
            argument.type.span,
            f"it is `None` when nothing is passed: write `Option<{argument.type.text}>`",
        )
    shown = default_python(entry.default_trees) if entry.default is not None else ""
    return Parameter(
        Text(argument.name, argument.ident),
        argument.span,
        argument.type,
        entry.kind,
        entry.default,
        shown,
        argument.from_py_with,
        entry.annotation,
    )


def read_entries(context: Context, group: Group) -> list[Entry]:
    """The entries of a signature, with every message about their form and order."""
    entries: list[Entry] = []
    star: str | None = None
    slash = False
    kwargs: str | None = None
    for part in split(group.trees):
        if not part:
            context.error("expected an argument between the commas", group.span)
            continue
        span = span_of(part)
        shown = normal_text(part)
        if kwargs is not None:
            context.error(f"`{shown}` cannot stand after `**{kwargs}`", span, f"`**{kwargs}` comes last")
            continue
        if is_punct(part[0], "/") and len(part) == 1:
            if slash:
                context.error("`/` may stand in a signature once", span)
            elif star is not None:
                context.error(f"`/` cannot stand after `{star}`", span)
            elif not entries:
                context.error("`/` needs an argument before it", span)
            else:
                entries = [_positional_only(entry) for entry in entries]
            slash = True
            continue
        stars = 0
        while stars < len(part) and is_punct(part[stars], "*"):
            stars += 1
        if stars == 1 and star is not None:
            context.error(f"`{shown}` cannot stand after `{star}`", span)
            continue
        if stars == 1 and len(part) == 1:
            star = "*"
            continue
        kind: ParameterKind = "keyword_only" if star is not None else "positional_or_keyword"
        kind = {1: "var_positional", 2: "var_keyword"}.get(stars, kind)  # type: ignore[assignment]
        entry = _entry(context, part[stars:], kind, span) if stars < 3 else None
        if entry is None:
            if stars >= 3 or not part[stars:]:
                context.error(f"expected an argument, found `{shown}`", span)
            continue
        if kind == "var_positional":
            star = f"*{entry.name}"
        if kind == "var_keyword":
            kwargs = entry.name
        _check_order(context, entries, entry)
        entries.append(entry)
    return entries


def _positional_only(entry: Entry) -> Entry:
    return Entry(
        entry.name, entry.span, "positional_only", entry.default, entry.default_trees, entry.annotation
    )


def _check_order(context: Context, entries: list[Entry], entry: Entry) -> None:
    if any(one.name == entry.name for one in entries):
        context.error(f"`{entry.name}` stands in the signature twice", entry.span)
    if entry.kind == "positional_or_keyword" and entry.default is None:
        optional = [one for one in entries if one.default is not None]
        if optional:
            context.error(
                f"required argument `{entry.name}` cannot follow the optional `{optional[-1].name}`",
                entry.span,
                "give it a default, or put `*,` before it",
            )


def _entry(context: Context, part: Sequence[TokenTree], kind: ParameterKind, span: Span) -> Entry | None:
    """`name`, `name: "annotation"`, `name = default`, or both."""
    if not part:
        return None
    head = part[0]
    if not isinstance(head, Leaf) or head.kind != "ident":
        context.error(f"expected the name of an argument, found `{normal_text(part)}`", span)
        return None
    rest = list(part[1:])
    annotation: str | None = None
    if rest and is_punct(rest[0], ":"):
        literal = rest[1] if len(rest) > 1 else None
        annotation = string_value(literal.text) if isinstance(literal, Leaf) else None
        if annotation is None:
            context.error(
                f"the annotation of `{head.text}` must be a string literal",
                span_of(rest),
                f'write it as `{head.text}: "list[int]"`',
            )
            return Entry(strip_raw(head.text), head.span, kind)
        _check_annotation(context, annotation, rest[1].span)
        rest = rest[2:]
    default: Text | None = None
    trees: tuple[TokenTree, ...] = ()
    if rest:
        if not is_punct(rest[0], "=") or len(rest) == 1:
            context.error(f"expected `= default` after `{head.text}`", span_of(rest))
        elif kind in ("var_positional", "var_keyword"):
            context.error(f"`{head.text}` cannot have a default", span_of(rest))
        else:
            trees = tuple(rest[1:])
            default = Text(normal_text(trees), span_of(trees))
    return Entry(strip_raw(head.text), head.span, kind, default, trees, annotation)


def returns_annotation(context: Context, trees: Sequence[TokenTree]) -> str | None:
    """The string after `->` in `signature = (..) -> "int"`."""
    if len(trees) < 2:
        return None
    last = trees[-1]
    arrow = trees[1]
    if len(trees) == 3 and isinstance(arrow, Leaf) and arrow.text == "->" and isinstance(last, Leaf):
        value = string_value(last.text)
        if value is not None:
            _check_annotation(context, value, last.span)
            return value
    span = Span(trees[1].span.start, last.span.end)
    context.error("expected the end of the signature", span, 'an annotation is written `-> "int"`')
    return None


def _check_annotation(context: Context, text: str, span: Span) -> None:
    if not is_annotation(text):
        context.error(f"the annotation `{text}` is no Python expression", span)
