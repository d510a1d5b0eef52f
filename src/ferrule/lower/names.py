"""Names: from Rust to Python, by rule or by what the user says."""

from __future__ import annotations

import re

_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+|[A-Z]|[0-9]+|[^\x00-\x7f]+")


def words(name: str) -> list[str]:
    """The words of an identifier, in lower case: `HTTPServer_port2` is `http server port2`."""
    return [word.lower() for word in _WORDS.findall(name)]


def rename(name: str, rule: str) -> str:
    """A name changed by one of the rules of `rename_all`."""
    if rule == "lowercase":
        return name.lower()
    if rule == "UPPERCASE":
        return name.upper()
    parts = words(name)
    if rule == "camelCase":
        return "".join(word if at == 0 else word.capitalize() for at, word in enumerate(parts))
    if rule == "PascalCase":
        return "".join(word.capitalize() for word in parts)
    separator = "-" if "-" in rule or "kebab" in rule else "_"
    joined = separator.join(parts)
    return joined.upper() if rule.startswith("SCREAMING") else joined


def is_identifier(name: str) -> bool:
    """Whether Python can write it as a name."""
    return name.isidentifier()
