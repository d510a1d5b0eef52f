"""The `const _` block that glue stands in: its own scope, with the runtime imported under reserved names."""

from __future__ import annotations

from ferrule.base.diagnostics import Span
from ferrule.base.text import rust
from ferrule.emit import names
from ferrule.emit.tokens import at
from ferrule.model.core import Text

_BLOCK = """
    $cfgs
    #[allow(deprecated, unused, non_snake_case, non_upper_case_globals, clippy::all, clippy::pedantic)]
    const _: () = {
        use $root as $root_name;
        use $root::glue as $glue;
        $items
    };
"""


def block(items: str, crate_path: Text | None, cfgs: str = "") -> str:
    """`items` inside a block of their own."""
    return rust(_BLOCK, cfgs=cfgs, root=root(crate_path), root_name=names.ROOT, glue=names.GLUE, items=items)


def root(crate_path: Text | None) -> str:
    """The path of the runtime crate."""
    return crate_path.value if crate_path is not None else "::pyo3"


def cfg_attributes(cfgs: tuple[Span, ...]) -> str:
    """The user's `#[cfg(...)]` attributes, repeated."""
    return " ".join(at(span) for span in cfgs)
