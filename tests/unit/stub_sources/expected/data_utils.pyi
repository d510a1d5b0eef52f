"""Registers the function and class with the Python module."""

from collections.abc import Sequence
from typing import final
from typing_extensions import Self

__all__ = ["calculate_mean", "DataProcessor"]

def calculate_mean(numbers: Sequence[float]) -> float:
    """Calculates the mean of a list of floating point numbers."""

@final
class DataProcessor:
    """Exposes a Rust struct to Python as a class."""

    @property
    def multiplier(self) -> float: ...
    @multiplier.setter
    def multiplier(self, value: float) -> None: ...

    def __new__(cls, multiplier: float) -> Self:
        """Creates a new DataProcessor with the given multiplier."""

    def process(self, values: Sequence[float]) -> list[float]:
        """Multiplies each number in the list by the stored multiplier."""
