"""`ferrule build`: write wheels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ferrule.base.errors import UsageError
from ferrule.base.record import replace
from ferrule.cli.options import collect, wheel_options

if TYPE_CHECKING:
    from ferrule.pipeline import Options, Wheel
    from ferrule.release import Failure

_OUT = click.Path(path_type=Path, file_okay=False)
_MODES = click.Choice(["repair", "check", "warn", "skip"])


@click.command("build")
@wheel_options
@click.option("-o", "--out", type=_OUT, default=Path("dist"), show_default=True, help="Directory for wheels.")
@click.option("-f", "--find-interpreter", is_flag=True, help="Build for every Python found that fits.")
@click.option("--target", metavar="TRIPLE", help="Platform to build for, as rustc calls it.")
@click.option(
    "--compatibility", "--manylinux", metavar="TAG",
    help="Platform tag of Linux wheels: auto (the best that the symbols allow; the default), pypi, linux, or "
    "2_28, manylinux2014, musllinux_1_2 and the like.",
)  # fmt: skip
@click.option(
    "--auditwheel", type=_MODES,
    help="What to do about shared libraries that the tag does not allow: copy them into the wheel (the "
    "default), fail, warn, or do not look.",
)  # fmt: skip
@click.option("--skip-auditwheel", is_flag=True, help="The same as --auditwheel skip.")
@click.option("--strip/--no-strip", default=None, help="Remove symbols, or keep them.")
@click.option("--check", is_flag=True, help="Install each wheel into a fresh environment and import it.")
@click.option("--json", "as_json", is_flag=True, help="Print what was done as a JSON object.")
def command(out: Path, interpreters: tuple[str, ...], as_json: bool, **given: Any) -> int:
    """Build PATH (a project or a .rs file; default: here) into wheels.

    \b
    ferrule build                     the project in this directory, into ./dist
    ferrule build fast.rs -o wheels   one file
    ferrule build -i 3.11 -i 3.12     one wheel for each Python
    ferrule build --check             install and import it before it is put in place
    ferrule build --manylinux 2_28    a wheel for every Linux with glibc 2.28 or newer, or an error
    """
    from ferrule.cli.account import account, built, failure
    from ferrule.release import Failure

    with account("build", wanted=as_json) as said:
        options = _options(given)
        pythons = _pythons(options, interpreters, find=given["find_interpreter"])
        said["wheels"], said["failures"], code = [], [], 0
        for result in _results(options, pythons, out, check=given["check"]):
            if isinstance(result, Failure):
                said["failures"].append({"python": result.python, "error": failure(result.error)})
                code = code or result.error.exit_code
                continue
            said["wheels"].append({"path": str(result.path), **built(result.artifact)})
            if not as_json:
                click.echo(str(result.path))
        said["ok"] = not code
    return code


def _results(
    options: Options, pythons: Sequence[str], out: Path, *, check: bool
) -> Iterator[Wheel | Failure]:
    """The wheels as they are ready; with one interpreter, its failure is raised."""
    from ferrule import release
    from ferrule.cli.console import Console

    console = Console()
    if len(pythons) < 2:
        one = replace(options, python=pythons[0] if pythons else None)
        yield release.make_wheel(one, out, console, check=check)
        return
    made = failed = 0
    for result in release.build_wheels(options, pythons, out, console, check=check):
        if isinstance(result, release.Failure):
            failed += 1
            console.failure(result.error)
            console.note(f"no wheel for {result.python}")
        else:
            made += 1
        yield result
    if failed:
        console.note(f"{made} wheel(s) written, {len(pythons)} interpreters were asked for")


def _options(given: dict[str, Any]) -> Options:
    options = replace(collect(given), target=given["target"])
    settings = dict(options.settings or {})
    for key in ("compatibility", "auditwheel", "strip"):
        if given[key] is not None:
            settings[key] = given[key]
    if given["skip_auditwheel"]:
        settings["auditwheel"] = "skip"
    return replace(options, settings=settings)


def parse(words: list[str]) -> Options:
    """The options that a command line of `ferrule build` asks for, without building. Raises UsageError."""
    try:
        given = dict(command.make_context("build", list(words), resilient_parsing=False).params)
    except click.ClickException as error:
        raise UsageError(f"`build-args` cannot be read: {error.format_message()}") from error
    interpreters = given.pop("interpreters")
    return replace(_options(given), python=interpreters[0] if interpreters else None)


def _pythons(options: Options, asked: Sequence[str], *, find: bool) -> list[str]:
    if not find:
        return list(asked)
    if asked:
        raise UsageError("-i and --find-interpreter exclude each other.", "Give one of them.")
    from ferrule import release

    found = release.fitting_pythons(options)
    if not found:
        raise UsageError("No interpreter was found that the project is for.", "Name one with `-i`.")
    return found
