"""`ferrule completion`: the script that makes a shell complete commands, options and files.

The shell then calls `ferrule` with ``_FERRULE_COMPLETE`` set, which click answers.
"""

from __future__ import annotations

import click

VARIABLE = "_FERRULE_COMPLETE"
"""What click looks at; it is made from the program's name."""


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> None:
    """Print the script that makes SHELL complete `ferrule`.

    \b
    ferrule completion bash > ~/.local/share/bash-completion/completions/ferrule
    ferrule completion zsh > ~/.zfunc/_ferrule    (with ~/.zfunc in fpath)
    ferrule completion fish > ~/.config/fish/completions/ferrule.fish
    """
    from click.shell_completion import get_completion_class

    from ferrule.cli.group import group

    made = get_completion_class(shell)
    assert made is not None
    click.echo(made(group, {}, "ferrule", VARIABLE).source())
