"""One parameter: what its slot holds, how it is converted, how the user's function is given it.

Three kinds by the look of the type, as the meaning of a path is rustc's business: `&mut T`, `&T` (also inside an
`Option`), and everything else by value.
"""

from __future__ import annotations

from ferrule.base.diagnostics import Span
from ferrule.base.record import record
from ferrule.emit import names
from ferrule.emit import runtime_api as api
from ferrule.emit.tokens import Unsupported, at, on, type_tokens
from ferrule.model.function import Injected, Parameter
from ferrule.model.types import RustType, option_inner

BARE_DEFAULT = "::core::default::Default::default()"
"""What the option `default` without a value stands for."""


@record
class Slot:
    """Texts that one parameter contributes."""

    type: str
    """What is stored."""
    convert: str
    """The conversion, as a constant expression."""
    pattern: str
    """What the stored value is bound to."""
    use: str
    """What the user's function is given."""
    default: str = ""
    """The expression that is stored where the argument is missing."""
    items: str = ""
    """Functions that the block needs for it."""
    by_value: bool = False
    """The slot is the argument itself: its type is known from the user's function, and its conversion from the type."""


def slot(parameter: Parameter, index: int, tag: str, self_type: str = "") -> Slot:
    """The texts of `parameter`, the `index`-th of the function with `tag`."""
    kind = parameter.type
    name = names.argument(index)
    inner = option_inner(kind)
    default = _default(parameter, self_type)
    if parameter.from_py_with is not None:
        return _converted_by_user(parameter, index, tag, self_type)
    if kind.kind == "reference" and kind.mutable:
        target = type_tokens(kind.args[0], self_type)
        return Slot(
            f"{api.CLASS_MUT}<'_, {target}>",
            f"{api.MUT_ARGUMENT}::<{target}>::CONVERT",
            f"mut {name}",
            f"&mut *{name}",
            default,
        )
    if kind.kind == "reference":
        target = _ref(kind.args[0], self_type)
        return Slot(
            f"{target}::Slot",
            f"{target}::CONVERT",
            name,
            on(kind.span, f"{target}::get(&{name})"),
            f"::core::convert::Into::into({default})" if default else "",
        )
    if inner is not None and inner.kind == "reference" and inner.mutable:
        bare = type_tokens(inner.args[0], self_type)
        return Slot(
            f"::core::option::Option<{api.CLASS_MUT}<'_, {bare}>>",
            on(inner.span, f"{api.OPTIONAL_MUT}::<{bare}>::CONVERT"),
            f"mut {name}",
            f"{name}.as_deref_mut()",
            default,
        )
    if inner is not None and inner.kind == "reference":
        target = _ref(inner.args[0], self_type)
        bare = type_tokens(inner.args[0], self_type)
        return Slot(
            f"::core::option::Option<{target}::Slot>",
            on(inner.span, f"{api.OPTIONAL_REF}::<{bare}>::CONVERT"),
            name,
            f"{name}.as_ref().map(|slot| {target}::get(slot))",
            default,
        )
    stored = type_tokens(kind, self_type)
    convert = on(kind.span, f"<{stored} as {api.FROM_PY_OBJECT}>::CONVERT")
    return Slot(stored, convert, name, name, default, by_value=True)


def _ref(kind: RustType, self_type: str) -> str:
    return f"<{type_tokens(kind, self_type)} as {api.REF_ARGUMENT}<'_>>"


def _default(parameter: Parameter, self_type: str) -> str:
    if parameter.default is None:
        return ""
    if parameter.default.value == BARE_DEFAULT:
        return BARE_DEFAULT
    text = at(parameter.default.span)
    inner = option_inner(parameter.type)
    bare = parameter.default.value.strip()
    if inner is None or bare == "None" or bare.startswith("Some"):
        return text
    return f"{api.INTO_OPTION}::into_option({text})"


def _converted_by_user(parameter: Parameter, index: int, tag: str, self_type: str) -> Slot:
    assert parameter.from_py_with is not None
    stored = type_tokens(parameter.type, self_type)
    name = names.converter(tag, index)
    path = parameter.from_py_with.span
    items = (
        f"unsafe fn {name}(object: *mut {api.PY_OBJECT}, out: *mut u8) -> ::core::result::Result<(), {api.PY_ERR}> {{\n"
        f"    unsafe {{ {api.CONVERT_WITH}::<{stored}, _>(&object, out, {at(path)}) }}\n}}"
    )
    convert = f"unsafe {{ {api.CONVERT}::raw({name}) }}"
    local = names.argument(index)
    return Slot(stored, convert, local, local, _default(parameter, self_type), items)


def injected(argument: Injected) -> str:
    """The expression for an argument that Python never sees."""
    match argument.kind:
        case "python":
            return names.PY
        case "module":
            return _borrowed(argument, api.PY_MODULE)
        case "class":
            return _borrowed(argument, api.PY_TYPE)
        case "cancel_handle":
            raise Unsupported(ASYNC, argument.span)


ASYNC = "`async fn` is not supported yet: write a plain `fn`, and await in Python"


def _borrowed(argument: Injected, target: str) -> str:
    value = f"{api.RECEIVER_BOUND}::<{target}>({names.PY}, {names.SLF})"
    kind = argument.type
    if kind.kind == "reference":
        return f"&*unsafe {{ {value} }}"
    if kind.name == "Bound":
        return f"unsafe {{ {value} }}.to_owned()"
    if kind.name == "Py":
        return f"unsafe {{ {value} }}.to_owned().unbind()"
    return f"unsafe {{ {value} }}"


def static_lifetime(parameter: Parameter) -> Span | None:
    """Where the type asks for `'static`, which no argument can give."""
    for lifetime in parameter.type.lifetimes:
        if lifetime.value == "'static":
            return lifetime.span
    return None
