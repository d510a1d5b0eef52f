"""One build from beginning to end: is the cached one good, and if not, why; compile, check, keep, and
return the artifact.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ferrule.base.cachedir import cache_root
from ferrule.base.files import system_fault, write_atomically
from ferrule.base.process import exit_on_termination
from ferrule.base.record import record
from ferrule.build import ahead, cache, direct, freshness, store
from ferrule.build.artifact import Artifact, check_exports
from ferrule.build.direct import Workplace
from ferrule.build.freshness import Inputs
from ferrule.build.plan import Plan, make_plan
from ferrule.build.report import Description, Reporter, Services
from ferrule.project.discover import Project
from ferrule.toolchain.interpreters import Interpreter
from ferrule.toolchain.linker import find_linker
from ferrule.toolchain.rustc import choose_target, find_rustc

if TYPE_CHECKING:
    from ferrule.build.ahead import Start

KEPT = 3
"""Libraries kept in a slot: processes may still have older ones open."""


@record
class Request:
    """What is asked for."""

    project: Project
    """What to build."""
    interpreter: Interpreter
    """What to build it for."""
    debug: bool = False
    """Unoptimised, with checks."""
    force: bool = False
    """Compile even when the cached build is good."""
    target: str | None = None
    """Rust's name of the platform to build for; None for the machine's own."""


def build(request: Request, services: Services, report: Reporter) -> Artifact:
    """Build a project, or return the cached result when nothing that it depends on changed.

    Raises SourceError, ToolchainError, ProjectError, BuildError or SystemFault, each one sentence.
    """
    plan = _plan(request)
    running = ahead.claim(_slot(plan))
    try:
        return _build(request, plan, services, report, running)
    finally:
        ahead.drop(running)


def _build(
    request: Request, plan: Plan, services: Services, report: Reporter, running: Start | None
) -> Artifact:
    root = cache_root()
    if root.warning:
        report.warn(root.warning)
    inputs = _inputs(plan)
    environment = direct.environment(plan)
    directory = _slot(plan)
    state = None if request.force else store.read_state(directory)
    if plan.why_cargo is None and state is not None:
        why = freshness.why_stale(state, inputs, plan.project.crate_root, directory, environment)
        if why is None:
            cache.used(directory)
            return _artifact(plan, directory, state, None)
    with store.locked(directory, report, f"`{plan.project.label}`", running):
        # Another process may have built it while we waited.
        state = None if request.force else store.read_state(directory)
        why = freshness.why_stale(state, inputs, plan.project.crate_root, directory, environment)
        if request.force:
            why = "it was asked for"
        if why is None and plan.why_cargo is None:
            return _artifact(plan, directory, state or {}, None)
        state = _compile(plan, inputs, services, _Told(report, why, running), directory)
        cache.prune()
        return _artifact(plan, directory, state, why)


@record
class _Told:
    """The reporter, the reason that it is to be told, and what runs already."""

    report: Reporter
    why: str | None
    running: Start | None


def _plan(request: Request) -> Plan:
    rustc = find_rustc(request.project.crate_root)
    target = choose_target(rustc, request.target)
    return make_plan(
        request.project,
        request.interpreter,
        rustc=rustc,
        linker=find_linker(target),
        debug=request.debug,
        target=target,
    )


def _slot(plan: Plan) -> Path:
    project = plan.project
    place = str(project.manifest.path if project.manifest else project.source)
    return store.slot(
        "builds", project.crate_name, place, project.module, plan.interpreter.abi_identity, plan.profile_name
    )


def _inputs(plan: Plan) -> Inputs:
    return Inputs(
        {
            "Ferrule": freshness.macro_identity(),
            "rustc": plan.rustc.verbose_version,
            "the Python ABI": f"{plan.interpreter.abi_identity} abi3={plan.abi3}",
            "the set of pyo3's features": ",".join(plan.bridge_features),
            "the compiler's arguments": freshness.digest("\0".join(direct.arguments(plan)).encode()),
        }
    )


def _compile(plan: Plan, inputs: Inputs, services: Services, told: _Told, directory: Path) -> dict[str, Any]:
    report = told.report
    project = plan.project
    description = _Description(services, project)
    running = told.running
    begun = time.time()
    with store.workspace(directory, running) as scratch:
        if plan.why_cargo is None:
            from ferrule.build.runtime import ensure_runtime

            runtime = ensure_runtime(plan, report)
            report.note(_headline(plan, told.why))
            what, workplace = f"compiling {project.label}", _expander(services, plan, scratch, running)
            with report.progress(what), workplace as work:
                description.start()
                made = direct.compile_direct(plan, runtime, work, report, running)
        else:
            from ferrule.build.cargo import compile_with_cargo

            if told.why is not None:
                report.note(_headline(plan, told.why))
            what = f"compiling {project.label} with cargo, since {plan.why_cargo}"
            with report.progress(what), _expander(services, plan, scratch, None) as work:
                description.start()
                made = compile_with_cargo(plan, work, report)
        begun = begun if running is None else running.begun
        try:
            content = made.library.read_bytes()
        except OSError as error:
            raise system_fault(error, f"The built library {made.library.name} cannot be read") from error
        check_exports(content, project)
        sources = freshness.record_sources(made.sources, project.crate_root, begun)
        name = f"{project.crate_name}-{freshness.digest(content)[:16]}{made.library.suffix}"
        state: dict[str, Any] = {
            "library": name,
            "inputs": inputs.parts,
            "sources": sources,
            "environment": made.environment,
            "tools": [str(path) for path in plan.rustc.decided_by(project.crate_root)],
            "source_hash": _source_hash(inputs, sources),
            "stubs": description.files(report),
        }
        made.library.replace(directory / name)
        store.write_state(directory, state)
        if made.call is not None:
            read = {str(project.crate_root / file): content for file, content in sources.items()}
            write_atomically(directory / ahead.SOURCES, ahead.built(made.call, str(directory), read))
    _forget_old(directory, keep=name)
    return state


@contextmanager
def _expander(services: Services, plan: Plan, scratch: Path, running: Start | None) -> Iterator[Workplace]:
    """Serve macros while the block runs, at a short path: systems allow about 100 bytes for a socket's, and
    cache directories can be deeper than that.

    A directory made elsewhere for it is removed afterwards, also on SIGTERM; a link in the workspace tells
    the next build of one that was killed before it could.
    """
    near, large = scratch / ahead.SOCKET, direct.is_large(plan.project)
    answers = scratch.parent / f"answers-{freshness.macro_identity()[:16]}{'-large' if large else ''}"
    if len(os.fsencode(near)) <= ahead.LONGEST:
        listener = -1 if running is None else running.give_listener()
        with services.serve(near, answers, listener, large) as variables:
            yield Workplace(scratch, variables)
        return
    import shutil
    import tempfile

    with exit_on_termination():
        elsewhere = Path(tempfile.mkdtemp(prefix="ferrule-"))
        try:
            (scratch / store.ELSEWHERE).symlink_to(elsewhere, target_is_directory=True)
            with services.serve(elsewhere / ahead.SOCKET, answers, -1, large) as variables:
                yield Workplace(scratch, variables)
        finally:
            shutil.rmtree(elsewhere, ignore_errors=True)


def _headline(plan: Plan, why: str | None) -> str:
    what = f"{plan.interpreter.label}, {'unoptimised' if plan.debug else 'optimised'}"
    if why is None or why == "it was not built before":
        return f"building {plan.project.label} ({what})"
    return f"rebuilding {plan.project.label} ({what}): {why}"


def _source_hash(inputs: Inputs, sources: Mapping[str, str]) -> str:
    parts = [*inputs.parts.values(), *(f"{name}={content}" for name, content in sorted(sources.items()))]
    return freshness.digest("\0".join(parts).encode())


def _forget_old(directory: Path, *, keep: str) -> None:
    import contextlib

    suffix = keep.rpartition(".")[2]
    with contextlib.suppress(OSError):
        old = [path for path in directory.glob(f"*.{suffix}") if path.name != keep]
        old.sort(key=lambda path: path.stat().st_mtime, reverse=True)
        for path in old[KEPT - 1 :]:
            path.unlink(missing_ok=True)


def _artifact(plan: Plan, directory: Path, state: Mapping[str, Any], why: str | None) -> Artifact:
    suffix = plan.interpreter.extension_suffix(abi3=plan.abi3 is not None)
    return Artifact(
        project=plan.project,
        interpreter=plan.interpreter,
        target=plan.target,
        library=directory / str(state["library"]),
        module=plan.project.module,
        file_name=plan.project.module.rpartition(".")[2] + suffix,
        abi3=plan.abi3,
        stubs=state.get("stubs", {}),
        source_hash=str(state.get("source_hash", "")),
        rebuilt=why,
    )


class _Description:
    """The module's `.pyi` files, written in a thread while rustc works."""

    def __init__(self, services: Services, project: Project) -> None:
        self._found = Description({})
        self._failure: Exception | None = None
        self._thread = threading.Thread(target=self._work, args=(services, project), daemon=True)

    def start(self) -> None:
        self._thread.start()

    def _work(self, services: Services, project: Project) -> None:
        try:
            self._found = services.describe(project)
        except Exception as error:
            self._failure = error

    def files(self, report: Reporter) -> dict[str, str]:
        """Wait for the texts. A stub that cannot be written never stops a module that compiles."""
        self._thread.join()
        if self._failure is not None:
            report.warn(f"no stub was written: {str(self._failure).splitlines()[0]}")
        for remark in self._found.remarks:
            report.note(remark)
        return dict(self._found.stubs)
