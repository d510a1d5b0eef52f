"""Frozen records: what `dataclasses.dataclass(frozen=True)` gives, at a small part of its start-up cost.

The expander is a process started once per compiler run. Sixty frozen dataclasses cost it about 70 ms
(`dataclasses` imports `inspect`, and every class is built by several calls of `exec`), more than the
whole expansion. `@record` compiles one `__init__` per class, when the first instance is made. Type
checkers see the real `dataclass`, so annotations, defaults and immutability are checked as usual.

Defaults must be immutable values; there are no factories, no ordering, no inheritance of fields.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from typing import TypeVar

    from typing_extensions import dataclass_transform

    _T = TypeVar("_T")

    @dataclass_transform(frozen_default=True)
    def record(cls: type[_T]) -> type[_T]:
        """Make `cls` an immutable record of its annotated fields, compared and hashed by value."""
        raise NotImplementedError

    def replace(value: _T, /, **changes: object) -> _T:
        """A copy of a record with some fields changed."""
        raise NotImplementedError

else:

    def record(cls):
        """Make `cls` an immutable record of its annotated fields, compared and hashed by value."""
        names = tuple(cls.__annotations__)
        cls.__match_args__ = names
        cls.__record_fields__ = names
        cls.__record_defaults__ = {name: cls.__dict__[name] for name in names if name in cls.__dict__}
        cls.__init__ = _first_init
        cls.__setattr__ = _refuse_set
        cls.__delattr__ = _refuse_delete
        cls.__eq__ = _eq
        cls.__hash__ = _hash
        if "__repr__" not in cls.__dict__:
            cls.__repr__ = _repr
        return cls

    def replace(value, /, **changes):
        """A copy of a record with some fields changed."""
        return type(value)(**{**value.__dict__, **changes})

    def _first_init(self, *args, **kwargs):
        cls = type(self)
        defaults = cls.__record_defaults__
        parameters, body = [], []
        for name in cls.__record_fields__:
            parameters.append(f"{name}=_d[{name!r}]" if name in defaults else name)
            body.append(f"    d[{name!r}] = {name}\n")
        text = f"def __init__(self, {', '.join(parameters)}):\n    d = self.__dict__\n{''.join(body)}"
        if hasattr(cls, "__post_init__"):
            text += "    self.__post_init__()\n"
        scope = {"_d": defaults}
        exec(text, scope)
        cls.__init__ = scope["__init__"]
        cls.__init__(self, *args, **kwargs)

    def _refuse_set(self, name, value):
        raise AttributeError(f"{type(self).__name__} is immutable: cannot assign to {name!r}")

    def _refuse_delete(self, name):
        raise AttributeError(f"{type(self).__name__} is immutable: cannot delete {name!r}")

    def _eq(self, other):
        if type(self) is not type(other):
            return NotImplemented
        return self.__dict__ == other.__dict__

    def _hash(self):
        return hash((type(self), *self.__dict__.values()))

    def _repr(self):
        inner = ", ".join(f"{name}={value!r}" for name, value in self.__dict__.items())
        return f"{type(self).__name__}({inner})"


def fields(value: Any) -> tuple[str, ...]:
    """Names of the fields of a record (an instance or its class), in the order of declaration."""
    names: tuple[str, ...] = value.__record_fields__
    return names
