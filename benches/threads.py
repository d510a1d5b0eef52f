"""Two threads at once: Rust that holds on to the interpreter, Rust that is detached from it, and Python."""

from __future__ import annotations

import functools
import threading
import time
from collections.abc import Callable

from harness.table import Section, Table, duration, ratio
from harness.timing import interleaved

import ferrule

METHOD = """\
Each contender counts the primes below {limit:,} by trial division (Python below {small:,}): once, then in \
two threads at once, in {rounds} rounds that take turns. Times are the fastest round's, by \
`time.perf_counter`. Speed-up is twice the time of one thread over the time of two, the median over the \
rounds: 2 is the best possible on two cores, 1 is as if one waited for the other. The functions \
differ in `detach` alone."""

SOURCE = """\
use pyo3::prelude::*;

fn count(limit: u64) -> usize {
    (2..limit).filter(|n| (2..).take_while(|d| d * d <= *n).all(|d| n % d != 0)).count()
}

#[pyfunction]
fn attached(limit: u64) -> usize {
    count(limit)
}

#[pyfunction(detach)]
fn detached(limit: u64) -> usize {
    count(limit)
}
"""


def python(limit: int) -> int:
    return sum(all(n % d for d in range(2, int(n**0.5) + 1)) for n in range(2, limit))


def timed(work: Callable[[], object], threads: int) -> float:
    """Seconds for `threads` threads that do the same work at once."""
    running = [threading.Thread(target=work) for _ in range(threads)]
    begun = time.perf_counter()
    for one in running:
        one.start()
    for one in running:
        one.join()
    return time.perf_counter() - begun


def measure(*, quick: bool = False) -> Section:
    """Run the benchmark."""
    limit, small, rounds = (200_000, 20_000, 2) if quick else (1_000_000, 60_000, 9)
    module = ferrule.rust(SOURCE)
    assert module.attached(small) == module.detached(small) == python(small)
    works = {
        "Rust, `#[pyfunction]`": functools.partial(module.attached, limit),
        "Rust, `#[pyfunction(detach)]`": functools.partial(module.detached, limit),
        "Python": functools.partial(python, small),
    }
    contenders = {
        (name, threads): functools.partial(timed, work, threads)
        for name, work in works.items()
        for threads in (1, 2)
    }
    times = interleaved({f"{name}/{threads}": run for (name, threads), run in contenders.items()}, rounds)
    table = Table(("", "one thread", "two threads", "speed-up"))
    for name in works:
        one, two = times[f"{name}/1"], times[f"{name}/2"]
        table.add(name, duration(one.best), duration(two.best), ratio(2 * one.over(two)))
    method = METHOD.format(limit=limit, small=small, rounds=rounds)
    return Section("Two threads", method, [table])
