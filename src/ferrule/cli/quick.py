"""The short way into `ferrule develop`, the command that runs after every edit.

Loading click takes about as long as rustc takes for a small module. So plain calls of `develop` are read
here; anything else (other commands, rarer options, help, mistakes) is left to click, which declares all
options. A test holds the two readings equal.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ferrule.build.artifact import Artifact
    from ferrule.package.install import Installed
    from ferrule.pipeline import Options

_FLAGS = {"--debug": "debug", "--release": "release", "-r": "release", "--force": "force"}

RELEASE = {"profile": "release", "editable-profile": "release"}
"""The settings that ``--release`` stands for."""


def parse(arguments: list[str]) -> Options | None:
    """The options of a plain `develop` call, or None when click has to read it."""
    if not arguments or arguments[0] != "develop":
        return None
    flags: set[str] = set()
    path: str | None = None
    python: str | None = None
    rest = iter(arguments[1:])
    for word in rest:
        if word in _FLAGS:
            flags.add(_FLAGS[word])
        elif word in ("-i", "--interpreter"):
            python = next(rest, None)
            if python is None or python.startswith("-"):
                return None
        elif word.startswith("-") or path is not None:
            return None
        else:
            path = word
    if {"debug", "release"} <= flags:
        return None
    from ferrule.pipeline import Options

    return Options(
        Path("." if path is None else path),
        debug="debug" in flags,
        python=python,
        force="force" in flags,
        settings=dict(RELEASE) if "release" in flags else {},
    )


def develop(options: Options) -> tuple[Artifact, Installed, dict[str, float]]:
    """Build and install, and say what was done; gives what was built, what was installed, and the seconds
    that each took. Raises any FerruleError.
    """
    from time import perf_counter

    from ferrule import pipeline
    from ferrule.cli.console import Console

    console = Console()
    begin = perf_counter()
    artifact = pipeline.build_for_development(options, console, _load)
    middle = perf_counter()
    installed = pipeline.install(artifact)
    from ferrule.importer.installed import remember

    remember(options, artifact)
    seconds = {"build": round(middle - begin, 4), "install": round(perf_counter() - middle, 4)}
    name = f"{installed.metadata.name} {installed.metadata.version}"
    if installed.changed or any(one.rebuilt for one in artifact.modules):
        console.note(f"installed {name} into {installed.site}")
    else:
        console.note(f"{name} is up to date in {installed.site}")
    if installed.missing:
        words = " ".join(f"'{requirement}'" for requirement in installed.missing)
        console.warn(
            f"{name} needs what is not installed: {artifact.interpreter.executable} -m pip install {words}"
        )
    return artifact, installed, seconds


def _load() -> None:
    """Load what comes after the build."""
    from ferrule import pipeline

    pipeline.load_install()
    import ferrule.importer.compile
    import ferrule.importer.installed  # noqa: F401
