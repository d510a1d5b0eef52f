"""Stubs against the modules that they describe: `mypy --strict` reads each, `mypy.stubtest` compares."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import case_build
import casefile
import pytest
from build_rig import Rig

from ferrule.crate.entry import crate_model
from ferrule.stubs.entry import stub_files

SOURCES = Path(__file__).parents[1] / "unit" / "stub_sources"
_ROOT = Path(__file__).parents[2] / "examples"
EXAMPLES = sorted([*(path.parent for path in _ROOT.glob("*/Cargo.toml")), *_ROOT.glob("*/*.rs")])
ALONE = ("clashes", "slots")
"""Sources of the unit tests that are no cases."""
BESIDE_THE_POINT = {
    "derive_from_struct.__all__": "a function is called like a keyword",
    "derive_from_struct.with": "likewise",
    "pymethods_blocks_shared.Split.__getattr__": "it is part of what Python calls `__getattribute__`",
    "slots_attribute.First.__getattr__": "likewise",
    "slots_attribute.Open.__getattr__": "likewise",
    "slots_buffer.Lender.__buffer__": "from Python 3.12 on",
    "slots_buffer.Lender.__release_buffer__": "likewise",
    "function_options.shown": "the source gives a `text_signature` that is not the real one",
}
"""What is known to differ, and why."""


def stubtest(site: Path, *modules: str) -> str:
    """What stubtest finds, one line each; nothing when all is well."""
    done = subprocess.run(
        [sys.executable, "-m", "mypy.stubtest", "--concise", *modules],
        env={**os.environ, "PYTHONPATH": str(site), "MYPYPATH": str(site)},
        cwd=site,
        capture_output=True,
        text=True,
        check=False,
    )
    assert not done.stderr, done.stderr
    return done.stdout


def test_wheel_with_submodules(tool: Rig, tmp_path: Path) -> None:
    """As users get it: a package with stubs of its submodules."""
    built = tool.ferrule("build", SOURCES / "gallery", "--out", tmp_path / "dist", cwd=tmp_path)
    assert built.returncode == 0, built.stderr
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    assert stubtest(tmp_path / "site", "gallery") == ""


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
def test_examples(tool: Rig, tmp_path: Path, example: Path) -> None:
    """Each as a wheel holds it, for stubtest and for `mypy --strict`."""
    built = tool.ferrule("build", example, "--out", tmp_path / "dist", "--auditwheel", "skip", cwd=tmp_path)
    assert built.returncode == 0, built.stderr
    with zipfile.ZipFile(built.stdout.strip()) as archive:
        archive.extractall(tmp_path / "site")
    name = example.stem
    assert stubtest(tmp_path / "site", name) == ""
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", tmp_path / "site" / name],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.slow
def test_modules_of_all_cases(tmp_path: Path) -> None:
    """Every accepted case that makes a module which can be read without rustc, in one library."""
    texts = {name: (SOURCES / f"{name}.rs").read_text() for name in ALONE}
    cases = [casefile.Case(Path(f"accept/{name}.case"), "", {"source": text}) for name, text in texts.items()]
    for case in map(casefile.read, casefile.listed()):
        if "run" in case.sections and case.oldest_minor <= sys.version_info.minor:
            cases.append(case)
    library, broken = case_build.compile_cases(
        {case.path.stem: case for case in cases}, tmp_path, sys.executable
    )
    assert library is not None, broken
    site = tmp_path / "site"
    site.mkdir()
    described = []
    for case in cases:
        name = case_build.module_of(case)
        model = crate_model(tmp_path / f"{case.path.stem}.rs", name)
        if not model.modules or not model.modules[0].complete:
            continue  # made by macros
        described.append(name)
        (site / f"{name}.so").symlink_to(library)
        for path, text in stub_files(model).items():
            (site / path).parent.mkdir(parents=True, exist_ok=True)
            (site / path).write_text(text)
    assert len(described) > 20
    strict = [sys.executable, "-m", "mypy", "--strict", "--no-error-summary", "."]
    checked = subprocess.run(strict, cwd=site, capture_output=True, text=True, check=False)
    assert checked.stdout + checked.stderr == ""
    found = [
        line for line in stubtest(site, *described).splitlines() if line.split()[0] not in BESIDE_THE_POINT
    ]
    assert found == []
