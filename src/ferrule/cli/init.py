"""`ferrule init`: a project in a directory that is there already."""

from __future__ import annotations

from pathlib import Path

import click

from ferrule.base.errors import FerruleError, ProjectError
from ferrule.base.record import replace
from ferrule.cli.new import planned, tell, template_options, write

_KEPT = frozenset({"README.md", ".gitignore"})
"""Files that a directory may have; they stay as they are."""


@click.command("init")
@click.argument("path", type=click.Path(path_type=Path, file_okay=False), default=Path(), required=False)
@template_options
def command(path: Path, name: str | None, template: str) -> None:
    """Start a project in the directory PATH (default: here). No file that is there is changed.

    \b
    ferrule init                        one Rust file, called after the directory
    ferrule init --template crate       a Cargo crate
    ferrule init words --name fast-words
    """
    made = planned(path, name, template)
    there = [relative for relative, _ in made.files if (path / relative).exists()]
    if not _KEPT.issuperset(there):
        names = ", ".join(sorted(set(there) - _KEPT))
        raise ProjectError(
            f"{path.absolute()} has {names} already, and nothing was written.",
            "Move it away, or give another directory or name; a Cargo project needs nothing more than "
            "`ferrule develop`.",
        )
    new = replace(made, files=tuple((one, text) for one, text in made.files if one not in there))
    try:
        write(new, path)
    except FerruleError:
        for relative, _ in new.files:
            (path / relative).unlink(missing_ok=True)
        raise
    for relative in there:
        click.echo(f"kept {path / relative}", err=True)
    tell(new, path)
