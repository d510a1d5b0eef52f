"""Machine instructions per call, counted by valgrind: exact, and deaf to whatever else the machine does."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from calls import CASES
from harness.peers import FERRULE, PYO3, C, build_all
from harness.table import Section, Table, ratio
from harness.workspace import UnavailableError

METHOD = """\
`valgrind --tool=callgrind` runs an interpreter that executes the statement {few} and then {many} times; \
the difference of the instructions executed, divided by the difference of the counts, less the same for \
an empty loop. It holds the whole of a call: the interpreter's own part, the glue, conversions and the \
function."""

FEW, MANY = 2_000, 12_000
NOT_COUNTED = ("`add(big, big)`: i64 beyond 2**60", "TypeError, caught")
"""Rows of the calls' table that say nothing more here, or are spread over lines."""
PROGRAM = """\
from _imp import create_dynamic, exec_dynamic
class Spec: name = "calls"; origin = {library!r}; parent = ""
m = create_dynamic(Spec)
exec_dynamic(m)
def run(count):
    {setup}
    for _ in range(count):
        {statement}
run({count})
"""


def executed(library: Path, statement: str, setup: str, count: int) -> int:
    """Instructions of one interpreter's whole life."""
    program = PROGRAM.format(library=str(library), setup=setup, statement=statement, count=count)
    with tempfile.TemporaryDirectory() as scratch:
        command = [
            "valgrind",
            "--tool=callgrind",
            f"--callgrind-out-file={scratch}/out",
            *(sys.executable, "-I", "-S", "-c", program),
        ]
        environment = {**os.environ, "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        found = re.search(r"Collected : (\d+)", done.stderr)
        if found is None:
            raise UnavailableError(f"valgrind did not count ({done.stderr.strip().splitlines()[-1:]}).")
    return int(found.group(1))


def per_iteration(library: Path, statement: str, setup: str) -> float:
    """Instructions per execution of the statement, its loop included."""
    few = executed(library, statement, setup, FEW)
    return (executed(library, statement, setup, MANY) - few) / (MANY - FEW)


def measure(*, quick: bool = False) -> Section:
    """Run the benchmark; `quick` takes the first three cases only."""
    method = METHOD.format(few=f"{FEW:,}", many=f"{MANY:,}")
    columns = ("instructions", C, PYO3, FERRULE, "PyO3 / C", "Ferrule / C")
    table = Table(columns)
    if shutil.which("valgrind") is None:
        return Section(
            "Instructions per call", method, [table], ["valgrind is not installed: nothing counted."]
        )
    libraries, missing = build_all("calls")
    empty = per_iteration(libraries[C], "pass", "pass")
    cases = [case for case in CASES if case.name not in NOT_COUNTED]
    for case in cases[:3] if quick else cases:
        counted = {
            peer: per_iteration(libraries[peer], case.statement.code, case.statement.setup) - empty
            for peer in (C, PYO3, FERRULE)
            if peer in libraries
        }
        shown = [f"{counted[peer]:.0f}" if peer in counted else "-" for peer in (C, PYO3, FERRULE)]
        ratios = [ratio(counted[peer] / counted[C] if peer in counted else None) for peer in (PYO3, FERRULE)]
        table.add(case.name, *shown, *ratios)
    return Section("Instructions per call", method, [table], missing)


if __name__ == "__main__":
    print(measure().render())
