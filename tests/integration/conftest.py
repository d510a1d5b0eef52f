"""Fixtures of the integration tests."""

from __future__ import annotations

from pathlib import Path

import pytest
from shim_rig import Rig, build_shim, rustc_path


@pytest.fixture(scope="session")
def shim_library(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """The compiler, and the shim built with it."""
    rustc = rustc_path()
    return rustc, build_shim(rustc, tmp_path_factory.mktemp("shim"))


@pytest.fixture
def rig(shim_library: tuple[str, Path], tmp_path: Path) -> Rig:
    """Real rustc runs against the shim."""
    return Rig(*shim_library, tmp_path)
