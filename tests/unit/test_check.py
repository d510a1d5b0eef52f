"""`ferrule check`: names, attributes and features that Ferrule does not have, from sources alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from ferrule.base.errors import SourceError
from ferrule.check.entry import Finding, check_project, check_sources, explain
from ferrule.check.features import known_features, missing_features
from ferrule.check.surface import SOURCE, surface
from ferrule.cli.check import command
from ferrule.project import toml
from ferrule.project.discover import discover
from ferrule.project.features import EXTERNAL_FEATURES

NAMES = frozenset({"pyo3"})


def check(tmp_path: Path, source: str, names: frozenset[str] = NAMES) -> list[Finding]:
    path = tmp_path / "m.rs"
    path.write_text(source)
    return check_sources(path, names, tmp_path)


def lines(tmp_path: Path, source: str) -> list[str]:
    return [one.one_line() for one in check(tmp_path, source)]


def test_names_in_uses_and_paths(tmp_path: Path) -> None:
    source = """\
use pyo3::prelude::*;
use pyo3::types::{self, PyDict, PyDictionary};
use pyo3::{exceptions::PyValueErorr, wonders::deep::Thing};

fn f() {
    use pyo3::ffi::Zq_Xwv;
    let _: pyo3::types::PyMarvel = types::PyMarvels::new();
    PyDict::from_wonderland(PyDict::new);
    g!(pyo3::Bund);
}
"""
    assert lines(tmp_path, source) == [
        "m.rs:2:33: `pyo3::types::PyDictionary` does not exist here (did you mean `PyDict`?)",
        "m.rs:3:12: `pyo3::exceptions::PyValueErorr` does not exist here (did you mean `PyValueError`?)",
        "m.rs:3:38: `pyo3::wonders` does not exist here",
        "m.rs:6:9: `pyo3::ffi::Zq_Xwv` does not exist here",
        "m.rs:7:12: `pyo3::types::PyMarvel` does not exist here",
        "m.rs:7:36: `pyo3::types::PyMarvels` does not exist here",
        "m.rs:8:5: `pyo3::types::PyDict::from_wonderland` does not exist here",
        "m.rs:9:8: `pyo3::Bund` does not exist here (did you mean `Bound`?)",
    ]


def test_what_is_not_judged(tmp_path: Path) -> None:
    """Other crates, tests, names that the file has of its own, methods that a trait of its own may give."""
    source = """\
use other::types::PyWonder;
use pyo3::types;
mod types { pub struct PyMine; }
#[cfg(test)]
mod tests { use pyo3::wonders::Thing; }
#[cfg(PyPy)]
use pyo3::wonders::Thing;
trait Mine { fn shine(&self); }
fn g() {
    #[cfg(Py_3_15)]
    pyo3::types::PyWonder::new();
    #[cfg(all(Py_3_15, feature = "x"))] { pyo3::wonders(); }
}
fn f(x: crate::pyo3::Thing) { types::PyMine; pyo3::types::PyDict::shine(x); self::pyo3::Thing; }
// pyo3::wonders
const TEXT: &str = "pyo3::wonders";
"""
    assert lines(tmp_path, source) == []


def test_another_name_of_the_crate(tmp_path: Path) -> None:
    found = check(tmp_path, "use py::wonders::Thing;\nuse pyo3::wonders;\n", frozenset({"py"}))
    assert [one.line for one in found] == [1]


def test_a_trait_of_older_versions(tmp_path: Path) -> None:
    source = (
        "impl<'py> FromPyObject<'py> for A {\n    fn extract_bound(ob: &Bound<'py, PyAny>) -> R<A> { a }\n}\n"
    )
    (found,) = lines(tmp_path, source + "fn f() { x.extract_bound(); }\n")
    assert found.startswith("m.rs:2:8: `FromPyObject` with `extract_bound` is that of PyO3 before 0.27")


def test_attributes(tmp_path: Path) -> None:
    source = """\
use pyo3::prelude::*;
#[pyclass(frozn)]
struct A;
#[pymethods]
impl A {
    #[pyo3(signatur = ())]
    fn f(&self) {}
}
mod inner {
    #[pyo3::pyfunction]
    fn g<T>(x: T) {}
}
"""
    found = check(tmp_path, source)
    assert [(one.line, one.kind) for one in found] == [(2, "attribute"), (6, "attribute"), (11, "attribute")]
    assert found[0].notes == ("did you mean `frozen`?",)


@pytest.mark.parametrize("text", ["fn f( {", "", "\0", "use pyo3::;", "use", "pyo3::"])
def test_odd_sources(tmp_path: Path, text: str) -> None:
    assert [one for one in check(tmp_path, text) if one.kind == "name"] == []


def test_the_runtimes_own_names() -> None:
    for path in ("types::PyList", "prelude::PyResult", "intern", "create_exception", "ffi::c_str", "Bound"):
        assert surface().missing(tuple(path.split("::"))) is None
    assert surface().missing(("types", "nothing", "x")) == ("types", "nothing")


def project(tmp_path: Path, features: str) -> Path:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "lib.rs").write_text("use py::types::PyDictt;\n")
    (tmp_path / "Cargo.toml").write_text(
        '[package]\nname = "m"\nversion = "0.1.0"\n[lib]\ncrate-type = ["cdylib"]\n[dependencies]\n'
        f'py = {{ package = "pyo3", version = "0.29", features = [{features}] }}\n'
    )
    return tmp_path


def test_features(tmp_path: Path) -> None:
    assert known_features() >= EXTERNAL_FEATURES
    served = toml.load(SOURCE.parents[1] / "external.toml").keys()
    assert EXTERNAL_FEATURES - {"full"} == served
    found = check_project(discover(project(tmp_path, '"abi3-py39", "macrs", "time"')))
    assert [one.one_line() for one in found] == [
        "Cargo.toml:7:69: pyo3 has no feature `macrs` (did you mean `macros`?)",
        "src/lib.rs:1:5: `pyo3::types::PyDictt` does not exist here (did you mean `PyDict`?)",
    ]
    assert list(missing_features(tmp_path / "gone.toml", ["macrs"])) == []


def test_a_failed_build_says_first_what_is_missing(tmp_path: Path) -> None:
    error = SourceError("`m` does not compile.", detail="a page of trait errors")
    explain(error, discover(project(tmp_path, "")))
    assert error.next_step == (
        "It uses what Ferrule does not have: src/lib.rs:1:5: `pyo3::types::PyDictt` does not exist here "
        "(did you mean `PyDict`?)."
    )
    assert error.detail.startswith("error: `pyo3::types::PyDictt`") and error.detail.endswith("trait errors")
    untouched = SourceError("`m` does not compile.", "Mend it.")
    (tmp_path / "src" / "lib.rs").write_text("")
    explain(untouched, discover(tmp_path))
    assert (untouched.next_step, untouched.detail) == ("Mend it.", "")


def test_the_command(tmp_path: Path) -> None:
    place = str(project(tmp_path, ""))
    plain = CliRunner().invoke(command, [place], standalone_mode=False)
    assert (plain.return_value, plain.output.splitlines()[-1]) == (1, "1 thing to change.")
    machine = CliRunner().invoke(command, [place, "--json"], standalone_mode=False)
    (finding,) = json.loads(machine.output)
    assert (machine.return_value, finding["line"], finding["kind"]) == (1, 1, "name")
    (tmp_path / "src" / "lib.rs").write_text("use py::types::PyDict;\n")
    good = CliRunner().invoke(command, [place], standalone_mode=False)
    assert (good.return_value, good.output) == (0, "Ferrule has everything that this uses.\n")
