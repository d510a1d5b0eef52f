"""`#[new]`: one descriptor with two entry points, `tp_new` and the class's vectorcall."""

from __future__ import annotations

from ferrule.base.text import rust
from ferrule.emit import names
from ferrule.emit import runtime_api as api
from ferrule.emit.signature import Callable, body, defaults, definition, layout, vector_call
from ferrule.emit.tokens import at, on
from ferrule.model.function import Function
from ferrule.model.pyclass import Method

_ENTRIES = """
    unsafe extern "C" fn $entry_new(class: *mut $type_object, args: *mut $object, kwargs: *mut $object) -> *mut $object {
        let mut slots = ::core::mem::MaybeUninit::<$types>::uninit();
        unsafe { $call_tuple(&$value.def, class.cast(), args, kwargs, slots.as_mut_ptr().cast()) }
    }
    unsafe extern "C" fn $entry_call(class: *mut $object, args: *const *mut $object, count: usize, names: *mut $object) -> *mut $object {
        let mut slots = ::core::mem::MaybeUninit::<$types>::uninit();
        $call_new
    }
    static $value: $constructor = $constructor {
        def: $def,
        tp_new: $entry_new,
        vectorcall: $entry_call,
    };
"""


def emit_constructor(method: Method, tag: str, target: str) -> tuple[str, str]:
    """The items of a `#[new]` method, and the reference to its descriptor."""
    return constructor_items(method.function, tag, target, f"<{target}>::{at(method.function.ident)}")


def constructor_items(
    function: Function, tag: str, target: str, path: str, *, owner: str = ""
) -> tuple[str, str]:
    """The items of a constructor that calls `path`, and the reference to its descriptor.

    `owner` is the type whose name messages show, if it is not `target`.
    """
    place = function.returns.span if function.returns is not None else function.ident
    made = on(place, f"{api.NEW_OBJECT}::<{target}, _>({names.PY}, {names.SLF}, {names.RESULT})")
    what = Callable(
        tag=tag,
        display="__new__",
        path=path,
        self_type=target,
        owner=owner,
        finish=f"unsafe {{ {made} }}",
    )
    laid = layout(function, what)
    value = names.definition(tag)
    entries = rust(
        _ENTRIES,
        entry_new=names.entry(tag),
        entry_call=names.entry(tag + "_vector"),
        type_object=api.PY_TYPE_OBJECT,
        object=api.PY_OBJECT,
        types=laid.types,
        call_tuple=api.CALL_TUPLE,
        call_new=vector_call(laid, f"{value}.def", "class", f"{api.COUNT}(count)"),
        value=value,
        constructor=api.CONSTRUCTOR,
        **{"def": definition(function, what, laid, f"{api.METHOD_DEF}::NONE")},
    )
    parts = [body(function, what, laid), defaults(what, laid), entries]
    return "\n".join(part for part in parts if part), f"&{value}"
