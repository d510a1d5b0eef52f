"""Containers of 10,000 elements into Rust's and back, against C and PyO3."""

from __future__ import annotations

from types import ModuleType

from calls import COLUMNS, row
from harness.peers import load_all
from harness.table import Section, Table
from harness.timing import Statement, time_statement

METHOD = """\
As for calls, with {rounds} rounds of {slice:.0f} ms and the statement once in the loop. Inbound: the \
whole container is converted into memory of its own, kept from the optimiser, freed; its length is \
returned. Outbound: a prepared value is copied (a function returns what it owns), converted, freed, and \
the Python object is dropped again. C converts into plain arrays of structs, and for the dict into a \
hash table of its own with the same hash function as Rust's. 10,000 elements; strings and bytes are \
about 9 characters long."""

COUNT = 10_000
KINDS = (
    ("list[float] → Vec<f64>", "floats", "[i * 0.5 for i in range(N)]"),
    ("list[int] → Vec<i64>, below 2**30", "ints", "[i * 7919 - 5000 for i in range(N)]"),
    ("list[int] → Vec<i64>, to 2**53", "wide_ints", "[(i - 5000) << 40 for i in range(N)]"),
    ("list[str] → Vec<String>", "strings", "[f'item {i}' for i in range(N)]"),
    ("list[bytes] → Vec<Vec<u8>>", "bytes", "[b'item %d' % i for i in range(N)]"),
    ("list[tuple[int, float]] → Vec<(i64, f64)>", "pairs", "[(i * 7919 - 5000, i * 0.5) for i in range(N)]"),
    ("dict[str, int] → HashMap<String, i64>", "dict", "{f'key {i}': i * 7919 for i in range(N)}"),
)


def check(kind: str, value: object, modules: dict[str, ModuleType]) -> None:
    """Raise AssertionError unless all contenders read and make the same value."""
    for name, module in modules.items():
        assert getattr(module, f"take_{kind}")(value) == COUNT, f"{name} reads {kind} wrongly"
        assert getattr(module, f"give_{kind}")() == value, f"{name} makes {kind} wrongly"


def measure(*, quick: bool = False) -> Section:
    """Run the benchmark; `quick` is for trying it out."""
    rounds, slice_seconds = (8, 0.002) if quick else (80, 0.004)
    modules, missing = load_all("conversions")
    inbound, outbound = Table(COLUMNS), Table(COLUMNS)
    for name, kind, expression in KINDS:
        value = eval(expression, {"N": COUNT})
        check(kind, value, modules)
        spaces = {contender: {"m": module, "v": value} for contender, module in modules.items()}
        take = Statement("f(a)", f"f = m.take_{kind}; a = v", 1)
        give = Statement("f()", f"f = m.give_{kind}", 1)
        for table, label, statement in ((inbound, name, take), (outbound, _backwards(name), give)):
            times = time_statement(statement, spaces, rounds=rounds, slice_seconds=slice_seconds)
            table.add(*row(label, times))
    method = METHOD.format(rounds=rounds, slice=slice_seconds * 1e3)
    return Section("Conversions", method, [inbound, outbound], missing)


def _backwards(name: str) -> str:
    kind, _, limit = name.partition(", below")
    kind, _, wide = kind.partition(", to ")
    python, _, rust = kind.partition(" → ")
    return f"{rust} → {python}" + (f", below{limit}" if limit else "") + (f", to {wide}" if wide else "")


if __name__ == "__main__":
    print(measure().render())
