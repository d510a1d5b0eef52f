"""`ferrule hook`: the import hook in every Python of an environment, without a line in the programs."""

from __future__ import annotations

import sys

import click


@click.group("hook")
def command() -> None:
    """Make `.rs` files importable in this environment, in every program.

    \b
    ferrule hook install      until `ferrule hook uninstall`
    ferrule hook status       whether Python starts with it
    """


@command.command("install")
@click.option("--user", is_flag=True, help="For all your Pythons of this version outside of environments.")
def install(user: bool) -> None:
    """Switch the hook on, until `ferrule hook uninstall`."""
    from ferrule.importer import environment

    file = environment.install(user=user)
    click.echo(f"wrote {file}", err=True)
    if not environment.status().active:
        what = f"{sys.executable} does not find Ferrule when it starts"
        click.echo(f"warning: {what}; install Ferrule into its environment", err=True)


@command.command("uninstall")
def uninstall() -> None:
    """Switch the hook off again."""
    from ferrule.importer import environment

    removed = environment.uninstall()
    for file in removed:
        click.echo(f"removed {file}", err=True)
    if not removed:
        click.echo("the hook was not installed", err=True)


@command.command("status")
def status() -> None:
    """Say whether Python starts with the hook here."""
    from ferrule.importer import environment

    found = environment.status()
    click.echo(f"{sys.executable} starts {'with' if found.active else 'without'} the hook")
    for file in found.files:
        click.echo(f"installed: {file}")
    if found.files and not found.active:
        click.echo("It is installed, but Ferrule is not there, or FERRULE_HOOK=0 is set.")
