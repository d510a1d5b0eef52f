"""New projects: a template and a name become files, as data. Nothing is written here."""

from __future__ import annotations

import re
from pathlib import Path

from ferrule.base.errors import UsageError
from ferrule.base.record import record
from ferrule.project.names import check_module_name, mended
from ferrule.project.templates import TEMPLATES

_DISTRIBUTION = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")
_RUST_KEYWORDS = frozenset(
    """abstract as async await become box break const continue crate do dyn else enum extern false final fn
    for gen if impl in let loop macro match mod move mut override priv pub ref return self static
    struct super trait true try type typeof unsafe unsized use virtual where while yield""".split()  # noqa: SIM905
)
"""Words that name nothing in Rust (The Rust Reference, "Keywords")."""


@record
class Scaffold:
    """A project that is to be."""

    name: str
    """What pip calls it."""
    module: str
    """What is imported."""
    files: tuple[tuple[str, str], ...]
    """Paths below the project's directory, with texts."""


def scaffold(name: str, template: str, version: str) -> Scaffold:
    """The files of a new project.

    Args:
        name: what the user calls it; the module is called the same in lower case, with `_` for `-` and `.`.
        template: a key of `TEMPLATES`.
        version: the version of Ferrule that the project asks for.

    Raises:
        UsageError: the name is none for pip.
        ProjectError: the module could not be imported.

    """
    if not _DISTRIBUTION.fullmatch(name):
        raise UsageError(
            f"`{name}` cannot be the name of a Python project: it may have letters, digits, `-`, `_`, `.`.",
            f"Give another with --name, for example `{mended(name).strip('_') or 'module'}`.",
        )
    module = re.sub(r"[-_.]+", "_", name).lower()
    check_module_name(module, "the project's module")
    if module in _RUST_KEYWORDS:
        raise UsageError(
            f"`{module}` is a keyword of Rust, which no module can be called.",
            f"Give another name with --name, for example `{module}_rs`.",
        )
    native = "_native" if template == "mixed" else module
    files = TEMPLATES[template]
    source = next(path for path in files if path.endswith(".rs"))
    words = {
        "@source@": source.replace("@module@", module),
        "@about@": f"{name}: Python with Rust inside.",
        "@version@": version,
        "@native@": native,
        "@module@": module,
        "@name@": name,
    }
    return Scaffold(
        name, module, tuple((_filled(path, words), _filled(text, words)) for path, text in files.items())
    )


def name_for(directory: Path) -> str:
    """The name that a project in a directory has if none is given."""
    return re.sub(r"\s+", "-", directory.name)


def _filled(text: str, words: dict[str, str]) -> str:
    for word, meaning in words.items():
        text = text.replace(word, meaning)
    return text
