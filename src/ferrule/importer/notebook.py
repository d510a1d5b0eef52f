"""`%load_ext ferrule` and `%%rust`: cells of Rust in IPython and Jupyter.

A cell is a text as `ferrule.rust` takes it; its functions and classes are put into the user's namespace,
where they replace those of an earlier run. IPython is imported by whoever runs it, never by us alone.
"""

from __future__ import annotations

import argparse
import re
import shlex
import time
from typing import Any, NoReturn

from ferrule.importer.inline import Options, module_of
from ferrule.importer.places import Place, Placed

_COLOURS = re.compile(r"\x1b\[[0-9;]*m")


class RustError(ImportError):
    """A cell that does not compile. IPython shows rustc's messages in place of a traceback."""

    def __init__(self, said: str) -> None:
        super().__init__(_COLOURS.sub("", said))
        self.said = said

    def _render_traceback_(self) -> list[str]:
        return self.said.splitlines()


class _Cell(Place):
    """The place of a cell's text: below the line of the magic."""

    colour = True

    def placed(self, text: str) -> Placed:
        """The text where the cell has it."""
        return Placed(f"\n{text}", 2, self.file)


class _Arguments(argparse.ArgumentParser):
    """Says what is wrong the way IPython does."""

    def error(self, message: str) -> NoReturn:
        """Raise IPython's UsageError."""
        raise _usage_error(f"{message}\n{self.format_usage()}")


def load(ipython: Any) -> None:
    """Register the magic."""

    def rust(line: str, cell: str) -> None:
        run(ipython, line, cell)

    rust.__doc__ = _parser().format_help()
    ipython.register_magic_function(rust, magic_kind="cell", magic_name="rust")


def unload(ipython: Any) -> None:
    """Take the magic back."""
    ipython.magics_manager.magics["cell"].pop("rust", None)


def run(ipython: Any, line: str, cell: str) -> None:
    """Compile a cell and put what it exports into the user's namespace.

    Raises RustError with rustc's messages, and IPython's UsageError for a line that makes no sense.
    """
    try:
        words = shlex.split(line, comments=True)
    except ValueError as error:
        raise _usage_error(f"%%rust: {str(error).lower()}") from None
    given = _parser().parse_args(words)
    if not cell.strip():
        raise _usage_error("%%rust: the cell is empty")
    deps = dict(_dependency(text) for text in given.dep)
    place = _Cell(f"Cell In[{ipython.execution_count}]", 2, ipython.user_ns)
    begin = time.perf_counter()
    try:
        options = Options(None, debug=given.debug, deps=deps, edition=given.edition)
        module = module_of(cell, options, place, label="cell")
    except ImportError as error:
        raise RustError(str(error)) from None
    except ValueError as error:
        raise _usage_error(f"%%rust: {error}") from None
    if given.time:
        print(f"ready in {(time.perf_counter() - begin) * 1e3:.0f} ms")
    ipython.push({name: value for name, value in vars(module).items() if not name.startswith("_")})


def _parser() -> _Arguments:
    parser = _Arguments(
        prog="%%rust",
        description="Compile the cell as Rust; its `pub fn`s, #[pyfunction]s and #[pyclass]es become names.",
        add_help=False,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    profile = parser.add_mutually_exclusive_group()
    profile.add_argument("-r", "--release", action="store_true", help="compile optimised (the default)")
    profile.add_argument("--debug", action="store_true", help="compile without optimisation, with checks")
    parser.add_argument(
        "--dep",
        action="append",
        default=[],
        metavar="CRATE[=VERSION]",
        help='a crate to use: itoa, itoa=1, \'serde={version="1", features=["derive"]}\'',
    )
    parser.add_argument("--edition", metavar="YEAR", help="Rust's edition")
    parser.add_argument("--time", action="store_true", help="say how long it took")
    return parser


def _dependency(text: str) -> tuple[str, Any]:
    """`CRATE`, `CRATE=VERSION` or `CRATE={TOML}` as a row of [dependencies]."""
    name, _, value = text.partition("=")
    name, value = name.strip(), value.strip()
    if not re.fullmatch(r"[\w-]+", name):
        raise _usage_error(f"%%rust: `{text}` does not begin with the name of a crate")
    if not value.startswith("{"):
        return name, value or "*"
    from ferrule.pipeline import toml_value

    try:
        return name, toml_value(value)
    except ValueError as error:
        raise _usage_error(f"%%rust: `{value}` is not TOML: {error}") from None


def _usage_error(text: str) -> Exception:
    from IPython.core.error import UsageError

    made: Exception = UsageError(text)
    return made
