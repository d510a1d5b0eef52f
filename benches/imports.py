"""From a slow loop to a fast one: Ferrule's import hook beside the other ways to speed up three loops."""

from __future__ import annotations

import functools
import json
import statistics
import tempfile
from pathlib import Path

from harness.importing import CONTENDERS, Contender, Loops, environment
from harness.table import Section, Table, duration, ratio
from harness.timing import interleaved
from harness.workspace import UnavailableError, run

METHOD = """\
Each contender speeds up the same three loops (`modules/imports/`): integer arithmetic, vowels of a text, \
a dict of word counts. Whole processes of one interpreter, by `time.perf_counter`, in turn; medians of \
{rounds} rounds. "From nothing" is `python app.py` until it has used all three once, when nothing of the \
module is there or in any cache, but for what builds of several modules share (Ferrule's runtime, cargo's \
downloads; rustimport and maturin-import-hook compile PyO3 for each module). "After an edit" is the same \
after a constant in the first loop changed, "unchanged" the next start, also as its distance from Python's. \
What has to be run by hand (mypyc) is part of the first two. Builds are optimised. Steady state is the \
fastest of {repeat} calls: 300,000 rounds of the first loop, 120 kB of text for the others."""

REPEAT = 7
LOOPS = ("numeric", "text", "words")


def measure(*, quick: bool) -> Section:
    """Time starts and loops of every contender that can be had."""
    rounds = 1 if quick else 5
    python = environment()
    starts = Table(("three loops", "from nothing", "after an edit", "unchanged", "unchanged, over Python"))
    steady = Table(("steady state", *LOOPS, *(f"{name}, Python /" for name in LOOPS)))
    remarks = []
    with tempfile.TemporaryDirectory() as scratch:
        projects: dict[str, Loops] = {}
        for contender in CONTENDERS:
            try:
                projects[contender.name] = _prepared(contender, Path(scratch), python)
            except (UnavailableError, RuntimeError) as error:
                remarks.append(f"{contender.name} is left out: {_sentence(error)}")
        phases = [
            interleaved(
                {name: functools.partial(_phase, one, phase) for name, one in projects.items()}, rounds
            )
            for phase in PHASES
        ]
        for name in projects:
            medians = [phase[name].median for phase in phases]
            before = statistics.median(phases[2]["Python"].rounds)
            starts.add(name, *map(duration, medians), f"{(medians[2] - before) * 1e3:+.1f} ms")
        _steady(projects, steady)
    return Section("Imports", METHOD.format(rounds=rounds, repeat=REPEAT), [starts, steady], remarks)


PHASES = ("nothing", "edit", "unchanged")


def _prepared(contender: Contender, scratch: Path, python: Path) -> Loops:
    """A project whose first start has made what the contender shares among modules."""
    made = Loops(contender, scratch / contender.key, python)
    made.install()
    made.wipe()
    made.write()
    made.start()
    return made


def _phase(project: Loops, phase: str) -> float:
    if phase == "nothing":
        project.wipe()
    if phase in ("nothing", "edit"):
        project.write()
    return project.start(build=phase != "unchanged")


def _steady(projects: dict[str, Loops], table: Table) -> None:
    found = {}
    for name, project in projects.items():
        output = run([*project.command(), str(REPEAT)], cwd=project.root, env=project.environment)
        found[name] = json.loads(output.splitlines()[-1])
    for name, times in found.items():
        ratios = [ratio(found["Python"][loop] / times[loop]) for loop in LOOPS]
        table.add(name, *(duration(times[loop]) for loop in LOOPS), *ratios)


def _sentence(error: Exception) -> str:
    lines = [line.strip() for line in str(error).strip().splitlines() if line.strip()]
    return lines[-1].rstrip(".") + "." if lines else "no reason was given."
