"""`ferrule expand`: what the macros of a file turn into."""

from __future__ import annotations

from pathlib import Path

import click

from ferrule.base.errors import ProjectError, SourceError


@click.command("expand")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--stage",
    type=click.Choice(["model", "glue"]),
    default="glue",
    show_default=True,
    help="The model is what Python will see; the glue is the Rust that makes it so.",
)
def command(file: Path, stage: str) -> None:
    """Print what each macro call in FILE expands to, without compiling it.

    \b
    ferrule expand fast.rs                  the Rust that the macros make
    ferrule expand fast.rs --stage model    what Python will see
    """
    try:
        source = file.read_bytes()
    except OSError as error:
        raise ProjectError(f"{file} cannot be read: {error.strerror}.") from error
    click.echo(expansion(source, str(file), stage), nl=False)


def expansion(source: bytes, path: str, stage: str) -> str:
    """The text that the command prints.

    Raises SourceError with the rendered mistakes when the file cannot be read as Rust or breaks a rule.
    """
    from ferrule.base.diagnostics import Diagnostic, line_and_column, render_all
    from ferrule.expander import answer
    from ferrule.expander.calls import macro_calls, readable
    from ferrule.model.printing import show
    from ferrule.syntax.tree import ParseError

    try:
        calls = macro_calls(source)
    except ParseError as error:
        raise SourceError(f"{path} is not Rust that Ferrule can read: {error}") from error
    parts: list[str] = []
    mistakes: list[Diagnostic] = []
    for call in calls:
        reading = answer.read(call.question)
        for found in reading.diagnostics:
            mistakes.append(Diagnostic(found.message, call.in_file(found.span), found.notes))
        if reading.diagnostics or reading.item is None:
            continue
        line, _ = line_and_column(source, call.macro.start)
        parts.append(f"// {path}:{line} #[{call.question.macro}]\n")
        if stage == "model":
            parts.append(show(reading.item) + "\n")
        else:
            parts.append(readable(answer.glue(reading), call.question.text).rstrip() + "\n\n")
    if mistakes:
        count = "1 error" if len(mistakes) == 1 else f"{len(mistakes)} errors"
        raise SourceError(f"{path} cannot be expanded: {count}.", detail=render_all(mistakes, source, path))
    return "".join(parts)
