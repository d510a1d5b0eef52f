"""What a Rust type is in Python: the crate's own types first, then the table of conversions."""

from __future__ import annotations

from collections.abc import Mapping

from ferrule.model.conversions import ANY, Direction, annotation
from ferrule.model.crate import (
    CrateAlias,
    CrateClass,
    CrateDerived,
    CrateException,
    CrateType,
    TypeNames,
)
from ferrule.model.derive import DeriveVariant
from ferrule.model.types import RustType, option_inner, referent, result_ok
from ferrule.stubs.nodes import Annotation


class TypeTable:
    """Annotations of Rust types in one crate."""

    def __init__(self, types: Mapping[str, CrateType]) -> None:
        self.types = types
        self.mentioned: set[str] = set()
        """Ids of the classes that an annotation mentioned."""
        self._open: list[str] = []

    def known(self, names: TypeNames, direction: Direction, own: str | None = None) -> dict[str, str]:
        """What the crate's own names stand for; `own` is the id that `Self` means."""
        found = {name: self.meaning(id_, direction) for name, id_ in names.items()}
        if own is not None:
            found["Self"] = self.meaning(own, direction)
        return found

    def meaning(self, id_: str, direction: Direction) -> str:
        """A type of the crate in an annotation."""
        described = self.types.get(id_)
        if isinstance(described, CrateClass | CrateException):
            self.mentioned.add(id_)
            return f"@{id_}"
        if described is None:
            return ANY  # converted by code of its own
        if id_ in self._open:
            return ANY  # a type that contains itself
        self._open.append(id_)
        try:
            return self._indirect(described, direction)
        except RecursionError:
            return ANY
        finally:
            self._open.pop()

    def is_changeable(self, shown: Annotation) -> bool:
        """Whether a value so annotated is a class of the crate that Python could change."""
        described = self.types.get(shown.text.removeprefix("@"))
        return (
            isinstance(described, CrateClass)
            and not described.item.is_enum
            and not described.item.options.frozen
        )

    def _indirect(self, described: CrateAlias | CrateDerived, direction: Direction) -> str:
        if isinstance(described, CrateAlias):
            return annotation(described.type, direction, self.known(described.types, direction))
        derive = described.reads if direction == "in" else described.writes
        if derive is None:
            return ANY
        known = self.known(described.types, direction)
        shapes = [_variant(one, direction, known) for one in derive.variants]
        return union(shapes)

    def of(
        self, kind: RustType | None, direction: Direction, names: TypeNames, own: str | None = None
    ) -> Annotation:
        """The annotation of a type that an item mentions."""
        known = self.known(names, direction, own)
        return Annotation(_flatten(annotation(kind, direction, known)))

    def arguments(self, kind: RustType, names: TypeNames, own: str | None = None) -> Annotation:
        """The annotation of each value in a `*args`."""
        inner = referent(kind)
        if inner.name in ("Vec", "VecDeque", "SmallVec") and inner.args:
            return self.of(inner.args[0], "in", names, own)
        return Annotation(ANY)

    def keywords(self, kind: RustType, names: TypeNames, own: str | None = None) -> Annotation:
        """The annotation of each value in a `**kwargs`."""
        inner = referent(option_inner(kind) or kind)
        if inner.name in ("HashMap", "BTreeMap", "IndexMap") and len(inner.args) > 1:
            return self.of(inner.args[1], "in", names, own)
        return Annotation(ANY)


def union(texts: list[str]) -> str:
    """`A | B`, each once; `typing.Any` when one of them is."""
    parts = [part for text in texts for part in _split_union(text)]
    if ANY in parts or not parts:
        return ANY
    return " | ".join(dict.fromkeys(parts))


def _split_union(text: str) -> list[str]:
    """The members of a union at the outermost level."""
    parts, depth, start = [], 0, 0
    for at, char in enumerate(text):
        depth += char in "[("
        depth -= char in "])"
        if depth == 0 and text.startswith(" | ", at):
            parts.append(text[start:at])
            start = at + 3
    return [*parts, text[start:]]


def _flatten(text: str) -> str:
    """A union without repeated members."""
    return " | ".join(dict.fromkeys(_split_union(text)))


def _variant(one: DeriveVariant, direction: Direction, known: Mapping[str, str]) -> str:
    """What a derive makes of one shape of fields."""
    if any(field.from_py_with or field.into_py_with for field in one.fields) and one.transparent:
        return ANY
    texts = [
        ANY if field.from_py_with or field.into_py_with else annotation(field.type, direction, known)
        for field in one.fields
    ]
    if one.transparent:
        return texts[0] if texts else ANY
    if one.shape == "tuple":
        return f"tuple[{', '.join(texts)}]" if texts else "tuple[()]"
    # Attributes and items are read from any object that has them; written is a dict.
    return f"dict[str, {union(texts)}]" if direction == "out" else ANY


def awaited(kind: RustType | None, table: TypeTable, names: TypeNames, own: str | None) -> Annotation:
    """What calling an `async fn` gives."""
    inner = table.of(kind, "out", names, own).text
    return Annotation(f"collections.abc.Coroutine[typing.Any, typing.Any, {inner}]")


def without_option(kind: RustType | None) -> RustType | None:
    """The type that an iteration gives: `T` of `Option<T>` and `PyResult<Option<T>>`."""
    if kind is None:
        return None
    ok = result_ok(kind)
    inner = kind if ok is None else ok
    return option_inner(inner) or inner
