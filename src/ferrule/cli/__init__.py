"""The command line: one module per command, loaded when it is asked for. All printing happens in this room.

`main` turns every failure into one sentence and an exit code; the codes are in `ferrule.base.errors`.
"""

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NoReturn

FAULT = 70
"""Exit code for a fault of Ferrule itself (BSD's EX_SOFTWARE)."""

_BUILDING = (["develop"], ["build"])


def main(arguments: "Sequence[str] | None" = None) -> "NoReturn":
    """Run the command line and end the process with its exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words[:1] == ["run"]:  # the user's program: its errors are not ours to report
        from ferrule.importer.program import start

        start(words[1:])
        sys.exit(0)
    code = run_command(words)
    if words[:1] in _BUILDING:
        _leave(code)
    sys.exit(code)


def _leave(code: int) -> "NoReturn":
    """End the process without taking everything down piece by piece, which takes as long as installing."""
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):
        sys.exit(code)  # Python says it best
    os._exit(code)


def run_command(arguments: list[str]) -> int:
    """Run one command and return its exit code. Tracebacks are shown with ``--debug-ferrule`` or
    ``FERRULE_DEBUG=1``.
    """
    from ferrule.base.errors import FerruleError

    traceback = bool(os.environ.get("FERRULE_DEBUG"))
    if "--debug-ferrule" in arguments:
        arguments.remove("--debug-ferrule")
        traceback = True
    try:
        return _started(arguments) if arguments[:1] in _BUILDING else _dispatch(arguments)
    except FerruleError as error:
        from ferrule.cli.console import Console

        Console().failure(error)
        if traceback:
            raise
        return error.exit_code
    except KeyboardInterrupt:
        sys.stderr.write("interrupted; nothing was changed\n")
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # so that Python's own flush at exit has somewhere to go
        return 141
    except Exception as error:
        if traceback:
            raise
        place = type(error).__name__
        sys.stderr.write(
            f"error: a fault of Ferrule itself ({place}: {error}).\n"
            "Run it again with FERRULE_DEBUG=1 to see where, and please report that.\n"
        )
        return FAULT


def _started(arguments: list[str]) -> int:
    """Run a command that builds. What rustc did for it the last time is begun before anything is loaded."""
    from ferrule.build import ahead
    from ferrule.importer import memory

    try:
        place = os.path.join(memory.usual_root(), "ahead", memory.digest(ahead.key(arguments)))  # noqa: PTH118
    except OSError:  # there is no current directory
        return _dispatch(arguments)
    ahead.start(place)
    try:
        from ferrule.base.process import exit_on_termination

        with exit_on_termination():
            return _dispatch(arguments)
    finally:
        known = ahead.finish()
        if known is not None:
            memory.write(place, known)


def _dispatch(arguments: list[str]) -> int:
    from ferrule.cli import quick

    plain = quick.parse(arguments)
    if plain is not None:
        quick.develop(plain)
        return 0
    import click

    from ferrule.cli.group import group

    try:
        result = group.main(args=arguments, prog_name="ferrule", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.Abort:
        raise KeyboardInterrupt from None
    return result if isinstance(result, int) else 0
