"""Call overhead: functions, methods, attributes, constructor and a refused argument, against C and PyO3."""

from __future__ import annotations

from dataclasses import dataclass
from types import ModuleType

from harness.peers import AGAIN, FERRULE, PYO3, C, load_all
from harness.table import Section, Table, duration, ratio
from harness.timing import Statement, Timing, time_statement

METHOD = """\
One interpreter loads all contenders. A statement stands {unrolled} times in the body of timeit's loop, \
on local variables, garbage collection off; {rounds} rounds of {slice:.0f} ms for each contender \
interleave them, the first of each round in turn. The clock is the thread's processor time. Times are \
the fastest round's, per statement; ratios are medians over the rounds of the ratio within a round. "C \
again" is a copy of the C extension: what it is off 1.00 is noise. C is `modules/calls.c`, PyO3 and \
Ferrule compile the same `modules/calls.rs`, optimised, by default settings."""


@dataclass(frozen=True)
class Case:
    """One row: the statement, the setup, and an expression whose value must be the same for all."""

    name: str
    statement: Statement
    check: str


def case(name: str, code: str, setup: str, check: str | None = None) -> Case:
    return Case(name, Statement(code, setup), check or code)


POINT = "p = m.Point(1.0, 2.0)"
NUMBERS = "n = m.Numbers(8)"
MONEY = "p = m.Money(5); q = m.Money(7)"
CASES = (
    case("`noargs()`", "f()", "f = m.noargs"),
    case("`add(1, 2)`: i64", "f(1, 2)", "f = m.add"),
    case("`add(big, big)`: i64 beyond 2**60", "f(a, b)", "f = m.add; a = 3 << 60; b = -(1 << 61)"),
    case("six mixed scalars", "f(1, 2.0, True, 3, 4.0, 5)", "f = m.six"),
    case("`f(&str)`", "f(s)", "f = m.text_length; s = 'a piece of text'"),
    case("two keywords of three", "f(1.5, factor=2.0, offset=0.5)", "f = m.affine"),
    case("defaults left out", "f(1.5)", "f = m.affine"),
    case("method, `&self`", "p.norm1()", POINT),
    case("method, `&mut self`, f64", "p.shift(0.5)", POINT),
    case("attribute, get", "p.x", POINT),
    case("attribute, set", "p.x = 3.5", POINT, "setattr(p, 'x', 3.5)"),
    case("constructor", "f(1.0, 2.0)", "f = m.Point", "(f(1.0, 2.0).x, f(1.0, 2.0).norm1())"),
    case("constructor, one argument", "f(5)", "f = m.Money", "f(5).cents(3)"),
    case("method, `&self`, i64", "p.cents(3)", MONEY),
    case("`__len__`", "len(n)", NUMBERS),
    case("`__getitem__`", "n[3]", NUMBERS),
    case("`__setitem__`", "n[3] = 4", NUMBERS, "n.__setitem__(3, 4) or list(map(n.__getitem__, range(8)))"),
    case("`__contains__`", "3 in n", NUMBERS),
    case("`__call__`", "n(3)", NUMBERS),
    case("`__iter__`", "iter(n)", NUMBERS, "sum(iter(n))"),
    case("`for` over 100 items", "for _ in n: pass", "n = m.Numbers(100)", "list(n)"),
    case("`__add__`", "p + q", MONEY, "(p + q).cents(2)"),
    case("`__eq__`", "p == q", MONEY, "(p == q, p != q, p == p, p == 1)"),
    case("`__hash__`", "hash(p)", MONEY),
    case("`__repr__`", "repr(p)", MONEY),
    case("TypeError, caught", "try: f('a', 1)\nexcept TypeError: pass", "f = m.add", "None"),
)


def check(tested: Case, modules: dict[str, ModuleType]) -> None:
    """Raise AssertionError unless all contenders agree."""
    found = {}
    for name, module in modules.items():
        space: dict[str, object] = {"m": module}
        exec(tested.statement.setup, space)
        found[name] = eval(tested.check, space)
    assert len(set(map(repr, found.values()))) == 1, f"{tested.name}: {found}"


def row(name: str, times: dict[str, Timing]) -> list[str]:
    """Name, times in the order of contenders, ratios to C, Ferrule's to PyO3."""

    def shown(contender: str) -> str:
        return duration(times[contender].best) if contender in times else "-"

    def against(contender: str, other: str) -> str:
        both = contender in times and other in times
        return ratio(times[contender].over(times[other]) if both else None)

    return [
        name,
        *(shown(contender) for contender in (C, PYO3, FERRULE)),
        *(against(contender, C) for contender in (AGAIN, PYO3, FERRULE)),
        against(PYO3, FERRULE),
    ]


COLUMNS = ("", C, PYO3, FERRULE, "C again / C", "PyO3 / C", "Ferrule / C", "PyO3 / Ferrule")


def measure(*, quick: bool = False) -> Section:
    """Run the benchmark; `quick` is for trying it out."""
    rounds, slice_seconds = (10, 0.001) if quick else (200, 0.002)
    modules, missing = load_all("calls")
    table = Table(COLUMNS)
    for tested in CASES:
        check(tested, modules)
        spaces = {name: {"m": module} for name, module in modules.items()}
        times = time_statement(tested.statement, spaces, rounds=rounds, slice_seconds=slice_seconds)
        table.add(*row(tested.name, times))
    method = METHOD.format(unrolled=CASES[0].statement.unrolled, rounds=rounds, slice=slice_seconds * 1e3)
    return Section("Calls", method, [table], missing)


if __name__ == "__main__":
    print(measure().render())
