"""The parts of a build that need no compiler: plans, freshness, messages, the cache."""

from __future__ import annotations

import json
import threading
import time
from pathlib import Path

import pytest

from ferrule.base import cachedir
from ferrule.base.errors import BuildError, ProjectError, SourceError, SystemFault
from ferrule.base.record import replace
from ferrule.build import direct, freshness, messages, store
from ferrule.build.artifact import check_exports, exported_modules
from ferrule.build.bridge_crate import own_version, version_for
from ferrule.build.mirror import make_mirror
from ferrule.build.plan import Plan, make_plan, python_cfgs
from ferrule.build.report import Quiet
from ferrule.project.discover import Project, discover
from ferrule.project.manifest import read_manifest
from ferrule.toolchain.interpreters import this_interpreter
from ferrule.toolchain.rustc import find_rustc

PYTHON = replace(this_interpreter(), version=(3, 12, 1), free_threaded=False, debug=False)
MANIFEST = """
[package]
name = "crate-name"
version = "1.2.3-rc.1"
edition = "2021"
authors = ["A", "B"]
[lib]
crate-type = ["cdylib"]
[dependencies]
pyo3 = { version = "0.29"FEATURES }
"""


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of its own."""
    monkeypatch.setenv("FERRULE_CACHE_DIR", str(tmp_path / "cache"))
    return tmp_path / "cache"


def project(directory: Path, features: str = "", more: str = "") -> Project:
    (directory / "src").mkdir(parents=True, exist_ok=True)
    (directory / "src" / "lib.rs").write_text("")
    (directory / "Cargo.toml").write_text(MANIFEST.replace("FEATURES", features) + more)
    return discover(directory)


def plan(found: Project, **changes: object) -> Plan:
    made = make_plan(found, PYTHON, rustc=find_rustc(), linker=None, debug=False)
    return replace(made, **changes) if changes else made


def test_plan_of_a_plain_crate(tmp_path: Path) -> None:
    made = plan(project(tmp_path))
    assert made.why_cargo is None and made.abi3 is None
    assert python_cfgs(made) == [f"Py_3_{minor}" for minor in range(7, 13)]
    arguments = direct.arguments(made)
    assert {"--crate-name=crate_name", "--edition=2021", "-Copt-level=3", "-Cstrip=symbols"} <= set(arguments)
    environment = direct.environment(made)
    assert environment["CARGO_PKG_VERSION"] == "1.2.3-rc.1" and environment["CARGO_PKG_VERSION_PRE"] == "rc.1"
    assert environment["CARGO_PKG_AUTHORS"] == "A:B" and environment["CARGO_PKG_VERSION_PATCH"] == "3"


def test_profiles_are_honoured(tmp_path: Path) -> None:
    more = (
        '[profile.release]\nlto = "thin"\ncodegen-units = 1\npanic = "abort"\n'
        'strip = "none"\n[profile.dev]\nopt-level = 1\n'
    )
    found = project(tmp_path, more=more)
    release = set(direct.arguments(plan(found)))
    assert {"-Clto=thin", "-Ccodegen-units=1", "-Cpanic=abort", "-Cstrip=none"} <= release
    debug = set(direct.arguments(plan(found, debug=True)))
    assert {"-Copt-level=1", "-Cdebug-assertions=on"} <= debug


def test_stable_abi(tmp_path: Path) -> None:
    made = plan(project(tmp_path, ', features = ["abi3-py310"]'))
    assert made.abi3 == 10 and made.minor == 10
    assert "Py_LIMITED_API" in python_cfgs(made) and "Py_3_11" not in python_cfgs(made)
    assert plan(project(tmp_path, ', features = ["abi3"]')).abi3 == 12
    assert plan(project(tmp_path, ', features = ["abi3-py38"]')).abi3 == 9
    with pytest.raises(ProjectError, match=r"asks for Python 3\.13 or newer"):
        plan(project(tmp_path, ', features = ["abi3-py313"]'))


def test_features_that_need_other_crates_go_to_cargo(tmp_path: Path) -> None:
    assert "`chrono`" in str(plan(project(tmp_path, ', features = ["chrono"]')).why_cargo)


def test_features_without_effect_share_the_runtime(tmp_path: Path) -> None:
    plain = plan(project(tmp_path))
    seed = plan(project(tmp_path, ', features = ["extension-module"]'))
    assert plain.bridge_features == seed.bridge_features == ("macros",)


def test_reasons_for_a_rebuild(tmp_path: Path) -> None:
    source = tmp_path / "a.rs"
    source.write_text("one")
    (tmp_path / "lib.so").write_text("")
    inputs = freshness.Inputs({"rustc": "1", "the compiler's arguments": "x"})
    state = {
        "inputs": inputs.parts,
        "sources": freshness.record_sources([source], tmp_path, time.time()),
        "environment": {"CARGO_PKG_VERSION": "1"},
        "library": "lib.so",
    }

    def why(changed: freshness.Inputs = inputs, **environment: str) -> str | None:
        return freshness.why_stale(
            state, changed, tmp_path, tmp_path, {"CARGO_PKG_VERSION": "1", **environment}
        )

    assert why() is None
    assert freshness.why_stale(None, inputs, tmp_path, tmp_path, {}) == "it was not built before"
    assert why(freshness.Inputs({**inputs.parts, "rustc": "2"})) == "rustc changed"
    assert why(CARGO_PKG_VERSION="2") == "the environment variable CARGO_PKG_VERSION changed"
    source.write_text("two")
    assert why() == "a.rs changed"
    source.unlink()
    assert why() == "a.rs is gone"
    source.write_text("one")
    (tmp_path / "lib.so").unlink()
    assert why() == "the built library is gone from the cache"


def test_dep_info(tmp_path: Path) -> None:
    info = tmp_path / "x.d"
    info.write_text(
        "out/x.so: src/lib.rs src/a\\ b.rs\n\nsrc/lib.rs:\nsrc/a\\ b.rs:\n\n# "
        "env-dep:CARGO_PKG_VERSION=1.0\n# env-dep:NOT_SET\n"
    )
    files, environment = messages.dependencies(info, tmp_path)
    assert files == [tmp_path / "src" / "lib.rs", tmp_path / "src" / "a b.rs"]
    assert environment == {"CARGO_PKG_VERSION": "1.0", "NOT_SET": None}
    assert messages.dependencies(tmp_path / "gone.d", tmp_path) == ([], {})


def diagnostic(level: str, text: str, *, placed: bool = True) -> str:
    return json.dumps(
        {"message": text, "level": level, "spans": [{}] if placed else [], "rendered": f"{level}: {text}\n"}
    )


def test_failures_are_sentences() -> None:
    stream = "\n".join(
        [
            diagnostic("error", "bad"),
            diagnostic("warning", "hm"),
            diagnostic("error", "aborting due to x", placed=False),
        ]
    )
    found, other = messages.parse_stream(stream + "\nnoise")
    assert other == ["noise"]
    error = messages.failure(found, other, "`m`", code=1)
    assert isinstance(error, SourceError) and error.summary == "`m` does not compile: 1 error."
    assert "error: bad" in error.detail and "warning: hm" in error.detail and "aborting" not in error.detail
    linking, _ = messages.parse_stream(
        diagnostic("error", "linking with `cc` failed: exit status: 1", placed=False)
    )
    assert isinstance(messages.failure(linking, [], "`m`", code=1), BuildError)
    full, _ = messages.parse_stream(
        diagnostic("error", "x: No space left on device (os error 28)", placed=False)
    )
    assert isinstance(messages.failure(full, [], "`m`", code=1), SystemFault)
    assert "exit code -9" in messages.failure([], [], "`m`", code=-9).summary


def test_exports(tmp_path: Path) -> None:
    image = b"\x7fELF..\0PyInit_other\0malloc\0_PyInit_mac\0notPyInit_x\0"
    assert exported_modules(image) == {"other", "mac"}
    found = project(tmp_path)
    check_exports(b"\0PyInit_crate_name\0", found)
    with pytest.raises(SourceError, match="no #\\[pymodule\\]"):
        check_exports(b"", found)
    with pytest.raises(SourceError, match=r'`other`.*`crate_name`.*name = "other"'):
        check_exports(b"\0PyInit_other\0", found)


def test_cache_falls_back_once_with_a_warning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("FERRULE_CACHE_DIR", str(tmp_path / "file" / "below"))
    root = cachedir.cache_root()
    assert root.warning is not None and "cannot be written" in root.warning and root.path.is_dir()
    monkeypatch.setenv("FERRULE_CACHE_DIR", str(tmp_path / "good"))
    assert cachedir.cache_root() == cachedir.CacheRoot(tmp_path / "good", None)


def test_lock_keeps_others_out_and_sweeps(cache: Path) -> None:
    slot = store.slot("builds", "x", "key")
    order: list[str] = []
    report = Quiet()

    def second() -> None:
        with store.locked(slot, report, "`x`"):
            order.append("second")

    with store.locked(slot, report, "`x`"):
        (slot / "tmp-1-1").mkdir()
        thread = threading.Thread(target=second)
        thread.start()
        thread.join(0.1)
        order.append("first")
    thread.join()
    assert order == ["first", "second"] and report.lines == ["waiting for another build of `x`"]
    assert not list(slot.glob("tmp-*"))


def test_lock_that_is_never_released(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "LOCK_PATIENCE", 0.05)
    slot = store.slot("builds", "x", "key")
    message = "Another process has been building"
    with store.locked(slot, Quiet(), "`x`"), pytest.raises(SystemFault, match=message):
        store.locked(slot, Quiet(), "`x`").__enter__()


def test_damaged_state_is_no_state(cache: Path) -> None:
    slot = store.slot("builds", "x", "key")
    store.write_state(slot, {"a": 1})
    assert store.read_state(slot) == {"a": 1}
    (slot / "state.json").write_text('{"a"')
    assert store.read_state(slot) is None


@pytest.mark.parametrize(
    ("requirement", "version"),
    [
        ("0.27", "0.27.99"),
        ("^0.25.1", "0.25.99"),
        ("=0.24.2", "0.24.2"),
        ("~0.23.1", "0.23.99"),
        (">=0.22, <0.26", "0.25.99"),
        ("*", own_version()),
        ("0.29", own_version()),
        ("0.29.99", "0.29.99"),
    ],
)
def test_versions_that_requirements_allow(requirement: str, version: str) -> None:
    assert version_for(requirement) == version


def test_mirror_inside_a_dependency(cache: Path, tmp_path: Path) -> None:
    found = project(tmp_path / "outer" / "examples" / "crate", more='outer = { path = "../.." }\n')
    (tmp_path / "outer" / "Cargo.toml").write_text('[package]\nname = "outer"\n')
    (tmp_path / "outer" / "examples" / "other").mkdir()
    assert found.manifest is not None
    mirror = make_mirror(found.manifest, store.slot("mirrors", "x", "key"), Quiet())
    inside = mirror.manifest.parent
    assert (inside / "../../Cargo.toml").resolve() == tmp_path / "outer" / "Cargo.toml"
    assert (inside / "../other").is_symlink() and (inside / "src").is_symlink()
    assert not (inside / "Cargo.lock").is_symlink()


def test_mirror(cache: Path, tmp_path: Path) -> None:
    found = project(tmp_path / "space" / "crate", more='sibling = { path = "../../sibling" }\n')
    (tmp_path / "sibling").mkdir()
    (tmp_path / "sibling" / "Cargo.toml").write_text(
        '[package]\nname = "sibling"\n[dependencies]\nthird = { path = "../third" }\n'
    )
    (tmp_path / "third").mkdir()
    (tmp_path / "space" / "crate" / "Cargo.lock").write_text("locked")
    assert found.manifest is not None
    slot = store.slot("mirrors", "x", "key")
    mirror = make_mirror(read_manifest(found.manifest.path), slot, Quiet())
    inside = mirror.manifest.parent
    assert (inside / "src").is_symlink() and (inside / "Cargo.lock").read_text() == "locked"
    assert not (inside / "Cargo.lock").is_symlink()
    assert (inside / "../../sibling").resolve() == (tmp_path / "sibling") and (
        inside / "../../third"
    ).exists()
    assert mirror.real(f"--> {inside}/src/lib.rs:1:1") == f"--> {tmp_path}/space/crate/src/lib.rs:1:1"
    (inside / "Cargo.lock").write_text("patched")
    make_mirror(found.manifest, slot, Quiet())
    assert (inside / "Cargo.lock").read_text() == "patched"
    (tmp_path / "space" / "crate" / "Cargo.lock").write_text("newer")
    (tmp_path / "space" / "crate" / "src").rename(tmp_path / "space" / "crate" / "source")
    make_mirror(found.manifest, slot, Quiet())
    assert (inside / "Cargo.lock").read_text() == "newer"
    assert sorted(path.name for path in inside.iterdir()) == ["Cargo.lock", "Cargo.toml", "source"]
