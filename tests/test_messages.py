"""Every message of `lower` is shown by a case in `tests/cases/reject`."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import casefile
import pytest

import ferrule.lower

LOWER = Path(ferrule.lower.__file__).parent


def messages() -> Iterator[tuple[str, str]]:
    """Where a message is reported, and a pattern of its text."""
    for path in sorted(LOWER.glob("*.py")):
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef):
                for text in reported(function):
                    yield f"{path.name}:{text.lineno}", pattern(text)


def reported(function: ast.FunctionDef) -> Iterator[ast.expr]:
    """The texts given to `error` in a function, and those kept in a variable `message`."""
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "error":
            yield from texts(node.args[0])
        elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "message":
            yield from texts(node.value)


def texts(node: ast.expr) -> Iterator[ast.expr]:
    if isinstance(node, ast.IfExp | ast.BoolOp):
        for part in ast.iter_child_nodes(node):
            if isinstance(part, ast.expr):
                yield from texts(part)
    elif isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and node.value):
        yield node


def pattern(text: ast.expr) -> str:
    if isinstance(text, ast.JoinedStr):
        parts = [str(part.value) if isinstance(part, ast.Constant) else None for part in text.values]
        return "".join(".+" if part is None else re.escape(part) for part in parts)
    assert isinstance(text, ast.Constant)
    return re.escape(str(text.value))


def shown() -> set[str]:
    """All messages in the case files."""
    found: set[str] = set()
    for path in casefile.listed():
        errors = casefile.read(path).sections.get("errors", "")
        found.update(re.findall(r"^error: (.*)$", errors, re.MULTILINE))
    return found


SHOWN = shown()


def test_the_search_finds_messages() -> None:
    assert len(dict(messages())) > 80


@pytest.mark.parametrize(("place", "text"), [pytest.param(*one, id=one[0]) for one in messages()])
def test_every_message_has_a_case(place: str, text: str) -> None:
    assert any(re.fullmatch(text, message) for message in SHOWN), f"no case shows: {text}"
