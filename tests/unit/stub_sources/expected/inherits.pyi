"""Starts."""

from typing import Any, final
from typing_extensions import Self, disjoint_base

__all__ = ["Animal", "Dog", "Register"]

@disjoint_base
class Animal:
    def __new__(cls) -> Self: ...
    def speak(self) -> str: ...

@final
class Dog(Animal):
    def __new__(cls) -> Self: ...
    def speak(self) -> str: ...

@final
class Register(dict[Any, Any]):
    def __new__(cls) -> Self: ...
