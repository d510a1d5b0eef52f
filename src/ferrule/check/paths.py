"""The names that a project's sources take from `pyo3`, in `use` declarations and in paths, and those among
them that our runtime does not have.

Sources are read as tokens, bodies of functions included. Only what certainly means `pyo3` is judged: paths
that begin with it, and with a name that a `use` in the same file takes from it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ferrule.base.diagnostics import Diagnostic, Span, did_you_mean
from ferrule.base.record import record
from ferrule.check.surface import Surface
from ferrule.crate.conditions import evaluate, present
from ferrule.crate.scopes import Scope
from ferrule.syntax.items import parse_item
from ferrule.syntax.nodes import Item, Mod, Use
from ferrule.syntax.tokens import Group, Leaf, TokenTree, is_punct, strip_raw, tokenize
from ferrule.syntax.tree import ParseError

_DERIVED = frozenset(
    """as_ref borrow borrow_mut clone cmp default deref deref_mut drop eq fmt from from_iter from_str hash
    into into_iter ne partial_cmp to_owned to_string try_from try_into type_id""".split()  # noqa: SIM905
)
"""Associated functions that traits of the standard library may give to any type."""


@record
class _Taken:
    """One path that leads into `pyo3`."""

    path: tuple[str, ...]
    """Without the crate's name."""
    span: Span


def missing_paths(scope: Scope, crate_names: frozenset[str], surface: Surface) -> Iterator[Diagnostic]:
    """What a file takes from `pyo3` and we do not have; `crate_names` are what the project calls `pyo3`."""
    if scope.node is not None:  # its file is read as a whole
        return
    trees = [tree for item in _items(scope) for tree in _living(tokenize(scope.source, item))]
    taken: list[_Taken] = []
    known: dict[str, tuple[str, ...]] = dict.fromkeys(crate_names, ())
    own = _own_names(scope)
    for use in _uses(scope.source, trees):
        for name in use.names:
            path = tuple(part for part in name.path if part)
            if path and path[0] in crate_names:
                taken.append(_Taken(path[1:], name.span))
                if not name.glob and name.name not in own:
                    known.setdefault(name.name, path[1:])
            elif name.name in known and name.name not in crate_names:
                own.add(name.name)  # another thing of that name, somewhere in the file
    for name_of_another in own:
        known.pop(name_of_another, None)
    taken += [
        _Taken((*known[segments[0]], *segments[1:]), span)
        for segments, span in _paths(trees)
        if segments[0] in known
    ]
    yield from _old_traits(trees)
    reported: set[tuple[tuple[str, ...], Span]] = set()
    for one in taken:
        found = _judge(one, surface, scope)
        if found is not None and (one.path, one.span) not in reported:
            reported.add((one.path, one.span))
            yield found


def _old_traits(trees: Sequence[TokenTree]) -> Iterator[Diagnostic]:
    """Methods that traits had before PyO3 0.27, where code implements them by hand."""
    for at, tree in enumerate(trees):
        if isinstance(tree, Group):
            yield from _old_traits(tree.trees)
        elif tree.text == "extract_bound" and at and isinstance(trees[at - 1], Leaf):
            before = trees[at - 1]
            if isinstance(before, Leaf) and before.text == "fn":
                yield Diagnostic(
                    "`FromPyObject` with `extract_bound` is that of PyO3 before 0.27, and is not there",
                    tree.span,
                    ("write `impl<'a, 'py> FromPyObject<'a, 'py>` with `type Error` and `fn extract`",),
                )


def _judge(taken: _Taken, surface: Surface, scope: Scope) -> Diagnostic | None:
    path = taken.path
    short = surface.missing(path)
    if short is not None:
        holder = surface.module(short[:-1])
        near = did_you_mean(short[-1], surface.names(holder)) if holder is not None else None
        return Diagnostic(
            f"`pyo3::{'::'.join(short)}` does not exist here", taken.span, (near,) if near else ()
        )
    if len(path) < 2 or path[-1] in surface.words or path[-1] in _DERIVED or surface.module(path[:-1]):
        return None
    if surface.module(path[:-2]) is None or not path[-2][:1].isupper() or path[-2] not in surface.words:
        return None
    if path[-1] in scope.crate.names or b"trait " in scope.source:
        return None  # may be a method of the project's own trait
    return Diagnostic(f"`pyo3::{'::'.join(path)}` does not exist here", taken.span)


def _living(trees: Sequence[TokenTree]) -> Iterator[TokenTree]:
    """Tokens without what a `#[cfg]` among them surely leaves out: statements, methods, arms."""
    skipping = False
    for at, tree in enumerate(trees):
        if skipping:
            ended = tree.open == "{" if isinstance(tree, Group) else tree.text in (";", ",")
            skipping = not ended
        elif is_punct(tree, "#") and at + 1 < len(trees) and _is_off(trees[at + 1]):
            skipping = True
        elif isinstance(tree, Group):
            yield tree._replace(trees=tuple(_living(tree.trees)))
        else:
            yield tree


def _is_off(tree: TokenTree) -> bool:
    """Whether this is `[cfg(..)]` of a condition that does not hold."""
    if not isinstance(tree, Group) or len(tree.trees) != 2:
        return False
    name, condition = tree.trees
    if not isinstance(name, Leaf) or name.text != "cfg" or not isinstance(condition, Group):
        return False
    return evaluate(condition.trees) is False


def _items(scope: Scope) -> Iterator[Span]:
    """The places of a file's items that are not conditionally left out."""
    from ferrule.syntax.items import parse_file

    yield from _present(parse_file(scope.source).items)


def _present(items: Sequence[Item]) -> Iterator[Span]:
    for item in items:
        if not present(item.attrs):
            continue
        if isinstance(item, Mod) and item.items is not None:
            yield from _present(item.items)
        else:
            yield item.span


def _own_names(scope: Scope) -> set[str]:
    """Names that the file defines itself."""
    found = {name for _, name in scope.definitions}
    for child in scope.children.values():
        if child.node is not None:
            found |= _own_names(child)
    return found


def _uses(source: bytes, trees: Sequence[TokenTree]) -> Iterator[Use]:
    """Every `use` declaration among tokens, those inside of bodies included."""
    begin: TokenTree | None = None
    for tree in trees:
        if isinstance(tree, Leaf) and tree.kind == "ident" and tree.text == "use" and begin is None:
            begin = tree
        elif begin is not None and is_punct(tree, ";"):
            try:
                item = parse_item(source[: tree.span.end], begin.span.start)
            except ParseError:
                item = None
            if isinstance(item, Use):
                yield item
            begin = None
        elif isinstance(tree, Group) and begin is None:
            yield from _uses(source, tree.trees)


def _paths(trees: Sequence[TokenTree]) -> Iterator[tuple[tuple[str, ...], Span]]:
    """Every path of at least two segments outside of `use`, with its place."""
    at = 0
    while at < len(trees):
        tree = trees[at]
        if isinstance(tree, Group):
            yield from _paths(tree.trees)
        elif tree.kind == "ident" and tree.text == "use":
            while at < len(trees) and not is_punct(trees[at], ";"):
                at += 1
        elif tree.kind == "ident" and not _continues(trees, at):
            begin, segments = tree, [strip_raw(tree.text)]
            end = tree.span.end
            while at + 2 < len(trees) and is_punct(trees[at + 1], "::"):
                following = trees[at + 2]
                if not isinstance(following, Leaf) or following.kind != "ident":
                    break
                segments.append(strip_raw(following.text))
                end = following.span.end
                at += 2
            if len(segments) > 1:
                yield tuple(segments), Span(begin.span.start, end)
        at += 1


def _continues(trees: Sequence[TokenTree], at: int) -> bool:
    """Whether the identifier is a later part of a path, or a field or method."""
    before = trees[at - 1] if at else None
    if is_punct(before, "."):
        return True
    return is_punct(before, "::") and at > 1 and not is_punct(trees[at - 2], ";")
