"""`ferrule run`: a Python program as `python` would run it, with `.rs` files importable.

What `__main__` calls without loading any of the command line, and outside all error handling of ours, so that
start-up time, tracebacks and exit codes are those of plain Python.
"""

# `pathlib` would be a third of the start-up time:
# ruff: noqa: PTH100, PTH109, PTH112, PTH118, PTH120, PTH123

import os
import sys
from _frozen_importlib_external import MAGIC_NUMBER as _MAGIC

from ferrule.importer.finder import install

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import CodeType, TracebackType
    from typing import Any, NoReturn

USAGE = """\
Usage: ferrule run SCRIPT [ARGUMENTS]...
       ferrule run -m MODULE [ARGUMENTS]...
       ferrule run -c CODE [ARGUMENTS]...
       ferrule run -  [ARGUMENTS]...          the program on standard input

  Run a Python program with .rs files importable: `import fast` finds fast.rs
  beside the Python files, compiles it when it changed, and imports it.
  Options of Python itself go before: python -X dev -m ferrule run app.py
"""


def start(arguments: list[str]) -> None:
    """Run a program as `__main__`; what it raises is raised, and shown as Python shows it."""
    first = arguments[0] if arguments else "--help"
    if first in ("-h", "--help"):
        sys.stdout.write(USAGE)
        sys.exit(0 if arguments else 2)
    if first[:2] in ("-m", "-c"):
        # As Python reads them: the value may follow at once.
        arguments = [first[2:], *arguments[1:]] if first[2:] else arguments[1:]
        if not arguments:
            _refuse(f"Argument expected for the {first} option")
        run = _run_module if first[1] == "m" else _run_code
    elif first == "-":
        run = _run_input
    elif first.startswith("-"):
        _refuse(f"unknown option {first}; {USAGE}")
    else:
        run = _run_container if os.path.isdir(first) or first.endswith((".zip", ".pyz")) else _run_script
    install()
    try:
        run(arguments)
    except SystemExit:
        raise
    except BaseException:
        _show_their_frames_alone()
        raise


def _refuse(text: str) -> "NoReturn":
    sys.stderr.write(f"{text.rstrip()}\n")
    sys.exit(2)


def _run_script(arguments: list[str]) -> None:
    script = arguments[0]
    try:
        with open(script, "rb") as stream:
            source = stream.read()
    except OSError as error:
        words = (
            f"can't open file {os.path.join(os.getcwd(), script)!r}: [Errno {error.errno}] {error.strerror}"
        )
        _refuse(f"{sys.executable}: {words}")
    _enter_path(os.path.dirname(os.path.realpath(script)))
    sys.argv[:] = arguments
    shown = os.path.join(os.getcwd(), script)
    main = _main_module()
    main.__file__ = shown
    main.__cached__ = None
    from _frozen_importlib_external import SourceFileLoader

    main.__loader__ = SourceFileLoader("__main__", shown)
    exec(_code(source, shown), main.__dict__)


def _code(source: bytes, shown: str) -> "CodeType":
    """The script's code, kept from the last run if Python is to keep bytecode at all.

    The first call of `compile` in a process takes longer than all else here.
    """
    from ferrule.importer import memory

    key = f"{_MAGIC!r} {sys.flags.optimize} {sys._xoptions}"
    file = memory.place(memory.usual_root(), shown, f"__main__ {key}")
    known = memory.read_code(file, source)
    if known is not None:
        return known
    made: CodeType = compile(source, shown, "exec", dont_inherit=True)
    if not sys.dont_write_bytecode and not _warns(source, shown):
        memory.write_code(file, source, made)
    return made


def _warns(source: bytes, shown: str) -> bool:
    """Whether Python has warnings about the source, which it has to show at each start."""
    import warnings

    with warnings.catch_warnings(record=True) as found:
        warnings.simplefilter("always")
        compile(source, shown, "exec", dont_inherit=True)
    return bool(found)


def _run_code(arguments: list[str]) -> None:
    _run_text(arguments[0], "-c", "<string>", arguments[1:])


def _run_input(arguments: list[str]) -> None:
    _run_text(sys.stdin.buffer.read(), "-", "<stdin>", arguments[1:])


def _run_text(text: str | bytes, name: str, shown: str, rest: list[str]) -> None:
    from _frozen_importlib import BuiltinImporter

    _enter_path("")
    sys.argv[:] = [name, *rest]
    main = _main_module()
    main.__loader__ = BuiltinImporter
    code = compile(text, shown, "exec", dont_inherit=True)
    try:
        exec(code, main.__dict__)
    except Exception:
        if isinstance(text, str) and sys.version_info >= (3, 13):  # which shows the lines of `-c`, too
            import linecache

            linecache.cache[shown] = (len(text), None, text.splitlines(True), shown)
        raise


def _run_module(arguments: list[str]) -> None:
    import runpy

    _enter_path(os.getcwd())
    sys.argv[:] = ["-m", *arguments[1:]]
    _main_module()
    _runpy(runpy)(arguments[0])


def _run_container(arguments: list[str]) -> None:
    """A directory or an archive with a `__main__.py`."""
    import runpy

    place = os.path.join(os.getcwd(), arguments[0])
    if not _safe_path():
        _enter_path(place)
    else:
        sys.path.insert(0, place)
    sys.argv[:] = arguments
    _main_module()
    _runpy(runpy)("__main__", False)


def _runpy(runpy: "Any") -> "Callable[..., object]":
    # What the interpreter itself calls by this name for `-m`; the public functions leave `__main__` alone.
    entry: Callable[..., object] = runpy._run_module_as_main
    return entry


def _main_module() -> "Any":
    main: Any = type(sys)("__main__")
    main.__builtins__ = sys.modules["builtins"]
    if sys.version_info < (3, 14):  # which makes it where there are annotations (PEP 649)
        main.__annotations__ = {}
    sys.modules["__main__"] = main
    return main


def _safe_path() -> bool:
    return bool(getattr(sys.flags, "safe_path", False) or sys.flags.isolated)


def _enter_path(directory: str) -> None:
    """Put a directory where `python -m ferrule` put the current one, or the command its own."""
    if _safe_path():
        return
    if sys.path and sys.path[0] in ("", os.getcwd(), os.path.dirname(os.path.abspath(sys.argv[0]))):
        sys.path[0] = directory
    else:
        sys.path.insert(0, directory)


def _show_their_frames_alone() -> None:
    """Take our frames out of what the interpreter is about to show, whoever shows it."""
    hook = sys.excepthook

    def show(kind: "type[BaseException]", error: BaseException, traceback: "TracebackType | None") -> None:
        sys.excepthook = hook
        rest = _theirs(traceback)
        error.__traceback__ = rest
        sys.last_traceback = rest
        hook(kind, error, rest)

    sys.excepthook = show


def _theirs(traceback: "TracebackType | None") -> "TracebackType | None":
    """The frames that are the user's: neither ours nor what Python ran us by."""
    found: list[TracebackType] = []
    while traceback is not None:
        name = str(traceback.tb_frame.f_globals.get("__name__", ""))
        if name == __name__:
            found.clear()  # what stands above us started us
        elif not name.startswith("ferrule."):
            found.append(traceback)
        traceback = traceback.tb_next
    for one, following in zip(found, [*found[1:], None], strict=False):
        one.tb_next = following
    return found[0] if found else None
