"""`#[pyclass]`: the class's traits and its definition, with what fields, options and variants contribute."""

from __future__ import annotations

from ferrule.base.text import rust
from ferrule.emit import names
from ferrule.emit import runtime_api as api
from ferrule.emit.block import block, cfg_attributes
from ferrule.emit.conditions import editions
from ferrule.emit.derived import derive
from ferrule.emit.enums import Enumeration, common_options, enumerate_
from ferrule.emit.fields import struct_field
from ferrule.emit.from_fields import emit_from_fields
from ferrule.emit.records import records
from ferrule.emit.tables import tables
from ferrule.emit.tokens import at, described, literal, on
from ferrule.model.pyclass import Class

_CLASS = """
    static __FERRULE_CLASS: $lazy_class = $lazy_class {
        def: $class_def {
            $options
            items: $tables,
            ..$class_def::new::<$target>($text)
        },
        state: $state,
    };
    $items
    unsafe impl $py_class for $target {
        const CLASS_NAME: &'static ::core::primitive::str = $name;
        $module
        type Frozen = $frozen;
        type Base = $base;
        type Store = $store<Self>;
        type Thread = $thread;
        type Dict = $dict;
        type WeakRef = $weakref;
        $compare
        $changes
        fn lazy_class() -> &'static $lazy_class {
            &__FERRULE_CLASS
        }
    }
    $by_clone
    $subclassable
    $viewed
    $into_py
"""

_INTO_PY = """
    impl<'py> $into_py_object<'py> for $target {
        type Target = Self;
        type Output = $bound<'py, Self>;
        type Error = $py_err;
        fn into_pyobject(self, py: $python<'py>) -> ::core::result::Result<Self::Output, Self::Error> {
            $convert
        }
    }
"""

# What a struct has of an enum's: nothing, and the ordinary conversion to Python.
_NO_ENUM = Enumeration("", "", "", "", f"{api.BOUND}::new(py, self)")


def emit_class(cls: Class) -> str:
    """The glue of one class."""
    return "\n".join(_emit(one, condition) for one, condition in editions(cls))


def _emit(cls: Class, condition: str) -> str:
    """The glue of a class whose fields are known, or without meaning for a constructor."""
    options = cls.options
    target = at(cls.ident)
    module = literal(options.module.value) if options.module is not None else None
    new, constructor = _from_fields(cls, target)
    derived = derive(cls, target)
    record = records(cls, target)
    variants = enumerate_(cls, target) if cls.is_enum else _NO_ENUM
    accessors = _properties(cls, target)
    complex_ = cls.kind == "complex_enum"
    items = rust(
        _CLASS,
        name=literal(cls.name.value),
        text=described(cls.name.value, cls.docs),
        module=_module(module),
        state=_state(cls, target),
        options=_options(cls, module, variants.variants),
        base=_base(cls),
        tables=tables(
            methods=derived.methods + record.methods,
            properties="".join(f"{row}, " for _, row in accessors if row),
            slots=variants.slots + record.slots + derived.slots,
            attributes=variants.attributes + record.attributes,
            new=new,
        ),
        into_py=_into_py(cls, target, variants.convert),
        subclassable=f"impl {api.SUBCLASS} for {target} {{}}" if options.subclass else "",
        viewed=_viewed(target) if options.view else "",
        compare=_compare(derived.compare or record.compare),
        items="\n".join(
            [*(text for text, _ in accessors), constructor, derived.items, record.items, variants.items]
        ),
        target=target,
        store=api.PROJECTED if options.view else api.INLINE,
        changes="const CHANGES: bool = false;" if cls.kind == "simple_enum" else "",
        frozen=api.BOOLEAN_TRUE if options.frozen or complex_ else api.BOOLEAN_FALSE,
        thread=api.ONE_THREAD if options.unsendable else api.ANY_THREAD,
        dict=api.OBJECT_SLOT if options.dict_ else api.NO_SLOT,
        weakref=api.OBJECT_SLOT if options.weakref else api.NO_SLOT,
        by_clone="" if options.skip_from_py_object else _by_clone(target),
        lazy_class=api.LAZY_CLASS,
        class_def=api.CLASS_DEF,
        py_class=api.PY_CLASS,
    )
    return block(items, options.crate_, f"{cfg_attributes(cls.cfgs)} {condition}")


def _module(module: str | None) -> str:
    """The constant of a class that names its module, a literal."""
    if module is None:
        return ""
    kind = "::core::option::Option<&'static ::core::primitive::str>"
    return f"const CLASS_MODULE: {kind} = ::core::option::Option::Some({module});"


def _options(cls: Class, module: str | None, variants: str) -> str:
    """The fields of the class's definition that are not as for most classes."""
    options = cls.options
    fields = dict(common_options(cls))
    if module is not None:
        fields["module"] = f"::core::option::Option::Some({module})"
    if options.subclass or cls.kind == "complex_enum":
        fields["subclass"] = "true"
    if variants:
        fields["variants"] = f"&[{variants}]"
    return " ".join(f"{name}: {value}," for name, value in fields.items())


def _properties(cls: Class, target: str) -> list[tuple[str, str]]:
    """Items and rows of the fields that Python sees, or that something else here must read."""
    readable = cls.options.pickle or cls.options.dataclass
    made = []
    for index, field in enumerate(cls.fields):
        items, row = struct_field(field, index, target, readable=readable)
        made.append((items, f"{cfg_attributes(field.cfgs)} {row}" if row else ""))
    return made


def _viewed(target: str) -> str:
    """The mark of a class whose values may lie in other instances."""
    return f"impl {api.VIEWED}<<Self as {api.PY_CLASS}>::Frozen> for {target} {{}}"


def _by_clone(target: str) -> str:
    """Taking by value, for classes that are `Clone`: a bound under a lifetime may fail to hold."""
    return f"impl {api.FROM_BY_CLONE} for {target} where for<'__ferrule> {target}: ::core::clone::Clone {{}}"


def _base(cls: Class) -> str:
    """The base class's type."""
    return api.PY_ANY if cls.options.extends is None else at(cls.options.extends.span)


def _into_py(cls: Class, target: str, convert: str) -> str:
    """How a value becomes an instance; one with a base needs the base's value too, so it does not by itself."""
    if cls.options.extends is not None and not _is_any(cls.options.extends.value):
        return ""
    return rust(
        _INTO_PY,
        convert=convert,
        target=target,
        into_py_object=api.INTO_PY_OBJECT,
        bound=api.BOUND,
        py_err=api.PY_ERR,
        python=api.PYTHON,
    )


def _is_any(path: str) -> bool:
    return path.rpartition("::")[2].strip() == "PyAny"


def _compare(function: str) -> str:
    """The constant that lets methods of `#[pymethods]` fall back to a derived comparison."""
    if not function:
        return ""
    return f"const COMPARE: ::core::option::Option<{api.RICHCMPFUNC}> = ::core::option::Option::Some({function});"


def _state(cls: Class, target: str) -> str:
    """A class that is not made yet; with rustc's own error where it is one that any thread may use, but the type is
    not `Send` or not `Sync`.
    """
    state = f"{api.CLASS_STATE}::not_begun()"
    if cls.options.unsendable:
        return state
    check = on(cls.ident, f"{names.GLUE}::assert_send_sync::<{target}>()")
    return f"{{ {check}; {state} }}"


def _from_fields(cls: Class, target: str) -> tuple[str, str]:
    """The constructor of `new = "from_fields"`: its expression and its items."""
    if not cls.new_from_fields:
        return "", ""
    items, made = emit_from_fields(cls, target)
    return made, items
