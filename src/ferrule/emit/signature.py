"""A function as data and a shim: descriptor and body, shared by functions, methods and constructors."""

from __future__ import annotations

from ferrule.base.record import record
from ferrule.base.text import rust
from ferrule.emit import names
from ferrule.emit import runtime_api as api
from ferrule.emit.arguments import ASYNC, Slot, injected, slot, static_lifetime
from ferrule.emit.receiver import FAILED
from ferrule.emit.tokens import Unsupported, at, docstring, literal, on
from ferrule.model.function import Function, Parameter

_FUNCTION = """
    static $name: $function_def = $function_def {
        text: $text,
        names: $names,
        entry: $entry,
        shape: $shape,
        exact: $exact,
        scalars: $scalar,
    };
    $struct
    impl $function for $marker {
        const DEF: &'static $function_def = &$name;
        #[inline(always)]
        unsafe fn body($py: $python<'_>, $slf: $raw, $arguments: $arguments_type) -> $raw {
            $warnings
            $receiver
            $read
            let $value = $call;
            $finish
        }
    }
"""

LOOPED = 4
"""Parameters from which on the runtime converts scalars in one loop, so that large modules stay small. Otherwise all of
a call is compiled into the entry point: as fast as by hand.
"""

SCALARS = {
    "bool": "?",
    "char": "c",
    "i8": "b",
    "u8": "B",
    "i16": "h",
    "u16": "H",
    "i32": "i",
    "u32": "I",
    "i64": "q",
    "u64": "Q",
    "isize": "n",
    "usize": "N",
    "f32": "f",
    "f64": "d",
}
"""Primitive types that the runtime converts by a letter of the descriptor (`glue/scalar.rs`)."""

_POSITIONAL = ("positional_only", "positional_or_keyword")
# The order in which the runtime wants parameters.
_ORDER = (*_POSITIONAL, "keyword_only", "var_positional", "var_keyword")


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
    receiver: str = ""
    """Statements that borrow the receiver, run before the arguments are converted: one may be the instance."""
    receiver_use: str = ""
    """The first argument, if there is a receiver."""
    finish: str = ""
    """What is made of the result; empty for the ordinary conversion."""
    modifier: str = ""
    """`.class_method()` or `.static_method()`."""
    large: bool = False
    """Whether the crate is large, so that its functions share what they can."""
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
    warns: bool = False
    """Whether a call issues warnings, which come before the arguments are converted."""
    large: bool = False
    """Whether the crate is, so that the runtime converts even one scalar."""

    @property
    def plain(self) -> bool:
        """Whether positions alone can fill all parameters."""
        return all(parameter.kind in _POSITIONAL for parameter in self.parameters)

    @property
    def scalars(self) -> bool:
        """Whether the runtime converts the arguments."""
        return (
            len(self.slots) >= (1 if self.large else LOOPED)
            and not self.warns
            and self.plain
            and all(
                parameter.required and slot.by_value and parameter.type.text in SCALARS
                for parameter, slot in zip(self.parameters, self.slots, strict=True)
            )
        )


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
    return Layout(tuple(ordered), tuple(slots), bool(function.warnings), what.large)


def or_failed(option: str) -> str:
    """The value of an option in the body of a function, which returns null where there is none: an exception is pending."""
    return f"match {option} {{ ::core::option::Option::Some(value) => value, _ => return {FAILED} }}"


def _read(what: Callable, laid: Layout) -> str:
    """Statements that convert the arguments."""
    lines = []
    for index, (parameter, slot_) in enumerate(zip(laid.parameters, laid.slots, strict=True)):
        if laid.scalars:
            kind = f"::core::primitive::{parameter.type.text}"
            value = f"unsafe {{ {api.SCALAR}::<{kind}>({names.ARGUMENTS}, {index}) }}"
        else:
            given = f"&{names.definition(what.tag)}, {names.ARGUMENTS}, {index}, {slot_.convert}"
            value = f"unsafe {{ {api.ARGUMENT}::<{slot_.type}>({given}) }}"
            if parameter.type.kind == "reference":  # rustc reports an error once for one place
                value = on(parameter.type.span, value)
            value = or_failed(value)
        if slot_.default:
            present = f"unsafe {{ {api.GIVEN}({names.ARGUMENTS}, {index}) }}"
            value = f"if {present} {{ {value} }} else {{ {_default(what, parameter, slot_, index)} }}"
        lines.append(f"let {slot_.pattern} = {value};")
    return "\n".join(lines)


def _default(what: Callable, parameter: Parameter, slot_: Slot, index: int) -> str:
    """The expression of a default."""
    if not _names_self(parameter):
        return slot_.default
    writer = f"<{what.self_type}>::{_default_name(what, index)}"
    return or_failed(f"unsafe {{ {api.WRITTEN}::<{slot_.type}>({names.PY}, {writer}) }}")


def _names_self(parameter: Parameter) -> bool:
    """Whether the default says `Self`, and so must stand in an `impl` of the class."""
    return parameter.default is not None and "Self" in parameter.default.value


def _default_name(what: Callable, index: int) -> str:
    return names.default(f"_{what.display}_", index)


def _helpers(what: Callable, laid: Layout) -> list[str]:
    """Functions that the body needs beside it."""
    blocks = [slot.items for slot in laid.slots if slot.items]
    for index, (parameter, slot_) in enumerate(zip(laid.parameters, laid.slots, strict=True)):
        if slot_.default and _names_self(parameter):
            blocks.append(
                f"impl {what.self_type} {{ unsafe fn {_default_name(what, index)}"
                f"(_: {api.PYTHON}<'_>, slot: *mut u8) -> {api.PY_RESULT}<()> {{\n"
                f"    unsafe {{ slot.cast::<{slot_.type}>().write({slot_.default}) }};\n"
                f"    ::core::result::Result::Ok(())\n}} }}"
            )
    return blocks


def _uses(function: Function, what: Callable, laid: Layout) -> list[str]:
    """What the user's function is given."""
    uses = [what.receiver_use] if what.receiver_use else []
    position = {parameter.span: index for index, parameter in enumerate(laid.parameters)}
    for argument in function.arguments:
        if isinstance(argument, Parameter):
            uses.append(laid.slots[position[argument.span]].use)
        else:
            uses.append(injected(argument))
    return uses


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


def warnings(function: Function, *, in_body: bool = False) -> str:
    """Statements that issue the function's warnings, in a body or where errors are returned."""
    lines = []
    for warning in function.warnings:
        category = api.USER_WARNING if warning.category is None else at(warning.category.span)
        issued = (
            f"{api.WARN}({names.PY}, <{category} as {api.PY_TYPE_INFO}>::type_object({names.PY}).as_any(), "
            f"{api.CSTR}({literal(warning.message.value + chr(0))}))"
        )
        lines.append(
            f"if let ::core::result::Result::Err(error) = {issued} {{ return {api.RAISE}({names.PY}, error); }}"
            if in_body
            else f"{issued}?;"
        )
    return "\n".join(lines)


def _shape(laid: Layout) -> str:
    kinds = [parameter.kind for parameter in laid.parameters]
    positional = [p for p in laid.parameters if p.kind in _POSITIONAL]
    required = sum(parameter.required for parameter in positional)
    if laid.plain and required == len(kinds) and "positional_only" not in kinds:
        return f"{api.SHAPE}::exactly({required})"
    flags = ["true" if kind in kinds else "false" for kind in ("var_positional", "var_keyword")]
    return (
        f"{api.SHAPE} {{ positional: {len(positional)}, positional_only: {kinds.count('positional_only')}, "
        f"required_positional: {required}, keyword_only: {kinds.count('keyword_only')}, "
        f"varargs: {flags[0]}, varkeywords: {flags[1]} }}"
    )


def _head(what: Callable, laid: Layout) -> str:
    """What the descriptor's text has before the parameters' names: letters of scalars, the function's own name."""
    letters = "".join(SCALARS[parameter.type.text] for parameter in laid.parameters) if laid.scalars else ""
    return f"{letters}{what.display}\0"


def _text(function: Function, what: Callable, laid: Layout, *, found_by_name: bool) -> str:
    """The descriptor's text: letters of scalars, name, names of parameters, documentation."""
    words = "".join(
        f"{parameter.name.value}{'=' if parameter.default is not None else ''}\0"
        for parameter in laid.parameters
    )
    signature = function.text_signature or ""
    if found_by_name and signature:
        signature = f"{what.display}{signature}\n--\n\n"
    before = f"{_head(what, laid)}{words}{signature}"
    if not found_by_name:
        return literal(f"{before}\0")
    made = docstring(function.docs, before)
    if function.docs.present and function.docs.text is None:
        return f"{api.TEXT}({made}, {2 + len(laid.slots)})"
    return made


def _entry(what: Callable, laid: Layout) -> str:
    if laid.scalars:
        kind = "scalars"
    elif laid.slots:
        kind = "shared" if what.large else "fastcall"
    else:
        kind = "shared_noargs" if what.large else "noargs"
    return f"{api.ENTRY}::{kind}::<{what.named}>(){what.modifier}"


def callable_items(function: Function, what: Callable, laid: Layout, *, found_by_name: bool = False) -> str:
    """All items of one function: the descriptor, and the type that names it with its body.

    `found_by_name` tells functions that Python finds by their name from constructors and the like.
    """
    place = function.returns.span if function.returns is not None else function.ident
    named = rust(
        _FUNCTION,
        name=names.definition(what.tag),
        function_def=api.FUNCTION_DEF,
        text=_text(function, what, laid, found_by_name=found_by_name),
        names=str(len(_head(what, laid).encode())),
        entry=_entry(what, laid) if found_by_name else f"{api.ENTRY}::NONE",
        shape=_shape(laid),
        scalar="true" if laid.scalars else "false",
        exact=str(len(laid.slots)) if laid.plain and not laid.scalars else "-1",
        struct="" if what.marker else f"struct {what.named};",
        function=api.FUNCTION,
        marker=what.named,
        py=names.PY,
        slf=names.SLF,
        arguments=names.ARGUMENTS,
        arguments_type=api.ARGUMENTS,
        python=api.PYTHON,
        raw=api.RAW,
        read=_read(what, laid),
        receiver=what.receiver,
        warnings=warnings(function, in_body=True),
        value=names.RESULT,
        call=_call(function, what, _uses(function, what, laid)),
        finish=what.finish or on(place, f"{api.GIVE}({names.PY}, {names.RESULT})"),
    )
    return "\n".join([*_helpers(what, laid), named])


def method_items(function: Function, what: Callable) -> str:
    """All items of one function or method that Python finds by its name."""
    return callable_items(function, what, layout(function, what), found_by_name=True)
