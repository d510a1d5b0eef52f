"""`ferrule run`: a Python script as `python` would run it, with `.rs` files importable.

`start` is what `main` calls, without click and before any of our own error handling, so that start-up time,
tracebacks and exit codes are those of plain Python. `command` is there for help and completion.
"""

# `pathlib` would be a third of the start-up time:
# ruff: noqa: PTH100, PTH109, PTH118, PTH120, PTH123

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType
    from typing import NoReturn

    import click

USAGE = """\
Usage: ferrule run SCRIPT [ARGUMENTS]...

  Run a Python script with .rs files importable: `import fast` finds fast.rs
  beside the Python files, compiles it when it changed, and imports it.
"""


def start(arguments: list[str]) -> NoReturn:
    """Run `SCRIPT ARGUMENTS...` as `__main__` and end the process as the script ends it."""
    if not arguments or arguments[0] in ("-h", "--help"):
        sys.stdout.write(USAGE)
        sys.exit(0 if arguments else 2)
    script = arguments[0]
    try:
        with open(script, "rb") as stream:
            source = stream.read()
    except OSError as error:
        sys.stderr.write(f"{sys.executable}: can't open file {script!r}: {error.strerror}\n")
        sys.exit(2)
    from ferrule.importer.finder import install

    install()
    _replace_first_path(os.path.dirname(os.path.realpath(script)))
    sys.argv[:] = arguments
    main = type(sys)("__main__")
    shown = os.path.join(os.getcwd(), script)
    main.__dict__.update(__file__=shown, __builtins__=__builtins__, __cached__=None)
    sys.modules["__main__"] = main
    try:
        exec(compile(source, shown, "exec", dont_inherit=True), main.__dict__)
    except SystemExit:
        raise
    except BaseException as error:
        _die(error)
    sys.exit(0)


def _replace_first_path(directory: str) -> None:
    """Put the script's directory where `python -m ferrule` put the current one, or the command its own."""
    if sys.path and sys.path[0] in ("", os.getcwd(), os.path.dirname(os.path.abspath(sys.argv[0]))):
        sys.path[0] = directory
    else:
        sys.path.insert(0, directory)


def _die(error: BaseException) -> NoReturn:
    """Show an exception as Python does, without our frames, and end the process."""
    traceback = error.__traceback__
    if traceback is not None:
        traceback = traceback.tb_next  # the frame of `start`
    traceback = _theirs(traceback)
    sys.excepthook(type(error), error.with_traceback(traceback), traceback)
    if isinstance(error, KeyboardInterrupt) and os.name == "posix":
        import signal

        sys.stderr.flush()
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGINT)
    sys.exit(1)


def _theirs(traceback: TracebackType | None) -> TracebackType | None:
    """The frames that are the user's: neither ours nor those of Python's import machinery."""
    if traceback is None:
        return None
    rest = _theirs(traceback.tb_next)
    name = traceback.tb_frame.f_globals.get("__name__", "")
    if str(name).startswith(("ferrule.importer.", "importlib._bootstrap", "_frozen_importlib")):
        return rest
    traceback.tb_next = rest
    return traceback


def __getattr__(name: str) -> click.Command:
    if name != "command":
        raise AttributeError(name)
    import click

    settings = {"ignore_unknown_options": True, "allow_interspersed_args": False, "help_option_names": []}

    @click.command("run", context_settings=settings, add_help_option=False)
    @click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
    def command(arguments: tuple[str, ...]) -> None:
        """Run a Python script with `.rs` files importable."""
        start(list(arguments))

    return command
