"""`ferrule stubs`: the `.pyi` of a file or project, without building it."""

from __future__ import annotations

from pathlib import Path

import click

from ferrule.base.errors import SourceError


@click.command("stubs")
@click.argument("path", type=click.Path(path_type=Path), default=Path("."), required=False)
@click.option("-o", "--out", type=click.Path(path_type=Path, dir_okay=False), help="Write to this file instead.")
def command(path: Path, out: Path | None) -> None:
    """Print the type stub of PATH's module (a project or a .rs file; default: here), straight from its sources."""
    from ferrule import pipeline

    project = pipeline.open_project(pipeline.Options(path))
    text = pipeline.stub_text(project)
    if text is None:
        raise SourceError(f"{project.source} defines no Python module.", f"Add a #[pymodule] called `{project.crate_name}`.")
    if out is None:
        click.echo(text, nl=False)
        return
    from ferrule.base.files import write_if_changed

    write_if_changed(out, text)
    click.echo(f"wrote {out}", err=True)
