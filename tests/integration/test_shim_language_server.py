"""The shim in rust-analyzer's macro server: a process that lives for days, and whose expander may die."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from shim_rig import Rig

PROTOCOL = 6
"""The version of the server's own protocol that the messages below are written for."""

EMPTY = {"subtree": [0, 0, 0, 0, 0], "literal": [], "punct": [], "ident": [], "token_tree": [], "text": []}
PUB_FN_F = {
    "subtree": [0, 0, 0, 0, 5, 4, 4, 1, 5, 5, 5, 5, 2, 5, 5],
    "literal": [],
    "punct": [],
    "ident": [1, 0, 0, 2, 1, 0, 3, 2, 0],
    "token_tree": [3, 7, 11, 4, 8],
    "text": ["pub", "fn", "f"],
}
"""`pub fn f() {}`"""


class Server:
    """A running macro server."""

    def __init__(self, process: subprocess.Popen[str], library: Path) -> None:
        self.process, self.library = process, library

    def ask(self, message: dict[str, Any]) -> dict[str, Any]:
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(json.dumps(message) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        assert answer, f"the server ended: {self.process.wait(5)}"
        return json.loads(answer)

    def expand(self) -> list[str]:
        """Names in the expansion of `#[pyfunction] pub fn f() {}`."""
        spans = {"def_site": 0, "call_site": 0, "mixed_site": 0}
        answer = self.ask(
            {
                "ExpandMacro": {
                    "lib": str(self.library),
                    "env": [],
                    "current_dir": None,
                    "macro_body": PUB_FN_F,
                    "macro_name": "pyfunction",
                    "attributes": EMPTY,
                    "has_global_spans": spans,
                    "span_data_table": [],
                }
            }
        )
        found: list[str] = answer["ExpandMacro"]["Ok"]["text"]
        return found


@pytest.fixture
def server(rig: Rig, tmp_path: Path) -> Iterator[Server]:
    program = Path(rig.rustc).parents[1] / "libexec" / "rust-analyzer-proc-macro-srv"
    if not program.exists():
        pytest.skip("this toolchain has no macro server")
    python = tmp_path / "python"
    python.write_text(f'#!/bin/sh\necho $$ >> {tmp_path}/pids\nexec {sys.executable} "$@"\n')
    python.chmod(0o755)
    environment = {
        **os.environ,
        "RUST_ANALYZER_INTERNALS_DO_NOT_USE": "this is unstable",
        "FERRULE_PYTHON": str(python),
    }
    with subprocess.Popen(
        [program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        started = Server(process, rig.library)
        if started.ask({"ApiVersionCheck": {}}) != {"ApiVersionCheck": PROTOCOL}:
            pytest.skip("another protocol")
        yield started


def test_names(server: Server) -> None:
    listed = server.ask({"ListMacros": {"dylib_path": str(server.library)}})["ListMacros"]["Ok"]
    assert ["pyfunction", "Attr"] in listed
    assert ["FromPyObject", "CustomDerive"] in listed


def test_one_expander_serves_all_and_is_replaced_when_it_dies(server: Server, tmp_path: Path) -> None:
    first = server.expand()
    assert "f" in first and "pyo3" in first
    assert server.expand() == first
    (pid,) = (tmp_path / "pids").read_text().split()
    os.kill(int(pid), signal.SIGKILL)
    assert server.expand() == first
    assert len((tmp_path / "pids").read_text().split()) == 2
