"""Several `#[pymethods]` blocks for one class, where the linker could lose them: in the archive of a library,
under link-time optimisation, with the stable ABI, in a program that embeds Python.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import case_build
import casefile
import pytest
from build_rig import Rig
from shim_rig import ROOT

pytestmark = pytest.mark.slow

RUNTIME = ROOT / "ferrule" / "runtime" / "pyo3"

SHAPES = """\
#![forbid(unsafe_code)]
#![deny(warnings)]
use pyo3::prelude::*;

mod names;

#[pyclass]
pub struct Square {
    side: f64,
}

#[pymethods]
impl Square {
    #[new]
    fn new(side: f64) -> Self {
        Square { side }
    }
}

#[pymethods]
impl Square {
    #[getter]
    fn area(&self) -> f64 {
        self.side * self.side
    }
}
"""
NAMES = """\
use pyo3::prelude::*;

#[pymethods]
impl super::Square {
    fn __repr__(&self) -> String {
        format!("Square({})", self.side)
    }

    #[classattr]
    const SIDES: u8 = 4;
}
"""
EMBEDDED = """\
use pyo3::prelude::*;

#[test]
fn blocks_of_a_library_are_there() {
    Python::attach(|py| {
        let class = py.get_type::<shapes::Square>();
        let square = class.call1((2.0,)).unwrap();
        assert_eq!(square.repr().unwrap().to_string(), "Square(2)");
        assert_eq!(square.getattr("area").unwrap().extract::<f64>().unwrap(), 4.0);
        assert_eq!(square.getattr("SIDES").unwrap().extract::<u8>().unwrap(), 4);
    });
}
"""
MODULE = """\
use pyo3::prelude::*;

#[pymodule]
mod drawing {
    #[pymodule_export]
    use shapes::Square;
}
"""
USE = "import drawing; s = drawing.Square(3); print(s, s.area, s.SIDES)"


def package(name: str, edition: str, dependency: str, more: str = "") -> str:
    return (
        f'[package]\nname = "{name}"\nversion = "0.1.0"\nedition = "{edition}"\n{more}\n'
        f"[dependencies]\n{dependency}\n"
    )


def write_shapes(directory: Path, edition: str, dependency: str) -> None:
    (directory / "src").mkdir(parents=True)
    (directory / "Cargo.toml").write_text(package("shapes", edition, dependency))
    (directory / "src" / "lib.rs").write_text(SHAPES)
    (directory / "src" / "names.rs").write_text(NAMES)


@pytest.mark.parametrize(
    ("edition", "features", "profile"),
    [
        ("2024", "[]", "lto = 'fat'\ncodegen-units = 1\npanic = 'abort'"),
        ("2021", "['abi3-py39']", "lto = 'thin'"),
    ],
    ids=["fat-2024", "thin-2021-abi3"],
)
def test_blocks_of_a_library_crate(
    tool: Rig, tmp_path: Path, edition: str, features: str, profile: str
) -> None:
    dependency = f'pyo3 = {{ version = "0.29", features = {features} }}'
    write_shapes(tmp_path / "shapes", edition, dependency)
    module = tmp_path / "drawing"
    (module / "src").mkdir(parents=True)
    (module / "Cargo.toml").write_text(
        package(
            "drawing", edition, f'{dependency}\nshapes = {{ path = "../shapes" }}',
            f'[lib]\ncrate-type = ["cdylib"]\n[profile.release]\n{profile}',
        )
    )  # fmt: skip
    (module / "src" / "lib.rs").write_text(MODULE)
    done = tool.ferrule("develop", module, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert tool.run(USE) == "Square(3) 9.0 4"


def test_blocks_in_a_program(tmp_path: Path) -> None:
    cargo = shutil.which("cargo")
    if cargo is None:
        pytest.skip("no cargo")
    dependency = f'pyo3 = {{ path = {json.dumps(str(RUNTIME))}, features = ["auto-initialize"] }}'
    write_shapes(tmp_path, "2024", dependency)
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "embedded.rs").write_text(EMBEDDED)
    python = {"FERRULE_PYTHON": sys.executable, "PYO3_PYTHON": sys.executable}
    done = subprocess.run(
        [cargo, "test", "--offline", "--test", "embedded"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
        env={**os.environ, **python, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr + done.stdout
    assert "1 passed" in done.stdout


TWO_CONSTRUCTORS = """
use pyo3::prelude::*;
#[pyclass]
struct Twice;
#[pymethods]
impl Twice { #[new] fn new() -> Self { Twice } }
#[pymethods]
impl Twice { #[new] fn again() -> Self { Twice } }
#[pyclass(new = "from_fields")]
struct Fields { a: i32 }
#[pymethods]
impl Fields { #[new] fn new() -> Self { Fields { a: 1 } } }
"""


def test_two_constructors(tmp_path: Path) -> None:
    case = casefile.Case(Path("reject/two.case"), "", {"source": TWO_CONSTRUCTORS})
    _, broken = case_build.compile_cases({"two": case}, tmp_path, sys.executable)
    found = re.findall(
        r"^error\S* (conflicting implementations of trait `\S*` for type `\S*`)\n *--> \S*two.rs:(\d+)",
        broken["two"],
        re.MULTILINE,
    )
    message = "conflicting implementations of trait `pyo3::glue::HasConstructor` for type"
    assert sorted(found) == [(f"{message} `Fields`", "12"), (f"{message} `Twice`", "8")]


def test_the_names_of_slots() -> None:
    """The runtime's texts for messages against the table of the macros."""
    from ferrule.model.slots import ROWS

    text = (RUNTIME / "src" / "class" / "slot_names.rs").read_text()
    told = dict(re.findall(r'ffi::Py_(\w+),\s*"([^"]*)"', text))
    rows = [row for row in ROWS if row.name != "__new__"]
    assert set(told) == {row.slot.split("|")[0] for row in rows}
    for row in rows:
        said = told[row.slot.split("|")[0]]
        assert f"`{row.name}`" in said or said == "comparisons"
