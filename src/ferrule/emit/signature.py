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
    unsafe fn $name($py: $python<'_>, $slf: $raw, $slots: *mut u8) -> $made {
        $read
        $receiver
        $warnings
        let $value = $call;
        $finish
    }
"""

_DEF_VALUE = """
    $function_def {
        class: $class_name,
        name: $display,
        text_signature: $text_signature,
        parameters: $parameters,
        shape: $shape,
        body: $body,
        method: $method,
    }
"""

_FUNCTION = """
    static $name: $function_def = $value;
    $struct
    impl $function for $marker {
        type Slots = $slots;
        const DEF: &'static $function_def = &$name;
    }
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
    marker: str = ""
    """A type that names the function, where there is one already."""

    @property
    def named(self) -> str:
        """The type that names the function."""
        return self.marker or names.marker(self.tag)


@record
class Layout:
    """Parameters in the runtime's order with their slots."""

    parameters: tuple[Parameter, ...]
    slots: tuple[Slot, ...]

    @property
    def inlined(self) -> bool:
        """Whether conversions are compiled into the entry point."""
        return len(self.slots) <= INLINED

    def storage(self, tag: str) -> str:
        """The type of memory that holds all slots."""
        size = f"{api.CHUNKS}(&{names.parameters(tag)})" if self.slots else "0"
        return f"[{api.CHUNK}; {size}]"


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
        table = names.parameters(what.tag)
        lines = []
        for index, slot_ in enumerate(laid.slots):
            kind = "" if slot_.by_value else f": {slot_.type}"
            value = f"{api.TAKE}({names.SLOTS}, {table}[{index}].offset)"
            lines.append(f"let {slot_.pattern}{kind} = unsafe {{ {value} }};")
        read = "\n".join(lines)
    uses = [what.receiver_use] if what.receiver_use else []
    position = {parameter.span: index for index, parameter in enumerate(laid.parameters)}
    for argument in function.arguments:
        if isinstance(argument, Parameter):
            uses.append(laid.slots[position[argument.span]].use)
        else:
            uses.append(injected(argument))
    call = _call(function, what, uses)
    place = function.returns.span if function.returns is not None else function.ident
    return rust(
        _BODY,
        name=names.body(what.tag),
        py=names.PY,
        slf=names.SLF,
        slots=names.SLOTS,
        python=api.PYTHON,
        raw=api.RAW,
        made=api.MADE,
        read=read,
        receiver=what.receiver,
        warnings=warnings(function),
        value=names.RESULT,
        call=call,
        finish=what.finish or on(place, f"{api.RETURNS}({names.PY}, {names.RESULT})"),
    )


def _call(function: Function, what: Callable, uses: list[str]) -> str:
    """The call of the user's function; detached if it asks for that, with arguments that rustc has checked."""
    unsafe = "unsafe " if function.is_unsafe else ""
    if not function.detaches:
        call = f"{what.path}({', '.join(uses)})"
        return f"unsafe {{ {call} }}" if unsafe else call
    given = [names.given(index) for index in range(len(uses))]
    spans = [argument.type.span for argument in function.arguments]
    spans = [*[function.ident] * (len(uses) - len(spans)), *spans]
    lines = [
        f"let {name} = {on(span, f'{api.DETACHED}({use})')};"
        for name, span, use in zip(given, spans, uses, strict=True)
    ]
    call = f"{unsafe}{{ {what.path}({', '.join(given)}) }}"
    place = function.returns.span if function.returns is not None else function.ident
    value = on(place, f"{api.DETACHED}({names.RESULT})")
    body = f"let {names.RESULT} = {api.DETACH}({names.PY}, move || {call}); {value}"
    return f"{{ {' '.join(lines)} {body} }}"


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


def table(what: Callable, laid: Layout) -> str:
    """The table of parameters, and the functions in it: those that write defaults or are behind `from_py_with`."""
    blocks = [_parameters(what, laid), *(slot.items for slot in laid.slots)]
    for index, (parameter, slot_) in enumerate(zip(laid.parameters, laid.slots, strict=True)):
        if not slot_.default:
            continue
        writer = (
            f"unsafe fn {_default_name(what, parameter, index)}(_: {api.PYTHON}<'_>, slot: *mut u8) "
            f"-> {api.PY_RESULT}<()> {{\n"
            f"    unsafe {{ slot.cast::<{slot_.type}>().write({slot_.default}) }};\n"
            f"    ::core::result::Result::Ok(())\n}}"
        )
        blocks.append(f"impl {what.self_type} {{ {writer} }}" if _names_self(parameter) else writer)
    return "\n".join(block for block in blocks if block)


def _names_self(parameter: Parameter) -> bool:
    """Whether the default says `Self`, and so must stand in an `impl`."""
    return parameter.default is not None and "Self" in parameter.default.value


def _default_name(what: Callable, parameter: Parameter, index: int) -> str:
    if _names_self(parameter):
        return names.default(f"_{what.display}_", index)
    return names.default(what.tag, index)


def _parameters(what: Callable, laid: Layout) -> str:
    """The table of parameters, as a constant."""
    rows = []
    for index, (parameter, slot_) in enumerate(zip(laid.parameters, laid.slots, strict=True)):
        owner = f"<{what.self_type}>::" if _names_self(parameter) else ""
        default = f".or({owner}{_default_name(what, parameter, index)})" if slot_.default else ""
        convert = "" if slot_.by_value else f", {slot_.convert}"
        rows.append(f"    {slot_.row}({literal(parameter.name.value)}{convert}){default},")
    joined = "\n".join(rows)
    return (
        f"const {names.parameters(what.tag)}: [{api.PARAMETER}; {len(rows)}] = {api.LAYOUT}([\n{joined}\n]);"
        if rows
        else ""
    )


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
        parameters=f"&{names.parameters(what.tag)}" if laid.slots else "&[]",
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
    kind = "noargs" if not laid.slots else "inlined" if laid.inlined else "fastcall"
    name = literal(function.name.value + "\0")
    entry = f"{api.METHOD_DEF}::{kind}::<{what.named}>"
    return f"{entry}({api.CSTR}({name}), {api.CSTR}({doc})){what.modifier}"


def callable_items(function: Function, what: Callable, laid: Layout, method: str = "") -> str:
    """All items of one function: body, defaults, descriptor, and the type that names it.

    `method` is the method definition; without it there is none, as for constructors.
    """
    named = rust(
        _FUNCTION,
        name=names.definition(what.tag),
        function_def=api.FUNCTION_DEF,
        value=definition(function, what, laid, method or f"{api.METHOD_DEF}::NONE"),
        struct="" if what.marker else f"struct {what.named};",
        function=api.FUNCTION,
        marker=what.named,
        slots=laid.storage(what.tag),
    )
    return "\n".join(part for part in (body(function, what, laid), table(what, laid), named) if part)


def method_items(function: Function, what: Callable) -> str:
    """All items of one function or method that Python finds by its name."""
    laid = layout(function, what)
    return callable_items(function, what, laid, method_definition(function, what, laid))
