"""`#[pyfunction]`, and the part of functions that methods share: arguments, signature, warnings."""

from __future__ import annotations

from collections.abc import Sequence

from ferrule.base.diagnostics import Span
from ferrule.base.record import record
from ferrule.lower.attributes import cfg_spans, helper_lists, read_helpers
from ferrule.lower.context import Context
from ferrule.lower.detach import check_detach
from ferrule.lower.docs import read_docs
from ferrule.lower.options import Place, Read, read_options
from ferrule.lower.overloads import read_overloads
from ferrule.lower.signature import RustArgument, plain_parameters, read_signature, returns_annotation
from ferrule.lower.types import lower_type
from ferrule.model.core import Text
from ferrule.model.function import Function, Injected, InjectedKind, Parameter, Warning_, text_signature
from ferrule.model.options import ArgumentOptions, FunctionOptions, MethodOptions, WarnOptions
from ferrule.model.types import RustType, is_python_token, referent
from ferrule.syntax.nodes import Fn, Param
from ferrule.syntax.tokens import Group, TokenTree

_PLURALS = {"type": "types", "const": "constants"}
_WANTED = {"module": "module: &Bound<'_, PyModule>", "class": "cls: &Bound<'_, PyType>"}


@record
class Callable_:  # noqa: N801 - `Callable` is typing's
    """What a written function offers to Python before a signature is laid over it."""

    arguments: tuple[RustArgument | Injected, ...]

    @property
    def visible(self) -> tuple[RustArgument, ...]:
        """The arguments that Python passes."""
        return tuple(one for one in self.arguments if isinstance(one, RustArgument))


def lower_pyfunction(context: Context, fn: Fn, lists: Sequence[Sequence[TokenTree]]) -> Function:
    """A `#[pyfunction]`; `lists` are the options in the attribute itself."""
    where = "`#[pyfunction]`"
    helpers = helper_lists(context, fn.attrs)
    read = read_options(context, FunctionOptions, [*lists, *helpers], Place(where))
    check_function(context, fn, where)
    if fn.receiver is not None:
        context.error(
            "a `#[pyfunction]` has no `self`", fn.receiver.span, "methods belong into a `#[pymethods]` block"
        )
    taken: Injected | None = None
    if read.options.pass_module:
        message = "`pass_module` needs the module as first argument"
        taken = take_first(context, fn, "module", "PyModule", message)
    arguments = read_arguments(context, fn, taken)
    first = "$module" if read.options.pass_module else ""
    return assemble(context, fn, Callable_(arguments), read, first=first)


def take_first(context: Context, fn: Fn, kind: InjectedKind, target: str, message: str) -> Injected | None:
    """The first argument, `Python` left aside, as what the runtime supplies (`&Bound<target>`).

    Reports `message` when it is something else.
    """
    for param in fn.params:
        lowered = None if param.type is None else lower_type(context.source, param.type)
        if lowered is not None and is_python_token(lowered):
            continue
        if lowered is not None and _is_handle(lowered, target):
            return Injected(kind, param.span, lowered)
        context.error(message, param.span, f"write `{_WANTED[kind]}`")
        return None
    context.error(message, fn.ident, f"write `{_WANTED[kind]}`")
    return None


def _is_handle(kind: RustType, target: str) -> bool:
    """Whether it is a `&Bound<target>`, `Bound<target>` or `Py<target>`, or the target itself."""
    inner = referent(kind)
    if inner.name in ("Bound", "Py", "Borrowed") and inner.args:
        return inner.args[0].name == target
    return inner.name == target


def check_function(context: Context, fn: Fn, where: str) -> None:
    """The rules of any function that Python calls."""
    for param in fn.generics.params if fn.generics is not None else ():
        if param.kind != "lifetime":
            context.error(
                f"{where} cannot be generic over {_PLURALS[param.kind]}",
                param.span,
                "Python calls one compiled function: write one for each type",
            )


def read_arguments(
    context: Context, fn: Fn, taken: Injected | None = None, skip: Span | None = None
) -> tuple[RustArgument | Injected, ...]:
    """Arguments of a function; their helper attributes are cut.

    `taken` stands for the parameter at its place; the parameter at `skip` is a receiver and left out.
    """
    is_async = "async" in fn.modifiers
    found: list[RustArgument | Injected] = []
    handle = False
    for param in fn.params:
        if param.span == skip:
            continue
        if taken is not None and taken.span == param.span:
            found.append(taken)
            continue
        read = read_helpers(context, ArgumentOptions, param.attrs, where="an argument")
        if param.type is None:
            context.error(
                "a function that Python calls cannot have C variadics",
                param.span,
                "use `*args` in the signature",
            )
            continue
        kind = lower_type(context.source, param.type)
        if is_python_token(kind):
            found.append(Injected("python", param.span, kind))
            continue
        if read.options.cancel_handle:
            _check_handle(context, read, is_async=is_async, again=handle)
            handle = True
            found.append(Injected("cancel_handle", param.span, kind))
            continue
        if param.name is None:
            shown = context.text(param.pattern)
            context.error(
                f"an argument needs a plain name, found `{shown}`",
                param.pattern,
                "Python passes arguments by name: take it apart in the body",
            )
            continue
        if kind.kind == "impl":
            context.error(
                "an argument cannot be `impl Trait`",
                kind.span,
                "write the type into which Python's value is converted",
            )
        found.append(RustArgument(param.name, param.ident, param.span, kind, read.options.from_py_with))
    return tuple(found)


def _check_handle(context: Context, read: Read[ArgumentOptions], *, is_async: bool, again: bool) -> None:
    span = read.options.spans["cancel_handle"]
    if not is_async:
        context.error("`cancel_handle` belongs to an argument of an `async fn`", span)
    elif again:
        context.error("`cancel_handle` may be given to one argument", span)


def read_warnings(context: Context, trees: Sequence[Sequence[TokenTree]]) -> tuple[Warning_, ...]:
    """The `warn(message = "..", category = path)` options."""
    found: list[Warning_] = []
    for value in trees:
        group = value[0] if value else None
        if not isinstance(group, Group):
            continue
        before = len(context.sink.diagnostics)
        read = read_options(context, WarnOptions, [group.trees], Place("`warn`"))
        if read.options.message is None:
            if len(context.sink.diagnostics) == before:
                context.error("`warn` needs a message", group.span, 'write it as `warn(message = "...")`')
            continue
        found.append(Warning_(read.options.message, read.options.category))
    return tuple(found)


def assemble(
    context: Context,
    fn: Fn,
    call: Callable_,
    read: Read[FunctionOptions] | Read[MethodOptions],
    *,
    first: str = "",
    shows_signature: bool = True,
) -> Function:
    """The model of a function out of its arguments and options.

    `first` is what stands first in `__text_signature__` (`$self`); `shows_signature` is false for what has
    none: properties, class attributes, slots.
    """
    options = read.options
    if options.detach:
        check_detach(context, fn, options.spans["detach"])
    group = read.group("signature")
    injected = [one for one in fn.params if one.name and _is_injected(call, one)]
    if group is None:
        parameters = plain_parameters(call.visible)
    else:
        names = [one.name for one in injected if one.name]
        parameters = read_signature(context, group, call.visible, names)
    trees = read.trees.get("signature", [()])[0]
    if options.given("text_signature"):
        text = options.text_signature.value if options.text_signature is not None else None
    else:
        text = text_signature(parameters, first) if shows_signature else None
    crate = options.crate_ if isinstance(options, FunctionOptions) else None
    return Function(
        options.name or Text(fn.name, fn.ident),
        context.text(fn.ident),
        fn.ident,
        fn.span,
        _merge(call.arguments, parameters),
        None if fn.returns is None else lower_type(context.source, fn.returns),
        returns_annotation(context, trees),
        read_docs(context, fn.attrs),
        text,
        read_warnings(context, read.trees.get("warn", ())),
        fn.generics.names("lifetime") if fn.generics is not None else (),
        "async" in fn.modifiers,
        "unsafe" in fn.modifiers,
        options.detach,
        crate,
        fn.vis,
        cfg_spans(fn.attrs),
        read_overloads(context, read.trees.get("overload", ()), parameters),
    )


def _is_injected(call: Callable_, param: Param) -> bool:
    return any(isinstance(one, Injected) and one.span == param.span for one in call.arguments)


def _merge(
    arguments: Sequence[RustArgument | Injected], parameters: Sequence[Parameter]
) -> tuple[Parameter | Injected, ...]:
    """The arguments in the order of Rust, those that Python passes as parameters."""
    by_name = {one.name.value: one for one in parameters}
    merged = (one if isinstance(one, Injected) else by_name.get(one.name) for one in arguments)
    return tuple(one for one in merged if one is not None)
