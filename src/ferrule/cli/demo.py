"""`ferrule demo`: pure Python against Rust on the standard library's own sources, in one table."""

from __future__ import annotations

import shutil
import sys
import tempfile
import textwrap
import time
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import click

from ferrule.cli.console import Console

if TYPE_CHECKING:
    from ferrule.demo.corpus import Corpus
    from ferrule.demo.measure import Result

SHOWN = 8
"""Near-duplicates that are listed."""


@click.command("demo")
@click.option(
    "--names", type=click.IntRange(2, 5000), default=800, show_default=True, metavar="N",
    help="How many names to compare with each other.",
)  # fmt: skip
def command(names: int) -> None:
    """Run three jobs in pure Python and in Rust on the source files of Python's standard library.

    The Rust is compiled now, into a temporary directory; nothing is installed. Ends with exit code 9 when the
    results differ.

    \b
    ferrule demo
    ferrule demo --names 200    quicker: the first job compares each name with each other
    """
    from ferrule.demo.corpus import read_corpus

    console = Console()
    with console.progress("reading the standard library"):
        corpus = read_corpus()
    _say(_about(corpus))
    # Windows refuses to delete a library that is loaded.
    with tempfile.TemporaryDirectory(prefix="ferrule-demo-", ignore_cleanup_errors=True) as directory:
        built = _build(Path(directory), console)
        results = _run(corpus, names, built, console)
        _tell(corpus, names, results)


def _about(corpus: Corpus) -> str:
    version = ".".join(map(str, sys.version_info[:3]))
    left_out = f" ({corpus.skipped} that are not UTF-8 left out)" if corpus.skipped else ""
    return (
        f"Input: the standard library of Python {version} in {corpus.root}, {len(corpus.texts):,} files with "
        f"{corpus.characters / 1e6:.1f} million characters{left_out}."
    )


class _Unasked(Console):
    """Progress and warnings of Ferrule, but not what rustc remarks on sources that are not the user's."""

    def note(self, text: str) -> None:
        """Leave it out: the demo says itself what it builds."""

    def compiler(self, text: str) -> None:
        """Leave it out."""


def _build(directory: Path, console: Console) -> dict[str, ModuleType]:
    from ferrule import pipeline
    from ferrule.demo.jobs import RUST, source
    from ferrule.demo.loading import load

    built = {}
    _say(
        f"Building {len(RUST)} Rust files, optimised. The first build for a Python compiles Ferrule's "
        "runtime, which is then kept."
    )
    for name in RUST:
        path = source(name)
        begin = time.perf_counter()
        options = pipeline.Options(path, python=sys.executable, force=True)
        artifact = pipeline.build_artifact(options, _Unasked())
        built[name] = load(name, artifact.library, directory, artifact.file_name)
        lines = len(path.read_text(encoding="utf-8").splitlines())
        click.echo(f"  {path.name:<20} {lines:>3} lines  {time.perf_counter() - begin:5.2f} s")
    return built


def _run(corpus: Corpus, names: int, built: dict[str, ModuleType], console: Console) -> list[Result]:
    from ferrule.demo.jobs import jobs
    from ferrule.demo.measure import run

    results = []
    for job in jobs(corpus, names, built):
        with console.progress(f"{job.title}, {job.size}"):
            results.append(run(job))
    return results


def _tell(corpus: Corpus, names: int, results: list[Result]) -> None:
    from rich import box
    from rich.console import Console as Terminal
    from rich.table import Table

    from ferrule.demo.corpus import identifiers
    from ferrule.demo.jobs import near_duplicates

    click.echo()
    _say(_found(near_duplicates(identifiers(corpus, names), results[0].value)))
    _say(_counted(results[1].value))
    click.echo()
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("job")
    for title in ("pure Python", "Rust", "ratio", "of Rust's time:\nconversion"):
        table.add_column(title, justify="right", no_wrap=True)
    for result in results:
        table.add_row(
            f"{result.job.title}\n[dim]{result.job.size}[/dim]",
            _seconds(result.python),
            _seconds(result.rust),
            f"{result.ratio:.1f} x",
            f"{_seconds(result.conversion)} ({result.conversion / result.rust:4.0%})",
        )
    Terminal(file=sys.stdout).print(table)
    _say(
        "Python and Rust gave equal results in all jobs. Each time is the best of several runs, or of one "
        "where that took long. The conversion was timed with a second Rust function that takes the same "
        "arguments and returns the same result, kept ready from before (for calculate_mean: any number), "
        "and computes nothing."
    )


def _found(pairs: list[tuple[str, str]]) -> str:
    shown = ", ".join(f"{a}/{b}" for a, b in pairs[:SHOWN])
    more = f" and {len(pairs) - SHOWN} more" if len(pairs) > SHOWN else ""
    return (
        f"Names that differ by one character: {shown}{more}."
        if pairs
        else "No names differ by one character."
    )


def _counted(counts: dict[str, int]) -> str:
    frequent = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:SHOWN]
    return (
        f"{sum(counts.values()):,} tokens, {len(counts):,} different ones; most frequent: "
        + ", ".join(f"{word} {count:,}" for word, count in frequent)
        + "."
    )


def _seconds(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1e3:.1f} ms"


def _say(text: str) -> None:
    """Print a paragraph, wrapped to the terminal's width."""
    width = max(40, min(100, shutil.get_terminal_size().columns))
    click.echo(textwrap.fill(text, width, break_long_words=False, break_on_hyphens=False))
