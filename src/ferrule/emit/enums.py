"""`#[pyclass]` on enums: unit variants as objects, variants with data as subclasses.

What an enum has in common with a struct (the class itself, derived methods) is emitted with the struct's template.
"""

from __future__ import annotations

from ferrule.base.record import record
from ferrule.base.text import rust
from ferrule.emit import names
from ferrule.emit import runtime_api as api
from ferrule.emit.block import cfg_attributes
from ferrule.emit.constructor import constructor_items
from ferrule.emit.fields import variant_field
from ferrule.emit.records import RESTORE, pickled, table
from ferrule.emit.tables import tables
from ferrule.emit.tokens import at, described, literal
from ferrule.model.core import Text
from ferrule.model.function import Function, Parameter, text_signature
from ferrule.model.pyclass import Class, Variant

_SIMPLE = """
    static __FERRULE_SINGLETONS: [$singleton; $count] = [const { $singleton::NEW }; $count];
    impl $simple_enum for $target {
        type Int = $int;
        fn discriminant(&self) -> $int {
            match self { $discriminants }
        }
        fn repr(&self) -> &'static ::core::primitive::str {
            match self { $reprs }
        }
        fn index(&self) -> ::core::primitive::usize {
            match self { $indices }
        }
        fn singletons() -> &'static [$singleton] {
            &__FERRULE_SINGLETONS
        }
    }
    $values
"""

_VARIANT = """
    $cfgs enum $marker {}
    $cfgs static $static_class: $lazy_class = $lazy_class {
        def: $class_def {
            $options
            items: $tables,
            ..$class_def::variant::<$target>($text)
        },
        state: $class_state::not_begun(),
    };
    $cfgs unsafe impl $type_info for $marker {
        const NAME: &'static str = $qualname;
        const MODULE: ::core::option::Option<&'static str> = <$target as $type_info>::MODULE;
        fn type_object_raw(py: $python<'_>) -> *mut $type_object {
            $static_class.get(py)
        }
    }
    $cfgs fn $value(py: $python<'_>) -> $result<$object> {
        $variant_class(py, &$static_class)
    }
    $cfgs fn $match_args(py: $python<'_>) -> $result<$object> {
        $returns(py, $tuple::new(py, [$field_names] as [&'static str; $count]))
    }
    $cfgs fn $qualified(py: $python<'_>) -> $result<$object> {
        $returns(py, $qualname)
    }
    $parts
"""


@record
class Enumeration:
    """Texts that an enum contributes to its class."""

    items: str
    """Items of the block."""
    slots: str
    """Rows of the table of slots."""
    attributes: str
    """Rows of the table of class attributes: one for each variant."""
    variants: str
    """The classes of the variants."""
    convert: str
    """The expression that makes a Python object of `self`."""


def enumerate_(cls: Class, target: str) -> Enumeration:
    """What an enum's variants add to its class."""
    return _simple(cls, target) if cls.kind == "simple_enum" else _complex(cls, target)


def common_options(cls: Class) -> list[tuple[str, str]]:
    """The fields of a class's definition that are the same for the classes of an enum's variants."""
    options = cls.options
    fields = [("immutable", "true")] if options.immutable_type else []
    if options.mapping or options.sequence:
        fields.append(("protocol", f"{api.PROTOCOL}::{'Mapping' if options.mapping else 'Sequence'}"))
    return fields


def _simple(cls: Class, target: str) -> Enumeration:
    integer = f"::core::primitive::{cls.repr or 'isize'}"

    def arms(values: list[str]) -> str:
        return " ".join(
            f"{cfg_attributes(one.cfgs)} {target}::{at(one.ident)} => {value},"
            for one, value in zip(cls.variants, values, strict=True)
        )

    values = "\n".join(
        f"{cfg_attributes(one.cfgs)} fn {_value(index)}(py: {api.PYTHON}<'_>) -> {api.PY_RESULT}<{api.OBJECT}> "
        f"{{ {api.SINGLETON_ATTRIBUTE}(py, {target}::{at(one.ident)}) }}"
        for index, one in enumerate(cls.variants)
    )
    items = rust(
        _SIMPLE,
        singleton=api.SINGLETON,
        simple_enum=api.SIMPLE_ENUM,
        count=str(len(cls.variants)),
        target=target,
        int=integer,
        discriminants=arms([f"{target}::{at(one.ident)} as {integer}" for one in cls.variants]),
        reprs=arms([literal(f"{cls.name}.{one.name}") for one in cls.variants]),
        indices=arms([str(index) for index in range(len(cls.variants))]),
        values=values,
    )
    functions = api.SLOT_FUNCTIONS
    slots = "".join(
        f"{api.SLOT} {{ id: {api.ffi(slot)}, function: {functions}::unary::<{functions}::{kind}<{target}>> as *const _ }}, "
        for slot, kind in (("Py_tp_repr", "VariantRepr"), ("Py_nb_int", "VariantInt"))
    )
    return Enumeration(items, slots, _attributes(cls), "", f"{api.SINGLETON_OBJECT}(py, self)")


def _complex(cls: Class, target: str) -> Enumeration:
    items = "\n".join(_variant(cls, one, index, target) for index, one in enumerate(cls.variants))
    classes = [f"&{_class(index)}" for index in range(len(cls.variants))]
    rows = list(zip(cls.variants, classes, strict=True))
    arms = " ".join(
        f"{cfg_attributes(one.cfgs)} {target}::{at(one.ident)} {{ .. }} => {it}," for one, it in rows
    )
    return Enumeration(
        items,
        "",
        _attributes(cls),
        "".join(f"{cfg_attributes(one.cfgs)} {it}, " for one, it in rows),
        f"{{ let class = match &self {{ {arms} }}; {api.VARIANT_OBJECT}(py, self, class) }}",
    )


def _attributes(cls: Class) -> str:
    return "".join(
        f"{cfg_attributes(one.cfgs)} {api.ATTRIBUTE} {{ name: {literal(one.name.value)}, value: {_value(index)} }}, "
        for index, one in enumerate(cls.variants)
    )


def _value(index: int) -> str:
    return f"{names.PREFIX}variant{index}"


def _class(index: int) -> str:
    return f"__FERRULE_VARIANT{index}"


def _variant(cls: Class, variant: Variant, index: int, target: str) -> str:
    """The subclass of one variant."""
    cfgs = cfg_attributes(variant.cfgs)
    marker = f"__FerruleVariant{index}"
    path = f"{target}::{at(variant.ident)}"
    getters = [f"{names.PREFIX}get{index}_{number}" for number in range(len(variant.fields))]
    fields = [
        variant_field(field, getter, target, path)
        for field, getter in zip(variant.fields, getters, strict=True)
    ]
    match_args, qualified = f"{names.PREFIX}match_args{index}", f"{names.PREFIX}qualname{index}"
    constructor, new = _constructor(variant, index, target)
    pickled, methods = _pickled(variant, index, target, marker, getters) if cls.options.pickle else ("", "")
    slots, sequence = _sequence(getters, marker) if variant.shape == "tuple" else ("", "")
    parts = "\n".join(["", *(text.lstrip() for text, _ in fields), constructor, sequence, pickled])
    if cfgs:
        for start in ("unsafe ", "static ", "impl "):
            parts = parts.replace(f"\n{start}", f"\n{cfgs} {start}")
    return rust(
        _VARIANT,
        cfgs=cfgs,
        marker=marker,
        static_class=_class(index),
        target=target,
        options=" ".join(f"{name}: {value}," for name, value in common_options(cls)),
        text=described(f"{cls.name}.{variant.name}", variant.docs),
        qualname=literal(f"{cls.name}.{variant.name}"),
        tables=tables(
            methods=methods,
            properties="".join(f"{row}, " for _, row in fields),
            slots=slots,
            attributes="".join(
                f"{api.ATTRIBUTE} {{ name: {literal(name)}, value: {value} }}, "
                for name, value in (("__match_args__", match_args), ("__qualname__", qualified))
            ),
            new=new,
        ),
        match_args=match_args,
        qualified=qualified,
        value=_value(index),
        field_names=", ".join(literal(field.name.value) for field in variant.fields),
        count=str(len(variant.fields)),
        parts=parts,
        lazy_class=api.LAZY_CLASS,
        type_info=api.PY_TYPE_INFO,
        type_object=api.PY_TYPE_OBJECT,
        python=api.PYTHON,
        class_def=api.CLASS_DEF,
        class_state=api.CLASS_STATE,
        result=api.PY_RESULT,
        object=api.OBJECT,
        variant_class=api.VARIANT_CLASS,
        returns=api.RETURNS,
        tuple=api.PY_TUPLE,
    )


def _constructor(variant: Variant, index: int, target: str) -> tuple[str, str]:
    """The items of a variant's constructor, and the expression of its descriptor."""
    function, path = _made(variant, target, variant.constructor or _plain(variant), "__new__")
    return constructor_items(function, f"_variant{index}", target, path)


def _pickled(variant: Variant, index: int, target: str, marker: str, getters: list[str]) -> tuple[str, str]:
    """Items and rows of the methods by which instances of a variant are pickled."""
    function, path = _made(variant, target, _plain(variant), RESTORE)
    items, rows = pickled(function, path, f"restore{index}", target, marker)
    return f"{items}\n{table(variant.fields, getters, target, marker)}", rows


def _plain(variant: Variant) -> tuple[Parameter, ...]:
    return tuple(Parameter(field.name, field.span, field.type) for field in variant.fields)


def _made(
    variant: Variant, target: str, parameters: tuple[Parameter, ...], name: str
) -> tuple[Function, str]:
    """A function that takes a variant's fields, and the Rust expression that it calls."""
    function = Function(
        Text(name, variant.ident),
        name,
        variant.ident,
        variant.span,
        arguments=parameters,
        text_signature=text_signature(parameters),
    )
    locals_ = {parameter.span: f"field{number}" for number, parameter in enumerate(parameters)}
    made = ", ".join(f"{field.rust_name}: {locals_[field.span]}" for field in variant.fields)
    return function, f"(|{', '.join(locals_.values())}| {target}::{at(variant.ident)} {{ {made} }})"


def _sequence(getters: list[str], marker: str) -> tuple[str, str]:
    """Rows and items by which a tuple variant is a sequence of its fields."""
    functions, items = api.SLOT_FUNCTIONS, f"{api.TUPLE_ITEMS}<{marker}>"
    rows = [("Py_mp_length", "length"), ("Py_sq_length", "length"), ("Py_mp_subscript", "binary_self")]
    slots = "".join(
        f"{api.SLOT} {{ id: {api.ffi(slot)}, function: {functions}::{function}::<{items}> as *const _ }}, "
        for slot, function in rows
    )
    implementation = (
        f"impl {api.TUPLE_VARIANT} for {marker} {{\n"
        f"    const FIELDS: &'static [{api.GETTER}] = &[{', '.join(getters)}];\n}}"
    )
    return slots, implementation
