"""Several modules of one distribution, built side by side. They share the runtime, which the first builds."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait

from ferrule.base import process
from ferrule.base.errors import FerruleError, Interrupted
from ferrule.base.record import replace
from ferrule.build.artifact import Artifact
from ferrule.build.report import Reporter, Services
from ferrule.build.run import Request, build


def build_together(request: Request, services: Callable[[], Services], report: Reporter) -> Artifact:
    """Build all modules of a project: the artifact of the first, with the others in its `more`, and the
    stable ABI that all of them keep to.

    `services` makes what one build needs; `report` is told from several threads. All are built even if one
    fails. Raises the failure of the only one that failed; else one of the first's class that tells all.
    """
    requests = [replace(request, project=replace(one, more=())) for one in request.project.modules]
    workers = min(len(requests), max(2, os.cpu_count() or 1))
    pool = ThreadPoolExecutor(workers, thread_name_prefix="build")
    futures = [pool.submit(build, one, services(), report) for one in requests]
    try:
        with process.exit_on_termination():
            _wait(futures)
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        process.end_all()
        pool.shutdown()
        raise
    pool.shutdown()
    failures = [
        (one.project.module, future.exception()) for one, future in zip(requests, futures, strict=True)
    ]
    _raise([(name, error) for name, error in failures if error is not None], len(requests))
    first, *rest = (future.result() for future in futures)
    stable = [one.abi3 for one in (first, *rest)]
    common = None if None in stable else max(minor or 0 for minor in stable)
    return replace(first, project=request.project, abi3=common, more=tuple(rest))


def _wait(futures: Sequence[Future[Artifact]]) -> None:
    """Until all are done; in steps, since some systems deliver Ctrl-C only between them."""
    left = set(futures)
    while left:
        _, left = wait(left, timeout=1.0, return_when=FIRST_COMPLETED)


def _raise(failures: Sequence[tuple[str, BaseException]], count: int) -> None:
    if not failures:
        return
    first = failures[0][1]
    for _, error in failures:
        if not isinstance(error, FerruleError) or isinstance(error, Interrupted):
            raise error
    assert isinstance(first, FerruleError)
    distinct = {str(error) for _, error in failures}
    if len(distinct) == 1:
        raise first
    names = ", ".join(f"`{name}`" for name, _ in failures)
    parts = []
    for _, error in failures:
        assert isinstance(error, FerruleError)
        parts.append("\n".join(part for part in (error.detail.rstrip("\n"), str(error)) if part))
    raise type(first)(
        f"{len(failures)} of {count} modules could not be built: {names}.",
        detail="\n\n".join(parts),
    )
