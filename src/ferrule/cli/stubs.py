"""`ferrule stubs`: the `.pyi` of a file or project, without a build; and whether those kept are current."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from ferrule.base.errors import SourceError

STALE = 1
"""Exit code of `--check` when a stub is missing or not what it would be now."""


@click.command("stubs")
@click.argument("path", type=click.Path(path_type=Path), default=Path(), required=False)
@click.option(
    "-o", "--out", type=click.Path(path_type=Path, file_okay=False),
    help="Write the files below this directory instead.",
)  # fmt: skip
@click.option("--check", is_flag=True, help="Write nothing; end with code 1 when the files are not current.")
@click.option("--copies", is_flag=True, help="List the getters that give Python a copy to change in vain.")
def command(path: Path, out: Path | None, check: bool, copies: bool) -> int:
    """Print the type stubs of PATH (a project or a .rs file; default: here), straight from its sources.

    With --check, compare them with those below --out, or else beside the sources, where `develop` keeps those
    of a Python package. A stub that was written by hand is nobody's to compare.

    \b
    ferrule stubs fast.rs
    ferrule stubs --out typings
    ferrule stubs --check
    ferrule stubs --copies
    """
    from ferrule import pipeline
    from ferrule.base.files import write_if_changed

    project = pipeline.open_project(pipeline.Options(path))
    if copies:
        for one in project.modules:
            click.echo("\n".join(pipeline.description(one).copies))
        return 0
    printed: dict[str, str] = {}
    written: dict[Path, str] = {}
    for one in project.modules:
        made = pipeline.stub_files(one)
        if not made:
            raise SourceError(
                f"{one.source} defines no Python module.", f"Add a #[pymodule] called `{one.crate_name}`."
            )
        printed.update(made)
        base = one.python_source or one.root
        places = pipeline.written_stubs(one)
        written.update(
            {
                (place if out is None else out / place.relative_to(base)): text
                for place, text in places.items()
            }
        )
    if check:
        return _check(written)
    if out is not None:
        for place, text in written.items():
            write_if_changed(place, text)
            click.echo(f"wrote {place}", err=True)
        return 0
    for name, text in printed.items():
        click.echo(f"# {name}\n{text}" if len(printed) > 1 else text, nl=False)
    return 0


def _check(wanted: Mapping[Path, str]) -> int:
    from ferrule.base.files import system_fault

    stale = 0
    for place, text in wanted.items():
        head, _, body = text.partition("\n")
        try:
            present = place.read_text(encoding="utf-8")
        except FileNotFoundError:
            stale += 1
            click.echo(f"{place} is missing", err=True)
            continue
        except OSError as error:
            raise system_fault(error, f"{place} cannot be read") from error
        if present in (text, body):
            continue
        if present.partition(" the ")[0] != head.partition(" the ")[0]:
            click.echo(f"{place} was written by hand, and is not compared", err=True)
            continue
        stale += 1
        click.echo(f"{place} is not current", err=True)
        _show_difference(present, text, str(place))
    if stale:
        click.echo("Write them with `ferrule stubs --out DIRECTORY`, or with `ferrule develop`.", err=True)
    return STALE if stale else 0


def _show_difference(old: str, new: str, name: str) -> None:
    from difflib import unified_diff

    lines = unified_diff(old.splitlines(), new.splitlines(), name, f"{name} (now)", lineterm="")
    for line in lines:
        click.echo(line)
