"""`overload = (a: "int") -> "str"`: ways to call a function whose types belong together, for stubs alone.

Written as a signature is, and laid over it: an overload names parameters of the signature, in its order, may
leave out those with a default, and may say that one of them is given by position or by name alone. One that
is left out and has the default `None` may still be given as `None`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ferrule.base.diagnostics import Span, did_you_mean
from ferrule.base.record import replace
from ferrule.lower.context import Context
from ferrule.lower.defaults import default_python
from ferrule.lower.signature import Entry, read_entries, returns_annotation
from ferrule.model.function import Overload, Parameter
from ferrule.syntax.tokens import Group, TokenTree


def read_overloads(
    context: Context, values: Sequence[Sequence[TokenTree]], parameters: Sequence[Parameter]
) -> tuple[Overload, ...]:
    """The overloads of a function with these parameters; `values` are the tokens after each `overload =`."""
    found: list[Overload] = []
    for trees in values:
        group = trees[0] if trees else None
        if not isinstance(group, Group):
            continue
        before = len(context.sink.diagnostics)
        entries = read_entries(context, group)
        result = returns_annotation(context, trees)
        if len(context.sink.diagnostics) > before:
            continue
        chosen = _laid_over(context, group.span, entries, parameters)
        if chosen is not None:
            found.append(Overload(chosen, result))
    if len(values) == 1 and found:
        context.error(
            "a function with one overload has none",
            values[0][0].span,
            "add another `overload`, or put the annotations into the `signature`",
        )
    return tuple(found)


def _laid_over(
    context: Context, span: Span, entries: Sequence[Entry], parameters: Sequence[Parameter]
) -> tuple[Parameter, ...] | None:
    names = [one.name.value for one in parameters]
    last = -1
    for entry in entries:
        if entry.name not in names:
            note = did_you_mean(entry.name, names)
            context.error(f"`{entry.name}` is no argument of the function", entry.span, note)
            return None
        at = names.index(entry.name)
        if at < last:
            note = "an overload lists them in the order of the signature"
            context.error(f"`{entry.name}` cannot stand after `{names[last]}`", entry.span, note)
            return None
        last = at
        if not _allowed(context, entry, parameters[at]):
            return None
    return _complete(context, span, {entry.name: entry for entry in entries}, parameters)


def _complete(
    context: Context, span: Span, entries: Mapping[str, Entry], parameters: Sequence[Parameter]
) -> tuple[Parameter, ...] | None:
    """The parameters of the overload: those named, and those that are left out but may be given as `None`."""
    found: list[Parameter] = []
    skipped = ""
    by_name = False
    for one in parameters:
        entry = entries.get(one.name.value)
        if entry is not None:
            if skipped and entry.kind in ("positional_only", "positional_or_keyword"):
                context.error(
                    f"`{entry.name}` cannot be given by position where `{skipped}` before it is left out",
                    entry.span,
                    f"write `*, {entry.name}`",
                )
                return None
            by_name = by_name or entry.kind in ("keyword_only", "var_positional")
            found.append(_chosen(entry, one))
        elif one.required:
            message = f"the overload leaves out `{one.name}`, which every call must give"
            context.error(message, span)
            return None
        else:
            skipped = skipped or one.name.value
            if one.default_python == "None":
                kind = "keyword_only" if by_name else one.kind
                found.append(replace(one, kind=kind, annotation="None"))
    return tuple(found)


def _chosen(entry: Entry, parameter: Parameter) -> Parameter:
    return replace(
        parameter,
        kind=entry.kind,
        default=entry.default,
        default_python=default_python(entry.default_trees) if entry.default is not None else "",
        annotation=entry.annotation or parameter.annotation,
    )


def _allowed(context: Context, entry: Entry, parameter: Parameter) -> bool:
    """Whether a call that fits the entry fits the parameter."""
    if entry.kind != parameter.kind and not (
        parameter.kind == "positional_or_keyword" and entry.kind in ("positional_only", "keyword_only")
    ):
        said = parameter.kind.replace("_", " ")
        context.error(
            f"`{entry.name}` is {said} in the signature", entry.span, "an overload cannot change that"
        )
        return False
    if entry.default is not None and parameter.default is None:
        context.error(f"`{entry.name}` has no default in the signature", entry.default.span)
        return False
    return True
