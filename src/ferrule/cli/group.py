"""The top-level command: knows the names of the others and loads each from the module of its name."""

from __future__ import annotations

import importlib
import importlib.util

import click

COMMANDS = (
    "new", "init", "develop", "run", "build", "sdist", "check", "expand", "stubs", "list-python", "doctor",
    "demo", "hook", "cache", "completion", "clean",
)  # fmt: skip
"""In the order in which help lists them; a command `x-y` is `ferrule.cli.x_y.command`."""


class LazyGroup(click.Group):
    """A group that imports a command's module only when the command is used, or its help is shown."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, in our order."""
        return [name for name in COMMANDS if importlib.util.find_spec(_module(name)) is not None]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load one command."""
        if cmd_name not in COMMANDS:
            return None
        try:
            module = importlib.import_module(_module(cmd_name))
        except ModuleNotFoundError as error:
            if error.name == _module(cmd_name):
                return None
            raise
        command = module.command
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, with a suggestion for a misspelt name."""
        from ferrule.base.diagnostics import did_you_mean

        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            note = did_you_mean(args[0], COMMANDS)
            raise click.UsageError(
                f"There is no command `{args[0]}`." + (f" {note[0].upper()}{note[1:]}" if note else ""), ctx
            )
        return super().resolve_command(ctx, args)


def _module(name: str) -> str:
    return f"ferrule.cli.{name.replace('-', '_')}"


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="ferrule", prog_name="ferrule")
def group() -> None:
    """Rust inside Python: build, install and inspect native modules.

    \b
    ferrule new words          start a project: one Rust file, its tests, a workflow that builds wheels
    ferrule develop            build the project here and install it into the active environment
    ferrule develop fast.rs    the same for one Rust file
    ferrule run app.py         run a script; `import fast` finds and compiles fast.rs
    ferrule build --out dist   write a wheel

    Add --debug-ferrule to any command to see Ferrule's own traceback when it fails.
    """
