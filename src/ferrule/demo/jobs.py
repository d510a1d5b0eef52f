"""The demo's jobs: which Python function is compared with which Rust function, on what."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from ferrule.demo import corpus as text
from ferrule.demo import plain
from ferrule.demo.measure import Job

RUST = ("near_names", "token_counts", "data_utils", "numbers_passing")
"""Names of the modules; each is a `.rs` file beside this one."""

FACTOR = 2.5
"""What DataProcessor multiplies with, as in the article."""


def source(name: str) -> Path:
    """The Rust file of a module."""
    return Path(__file__).parent / f"{name}.rs"


def jobs(corpus: text.Corpus, count: int, rust: Mapping[str, ModuleType]) -> list[Job]:
    """All jobs over a corpus, with `count` names for the first; `rust` holds the built modules by name."""
    names = text.identifiers(corpus, count)
    texts = list(corpus.texts)
    lengths = text.line_lengths(corpus)
    near, tokens, data, passing = (_Functions(rust[name]) for name in RUST)
    in_python = plain.DataProcessor(FACTOR)
    in_rust = data.DataProcessor(FACTOR)
    lines = f"{len(lengths):,} line lengths"
    pairs = len(names) * (len(names) - 1) // 2
    return [
        Job(
            "edit distances",
            f"{pairs:,} pairs of names",
            python=lambda: plain.distances(names),
            rust=lambda: near.distances(names),
            passing=lambda: _call(near.DistancesPassing(names).passing, names),
        ),
        Job(
            "token counts",
            f"{corpus.characters / 1e6:.1f} M characters",
            python=lambda: plain.count_tokens(texts),
            rust=lambda: tokens.count_tokens(texts),
            passing=lambda: _call(tokens.CountTokensPassing(texts).passing, texts),
        ),
        Job(
            "calculate_mean",
            lines,
            python=lambda: plain.calculate_mean(lengths),
            rust=lambda: data.calculate_mean(lengths),
            passing=lambda: _call(passing.mean_passing, lengths),
        ),
        Job(
            "DataProcessor.process",
            lines,
            python=lambda: in_python.process(lengths),
            rust=lambda: in_rust.process(lengths),
            passing=lambda: _call(passing.process_passing, lengths),
        ),
    ]


def near_duplicates(names: list[str], distances: list[list[int]]) -> list[tuple[str, str]]:
    """Pairs of names that are one insertion, deletion or replacement apart."""
    return [
        (names[j], names[i])
        for i, row in enumerate(distances)
        for j, distance in enumerate(row)
        if distance == 1
    ]


class _Functions:
    """A module whose contents no type checker knows before it is built."""

    def __init__(self, module: ModuleType) -> None:
        self._module = module

    def __getattr__(self, name: str) -> Any:
        return getattr(self._module, name)


def _call(function: Any, argument: object) -> Any:
    return lambda: function(argument)
