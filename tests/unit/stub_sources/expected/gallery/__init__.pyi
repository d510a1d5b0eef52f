"""Rooms, thermometers and accounts."""

import builtins
import typing
from collections.abc import Sequence
from os import PathLike
from typing import Any, ClassVar, Final, SupportsIndex, final, type_check_only
from typing_extensions import Self, disjoint_base
from . import shapes as shapes

__all__ = [
    "ROOMS",
    "VERSION",
    "PRIMES",
    "GalleryError",
    "EmptyError",
    "NamedNumber",
    "Thermometer",
    "Account",
    "add",
    "repeat",
    "variadic",
    "totals",
    "containers",
    "digest",
    "renamed",
    "module_name",
    "convert",
    "old_add",
    "countdown",
    "hottest",
    "balance",
    "audit",
    "shapes",
]

ROOMS: Final[int]
"""How many rooms there are."""
VERSION: Final[str]
PRIMES: Final[list[int]]

class GalleryError(Exception):
    """Anything that this module raises."""

class EmptyError(GalleryError): ...

@final
class NamedNumber:
    """A number with a name."""

    @property
    def fullName(self) -> str:
        """What it is called."""

    @property
    def number(self) -> float: ...

    @property
    def tags(self) -> list[str]:
        """A copy: changing it does not change the object."""

    def __new__(cls, full_name: str, number: float, tags: Sequence[str]) -> Self: ...

@disjoint_base
class Thermometer:
    @property
    def degrees(self) -> float:
        """Degrees."""
    @degrees.setter
    def degrees(self, value: float) -> None: ...

    @property
    def serial(self) -> int: ...

    FREEZING: ClassVar[float]
    """Where water freezes."""
    def __new__(cls, degrees: float = 20.0, *, serial: SupportsIndex = 0) -> Self: ...
    units: ClassVar[builtins.list[str]]

    @property
    def fahrenheit(self) -> float:
        """Degrees Fahrenheit."""
    @fahrenheit.setter
    def fahrenheit(self, value: float) -> None: ...

    @property
    def count(self) -> int: ...
    @count.deleter
    def count(self) -> None: ...

    @property
    def last(self) -> float | None: ...

    def record(self) -> int:
        """Remembers the present value."""

    def chained(self, by: float) -> Thermometer: ...
    def twin(self) -> Thermometer: ...

    @staticmethod
    def parse(text: str, base: SupportsIndex = 10) -> Thermometer: ...

    @classmethod
    def class_name(cls) -> str: ...

    def __repr__(self) -> str: ...
    def __str__(self) -> str: ...
    def list(self) -> builtins.list[float]: ...

@final
class Account:
    """Money."""

    def __new__(cls, cents: SupportsIndex) -> Self: ...

    @property
    def balance(self) -> int: ...

    def transfer(self, to: Account, cents: SupportsIndex) -> None: ...

def add(left: SupportsIndex, right: SupportsIndex) -> int:
    """Adds two numbers.

    Says so in "two" paragraphs, with a \\ in one.
    """

def repeat(
    text: str,
    /,
    times: SupportsIndex = 2,
    *,
    separator: str = ", ",
    upper: bool = False,
    scale: float = 1.5,
    mark: str = 'x',
    limit: SupportsIndex | None = None,
) -> str: ...
def variadic(first: Any, *rest: Any, sep: str | None = None, **options: Any) -> int: ...
def totals(*numbers: float, **named: SupportsIndex) -> tuple[float, int]: ...
def containers(
    bytes: bytes | bytearray | Sequence[SupportsIndex],
    counts: dict[str, int],
    names: set[str] | frozenset[str],
    pair: tuple[SupportsIndex, str | None],
    path: str | PathLike[str],
    grid: Sequence[Sequence[float]],
) -> dict[str, list[tuple[int, float]]]: ...
def digest(data: bytes) -> bytes: ...
def renamed(value: list[int] | None = None) -> typing.Iterator[int]: ...
def module_name() -> str: ...
def convert(size: Any) -> int: ...
def old_add(left: SupportsIndex, right: SupportsIndex) -> int: ...

def countdown(start: SupportsIndex) -> Countdown:
    """Counts from `start` down to zero."""

def hottest(all: Sequence[Thermometer]) -> float | None: ...
def balance(account: Account | None = None) -> int: ...
def audit() -> Audit: ...

@final
@type_check_only
class Countdown:
    """Counts down."""

    def __iter__(self) -> Countdown: ...
    def __next__(self) -> int: ...

@final
@type_check_only
class Audit:
    """Who did what; given out, never made in Python."""

    @property
    def lines(self) -> list[str]:
        """A copy: changing it does not change the object."""
