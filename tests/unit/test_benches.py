"""The benchmarks' own parts: tables, pairing, and that the C peers mean what the Rust sources mean. What they
measure is not tested here.
"""

from __future__ import annotations

import importlib
import re
import sys
from pathlib import Path

import pytest

BENCHES = Path(__file__).resolve().parents[2] / "benches"


@pytest.fixture(autouse=True)
def _path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(BENCHES))
    for name in ("calls", "conversions", "builds", "instructions", "run"):
        monkeypatch.delitem(sys.modules, name, raising=False)


def test_every_benchmark_has_a_place_in_the_readme() -> None:
    run = importlib.import_module("run")
    readme = (BENCHES / "README.md").read_text(encoding="utf-8")
    for name in run.NAMES:
        assert hasattr(importlib.import_module(name), "measure")
        changed = run.inserted(readme, name, "the table", "a machine")
        assert f"<!-- results: {name} -->\nthe table\n" in changed
        assert run.inserted(changed, name, "the table", "a machine") == changed
    with pytest.raises(ValueError, match="no place"):
        run.inserted("", "calls", "", "")


def test_results_name_no_place_on_disk() -> None:
    readme = (BENCHES / "README.md").read_text(encoding="utf-8")
    assert not re.search(r"(?<![\w.:/])/(home|root|tmp|work|Users)/", readme)


def test_tables_are_aligned() -> None:
    table = importlib.import_module("harness.table")
    made = table.Table(("what", "time"))
    made.add("a call", table.duration(1.234e-8))
    made.add("b", table.duration(2.5))
    lines = made.render().splitlines()
    assert lines == [
        "| what   |    time |",
        "| ------ | ------: |",
        "| a call | 12.3 ns |",
        "| b      |   2.5 s |",
    ]


def test_contenders_take_turns() -> None:
    timing = importlib.import_module("harness.timing")
    order: list[str] = []
    times = timing.interleaved(
        {name: lambda name=name: float(len(order.append(name) or order)) for name in "ab"}, 3
    )
    assert order == ["a", "b", "b", "a", "a", "b"]
    assert times["a"].rounds == (1.0, 4.0, 5.0)
    assert times["b"].over(times["a"]) == 6.0 / 5.0


def test_the_c_extension_does_what_the_statements_say() -> None:
    peers = importlib.import_module("harness.peers")
    workspace = importlib.import_module("harness.workspace")
    calls = importlib.import_module("calls")
    conversions = importlib.import_module("conversions")
    try:
        modules = {name: peers.load(name, peers.build_c(name)) for name in ("calls", "conversions")}
    except workspace.UnavailableError as error:
        pytest.skip(str(error))
    for case in calls.CASES:
        calls.check(case, {"C": modules["calls"]})
    with pytest.raises(TypeError, match="unexpected keyword argument 'size'"):
        modules["calls"].affine(1.0, size=2.0)
    with pytest.raises(TypeError):
        modules["calls"].add("a", 1)
    for _, kind, expression in conversions.KINDS:
        value = eval(expression, {"N": conversions.COUNT})
        conversions.check(kind, value, {"C": modules["conversions"]})


def test_the_large_module_has_720_functions() -> None:
    text = importlib.import_module("harness.generated").functions("large")
    assert text.count("#[pyfunction]") == 721
    assert len(set(re.findall(r"\((a: .*?)\)", text))) == 720


def test_the_module_of_classes_has_200_of_five_methods() -> None:
    text = importlib.import_module("harness.generated").classes("classes")
    assert text.count("#[pyclass]") == text.count("#[new]") == text.count("m.add_class::<Item") == 200
    assert len(re.findall(r"fn \w+\(&(?:mut )?self", text)) == 1000
    assert text.count("#[pyo3(get, set)]") == 400
