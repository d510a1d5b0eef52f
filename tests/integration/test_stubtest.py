"""Stubs against the modules that they describe: `mypy.stubtest` imports each and compares."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from build_rig import Rig

SOURCES = Path(__file__).parents[1] / "unit" / "stub_sources"


@pytest.mark.parametrize("name", ["my_rust_module.rs", "data_utils.rs", "gallery", "clashes.rs"])
def test_stubs_agree_with_the_module(name: str, tool: Rig, tmp_path: Path) -> None:
    built = tool.ferrule("build", SOURCES / name, "--out", tmp_path / "dist", cwd=tmp_path)
    assert built.returncode == 0, built.stderr
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    site = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    done = subprocess.run(
        [sys.executable, "-m", "mypy.stubtest", name.removesuffix(".rs")],
        env={**os.environ, "PYTHONPATH": str(site), "MYPYPATH": str(site)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
