"""`ferrule run`, for help and completion; `ferrule.importer.program` does the work, without click."""

from __future__ import annotations

import click

_SETTINGS = {"ignore_unknown_options": True, "allow_interspersed_args": False, "help_option_names": []}


@click.command("run", context_settings=_SETTINGS, add_help_option=False)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def command(arguments: tuple[str, ...]) -> None:
    """Run a Python program with `.rs` files importable.

    \b
    ferrule run app.py --its-option
    ferrule run -m package
    """
    from ferrule.importer.program import start

    start(list(arguments))
