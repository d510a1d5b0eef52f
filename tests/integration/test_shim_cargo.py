"""The macros under plain cargo, as an editor or `cargo check` uses them: nothing of Ferrule is running."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from shim_rig import ROOT, Message, parse_messages

pytestmark = pytest.mark.slow

MANIFEST = f"""
[package]
name = "user"
version = "0.1.0"
edition = "2021"

[lib]
crate-type = ["cdylib"]

[dependencies]
pyo3 = {{ path = {json.dumps(str(ROOT / "ferrule" / "runtime" / "pyo3"))} }}
"""

GOOD = """use pyo3::prelude::*;

#[pyclass(get_all)]
struct Point { x: f64, y: f64 }

#[pymethods]
impl Point {
    #[new]
    fn new(x: f64, y: f64) -> Self { Point { x, y } }
}

#[pyfunction]
#[pyo3(signature = (p, by = 1.0))]
fn scale(p: &Point, by: f64) -> Point { Point { x: p.x * by, y: p.y * by } }

#[pymodule]
fn user(m: &Bound<'_, PyModule>) -> PyResult<()> {
    m.add_function(wrap_pyfunction!(scale, m)?)?;
    m.add_class::<Point>()
}
"""


@pytest.fixture(scope="module")
def crate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("user")
    (directory / "src").mkdir()
    (directory / "Cargo.toml").write_text(MANIFEST)
    return directory


def check(crate: Path, source: str, *arguments: str) -> list[Message]:
    """What `cargo check` says of the crate itself."""
    cargo = shutil.which("cargo")
    if cargo is None:
        pytest.skip("no cargo")
    (crate / "src" / "lib.rs").write_text(source, encoding="utf-8")
    kept = {key: value for key, value in os.environ.items() if not key.startswith("FERRULE_")}
    process = subprocess.run(
        [cargo, "check", "--offline", "--quiet", "--message-format=json", *arguments],
        check=False, capture_output=True, text=True, timeout=300, cwd=crate,
        env={**kept, "FERRULE_PYTHON": sys.executable, "CARGO_TARGET_DIR": str(crate / "target")},
    )  # fmt: skip
    lines = [json.loads(line) for line in process.stdout.splitlines() if line.startswith("{")]
    own = [
        line["message"]
        for line in lines
        if line.get("target", {}).get("name") == "user" and "message" in line
    ]
    for message in own:
        message["$message_type"] = "diagnostic"
    assert lines, process.stderr
    return parse_messages("\n".join(map(json.dumps, own)))[0]


def test_good(crate: Path) -> None:
    assert check(crate, GOOD) == []


def test_the_users_lints_hold_and_the_glue_trips_none(crate: Path) -> None:
    lints = (
        "#![forbid(unsafe_code)]\n#![deny(warnings, missing_docs, unreachable_pub, unused_qualifications)]\n"
    )
    lints += "#![deny(rust_2018_idioms, future_incompatible, nonstandard_style, let_underscore)]\n//! Docs.\n"
    assert check(crate, lints + GOOD) == []


def test_mistakes_are_shown_alone_and_at_their_tokens(crate: Path) -> None:
    source = (
        GOOD.replace("get_all", "get_al").replace("by = 1.0", "bye = 1.0").replace("#[new]", "#[new] #[new]")
    )
    found = {(message.text.splitlines()[0], message.under[0]) for message in check(crate, source)}
    assert found == {
        ("unknown option `get_al` of `#[pyclass]`", "get_al"),
        ("`bye` is no argument of the function", "bye"),
        ("`#[new]` is given twice", "#[new]"),
    }


SUM = """use pyo3::prelude::*;
pub struct Other;
#[pyfunction]
fn f(a: i64, b: {argument}) -> {result} { let _ = (a, b); panic!() }
"""


def errors(crate: Path, argument: str, result: str) -> list[str]:
    """What is underlined in the errors about a function with these types."""
    source = SUM.replace("{argument}", argument).replace("{result}", result)
    return [message.under[0] for message in check(crate, source) if message.level == "error"]


@pytest.mark.parametrize("kind", ["Other", "std::thread::Thread", "Vec<Other>", "Option<(i64, Other)>"])
def test_an_unsupported_argument_is_underlined(crate: Path, kind: str) -> None:
    found = errors(crate, kind, "i64")
    assert found
    assert set(found) == {kind}


@pytest.mark.parametrize("kind", ["Other", "Vec<Other>", "PyResult<Other>"])
def test_an_unsupported_result_is_underlined(crate: Path, kind: str) -> None:
    found = errors(crate, "i64", kind)
    assert found
    assert all(kind.startswith(one) for one in found)
