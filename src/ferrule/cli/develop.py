"""`ferrule develop`: build and install into the active environment."""

from __future__ import annotations

from typing import Any

import click

from ferrule.cli.options import build_options, collect
from ferrule.cli.quick import develop


@click.command("develop")
@build_options
def command(**given: Any) -> None:
    """Build PATH (a project or a .rs file; default: here) and install it into the active environment.

    \b
    ferrule develop                 the project in this directory
    ferrule develop fast.rs         one file, without Cargo.toml
    ferrule develop -i 3.12 --debug for another Python, unoptimised
    """
    develop(collect(given))
