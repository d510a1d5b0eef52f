"""Crates beside `pyo3` that projects name directly, by version and by path: `pyo3-ffi` and
`pyo3-build-config`; and several versions in one graph. Everything is offline.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from build_rig import Rig, write_crate

pytestmark = pytest.mark.slow

BUILD_SCRIPT = """\
fn main() {
    pyo3_build_config::use_pyo3_cfgs();
    pyo3_build_config::add_extension_module_link_args();
    let config = pyo3_build_config::get();
    assert_eq!(config.implementation.to_string(), "CPython");
    let oldest = pyo3_build_config::PythonVersion { major: 3, minor: 9 };
    assert!(config.version >= oldest && config.executable.is_some());
    println!("cargo:rustc-env=SEEN={} {} {}", config.version, config.abi3, config.version() == oldest);
}
"""

RAW = """\
use pyo3_ffi::*;
use std::ptr::null_mut;

unsafe extern "C" fn seen(_: *mut PyObject, _: *mut PyObject) -> *mut PyObject {
    let text = concat!(env!("SEEN"), "\\0");
    unsafe { PyUnicode_FromString(text.as_ptr().cast()) }
}

#[cfg(not(Py_3_9))]
compile_error!("the build script gave no cfgs");

#[no_mangle]
pub unsafe extern "C" fn PyInit_raw() -> *mut PyObject {
    let methods = Box::leak(Box::new([
        PyMethodDef {
            ml_name: c_str!("seen").as_ptr(),
            ml_meth: PyMethodDefPointer { PyCFunction: seen },
            ml_flags: METH_NOARGS,
            ml_doc: std::ptr::null(),
        },
        PyMethodDef::zeroed(),
    ]));
    let module = Box::leak(Box::new(PyModuleDef {
        m_base: PyModuleDef_HEAD_INIT,
        m_name: c_str!("raw").as_ptr(),
        m_doc: std::ptr::null(),
        m_size: 0,
        m_methods: methods.as_mut_ptr(),
        m_slots: null_mut(),
        m_traverse: None,
        m_clear: None,
        m_free: None,
    }));
    unsafe { PyModule_Create(module) }
}
"""


def write_raw(root: Path, dependencies: str) -> Path:
    """A module that uses the C API and a build script."""
    (root / "src").mkdir(parents=True)
    (root / "src" / "lib.rs").write_text(RAW)
    (root / "build.rs").write_text(BUILD_SCRIPT)
    (root / "Cargo.toml").write_text(
        '[package]\nname = "raw"\nversion = "0.1.0"\nedition = "2021"\n[workspace]\n'
        f'[lib]\ncrate-type = ["cdylib"]\n{dependencies}'
    )
    return root


def test_the_c_api_alone_with_a_build_script(tool: Rig, tmp_path: Path) -> None:
    raw = write_raw(
        tmp_path / "raw",
        '[dependencies]\npyo3-ffi = { version = "0.28", features = ["abi3-py39"] }\n'
        '[build-dependencies]\npyo3-build-config = "0.28"\n',
    )
    built = tool.ferrule("develop", raw, "--debug")
    assert built.returncode == 0, built.stderr
    assert tool.run("import raw; print(raw.seen())") == "3.9 true true"
    assert "abi3" in tool.run("import raw; print(raw.__file__)")
    assert not (raw / "Cargo.lock").exists()


def test_a_checkout_of_pyo3_named_by_paths(tool: Rig, tmp_path: Path) -> None:
    """As PyO3's own examples are: they lie inside the crate that they depend on."""
    checkout = tmp_path / "pyo3"
    for folder, name in (("", "pyo3"), ("pyo3-ffi", "pyo3-ffi"), ("pyo3-build-config", "pyo3-build-config")):
        (checkout / folder / "src").mkdir(parents=True)
        (checkout / folder / "src" / "lib.rs").write_text('compile_error!("PyO3\'s own crate");')
        (checkout / folder / "Cargo.toml").write_text(f'[package]\nname = "{name}"\nversion = "9.9.9"\n')
    raw = write_raw(
        checkout / "pyo3-ffi" / "examples" / "raw",
        '[dependencies]\npyo3-ffi = { path = "../.." }\n'
        '[build-dependencies]\npyo3-build-config = { path = "../../../pyo3-build-config" }\n',
    )
    built = tool.ferrule("develop", raw, "--debug")
    assert built.returncode == 0, built.stderr
    assert tool.run("import raw; print(raw.seen())").endswith(" false false")
    assert (checkout / "pyo3-ffi" / "Cargo.toml").read_text().endswith('"9.9.9"\n')


def test_versions_of_several_local_crates(tool: Rig, tmp_path: Path) -> None:
    """A crate on 0.29 that uses one on 0.27: both are ours, under the version that each asked for."""
    old = tmp_path / "space" / "old"
    new = tmp_path / "space" / "new"
    for root, version, more in ((old, "0.27", ""), (new, "0.29", 'old = { path = "../old" }\n')):
        (root / "src").mkdir(parents=True)
        (root / "Cargo.toml").write_text(
            f'[package]\nname = "{root.name}"\nversion = "0.1.0"\nedition = "2021"\n[dependencies]\n'
            f'pyo3 = "{version}"\n{more}'
        )
    (tmp_path / "space" / "Cargo.toml").write_text('[workspace]\nmembers = ["old", "new"]\nresolver = "2"\n')
    with (new / "Cargo.toml").open("a") as manifest:
        manifest.write('[lib]\ncrate-type = ["cdylib"]\n')
    (old / "src" / "lib.rs").write_text(
        "pub fn minor() -> u8 {\n    pyo3::Python::with_gil(|py| py.version_info().minor)\n}\n"
    )
    (new / "src" / "lib.rs").write_text(
        "#[pyo3::pymodule]\nmod new {\n"
        "    #[pyo3::pyfunction]\n    fn minor() -> u8 {\n        old::minor()\n    }\n}\n"
    )
    built = tool.ferrule("develop", new, "--debug")
    assert built.returncode == 0, built.stderr
    assert tool.run("import new, sys; print(new.minor() == sys.version_info.minor)") == "True"


def test_a_library_is_also_the_module_of_its_name_inside_itself(tool: Rig, tmp_path: Path) -> None:
    """maturin would put it there, and code imports it from there."""
    assert tool.ferrule("develop", write_crate(tmp_path / "fast", "fast"), "--debug").returncode == 0
    assert tool.run("from fast.fast import twice; print(twice(4))") == "8"
    assert tool.run("import fast.fast, sys; print(sys.modules['fast.fast'] is fast)") == "True"
    assert tool.run("import fast; print(hasattr(fast, 'fast'))") == "False"


def test_a_member_of_a_workspace_in_a_mixed_layout(tool: Rig, tmp_path: Path) -> None:
    """Inherited pyo3 with features, a path dependency on another member, an underscore name in a package."""
    space = tmp_path / "space"
    (space / "core" / "src").mkdir(parents=True)
    (space / "Cargo.toml").write_text(
        '[workspace]\nmembers = ["core", "bindings/py"]\nresolver = "2"\n[workspace.dependencies]\n'
        'pyo3 = { version = "0.26", features = ["abi3-py39"] }\ncore-part = { path = "core" }\n'
    )
    (space / "core" / "Cargo.toml").write_text(
        '[package]\nname = "core-part"\nversion = "0.1.0"\nedition = "2021"\n'
    )
    (space / "core" / "src" / "lib.rs").write_text("pub fn twice(x: i64) -> i64 {\n    2 * x\n}\n")
    bindings = space / "bindings" / "py"
    package = bindings / "lib" / "deep_pkg" / "inner"
    package.mkdir(parents=True)
    for place in (package, package.parent):
        (place / "__init__.py").write_text("")
    (bindings / "src").mkdir()
    (bindings / "Cargo.toml").write_text(
        '[package]\nname = "py-part"\nversion = "0.1.0"\nedition = "2021"\n'
        '[lib]\nname = "_native"\ncrate-type = ["cdylib"]\n'
        "[dependencies]\npyo3.workspace = true\ncore-part.workspace = true\n"
    )
    (bindings / "pyproject.toml").write_text(
        '[project]\nname = "deep-pkg"\nversion = "1"\n[build-system]\nrequires = ["maturin"]\n'
        'build-backend = "maturin"\n[tool.maturin]\npython-source = "lib"\n'
        'module-name = "deep_pkg.inner._native"\n'
    )
    (bindings / "src" / "lib.rs").write_text(
        "use pyo3::prelude::*;\n#[pyfunction]\nfn twice(x: i64) -> i64 {\n    core_part::twice(x)\n}\n"
        "#[pymodule]\nfn _native(m: &Bound<'_, PyModule>) -> PyResult<()> {\n"
        "    m.add_function(wrap_pyfunction!(twice, m)?)\n}\n"
    )
    built = tool.ferrule("develop", bindings, "--debug")
    assert built.returncode == 0, built.stderr
    assert tool.run("from deep_pkg.inner import _native as n; print(n.twice(4))") == "8"
    assert ".abi3.so" in tool.run("import deep_pkg.inner._native as n; print(n.__file__)")
    assert not list(space.rglob("Cargo.lock"))
