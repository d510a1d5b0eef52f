"""The build behind an import: through the pipeline, for the Python that runs; failures become `ImportError`.

Silent, but for one line on stderr when it takes longer than half a second, and for warnings of Ferrule's own.
"""

from __future__ import annotations

import marshal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ferrule.base.errors import FerruleError, SystemFault, ToolchainError
from ferrule.base.files import write_atomically
from ferrule.importer import memory
from ferrule.importer.loader import NoCompiler

if TYPE_CHECKING:
    from ferrule.build.artifact import Artifact

PATIENCE = 0.5
"""Seconds after which a line says what takes so long."""


class ImportReporter:
    """Keeps a build's news to itself, but for what a person who waits wants to know."""

    colour = False

    def note(self, text: str) -> None:
        """Nothing: an import is silent."""

    def warn(self, text: str) -> None:
        """A line on stderr; stubs are not used by an import, so nothing is said of them."""
        if not text.startswith("no stub"):
            self._line(f"ferrule: warning: {text}")

    def compiler(self, text: str) -> None:
        """Nothing: rustc's warnings are for `ferrule develop`."""

    @contextmanager
    def progress(self, text: str) -> Iterator[None]:
        """Say it when it lasts."""
        timer = threading.Timer(PATIENCE, self._line, [f"ferrule: {text} ..."])
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _line(self, text: str) -> None:
        if sys.stderr is not None:
            with suppress(OSError, ValueError):
                sys.stderr.write(f"{text}\n")


def compile_module(name: str, source: str, good: dict[str, Any] | None, *, stale: bool = False) -> str:
    """The path of the library for a module, built now unless the cached build is good.

    `good` is the memory of a build of these very sources by another Ferrule or with other settings; it serves
    where there is no compiler. `stale` says that there is an older build of other sources, which does not.
    Raises ImportError, as `NoCompiler` where that is the reason.
    """
    if "\n" in source:  # rustc lists what it read line by line
        text = f"The path of {Path(source).name} has a line break in it, so changes could not be seen."
        raise ImportError(text, name=name, path=source)
    from ferrule.build import ahead

    begun = memory.place(memory.usual_root(), source, name, "ahead")
    ahead.start(begun, alone=False)
    try:
        return _compiled(name, source, good, stale=stale)
    finally:
        known = ahead.finish()
        if known is not None:
            memory.write(begun, known)


def _compiled(name: str, source: str, good: dict[str, Any] | None, *, stale: bool) -> str:
    from ferrule import pipeline
    from ferrule.base.cachedir import cache_root

    try:
        root = str(cache_root().path)
        if root != memory.usual_root():
            known = memory.read(memory.place(root, source, name))
            if known is not None and memory.holds(known) and memory.current(known):
                return str(known["library"])
        report = ImportReporter()
        root_file = pipeline.with_module(Path(source), name, report=report)
        options = pipeline.Options(root_file, python=sys.executable, settings={"module-name": name})
        artifact = pipeline.build_artifact(options, report)
    except ToolchainError as error:
        if good is not None:
            return str(good["library"])
        state = "changed since it was compiled" if stale else "has not been compiled yet"
        text = f"{Path(source).name} {state}, and cannot be compiled here: {error}"
        raise NoCompiler(text, name=name, path=source) from None
    except FerruleError as error:
        raise _import_error(error, name, source) from None
    _remember(memory.place(root, source, name), source, artifact)
    return str(artifact.library)


def mistakes(name: str, file: str, text: str, *, header_of: str | None, colour: bool) -> str:
    """What rustc says of a text, kept for so long as the Rust file `file`; empty when it compiles after all,
    or cannot be tried. `header_of` is a text whose header applies instead of its own.
    """
    from ferrule import pipeline
    from ferrule.base.files import write_if_changed

    report = ImportReporter()
    report.colour = colour
    try:
        write_if_changed(file, text)
        root_file = pipeline.with_module(Path(file), name, None if header_of is None else header_of.encode())
        options = pipeline.Options(root_file, python=sys.executable, settings={"module-name": name})
        pipeline.build_artifact(options, report)
    except FerruleError as error:
        return str(_import_error(error, name, file)) if error.exit_code == 3 else ""
    finally:
        with suppress(OSError):
            Path(file).unlink(missing_ok=True)
    return ""


def _import_error(error: FerruleError, name: str, source: str) -> ImportError:
    text = error.detail.strip() or str(error)
    if error.detail and error.exit_code != 3:
        text = f"{error}\n{text}"
    return ImportError(text, name=name, path=source)


def develop_again(name: str, known: dict[str, Any], *, unchanged: bool) -> None:
    """Build and install what `ferrule develop` installed before, as the memory `known` says.

    Raises ImportError; but not where there is no compiler and the sources are `unchanged`.
    """
    from ferrule import pipeline
    from ferrule.importer.installed import remember

    path = Path(known["path"])
    options = pipeline.Options(path, debug=known["debug"], python=sys.executable, settings=known["asked"])
    try:
        artifact, _ = pipeline.develop(options, ImportReporter())
    except ToolchainError as error:
        if unchanged:
            return
        text = f"{name} was installed from {path}, which has changed, and it cannot be compiled here: {error}"
        raise ImportError(text, name=name, path=str(path)) from None
    except FerruleError as error:
        raise _import_error(error, name, str(path)) from None
    remember(options, artifact)


def _remember(file: str, source: str, artifact: Artifact) -> None:
    """Write down what the build read. Without it the next import is slower, so a full disk is no failure."""
    facts = facts_of(artifact)
    if facts is not None and source in facts["sources"]:
        with suppress(SystemFault):
            write_atomically(file, marshal.dumps(facts))


def facts_of(artifact: Artifact) -> dict[str, Any] | None:
    """What an import compares to see that a build is good; None when a file was edited while it was compiled,
    or its state is not that of the artifact.
    """
    from ferrule.build.freshness import digest
    from ferrule.build.store import read_state

    library = artifact.library
    state = read_state(library.parent)
    if state is None or state.get("library") != library.name:
        return None
    root = artifact.project.crate_root
    seen: dict[str, str] = {}
    for name, content in state["sources"].items():
        with suppress(OSError):
            data = (root / name).read_bytes()
            if digest(data) == content:
                seen[str(root / name)] = memory.digest(data)
    if len(seen) != len(state["sources"]):
        return None
    environment = {
        name: value for name, value in state["environment"].items() if not name.startswith("CARGO_")
    }
    return {
        "format": memory.FORMAT,
        "library": str(library),
        "sources": seen,
        "environment": environment,
        "settings": memory.asked(),
        "own": memory.own_files(),
        "tools": {name: memory.stamp(name) for name in state.get("tools", ())},
    }
