"""`%%rust` in a real Jupyter kernel, as a notebook's front end sees it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import ferrule

pytest.importorskip("ipykernel")
pytest.importorskip("nbclient")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore"),  # Jupyter's own
]

NOTEBOOK = Path(__file__).parents[2] / "examples" / "notebook" / "rust_cells.ipynb"
PATIENCE = 240


class Kernel:
    """One kernel, and what its cells say."""

    def __init__(self, client: Any) -> None:
        self.client = client

    def run(self, code: str) -> dict[str, str]:
        """Run a cell: what came on `stdout` and `stderr`, `result`, and `error` with its colours."""
        request = self.client.execute(code)
        said = {"stdout": "", "stderr": "", "result": "", "error": ""}
        while True:
            message = self.client.get_iopub_msg(timeout=PATIENCE)
            if message["parent_header"].get("msg_id") != request:
                continue
            kind, content = message["msg_type"], message["content"]
            if kind == "stream":
                said[content["name"]] += content["text"]
            elif kind == "execute_result":
                said["result"] = content["data"]["text/plain"]
            elif kind == "error":
                said["error"] = "\n".join(content["traceback"])
                said["name"] = content["ename"]
            elif kind == "status" and content["execution_state"] == "idle":
                return said


@pytest.fixture(scope="module")
def kernel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kernel]:
    from jupyter_client.manager import start_new_kernel

    environment = os.environ | {"PYTHONPATH": str(Path(ferrule.__file__).parents[1]), "RUST_BACKTRACE": "0"}
    environment.pop("PYTEST_CURRENT_TEST", None)  # makes ipykernel capture less
    directory = tmp_path_factory.mktemp("notebook")
    manager, client = start_new_kernel(kernel_name="python3", env=environment, cwd=str(directory))
    try:
        made = Kernel(client)
        assert made.run("%load_ext ferrule") == {"stdout": "", "stderr": "", "result": "", "error": ""}
        yield made
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def rust(kernel: Kernel, text: str, line: str = "") -> dict[str, str]:
    return kernel.run(f"%%rust {line}\n{text}")


def test_a_cell_that_is_run_again_replaces_its_functions(kernel: Kernel) -> None:
    text = "pub fn f(x: i64) -> i64 { x + 1 }\npub fn g() {}"
    assert rust(kernel, text)["error"] == ""
    assert kernel.run("old = f; f(1)")["result"] == "2"
    assert rust(kernel, text.replace("x + 1", "x * 10"))["error"] == ""
    assert kernel.run("f(1), old(1), g()")["result"] == "(10, 2, None)"
    classes = 'use pyo3::prelude::*;\n#[pyclass(new = "from_fields", get_all)]\nstruct P { x: i64 }'
    assert rust(kernel, classes)["error"] == ""
    kernel.run("p = P(3)")
    assert rust(kernel, classes.replace("x: i64", "x: i64, y: i64"))["error"] == ""
    assert kernel.run("p.x, P(1, 2).y, isinstance(p, P)")["result"] == "(3, 2, False)"


def test_compiler_errors_are_shown_at_the_cells_lines_in_colour(kernel: Kernel) -> None:
    said = rust(kernel, "\npub fn broken() -> i64 {\n    missing\n}")
    assert said["name"] == "RustError"
    plain = re.sub(r"\x1b\[[0-9;]*m", "", said["error"])
    assert plain != said["error"]
    assert plain.startswith("error[E0425]: cannot find value `missing` in this scope\n --> Cell In[")
    assert "]:4:5\n  |\n4 |     missing\n" in plain
    assert "Traceback" not in plain and "ferrule" not in plain
    said = rust(kernel, "fn hidden() {}")
    assert "] has nothing that can be exported to Python" in said["error"]
    said = rust(kernel, "// [dependencies]\n// a = 1\n\npub fn f() {}")
    assert "error: a dependency is a version or a table\n --> Cell In[" in said["error"]
    assert "]:3:4" in said["error"]


def test_what_is_printed_appears_in_the_cell(kernel: Kernel) -> None:
    text = 'pub fn loud(x: i64) -> i64 {\n    println!("é {x}");\n    eprintln!("err");\n    dbg!(x) + 1\n}\n'
    text += 'pub fn fail() {\n    panic!("oh no");\n}'
    rust(kernel, text)
    said = kernel.run("print('before'); loud(1); print('after')")
    assert said["stdout"] == "before\né 1\nafter\n"
    assert said["stderr"].startswith("err\n[") and said["stderr"].endswith(":4:5] x = 1\n")
    said = kernel.run("fail()")
    assert said["stderr"].startswith("panicked at ") and "oh no" in said["stderr"]
    assert said["name"] == "PanicException"


def test_options_of_the_magic(kernel: Kernel) -> None:
    overflow = "pub fn add(a: u8) -> u8 { a + 1 }"
    said = rust(kernel, overflow, "--debug --time")
    assert re.fullmatch(r"ready in \d+ ms\n", said["stdout"])
    assert kernel.run("add(255)")["name"] == "PanicException"
    rust(kernel, overflow, "--release")
    assert kernel.run("add(255)")["result"] == "0"
    for line, words in {
        "--debug --release": "not allowed with argument",
        "--nothing": "unrecognized arguments: --nothing",
        "'": "no closing quotation",
        "--dep =1": "does not begin with the name of a crate",
        "--dep 'a={'": "is not TOML",
    }.items():
        said = rust(kernel, overflow, line)
        assert words in said["stderr"] + said["error"], said
        assert "Traceback" not in said["error"]
    assert "the cell is empty" in rust(kernel, "  ")["stderr"]


def test_crates_for_a_cell(kernel: Kernel) -> None:
    kernel.run(
        "import os, pathlib\nos.makedirs('helper/src')\n"
        "pathlib.Path('helper/Cargo.toml').write_text("
        '\'[package]\\nname = "helper"\\nversion = "0.1.0"\\nedition = "2021"\\n\')\n'
        "pathlib.Path('helper/src/lib.rs').write_text('pub fn three() -> i64 { 3 }')"
    )
    text = "pub fn nine() -> i64 { helper::three() * helper::three() }"
    said = rust(kernel, text, "--dep 'helper={path=\"helper\"}'")
    assert said["error"] == ""
    assert kernel.run("nine()")["result"] == "9"
    said = rust(kernel, text.replace("three() }", "four() }"), "--dep 'helper={path=\"helper\"}'")
    assert "cannot find function `four`" in re.sub(r"\x1b\[[0-9;]*m", "", said["error"])


def test_what_the_page_tells_is_so(kernel: Kernel) -> None:
    page = (NOTEBOOK.parents[2] / "docs" / "notebooks.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```(python|text)\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    said = ""
    for (kind, content), (following, _) in zip(blocks, [*blocks[1:], ("", "")], strict=True):
        if kind == "python":
            found = kernel.run(content)
            said = re.sub(r"\x1b\[[0-9;]*m", "", found["stdout"] + found["result"] + found["error"])
            assert following == "text" or not found["error"], found
        else:
            pattern = ".*".join(re.escape(piece) for piece in content.rstrip("\n").split("..."))
            assert re.fullmatch(pattern, said.rstrip("\n"), re.DOTALL), said


def test_the_notebook_of_the_examples() -> None:
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.read(NOTEBOOK, as_version=4)
    os.environ["PYTHONPATH"], before = str(Path(ferrule.__file__).parents[1]), os.environ.get("PYTHONPATH")
    try:
        NotebookClient(notebook, timeout=PATIENCE, kernel_name="python3").execute()
    finally:
        os.environ["PYTHONPATH"] = before or ""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    results = [one["data"]["text/plain"] for one in outputs if one["output_type"] == "execute_result"]
    assert results == ["(77031, 350)", "7"]
    printed = [one["text"] for one in outputs if one.get("name") == "stdout"]
    assert "".join(printed) == "0 + 5\n5 + 2\n"
