"""A function as data and a shim: descriptor, body and entry point, shared by functions, methods and constructors."""

from __future__ import annotations

from ferrule.base.record import record
from ferrule.base.text import rust
from ferrule.emit import names
from ferrule.emit import runtime_api as api
from ferrule.emit.arguments import ASYNC, Slot, injected, slot, static_lifetime
from ferrule.emit.tokens import Unsupported, at, docstring, literal, on
from ferrule.model.function import Function, Parameter

_BODY = """
    unsafe fn $name($py: $python<'_>, $slf: *mut $object, $slots: *mut u8) -> $result<$made> {
        $read
        $receiver
        $warnings
        let $value = $call;
        $finish
    }
"""

_DEF = """
    static $name: $function_def = $value;
"""

_DEF_VALUE = """
    $function_def {
        class: $class_name,
        name: $display,
        text_signature: $text_signature,
        parameters: &[$parameters],
        shape: $shape,
        body: $body,
        method: $method,
    }
"""

_ENTRY = """
    unsafe extern "C" fn $name($slf: *mut $object, args: *const *mut $object, count: $ssize, names: *mut $object) -> *mut $object {
        let mut slots = ::core::mem::MaybeUninit::<$types>::uninit();
        $call
    }
"""

_ENTRY_NOARGS = """
    unsafe extern "C" fn $name($slf: *mut $object, _none: *mut $object) -> *mut $object {
        unsafe { $call(&$def, $slf) }
    }
"""

_CALL_TABLE = "unsafe { $call(&$definition, $slf, args, $count, names, slots.as_mut_ptr().cast()) }"

_CALL_INLINE = """
    $guard(|$py| unsafe { $call($py, &$definition, $slf, args, $count, names, slots.as_mut_ptr().cast()) })
"""

INLINED = 3
"""Parameters up to which the conversions are compiled into the entry point: calls as fast as by hand. With more,
one loop in the runtime reads the table, and the module stays small.
"""

# The order in which the runtime wants parameters.
_ORDER = ("positional_only", "positional_or_keyword", "keyword_only", "var_positional", "var_keyword")


@record
class Callable:
    """What differs between functions, methods and constructors."""

    tag: str
    """Tells blocks of one `impl` apart."""
    display: str
    """Name in Python, for messages."""
    path: str
    """The Rust function, as tokens."""
    self_type: str = ""
    """Tokens that `Self` stands for."""
    owner: str = ""
    """The type whose name messages show, where it is not `self_type`."""
    receiver: str = ""
    """Statements that borrow the receiver, run after the arguments were read."""
    receiver_use: str = ""
    """The first argument, if there is a receiver."""
    finish: str = ""
    """What is made of the result; empty for the ordinary conversion."""
    modifier: str = ""
    """`.class_method()` or `.static_method()`."""


@record
class Layout:
    """Parameters in the runtime's order with their slots."""

    parameters: tuple[Parameter, ...]
    slots: tuple[Slot, ...]

    @property
    def types(self) -> str:
        """The tuple of all slots."""
        return "(" + "".join(f"{slot.type}, " for slot in self.slots) + ")"


def layout(function: Function, what: Callable) -> Layout:
    """Put the parameters in order and work out their slots."""
    if function.is_async:
        raise Unsupported(ASYNC, function.ident)
    for parameter in function.parameters:
        span = static_lifetime(parameter)
        if span is not None:
            raise Unsupported("an argument cannot be `'static`: it lives only as long as the call", span)
    ordered = sorted(function.parameters, key=lambda parameter: _ORDER.index(parameter.kind))
    slots = [slot(parameter, index, what.tag, what.self_type) for index, parameter in enumerate(ordered)]
    return Layout(tuple(ordered), tuple(slots))


def body(function: Function, what: Callable, laid: Layout) -> str:
    """The function that reads the slots, calls the user's function and converts its result."""
    read = ""
    if laid.slots:
        patterns = "".join(f"{slot.pattern}, " for slot in laid.slots)
        read = f"let ({patterns}) = unsafe {{ {names.SLOTS}.cast::<{laid.types}>().read() }};"
    uses = [what.receiver_use] if what.receiver_use else []
    position = {parameter.span: index for index, parameter in enumerate(laid.parameters)}
    for argument in function.arguments:
        if isinstance(argument, Parameter):
            uses.append(laid.slots[position[argument.span]].use)
        else:
            uses.append(injected(argument))
    call = f"{what.path}({', '.join(uses)})"
    if function.is_unsafe:
        call = f"unsafe {{ {call} }}"
    place = function.returns.span if function.returns is not None else function.ident
    return rust(
        _BODY,
        name=names.body(what.tag),
        py=names.PY,
        slf=names.SLF,
        slots=names.SLOTS,
        python=api.PYTHON,
        object=api.PY_OBJECT,
        result=api.PY_RESULT,
        made=api.OBJECT,
        read=read,
        receiver=what.receiver,
        warnings=warnings(function),
        value=names.RESULT,
        call=call,
        finish=what.finish or on(place, f"{api.RETURNS}({names.PY}, {names.RESULT})"),
    )


def warnings(function: Function) -> str:
    """Statements that issue the function's warnings."""
    lines = []
    for warning in function.warnings:
        category = api.USER_WARNING if warning.category is None else at(warning.category.span)
        lines.append(
            f"{api.WARN}({names.PY}, <{category} as {api.PY_TYPE_INFO}>::type_object({names.PY}).as_any(), "
            f"{api.CSTR}({literal(warning.message.value + chr(0))}))?;"
        )
    return "\n".join(lines)


def defaults(what: Callable, laid: Layout) -> str:
    """Functions that write defaults, and those behind `from_py_with`."""
    blocks = [slot.items for slot in laid.slots if slot.items]
    for index, (parameter, slot_) in enumerate(zip(laid.parameters, laid.slots, strict=True)):
        if not slot_.default:
            continue
        writer = (
            f"unsafe fn {_default_name(what, parameter, index)}(_: {api.PYTHON}<'_>, slot: *mut u8) "
            f"-> ::core::result::Result<(), {api.PY_ERR}> {{\n"
            f"    unsafe {{ slot.cast::<{slot_.type}>().write({slot_.default}) }};\n"
            f"    ::core::result::Result::Ok(())\n}}"
        )
        blocks.append(f"impl {what.self_type} {{ {writer} }}" if _names_self(parameter) else writer)
    return "\n".join(blocks)


def _names_self(parameter: Parameter) -> bool:
    """Whether the default says `Self`, and so must stand in an `impl`."""
    return parameter.default is not None and "Self" in parameter.default.value


def _default_name(what: Callable, parameter: Parameter, index: int) -> str:
    if _names_self(parameter):
        return names.default(f"_{what.display}_", index)
    return names.default(what.tag, index)


def _parameters(what: Callable, laid: Layout) -> str:
    rows = []
    for index, (parameter, slot_) in enumerate(zip(laid.parameters, laid.slots, strict=True)):
        owner = f"<{what.self_type}>::" if _names_self(parameter) else ""
        default = f"::core::option::Option::Some({owner}{_default_name(what, parameter, index)})"
        rows.append(
            f"{api.PARAMETER} {{ name: {literal(parameter.name.value)}, convert: {slot_.convert}, "
            f"offset: ::core::mem::offset_of!({laid.types}, {index}), drop: {api.DROP_SLOT}::<{slot_.type}>(), "
            f"default: {default if slot_.default else '::core::option::Option::None'} }},"
        )
    return "\n" + "\n".join(rows) + "\n" if rows else ""


def _shape(laid: Layout) -> str:
    kinds = [parameter.kind for parameter in laid.parameters]
    positional = [p for p in laid.parameters if p.kind in ("positional_only", "positional_or_keyword")]
    required = sum(parameter.required for parameter in positional)
    flags = ("true" if kind in kinds else "false" for kind in ("var_positional", "var_keyword"))
    counts = (len(positional), kinds.count("positional_only"), required, kinds.count("keyword_only"))
    return f"{api.SHAPE}::new({', '.join([*map(str, counts), *flags])})"


def definition(function: Function, what: Callable, laid: Layout, method: str) -> str:
    """The descriptor's value."""
    signature = function.text_signature
    some = (
        f"::core::option::Option::Some({literal(signature)})" if signature else "::core::option::Option::None"
    )
    return rust(
        _DEF_VALUE,
        function_def=api.FUNCTION_DEF,
        class_name=_class_name(what),
        display=literal(what.display),
        text_signature=some,
        parameters=_parameters(what, laid),
        shape=_shape(laid),
        body=names.body(what.tag),
        method=method,
    )


def _class_name(what: Callable) -> str:
    if not what.self_type:
        return "::core::option::Option::None"
    return f"::core::option::Option::Some(<{what.owner or what.self_type} as {api.PY_TYPE_INFO}>::NAME)"


def method_definition(function: Function, what: Callable, laid: Layout) -> str:
    """The name, documentation and entry point that Python reads."""
    before = f"{function.name.value}{function.text_signature}\n--\n\n" if function.text_signature else ""
    doc = docstring(function.docs, before)
    if not before and not function.docs.present:
        doc = literal("\0")
    kind = "fastcall" if laid.slots else "noargs"
    name = literal(function.name.value + "\0")
    return f"{api.METHOD_DEF}::{kind}({api.CSTR}({name}), {api.CSTR}({doc}), {names.entry(what.tag)}){what.modifier}"


def entry(what: Callable, laid: Layout) -> str:
    """The C function that Python calls for a function or method."""
    if not laid.slots:
        return rust(
            _ENTRY_NOARGS,
            name=names.entry(what.tag),
            slf=names.SLF,
            object=api.PY_OBJECT,
            call=api.CALL_NOARGS,
            **{"def": names.definition(what.tag)},
        )
    return rust(
        _ENTRY,
        name=names.entry(what.tag),
        slf=names.SLF,
        object=api.PY_OBJECT,
        ssize=api.PY_SSIZE,
        types=laid.types,
        call=vector_call(laid, names.definition(what.tag), names.SLF, "count"),
    )


def vector_call(laid: Layout, definition: str, receiver: str, count: str) -> str:
    """The expression that calls with a vector of arguments.

    `definition`, `receiver` and `count` are the expressions of the descriptor, the first argument of the body, and
    the number of positional arguments.
    """
    few = len(laid.slots) <= INLINED
    parts = {"call": api.CALL_INLINE, "guard": api.GUARD, "py": names.PY} if few else {"call": api.CALL}
    return rust(
        _CALL_INLINE if few else _CALL_TABLE, definition=definition, slf=receiver, count=count, **parts
    )


def callable_items(function: Function, what: Callable) -> str:
    """All items of one function or method: body, defaults, entry point and descriptor."""
    laid = layout(function, what)
    value = definition(function, what, laid, method_definition(function, what, laid))
    static = rust(_DEF, name=names.definition(what.tag), function_def=api.FUNCTION_DEF, value=value)
    parts = [body(function, what, laid), defaults(what, laid), entry(what, laid), static]
    return "\n".join(part for part in parts if part)
