"""What can be seen in the text of a Rust file without reading it as Rust (which `syntax` does)."""

from __future__ import annotations

import re

_DECLARED = re.compile(rb"^[^/\n]*#\[\s*(?:\w+\s*::\s*)*pymodule\b", re.MULTILINE)

_PRINTS = re.compile(rb"\b(?:e?print(?:ln)?|dbg)\s*!")


def prints(source: bytes) -> bool:
    """Whether the text calls `println!` or one of its kin."""
    return _PRINTS.search(source) is not None


def declares_module(source: bytes) -> bool:
    """Whether the text has a `#[pymodule]`, also one inside a macro."""
    return _DECLARED.search(source) is not None
