"""`#[pymodule]`: the definition, the function that fills the module, and the init symbol.

The inline form is written again around its own body, because its glue must see what is private in it.
"""

from __future__ import annotations

from collections.abc import Sequence

from ferrule.base.diagnostics import Span
from ferrule.base.text import rust
from ferrule.emit import names
from ferrule.emit import runtime_api as api
from ferrule.emit.block import block, cfg_attributes, root
from ferrule.emit.function import side_module
from ferrule.emit.tokens import at, docstring, literal, on
from ferrule.model.module import Export, Module

_FUNCTION_FORM = """
    $item
    $side
    $block
"""

_ITEMS = """
    static __FERRULE_MODULE: $module_def = $module_def::new($name, $doc, __ferrule_fill, __ferrule_exec);
    fn __ferrule_fill($module: &$bound<'_, $py_module>) -> $result<()> {
        $fill
        ::core::result::Result::Ok(())
    }
    unsafe extern "C" fn __ferrule_exec(module: *mut $object) -> ::core::ffi::c_int {
        unsafe { $exec(&__FERRULE_MODULE, module) }
    }
    $init
    impl $module_trait for $target {
        fn def() -> &'static $module_def {
            &__FERRULE_MODULE
        }
    }
"""

_INIT = """
    #[unsafe(export_name = $symbol)]
    pub unsafe extern "C" fn __ferrule_init() -> *mut $object {
        if ::core::cfg!(panic = "unwind") {
            $report_panics();
        }
        __FERRULE_MODULE.init()
    }
"""

_WITH_FUNCTIONS = """
    $attributes
    $head {
        $body
    }
"""

_INLINE = """
    $attributes
    $head {
        $body
        #[doc(hidden)]
        #[allow(unreachable_pub, dead_code)]
        pub enum $def {}
        #[doc(hidden)]
        #[allow(unreachable_pub, dead_code)]
        pub const $export: $root::glue::Export = $root::glue::Export::module::<$def>();
        $block
    }
"""

_MODULE = names.PREFIX + "module"


def emit_module(module: Module, cuts: Sequence[Span]) -> str:
    """The glue of a module. `cuts` are the helper attributes within it; what must stand in its body makes it
    part of the glue."""
    if module.form == "inline":
        return _inline(module, cuts)
    cfgs = cfg_attributes(module.cfgs)
    items = _items(module, _call_user(module), f"{module.rust_name}::{names.DEF_TYPE}")
    return rust(
        _FUNCTION_FORM,
        item=_with_functions(module) if module.functions else "",
        side=side_module(module, "module"),
        block=block(items, module.crate_path, cfgs),
    )


def _items(module: Module, fill: str, target: str) -> str:
    init = ""
    if not module.submodule:
        symbol = literal(f"PyInit_{module.name.value}")
        init = rust(_INIT, symbol=symbol, object=api.PY_OBJECT, report_panics=api.REPORT_PANICS)
    return rust(
        _ITEMS,
        name=f"{api.CSTR}({literal(module.qualified_name + chr(0))})",
        doc=f"{api.CSTR}({docstring(module.docs)})",
        fill=fill,
        init=init,
        target=target,
        module=_MODULE,
        module_def=api.MODULE_DEF,
        module_trait=api.MODULE,
        exec=api.EXEC,
        bound=api.BOUND,
        py_module=api.PY_MODULE,
        result=api.PY_RESULT,
        object=api.PY_OBJECT,
    )


def _call_user(module: Module) -> str:
    """The statement that runs the fn form's function, or a `#[pymodule_init]`."""
    init = module.init
    if init is None:
        return ""
    arguments = [f"{_MODULE}.py()"] if init.takes_python else []
    if init.module_type is not None:
        by_reference = init.module_type.kind == "reference"
        arguments.append(_MODULE if by_reference else f"{_MODULE}.clone()")
    call = f"{at(init.ident)}({', '.join(arguments)})"
    place = init.returns.span if init.returns is not None else init.ident
    return f"let {names.RESULT} = {call};\n" + on(place, f"{api.EXEC_RESULT}({names.RESULT})?;")


def _inline(module: Module, cuts: Sequence[Span]) -> str:
    assert module.body is not None
    registrations = "\n".join(_register(export) for export in module.exports)
    items = _items(module, registrations + "\n" + _call_user(module), names.DEF_TYPE)
    kept = " ".join(at(span) for span in module.kept_attributes)
    return rust(
        _INLINE,
        attributes=kept,
        head=at(module.head),
        body=_edited(module.body, _inline_edits(module, module.body, cuts)),
        block=block(items, module.crate_path),
        root=root(module.crate_path),
        export=names.EXPORT,
        **{"def": names.DEF_TYPE},
    )


_Edit = tuple[int, int, str]
"""Where a text stands in for the user's: from, to, the text."""


def _inline_edits(module: Module, body: Span, cuts: Sequence[Span]) -> list[_Edit]:
    """Without helper attributes, and with what nested items must know."""
    edits: list[_Edit] = [
        (cut.start, cut.end, "") for cut in cuts if body.start <= cut.start and cut.end <= body.end
    ]
    for export in module.exports:
        added = _added_options(module, export)
        if added and export.attribute is not None:
            edits.append((export.attribute.end, export.attribute.end, added))
    return edits


def _with_functions(module: Module) -> str:
    """The function form with its `#[pyfn]`s: each a `#[pyfunction]`, which is added right behind it."""
    assert module.body is not None
    path = root(module.crate_path)
    crate = f"#[pyo3(crate = {literal(path)})]" if module.crate_path is not None else ""
    edits: list[_Edit] = []
    for one in module.functions:
        options = f"({at(one.options)})" if one.options is not None else ""
        edits.append((one.attribute.start, one.attribute.end, f"#[{path}::pyfunction{options}] {crate}"))
        add = f"{path}::glue::add_function::<{one.rust_name}::{names.DEF_TYPE}>(&{at(one.module)})?"
        edits.append(
            (one.span.end, one.span.end, f"{cfg_attributes(one.cfgs)} {{ {on(one.attribute, add)}; }}")
        )
    return rust(
        _WITH_FUNCTIONS,
        attributes=" ".join(at(span) for span in module.kept_attributes),
        head=at(module.head),
        body=_edited(module.body, edits),
    )


def _edited(body: Span, edits: Sequence[_Edit]) -> str:
    """The user's own tokens with some of them replaced."""
    pieces: list[str] = []
    position = body.start
    for start, end, text in sorted(edits):
        if start > position:
            pieces.append(at(Span(position, start)))
        pieces.append(text)
        position = max(position, end)
    if position < body.end:
        pieces.append(at(Span(position, body.end)))
    return " ".join(piece for piece in pieces if piece)


def _added_options(module: Module, export: Export) -> str:
    if export.has_module_option:
        return "#[pyo3(submodule)]" if export.kind == "module" else ""
    name = literal(module.qualified_name)
    if export.kind == "class":
        return f"#[pyo3(module = {name})]"
    if export.kind == "module":
        return f"#[pyo3(submodule, module = {name})]"
    return ""


def _register(export: Export) -> str:
    cfgs = cfg_attributes(export.cfgs)
    name = literal(export.python_name or export.path)
    calls = {
        "function": f"{api.ADD_FUNCTION}::<{export.path}::{names.DEF_TYPE}>({_MODULE})?;",
        "class": f"{api.ADD_CLASS}::<{export.path}>({_MODULE})?;",
        "module": f"{api.ADD_SUBMODULE}::<{export.path}::{names.DEF_TYPE}>({_MODULE})?;",
        "constant": f"{api.ADD_VALUE}({_MODULE}, {name}, {export.path})?;",
        "use": f"{{ use {api.CLASS_EXPORT} as _; "
        + on(export.span, f"{export.path}::{names.EXPORT}.add({_MODULE})?;")
        + " }",
    }
    call = calls[export.kind]
    return f"{cfgs} {{ {call} }}" if cfgs else call
