"""Recursion without end through Rust is Python's `RecursionError`: by every way in, on stacks of every size, also where
Python counts no calls."""

import operator
import resource
import sys
import threading

import hostile_classes as m
from checks import count, expect, failed, run

SMALL = 256 << 10
NO_LIMIT = 10**8


def endless(cls=m.Deep):
    one = cls(None)
    one.held = one
    return one


class Sub(m.Deep):
    def __repr__(self):
        return super().__repr__()

    def method(self):
        return super().method()

    def __getattr__(self, name):
        return super().__getattr__(name)


class Linked:
    pass


linked = Linked()
linked.next = linked
nested = []
nested.append(nested)


def between():
    """Rust and Python in turn."""
    expect(RecursionError, (lambda f: f(f)), lambda f: m.Calls().shared(f, f))
    expect(RecursionError, (lambda f: f(f)), lambda f: sum(map(m.Calls().shared, [f], [f])))
    expect(RecursionError, (lambda f: f(f)), lambda f: sorted([1, 2], key=lambda _: m.Calls().shared(f, f)))


def slots():
    calls = (
        repr,
        str,
        hash,
        len,
        bool,
        iter,
        operator.call if hasattr(operator, "call") else m.Deep.__call__,
    )
    for call in (*calls, m.Deep.method, m.Deep.large, lambda one: one.getter, lambda one: one.missing):
        expect(RecursionError, call, endless())
    for call in (operator.eq, operator.contains, operator.getitem, operator.add):
        expect(RecursionError, call, endless(), 1)
    for call in (repr, m.Deep.method, Sub.method, lambda one: one.missing):
        expect(RecursionError, call, endless(Sub))


def words():
    for call in (hash, repr):
        try:
            call(endless())
        except RecursionError as error:
            text = str(error)
        if not text.startswith("maximum recursion depth exceeded"):
            failed.append(text)
        count[0] += 1


def conversions():
    expect(RecursionError, m.linked, linked)
    expect((RecursionError, TypeError), m.json, nested)


def panic():
    """The class of panics may be needed first where Python cannot make it."""
    expect(BaseException, m.panics, m.panics)


def chain():
    """A chain without a cycle, much longer than the stack: each part is usable, and it goes away."""
    one = m.Deep(None)
    for _ in range(600_000):
        one = m.Deep(one)
    expect(RecursionError, repr, one)
    expect(RecursionError, hash, one)
    del one
    expect("Deep(Deep(None))", repr, m.Deep(m.Deep(None)))


def everything():
    for part in (between, slots, words, conversions, panic, chain):
        part()


def on_a_small_stack():
    before = threading.stack_size(SMALL)
    worker = threading.Thread(target=everything)
    worker.start()
    worker.join()
    threading.stack_size(before)


def without_limit():
    """Where even Python would overflow the stack."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(NO_LIMIT)
    everything()
    on_a_small_stack()
    sys.setrecursionlimit(before)


def with_more_stack():
    """The main thread's stack grows with the limit that the system sets."""
    soft, hard = resource.getrlimit(resource.RLIMIT_STACK)
    if soft == resource.RLIM_INFINITY or (hard != resource.RLIM_INFINITY and hard < soft * 4):
        return
    one, number = m.Deep(1), 0
    while number < 1_000_000:
        try:
            hash(one)
        except RecursionError:
            break
        for _ in range(1000):
            one = m.Deep(one)
        number += 1000
    for _ in range(number):
        one = m.Deep(one)
    expect(RecursionError, hash, one)
    resource.setrlimit(resource.RLIMIT_STACK, (soft * 4, hard))
    expect(1, hash, one)
    resource.setrlimit(resource.RLIMIT_STACK, (soft, hard))


run(everything, on_a_small_stack, without_limit, with_more_stack)
