"""What a project costs from its start to an installation: Ferrule's commands and maturin's, one by one."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from builds import has_maturin
from harness import projects
from harness.projects import Places, Project
from harness.table import Section, Table, duration
from harness.timing import interleaved, run_process
from harness.workspace import BENCHES, MODULES, UnavailableError, cache, digest, run

METHOD = """\
Whole processes, as under "Builds": the same crate (`modules/edited.rs`) in a project of its own for each \
contender, which take turns in {rounds} rounds, in {rare} where a row begins from nothing. Ferrule builds \
optimised, which is its default; of maturin `develop` is shown as it is by default and with `--release`, \
`build` with `--release`. "New" is a directory in which nothing was built: Ferrule has its runtime in the \
cache from other projects, maturin the crates downloaded. `pip install .` makes an isolated environment for \
the build, into which pip puts the tool and what it needs from a local directory, and installs the wheel \
into an environment of its own; nothing is downloaded."""

AIMS = {"edit": 5.0, "new": 10.0}
"""How many times faster than maturin the rows of a kind are to be."""

Row = tuple[str, str, Callable[[], float], Callable[[], float]]


def rows(places: Places, text: str) -> tuple[list[Row], list[Row]]:
    """Rows measured often and rows measured seldom: what, kind, Ferrule's seconds, maturin's."""
    ours, debug, release, wheel_a, wheel_b = (places.project("edited", text) for _ in range(5))

    def new(build: Callable[[Project], float], neighbour: Project) -> Callable[[], float]:
        return lambda: build(places.project("edited", text, neighbour.prefix))

    def edited(project: Project, build: Callable[[Project], float]) -> Callable[[], float]:
        def once() -> float:
            project.edit()
            return build(project)

        return once

    def maturin_release(project: Project) -> float:
        return projects.maturin_develop(project, "--release")

    for project, build in (
        (ours, projects.ferrule_develop),
        (debug, projects.maturin_develop),
        (release, maturin_release),
        (wheel_a, projects.ferrule_build),
        (wheel_b, projects.maturin_build),
    ):
        build(project)
    mine = edited(ours, projects.ferrule_develop)
    often: list[Row] = [
        ("`develop` after an edit", "edit", mine, edited(debug, projects.maturin_develop)),
        ("`develop` after an edit, `--release`", "edit", mine, edited(release, maturin_release)),
        (
            "`develop`, nothing changed",
            "",
            lambda: projects.ferrule_develop(ours),
            lambda: projects.maturin_develop(debug),
        ),
        (
            "`build` after an edit",
            "edit",
            edited(wheel_a, projects.ferrule_build),
            edited(wheel_b, projects.maturin_build),
        ),
    ]
    seldom: list[Row] = [
        (
            "`develop`, new project",
            "new",
            new(projects.ferrule_develop, ours),
            new(projects.maturin_develop, debug),
        ),
        (
            "`develop`, new project, `--release`",
            "new",
            new(projects.ferrule_develop, ours),
            new(maturin_release, release),
        ),
        (
            "`build`, new project",
            "new",
            new(projects.ferrule_build, ours),
            new(projects.maturin_build, release),
        ),
    ]
    return often, seldom


def isolated(places: Places, text: str) -> Row:
    """`pip install .` with build isolation. Raises UnavailableError where the tools cannot be had."""
    found = wheelhouse()

    def install(backend: str) -> Callable[[], float]:
        def once() -> float:
            project = places.project("edited", text)
            (project.root / "pyproject.toml").write_text(
                f'[build-system]\nrequires = ["{backend.partition(".")[0]}"]\nbuild-backend = "{backend}"\n'
                '[project]\nname = "edited"\nversion = "0.1.0"\n',
                encoding="utf-8",
            )
            pip = [project.prefix / "bin" / "python", "-m", "pip", "install", "-q", "--no-index"]
            return run_process([*pip, "--find-links", found, project.root], cwd=project.root)

        return once

    return "`pip install .`, isolated, new project", "", install("ferrule.backend"), install("maturin")


def wheelhouse() -> Path:
    """A directory with the wheels of both tools and of all that they need."""
    sources = sorted((BENCHES.parent / "src" / "ferrule").rglob("*.py"))
    state = digest(sys.version, *(path.read_text(encoding="utf-8") for path in sources))
    place = cache("wheelhouse", state)
    if not (place / "complete").is_file():
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "-q", "-w", place]
        try:
            run([*pip, BENCHES.parent, "maturin"], cwd=BENCHES)
        except (RuntimeError, subprocess.SubprocessError) as error:
            reason = str(error).strip().splitlines()[-1]
            raise UnavailableError(
                f"The wheels for `pip install .` cannot be had here ({reason})."
            ) from error
        (place / "complete").touch()
    return place


def measure(*, quick: bool = False) -> Section:
    """Run the benchmark; `quick` is for trying it out. Raises RuntimeError when a build fails."""
    rounds, rare = (2, 1) if quick else (9, 3)
    method = METHOD.format(rounds=rounds, rare=rare)
    missing = has_maturin()
    if missing is not None:
        return Section("Packages", method, [], [missing])
    text = (MODULES / "edited.rs").read_text(encoding="utf-8")
    table = Table(("command", "Ferrule", "maturin", "maturin / Ferrule", "aim"))
    remarks: list[str] = []
    os.environ.pop("CARGO_TARGET_DIR", None)
    with tempfile.TemporaryDirectory(prefix="ferrule-benches-") as root:
        places = Places(Path(root))
        often, seldom = rows(places, text)
        try:
            seldom.append(isolated(places, text))
        except UnavailableError as error:
            remarks.append(str(error))
        for group, times in ((often, rounds), (seldom, rare)):
            for what, kind, ours, theirs in group:
                measured = interleaved({"Ferrule": ours, "maturin": theirs}, times)
                a, b = measured["Ferrule"], measured["maturin"]
                aim = f"{AIMS[kind]:.0f} x" if kind else "-"
                table.add(what, duration(a.median), duration(b.median), f"{b.over(a):.1f} x", aim)
    return Section("Packages", method, [table], remarks)


if __name__ == "__main__":
    print(measure().render())
