"""Two paired timers: statements inside this interpreter, and whole processes.

Both interleave: each round times every contender once, the order turning from round to round, so that a
slow second of the machine falls on all alike. Ratios are taken within a round; the median of them is given.
"""

from __future__ import annotations

import functools
import os
import statistics
import subprocess
import time
import timeit
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

UNROLLED = 20
"""Copies of a statement in the body of timeit's loop, so that the loop itself hardly counts."""


@dataclass(frozen=True)
class Timing:
    """One contender's times, one per round, in seconds per execution."""

    rounds: tuple[float, ...]

    @property
    def best(self) -> float:
        return min(self.rounds)

    @property
    def median(self) -> float:
        return statistics.median(self.rounds)

    def over(self, other: Timing) -> float:
        """Median over the rounds of this contender's time divided by the other's of the same round."""
        return statistics.median(a / b for a, b in zip(self.rounds, other.rounds, strict=True))


def interleaved(contenders: Mapping[str, Callable[[], float]], rounds: int) -> dict[str, Timing]:
    """Call each contender once per round; what it returns is its time."""
    names = list(contenders)
    times: dict[str, list[float]] = {name: [] for name in names}
    for turn in range(rounds):
        start = turn % len(names)
        for name in names[start:] + names[:start]:
            times[name].append(contenders[name]())
    return {name: Timing(tuple(found)) for name, found in times.items()}


@dataclass(frozen=True)
class Statement:
    """A statement to time, with the setup that binds what it names to local variables."""

    code: str
    setup: str
    unrolled: int = UNROLLED


def time_statement(
    statement: Statement, spaces: Mapping[str, Mapping[str, object]], *, rounds: int, slice_seconds: float
) -> dict[str, Timing]:
    """Time a statement once per contender and round, garbage collection off (timeit's default).

    `spaces` gives each contender's global names. The clock is the thread's processor time, so that time spent
    by others counts for nobody. Each contender loops for about `slice_seconds` in a round.
    """
    body = "\n".join([statement.code] * statement.unrolled)
    contenders = {}
    for name, space in spaces.items():
        timer = timeit.Timer(body, statement.setup, time.thread_time, dict(space))
        timer.timeit(50)
        loops = max(1, round(slice_seconds / (min(timer.repeat(5, 5)) / 5)))
        contenders[name] = functools.partial(_one_round, timer, loops, loops * statement.unrolled)
    return interleaved(contenders, rounds)


def _one_round(timer: timeit.Timer, loops: int, executions: int) -> float:
    return timer.timeit(loops) / executions


def run_process(command: Sequence[str | Path], *, cwd: Path, env: Mapping[str, str] | None = None) -> float:
    """Seconds from the start of a process to its end. Raises RuntimeError with its output when it fails."""
    started = time.perf_counter()
    done = subprocess.run(
        [os.fspath(word) for word in command],
        cwd=cwd,
        env=None if env is None else dict(env),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    taken = time.perf_counter() - started
    if done.returncode != 0:
        shown = " ".join(os.fspath(word) for word in command)
        raise RuntimeError(f"`{shown}` ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return taken
