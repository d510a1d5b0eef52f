"""Builds the sources of many cases as one library, and runs their Python in one child process.

A compile has a price of its own, so all cases share one: each is a module of the crate, and each
`#[pymodule]` has its own init function in the library. Cases that do not compile are left out and compiled
around.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from casefile import Case

from ferrule.base.errors import BuildError
from ferrule.build import direct
from ferrule.build.plan import Plan, make_plan
from ferrule.build.report import Quiet
from ferrule.build.runtime import ensure_runtime
from ferrule.expander.answer import answer
from ferrule.expander.server import serve_socket
from ferrule.project.discover import discover
from ferrule.toolchain.interpreters import probe_executable
from ferrule.toolchain.linker import find_linker
from ferrule.toolchain.rustc import find_rustc
from ferrule.toolchain.target import Target

RUNNER = Path(__file__).with_name("case_runner.py")
MODULE = re.compile(
    r"^( *)#\[(?:pyo3::)?pymodule\b[^\]]*\]\s*(?:#\[[^\]]*\]\s*)*(?:pub\s+)?(?:mod|fn)\s+(\w+)", re.MULTILINE
)
ROUNDS = 5


@dataclass
class Outcome:
    """What became of the cases."""

    errors: dict[str, str] = field(default_factory=dict)
    """What went wrong, by the name of the case. The others went well."""


def module_of(case: Case) -> str:
    """Name of the module that the case's source makes: of the outermost `#[pymodule]`s the last."""
    found = [(len(match[1]), -match.start(), match[2]) for match in MODULE.finditer(case.sections["source"])]
    assert found, f"{case.name}: no #[pymodule] to run"
    return min(found)[2]


def run_cases(
    cases: Iterable[Case], folder: Path, python: str = sys.executable, *, large: bool = False
) -> Outcome:
    """Build and run the cases for one interpreter, as a large crate or as a small one."""
    outcome = Outcome()
    left = {case.path.stem: case for case in cases}
    for _ in range(ROUNDS):
        library, broken = compile_cases(left, folder, python, large=large)
        for stem, message in broken.items():
            outcome.errors[left.pop(stem).name] = message
        if library is not None:
            execute(list(left.values()), library, python, outcome)
            return outcome
        if not broken:
            break
    for case in left.values():
        outcome.errors[case.name] = "the cases together do not compile"
    return outcome


def compile_cases(
    cases: dict[str, Case], folder: Path, python: str, *, large: bool = False
) -> tuple[Path | None, dict[str, str]]:
    """The library; or None, and rustc's messages for each case that has some."""
    root = folder / "cases.rs"
    for stem, case in cases.items():
        (folder / f"{stem}.rs").write_text(case.sections["source"], encoding="utf-8")
    root.write_text("#![allow(dead_code)]\n" + "".join(f"mod {stem};\n" for stem in sorted(cases)))
    plan = plan_for(root, python)
    try:
        runtime = ensure_runtime(plan, Quiet())
    except BuildError as error:
        raise AssertionError(f"{error}\n{error.detail}") from None
    with serve_socket(folder / "socket", partial(answer, large=large)) as expander:
        command = [
            str(plan.rustc.path), str(root), *direct.arguments(plan), "--error-format=json",
            f"--out-dir={folder}", f"--extern=pyo3={runtime.library}", f"--extern=ferrule={runtime.library}",
            *(f"-Ldependency={path}" for path in runtime.search),
        ]  # fmt: skip
        environment = {**direct.environment(plan), "FERRULE_PYTHON": sys.executable}
        if expander is not None:
            environment["FERRULE_EXPANDER"] = expander
        process = subprocess.run(
            command, check=False, capture_output=True, text=True, env=environment, cwd=folder, timeout=600
        )
    if process.returncode == 0:
        return folder / plan.target.library_file("cases"), {}
    return None, messages_by_case(process.stderr, cases)


def plan_for(root: Path, python: str) -> Plan:
    rustc = find_rustc(root.parent)
    linker = find_linker(Target.of_host(rustc.host))
    return make_plan(discover(root), probe_executable(python), rustc=rustc, linker=linker, debug=True)


def messages_by_case(output: str, cases: dict[str, Case]) -> dict[str, str]:
    """rustc's errors by the file that they point to. An error that points to no case stops everything."""
    found: dict[str, str] = {}
    for line in output.splitlines():
        if not line.startswith("{"):
            continue
        data = json.loads(line)
        if data.get("level") != "error" or not data.get("spans"):
            continue
        stems = {stem for span in data["spans"] for stem in files_of(span)} & cases.keys()
        for stem in stems:
            found[stem] = found.get(stem, "") + data["rendered"]
    assert found, output
    return found


def files_of(span: dict[str, object] | None) -> Iterable[str]:
    """Files of a span and of the macro calls that it comes from."""
    while span:
        yield Path(str(span["file_name"])).stem
        expansion = span.get("expansion")
        span = expansion["span"] if isinstance(expansion, dict) else None


def execute(cases: list[Case], library: Path, python: str, outcome: Outcome) -> None:
    """Run the Python of the cases; after a crash go on with the next in a new process."""
    waiting = list(cases)
    while waiting:
        sent = [
            {"name": c.name, "module": module_of(c), "code": c.sections["run"], "file": f"{c.path.name}[run]"}
            for c in waiting
        ]
        process = subprocess.run(
            [python, str(RUNNER), str(library)],
            check=False, input=json.dumps(sent), capture_output=True, text=True, timeout=600,
        )  # fmt: skip
        begun = None
        done = set()
        for line in process.stdout.splitlines():
            said = json.loads(line)
            begun = said["name"]
            if "error" in said:
                done.add(begun)
                if said["error"]:
                    outcome.errors[begun] = said["error"]
        if len(done) == len(waiting):
            if process.returncode:
                last = waiting[-1].name
                outcome.errors.setdefault(last, f"at the end: {process.returncode}\n{process.stderr[-3000:]}")
            return
        crashed = begun if begun is not None and begun not in done else waiting[0].name
        outcome.errors[crashed] = f"crashed ({process.returncode})\n{process.stderr[-3000:]}"
        waiting = [case for case in waiting if case.name not in done and case.name != crashed]
