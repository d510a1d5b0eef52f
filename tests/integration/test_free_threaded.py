"""Modules in a free-threaded interpreter, if there is one: their import turns the GIL on, or is refused."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from build_rig import MANIFEST, SOURCE, Rig

from ferrule.toolchain.environment import find_all

RUNTIME = SOURCE / "ferrule/runtime/pyo3"

PROGRAM = """
use pyo3::prelude::*;
fn main() {
    let first = std::panic::catch_unwind(Python::initialize).is_ok();
    let again = std::panic::catch_unwind(|| Python::attach(|py| py.version_info().minor > 12)).is_ok();
    println!("{first} {again}");
    unsafe { pyo3::with_embedded_python_interpreter(|_| ()) }
}
"""

UNLOCKED = """
use pyo3::prelude::*;
use pyo3::types::PyDict;
use std::collections::HashMap;

#[pyclass]
struct Tally { count: u64, seen: Vec<Py<PyAny>> }

#[pymethods]
impl Tally {
    #[new]
    fn new() -> Self { Tally { count: 0, seen: Vec::new() } }
    fn add(&mut self, items: Vec<f64>, by_name: HashMap<String, u64>, one: Py<PyAny>) -> usize {
        self.count += items.len() as u64 + by_name.len() as u64;
        if self.seen.len() > 50 { self.seen.clear(); }
        self.seen.push(one);
        self.seen.len()
    }
    #[staticmethod]
    fn detached(py: Python<'_>) -> u64 { py.detach(|| std::hint::black_box(1)) }
    #[getter]
    fn count(&self) -> u64 { self.count }
}

#[pyfunction]
fn walk(shared: &Bound<'_, PyDict>, list: Vec<Py<PyAny>>) -> PyResult<usize> {
    for (key, value) in shared.copy()?.iter() { key.eq(value)?; }
    Ok(list.len())
}

/// Says of itself that it needs no GIL, which is not believed yet.
#[pymodule(gil_used = false)]
mod unlocked {
    #[pymodule_export]
    use super::{walk, Tally};
    use pyo3::prelude::*;
    #[pymodule_init]
    fn init(m: &Bound<'_, PyModule>) -> PyResult<()> { m.gil_used(false) }
}
"""

USE = """
import sys, threading, warnings
assert not sys._is_gil_enabled()
going, shared, mixed, failed, ready = [True], {}, [], [], threading.Barrier(9)

def meanwhile():
    # Runs without the GIL until the import, and then on with it.
    ready.wait()
    n = 0
    while going:
        shared[str(n % 50)] = mixed[n % 7:]
        mixed.append((n, str(n)))
        if len(mixed) > 200:
            mixed.clear()
        n += 1

def use(tally):
    try:
        for n in range(3000):
            tally.add([1.0, 2.0], {"a": 1}, object())
            if n % 10 == 0:
                unlocked.walk(shared, mixed)
                tally.detached()
    except BaseException as error:
        failed.append(repr(error))

others = [threading.Thread(target=meanwhile) for _ in range(8)]
for one in others: one.start()
ready.wait()
with warnings.catch_warnings(record=True) as said:
    warnings.simplefilter("always")
    import unlocked
assert sys._is_gil_enabled() and "unlocked" in str(said[0].message), said
tally = unlocked.Tally()
users = [threading.Thread(target=use, args=(tally,)) for _ in range(6)]
for one in users: one.start()
for one in users: one.join()
going.clear()
for one in others: one.join()
print(tally.count, failed)
"""


def interpreters() -> list[str]:
    found = [it.interpreter for it in find_all(Path.cwd()) if it.interpreter]
    return [it.executable for it in found if it.free_threaded]


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = interpreters()
    if not found:
        pytest.skip("no free-threaded Python here")
    path = tmp_path_factory.mktemp("free-threaded") / "venv"
    subprocess.run([found[0], "-m", "venv", "--without-pip", path], check=True)
    return path


@pytest.mark.slow
@pytest.mark.parametrize("more", ["", "[target.'cfg(unix)'.dependencies]\n"], ids=["direct", "cargo"])
def test_import_turns_the_gil_on(tool: Rig, tmp_path: Path, more: str) -> None:
    """A stable ABI is asked for, and there is none yet: the wheel is for this version."""
    crate = tmp_path / "crate"
    (crate / "src").mkdir(parents=True)
    dependency = 'pyo3 = { version = "0.29", features = ["abi3-py39"] }\n'
    manifest = MANIFEST.replace("NAME", "unlocked").replace('pyo3 = "0.29"\n', dependency)
    (crate / "Cargo.toml").write_text(manifest + more)
    (crate / "src/lib.rs").write_text(UNLOCKED)
    done = tool.ferrule("build", crate, "-o", tmp_path / "dist")
    assert done.returncode == 0, done.stderr
    name = Path(done.stdout.strip()).name.split("-")
    assert name[3] == f"{name[2]}t", done.stdout
    done = tool.ferrule("develop", crate)
    assert done.returncode == 0, done.stderr
    assert tool.run(USE) == f"{6 * 3000 * 3} []"
    for switch in ("-Xgil=0", "-Xgil=1"):
        command = [tool.python, switch, "-Wignore", "-c", "import unlocked; print(unlocked.Tally().count)"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if switch == "-Xgil=1":
            assert done.stdout == "0\n", done.stderr
        else:
            assert done.stderr.splitlines()[-1] == (
                "ImportError: module unlocked needs the GIL: start Python without PYTHON_GIL=0 and -X gil=0, "
                "and it is turned on by the import"
            )


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("cargo"), reason="needs cargo")
def test_a_program_that_starts_one(tmp_path: Path) -> None:
    ask = (
        "from sysconfig import get_config_var as get\nprint(get('LIBDIR') if get('Py_ENABLE_SHARED') else '')"
    )
    found = [
        (python, libraries)
        for python in interpreters()
        if (libraries := subprocess.check_output([python, "-c", ask], text=True).strip())
    ]
    if not found:
        pytest.skip("no free-threaded Python with a shared library here")
    (tmp_path / "src").mkdir()
    (tmp_path / "src/main.rs").write_text(PROGRAM)
    dependency = f'pyo3 = {{ path = "{RUNTIME}", features = ["auto-initialize"] }}'
    manifest = f'[package]\nname = "starts"\nedition = "2021"\n[dependencies]\n{dependency}\n'
    (tmp_path / "Cargo.toml").write_text(manifest)
    python, libraries = found[0]
    environment = {
        **os.environ,
        **{"PYO3_PYTHON": python, "FERRULE_PYTHON": sys.executable, "LD_LIBRARY_PATH": libraries},
    }
    environment.pop("PYTHON_GIL", None)
    command = ["cargo", "run", "--quiet", "--offline"]
    for gil, printed in ({"PYTHON_GIL": "1"}, "true true\n"), ({}, "false false\n"):
        done = subprocess.run(
            command, cwd=tmp_path, env=environment | gil, capture_output=True, text=True, check=False
        )
        assert done.stdout == printed, done.stderr
    assert done.stderr.count("was started without its GIL: set PYTHON_GIL=1.") == 3
