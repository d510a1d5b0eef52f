"""The demo's jobs in pure Python, each written as one would write it without thinking of Rust.

Counting uses what the standard library has for it (`re` and `Counter`, both written in C): the comparison is
with good Python, not with Python made slow.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

_WORD = re.compile(r"[A-Za-z0-9_]+")


def edit_distance(a: str, b: str) -> int:
    """The Levenshtein distance: how many characters have to be inserted, deleted or replaced."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a):
        diagonal = i
        row[0] = left = i + 1
        for j, y in enumerate(b, 1):
            above = row[j]
            best = diagonal if x == y else diagonal + 1
            if above < best:
                best = above + 1
            if left < best:
                best = left + 1
            row[j] = left = best
            diagonal = above
    return row[-1]


def distances(words: list[str]) -> list[list[int]]:
    """The distances of each word to all words before it."""
    return [[edit_distance(a, b) for b in words[:i]] for i, a in enumerate(words)]


def count_tokens(texts: Iterable[str]) -> dict[str, int]:
    """How often each word of ASCII letters, digits and underscores occurs in the texts."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(_WORD.findall(text))
    return dict(counts)


def calculate_mean(numbers: list[float]) -> float:
    """The mean of some numbers. Raises ValueError when there are none."""
    if not numbers:
        raise ValueError("Cannot calculate mean of empty list")
    return sum(numbers) / len(numbers)


class DataProcessor:
    """Multiplies numbers."""

    def __init__(self, multiplier: float) -> None:
        self.multiplier = multiplier

    def process(self, values: list[float]) -> list[float]:
        """Each number times the multiplier."""
        return [value * self.multiplier for value in values]
