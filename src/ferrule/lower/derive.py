"""`#[derive(FromPyObject)]`, `#[derive(IntoPyObject)]`, `#[derive(IntoPyObjectRef)]`."""

from __future__ import annotations

from ferrule.base.diagnostics import Sink, Span
from ferrule.base.record import record
from ferrule.lower.attributes import cfg_spans, helper_lists
from ferrule.lower.context import Context
from ferrule.lower.names import rename
from ferrule.lower.options import Place, read_options
from ferrule.lower.types import lower_type
from ferrule.model.core import Text
from ferrule.model.derive import (
    Access,
    Derive,
    DeriveField,
    DeriveKind,
    DeriveVariant,
    GenericParameter,
)
from ferrule.model.options import (
    FieldOptions,
    FromContainerOptions,
    FromFieldOptions,
    FromVariantOptions,
    IntoContainerOptions,
    IntoFieldOptions,
    IntoVariantOptions,
    Options,
    PyClassOptions,
    VariantOptions,
)
from ferrule.model.types import RustType, is_reference, option_inner
from ferrule.syntax.nodes import Attribute, Enum, FieldNode, Shape, Struct
from ferrule.syntax.tokens import is_punct, span_of, split, strip_raw, tokenize

_BY_VALUE = "take it by value, such as `String` or `PyBackedStr`"
_Table = type[Options]
_CONTAINERS: tuple[_Table, ...] = (FromContainerOptions, IntoContainerOptions, PyClassOptions)
_VARIANTS: tuple[_Table, ...] = (FromVariantOptions, IntoVariantOptions, VariantOptions)
_FIELDS: tuple[_Table, ...] = (FromFieldOptions, IntoFieldOptions, FieldOptions)

Container = FromContainerOptions | IntoContainerOptions | FromVariantOptions | IntoVariantOptions


def lower_derive(context: Context, kind: DeriveKind, item: Struct | Enum) -> Derive | None:
    """One derive on one item. Helper attributes stay: rustc knows them as the derive's own."""
    if isinstance(item, Struct) and item.union:
        context.error(f"`{kind}` cannot be derived for a union", item.ident)
        return None
    reading = kind == "FromPyObject"
    lifetimes = item.generics.names("lifetime") if item.generics is not None else ()
    if reading and len(lifetimes) > 1 and item.generics is not None:
        context.error(
            "`FromPyObject` cannot be derived with more than one lifetime",
            item.generics.params[1].span,
            "the one lifetime is that of the Python value",
        )
    is_enum = isinstance(item, Enum)
    container = _container(context, reading, item, "enum" if is_enum else "struct")
    if isinstance(item, Struct):
        variants: tuple[DeriveVariant, ...] = (
            _shape(context, _Part(reading, "", item.ident, item.shape, item.fields, item.attrs), container),
        )
    else:
        variants = tuple(_enum_variants(context, reading, item, container))
        if not variants:
            context.error(f"`{kind}` cannot be derived for an enum without variants", item.ident)
    return Derive(
        kind,
        context.text(item.ident),
        item.ident,
        is_enum,
        variants,
        _generics(item),
        _predicates(context, item),
        container.crate_,
    )


def _generics(item: Struct | Enum) -> tuple[GenericParameter, ...]:
    params = item.generics.params if item.generics is not None else ()
    return tuple(GenericParameter(one.kind, Text(one.name, one.ident), one.declaration) for one in params)


def _predicates(context: Context, item: Struct | Enum) -> Span | None:
    """What stands after `where`, so that more can be written after a comma."""
    trees = tokenize(context.source, item.where) if item.where is not None else ()
    if trees and is_punct(trees[-1], ","):
        trees = trees[:-1]
    return span_of(trees) if trees else None


@record
class _Part:
    """The syntax of a struct or of one variant, brought to one form."""

    reading: bool
    name: str
    """A variant's name; empty for a struct."""
    ident: Span
    shape: Shape
    fields: tuple[FieldNode, ...]
    attrs: tuple[Attribute, ...]

    @property
    def what(self) -> str:
        """What to call it in messages."""
        return f"variant `{self.name}`" if self.name else "the struct"


def _foreign(own: _Table, tables: tuple[_Table, ...]) -> tuple[str, ...]:
    """Options that `own` does not have, but another macro that may stand on the same item.

    A derive does not see which others are derived, and all share `#[pyo3(...)]`.
    """
    rows = own.rows()
    return tuple(name for table in tables for name in table.rows() if name not in rows)


def _container(
    context: Context, reading: bool, item: Struct | Enum, kind: str
) -> FromContainerOptions | IntoContainerOptions:
    lists = helper_lists(context, item.attrs, cut=False)
    table: type[FromContainerOptions] | type[IntoContainerOptions]
    table = FromContainerOptions if reading else IntoContainerOptions
    return read_options(
        context, table, lists, Place("a derive", kind, foreign=_foreign(table, _CONTAINERS))
    ).options


def _enum_variants(
    context: Context, reading: bool, enum: Enum, container: FromContainerOptions | IntoContainerOptions
) -> list[DeriveVariant]:
    found: list[DeriveVariant] = []
    for node in enum.variants:
        part = _Part(reading, context.text(node.ident), node.ident, node.shape, node.fields, node.attrs)
        lists = helper_lists(context, node.attrs, cut=False)
        table: type[FromVariantOptions] | type[IntoVariantOptions]
        table = FromVariantOptions if reading else IntoVariantOptions
        options = read_options(
            context, table, lists, Place("a variant", foreign=_foreign(table, _VARIANTS))
        ).options
        found.append(_shape(context, part, options, container.rename_all))
    return found


def _shape(
    context: Context, part: _Part, options: Container, outer_rule: Text | None = None
) -> DeriveVariant:
    rule = options.rename_all or outer_rule
    count = len(part.fields)
    if not count:
        context.error(
            f"{part.what} has no fields, so there is nothing to convert",
            part.ident,
            "give it a field, or implement the trait by hand",
        )
    if options.transparent and count > 1:
        context.error(
            f"`transparent` needs exactly one field, {part.what} has {count}", options.spans["transparent"]
        )
    transparent = options.transparent or (part.shape == "tuple" and count == 1)
    from_item_all = isinstance(options, FromContainerOptions | FromVariantOptions) and options.from_item_all
    if from_item_all and (part.shape != "struct" or transparent):
        context.error("`from_item_all` needs named fields", options.spans["from_item_all"])
        from_item_all = False
    if options.rename_all is not None and (part.shape != "struct" or transparent):
        context.error("`rename_all` needs named fields", options.spans["rename_all"])
    access: Access = "whole" if transparent else "index" if part.shape == "tuple" else "attribute"
    if access == "attribute" and (from_item_all or not part.reading):
        access = "item"
    rename_rule = rule.value if rule is not None else ""
    fields = tuple(_field(context, part, node, access, rename_rule) for node in part.fields)
    if from_item_all:
        _check_item_all(context, part.fields)
    if part.reading and fields and not transparent and all(field.default is not None for field in fields):
        context.error(f"every field of {part.what} has a default, so it would fit any object", part.ident)
    error_name = strip_raw(part.name)
    if isinstance(options, FromVariantOptions) and options.annotation is not None:
        error_name = options.annotation.value
    return DeriveVariant(
        part.name,
        part.ident,
        "tuple" if part.shape == "tuple" else "struct",
        transparent,
        fields,
        error_name,
        cfg_spans(part.attrs),
    )


def _check_item_all(context: Context, fields: tuple[FieldNode, ...]) -> None:
    """With `from_item_all` a field may say by which key, but not how."""
    for node in fields:
        lists = helper_lists(Context(context.source, Sink()), node.attrs, cut=False)
        place = Place("a field", foreign=_foreign(FromFieldOptions, _FIELDS))
        options = read_options(Context(context.source, Sink()), FromFieldOptions, lists, place).options
        if options.attribute is not None:
            context.error("`attribute` contradicts `from_item_all`", options.spans["attribute"])
        elif options.item is not None and not options.item.value:
            context.error("`item` is given by `from_item_all` already", options.spans["item"])


def _field(context: Context, part: _Part, node: FieldNode, access: Access, rule: str) -> DeriveField:
    lists = helper_lists(context, node.attrs, cut=False)
    table: type[FromFieldOptions] | type[IntoFieldOptions]
    table = FromFieldOptions if part.reading else IntoFieldOptions
    options = read_options(context, table, lists, Place("a field", foreign=_foreign(table, _FIELDS))).options
    name_is_known = part.shape == "struct"
    raw = context.text(node.ident) if name_is_known else node.name
    plain = strip_raw(raw)
    key = Text(rename(plain, rule) if rule and name_is_known else plain, node.ident)
    attribute = options.attribute if isinstance(options, FromFieldOptions) else None
    for which, value in (("attribute", attribute), ("item", options.item)):
        if value is None:
            continue
        span = options.spans[which]
        if access in ("whole", "index"):
            context.error(f"`{which}` needs a named field of a struct that is not transparent", span)
        elif which == "attribute":
            access = "attribute"
            key = _attribute_name(context, value, key)
        else:
            access = "item"
            key = value if value.value else key
            if value.value and len(split(tokenize(context.source, value.span))) > 1:
                context.error("`item` takes one key", value.span, "write a tuple as `item((a, b))`")
    if access == "item" and (options.item is None or not options.item.value):
        key = Text(f'"{key.value}"', key.span)
    default: Text | None = None
    if isinstance(options, FromFieldOptions) and options.default is not None:
        default = options.default
        if not default.value:
            default = Text("::core::default::Default::default()", default.span)
        if access in ("whole", "index"):
            context.error("`default` needs a named field", options.spans["default"])
    from_py = options.from_py_with if isinstance(options, FromFieldOptions) else None
    into_py = options.into_py_with if isinstance(options, IntoFieldOptions) else None
    if into_py is not None and access == "whole":
        context.error(
            "`into_py_with` has no meaning where the field stands for the whole object",
            options.spans["into_py_with"],
            "implement `IntoPyObject` by hand",
        )
    kind = lower_type(context.source, node.type)
    if part.reading and from_py is None:
        _check_borrow(context, kind, access)
    return DeriveField(raw, node.ident, kind, access, key, from_py, into_py, default, cfg_spans(node.attrs))


def _check_borrow(context: Context, kind: RustType, access: Access) -> None:
    """What borrows lives as long as the object; what is read from it lives no longer than the reading."""
    inner = option_inner(kind) or kind
    if not is_reference(inner) and inner.name != "Cow":
        return
    if access in ("attribute", "item"):
        context.error(
            f"a field that is read as an {access} cannot borrow: its value is let go at once",
            kind.span,
            _BY_VALUE,
        )
    elif inner.lifetimes and inner.lifetimes[0].value == "'static":
        context.error(
            "a field cannot be `'static`: what it borrows lives as long as the object",
            inner.lifetimes[0].span,
            f"give the type a lifetime, or {_BY_VALUE}",
        )


def _attribute_name(context: Context, value: Text, default: Text) -> Text:
    """The name in `attribute("name")`."""
    if not value.value:
        return default
    if value.value[:1] == '"' and value.value[-1:] == '"' and value.value[1:-1].isidentifier():
        return Text(value.value[1:-1], value.span)
    context.error("`attribute` takes the name of an attribute in quotes", value.span)
    return default
