"""The macro calls of a source file, as the shim would send them, found without rustc.

For `ferrule expand` and for tests. What only rustc knows is missing: items that `macro_rules` makes, items
in bodies of functions, `cfg` and `cfg_attr`, and what the glue of a `#[pymodule]` adds to the items in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ferrule.base.diagnostics import Span
from ferrule.base.record import record
from ferrule.expander.wire import Question
from ferrule.syntax.items import parse_file
from ferrule.syntax.nodes import Attribute, Item, Mod
from ferrule.syntax.tokens import Leaf, normal_text, split, tokenize

ATTRIBUTES = frozenset(("pyfunction", "pyclass", "pymethods", "pymodule"))
"""The attribute macros of the shim."""

DERIVES = frozenset(("FromPyObject", "IntoPyObject", "IntoPyObjectRef"))
"""The derives of the shim."""


@record
class Call:
    """One macro call in a file."""

    question: Question
    """As the shim would send it, with the item's text as it is written."""
    macro: Span
    """The macro's name in the file."""
    attr_start: int
    """Where the attribute's tokens are in the file."""
    item_start: int
    """Where the item begins in the file."""

    def in_file(self, span: Span) -> Span:
        """The place in the file of a place in the question's text. The macro's name for an empty one."""
        if span.start >= span.end:
            return self.macro
        attr_len = self.question.attr_len
        shift = self.attr_start if span.start < attr_len else self.item_start - attr_len - 1
        return Span(span.start + shift, span.end + shift)


def macro_calls(source: bytes) -> list[Call]:
    """All macro calls that can be seen in a file, in its order. Raises ParseError if it cannot be read."""
    return list(_calls(parse_file(source).items, source))


def _calls(items: Iterable[Item], source: bytes) -> Iterator[Call]:
    for item in items:
        expanded: list[Attribute] = []
        for attr in item.attrs:
            if attr.name in ATTRIBUTES:
                expanded.append(attr)
                args = attr.args.inside if attr.args else Span(attr.path_span.end, attr.path_span.end)
                yield _call(attr.name, (attr.path_span, args), item.span, expanded, source)
            elif attr.path == ("derive",) and attr.args:
                expanded.append(attr)
                for part in split(attr.args.trees):
                    last = part[-1]
                    if isinstance(last, Leaf) and last.text in DERIVES:
                        places = (last.span, Span(last.span.start, last.span.start))
                        yield _call(f"derive:{last.text}", places, item.span, expanded, source)
        if isinstance(item, Mod) and item.items:
            yield from _calls(item.items, source)


def _call(
    macro: str, places: tuple[Span, Span], item: Span, expanded: list[Attribute], source: bytes
) -> Call:
    name, args = places
    text = bytearray(source[item.start : item.end])
    for attr in expanded:
        # The macro's own attribute and those before it are no part of the item; blanks keep the offsets.
        start, end = attr.span.start - item.start, attr.span.end - item.start
        text[start:end] = re.sub(rb"[^\n]", b" ", bytes(text[start:end]))
    combined = source[args.start : args.end] + b"\n" + bytes(text)
    question = Question(macro, combined.decode("utf-8", "replace"), args.end - args.start, "", "")
    return Call(question, name, args.start, item.start)


def readable(glue: str, text: str) -> str:
    """Glue as plain Rust: the user's tokens for `__at!`, the braces' content for `__on!`."""
    data = text.encode()

    def tokens(match: re.Match[str]) -> str:
        return normal_text(tokenize(data, Span(int(match[1]), int(match[2]))))

    glue = re.sub(r"__at!\((\d+) (\d+)\)", tokens, glue)
    while opening := re.search(r"__on!\(\d+ \d+ \{", glue):
        start = opening.end()
        end = _closing(glue, start)
        glue = glue[: opening.start()] + glue[start:end].strip() + glue[end:].removeprefix("}").lstrip()[1:]
    return glue


def _closing(text: str, start: int) -> int:
    """Where the brace is closed that was opened right before `start`."""
    depth = 1
    literal = re.compile(r'r(#*)".*?"\1|"(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)\'|[{}]', re.DOTALL)
    for match in literal.finditer(text, start):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if depth == 0:
            return match.start()
    return len(text)
