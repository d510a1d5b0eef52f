"""`ferrule develop`: build and install into the active environment."""

from __future__ import annotations

from typing import Any

import click

from ferrule.cli.options import build_options, collect
from ferrule.cli.quick import develop


@click.command("develop")
@build_options
@click.option("--json", "as_json", is_flag=True, help="Print what was done as a JSON object.")
def command(as_json: bool, **given: Any) -> None:
    """Build PATH (a project or a .rs file; default: here) and install it into the active environment.

    \b
    ferrule develop                 the project in this directory
    ferrule develop fast.rs         one file, without Cargo.toml
    ferrule develop -i 3.12 --debug for another Python, unoptimised
    """
    if not as_json:
        develop(collect(given))
        return
    from ferrule.cli.account import account, built

    with account("develop", wanted=True) as said:
        artifact, installed, seconds = develop(collect(given))
        said.update(
            **built(artifact),
            distribution=installed.metadata.name,
            version=installed.metadata.version,
            site=str(installed.site),
            changed=installed.changed,
            missing=list(installed.missing),
            seconds=seconds,
        )
