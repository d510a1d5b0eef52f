"""The steps of an article that introduces PyO3 and maturin, word for word, with `ferrule` for `maturin`.

An empty directory, a fresh environment, `cargo new`, the article's sources, `develop`, `python -c`.

`cargo add` needs the network, so the lines that it writes into Cargo.toml are written here.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from shell_rig import Shell, activated

EXAMPLES = Path(__file__).parents[2] / "examples"

DEPENDENCIES = """\
pyo3 = { version = "0.29.0", features = ["extension-module"] }

[build-dependencies]
maturin = "1.10.2"
"""

LIBRARY = """
[lib]
crate-type = ["cdylib"]
name = "NAME"
"""

# The article's text as it is printed, which has lost its indentation.
MY_RUST_MODULE = """\
use pyo3::prelude::*;
/// Returns a greeting string for the provided name.
#[pyfunction]
fn greet(name: &str) -> String {
// PyO3 automatically converts the Python str to a Rust &str.
// The return String gets converted back to a Python str.
format!("Hello, {}!", name)
}
/// Initializes the Python module and registers exported functions.
#[pymodule]
fn my_rust_module(m: &Bound<'_, PyModule>) -> PyResult<()> {
// wrap_pyfunction! generates the C-level function pointer.
// The ? operator propagates any registration errors to Python.
m.add_function(wrap_pyfunction!(greet, m)?)?;
Ok(())
}
"""

DATA_UTILS = """\
use pyo3::prelude::*;
use pyo3::types::PyList;
/// Calculates the mean of a list of floating point numbers.
#[pyfunction]
fn calculate_mean(numbers: Vec<f64>) -> PyResult<f64> {
// Return a Python ValueError if the list is empty.
// PyO3 converts Rust Result errors into Python exceptions.
if numbers.is_empty() {
return Err(PyErr::new::<pyo3::exceptions::PyValueError, _>(
"Cannot calculate mean of empty list",
));
}
// Sum the values and divide by count.
// Using f64 avoids integer division truncation.
let sum: f64 = numbers.iter().sum();
let mean = sum / numbers.len() as f64;
Ok(mean)
}
/// Exposes a Rust struct to Python as a class.
#[pyclass]
#[derive(Clone)]
struct DataProcessor {
#[pyo3(get, set)]
multiplier: f64,
}
#[pymethods]
impl DataProcessor {
/// Creates a new DataProcessor with the given multiplier.
#[new]
fn new(multiplier: f64) -> Self {
// Initialize the struct field.
// Python will call this when instantiating the class.
DataProcessor { multiplier }
}
/// Multiplies each number in the list by the stored multiplier.
fn process(&self, values: Vec<f64>) -> Vec<f64> {
// Map each value through the multiplier.
// PyO3 handles the Vec<f64> to Python list conversion.
values.iter().map(|v| v * self.multiplier).collect()
}
}
/// Registers the function and class with the Python module.
#[pymodule]
fn data_utils(m: &Bound<'_, PyModule>) -> PyResult<()> {
// Register the standalone function.
m.add_function(wrap_pyfunction!(calculate_mean, m)?)?;
// Register the custom class so Python can instantiate it.
m.add_class::<DataProcessor>()?;
Ok(())
}
"""

SOURCES = {"my_rust_module": MY_RUST_MODULE, "data_utils": DATA_UTILS}

ERRORS = """
import data_utils
from data_utils import calculate_mean, DataProcessor
def attempt(call):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error, sep=": ")
proc = DataProcessor(2.5)
attempt(lambda: calculate_mean([]))
attempt(lambda: calculate_mean(["a"]))
attempt(lambda: calculate_mean())
attempt(lambda: calculate_mean([1.0], [2.0]))
attempt(lambda: calculate_mean(numbers=[1, 2]))
attempt(lambda: calculate_mean(values=[1, 2]))
attempt(lambda: DataProcessor())
attempt(lambda: DataProcessor("x"))
attempt(lambda: proc.process([1.0, None]))
attempt(lambda: proc.process(range(3)))
attempt(lambda: setattr(proc, "multiplier", "x"))
attempt(lambda: setattr(proc, "multiplier", -1))
attempt(lambda: proc.multiplier)
attempt(lambda: hasattr(proc, "other"))
attempt(lambda: proc.process.__doc__)
attempt(lambda: data_utils.__doc__)
attempt(lambda: DataProcessor)
attempt(lambda: calculate_mean.__text_signature__)
"""

ANSWERS = """\
ValueError: Cannot calculate mean of empty list
TypeError: must be real number, not str
TypeError: calculate_mean() missing 1 required positional argument: 'numbers'
TypeError: calculate_mean() takes 1 positional arguments but 2 were given
1.5
TypeError: calculate_mean() got an unexpected keyword argument 'values'
TypeError: DataProcessor.__new__() missing 1 required positional argument: 'multiplier'
TypeError: must be real number, not str
TypeError: must be real number, not NoneType
[0.0, 2.5, 5.0]
TypeError: must be real number, not str
None
-1.0
False
Multiplies each number in the list by the stored multiplier.
Registers the function and class with the Python module.
<class 'data_utils.DataProcessor'>
(numbers)
"""


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A fresh environment for all steps of the article."""
    return activated(tmp_path_factory.mktemp("article"))


@pytest.fixture
def shell(environment: dict[str, str], tmp_path: Path) -> Shell:
    """A shell in an empty directory."""
    if shutil.which("cargo", path=environment["PATH"]) is None:
        pytest.skip("`cargo new` needs cargo")
    return Shell(environment, tmp_path)


def start(shell: Shell, name: str, *, library: bool = True) -> None:
    """`cargo new --lib`, go there, the lines of `cargo add`, the edit of Cargo.toml, the source."""
    shell.good("cargo", "new", "--lib", name)
    shell.directory /= name
    manifest = shell.directory / "Cargo.toml"
    assert manifest.read_text().endswith("[dependencies]\n")
    manifest.write_text(manifest.read_text() + DEPENDENCIES + LIBRARY.replace("NAME", name) * library)
    (shell.directory / "src" / "lib.rs").write_text(SOURCES[name])


def test_a_minimal_module(shell: Shell) -> None:
    start(shell, "my_rust_module")
    before = {path: path.read_bytes() for path in shell.directory.rglob("*") if path.is_file()}
    shell.good("ferrule", "develop")
    code = "import my_rust_module; print(my_rust_module.greet('World'))"
    assert shell.good("python", "-c", code) == "Hello, World!\n"
    after = {path: path.read_bytes() for path in shell.directory.rglob("*") if path.is_file()}
    assert after == before, "a build leaves the project as it was"


def test_passing_data_back_and_forth(shell: Shell) -> None:
    start(shell, "data_utils")
    shell.good("ferrule", "develop")
    code = """
from data_utils import calculate_mean, DataProcessor
print(calculate_mean([10.0, 20.0, 30.0]))
proc = DataProcessor(2.5)
print(proc.process([1.0, 2.0, 3.0]))
"""
    assert shell.good("python", "-c", code) == "20.0\n[2.5, 5.0, 7.5]\n"
    assert shell.good("python", "-c", ERRORS) == ANSWERS


def test_type_hints_lie_beside_the_library(shell: Shell) -> None:
    start(shell, "data_utils")
    shell.good("ferrule", "develop")
    where = shell.good("python", "-c", "import data_utils; print(data_utils.__file__)").strip()
    stub = (Path(where).parent / "__init__.pyi").read_text()
    assert "def calculate_mean(numbers: " in stub
    assert "class DataProcessor:" in stub
    assert "multiplier: float" in stub or "def multiplier(self) -> float" in stub


def test_without_a_cdylib_the_mend_is_named(shell: Shell) -> None:
    start(shell, "my_rust_module", library=False)
    done = shell.run("ferrule", "develop")
    assert done.returncode == 5
    assert 'crate-type = ["cdylib"]' in done.stderr


def test_a_reference_that_outlives_the_call_is_rejected_at_its_line(shell: Shell) -> None:
    start(shell, "my_rust_module")
    source = shell.directory / "src" / "lib.rs"
    source.write_text(MY_RUST_MODULE + "#[pyclass]\nstruct Keeper {\nkept: &Bound<'_, PyAny>,\n}\n")
    done = shell.run("ferrule", "develop")
    assert done.returncode == 3
    line = source.read_text().splitlines().index("kept: &Bound<'_, PyAny>,") + 1
    assert f"src/lib.rs:{line}:" in done.stderr
    assert "lifetime" in done.stderr
    # The article's mend.
    source.write_text(
        source.read_text().replace("&Bound<'_, PyAny>", "Py<PyAny>").replace("kept:", "#[pyo3(get)] kept:")
    )
    shell.good("ferrule", "develop")


@pytest.mark.parametrize("name", sorted(SOURCES))
def test_the_examples_are_the_article_s_text(name: str) -> None:
    written = (EXAMPLES / name / "src" / "lib.rs").read_text()
    assert [line.strip() for line in written.splitlines() if line.strip()] == SOURCES[name].splitlines()
    manifest = (EXAMPLES / name / "Cargo.toml").read_text()
    assert DEPENDENCIES in manifest and LIBRARY.replace("NAME", name) in manifest
