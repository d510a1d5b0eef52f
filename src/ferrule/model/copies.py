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


def is_container(kind: RustType) -> bool:
    """Whether the type can be seen to become a list, a dict or a set, or one of these or None."""
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
