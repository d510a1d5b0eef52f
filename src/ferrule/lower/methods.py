"""`#[pymethods]`: which of its functions is what, and the rules of each kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ferrule.base.diagnostics import Span
from ferrule.base.record import record, replace
from ferrule.lower.attributes import cfg_spans, helper_lists, item_macro, read_helpers
from ferrule.lower.context import Context
from ferrule.lower.docs import read_docs
from ferrule.lower.function import Callable_, assemble, check_function, read_arguments, take_first
from ferrule.lower.method_kinds import KIND_ATTRIBUTES, Marks, method_kind, read_marks
from ferrule.lower.options import Place, Read, read_options
from ferrule.lower.receiver import read_receiver
from ferrule.lower.slots import check_slot
from ferrule.lower.types import lower_type
from ferrule.model.core import Text
from ferrule.model.function import Injected
from ferrule.model.options import ConstantOptions, MethodOptions, MethodsOptions
from ferrule.model.pyclass import ClassConstant, Method, MethodKind, Methods, Receiver
from ferrule.model.slots import SLOTS
from ferrule.syntax.nodes import Const, Fn, Impl, Item, MacroCall
from ferrule.syntax.tokens import TokenTree


def lower_pymethods(context: Context, impl: Impl, lists: Sequence[Sequence[TokenTree]]) -> Methods:
    """A `#[pymethods] impl Type { .. }`; `lists` are the options in the attribute itself."""
    where = "`#[pymethods]`"
    read = read_options(context, MethodsOptions, [*lists, *helper_lists(context, impl.attrs)], Place(where))
    if impl.trait is not None:
        context.error(
            "`#[pymethods]` cannot be an implementation of a trait", impl.trait.span, "write `impl Type`"
        )
    if impl.generics is not None:
        context.error("`#[pymethods]` cannot be generic", impl.generics.span)
    methods: list[Method] = []
    constants: list[ClassConstant] = []
    for item in impl.items:
        if isinstance(item, Fn):
            method = _method(context, item)
            if method is not None:
                methods.append(method)
        elif isinstance(item, Const):
            constant = _constant(context, item)
            if constant is not None:
                constants.append(constant)
        else:
            _other(context, item)
    _check_together(context, methods)
    return Methods(
        lower_type(context.source, impl.type),
        impl.span,
        tuple(methods),
        tuple(constants),
        read.options.crate_,
        cfg_spans(impl.attrs),
    )


def _other(context: Context, item: Item) -> None:
    if isinstance(item, MacroCall):
        context.error(
            "`#[pymethods]` cannot look into a macro call",
            item.span,
            "macros are expanded later: write the methods out, or let the macro make the whole block",
        )


def _constant(context: Context, const: Const) -> ClassConstant | None:
    """A constant: a class attribute when it says so, else plain Rust."""
    marks = read_marks(context, const.attrs)
    for mark, attr in marks.found.items():
        if mark != "classattr":
            context.error(f"`#[{mark}]` belongs to a function", attr.span)
    read = read_helpers(context, ConstantOptions, const.attrs, where="a constant")
    if "classattr" not in marks.found:
        for span in read.options.spans.values():
            context.error("a constant needs `#[classattr]` to be seen by Python", span)
        return None
    value = None if const.value is None else Text(context.normal_text(const.value), const.value)
    name = read.options.name or Text(const.name, const.ident)
    kind = lower_type(context.source, const.type)
    raw = context.text(const.ident)
    docs, cfgs = read_docs(context, const.attrs), cfg_spans(const.attrs)
    moved: tuple[Span, ...] = ()
    if raw != raw.upper():
        # rustc has a word to say about such a name, which Python decides: only in the glue is it silent.
        start = const.attrs[-1].span.end
        kept = (attr.span for attr in const.attrs if attr.span not in context.cuts)
        moved = (*kept, Span(start, const.span.end))
        context.cut(const.span)
    return ClassConstant(name, raw, const.ident, const.span, kind, value, docs, cfgs, moved)


@record
class _Draft:
    """A method on its way: what its attributes and its name say of it."""

    fn: Fn
    marks: Marks
    read: Read[MethodOptions]
    kind: MethodKind
    name: Text
    """Name for Python."""

    @property
    def where(self) -> str:
        """What to call it in messages."""
        for attribute in KIND_ATTRIBUTES:
            if attribute in self.marks.found:
                return f"a `#[{attribute}]`"
        return f"`{self.name}`" if self.name.value in SLOTS else "a method"


def _method(context: Context, fn: Fn) -> Method | None:
    inner = item_macro(fn.attrs)
    if inner is not None:
        context.cut(inner.span)
        context.error(
            f"`#[{inner.name}]` cannot stand inside `#[pymethods]`",
            inner.span,
            "every function here is a method",
        )
    marks = read_marks(context, fn.attrs)
    read = read_helpers(context, MethodOptions, fn.attrs, where="a method")
    kind, name = method_kind(context, fn, marks, read.options)
    draft = _Draft(fn, marks, read, kind, name)
    check_function(context, fn, draft.where)
    _check_options(context, draft)
    found = _READERS[kind](context, draft)
    if found is None:
        return None
    return replace(found, function=replace(found.function, name=name))


def _check_options(context: Context, draft: _Draft) -> None:
    """Options that a kind of method cannot have."""
    spans = draft.read.options.spans
    if draft.kind == "new" and "name" in spans:
        context.error(
            "a constructor is called by the name of its class: `name` has no meaning", spans["name"]
        )
    unsigned = ("getter", "setter", "deleter", "classattr")
    slot = SLOTS.get(draft.name.value) if draft.kind == "slot" else None
    closed = slot is not None and not slot.free_signature
    if draft.kind in unsigned or closed:
        for name in ("signature", "text_signature"):
            if name in spans:
                context.error(
                    f"{draft.where} cannot have a `{name}`", spans[name], "Python fixes its arguments"
                )
    if "overload" in spans and draft.kind in unsigned:
        context.error(f"{draft.where} cannot have an `overload`", spans["overload"], "it is not called")
    if "detach" in spans and draft.kind not in ("instance", "static"):
        note = "it belongs to functions, methods and static methods"
        context.error(f"{draft.where} cannot have `detach`", spans["detach"], note)
    if "warn" in spans and (draft.kind == "classattr" or draft.name.value == "__traverse__"):
        context.error(f"{draft.where} cannot warn", spans["warn"], "it is not called by Python code")


def _finish(
    context: Context,
    draft: _Draft,
    receiver: Receiver | None = None,
    taken: Injected | None = None,
    *,
    first: str | None = None,
) -> Method:
    """The method with its arguments; `first` of None means that it has no text signature."""
    skip = receiver.span if receiver is not None and draft.fn.receiver is None else None
    call = Callable_(read_arguments(context, draft.fn, taken, skip))
    shows = first is not None
    function = assemble(context, draft.fn, call, draft.read, first=first or "", shows_signature=shows)
    is_class = "classmethod" in draft.marks.found
    slot = draft.name.value if draft.kind in ("slot", "init") else "__new__" if draft.kind == "new" else ""
    return Method(draft.kind, function, receiver, slot, is_class)


def _no_receiver(context: Context, draft: _Draft) -> None:
    own = draft.fn.receiver
    if own is not None:
        context.error(f"{draft.where} has no instance, so it cannot take `self`", own.span)


def _take_class(context: Context, draft: _Draft) -> Injected | None:
    message = "a `#[classmethod]` needs the class as first argument"
    if draft.fn.receiver is not None:
        context.error(message, draft.fn.receiver.span, "write `cls: &Bound<'_, PyType>`")
        return None
    return take_first(context, draft.fn, "class", "PyType", message)


def _instance(context: Context, draft: _Draft) -> Method | None:
    receiver = read_receiver(context, draft.fn, draft.where)
    return None if receiver is None else _finish(context, draft, receiver, first="$self")


def _static(context: Context, draft: _Draft) -> Method | None:
    _no_receiver(context, draft)
    return _finish(context, draft, first="")


def _class(context: Context, draft: _Draft) -> Method | None:
    taken = _take_class(context, draft)
    return None if taken is None else _finish(context, draft, taken=taken, first="$cls")


def _new(context: Context, draft: _Draft) -> Method | None:
    _no_receiver(context, draft)
    if draft.fn.returns is None:
        context.error("a constructor must return the new instance", draft.fn.ident, "write `-> Self`")
    taken = _take_class(context, draft) if "classmethod" in draft.marks.found else None
    return _finish(context, draft, taken=taken, first="")


def _classattr(context: Context, draft: _Draft) -> Method | None:
    _no_receiver(context, draft)
    method = _finish(context, draft)
    for one in method.function.parameters:
        context.error("a class attribute takes no argument but `Python`", one.span)
    return method


def _accessor(context: Context, draft: _Draft) -> Method | None:
    receiver = read_receiver(context, draft.fn, draft.where)
    if receiver is None:
        return None
    method = _finish(context, draft, receiver)
    wanted = 1 if draft.kind == "setter" else 0
    given = method.function.parameters
    if len(given) > wanted:
        extra = "one value" if wanted else "nothing"
        context.error(f"{draft.where} takes {extra} beside `self` and `Python`", given[wanted].span)
    elif len(given) < wanted:
        context.error("a `#[setter]` needs an argument for the value", draft.fn.ident)
    return method


def _slot(context: Context, draft: _Draft) -> Method | None:
    slot = SLOTS[draft.name.value]
    if "classmethod" in draft.marks.found:
        taken = _take_class(context, draft)
        method = None if taken is None else _finish(context, draft, taken=taken)
    elif "staticmethod" in draft.marks.found:
        method = _static(context, draft)
    else:
        receiver = read_receiver(context, draft.fn, draft.where)
        first = "$self" if slot.free_signature else None
        method = None if receiver is None else _finish(context, draft, receiver, first=first)
    if method is not None:
        check_slot(context, slot, draft.fn, method)
    return method


_READERS: dict[MethodKind, Callable[[Context, _Draft], Method | None]] = {
    "instance": _instance,
    "new": _new,
    "init": _slot,
    "static": _static,
    "class": _class,
    "classattr": _classattr,
    "getter": _accessor,
    "setter": _accessor,
    "deleter": _accessor,
    "slot": _slot,
}


def _check_together(context: Context, methods: Sequence[Method]) -> None:
    """Rules between the methods of one block; those under `#[cfg]` may exclude each other."""
    seen: dict[tuple[str, str], Span] = {}
    for method in methods:
        if method.function.cfgs:
            continue
        family = method.kind if method.kind in ("getter", "setter", "deleter") else "method"
        key = (family, "__new__" if method.kind == "new" else method.name)
        if key in seen:
            what = "constructors" if method.kind == "new" else f"{family}s named `{method.name}`"
            context.error(f"the class has two {what}", method.function.ident)
        seen.setdefault(key, method.function.ident)
    names = {method.slot: method for method in methods if not method.function.cfgs}
    rich = names.get("__richcmp__")
    for name in ("__lt__", "__le__", "__eq__", "__ne__", "__gt__", "__ge__"):
        if rich is not None and name in names:
            context.error(
                f"`{name}` and `__richcmp__` exclude each other",
                names[name].function.ident,
                "`__richcmp__` serves all six comparisons",
            )
