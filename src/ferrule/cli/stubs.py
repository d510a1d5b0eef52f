"""`ferrule stubs`: the `.pyi` of a file or project, without building it."""

from __future__ import annotations

from pathlib import Path

import click

from ferrule.base.errors import SourceError


@click.command("stubs")
@click.argument("path", type=click.Path(path_type=Path), default=Path(), required=False)
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write the files below this directory instead.",
)
def command(path: Path, out: Path | None) -> None:
    """Print the type stubs of PATH (a project or a .rs file; default: here), straight from its sources."""
    from ferrule import pipeline
    from ferrule.base.files import write_if_changed

    project = pipeline.open_project(pipeline.Options(path))
    files = pipeline.stub_files(project)
    if not files:
        raise SourceError(
            f"{project.source} defines no Python module.", f"Add a #[pymodule] called `{project.crate_name}`."
        )
    for name, text in files.items():
        if out is not None:
            write_if_changed(out / name, text)
            click.echo(f"wrote {out / name}", err=True)
        else:
            click.echo(f"# {name}\n{text}" if len(files) > 1 else text, nl=False)
