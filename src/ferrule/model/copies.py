"""Which fields Python reads as a copy that it could take for the field itself.

What a type is converted to is told by `conversions`; which types of a crate are classes is for others to say.
"""

from __future__ import annotations

from ferrule.model.conversions import annotation
from ferrule.model.types import RustType

COPY_NOTE = "A copy: changing it does not change the object."
"""What the documentation of such a property says."""

_CONTAINERS = {
    "list": "collections.abc.MutableSequence",
    "dict": "collections.abc.MutableMapping",
    "set": "set",
}


_AROUND = frozenset(("Option", "Box", "Arc"))
_SAME_OBJECT = frozenset(("Py", "Bound", "Borrowed"))
"""Types that hold a Python object, which is read as itself."""


def is_container(kind: RustType) -> bool:
    """Whether the type can be seen to become a new list, dict or set, or one of these or None."""
    while kind.name in _AROUND and kind.args:
        kind = kind.args[0]
    if kind.name in _SAME_OBJECT:
        return False
    return shows_container(annotation(kind, "out"))


def shows_container(shown: str) -> bool:
    """The same of an annotation."""
    return any(one.partition("[")[0] in _CONTAINERS for one in shown.split(" | "))


def of_view(shown: str) -> str:
    """The annotation of a live view of what `shown` annotates a copy of."""
    head, bracket, rest = shown.partition("[")
    return _CONTAINERS.get(head, head) + bracket + rest


def with_note(docs: str | None) -> str:
    """Documentation, empty or not, that says so too."""
    return f"{docs}\n\n{COPY_NOTE}" if docs else COPY_NOTE
