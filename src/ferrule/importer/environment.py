"""The opt-in that lasts: a `.pth` file by which every Python of an environment starts with the hook.

Python's `site` runs the line at start-up (The Python Standard Library, "site"). It does nothing when Ferrule
is not there any more, so that uninstalling Ferrule breaks no Python, and when ``FERRULE_HOOK=0``.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from ferrule.base.errors import SystemFault, UsageError
from ferrule.base.files import system_fault, write_if_changed
from ferrule.base.record import record

NAME = "ferrule-hook.pth"
LINE = (
    'import os; os.environ.get("FERRULE_HOOK") == "0" or '
    'exec("try:\\n from ferrule.importer.finder import install\\n install()\\nexcept Exception:\\n pass")\n'
)
_PROBE = "import sys; print(getattr(sys.modules.get('ferrule.importer.finder'), '__file__', ''))"


@record
class Status:
    """Where the hook is switched on, for the interpreter that runs."""

    files: tuple[Path, ...]
    """The `.pth` files that are there."""
    active: bool
    """Whether the interpreter really starts with the hook."""


def install(*, user: bool) -> Path:
    """Switch the hook on for the environment of the interpreter that runs, or for the user; the file written.

    Raises UsageError when that place is not ours to write or Python would not read it, SystemFault when it
    cannot be written.
    """
    place = _user_site() if user else _site()
    if not user:
        _refuse_managed()
    file = place / NAME
    write_if_changed(file, LINE)
    return file


def uninstall() -> list[Path]:
    """Switch it off again, for the environment and the user; the files removed. Raises SystemFault."""
    removed = []
    for file in _files():
        try:
            file.unlink()
        except OSError as error:
            raise system_fault(error, f"cannot remove {file}") from error
        removed.append(file)
    return removed


def status() -> Status:
    """What is there, and what a new Python makes of it. Raises SystemFault when it cannot be started."""
    try:
        done = subprocess.run(
            [sys.executable, "-c", _PROBE], capture_output=True, text=True, timeout=60, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise SystemFault(f"{sys.executable} cannot be started: {error}.") from error
    return Status(tuple(_files()), bool(done.stdout.strip()))


def _files() -> list[Path]:
    import site

    places = [_site(), Path(site.getusersitepackages())]
    return [place / NAME for place in dict.fromkeys(places) if (place / NAME).is_file()]


def _site() -> Path:
    import sysconfig

    return Path(sysconfig.get_path("purelib"))


def _user_site() -> Path:
    import site

    if not site.ENABLE_USER_SITE:
        raise UsageError(
            f"{sys.executable} does not read the user's own packages.",
            "Leave --user away to switch the hook on for this environment.",
        )
    return Path(site.getusersitepackages())


def _refuse_managed() -> None:
    import sysconfig

    if (
        sys.prefix == sys.base_prefix
        and (Path(sysconfig.get_path("stdlib")) / "EXTERNALLY-MANAGED").is_file()
    ):
        raise UsageError(
            f"{sys.executable} belongs to the operating system, which does not want files put into it.",
            "Make an environment with `python3 -m venv .venv` and activate it, or use --user.",
        )
