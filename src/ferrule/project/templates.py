"""The texts of new projects. `@name@`, `@module@` and `@native@` stand for what `scaffold` puts in."""

from __future__ import annotations

_RUST = """\
use pyo3::prelude::*;

/// The mean of some numbers, and 0.0 for none.
#[pyfunction]
fn mean(values: Vec<f64>) -> f64 {
    if values.is_empty() {
        return 0.0;
    }
    values.iter().sum::<f64>() / values.len() as f64
}

/// @about@
#[pymodule]
mod @native@ {
    #[pymodule_export]
    use super::mean;
}
"""

_TEST = """\
import pytest

from @module@ import mean


def test_mean() -> None:
    assert mean([1, 2, 6]) == 3.0
    assert mean([]) == 0.0


def test_what_is_no_number_is_refused() -> None:
    with pytest.raises(TypeError):
        mean(["1"])
"""

_BUILD_SYSTEM = """\
[build-system]
requires = ["ferrule>=@version@"]
build-backend = "ferrule.backend"

[project]
name = "@name@"
"""

_PROJECT = """\
description = "@about@"
readme = "README.md"
requires-python = ">=3.9"
classifiers = ["Programming Language :: Python :: 3", "Programming Language :: Rust"]

[dependency-groups]
dev = ["ferrule>=@version@", "pytest>=8"]

[tool.pytest.ini_options]
testpaths = ["tests"]
"""

_STATIC = f'{_BUILD_SYSTEM}version = "0.1.0"\n{_PROJECT}'
_FROM_CARGO = f'{_BUILD_SYSTEM}dynamic = ["version"]\n{_PROJECT}'

_MIXED = f"""{_FROM_CARGO}
[tool.ferrule]
module-name = "@module@._native"
python-source = "python"
"""

_CARGO = """\
[package]
name = "@name@"
version = "0.1.0"
edition = "2021"
publish = false

[lib]
name = "@native@"
crate-type = ["cdylib"]

[dependencies]
pyo3 = "0.29"
"""

_PACKAGE = '''\
"""@about@"""

from @module@._native import mean

__all__ = ["mean"]
'''

_README = """\
# @name@

@about@

    python -m pip install ferrule pytest
    ferrule develop            # builds, and installs into the active environment; again after every edit
    python -m pytest

The Rust is in `@source@`. `ferrule build` writes a wheel into `dist/`; pip and uv build the project too.
"""

_IGNORED = """\
/target
/dist
__pycache__/
*.so
*.pyd
.venv/
.pytest_cache/
"""

_WORKFLOW = """\
# Builds wheels and an sdist, and tests the wheels. A tag `v...` is published to PyPI, once PyPI knows this
# workflow as a trusted publisher: https://docs.pypi.org/trusted-publishers/
name: wheels

on:
  push:
    branches: [main]
    tags: ["v*"]
  pull_request:

permissions:
  contents: read

jobs:
  build:
    # The oldest runner: what it links, newer systems have too.
    runs-on: ubuntu-22.04
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: |
            3.9
            3.10
            3.11
            3.12
            3.13
            3.14
      - run: python -m pip install "ferrule[manylinux]>=@version@"
      - run: ferrule doctor
      - run: ferrule build -i 3.9 -i 3.10 -i 3.11 -i 3.12 -i 3.13 -i 3.14 --out dist
      - run: ferrule sdist --out dist
      - uses: actions/upload-artifact@v4
        with:
          name: dist
          path: dist

  test:
    needs: build
    runs-on: ubuntu-latest
    strategy:
      fail-fast: false
      matrix:
        python: ["3.9", "3.10", "3.11", "3.12", "3.13", "3.14"]
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: ${{ matrix.python }}
      - uses: actions/download-artifact@v4
        with:
          name: dist
          path: dist
      - run: python -m pip install --no-index --no-deps --find-links dist @name@
      - run: python -m pip install @name@ pytest # what it depends on
      - run: python -m pytest

  publish:
    if: startsWith(github.ref, 'refs/tags/v')
    needs: test
    runs-on: ubuntu-latest
    environment: pypi
    permissions:
      id-token: write
    steps:
      - uses: actions/download-artifact@v4
        with:
          name: dist
          path: dist
      - uses: pypa/gh-action-pypi-publish@release/v1
"""

_COMMON = {
    "tests/test_@module@.py": _TEST,
    "README.md": _README,
    ".gitignore": _IGNORED,
    ".github/workflows/wheels.yml": _WORKFLOW,
}

TEMPLATES: dict[str, dict[str, str]] = {
    "file": {"pyproject.toml": _STATIC, "@module@.rs": _RUST, **_COMMON},
    "crate": {"pyproject.toml": _FROM_CARGO, "Cargo.toml": _CARGO, "src/lib.rs": _RUST, **_COMMON},
    "mixed": {
        "pyproject.toml": _MIXED,
        "Cargo.toml": _CARGO,
        "src/lib.rs": _RUST,
        "python/@module@/__init__.py": _PACKAGE,
        "python/@module@/py.typed": "",
        **_COMMON,
    },
}
"""Template -> path -> text."""
