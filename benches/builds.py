"""Build times and sizes: Ferrule against maturin with PyO3, and against rustc with nothing at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from harness import generated, projects
from harness.projects import Places, Project
from harness.table import Section, Table, duration, ratio
from harness.timing import Timing, interleaved
from harness.workspace import MODULES, UnavailableError, maturin

METHOD = """\
Whole processes, from start to end, by `time.perf_counter`; after the last round each environment must \
import the last edition. The contenders take turns in {rounds} rounds (Ferrule's first build ever in \
{rare}, maturin's first builds are done once), ratios are medians over the rounds of the ratio within a \
round. "rustc alone" is `rustc --crate-type cdylib -Copt-level=3` on one empty function. All build the \
same crate (`modules/edited.rs`: two functions, a class) and install it into a virtual environment of \
their own by their `develop` command; an edit changes the body of one function. Ferrule's builds are \
optimised, which is its default. A first build of maturin's finds the crates downloaded. The file cache \
of the system is warm throughout."""

METHOD_LARGE = """\
720 functions, one for each order of the parameters (u16, i32, u32, i64, u64, f32); 200 classes, each with \
a constructor, two properties and five methods; and in both modules a function that is edited before each \
build. {rounds} rounds of `ferrule develop` and `maturin develop --release` in turn. Sizes are those of the \
installed library after `strip`."""

LARGE = {"720 functions": ("large", generated.functions), "200 classes": ("classes", generated.classes)}
"""What large modules are called, and their names and sources."""

RUSTC, EDIT, FIRST, NOOP, RUNTIME = (
    "rustc alone",
    "Ferrule, after an edit",
    "Ferrule, first build of a module",
    "Ferrule, nothing changed",
    "Ferrule, first build ever (its own runtime included)",
)
DEBUG, RELEASE = "maturin develop, after an edit", "maturin develop --release, after an edit"
COLD_DEBUG, COLD_RELEASE = "maturin develop, first build", "maturin develop --release, first build"


def has_maturin() -> str | None:
    """None, or the sentence that says why maturin is not measured."""
    try:
        maturin()
    except UnavailableError as error:
        return str(error)
    return None


def edits(places: Places, *, quick: bool) -> tuple[Table, list[str]]:
    """The small module."""
    text = (MODULES / "edited.rs").read_text(encoding="utf-8")
    rounds = 2 if quick else 9
    bare = places.fresh()
    ours = places.project("edited", text)
    projects.ferrule_develop(ours)
    contenders: dict[str, Callable[[], float]] = {
        RUSTC: lambda: projects.bare_rustc(bare),
        EDIT: lambda: _edited(ours, projects.ferrule_develop),
        NOOP: lambda: projects.ferrule_develop(ours),
        FIRST: lambda: projects.ferrule_develop(places.project("edited", text, ours.prefix)),
    }
    missing = has_maturin()
    theirs = None
    if missing is None:
        theirs = [places.project("edited", text) for _ in range(2)]
        cold_times = _cold(theirs)
        contenders[DEBUG] = lambda: _edited(theirs[0], projects.maturin_develop)
        contenders[RELEASE] = lambda: _edited(
            theirs[1], lambda project: projects.maturin_develop(project, "--release")
        )
    times = interleaved(contenders, rounds)
    rare = interleaved(
        {
            RUSTC: contenders[RUSTC],
            RUNTIME: lambda: projects.ferrule_develop(
                places.project("edited", text, ours.prefix), places.fresh()
            ),
        },
        1 if quick else 3,
    )
    _edited(ours, projects.ferrule_develop)
    for project in (ours, *(theirs or ())):
        project.check()
    table = Table(("one function, one class", "median", "best", "/ rustc alone", "/ Ferrule, after an edit"))
    for name, timing in times.items():
        table.add(name, duration(timing.median), duration(timing.best), *_ratios(timing, times))
    first = rare[RUNTIME]
    table.add(RUNTIME, duration(first.median), duration(first.best), ratio(first.over(rare[RUSTC])), "-")
    if missing is None:
        for name, seconds in cold_times.items():
            shown = ratio(seconds / times[RUSTC].median), ratio(seconds / times[EDIT].median)
            table.add(name, duration(seconds), "-", *shown)
    return table, [missing] if missing else []


def _ratios(timing: Timing, times: dict[str, Timing]) -> tuple[str, str]:
    return ratio(timing.over(times[RUSTC])), ratio(timing.over(times[EDIT]))


def _edited(project: Project, build: Callable[[Project], float]) -> float:
    project.edit()
    return build(project)


def _cold(warmed: list[Project]) -> dict[str, float]:
    """maturin's first builds, which the measured projects need anyway; then one that is thrown away."""
    found = {}
    for name, project, flags in ((COLD_DEBUG, warmed[0], ()), (COLD_RELEASE, warmed[1], ("--release",))):
        found[name] = projects.maturin_develop(project, *flags)
        projects.maturin_develop(project, *flags)
    return found


def large(places: Places, title: str, *, quick: bool) -> Table:
    """One of the large modules."""
    module, source = LARGE[title]
    text = source(module)
    ours = places.project(module, text)
    projects.ferrule_develop(ours)
    contenders = {"Ferrule": lambda: _edited(ours, projects.ferrule_develop)}
    built = {"Ferrule": ours}
    if has_maturin() is None:
        theirs = built["PyO3"] = places.project(module, text)
        projects.maturin_develop(theirs, "--release")
        contenders["PyO3"] = lambda: _edited(
            theirs, lambda project: projects.maturin_develop(project, "--release")
        )
    times = interleaved(contenders, 1 if quick else 3)
    sizes = {}
    for name, project in built.items():
        project.check()
        sizes[name] = projects.stripped_size(project.library(), places.fresh())
    table = Table((title, "optimised rebuild", "stripped size", "time / PyO3", "size / PyO3"))
    for name, timing in times.items():
        both = "PyO3" in times
        table.add(
            name,
            duration(timing.median),
            f"{sizes[name] / 1024:.0f} KiB",
            f"{timing.over(times['PyO3']):.3f}" if both else "-",
            f"{sizes[name] / sizes['PyO3']:.3f}" if both else "-",
        )
    return table


def measure(*, quick: bool = False) -> Section:
    """Run the benchmark; `quick` is for trying it out. Raises RuntimeError when a build fails."""
    with tempfile.TemporaryDirectory(prefix="ferrule-benches-") as root:
        places = Places(Path(root))
        os.environ.pop("CARGO_TARGET_DIR", None)
        small, remarks = edits(places, quick=quick)
        big = [large(places, title, quick=quick) for title in LARGE]
    method = METHOD.format(rounds=2 if quick else 9, rare=1 if quick else 3)
    method += "\n\n" + METHOD_LARGE.format(rounds=1 if quick else 3)
    return Section("Builds", method, [small, *big], remarks)


if __name__ == "__main__":
    print(measure().render())
