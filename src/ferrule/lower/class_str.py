"""`#[pyclass(str = "{x} and {y}")]`: the format's holes must be fields."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ferrule.base.diagnostics import did_you_mean
from ferrule.lower.context import Context
from ferrule.model.options import PyClassOptions
from ferrule.syntax.tokens import strip_raw

_HOLES = re.compile(r"\{\{|\}\}|\{([^{}:]*)(?::[^{}]*)?\}|[{}]")


def check_str_format(
    context: Context, options: PyClassOptions, fields: Sequence[str], *, renamed: bool
) -> None:
    """Report what is wrong in the format of a class's `str` option, if it has one."""
    if options.str_ is None or not options.str_.value:
        return
    span = options.str_.span
    if renamed:
        context.error("a format uses Rust's names and cannot be joined with `name` or `rename_all`", span)
    known = {strip_raw(name) for name in fields}
    for hole in _HOLES.finditer(options.str_.value):
        if hole[0] in ("{{", "}}"):
            continue
        if hole[1] is None:
            context.error(
                f"`{hole[0]}` in the format has no partner",
                span,
                f"write `{hole[0] * 2}` for the sign itself",
            )
            return
        name = strip_raw(hole[1].strip())
        if not name:
            context.error("a hole of the format needs the name of a field", span, "write `{field}` or `{0}`")
        elif name not in known:
            context.error(f"the format names `{name}`, which is no field", span, did_you_mean(name, known))
