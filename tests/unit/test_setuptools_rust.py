"""`[tool.setuptools-rust]`: its tables as settings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ferrule.base.errors import ProjectError
from ferrule.project import setuptools_rust
from ferrule.project.kinds import ModuleSource
from ferrule.project.settings import Settings, read_settings

PARAMETERS = """args binding cargo-manifest-args debug env features generated-files native optional path
py-limited-api quiet rust-version rustc-flags script strip target""".split()  # noqa: SIM905
"""The parameters of `RustExtension`, setuptools-rust 1.13."""


def read(*modules: dict[str, Any], where: Path = Path("pyproject.toml"), **tables: Any) -> Settings:
    return read_settings({"tool": {"setuptools-rust": {"ext-modules": list(modules)}, **tables}}, where)


def test_every_parameter_has_a_fate() -> None:
    fates = [setuptools_rust.READ, setuptools_rust.IGNORED, setuptools_rust.REFUSED]
    assert sorted(key for fate in fates for key in fate) == PARAMETERS


def test_a_module() -> None:
    found = read(
        {
            "target": "pkg._native",
            "path": "rust/Cargo.toml",
            "binding": "PyO3",
            "features": ["fast"],
            "args": ["--no-default-features", "--profile=small", "--features", "a,b", "--locked"],
            "rustc-flags": ["-Cdebuginfo=1"],
            "native": True,
            "strip": "All",
            "optional": True,
        },
        setuptools={"package-dir": {"": "lib"}},
    )
    assert (found.module_name, found.manifest_path) == ("pkg._native", "rust/Cargo.toml")
    assert found.features == ("fast", "a", "b")
    assert found.no_default_features and found.profile == "small" and found.strip is True
    assert found.rustc_args == ("-Cdebuginfo=1", "-Ctarget-cpu=native")
    assert found.python_source == "lib"
    debug = read({"target": "x", "debug": True}, setuptools={"packages": {"find": {"where": ["src"]}}})
    assert (debug.profile, debug.editable_profile, debug.strip) == ("dev", "dev", None)
    assert (debug.manifest_path, debug.python_source) == ("Cargo.toml", "src")


def test_the_stable_abi(tmp_path: Path) -> None:
    where = tmp_path / "pyproject.toml"
    assert read({"target": "x", "py-limited-api": True}, where=where).features == ("pyo3/abi3",)
    wheel = {"distutils": {"bdist_wheel": {"py-limited-api": "cp39"}}}
    assert read({"target": "x"}, where=where, **wheel).features == ("pyo3/abi3-py39",)
    assert read({"target": "x", "py-limited-api": False}, where=where, **wheel).features == ()
    (tmp_path / "setup.cfg").write_text("[bdist_wheel]\npy_limited_api = cp310\n")
    assert read({"target": "x"}, where=where).features == ("pyo3/abi3-py310",)
    (tmp_path / "setup.cfg").write_text("no section\n")
    with pytest.raises(ProjectError, match=r"setup\.cfg cannot be read: File contains no section headers"):
        read({"target": "x"}, where=where)


def test_several_modules() -> None:
    found = read({"target": "a.b", "path": "b/Cargo.toml"}, {"target": "a.c", "path": "c/Cargo.toml"})
    assert found.modules == (ModuleSource("a.b", "b"), ModuleSource("a.c", "c"))
    assert found.module_name is None and found.manifest_path is None
    with pytest.raises(ProjectError, match="gives its modules different options"):
        read({"target": "a.b", "features": ["x"]}, {"target": "a.c"})


def test_maturins_table_wins_over_it() -> None:
    assert read({"target": "a.b"}, maturin={"module-name": "c.d"}).module_name == "c.d"


def test_programs_are_left_out() -> None:
    table = {
        "ext-modules": [{"target": "a.b"}, {"target": {"p": "a.p"}, "binding": "Exec"}],
        "bins": [{"target": "tool", "path": "Cargo.toml"}],
    }
    pyproject = {"tool": {"setuptools-rust": table}}
    assert setuptools_rust.programs(pyproject) == ["tool", "a.p"]
    assert read_settings(pyproject, Path("pyproject.toml")).module_name == "a.b"
    only = {"tool": {"setuptools-rust": {"bins": table["bins"]}}}
    assert read_settings(only, Path("pyproject.toml")) == Settings()


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"targt": "x"}, "unknown key `targt`"),
        ({"path": "Cargo.toml"}, "needs a `target`"),
        ({"target": "x", "binding": "RustCPython"}, "builds `PyO3` alone"),
        ({"target": "x", "args": ["--jobs", "3"]}, "`args` .* has `--jobs`"),
        ({"target": "x", "env": {"A": "b"}}, "does nothing with `env`"),
        ({"target": "x", "features": "fast"}, "`features` .* must be a list of strings"),
    ],
)
def test_refused(row: dict[str, Any], message: str) -> None:
    with pytest.raises(ProjectError, match=message):
        read(row)


def test_refused_tables() -> None:
    for table, message in (
        ({"ext-module": []}, r"^\[tool.setuptools-rust\] of pyproject.toml has an unknown key `ext-module`"),
        ({"ext-modules": {"target": "x"}}, "must be tables"),
    ):
        with pytest.raises(ProjectError, match=message):
            read_settings({"tool": {"setuptools-rust": table}}, Path("pyproject.toml"))
