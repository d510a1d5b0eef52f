"""Getters that give copies: which they are, and who is told."""

from __future__ import annotations

from pathlib import Path

from ferrule import pipeline
from ferrule.crate.entry import crate_model
from ferrule.stubs.copies import copies, remarks

SOURCE = """
use pyo3::prelude::*;
#[pymodule]
mod sample {
    use pyo3::prelude::*;
    #[pyclass] struct Inner { #[pyo3(get, set)] n: i64 }
    #[pyclass(frozen)] struct Fixed { #[pyo3(get)] n: i64 }
    #[pyclass] enum Kind { A, B }
    type Rows = Vec<Vec<f64>>;
    #[pyclass(get_all)]
    struct Whole {
        numbers: Vec<f64>,
        maybe: Option<HashSet<String>>,
        bytes: Vec<u8>,
        text: String,
        pair: (i64, f64),
        object: Py<PyAny>,
        fixed: Fixed,
        kind: Kind,
        inner: Inner,
        rows: Rows,
        #[pyo3(get(copy))] meant: Vec<f64>,
        #[pyo3(get(view))] live: Vec<f64>,
    }
}
"""


def test_which_getters_give_copies(tmp_path: Path) -> None:
    (tmp_path / "sample.rs").write_text(SOURCE)
    model = crate_model(tmp_path / "sample.rs")
    assert copies(model) == ["Whole.numbers", "Whole.maybe", "Whole.inner", "Whole.rows"]
    (said,) = remarks(model)
    assert said.startswith("Whole.numbers and 3 more give copies, so that changing it in Python")
    (tmp_path / "sample.rs").write_text(
        SOURCE.replace("get_all", "").replace("rows: Rows", "#[pyo3(get)] rows: Rows")
    )
    (said,) = remarks(crate_model(tmp_path / "sample.rs"))
    assert said.startswith("Whole.rows gives a copy, so that changing it in Python")
    (tmp_path / "sample.rs").write_text(SOURCE.replace("get_all", ""))
    assert remarks(crate_model(tmp_path / "sample.rs")) == ()


def test_the_author_of_a_file_is_told_and_a_project_is_not(tmp_path: Path) -> None:
    path = tmp_path / "sample.rs"
    path.write_text(SOURCE)
    project = pipeline.open_project(pipeline.Options(path))
    said = pipeline.description(project)
    assert list(said.stubs) == ["sample.pyi"]
    assert len(said.remarks) == 1

    (tmp_path / "src").mkdir()
    path.rename(tmp_path / "src" / "lib.rs")
    (tmp_path / "Cargo.toml").write_text(
        '[package]\nname = "sample"\nversion = "0.1.0"\nedition = "2021"\n[lib]\ncrate-type = ["cdylib"]\n'
        '[dependencies]\npyo3 = "0.29"\n'
    )
    crate = pipeline.open_project(pipeline.Options(tmp_path))
    assert pipeline.description(crate).remarks == ()
    assert len(pipeline.description(crate).copies) == 4
