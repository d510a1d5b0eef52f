"""Counts blocks and references over many calls, for the scripts that look for leaks."""

import gc
import sys

SLACK = 60
"""Blocks that caches of the interpreter may take on the way."""
ROUNDS = 4


def growth(call, calls, thing):
    """References to `thing`, and blocks of memory, that as many calls leave behind."""
    for _ in range(200):
        call()
    collect()
    references, blocks = sys.getrefcount(thing), sys.getallocatedblocks()
    for _ in range(calls):
        call()
    collect()
    return sys.getrefcount(thing) - references, sys.getallocatedblocks() - blocks


def collect():
    """A free-threaded interpreter gives the memory of dicts back one collection later."""
    gc.collect()
    gc.collect()


def leaked(grown):
    """Whether that is a leak."""
    references, blocks = grown
    return references != 0 or blocks > SLACK


def report(patterns, thing, calls_of):
    """Print a line for each pattern that grows; returns the exit code. `calls_of` gives the calls for one."""
    leaks = []
    for name, call in patterns:
        # Caches grow now and then, leaks grow each time.
        rounds = [growth(call, calls_of(name), thing)]
        while len(rounds) < ROUNDS and leaked(rounds[-1]):
            rounds.append(growth(call, calls_of(name), thing))
        if all(map(leaked, rounds)):
            references, blocks = rounds[-1]
            leaks.append(f"{name}: {references} references and {blocks} blocks in {calls_of(name)} calls")
    print("\n".join(leaks) or f"no leak in {len(patterns)} patterns")
    return 1 if leaks else 0
