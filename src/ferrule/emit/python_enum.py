"""`#[pyclass(python_enum = "..")]`: the definition of an enum that Python makes, and its conversions."""

from __future__ import annotations

from ferrule.base.text import rust
from ferrule.emit import runtime_api as api
from ferrule.emit.block import block, cfg_attributes
from ferrule.emit.constructor import only_constructor
from ferrule.emit.tokens import at, docstring, literal
from ferrule.model.pyclass import Class, Variant

_ENUM = """
    static __FERRULE_ENUM: $lazy_enum = $lazy_enum::new($enum_def {
        name: $name,
        module: $module,
        doc: $doc,
        base: $base,
        members: &[$members],
        methods: &__FERRULE_METHODS,
    });
    static __FERRULE_METHODS: $lazy_class = $lazy_class {
        def: $class_def::methods_only($methods_name),
        state: $class_state::not_begun(),
    };
    static __FERRULE_SINGLETONS: [$singleton; $count] = [const { $singleton::NEW }; $count];
    unsafe impl $python_enum for $target {
        fn lazy() -> &'static $lazy_enum {
            &__FERRULE_ENUM
        }
        fn singletons() -> &'static [$singleton] {
            &__FERRULE_SINGLETONS
        }
        #[inline]
        fn index(&self) -> ::core::primitive::usize {
            match self { $indices }
        }
        #[inline]
        fn at(index: ::core::primitive::usize) -> Self {
            match index { $variants _ => ::core::unreachable!() }
        }
    }
    unsafe impl $type_info for $target {
        const NAME: &'static ::core::primitive::str = $name;
        const MODULE: ::core::option::Option<&'static ::core::primitive::str> = $module;
        fn type_object_raw(py: $python<'_>) -> *mut $type_object {
            __FERRULE_ENUM.get(py)
        }
    }
    unsafe impl $class_like for $target {
        type Ref<'a> = $enum_ref<Self>;
        const COMPARE: ::core::option::Option<$richcmpfunc> = ::core::option::Option::None;
        #[inline]
        unsafe fn borrow<'a>(object: $object) -> $result<Self::Ref<'a>> {
            unsafe { $receive(object) }
        }
        fn methods() -> &'static $lazy_class {
            &__FERRULE_METHODS
        }
        fn add_to(module: &$bound<'_, $py_module>) -> $result<()> {
            __FERRULE_ENUM.add_to(module)
        }
    }
    impl $deref for $target {}
    $no_constructor
    impl<'a, 'py> $from_py<'a, 'py> for $target {
        type Error = $err;
        #[inline]
        fn extract(object: $borrowed<'a, 'py, $any>) -> $result<Self> {
            $from_member(object)
        }
    }
    impl<'py> $into_py<'py> for $target {
        type Target = Self;
        type Output = $bound<'py, Self>;
        type Error = $err;
        #[inline]
        fn into_pyobject(self, py: $python<'py>) -> $result<Self::Output> {
            $member(py, &self)
        }
    }
    impl<'py> $into_py<'py> for &$target {
        type Target = $target;
        type Output = $bound<'py, $target>;
        type Error = $err;
        #[inline]
        fn into_pyobject(self, py: $python<'py>) -> $result<Self::Output> {
            $member(py, self)
        }
    }
"""


def emit_python_enum(cls: Class) -> str:
    """The glue of an enum whose class is Python's."""
    options = cls.options
    target = at(cls.ident)
    assert options.python_enum is not None
    module = literal(options.module.value) if options.module is not None else None
    indices = "".join(
        f"{cfg_attributes(one.cfgs)} {target}::{at(one.ident)} => {index}, "
        for index, one in enumerate(cls.variants)
    )
    variants = "".join(
        f"{cfg_attributes(one.cfgs)} {index} => {target}::{at(one.ident)}, "
        for index, one in enumerate(cls.variants)
    )
    items = rust(
        _ENUM,
        name=literal(cls.name.value),
        methods_name=literal(f"{cls.name.value}Methods\0\0"),
        module=f"::core::option::Option::Some({module})" if module else "::core::option::Option::None",
        doc=_doc(cls),
        base=f"{api.ENUM_BASE}::{options.python_enum.value}",
        members="".join(_member(cls, one, index, target) for index, one in enumerate(cls.variants)),
        count=str(len(cls.variants)),
        indices=indices,
        variants=variants,
        target=target,
        no_constructor=only_constructor(target, cls.ident),
        **_PATHS,
    )
    return block(items, options.crate_, cfg_attributes(cls.cfgs))


_PATHS = {
    "lazy_enum": api.LAZY_ENUM,
    "enum_def": api.ENUM_DEF,
    "lazy_class": api.LAZY_CLASS,
    "class_def": api.CLASS_DEF,
    "class_state": api.CLASS_STATE,
    "singleton": api.SINGLETON,
    "python_enum": api.PYTHON_ENUM,
    "type_info": api.PY_TYPE_INFO,
    "type_object": api.PY_TYPE_OBJECT,
    "class_like": api.CLASS_LIKE,
    "enum_ref": api.ENUM_REF,
    "richcmpfunc": api.RICHCMPFUNC,
    "receive": api.RECEIVE,
    "from_member": api.FROM_MEMBER,
    "member": api.MEMBER_OBJECT,
    "object": api.OBJECT,
    "deref": api.DEREF_TO_PY_ANY,
    "from_py": api.FROM_PY_OBJECT,
    "into_py": api.INTO_PY_OBJECT,
    "bound": api.BOUND,
    "borrowed": api.BORROWED,
    "any": api.PY_ANY,
    "err": api.PY_ERR,
    "result": api.PY_RESULT,
    "python": api.PYTHON,
    "py_module": api.PY_MODULE,
}


def _member(cls: Class, variant: Variant, index: int, target: str) -> str:
    """The row of one variant."""
    if variant.text is not None:
        value = f"{api.MEMBER_VALUE}::Text({literal(variant.text.value)})"
    else:
        integer = f"::core::primitive::{cls.repr or 'isize'}"
        number = f"{target}::{at(variant.ident)} as {integer} as ::core::primitive::i128"
        value = f"{api.MEMBER_VALUE}::Int({number})"
    return (
        f"{cfg_attributes(variant.cfgs)} {api.MEMBER} {{ index: {index}, name: {literal(variant.name.value)}, "
        f"value: {value}, doc: {_doc(variant)} }}, "
    )


def _doc(item: Class | Variant) -> str:
    return f"{api.CSTR}({docstring(item.docs)})"
