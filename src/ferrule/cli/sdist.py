"""`ferrule sdist`: write a source distribution."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ferrule.cli.options import build_options, collect


@click.command("sdist")
@build_options
@click.option(
    "-o", "--out", type=click.Path(path_type=Path, file_okay=False), default=Path("dist"), show_default=True,
    help="Directory for the sdist.",
)  # fmt: skip
@click.option("--no-build", is_flag=True, help="Do not build a wheel from it before it is written.")
@click.option("--vendor", is_flag=True, help="Put the crates of others in, so that it builds offline.")
@click.option("--json", "as_json", is_flag=True, help="Print what was done as a JSON object.")
def command(out: Path, no_build: bool, vendor: bool, as_json: bool, **given: Any) -> None:
    """Write the source distribution of the project at PATH (default: here), proved by building from it.

    \b
    ferrule sdist                   into ./dist
    ferrule sdist --no-build        without the proof
    ferrule sdist --vendor          with the crates of others, to be built offline
    """
    from ferrule import release
    from ferrule.cli.account import account
    from ferrule.cli.console import Console

    with account("sdist", wanted=as_json) as said:
        path = release.build_sdist(collect(given), out, Console(), proved=not no_build, vendored=vendor)
        said["path"], said["proved"] = str(path), not no_build
        if not as_json:
            click.echo(str(path))
