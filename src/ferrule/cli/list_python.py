"""`ferrule list-python`: the interpreters of this machine, and which of them can be built for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from ferrule.toolchain.environment import Found


@click.command("list-python")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list.")
def command(as_json: bool) -> None:
    """List the Pythons found here: on PATH, of pyenv and uv, of the environment and the project.

    \b
    ferrule list-python
    ferrule list-python --json
    ferrule build -i 3.12       build for one of them
    """
    from ferrule.cli.console import Console
    from ferrule.toolchain.environment import find_all

    with Console().progress("asking the interpreters about themselves"):
        found = find_all(Path.cwd())
    if as_json:
        click.echo(json.dumps([_facts(one) for one in found], indent=2))
        return
    for one in found:
        python = one.interpreter
        label = python.label if python is not None else "?"
        tag = "-".join((*python.wheel_tags, python.platform_tag)) if python and not one.refusal else "refused"
        click.echo(f"{label:<16}{tag:<32}{one.path}")
        if one.refusal:
            click.echo(f"{'':16}{one.refusal}")


def _facts(one: Found) -> dict[str, Any]:
    python = one.interpreter
    facts: dict[str, Any] = {"path": str(one.path), "usable": one.refusal is None, "refusal": one.refusal}
    if python is not None:
        facts |= {
            "version": ".".join(map(str, python.version)),
            "implementation": python.implementation,
            "abi": python.soabi,
            "tag": "-".join((*python.wheel_tags, python.platform_tag)),
            "extension_suffix": python.extension_suffix(abi3=False),
            "free_threaded": python.free_threaded,
            "debug": python.debug,
            "virtual_environment": python.in_virtual_environment,
        }
    return facts
