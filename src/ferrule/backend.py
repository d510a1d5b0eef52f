"""PEP 517 and PEP 660 hooks: `build-backend = "ferrule.backend"`. Each is a few lines over the pipeline.

config-settings: keys of ``[tool.ferrule]`` (``features``, ``module-name``, ...), ``debug=true`` and
``python=PATH``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ferrule.pipeline import Options

Config = Mapping[str, Any] | None


@contextmanager
def _plainly() -> Iterator[None]:
    """Show a failure as the command line does, and end: frontends print what we say, not a traceback of
    ours.
    """
    from ferrule.base.errors import FerruleError

    try:
        yield
    except FerruleError as error:
        from ferrule.cli.console import Console

        Console().failure(error)
        raise SystemExit(error.exit_code) from None


def get_requires_for_build_wheel(config_settings: Config = None) -> list[str]:
    """Nothing beyond Ferrule itself."""
    return []


def get_requires_for_build_sdist(config_settings: Config = None) -> list[str]:
    """Nothing beyond Ferrule itself."""
    return []


def get_requires_for_build_editable(config_settings: Config = None) -> list[str]:
    """Nothing beyond Ferrule itself."""
    return []


def build_wheel(
    wheel_directory: str, config_settings: Config = None, metadata_directory: str | None = None
) -> str:
    """Build the project in the current directory into a wheel; returns its file name."""
    from ferrule import pipeline
    from ferrule.cli.console import Console

    with _plainly():
        return pipeline.build_wheel(_for_here(config_settings), Path(wheel_directory), Console()).name


def build_editable(
    wheel_directory: str, config_settings: Config = None, metadata_directory: str | None = None
) -> str:
    """Build the project in the current directory for development; returns the wheel's file name."""
    from ferrule import pipeline
    from ferrule.cli.console import Console

    with _plainly():
        return pipeline.build_editable(_options(config_settings), Path(wheel_directory), Console()).name


def build_sdist(sdist_directory: str, config_settings: Config = None) -> str:
    """Write the source distribution; returns its file name."""
    from ferrule import release
    from ferrule.cli.console import Console

    with _plainly():
        options = _options(config_settings)
        # A frontend builds its wheel from the sdist, or nobody wants one: proving it is left to that.
        return release.build_sdist(options, Path(sdist_directory), Console(), proved=False).name


def prepare_metadata_for_build_wheel(metadata_directory: str, config_settings: Config = None) -> str:
    """Write the dist-info directory without building; returns its name."""
    from ferrule import pipeline
    from ferrule.base.files import write_atomically
    from ferrule.package.metadata import metadata_of

    with _plainly():
        metadata = metadata_of(pipeline.open_project(_options(config_settings)))
        root = Path(metadata_directory) / metadata.dist_info
        write_atomically(root / "METADATA", metadata.text.encode())
        if metadata.entry_points:
            write_atomically(root / "entry_points.txt", metadata.entry_points.encode())
        return metadata.dist_info


prepare_metadata_for_build_editable = prepare_metadata_for_build_wheel


def _for_here(config: Config) -> Options:
    """Options of a wheel for this machine: its platform tag promises nothing unless asked to."""
    from ferrule.base.record import replace

    options = _options(config)
    return replace(options, settings={"compatibility": "linux", **(options.settings or {})})


def _options(config: Config) -> Options:
    from ferrule.pipeline import Options
    from ferrule.project.settings import KEYS

    given = dict(config or {})
    debug = str(given.pop("debug", "")).lower() in {"1", "true", "yes"}
    python = given.pop("python", None)
    settings = {key: value for key, value in given.items() if key in KEYS}
    return Options(Path.cwd(), debug=debug, python=python, settings=settings)
