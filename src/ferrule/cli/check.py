"""`ferrule check`: what a project uses that Ferrule does not have, without building."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click


@click.command("check")
@click.argument("path", type=click.Path(path_type=Path), default=Path(), required=False)
@click.option("-F", "--features", metavar="NAMES", help="Cargo features to switch on.")
@click.option("--all-features", is_flag=True, help="Switch on all Cargo features.")
@click.option("--no-default-features", is_flag=True, help="Leave the default Cargo features off.")
@click.option("--json", "as_json", is_flag=True, help="Print the findings as a JSON list.")
def command(path: Path, features: str | None, *, as_json: bool, **switches: bool) -> int:
    """List what PATH (a project or a .rs file; default: here) uses that Ferrule does not have.

    Names below `pyo3::` that are not there, attributes that the macros refuse, features of pyo3 without
    effect: from the sources alone, in a second or two. Ends with exit code 1 when there is any.

    \b
    ferrule check
    ferrule check fast.rs
    ferrule check --json path/to/project
    """
    from ferrule import pipeline

    settings: dict[str, Any] = {name.replace("_", "-"): True for name, on in switches.items() if on}
    if features:
        settings["features"] = features
    findings = pipeline.check(pipeline.Options(path, settings=settings))
    if as_json:
        shown = ("path", "line", "column", "kind", "message", "notes")
        click.echo(json.dumps([{key: getattr(one, key) for key in shown} for one in findings], indent=2))
        return int(bool(findings))
    for finding in findings:
        click.echo(f"{finding.shown}\n")
    plural = "thing" if len(findings) == 1 else "things"
    click.echo(
        f"{len(findings)} {plural} to change." if findings else "Ferrule has everything that this uses."
    )
    return int(bool(findings))
