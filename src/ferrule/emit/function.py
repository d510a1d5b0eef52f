"""`#[pyfunction]`: a side module that `wrap_pyfunction!` can name, and the function's items."""

from __future__ import annotations

from ferrule.base.text import rust
from ferrule.emit import names
from ferrule.emit.block import block, cfg_attributes, root
from ferrule.emit.signature import Callable, method_items
from ferrule.emit.tokens import at
from ferrule.model.function import Function
from ferrule.model.module import Module

_SIDE = """
    $cfgs
    #[doc(hidden)]
    #[allow(non_snake_case, unreachable_pub, unused)]
    $visibility mod $name {
        pub enum $def {}
        pub const $export: $root::glue::Export = $root::glue::Export::$kind::<$def>();
    }
"""


def side_module(item: Function | Module, kind: str) -> str:
    """The module of the item's own name that holds the type standing for the item."""
    return rust(
        _SIDE,
        cfgs=cfg_attributes(item.cfgs),
        visibility=at(item.visibility) if item.visibility is not None else "",
        name=item.rust_name,
        root=root(item.crate_path),
        kind=kind,
        export=names.EXPORT,
        **{"def": names.DEF_TYPE},
    )


def emit_function(function: Function, *, large: bool) -> str:
    """The glue of one function; `large` says that its crate is."""
    marker = f"{function.rust_name}::{names.DEF_TYPE}"
    what = Callable(tag="", display=function.name.value, path=at(function.ident), marker=marker, large=large)
    items = block(method_items(function, what), function.crate_path, cfg_attributes(function.cfgs))
    return side_module(function, "function") + "\n" + items
