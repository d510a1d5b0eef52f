"""`#[pyclass]` on structs and enums: options, fields, variants, and the rules between them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from ferrule.base.diagnostics import Span
from ferrule.lower.attributes import cfg_conditions, cfg_spans, helper_lists, named, read_helpers
from ferrule.lower.class_str import check_str_format
from ferrule.lower.context import Context
from ferrule.lower.defaults import default_python
from ferrule.lower.docs import read_docs
from ferrule.lower.names import rename
from ferrule.lower.options import Place, read_options
from ferrule.lower.python_enum import check_python_enum, member_text, numbered
from ferrule.lower.signature import RustArgument, read_signature
from ferrule.lower.types import lower_type
from ferrule.model.core import Text
from ferrule.model.function import Parameter
from ferrule.model.options import FieldOptions, PyClassOptions, VariantOptions
from ferrule.model.pyclass import Class, ClassKind, Field, Variant
from ferrule.syntax.nodes import Enum, FieldNode, Generics, Struct, VariantNode
from ferrule.syntax.tokens import Leaf, TokenTree, strip_raw, tokenize

_WHERE = "`#[pyclass]`"
_MOST_CONDITIONS = 4
_PLURALS = {"type": "types", "const": "constants"}
_ACCESS: dict[str, Literal["", "copy", "view"]] = {"": "", "copy": "copy", "view": "view"}
_INTEGERS = ("u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128", "isize")


def lower_struct(context: Context, struct: Struct, lists: Sequence[Sequence[TokenTree]]) -> Class | None:
    """A `#[pyclass] struct`; `lists` are the options in the attribute itself."""
    if struct.union:
        context.error("`#[pyclass]` cannot be a union", struct.ident, "write a struct or an enum")
        return None
    options = _options(context, struct, lists, "struct")
    fields = tuple(_field(context, field, struct, options) for field in struct.fields)
    for name in ("get_all", "set_all"):
        if options.given(name) and struct.shape == "unit":
            context.error(f"`{name}` has no meaning on a struct without fields", options.spans[name])
    _check_constructor(context, struct, options, fields)
    renamed = options.given("name") or options.given("rename_all")
    renamed = renamed or any(field.name.value != _plain_name(field.rust_name) for field in fields)
    check_str_format(context, options, [field.rust_name for field in fields], renamed=renamed)
    kinds: dict[str, ClassKind] = {"struct": "struct", "tuple": "tuple_struct", "unit": "unit_struct"}
    found = Class(
        options.name or Text(struct.name, struct.ident),
        context.text(struct.ident),
        struct.ident,
        struct.span,
        kinds[struct.shape],
        options,
        fields,
        docs=read_docs(context, struct.attrs),
        visibility=struct.vis,
        cfgs=cfg_spans(struct.attrs),
    )
    _check_conditions(context, found)
    return found


def lower_enum(context: Context, enum: Enum, lists: Sequence[Sequence[TokenTree]]) -> Class:
    """A `#[pyclass] enum`; `lists` are the options in the attribute itself."""
    simple = all(variant.shape == "unit" for variant in enum.variants)
    kind = "simple enum" if simple else "complex enum"
    options = _options(context, enum, lists, kind)
    if not enum.variants:
        context.error("an enum without variants has no values, so it cannot be a class", enum.ident)
    if options.str_ is not None and options.str_.value:
        context.error(
            "a format cannot be given for an enum",
            options.spans["str"],
            "implement `Display` and write `str` alone",
        )
    variants = numbered(_variant(context, variant, options, kind) for variant in enum.variants)
    seen: dict[str, Span] = {}
    for variant in variants:
        if variant.name.value in seen and not variant.cfgs:
            context.error(f"two variants are named `{variant.name}` in Python", variant.name.span)
        seen[variant.name.value] = variant.name.span
    check_python_enum(context, options, variants)
    found = Class(
        options.name or Text(enum.name, enum.ident),
        context.text(enum.ident),
        enum.ident,
        enum.span,
        "simple_enum" if simple else "complex_enum",
        options,
        variants=variants,
        docs=read_docs(context, enum.attrs),
        repr=_repr(enum),
        visibility=enum.vis,
        cfgs=cfg_spans(enum.attrs),
    )
    _check_conditions(context, found)
    return found


def _check_conditions(context: Context, cls: Class) -> None:
    """The glue is written once for each set of the fields that may be there, so there must not be many."""
    for fields in cls.conditional_fields[_MOST_CONDITIONS:]:
        context.error(
            f"a constructor takes fields under at most {_MOST_CONDITIONS} different `#[cfg]`",
            fields[0].cfgs[0],
            "put fields that come and go together into a type of their own",
        )


def _options(
    context: Context, item: Struct | Enum, lists: Sequence[Sequence[TokenTree]], kind: str
) -> PyClassOptions:
    _check_generics(context, item.generics)
    everything = [*lists, *helper_lists(context, item.attrs)]
    # Instances of a complex enum are always frozen: their variant must not change under Python's feet.
    given = ("frozen",) if kind == "complex enum" else ()
    return read_options(context, PyClassOptions, everything, Place(_WHERE, kind, given)).options


def _check_generics(context: Context, generics: Generics | None) -> None:
    for param in generics.params if generics is not None else ():
        if param.kind == "lifetime":
            context.error(
                "`#[pyclass]` cannot have lifetime parameters",
                param.span,
                "Python keeps the instance for as long as it likes: own the data, or hold a `Py<T>`",
            )
        else:
            context.error(
                f"`#[pyclass]` cannot be generic over {_PLURALS[param.kind]}",
                param.span,
                "Python sees one class: write one struct for each type",
            )


def _plain_name(rust_name: str) -> str:
    """A field's name when nobody says otherwise: without `r#`, and `_0` for an index."""
    return f"_{rust_name}" if rust_name.isdigit() else strip_raw(rust_name)


def _field(context: Context, node: FieldNode, struct: Struct, options: PyClassOptions) -> Field:
    read = read_helpers(context, FieldOptions, node.attrs, where="a field").options
    for name, everything in (("get", "get_all"), ("set", "set_all")):
        says_more = name == "get" and read.get is not None and bool(read.get.value)
        if read.given(name) and options.given(everything) and not says_more:
            context.error(f"`{name}` is given by `{everything}` already", read.spans[name])
    record = options.dataclass and struct.shape == "struct"
    get = read.get is not None or options.get_all or record
    set_ = read.set or options.set_all or (record and not options.frozen)
    if read.given("set") and options.frozen:
        context.error("a frozen class has no writable fields", read.spans["set"], "remove `set` or `frozen`")
    if read.name is not None and not (get or set_):
        context.error("`name` has no meaning without `get` or `set`", read.spans["name"])
    if struct.shape == "tuple" and (get or set_) and read.name is None:
        context.error(
            "a tuple's field needs a name to be seen by Python",
            node.span,
            'write `#[pyo3(get, name = "...")]` before it',
        )
    raw = node.name if struct.shape == "tuple" else context.text(node.ident)
    name_text = read.name or _renamed(raw, node.ident, options.rename_all)
    kind = lower_type(context.source, node.type)
    docs, cfgs = read_docs(context, node.attrs), cfg_spans(node.attrs)
    default, python = _field_default(context, read, options)
    return Field(
        name_text,
        raw,
        node.ident,
        node.span,
        kind,
        get,
        set_,
        _ACCESS[read.get.value if read.get is not None else ""],
        default=default,
        default_python=python,
        kw_only=read.kw_only,
        docs=docs,
        cfgs=cfgs,
        conditions=cfg_conditions(context, node.attrs),
    )


def _field_default(context: Context, read: FieldOptions, options: PyClassOptions) -> tuple[Text | None, str]:
    """A field's default and its Python text."""
    if not (options.dataclass or options.new is not None):
        for name in ("default", "kw_only"):
            if read.given(name):
                context.error(
                    f"`{name}` has no meaning without a constructor made from the fields",
                    read.spans[name],
                    'add `new = "from_fields"` or `dataclass` to `#[pyclass]`',
                )
    if read.default is None:
        return None, ""
    if not read.default.value:
        return Text("::core::default::Default::default()", read.default.span), "..."
    return read.default, default_python(tokenize(context.source, read.default.span))


def _check_constructor(
    context: Context, struct: Struct, options: PyClassOptions, fields: Sequence[Field]
) -> None:
    """The rules of a constructor made from the fields."""
    if options.dataclass and struct.shape != "struct":
        context.error("a dataclass needs named fields", options.spans["dataclass"])
    optional: Field | None = None
    for field in fields:
        if field.kw_only:
            continue
        if field.default is not None:
            optional = field
        elif optional is not None:
            context.error(
                f"field `{field.name}` without a default follows `{optional.name}`, which has one",
                field.span,
                "give it a default, move it up, or add `kw_only`",
            )
            return


def _renamed(raw: str, ident: Span, rule: Text | None) -> Text:
    plain = _plain_name(raw)
    return Text(rename(plain, rule.value) if rule is not None and not raw.isdigit() else plain, ident)


def _variant(context: Context, node: VariantNode, options: PyClassOptions, kind: str) -> Variant:
    read = read_helpers(context, VariantOptions, node.attrs, where="a variant", kind=kind)
    if kind == "complex enum" and node.shape == "unit":
        context.error(
            f"variant `{node.name}` has no fields, but others have",
            node.ident,
            f"write `{node.name}()` or `{node.name} {{}}`",
        )
    raw = context.text(node.ident)
    fields = tuple(_variant_field(context, field, node) for field in node.fields)
    constructor: tuple[Parameter, ...] | None = None
    group = read.group("constructor")
    if group is not None:
        arguments = [RustArgument(one.name.value, one.ident, one.span, one.type) for one in fields]
        constructor = read_signature(context, group, arguments)
    value = node.discriminant
    name = read.options.name or _renamed(raw, node.ident, options.rename_all)
    return Variant(
        name,
        raw,
        node.ident,
        node.span,
        node.shape,
        fields,
        None if value is None else Text(context.normal_text(value), value),
        text=member_text(context, read.options, options, name),
        constructor=constructor,
        docs=read_docs(context, node.attrs),
        cfgs=cfg_spans(node.attrs),
    )


def _variant_field(context: Context, node: FieldNode, variant: VariantNode) -> Field:
    raw = node.name if variant.shape == "tuple" else context.text(node.ident)
    name = _renamed(raw, node.ident, None)  # on an enum, `rename_all` is for the variants
    kind = lower_type(context.source, node.type)
    return Field(
        name,
        raw,
        node.ident,
        node.span,
        kind,
        get=True,
        docs=read_docs(context, node.attrs),
        cfgs=cfg_spans(node.attrs),
        conditions=cfg_conditions(context, node.attrs),
    )


def _repr(enum: Enum) -> str:
    """The integer type in `#[repr(..)]`."""
    attr = named(enum.attrs, "repr")
    for tree in attr.args.trees if attr is not None and attr.args is not None else ():
        if isinstance(tree, Leaf) and tree.text in _INTEGERS:
            return tree.text
    return ""
