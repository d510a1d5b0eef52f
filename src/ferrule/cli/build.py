"""`ferrule build`: write a wheel."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ferrule.cli.options import build_options, collect


@click.command("build")
@build_options
@click.option(
    "-o", "--out", type=click.Path(path_type=Path, file_okay=False), default=Path("dist"), show_default=True,
    help="Directory for the wheel.",
)  # fmt: skip
def command(out: Path, **given: Any) -> None:
    """Build PATH (a project or a .rs file; default: here) into a wheel.

    \b
    ferrule build                   the project in this directory, into ./dist
    ferrule build fast.rs -o wheels one file
    """
    from ferrule import pipeline
    from ferrule.cli.console import Console

    console = Console()
    wheel = pipeline.build_wheel(collect(given), out, console)
    click.echo(str(wheel))
