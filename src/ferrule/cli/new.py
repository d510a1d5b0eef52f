"""`ferrule new`: a project in a new directory. Also how `new` and `init` write what the template gives."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from ferrule.base.errors import ProjectError
from ferrule.project.scaffold import Scaffold, name_for, scaffold
from ferrule.project.templates import TEMPLATES

_F = TypeVar("_F", bound=Callable[..., Any])


def template_options(function: _F) -> _F:
    """What `new` and `init` can be asked."""
    function = click.option("--name", help="Name of the project; default: that of the directory.")(function)
    return click.option(
        "-t", "--template", type=click.Choice(list(TEMPLATES)), default="file", show_default=True,
        help="One .rs file, a Cargo crate, or a Python package with a crate inside.",
    )(function)  # fmt: skip


@click.command("new")
@click.argument("path", type=click.Path(path_type=Path))
@template_options
def command(path: Path, name: str | None, template: str) -> None:
    """Start a project in the new directory PATH: sources, tests, README and a workflow that builds wheels.

    \b
    ferrule new fast-words              one Rust file, fast_words.rs
    ferrule new words -t mixed          a Python package with Rust inside
    ferrule new words --name fast-words
    """
    from ferrule.base.files import system_fault

    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise ProjectError(
            f"{path} exists and is not empty.",
            f"Give another directory, or add a project to this one with `ferrule init {path}`.",
        )
    made = planned(path, name, template)
    place = Path(os.path.abspath(path))  # noqa: PTH100 - `..` is folded without following links
    draft = place.with_name(f".{place.name}.{os.getpid()}.tmp")
    try:
        write(made, draft)
        if place.is_dir():
            place.rmdir()
        draft.replace(place)
    except OSError as error:
        raise system_fault(error, f"cannot write {place}") from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    tell(made, path)


def planned(path: Path, name: str | None, template: str) -> Scaffold:
    """The project's files. Raises UsageError and ProjectError for a name that cannot be."""
    import ferrule

    version = ".".join(ferrule.__version__.split(".")[:2])
    return scaffold(name_for(path.absolute()) if name is None else name, template, version)


def write(made: Scaffold, directory: Path) -> None:
    """Write the files. Raises SystemFault."""
    from ferrule.base.files import write_atomically

    for relative, text in made.files:
        write_atomically(directory / relative, text.encode())


def tell(made: Scaffold, path: Path) -> None:
    """Say what there is now, and what to do next."""
    for relative, _ in made.files:
        click.echo(f"wrote {path / relative}", err=True)
    go = "" if path.absolute() == Path.cwd() else f"cd {path} && "
    click.echo(f"Next: {go}ferrule develop && python -c 'import {made.module}'", err=True)
