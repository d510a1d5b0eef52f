import builtins
from collections.abc import Sequence as _Sequence
from typing import Any as _Any, Final, SupportsIndex, final
from typing_extensions import Self

__all__ = [
    "list",
    "Second",
    "lists",
    "Sequence",
    "literals",
    "expressions",
    "python_types",
    "Alias",
    "Any",
]

@final
class list:
    """Called like a built-in type."""

    @builtins.property
    def int(self) -> builtins.int:
        """"Quoted", with \\ and \"\"\" inside."""
    @int.setter
    def int(self, value: SupportsIndex) -> None: ...

    @builtins.property
    def secret(self) -> _Any: ...
    @secret.setter
    def secret(self, value: builtins.str) -> None: ...

    def __new__(cls, int: SupportsIndex = -1) -> Self: ...

    @staticmethod
    def property() -> builtins.list[builtins.str]: ...

    @builtins.property
    def str(self) -> builtins.list[builtins.int]: ...

    @builtins.property
    def type(self) -> builtins.str: ...

    @classmethod
    def Second(cls, other: _Second) -> builtins.int: ...

    def other(self) -> _Second: ...

@final
class Second:
    """Has a member called like a type that another member needs."""

    @property
    def float(self) -> int: ...

    def __new__(cls, float: SupportsIndex) -> Self: ...
    def half(self) -> builtins.float: ...
    def anything(self, *args: _Any, **kwargs: _Any) -> int: ...

def lists(of: _Sequence[list]) -> builtins.list[int]: ...
def Sequence(of: _Sequence[str]) -> dict[str, builtins.list[float]]: ...
def literals(
    a: SupportsIndex = 1,
    /,
    b: str = "it's",
    *,
    c: float | None = None,
    d: str = 'x',
) -> str: ...
def expressions(
    value: _Sequence[SupportsIndex] = ...,
    flag: bool = True,
    big: SupportsIndex = 1000000,
    tiny: float = 0.001,
) -> tuple[builtins.list[int], bool, int, float]: ...
def python_types(
    list: builtins.list[_Any],
    dict: dict[_Any, _Any],
    text: str,
    bytes: bytes,
) -> tuple[builtins.list[_Any], dict[_Any, _Any], str, bytes]: ...
Alias: type[Second]
Any: Final[int]

_Second = Second
