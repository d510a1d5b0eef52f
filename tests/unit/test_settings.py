"""The settings: kinds, maturin's table, and the documents that are made from the record."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ferrule.base.errors import ProjectError
from ferrule.project import maturin, reference
from ferrule.project.features import for_python
from ferrule.project.kinds import Glob, ModuleSource, kind_of
from ferrule.project.settings import KEYS, Settings, read_settings

DOCS = Path(__file__).parents[2] / "docs"

MATURIN = """
all-features auditwheel bindings compatibility config data editable-profile exclude features frozen
generate-ci include include-import-lib locked manifest-path module-name no-default-features
pgo-command profile python-packages python-source rustc-args sbom sdist-generator skip-auditwheel
strip target targets unstable-flags use-base-python
""".split()  # noqa: SIM905
"""The keys of maturin.schema.json, maturin 1.16."""


def read(**tables: Any) -> Settings:
    return read_settings({"tool": tables}, Path("pyproject.toml"))


def test_every_key_of_maturins_schema_has_a_fate() -> None:
    fates = [maturin.same(), maturin.TRANSLATED, maturin.JUDGED, maturin.IGNORED]
    known = [key for fate in fates for key in fate]
    assert len(known) == len(set(known))
    assert not set(MATURIN) - set(known)


def test_conditional_features() -> None:
    features = [
        "plain",
        {"feature": "pyo3/abi3-py311", "python-version": ">=3.11"},
        {"feature": "old", "python-version": ">=3.9,<3.11", "python-implementation": "CPython"},
        {"feature": "pypy", "python-implementation": "pypy"},
    ]
    asked = read(maturin={"features": features}).features
    assert for_python(asked, (3, 12, 1), "cpython") == ("plain", "pyo3/abi3-py311")
    assert for_python(asked, (3, 9, 1), "cpython") == ("plain", "old")
    assert for_python(asked, (3, 10, 0), "pypy") == ("plain", "pypy")
    with pytest.raises(ProjectError, match=r"`python_version >> '3'` in `features` is no marker"):
        for_python(["a; python_version >> '3'"], (3, 12, 0), "cpython")


def test_globs() -> None:
    found = read(
        maturin={
            "include": [
                "a/*",
                {"path": "b", "format": "sdist"},
                {"path": "c", "format": ["wheel"]},
                {"path": "*.h", "from": "out-dir", "to": "pkg/"},
            ]
        }
    ).include
    out = Glob("*.h", sdist=False, out_dir=True, to="pkg/")
    assert found == (Glob("a/*"), Glob("b", wheel=False), Glob("c", sdist=False), out)


def test_translations() -> None:
    settings = read(maturin={"manylinux": "2014", "skip-auditwheel": True, "bindings": "pyo3"})
    assert (settings.compatibility, settings.auditwheel) == ("2014", "skip")
    assert read(ferrule={"modules": {"a.b": "a/b.rs"}}).modules == (ModuleSource("a.b", "a/b.rs"),)


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ({"ferrule": {"auditwheel": "chek"}}, "must be one of `repair`.*mean `check`"),
        ({"ferrule": {"auditwheel": 1}}, r"`skip`\.$"),
        (
            {"ferrule": {"include": [{"path": "a", "fromat": "x"}]}},
            "`fromat` is unknown there.*mean `format`",
        ),
        ({"ferrule": {"include": [{"path": "a", "format": "egg"}]}}, '`format` must be "sdist"'),
        ({"ferrule": {"include": [{"path": "a", "from": "b", "to": "c"}]}}, 'can only be "out-dir"'),
        ({"ferrule": {"include": [{"path": "a", "from": "out-dir"}]}}, "`to` must say"),
        ({"ferrule": {"include": [{"format": "sdist"}]}}, "with `path` and `format`"),
        ({"ferrule": {"features": [{"feature": "a", "python-version": "3"}]}}, "`3` is no condition"),
        ({"ferrule": {"features": [{"name": "a"}]}}, "of tables with `feature`"),
        ({"ferrule": {"modules": {"a": 1}}}, '`"pkg.fast" = "pkg/fast.rs"`'),
        ({"ferrule": {"python-packages": [1]}}, "a list of strings"),
        ({"maturin": {"bindings": "cffi"}}, "is `cffi`, and Ferrule builds pyo3 and pyo3-ffi alone"),
        ({"maturin": {"targets": [{"name": "tool", "kind": "bin"}]}}, "names the program `tool`"),
        ({"maturin": {"modules": {}}}, "unknown key `modules`"),
        ({"maturin": []}, r"\[tool.maturin\] of pyproject.toml must be a table"),
    ],
)
def test_wrong_values(table: dict[str, Any], said: str) -> None:
    with pytest.raises(ProjectError, match=said):
        read(**table)


def test_every_setting_is_documented() -> None:
    assert reference.documentation().keys() == KEYS.keys()
    assert all(kind_of(kind).noun for kind in KEYS.values())


@pytest.mark.parametrize("name", ["settings.md", "settings.schema.json"])
def test_the_reference_is_current(name: str, bless: bool) -> None:
    made = reference.page() if name.endswith(".md") else json.dumps(reference.schema(), indent=2) + "\n"
    if bless:
        (DOCS / name).write_text(made, encoding="utf-8")
    said = f"pytest {Path(__file__).name} --bless writes it"
    assert (DOCS / name).read_text(encoding="utf-8") == made, said
