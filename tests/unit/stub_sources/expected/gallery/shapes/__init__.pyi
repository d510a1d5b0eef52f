"""Flat things."""

from typing import Final, SupportsIndex, final
from typing_extensions import Self
from .. import Account
from . import solid as solid

__all__ = ["price_of", "SIDES", "Square", "unit", "solid"]

def price_of(sides: SupportsIndex) -> Account: ...
SIDES: Final[int]
"""Of the usual kind."""

@final
class Square:
    @property
    def side(self) -> float: ...
    @side.setter
    def side(self, value: float) -> None: ...

    def __new__(cls, side: float) -> Self: ...
    def area(self) -> float: ...

def unit() -> Square: ...
