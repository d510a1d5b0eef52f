"""`#[pymodule]` in both forms: a function that fills the module, or a `mod` whose items are listed."""

from __future__ import annotations

from collections.abc import Sequence

from ferrule.base.diagnostics import Sink, Span
from ferrule.lower.attributes import cfg_spans, helper_lists, item_macro, named
from ferrule.lower.context import Context
from ferrule.lower.docs import read_docs
from ferrule.lower.options import Place, read_options
from ferrule.lower.pyfn import read_pyfns
from ferrule.lower.types import lower_type
from ferrule.model.core import Text
from ferrule.model.module import Export, ExportKind, Module, ModuleInit
from ferrule.model.options import FunctionOptions, ModuleOptions, Options, PyClassOptions
from ferrule.model.types import is_python_token
from ferrule.syntax.nodes import Attribute, Const, Enum, Fn, Item, Mod, Struct, Use
from ferrule.syntax.tokens import TokenTree

_WHERE = "`#[pymodule]`"


def lower_pymodule(context: Context, item: Fn | Mod, lists: Sequence[Sequence[TokenTree]]) -> Module | None:
    """A `#[pymodule]`; `lists` are the options in the attribute itself."""
    everything = [*lists, *helper_lists(context, item.attrs)]
    options = read_options(context, ModuleOptions, everything, Place(_WHERE)).options
    if isinstance(item, Fn):
        return _function_form(context, item, options)
    return _inline_form(context, item, options)


def _kept(attrs: Sequence[Attribute]) -> tuple[Span, ...]:
    """Attributes that are not ours."""
    return tuple(attr.span for attr in attrs if attr.name not in ("pyo3", "pymodule"))


def _function_form(context: Context, fn: Fn, options: ModuleOptions) -> Module:
    init = _init(context, fn, "a `#[pymodule]` function")
    functions = () if fn.body is None else read_pyfns(context, fn.body)
    start = max((attr.span.end for attr in fn.attrs), default=fn.span.start)
    return Module(
        options.name or Text(fn.name, fn.ident),
        context.text(fn.ident),
        fn.ident,
        fn.span,
        "function",
        functions=functions,
        complete=False,
        init=init,
        docs=read_docs(context, fn.attrs),
        submodule=options.submodule,
        parent=options.module,
        crate_path=options.crate_,
        visibility=fn.vis,
        head=Span(start, fn.body.start if fn.body is not None else fn.span.end),
        kept_attributes=_kept(fn.attrs),
        body=None if fn.body is None else Span(fn.body.start + 1, fn.body.end - 1),
        cfgs=cfg_spans(fn.attrs),
    )


def _init(context: Context, fn: Fn, where: str) -> ModuleInit:
    """A function that is given the module: `(m)` or `(py, m)`."""
    note = "write `(m: &Bound<'_, PyModule>) -> PyResult<()>`"
    for param in fn.generics.params if fn.generics is not None else ():
        if param.kind != "lifetime":
            context.error(f"{where} cannot be generic", param.span)
    if fn.receiver is not None:
        context.error(f"{where} has no `self`", fn.receiver.span, note)
    if "async" in fn.modifiers:
        context.error(f"{where} cannot be `async`", fn.ident)
    kinds = [lower_type(context.source, one.type) for one in fn.params if one.type is not None]
    takes_python = bool(kinds) and is_python_token(kinds[0])
    rest = kinds[1:] if takes_python else kinds
    if len(rest) != 1:
        span = fn.params[-1].span if len(rest) > 1 else fn.ident
        context.error(f"{where} takes the module", span, note)
    return ModuleInit(
        context.text(fn.ident),
        fn.ident,
        takes_python,
        rest[0] if rest else None,
        None if fn.returns is None else lower_type(context.source, fn.returns),
        cfg_spans(fn.attrs),
    )


def _inline_form(context: Context, mod: Mod, options: ModuleOptions) -> Module | None:
    if mod.items is None or mod.body is None:
        context.error(
            "`#[pymodule]` needs the module's body",
            mod.ident,
            f"write `mod {mod.name} {{ ... }}` here; macros cannot see into another file",
        )
        return None
    exports: list[Export] = []
    inits: list[Fn] = []
    for item in mod.items:
        _inline_item(context, item, exports, inits)
    for extra in inits[1:]:
        context.error("a module has one `#[pymodule_init]`", extra.ident)
    where = "a `#[pymodule_init]`"
    init = _init(context, inits[0], where) if inits else None
    return Module(
        options.name or Text(mod.name, mod.ident),
        context.text(mod.ident),
        mod.ident,
        mod.span,
        "inline",
        tuple(exports),
        complete=init is None,
        init=init,
        docs=read_docs(context, (*mod.attrs, *mod.inner_attrs)),
        submodule=options.submodule,
        parent=options.module,
        crate_path=options.crate_,
        visibility=mod.vis,
        head=mod.head,
        kept_attributes=_kept(mod.attrs),
        body=mod.body,
        cfgs=cfg_spans(mod.attrs),
    )


def _inline_item(context: Context, item: Item, exports: list[Export], inits: list[Fn]) -> None:
    """One item of an inline module: an export, an init function, or plain Rust."""
    export = named(item.attrs, "pymodule_export")
    init = named(item.attrs, "pymodule_init")
    if init is not None:
        context.cut(init.span)
        if isinstance(item, Fn):
            inits.append(item)
        else:
            context.error("`#[pymodule_init]` stands before a function", init.span)
    if export is not None:
        context.cut(export.span)
        _explicit(context, item, export, exports)
        return
    attr = item_macro(item.attrs)
    if attr is None or attr.name == "pymethods":
        return
    kind: ExportKind
    table: type[Options]
    if attr.name == "pyfunction" and isinstance(item, Fn):
        kind, table = "function", FunctionOptions
    elif attr.name == "pyclass" and isinstance(item, Struct | Enum):
        kind, table = "class", PyClassOptions
    elif attr.name == "pymodule" and isinstance(item, Mod | Fn):
        kind, table = "module", ModuleOptions
    else:
        return  # a misplaced macro speaks for itself when it is expanded
    exports.append(_export(context, item, attr, kind, table))


def _export(
    context: Context, item: Fn | Struct | Enum | Mod, attr: Attribute, kind: ExportKind, table: type[Options]
) -> Export:
    """An item that one of our macros exports; its options are read quietly, its own expansion reports."""
    quiet = Context(context.source, Sink())
    own = [] if attr.args is None else [attr.args.trees]
    options = read_options(quiet, table, [*own, *helper_lists(quiet, item.attrs)], Place("")).options
    values = options.values()
    name = values.get("name")
    return Export(
        kind,
        context.text(item.ident),
        name.value if isinstance(name, Text) else item.name,
        item.ident,
        attr.span,
        "module" in values,
        "submodule" in values,
        cfg_spans(item.attrs),
    )


def _explicit(context: Context, item: Item, attr: Attribute, exports: list[Export]) -> None:
    """An item with `#[pymodule_export]`."""
    cfgs = cfg_spans(item.attrs)
    if isinstance(item, Const) and not item.static:
        raw = context.text(item.ident)
        exports.append(Export("constant", raw, item.name, item.ident, attr.span, cfgs=cfgs))
        return
    if isinstance(item, Use):
        for name in item.names:
            if name.glob:
                context.error(
                    "`#[pymodule_export]` cannot export `*`",
                    name.span,
                    "macros do not see what lies behind it: list the names",
                )
            elif name.name == "_":
                context.error("`#[pymodule_export]` needs a name to export", name.span)
            else:
                exports.append(Export("use", name.name, None, name.span, attr.span, cfgs=cfgs))
        return
    note = "functions, classes and modules with their own macros are exported without it"
    context.error("`#[pymodule_export]` stands before a `use` or a `const`", attr.span, note)
