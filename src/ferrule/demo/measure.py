"""Timing a job in Python and in Rust, and holding the results against each other."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from typing import Any

from ferrule.base.errors import FerruleError
from ferrule.base.record import record

RUNS = 15
"""The best of so many runs counts, if there is time."""

ENOUGH = 1.5
"""Seconds after which a job is not run again."""


class DifferentResults(FerruleError):
    """Python and Rust did not compute the same."""

    exit_code = 9


@record
class Job:
    """One computation, twice."""

    title: str
    """What is computed."""
    size: str
    """On how much."""
    python: Callable[[], Any]
    """The job in pure Python."""
    rust: Callable[[], Any]
    """The same in Rust."""
    passing: Callable[[], Callable[[], Any]]
    """Prepares a call that converts what `rust` converts, and computes nothing."""


@record
class Result:
    """What a job took."""

    job: Job
    """What was run."""
    python: float
    """Seconds in pure Python."""
    rust: float
    """Seconds in Rust, conversions included."""
    conversion: float
    """Those of the Rust seconds that went into conversions, at most `rust`."""
    value: Any
    """What was computed."""

    @property
    def ratio(self) -> float:
        """How many times as fast Rust is."""
        return self.python / self.rust


def run(job: Job) -> Result:
    """Run a job both ways and time it. Raises DifferentResults when the results are not equal."""
    python, expected = _best(lambda: job.python)
    rust, value = _best(lambda: job.rust)
    compare(job.title, expected, value)
    conversion, _ = _best(job.passing)
    return Result(job, python, rust, min(conversion, rust), value)


def compare(title: str, expected: object, value: object) -> None:
    """Raise DifferentResults unless `value` has the type and the value of `expected`."""
    if type(value) is not type(expected) or value != expected:
        raise DifferentResults(
            f"Python and Rust computed different results for: {title}.",
            "This is a fault of Ferrule; please report it together with the version of Python.",
            detail=f"Python: {_short(expected)}\nRust:   {_short(value)}",
        )


def _best(prepare: Callable[[], Callable[[], Any]]) -> tuple[float, Any]:
    """The shortest time of some runs, and what the last one returned. Only the prepared call is timed."""
    best = float("inf")
    value: Any = None
    started = time.perf_counter()
    for _ in range(RUNS):
        call = prepare()
        value = None  # freeing the last result is nobody's time
        gc.collect()
        begin = time.perf_counter()
        value = call()
        end = time.perf_counter()
        best = min(best, end - begin)
        if end - started > ENOUGH:
            break
    return best, value


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 300 else f"{text[:300]} ..."
