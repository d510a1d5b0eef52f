"""Walking a crate: files, imports, registrations, conditions; and what happens to sources that are odd."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ferrule.crate.entry import crate_model, rust_modules
from ferrule.model.crate import CrateClass, CrateConstant, CrateModel, CrateModule
from ferrule.stubs.entry import stub_files

SOURCES = Path(__file__).parent / "stub_sources"


def write(directory: Path, **files: str) -> Path:
    """Files of a crate by their names below `src`, `__` for `/`; returns the root file."""
    for name, text in files.items():
        path = directory / "src" / (name.replace("__", "/") + ".rs")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return directory / "src" / "lib.rs"


def names(model: CrateModel) -> list[str]:
    """Names of the members of the one module, with those of submodules."""
    assert len(model.modules) == 1

    def walk(module: CrateModule, prefix: str) -> list[str]:
        found = []
        for member in module.members:
            found.append(prefix + member.name)
            if isinstance(member.item, CrateModule):
                found += walk(member.item, f"{prefix}{member.name}.")
        return found

    return walk(model.modules[0], "")


def module(body: str, items: str = "") -> str:
    """A function-form module with the given body."""
    return f"{items}\n#[pymodule]\nfn m(m: &Bound<'_, PyModule>) -> PyResult<()> {{ {body} Ok(()) }}"


def test_paths_lead_through_files_uses_and_globs(tmp_path: Path) -> None:
    root = write(
        tmp_path,
        lib="""
            mod a; mod b { pub mod inner; pub use self::inner::*; }
            #[path = "odd/place.rs"] mod elsewhere;
            use a::deep::{self, Deep as Renamed};
            use b::*;
            #[pymodule]
            fn m(_py: Python<'_>, m: &Bound<'_, PyModule>) -> PyResult<()> {
                m.add_class::<Renamed>()?;
                m.add_class::<Globbed>()?;
                m.add_function(wrap_pyfunction!(deep::helper, m)?)?;
                m.add_function(wrap_pyfunction!(crate::elsewhere::far, m)?)?;
                m.add_wrapped(wrap_pyfunction!(self::a::back))?;
                Ok(())
            }""",
        a__mod="pub mod deep; pub use deep::up as back;",
        a__deep="""
            #[pyclass] pub struct Deep;
            #[pyfunction] pub fn helper() {}
            pub use super::super::b::inner::up;""",
        b__inner="#[pyclass] pub struct Globbed; #[pyfunction] pub fn up() {}",
        odd__place="mod below; pub use below::far;",
        odd__below="#[pyfunction] pub fn far() {}",
    )
    model = crate_model(root)
    assert names(model) == ["Deep", "Globbed", "helper", "far", "up"]
    assert model.modules[0].complete and not model.diagnostics


def test_methods_are_joined_by_resolved_path(tmp_path: Path) -> None:
    root = write(
        tmp_path,
        lib="""
            mod one; mod two; mod methods;
            type Alias = one::Same;
            #[pymethods] impl Alias { fn third(&self) {} }
            """
        + module("m.add_class::<one::Same>()?; m.add_class::<two::Same>()?;"),
        one='#[pyclass(name = "First")] pub struct Same; #[pymethods] impl Same { fn first(&self) {} }',
        two='#[pyclass(name = "Second")] pub struct Same;',
        methods="""
            use crate::two::Same;
            #[pymethods] impl Same { fn second(&self) -> crate::one::Same { todo!() } }""",
    )
    text = stub_files(crate_model(root))["m.pyi"]
    first, second = text.split("class Second")
    assert "def first" in first and "def third" in first and "def second" not in first
    assert "def second(self) -> First: ..." in second


def test_registrations_in_other_functions_and_child_modules(tmp_path: Path) -> None:
    root = write(
        tmp_path,
        lib="mod sub;\nuse sub::register as add_more;\n"
        + module(
            """
            let child = PyModule::new(m.py(), "child")?;
            child.add_function(wrap_pyfunction!(f, &child)?)?;
            let grand = PyModule::new(m.py(), "grand")?;
            grand.add("X", 1.5)?;
            child.add_submodule(&grand)?;
            m.add_submodule(&child)?;
            m.py().import("sys")?.getattr("modules")?.set_item("m.child", &child)?;
            add_more(m.py(), m)?;
            let g = wrap_pyfunction!(f, m)?;
            m.add("g", g)?;
            m.add("__doc__", "text")?;
            """,
            "#[pyfunction] fn f() {}",
        ),
        sub="""
            pub fn register(py: Python<'_>, module: &Bound<'_, PyModule>) -> PyResult<()> {
                if true { module.add_class::<Sub>()?; }
                register(py, module)
            }
            #[pyclass] struct Sub;""",
    )
    model = crate_model(root, "pkg.m")
    assert names(model) == ["Sub", "g", "child", "child.f", "child.grand", "child.grand.X"]
    assert model.modules[0].complete
    files = stub_files(model)
    assert sorted(files) == ["pkg/m/__init__.pyi", "pkg/m/child/__init__.pyi", "pkg/m/child/grand.pyi"]


@pytest.mark.parametrize(
    ("value", "annotation"),
    [
        ("1", "int"),
        ("-1.5", "float"),
        ("0xFFu8", "int"),
        ("2f64", "float"),
        ("true", "bool"),
        ('"a"', "str"),
        ('b"a"', "bytes"),
        ('env!("X")', "str"),
        ('concat!("a", "b")', "str"),
        ("'c'", "str"),
        ('"a".to_string()', "str"),
        ("String::from(NAME)", "str"),
        ("NAME.len()", "int"),
        ("SIZE as f64", "float"),
        ("vec![1, 2]", "list[int]"),
        ('("a", 1)', "tuple[str, int]"),
        ("[1.5, 2.5]", "list[float]"),
        ("unknown()", None),
        ('[1, "a"]', None),
    ],
)
def test_values(value: str, annotation: str | None, tmp_path: Path) -> None:
    model = crate_model(write(tmp_path, lib=module(f'm.add("X", {value})?;')))
    item = model.modules[0].members[0].item
    assert isinstance(item, CrateConstant) and item.python == annotation
    assert model.modules[0].complete


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("for name in NAMES { m.add(name, 1)?; }", "a name is computed (lib.rs:3)"),
        ("add_all!(m, A, B);", "`add_all!` is given the module (lib.rs:3)"),
        ("other_crate::fill(m)?;", "`other_crate::fill` is given the module (lib.rs:3)"),
        ("m.add_class::<Invisible>()?;", "`Invisible` is not found in the crate (lib.rs:3)"),
        ("m.add_function(make(m)?)?;", "the function comes from elsewhere (lib.rs:3)"),
        ("m.dict().set_item(1, 2)?;", "`dict` may add anything (lib.rs:3)"),
        ("m.add_submodule(&made_elsewhere)?;", "a submodule comes from elsewhere (lib.rs:3)"),
    ],
)
def test_what_cannot_be_seen_is_said(body: str, why: str, tmp_path: Path) -> None:
    model = crate_model(write(tmp_path, lib=module(body)))
    assert why in model.modules[0].unknown


def test_conditions(tmp_path: Path) -> None:
    root = write(
        tmp_path,
        lib=module(
            "m.add_class::<A>()?;",
            """
            #[cfg(test)] #[pyfunction] fn tested() {}
            #[cfg_attr(feature = "python", pyclass(frozen), allow(dead_code))]
            struct A {
                #[cfg_attr(feature = "python", pyo3(get))] x: i64,
                #[cfg_attr(test, pyo3(get))] y: i64,
            }
            #[cfg_attr(feature = "python", pymethods)]
            impl A {
                #[cfg(any())]
                fn never(&self) {}
                #[cfg_attr(feature = "python", new)]
                fn new(x: i64) -> Self { A { x, y: 0 } }
            }
            #[cfg(all(test, feature = "a"))] mod missing;
            """,
        ),
    )
    model = crate_model(root)
    text = stub_files(model)["m.pyi"]
    assert "def x(self) -> int" in text and "__new__(cls, x: SupportsIndex)" in text
    assert "def y" not in text and "never" not in text and not model.diagnostics


def test_declarative_modules(tmp_path: Path) -> None:
    root = write(
        tmp_path,
        lib="""
            mod parts;
            #[pymodule(name = "outer")]
            mod rust_name {
                #[pymodule_export]
                use super::parts::{Exported, function as renamed, nested};
                #[cfg(test)]
                #[pyfunction]
                fn hidden() {}
                #[pyfunction]
                #[pyo3(name = "other")]
                fn own() {}
                #[pymodule]
                mod inner { #[pyclass] struct Inside; }
                #[pymodule_init]
                fn init(m: &Bound<'_, PyModule>) -> PyResult<()> { m.add("LATE", 1) }
            }""",
        parts="""
            create_exception!(outer, Exported, PyValueError);
            #[pyfunction] pub fn function() {}
            #[pymodule(submodule)] pub mod nested { #[pyfunction] fn deep() {} }""",
    )
    model = crate_model(root)
    assert model.modules[0].name == "outer"
    assert names(model) == [
        *("Exported", "function", "nested", "nested.deep", "other", "inner", "inner.Inside", "LATE")
    ]
    assert model.modules[0].complete


def test_macros_that_mention_a_class_leave_it_open(tmp_path: Path) -> None:
    items = "#[pyclass] struct Open; #[pyclass] struct Shut; add_methods!(Open);"
    model = crate_model(write(tmp_path, lib=module("m.add_class::<Open>()?; m.add_class::<Shut>()?;", items)))
    classes = [one.item for one in model.modules[0].members if isinstance(one.item, CrateClass)]
    assert [one.complete for one in classes] == [False, True]


def test_broken_files_are_reported_and_the_rest_is_kept(tmp_path: Path) -> None:
    root = write(
        tmp_path,
        lib="mod broken; mod missing;\n"
        + module("m.add_class::<Good>()?; m.add_class::<broken::Bad>()?;", "#[pyclass] struct Good;"),
        broken="#[pyclass] pub struct Bad { x: i64 \n fn ((",
    )
    model = crate_model(root)
    assert names(model) == ["Good"]
    assert model.modules[0].unknown == ("`broken::Bad` is not found in the crate (lib.rs:4)",)
    assert [Path(one.path).name for one in model.diagnostics] == ["broken.rs"]
    assert "def __getattr__" in stub_files(model)["m.pyi"]


def test_broken_rules_are_reported(tmp_path: Path) -> None:
    source = module("m.add_function(wrap_pyfunction!(f, m)?)?;", "#[pyfunction(nmae = 'x')] fn f<T>(x: T) {}")
    model = crate_model(write(tmp_path, lib=source))
    assert [one.diagnostic.message for one in model.diagnostics]
    assert names(model) == ["f"]


def test_circles_end(tmp_path: Path) -> None:
    root = write(
        tmp_path,
        lib="""
            mod a; pub use a::*; use a::Nowhere;
            #[pymodule] mod m { #[pymodule_export] use super::m; #[pymodule_export] use super::Nowhere; }""",
        a='pub use super::*; #[path = "a.rs"] mod again; pub use super::Nowhere;',
    )
    model = crate_model(root)
    assert [one.name for one in model.modules] == ["m"]
    assert not model.modules[0].complete


def test_nothing_there(tmp_path: Path) -> None:
    assert crate_model(tmp_path).modules == ()
    assert stub_files(crate_model(tmp_path / "no.rs")) == {}
    assert rust_modules(tmp_path) == []
    (tmp_path / "bytes.rs").write_bytes(b"\xff\xfe\x00fn")
    assert crate_model(tmp_path / "bytes.rs").modules == ()


def test_the_module_that_is_asked_for_is_taken(tmp_path: Path) -> None:
    both = "#[pymodule] fn one(m: &Bound<'_, PyModule>) {} #[pymodule] fn two(m: &Bound<'_, PyModule>) {}"
    root = write(tmp_path, lib=both)
    assert [one.name for one in crate_model(root, "pkg.two").modules] == ["pkg.two"]
    assert [one.name for one in crate_model(root).modules] == ["one"]


def test_modules_are_listed_with_their_places() -> None:
    found = rust_modules(SOURCES / "gallery")
    assert [(one.name, Path(one.path).name, one.form, one.nested) for one in found] == [
        ("gallery", "lib.rs", "function", False),
        ("shapes", "shapes.rs", "inline", True),
        ("solid", "shapes.rs", "inline", True),
    ]
    line = (SOURCES / "gallery/src/lib.rs").read_text().splitlines()[found[0].line - 1]
    assert line[found[0].column - 1 :].startswith("gallery(")


GALLERY = (SOURCES / "gallery/src/lib.rs").read_text()
SLOTS = (SOURCES / "slots.rs").read_text()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_damaged_sources_never_crash(data: st.DataObject, tmp_path: Path) -> None:
    """Any piece cut out of a source, or put in, leaves a model, and stubs that are Python."""
    text = data.draw(st.sampled_from([GALLERY, SLOTS]))
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 40)))
    added = data.draw(st.sampled_from(["", "(", "}", "#[", '"', "<", "mod x;", "'a", "::", "\\", "ü"]))
    path = tmp_path / "damaged.rs"
    path.write_text(text[:start] + added + text[end:])
    for name, stub in stub_files(crate_model(path, "damaged")).items():
        compile(stub, name, "exec")


DEEP = 1500
FUNCTION = "m.add_function(wrap_pyfunction!(f, m)?)?;"
MODULES = range(400)
EVERY = " ".join(f"pub use super::m{other}::*;" for other in range(12))
STRESS = {
    "brackets in a body": module("(" * DEEP + ")" * DEEP),
    "brackets that stay open": module("(" * DEEP),
    "a type": module(FUNCTION, "#[pyfunction] fn f(a: " + "Vec<" * DEEP + "u8" + ">" * DEEP + ") {}"),
    "modules": "mod a {" * DEEP + "}" * DEEP + module(""),
    "conditions": "#[cfg(" + "not(" * DEEP + "test" + ")" * DEEP + ")] fn f() {}" + module(""),
    "imports of imports": module(
        FUNCTION,
        "#[pyfunction] fn f(a: m0::T) {} mod m400 { pub struct T; }"
        + "".join(f"mod m{at} {{ pub use super::m{at + 1}::T; }}\n" for at in MODULES),
    ),
    "globs of globs": module(
        FUNCTION,
        "#[pyfunction] fn f(a: m0::Nope) {} mod z { pub use super::q::Gone as Nope; }"
        + "".join(f"mod m{at} {{ pub use super::*; {EVERY} }}" for at in range(12)),
    ),
    "aliases": module(
        FUNCTION,
        "#[pyfunction] fn f(a: A0) {}" + "".join(f"type A{at} = Vec<A{at + 1}>;" for at in MODULES),
    ),
    "calls": module(
        "r0(m)?;",
        "".join(f"fn r{at}(m: &Bound<'_, PyModule>) {{ r{at + 1}(m) }}\n" for at in MODULES),
    ),
}


@pytest.mark.parametrize("name", STRESS)
def test_depth_and_breadth_end(name: str, tmp_path: Path) -> None:
    """However deep things lie in each other: an answer, soon enough to be no search of everything."""
    (tmp_path / "m.rs").write_text(STRESS[name])
    started = time.process_time()
    model = crate_model(tmp_path / "m.rs", "m")
    stub_files(model)
    assert time.process_time() - started < 30  # processor time: a search of everything takes hours
    assert model.modules or model.diagnostics
