"""Python annotations as text: what is one. Which annotation a Rust type gets stands in `conversions`."""

from __future__ import annotations


def is_annotation(text: str) -> bool:
    """Whether a text is one Python expression on one line, without a comment, as an annotation must be."""
    import ast

    try:
        ast.parse(text.strip(), mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return "\n" not in text and "#" not in text
