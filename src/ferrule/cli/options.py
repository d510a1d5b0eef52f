"""Options that several commands share, declared once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from ferrule.base.errors import UsageError
from ferrule.cli.quick import RELEASE
from ferrule.pipeline import Options

_F = TypeVar("_F", bound=Callable[..., Any])


def build_options(function: _F) -> _F:
    """PATH, profile, interpreter and Cargo features; collected again by `collect`."""
    one = click.option("-i", "--interpreter", metavar="PYTHON", help="Python to build for: a path, or 3.12.")
    return _build_options(function, one)


def wheel_options(function: _F) -> _F:
    """As `build_options`, with several interpreters, which the command takes out before `collect`."""
    several = click.option(
        "-i", "--interpreter", "interpreters", metavar="PYTHON", multiple=True,
        help="Python to build for: a path, or 3.12; may be repeated.",
    )  # fmt: skip
    return _build_options(function, several)


def _build_options(function: _F, interpreter: Callable[[_F], _F]) -> _F:
    for decorate in reversed(
        (
            click.argument("path", type=click.Path(path_type=Path), default=Path(), required=False),
            click.option("--debug", is_flag=True, help="Compile without optimisation, with checks."),
            click.option("-r", "--release", is_flag=True, help="Compile optimised (the default)."),
            interpreter,
            click.option("-F", "--features", metavar="NAMES", help="Cargo features to switch on."),
            click.option("--all-features", is_flag=True, help="Switch on all Cargo features."),
            click.option("--no-default-features", is_flag=True, help="Leave the default Cargo features off."),
            click.option(
                "-m", "--manifest-path", type=click.Path(path_type=Path), help="Cargo.toml to build, as PATH."
            ),
            click.option("--force", is_flag=True, help="Compile even when nothing changed."),
        )
    ):
        function = decorate(function)
    return function


def collect(given: dict[str, Any]) -> Options:
    """The pipeline's options from a command's parameters. Raises UsageError when they contradict each
    other.
    """
    if given["debug"] and given["release"]:
        raise UsageError(
            "--debug and --release exclude each other.", "Give one of them, or none for --release."
        )
    settings: dict[str, Any] = dict(RELEASE) if given["release"] else {}
    if given["features"]:
        settings["features"] = given["features"]
    if given["all_features"]:
        settings["all-features"] = True
    if given["no_default_features"]:
        settings["no-default-features"] = True
    return Options(
        path=given["manifest_path"] or given["path"],
        debug=given["debug"],
        python=given.get("interpreter"),
        force=given["force"],
        settings=settings,
    )
