"""PEP 517 and PEP 660 hooks: `build-backend = "ferrule.backend"`. Each is a few lines over the pipeline.

config-settings: keys of ``[tool.ferrule]`` (``features``, ``module-name``, ...), ``debug=true``,
``python=PATH``, and maturin's ``build-args``.
"""

from __future__ import annotations

import os
import sys
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
    """Nothing beyond Ferrule itself; where there is no rustc, the package that can install one for the user
    (unless ``FERRULE_NO_INSTALL_RUST`` or ``MATURIN_NO_INSTALL_RUST`` is set).
    """
    from ferrule.toolchain.rustc import locate_rustc

    with _plainly():
        return [] if locate_rustc() or _keeps_out_rust() else ["puccinialin>=0.1"]


def get_requires_for_build_sdist(config_settings: Config = None) -> list[str]:
    """Nothing beyond Ferrule itself."""
    return []


get_requires_for_build_editable = get_requires_for_build_wheel


def build_wheel(
    wheel_directory: str, config_settings: Config = None, metadata_directory: str | None = None
) -> str:
    """Build the project in the current directory into a wheel; returns its file name."""
    from ferrule import pipeline
    from ferrule.cli.console import Console

    with _plainly():
        _ensure_rust()
        return pipeline.build_wheel(_for_here(config_settings), Path(wheel_directory), Console()).name


def build_editable(
    wheel_directory: str, config_settings: Config = None, metadata_directory: str | None = None
) -> str:
    """Build the project in the current directory for development; returns the wheel's file name."""
    from ferrule import release
    from ferrule.cli.console import Console

    with _plainly():
        _ensure_rust()
        return release.build_editable(_options(config_settings), Path(wheel_directory), Console()).name


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


def _keeps_out_rust() -> bool:
    return any(os.environ.get(name) for name in ("FERRULE_NO_INSTALL_RUST", "MATURIN_NO_INSTALL_RUST"))


def _ensure_rust() -> None:
    """Install a Rust toolchain into the user's cache where there is none, and say so."""
    from importlib.util import find_spec

    from ferrule.cli.console import Console
    from ferrule.toolchain.bootstrap import PACKAGE, install
    from ferrule.toolchain.rustc import locate_rustc

    if locate_rustc() or _keeps_out_rust():
        return
    if find_spec(PACKAGE) is None:
        return  # the build itself says what is missing, and how to get it
    Console().note("no Rust compiler was found; puccinialin installs one into its cache, for builds alone")
    os.environ.update(install())


def _for_here(config: Config) -> Options:
    """Options of a wheel for this machine: its platform tag promises nothing unless asked to."""
    from ferrule.base.record import replace

    options = _options(config)
    return replace(options, settings={"compatibility": "linux", **(options.settings or {})})


def _options(config: Config) -> Options:
    from ferrule.base.record import replace
    from ferrule.pipeline import Options
    from ferrule.project.settings import KEYS

    given = dict(config or {})
    debug = str(given.pop("debug", "")).lower() in {"1", "true", "yes"}
    python = given.pop("python", None)
    words = _words(given.pop("maturin.build-args", given.pop("build-args", None)))
    settings = {key: given.pop(key) for key in list(given) if key in KEYS}
    _warn_of_unknown(given)
    # A frontend runs the hooks by the Python that it builds for; what is activated in the shell is another.
    options = Options(Path.cwd(), debug=debug, python=python or sys.executable, settings=settings)
    if not words:
        return options
    from ferrule.cli.build import parse

    asked = parse(words)
    return replace(
        options,
        debug=options.debug or asked.debug,
        python=python or asked.python or sys.executable,
        target=asked.target,
        force=asked.force,
        settings={**(asked.settings or {}), **settings},
    )


def _words(build_args: Any) -> list[str]:
    """maturin's way to give options of its command line: a string or a list, or an environment variable."""
    import shlex

    if build_args is None:
        return shlex.split(os.environ.get("MATURIN_PEP517_ARGS", ""))
    return shlex.split(build_args) if isinstance(build_args, str) else [str(word) for word in build_args]


def _warn_of_unknown(given: Mapping[str, Any]) -> None:
    """Frontends hand the same config-settings to every package that they build, so others' are no mistake."""
    from ferrule.base.diagnostics import did_you_mean
    from ferrule.project.settings import KEYS

    for key in given:
        note = did_you_mean(key, [*KEYS, "debug", "python", "build-args"])
        if note is not None:
            from ferrule.cli.console import Console

            Console().warn(f"the config-setting `{key}` is unknown and does nothing; {note}")
