"""How much of PyO3's own test suite passes on Ferrule's runtime; the numbers of docs/compat.md.

    python tests/peers/pyo3_score.py CHECKOUT [--work DIR] [--parts rust,python,examples] [--only TEXT]

CHECKOUT is a checkout of PyO3 at the version in docs/compat.md; it is copied, never changed. Parts: `rust`
(tests/test_*.rs by cargo), `python` (pytests/), `examples`. Needs cargo and access to crates.io and PyPI.
Nothing of PyO3 is kept in this repository.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RUNTIME = ROOT / "src" / "ferrule" / "runtime"
LEFT_OUT = {"test_compile_error": "compares rustc's messages word by word"}
EXTRA_CRATES = ("test_anyhow", "test_coroutine", "test_serde")
TEST_PACKAGES = ("pytest", "pytest-benchmark", "pytest-asyncio", "hypothesis", "typing_extensions", "numpy")

PACKAGE = """
[workspace]
[package]
name = "peer-tests"
version = "0.0.0"
edition = "2021"
autotests = false
[features]
default = ["macros", "full", "multiple-pymethods"]
macros = []
full = []
multiple-pymethods = []
[dependencies]
pyo3 = {{ path = "{runtime}/pyo3", features = ["auto-initialize"] }}
pyo3-macros = {{ path = "{runtime}/shim" }}
[dev-dependencies]
pyo3-ffi = {{ path = "{runtime}/ffi" }}
uuid = {{ version = "1.10", features = ["v4"] }}
tempfile = "3"
assert_approx_eq = "1.1"
[profile.dev]
debug = 0
incremental = false
"""
BUILD_SCRIPT = """
fn main() {{
    for minor in 7..={minor} {{
        println!("cargo:rustc-cfg=Py_3_{{minor}}");
    }}
}}
"""


def main() -> None:
    """Score the parts that are asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("checkout", type=Path)
    parser.add_argument("--parts", default="rust,python,examples", help="of these; default: all")
    parser.add_argument("--work", type=Path, default=None, help="where to build; default: a new directory")
    parser.add_argument("--only", default="", help="of the Rust tests, the files with this in their names")
    given = parser.parse_args()
    work = (given.work or Path(tempfile.mkdtemp(prefix="pyo3-score-"))).resolve()
    parts = given.parts.split(",")
    copy = work / "checkout"
    shutil.copytree(given.checkout, copy, dirs_exist_ok=True, ignore=shutil.ignore_patterns(".git", "target"))
    if "rust" in parts:
        score_rust(copy, work / "rust", given.only)
    projects = [copy / "pytests"] if "python" in parts else []
    if "examples" in parts:
        projects += sorted(path.parent for path in copy.glob("examples/*/tests"))
        projects += sorted(path.parent for path in copy.glob("pyo3-ffi/examples/*/tests"))
    if projects:
        score_projects(projects, work / "venv")


def score_rust(checkout: Path, space: Path, only: str) -> None:
    """Build each `tests/test_*.rs` as a test of a package of ours, and run it."""
    found = (path.stem for path in sorted((checkout / "tests").glob("test_*.rs")))
    names = [name for name in found if only in name]
    tests = [name for name in names if name not in LEFT_OUT and name not in EXTRA_CRATES]
    for name in sorted(set(names) - set(tests)):
        print(f"{name:45} not taken: {LEFT_OUT.get(name, 'needs a feature of another crate')}")
    write_package(space, tests, checkout)
    environment = {**cargo_environment(space), "RUSTFLAGS": "-A warnings"}
    build = ["cargo", "build", "--tests", "--keep-going", "--message-format", "short"]
    subprocess.run(build, cwd=space, env=environment, capture_output=True, check=False)
    for name in tests:
        command = ["cargo", "test", "--quiet", "--test", name, "--no-fail-fast"]
        ran = subprocess.run(command, cwd=space, env=environment, capture_output=True, text=True, check=False)
        print(f"{name:45} {rust_result(ran.stdout, ran.stderr)}", flush=True)


def cargo_environment(space: Path) -> dict[str, str]:
    """What cargo needs to build and run programs that embed this Python, below `space`."""
    return {
        **os.environ,
        "CARGO_TARGET_DIR": str(space / "target"),
        "PYO3_PYTHON": sys.executable,
        "LD_LIBRARY_PATH": str(sysconfig.get_config_var("LIBDIR")),
    }


def write_package(space: Path, tests: list[str], checkout: Path) -> None:
    """A package whose tests are the files of the checkout."""
    (space / "src").mkdir(parents=True, exist_ok=True)
    listed = (f'[[test]]\nname = "{name}"\npath = "{checkout}/tests/{name}.rs"\n' for name in tests)
    (space / "Cargo.toml").write_text(PACKAGE.format(runtime=RUNTIME) + "\n".join(listed))
    (space / "build.rs").write_text(BUILD_SCRIPT.format(minor=sys.version_info.minor))
    (space / "src" / "lib.rs").write_text("")


def rust_result(output: str, errors: str) -> str:
    """One line for one test file."""
    counts = re.search(r"test result: \w+\. (\d+) passed; (\d+) failed", output)
    if counts is None:
        first = re.search(r"^error.*$", errors, re.MULTILINE)
        return "not compiling: " + (first.group() if first else "no result")
    failed = re.findall(r"^    (\w+)$", output, re.MULTILINE)
    return f"{counts[1]} passed, {counts[2]} failed " + " ".join(sorted(set(failed)))


def score_projects(projects: list[Path], environment: Path) -> None:
    """Install each project by `ferrule develop`, and run its Python tests."""
    venv.create(environment, with_pip=True)
    python = str(environment / "bin" / "python")
    subprocess.run([python, "-m", "pip", "install", "--quiet", *TEST_PACKAGES], check=True)
    own = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "VIRTUAL_ENV": str(environment)}
    for project in projects:
        develop = [sys.executable, "-m", "ferrule", "develop", str(project), "--debug"]
        built = subprocess.run(develop, env=own, capture_output=True, text=True, check=False)
        if built.returncode:
            causes = [line for line in built.stderr.splitlines() if line.startswith("error")]
            print(f"{project.name:45} not built: {causes[0] if causes else built.returncode}", flush=True)
            continue
        command = [python, "-m", "pytest", "-q", "--benchmark-disable", "-p", "no:cacheprovider", "tests"]
        ran = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
        failed = [line for line in ran.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
        print(f"{project.name:45} {ran.stdout.splitlines()[-1]}", *failed, sep="\n    ", flush=True)


if __name__ == "__main__":
    main()
